package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
)

// Explain writes explanations as plain text.
func Explain(w io.Writer, style Style, explanations []*engine.Explanation) error {
	for i, e := range explanations {
		p := explainPage{textPage: textPage{page: newPage(style)}, e: cleanCopy(e)}
		if i > 0 {
			p.line(strings.Repeat("=", style.Width))
			p.line("")
		}
		p.write()
		if _, err := io.WriteString(w, p.b.String()); err != nil {
			return err
		}
	}
	return nil
}

// explainPage writes one explanation as text.
type explainPage struct {
	textPage
	e    *engine.Explanation
	said []string // rules
}

func (p *explainPage) write() {
	p.head()
	p.decided()
	if !p.Detail {
		p.close()
	}
	if dispositionNamed(p.e.Disposition).CarriesTherapies() {
		p.therapies()
		p.limits()
	} else {
		p.heading(p.word("explain_therapies"))
		p.para("  ", p.word("explain_no_therapies"))
	}
	if !p.Detail {
		p.plan()
		p.whatIf()
		p.open()
	}
	p.heading(p.word("report_notice"))
	p.para("", p.e.Disclaimer)
}

func (p *explainPage) head() {
	d := dispositionNamed(p.e.Disposition)
	p.title(p.say(p.Pack.Dispositions[d].Title), tone(d))
	if about := p.about(p.e.ID, "", p.e.Pack); about != "" {
		p.para("", about)
	}
}

// decided says which rules gave the disposition, and which others applied.
func (p *explainPage) decided() {
	p.heading(p.word("explain_decided"))
	if len(p.e.Decided) == 0 {
		switch p.e.Disposition {
		case rules.Incomplete.String():
			p.para("  ", p.word("explain_incomplete"))
			for _, m := range p.e.Missing {
				if m.State == engine.MissingUnanswered.String() {
					p.para("  - ", p.question(m.Question))
				}
			}
		default:
			p.para("  ", p.word("explain_nothing"))
		}
	}
	p.listRulings(p.e.Decided)
	p.rulings(p.word("explain_outranked"), p.e.Outranked)
	p.rulings(p.word("explain_lifted"), p.e.Lifted)
}

// rulings lists rules about the disposition under a title.
func (p *explainPage) rulings(title string, rulings []engine.Ruling) {
	if len(rulings) > 0 {
		p.heading(title)
		p.listRulings(rulings)
	}
}

func (p *explainPage) listRulings(rulings []engine.Ruling) {
	for i := range rulings {
		r := &rulings[i]
		switch {
		case !p.practitioner():
			p.para("  - ", r.Text)
		case p.english():
			p.para("  - ", p.ruling(r))
			p.para("    ", r.Text)
		default:
			p.para("  - ", p.ruling(r))
		}
		p.because("    ", &r.Ground, "")
	}
}

// ruling names a rule and what it gives.
func (p *explainPage) ruling(r *engine.Ruling) string {
	gives := p.word("disposition_" + r.Disposition)
	if r.Unsure {
		gives += ", " + p.word("explain_through_unsure")
	}
	if p.english() {
		return r.Title + ": " + gives + p.rule(r.Rule)
	}
	return upperFirst(gives) + ": " + r.Text + p.rule(r.Rule)
}

// close lists the rules that are one answer away, for practitioners.
func (p *explainPage) close() {
	if len(p.e.NearMisses) == 0 || !p.practitioner() {
		return
	}
	p.heading(p.word("explain_close"))
	for i := range p.e.NearMisses {
		r := &p.e.NearMisses[i]
		p.para("  - ", p.ruling(r))
		p.because("    ", &r.Ground, p.word("explain_would_apply"))
	}
}

// because says the answers that decide a rule and, for practitioners and if there is a
// lead, what would have to be true for the opposite; of a rule that keeps something away
// also its condition.
func (p *explainPage) because(indent string, g *engine.Ground, lead string) {
	var text []string
	worded := p.practitioner() && p.english() && lead != ""
	if worded && lead == p.word("explain_would_lift") {
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
		text = append(text, lead+" "+g.Needs+".")
	}
	if len(text) > 0 {
		p.para(indent, strings.Join(text, " "))
	}
}

