package report

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"text/template"

	"knead/engine"
	"knead/rules"
)

// Explain writes explanations as plain text.
func Explain(w io.Writer, style Style, explanations []*engine.Explanation) error {
	p := explainPage{textPage: textPage{page: newPage(style)}}
	t := p.template("explain.tmpl", p.wordings())
	for i, e := range explanations {
		d := dispositionNamed(e.Disposition)
		p.said = nil
		p.e = explained{cleanCopy(e), p.say(p.Pack.Dispositions[d].Title), tone(d), d.CarriesTherapies(), d >= rules.Refer, d >= rules.Urgent}
		if err := p.write(t, i, p.e); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// explainPage writes explanations as text.
type explainPage struct {
	textPage
	e    explained // the one that is written
	said []string  // rules that it has named
}

// explained is an explanation and what its disposition stands for.
type explained struct {
	*engine.Explanation
	Title, Tone string
	Ready       bool // it carries therapies
	Refers      bool // somebody else is to be seen first
	Alarm       bool // and soon
}

// wordings are what the template calls to put parts of an explanation into words.
func (p *explainPage) wordings() template.FuncMap {
	return template.FuncMap{
		"detail": func() bool { return p.Detail }, "english": p.english, "question": p.question, "subjects": p.subjects,
		"ruling": p.ruling, "because": p.because, "name": p.name, "first": p.first, "argument": p.argument, "keeps": p.keeps,
		"inFull": p.inFull, "others": p.others, "outcome": p.outcome, "changes": p.changes, "noChange": p.noChange,
		"matters": matters, "notesTaken": p.notesTaken, "idle": p.idle, "prospects": p.prospects,
		"few":     func(ways [][]engine.Change) [][]engine.Change { return ways[:min(len(ways), shownWays)] },
		"brief":   func() bool { return p.Brief },
		"notice":  p.notice,
		"nearest": func(all []engine.Ruling) []engine.Ruling { return all[:p.nearest(all)] },
		"beyond":  func(all []engine.Ruling) int { return len(all) - p.nearest(all) },
		"more":    func(ways [][]engine.Change) int { return max(len(ways)-shownWays, 0) },
	}
}

// notice is the disclaimer: where help is urgent, without a word of what massage may do or of
// seeing a doctor some time; in a brief explanation the short one of the pack.
func (p *explainPage) notice() string {
	said := ""
	switch {
	case p.e.Alarm:
		said, _ = firstSentence(p.say(p.Pack.DisclaimerLine))
		said += " " + p.word("short_call") + ": " + p.whomToCall(dispositionNamed(p.e.Disposition)) + p.word("report_stop")
	case p.Brief:
		said = p.say(p.Pack.DisclaimerShort)
	}
	return cmp.Or(strings.TrimSpace(said), p.e.Disclaimer)
}

// nearest returns how many rules that nearly apply are shown.
func (p *explainPage) nearest(all []engine.Ruling) int {
	if p.Brief {
		return min(len(all), shownNear)
	}
	return len(all)
}

// ruling names a rule and what it gives.
func (p *explainPage) ruling(r engine.Ruling) string {
	gives := p.word("disposition_" + r.Disposition)
	if r.Unsure {
		gives += ", " + p.word("explain_through_unsure")
	}
	if p.english() {
		return r.Title + ": " + gives + p.bracketed(r.Rule)
	}
	return upperFirst(gives) + ": " + r.Text + p.bracketed(r.Rule)
}

// because writes the answers that decide a rule and, for practitioners and if there is a
// lead, what would have to be true for the opposite; of a rule that keeps something away
// also its condition.
func (p *explainPage) because(indent string, g engine.Ground, lead string) string {
	var text []string
	worded := p.practitioner() && p.english() && lead != ""
	if worded && lead == "explain_would_lift" {
		text = append(text, p.word("explain_condition")+" "+g.When+".")
	}
	if parts := p.findings(g, lead != "" && !worded); len(parts) > 0 {
		text = append(text, p.word("explain_answers")+" "+strings.Join(parts, "; ")+p.word("report_stop"))
	}
	switch {
	case lead == "" || !p.practitioner():
	case g.Needs == "":
		text = append(text, p.word("explain_never"))
	case worded:
		text = append(text, p.word(lead)+" "+g.Needs+".")
	}
	if len(text) > 0 {
		p.para(indent, strings.Join(text, " "))
	}
	return ""
}

// findings says what was answered, what is not known first. To a patient what leaves open
// whether a rule applies is all that matters. Where conditions cannot be put into words,
// a practitioner is told what the rule reads of each answer.
func (p *explainPage) findings(g engine.Ground, expected bool) (parts []string) {
	unknown := engine.Unknown.String()
	for _, known := range []bool{false, true} {
		if known && g.Truth == unknown && !p.practitioner() {
			break
		}
		for _, f := range g.Because {
			if (f.Truth != unknown) != known {
				continue
			}
			part := p.subject(f.Question) + ": " + p.answer(f.Question, f.Actual, f.State)
			if expected && p.practitioner() {
				reads := "explain_reads"
				if f.Negated {
					reads = "explain_reads_not"
				}
				part += " (" + p.word(reads, "options", p.value(f.Question, f.Expected)) + ")"
			}
			if !slices.Contains(parts, part) {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// name is what a practitioner is told of a rule: its title, which is English, unless it is
// to be given in full.
func (p *explainPage) name(g engine.Ground, full bool) string {
	if p.practitioner() && p.english() && !full {
		return g.Title
	}
	return g.Text
}

// argument states what speaks for a therapy.
func (p *explainPage) argument(a engine.Argument) statement {
	return statement{Text: p.name(a.Ground, p.Detail) + p.bracketed(a.Rule), Sources: a.Sources, Certainty: p.word("certainty_" + a.Certainty)}
}

// keeps writes a rule that keeps something away or sets a limit, and the first time why. It
// is false for what a patient knows already and is not told again.
func (p *explainPage) keeps(bullet, kind string, g engine.Ground) bool {
	first := p.first(g.Rule)
	text := kind + p.name(g, p.Detail && first)
	if g.Truth == engine.Unknown.String() {
		text = p.possible(text)
	}
	text += p.bracketed(g.Rule)
	switch {
	case first:
		p.para("    "+bullet, text)
		p.because("    "+strings.Repeat(" ", len(bullet)), g, "explain_would_lift")
	case p.practitioner():
		p.para("    "+bullet, text, " ", p.word("explain_see_above"))
	}
	return first || p.practitioner()
}

// first reports whether a rule is met for the first time.
func (p *explainPage) first(rule string) bool {
	if slices.Contains(p.said, rule) {
		return false
	}
	p.said = append(p.said, rule)
	return true
}

// inFull reports whether a therapy is explained, and not only named.
func (p *explainPage) inFull(c engine.TherapyExplanation) bool {
	return p.Detail || c.Verdict == engine.VerdictShown || c.Verdict == engine.VerdictWithheld
}

// others names the therapies that are not explained, by what can be said of them together.
func (p *explainPage) others() (lines []string) {
	names := map[string][]string{}
	for _, c := range p.e.Therapies {
		switch {
		case p.inFull(c):
		case len(c.Against) > 0:
			names["against"] = append(names["against"], c.Name)
		default:
			names[c.Verdict] = append(names[c.Verdict], c.Name)
		}
	}
	for _, verdict := range []string{engine.VerdictOtherAreas, engine.VerdictNoArgument, "against"} {
		if len(names[verdict]) > 0 {
			lines = append(lines, upperFirst(p.word("verdict_"+verdict))+": "+strings.Join(names[verdict], ", ")+p.word("report_stop"))
		}
	}
	return lines
}
