package verify

import (
	"math/bits"
	"slices"

	"knead/engine/verify/sat"
	"knead/rules"
)

// anyText is said where any free text will do.
const anyText = "-"

// decode turns an assignment into an intake. Questions that play no part stay blank.
func (m *model) decode(found sat.Assignment) *rules.Intake {
	in := rules.NewIntake(m.pack)
	var terms []string
	for q := range m.domains {
		d, a, question := &m.domains[q], &in.Answers[q], &m.pack.Questions[q]
		ticks, value := uint64(0), 0
		for i, v := range d.values {
			switch {
			case !found.Holds(v):
			case question.Kind.IsNumber():
				value = d.cuts[i]
			default:
				ticks |= 1 << i
			}
		}
		switch {
		case found.Holds(d.known):
			*a = rules.Answer{State: rules.Answered, Ticks: ticks, Int: value}
			if question.Kind.IsText() {
				a.Text = anyText
			}
		case found.Holds(d.unsure) && question.Unsure:
			*a = rules.Answer{State: rules.Unsure, Ticks: ticks}
		case found.Holds(d.unsure), found.Holds(d.hinted):
			terms = append(terms, m.hint(q, ticks, found.Holds(d.hinted), a))
		}
	}
	if len(terms) > 0 {
		m.note(in, terms)
	}
	return in
}

// hint answers a question that only a note can make unsure, and returns the note's phrase.
func (m *model) hint(q int, ticks uint64, blank bool, a *rules.Answer) string {
	for _, t := range m.pack.Notes {
		if t.Question != q || t.Options&ticks != 0 {
			continue
		}
		switch question := &m.pack.Questions[q]; {
		case blank:
		case question.Kind.Many():
			*a = rules.Answer{State: rules.Answered, Ticks: ticks}
		default:
			other := (uint64(1)<<len(question.Options) - 1) &^ t.Options
			if other == 0 && question.Required {
				continue
			}
			if other == 0 {
				break // without an answer the note makes it unsure
			}
			*a = rules.Answer{State: rules.Answered, Ticks: other & -other}
		}
		return t.Terms[0]
	}
	return ""
}

// note writes phrases into the pack's first free text.
func (m *model) note(in *rules.Intake, terms []string) {
	text := ""
	for _, t := range terms {
		if t != "" {
			text += t + ". "
		}
	}
	if q := slices.IndexFunc(m.pack.Questions, func(q rules.Question) bool { return q.Kind.IsText() }); q >= 0 {
		in.Answers[q] = rules.Answer{State: rules.Answered, Text: text}
	}
}

// plainest returns what turns an assignment into the plainest intake found that shows
// something, or nil.
func (m *model) plainest(shows func(*rules.Intake) bool) func(sat.Assignment) (*rules.Intake, string) {
	return func(found sat.Assignment) (*rules.Intake, string) {
		in := m.decode(found)
		if !shows(in) {
			return nil, ""
		}
		return shrink(m.pack, in, shows), ""
	}
}

// shrink makes an intake as plain as it can while it still shows what it is to show:
// fewer answers, fewer ticks, "none" instead of ticks, known instead of unsure.
func shrink(p *rules.Pack, in *rules.Intake, shows func(*rules.Intake) bool) *rules.Intake {
	in = &rules.Intake{Answers: slices.Clone(in.Answers)}
	for changed := true; changed; {
		changed = false
		for q := range in.Answers {
			for _, plainer := range plainerAnswers(&p.Questions[q], in.Answers[q]) {
				old := in.Answers[q]
				in.Answers[q] = plainer
				if shows(in) {
					changed = true
					break
				}
				in.Answers[q] = old
			}
		}
	}
	return in
}

// plainerAnswers lists answers to try in place of one, plainest first.
func plainerAnswers(q *rules.Question, a rules.Answer) (plainer []rules.Answer) {
	if a.State == rules.Unanswered {
		return nil
	}
	plainer = append(plainer, rules.Answer{})
	if q.Kind.IsText() {
		return plainer
	}
	if a.State == rules.Unsure {
		plainer = append(plainer, q.Harmless())
		if q.Kind.Many() {
			plainer = append(plainer, rules.Answer{State: rules.Answered, Ticks: a.Ticks})
		}
	}
	if q.Kind.Many() {
		for left := a.Ticks; left != 0; left &= left - 1 {
			fewer := rules.Answer{State: a.State, Ticks: a.Ticks &^ (left & -left)}
			if fewer.Ticks != 0 || fewer.State == rules.Unsure || !q.AtLeastOne {
				plainer = append(plainer, fewer)
			}
		}
		return plainer
	}
	if q.Kind.HasOptions() && a.State == rules.Answered {
		for i := range bits.TrailingZeros64(a.Ticks) {
			plainer = append(plainer, rules.Answer{State: rules.Answered, Ticks: 1 << i})
		}
	}
	return plainer
}

// smallestBudget is how many clauses the solver may learn to find a smaller intake, or to see
// that there is none. Beyond it the smallest found so far will do.
const smallestBudget = 2000

// smallest returns the smallest intake found, by size, under which the signals hold and which
// shows it; in is one.
func (m *model) smallest(q query, in *rules.Intake, shows func(*rules.Intake) bool, signals ...sat.Node) *rules.Intake {
	sizes := m.sizes()
	for n := size(m.pack, in); n > 0; n = size(m.pack, in) {
		f := m.formula(append(signals[:len(signals):len(signals)], -m.AtLeast(n, sizes))...)
		v := sat.Solve(q.ctx, f, smallestBudget)
		if v.Status != sat.Satisfiable {
			return in
		}
		next := m.decode(v.Assignment)
		if !shows(next) || size(m.pack, next) >= n {
			return in
		}
		in = shrink(m.pack, next, shows)
	}
	return in
}

// size counts what an intake says: its answers, those that are unsure twice, and the ticks of
// a Multi.
func size(p *rules.Pack, in *rules.Intake) (n int) {
	for q, a := range in.Answers {
		if a.State == rules.Unanswered {
			continue
		}
		n++
		if a.State == rules.Unsure {
			n++
		}
		if p.Questions[q].Kind.Many() {
			n += bits.OnesCount64(a.Ticks)
		}
	}
	return n
}

// sizes returns the signals that size counts.
func (m *model) sizes() (in []sat.Node) {
	for q := range m.domains {
		d := &m.domains[q]
		in = append(in, -d.blank)
		if d.unsure != sat.No {
			in = append(in, d.unsure)
		}
		if m.pack.Questions[q].Kind.Many() {
			in = append(in, d.values...)
		}
	}
	return in
}