// findings says what was answered, what is not known first. To a patient what leaves open
// whether a rule applies is all that matters. Where conditions cannot be put into words,
// a practitioner is told what the rule reads of each answer.
func (p *explainPage) findings(g *engine.Ground, expected bool) (parts []string) {
	for _, known := range []bool{false, true} {
		for i := range g.Because {
			f := &g.Because[i]
			if open := f.Truth == engine.Unknown.String(); open == known || known && g.Truth == engine.Unknown.String() && !p.practitioner() {
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

// name is what a rule is called: its title, which is English, or else its text.
func (p *explainPage) name(g *engine.Ground) string {
	if p.practitioner() && p.english() {
		return g.Title
	}
	return g.Text
}

// subject names a question or a derived number.
func (s *page) subject(id string) string {
	for i := range s.Pack.Derived {
		if d := &s.Pack.Derived[i]; d.ID == id && s.english() {
			return s.say(d.Title)
		} else if d.ID == id {
			return s.sum(d)
		}
	}
	if s.practitioner() && s.english() {
		return strings.ReplaceAll(id, "_", " ")
	}
	return "“" + s.question(id) + "”"
}

// sum names a derived number by the questions it is made of, where its title, which is
// English, cannot stand.
func (s *page) sum(d *rules.Derived) string {
	var b strings.Builder
	for i, t := range d.Terms {
		switch {
		case t.Weight < 0:
			b.WriteString("− ")
		case i > 0:
			b.WriteString("+ ")
		}
		if n := max(t.Weight, -t.Weight); n > 1 {
			fmt.Fprintf(&b, "%d × ", n)
		}
		b.WriteString("“" + s.say(s.Pack.Questions[t.Question].Ask) + "” ")
	}
	return strings.TrimSpace(b.String())
}

// answer words what was answered, and that it is not sure.
func (s *page) answer(question string, v engine.Value, state string) string {
	var parts []string
	switch {
	case v.Range != nil || state == "answered", len(v.Options) > 0:
		parts = append(parts, s.value(question, v))
	}
	if state != "answered" {
		parts = append(parts, s.word("state_"+state))
	}
	return strings.Join(parts, ", ")
}

// value words an answer: labels of options, or numbers.
func (s *page) value(question string, v engine.Value) string {
	i := s.Pack.QuestionIndex(question)
	switch {
	case v.Range != nil && i >= 0 && v.Range[0] != v.Range[1] && v.Range[1] == s.Pack.Questions[i].Max:
		return s.word("report_or_more", "n", v.Range[0])
	case v.Range != nil && i >= 0 && v.Range[0] != v.Range[1] && v.Range[0] == s.Pack.Questions[i].Min:
		return s.word("report_or_less", "n", v.Range[1])
	case v.Range != nil:
		return span(v.Range[0], v.Range[1])
	case len(v.Options) == 0:
		return s.word("report_none")
	case i < 0:
		return strings.Join(v.Options, ", ")
	}
	q := &s.Pack.Questions[i]
	return joined(v.Options, func(id string) string {
		if o := q.OptionIndex(id); o >= 0 {
			return lowerFirst(s.say(q.Options[o].Label))
		}
		return id
	})
}

func (p *explainPage) plan() {
	if len(p.e.Plan) == 0 {
		return
	}
	p.heading(p.word("report_plan"))
	for i := range p.e.Plan {
		p.para("  - ", p.e.Plan[i].Text+p.rule(p.e.Plan[i].Rule))
		p.because("    ", &p.e.Plan[i], "")
	}
}

func (p *explainPage) limits() {
	if len(p.e.Limits) == 0 {
		return
	}
	p.heading(p.word("explain_limits"))
	for _, l := range p.e.Limits {
		what := p.word("limit_"+l.Kind, "bound", fmt.Sprint(l.Number))
		if l.Kind == "pressure" {
			what = p.word("limit_"+l.Kind, "bound", p.word("pressure_"+l.Pressure))
		}
		p.para("  ", what)
		p.keeping("- ", len(l.Grounds), func(i int) (string, *engine.Ground) { return "", &l.Grounds[i] })
	}
}

// keeping lists so many rules that keep something away or set a limit, each with what its
// kind is called. A patient is told each reason once.
func (p *explainPage) keeping(bullet string, rules int, at func(i int) (kind string, g *engine.Ground)) {
	repeated := false
	for i := range rules {
		kind, g := at(i)
		if first := p.first(g.Rule); first || p.practitioner() {
			p.keeps(bullet, kind, g, first)
		} else {
			repeated = true
		}
	}
	if repeated {
		p.para("    "+bullet, p.word("explain_as_above"))
	}
}

// keeps says a rule that keeps something away or sets a limit, and the first time why.
func (p *explainPage) keeps(bullet, kind string, g *engine.Ground, first bool) {
	text := g.Text
	if p.practitioner() && (!p.Detail || !first) {
		text = p.name(g)
	}
	text = kind + text + p.possible(g) + p.rule(g.Rule)
	if !first {
		p.para("    "+bullet, text+" "+p.word("explain_see_above"))
		return
	}
	p.para("    "+bullet, text)
	p.because("    "+strings.Repeat(" ", len(bullet)), g, p.word("explain_would_lift"))
}
