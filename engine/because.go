package engine

import (
	"cmp"
	"slices"

	"knead/rules"
)

// cause is how a condition comes out and the atoms that make it so: where it holds those
// that hold, where it is unknown those that may, where it fails those that fail.
type cause struct {
	value atom
	atoms []signed
}

// matters reports whether a part is among those that make the whole come out as it does.
func (a atom) matters(whole atom) bool {
	return a.truth() == whole.truth() || whole.truth() == Unknown && a == atomTrue
}

// signed is a condition, or its negation.
type signed struct {
	*rules.Condition
	negated bool
}

func (f *Facts) cause(c *rules.Condition) cause {
	return rules.Fold[cause]{
		Atom: func(c *rules.Condition, negated bool) cause {
			return cause{f.literal(c, negated), []signed{{c, negated}}}
		},
		AtLeast: func(n int, parts []cause) cause {
			var t tally
			for _, part := range parts {
				t[part.value]++
			}
			whole := cause{value: t.atLeast(n)}
			for _, part := range parts {
				if part.value.matters(whole.value) {
					whole.atoms = append(whole.atoms, part.atoms...)
				}
			}
			return whole
		},
	}.Value(c, false)
}

// distance is how many atoms would have to differ for a condition to hold, and how many plain
// atoms already support it.
type distance struct{ missing, support int }

// impossible is how many are missing where a condition never can hold.
const impossible = 1 << 10

func (f *Facts) distance(c *rules.Condition) distance {
	return rules.Fold[distance]{
		Atom: func(c *rules.Condition, negated bool) distance {
			switch {
			case f.literal(c, negated) != atomTrue:
				return distance{1, 0}
			case negated:
				return distance{0, 0}
			}
			return distance{0, 1}
		},
		AtLeast: func(n int, parts []distance) (whole distance) {
			if n > len(parts) {
				return distance{impossible, 0}
			}
			slices.SortStableFunc(parts, func(a, b distance) int {
				return cmp.Or(cmp.Compare(a.missing, b.missing), cmp.Compare(b.support, a.support))
			})
			for _, part := range parts[:n] {
				whole.missing += part.missing
				whole.support += part.support
			}
			return whole
		},
	}.Value(c, false)
}

// findings records the atoms that decide a condition, each once.
func (f *Facts) findings(c *rules.Condition) []Finding {
	findings := []Finding{}
	atoms := f.cause(c).atoms
	for i, atom := range atoms {
		if slices.Index(atoms, atom) == i {
			findings = append(findings, f.finding(atom))
		}
	}
	return findings
}

func (f *Facts) finding(t signed) Finding {
	p := f.program.pack
	out := Finding{Negated: t.negated, Truth: f.literal(t.Condition, t.negated).truth().String()}
	if t.Op == rules.Compare && t.Derived >= 0 {
		out.Question = p.Derived[t.Derived].ID
		out.Expected = Value{Range: &[2]int{t.Min, t.Max}}
		out.Actual, out.State = f.sum(t.Derived)
		return out
	}
	q := &p.Questions[t.Question]
	out.Question = q.ID
	if t.Op == rules.Compare {
		out.Expected = Value{Range: &[2]int{t.Min, t.Max}}
	} else {
		out.Expected = Value{Options: optionIDs(q, t.Options)}
	}
	out.Actual, out.State = f.answer(t.Question)
	if hinted := f.hinted[t.Question]; out.State == "notes" && q.Kind.Many() && hinted&t.Options == 0 {
		out.State = f.answers[t.Question].state.String() // the notes speak of other options
	}
	return out
}

// sum returns a derived number, or why there is none.
func (f *Facts) sum(derived int) (Value, string) {
	number, state := f.derivedValue(derived)
	switch state {
	case atomFalse:
		return Value{}, "not_asked"
	case atomBlank:
		return Value{}, "unanswered"
	case atomUnknown:
		return Value{}, "unsure"
	}
	return Value{Range: &[2]int{number, number}}, "answered"
}

// answer returns what was answered to a question.
func (f *Facts) answer(question int) (Value, string) {
	a, q := &f.answers[question], &f.program.pack.Questions[question]
	var v Value
	switch {
	case f.skipped(question):
		return v, "not_asked"
	case q.Kind.IsNumber() && a.state == rules.Answered:
		v.Range = &[2]int{int(a.value), int(a.value)}
	case q.Kind.Many() && a.ticks != 0 || !q.Kind.IsNumber() && a.state == rules.Answered:
		v.Options = optionIDs(q, a.ticks)
	}
	if f.hinted[question] != 0 {
		return v, "notes"
	}
	return v, a.state.String()
}

// optionIDs returns the ids of a set of options.
func optionIDs(q *rules.Question, set uint64) []string {
	return append([]string{}, q.Ticked(rules.Answer{Ticks: set})...)
}
