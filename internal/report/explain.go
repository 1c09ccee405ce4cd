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
		p := explainPage{sheet: newSheet(style), e: harmless(e)}
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

// explainPage is the text of one explanation in the making.
type explainPage struct {
	sheet
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
		p.heading(p.words.explain.therapies)
		p.paragraph("  ", p.words.explain.noTherapies)
	}
	if !p.Detail {
		p.plan()
		p.whatIf()
		p.open()
	}
	p.heading(p.words.notice)
	p.paragraph("", p.e.Disclaimer)
}

func (p *explainPage) head() {
	d := dispositionNamed(p.e.Disposition)
	p.title(p.say(p.Pack.Dispositions[d].Title), tone(d))
	var about []string
	if p.e.ID != nil {
		about = append(about, p.words.intake+" "+*p.e.ID)
	}
	if p.practitioner() {
		about = append(about, p.words.pack+" "+p.e.Pack.Name+" "+p.e.Pack.Version)
	}
	if len(about) > 0 {
		p.paragraph("", strings.Join(about, " · "))
	}
}

// decided says which rules gave the disposition, and which others applied.
func (p *explainPage) decided() {
	x := &p.words.explain
	p.heading(x.decided)
	if len(p.e.Decided) == 0 {
		switch p.e.Disposition {
		case rules.Incomplete.String():
			p.paragraph("  ", x.incomplete)
			for _, m := range p.e.Missing {
				if m.State == engine.MissingUnanswered.String() {
					p.paragraph("  - ", p.question(m.Question))
				}
			}
		default:
			p.paragraph("  ", x.nothing)
		}
	}
	p.listRulings(p.e.Decided)
	p.rulings(x.outranked, p.e.Outranked)
	p.rulings(x.lifted, p.e.Lifted)
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
		if p.practitioner() {
			p.paragraph("  - ", p.ruling(r))
			p.paragraph("    ", r.Text)
		} else {
			p.paragraph("  - ", r.Text)
		}
		p.because("    ", &r.Ground, "")
	}
}

// ruling names a rule and what it gives.
func (p *explainPage) ruling(r *engine.Ruling) string {
	what := r.Title + ": " + p.words.dispositions[r.Disposition]
	if r.Unsure {
		what += ", " + p.words.explain.throughUnsure
	}
	return what + p.rule(r.Rule)
}

// close lists the rules that are one answer away, for practitioners.
func (p *explainPage) close() {
	if len(p.e.Close) == 0 || !p.practitioner() {
		return
	}
	p.heading(p.words.explain.close)
	for i := range p.e.Close {
		r := &p.e.Close[i]
		p.paragraph("  - ", p.ruling(r))
		p.because("    ", &r.Ground, p.words.explain.wouldApply)
	}
}

// because says the answers that decide a rule and, for practitioners and if there is a
// lead, what would have to be true for the opposite.
func (p *explainPage) because(indent string, g *engine.Ground, lead string) {
	var parts []string
	for i := range g.Because {
		if part := p.finding(&g.Because[i]); !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	text := ""
	if len(parts) > 0 {
		text = p.words.explain.answers + " " + strings.Join(parts, "; ") + "."
	}
	switch {
	case lead == "" || !p.practitioner():
	case g.Needs == "":
		text += " " + p.words.explain.never
	default:
		text += " " + lead + " " + g.Needs + "."
	}
	if text != "" {
		p.paragraph(indent, text)
	}
}

// finding says what was answered.
func (p *explainPage) finding(f *engine.Finding) string {
	return p.subject(f.Question) + ": " + p.answer(f.Question, f.Actual, f.State)
}

// subject names a question or a derived number.
func (s *sheet) subject(id string) string {
	for i := range s.Pack.Derived {
		if d := &s.Pack.Derived[i]; d.ID == id {
			return s.say(d.Title)
		}
	}
	if s.practitioner() && s.english() {
		return strings.ReplaceAll(id, "_", " ")
	}
	return "“" + s.question(id) + "”"
}

// answer words what was answered, and that it is not sure.
func (s *sheet) answer(question string, v engine.Value, state string) string {
	var parts []string
	switch {
	case v.Range != nil || state == "answered", len(v.Options) > 0:
		parts = append(parts, s.value(question, v))
	}
	if state != "answered" {
		parts = append(parts, s.words.states[state])
	}
	return strings.Join(parts, ", ")
}

// value words an answer: labels of options, or numbers.
func (s *sheet) value(question string, v engine.Value) string {
	i := s.Pack.QuestionIndex(question)
	switch {
	case v.Range != nil && i >= 0 && v.Range[0] != v.Range[1] && v.Range[1] == s.Pack.Questions[i].Max:
		return fmt.Sprintf(s.words.orMore, v.Range[0])
	case v.Range != nil && i >= 0 && v.Range[0] != v.Range[1] && v.Range[0] == s.Pack.Questions[i].Min:
		return fmt.Sprintf(s.words.orLess, v.Range[1])
	case v.Range != nil:
		return span(v.Range[0], v.Range[1])
	case len(v.Options) == 0:
		return s.words.none
	case i < 0:
		return strings.Join(v.Options, ", ")
	}
	q := &s.Pack.Questions[i]
	var labels []string
	for _, id := range v.Options {
		label := id
		if o := q.OptionIndex(id); o >= 0 {
			label = lowerFirst(s.say(q.Options[o].Label))
		}
		labels = append(labels, label)
	}
	return strings.Join(labels, ", ")
}

func (p *explainPage) plan() {
	if len(p.e.Plan) == 0 {
		return
	}
	p.heading(p.words.plan)
	for i := range p.e.Plan {
		p.paragraph("  - ", p.e.Plan[i].Text+p.rule(p.e.Plan[i].Rule))
		p.because("    ", &p.e.Plan[i], "")
	}
}

func (p *explainPage) limits() {
	if len(p.e.Limits) == 0 {
		return
	}
	p.heading(p.words.explain.limits)
	for _, l := range p.e.Limits {
		what := fmt.Sprintf(p.words.explain.limit[l.Kind], fmt.Sprint(l.Number))
		if l.Kind == "pressure" {
			what = fmt.Sprintf(p.words.explain.limit[l.Kind], p.words.pressures[l.Pressure])
		}
		p.paragraph("  ", what)
		for i := range l.Grounds {
			p.limit(&l.Grounds[i])
		}
	}
}

// limit says which rule sets a limit, to a patient once.
func (p *explainPage) limit(g *engine.Ground) {
	switch first := p.first(g.Rule); {
	case !p.practitioner() && !first:
		p.paragraph("    - ", p.words.explain.asAbove)
		return
	case p.practitioner() && !p.Detail:
		p.paragraph("    - ", g.Title+p.possible(g)+p.rule(g.Rule))
	default:
		p.paragraph("    - ", g.Text+p.possible(g)+p.rule(g.Rule))
	}
	p.because("      ", g, p.words.explain.wouldLift)
}
