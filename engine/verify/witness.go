package verify

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

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
		case found.Holds(d.unsure):
			*a = rules.Answer{State: rules.Unsure, Ticks: ticks}
		}
		terms = append(terms, m.phrases(q, ticks, found)...)
	}
	if len(terms) > 0 {
		m.note(in, terms)
	}
	in.Confirmed = m.toConfirm(in, found)
	return in
}

// phrases returns phrases that hint at just those options of a question that are to be in doubt.
func (m *model) phrases(q int, ticks uint64, found sat.Assignment) (phrases []string) {
	open, said := m.open(q, found), uint64(0)
	for i := range m.pack.Notes {
		t := &m.pack.Notes[i]
		if t.Question != q || t.Options&^open != 0 || t.Options&^said == 0 {
			continue
		}
		if phrase := m.phrase(t, open, ticks); phrase != "" {
			said |= t.Options
			phrases = append(phrases, phrase)
		}
	}
	return phrases
}

// phrase returns words that say a term and nothing of its question that is neither open nor
// ticked, or none; if it can, words that say nothing of another question.
func (m *model) phrase(t *rules.NoteTerm, open, ticks uint64) (phrase string) {
	for _, term := range t.Terms {
		for _, with := range append([]string{""}, t.With...) {
			said := strings.TrimSpace(term + " " + with)
			hints := m.program.Hints(said)
			if !slices.Contains(hints, t) || slices.ContainsFunc(hints, func(other *rules.NoteTerm) bool {
				return other.Question == t.Question && other.Options&^open != 0 && other.Options&ticks == 0
			}) {
				continue
			}
			if !slices.ContainsFunc(hints, func(other *rules.NoteTerm) bool { return other.Question != t.Question }) {
				return said
			}
			phrase = cmp.Or(phrase, said)
		}
	}
	return phrase
}

// open returns the options of a question that notes make unknown.
func (m *model) open(q int, found sat.Assignment) (options uint64) {
	for i, hinted := range m.domains[q].hinted {
		if found.Holds(hinted) {
			options |= 1 << i
		}
	}
	return options
}

// toConfirm returns the questions with an answer that notes would put in doubt and are not to.
func (m *model) toConfirm(in *rules.Intake, found sat.Assignment) (questions []int) {
	for _, a := range in.Answers {
		for _, t := range m.program.Hints(a.Text) {
			q := t.Question
			if in.Answers[q].State != rules.Unanswered && in.Answers[q].Ticks&t.Options == 0 && m.open(q, found) == 0 {
				questions = append(questions, q)
			}
		}
	}
	slices.Sort(questions)
	return slices.Compact(questions)
}

// note writes phrases into the pack's first free text.
func (m *model) note(in *rules.Intake, terms []string) {
	text := ""
	for _, t := range terms {
		text += t + ". "
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
	in = &rules.Intake{Answers: slices.Clone(in.Answers), Confirmed: in.Confirmed}
	for changed := true; changed; {
		changed = false
		for _, q := range in.Confirmed {
			old := in.Confirmed
			in.Confirmed = slices.DeleteFunc(slices.Clone(old), func(c int) bool { return c == q })
			if shows(in) {
				changed = true
			} else {
				in.Confirmed = old
			}
		}
		for q := range in.Answers {
			for _, plainer := range plainerAnswers(&p.Questions[q], in.Answers[q]) {
				old := in.Answers[q]
				in.Answers[q] = plainer
				if (plainer.State != rules.Unanswered || !slices.Contains(in.Confirmed, q)) && shows(in) {
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
		for _, phrase := range strings.SplitAfter(a.Text, ". ") {
			if fewer := strings.Replace(a.Text, phrase, "", 1); fewer != "" && phrase != "" {
				plainer = append(plainer, rules.Answer{State: rules.Answered, Text: fewer})
			}
		}
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
