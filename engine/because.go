package engine

import (
	"math/bits"

	"knead/rules"
)

// not returns Kleene's negation.
func (t Truth) not() Truth { return True - t }

// literal returns the truth of the condition, or of its negation.
func (t *ConditionTrace) literal(negated bool) Truth {
	if negated {
		return t.Truth.not()
	}
	return t.Truth
}

// parts returns how many parts of a joined condition, or of its negation, have to hold.
func (t *ConditionTrace) parts(negated bool) int {
	n := 1
	switch t.Op {
	case rules.All:
		n = len(t.Of)
	case rules.AtLeast:
		n = t.N
	}
	if negated {
		n = len(t.Of) - n + 1
	}
	return n
}

// deciding calls visit for the atoms that make the condition come out as it does: where it
// holds those that hold, where it is unknown those that may, where it fails those that fail.
func (t *ConditionTrace) deciding(negated bool, visit func(atom *ConditionTrace, negated bool)) {
	switch t.Op {
	case rules.Always:
	case rules.OneOf, rules.Compare:
		visit(t, negated)
	case rules.Not:
		t.Of[0].deciding(!negated, visit)
	default:
		truth := t.literal(negated)
		for i := range t.Of {
			if part := t.Of[i].literal(negated); part == truth || truth == Unknown && part == True {
				t.Of[i].deciding(negated, visit)
			}
		}
	}
}

// short returns how many atoms would have to come out otherwise for the condition, or its
// negation, to hold, and how many plain atoms already speak for it. A condition that never
// can is impossibly short.
func (t *ConditionTrace) short(negated bool) (missing, support int) {
	const impossible = 1 << 10
	switch {
	case t.Op == rules.Always && negated:
		return impossible, 0
	case t.Op == rules.Always:
		return 0, 0
	case t.Op == rules.Not:
		return t.Of[0].short(!negated)
	case t.Op == rules.OneOf || t.Op == rules.Compare:
		switch {
		case t.literal(negated) != True:
			return 1, 0
		case negated:
			return 0, 0
		}
		return 0, 1
	}
	return t.shortOf(t.parts(negated), negated)
}

// shortOf returns the cheapest way to make n of the parts hold.
func (t *ConditionTrace) shortOf(n int, negated bool) (missing, support int) {
	type part struct{ missing, support int }
	var parts []part
	for i := range t.Of {
		m, s := t.Of[i].short(negated)
		at := len(parts)
		for at > 0 && (parts[at-1].missing > m || parts[at-1].missing == m && parts[at-1].support < s) {
			at--
		}
		parts = append(parts, part{})
		copy(parts[at+1:], parts[at:])
		parts[at] = part{m, s}
	}
	for _, p := range parts[:n] {
		missing, support = missing+p.missing, support+p.support
	}
	return missing, support
}

// findings records the atoms that decide a condition.
func (f *Facts) findings(t *ConditionTrace) []Finding {
	findings := []Finding{}
	seen := map[[2]any]bool{}
	t.deciding(false, func(atom *ConditionTrace, negated bool) {
		key := [2]any{atom.Condition, negated}
		if !seen[key] {
			seen[key] = true
			findings = append(findings, f.finding(atom, negated))
		}
	})
	return findings
}

func (f *Facts) finding(t *ConditionTrace, negated bool) Finding {
	p := f.program.pack
	out := Finding{Negated: negated, Truth: t.literal(negated).String()}
	if t.Op == rules.Compare && t.Derived >= 0 {
		out.Question = p.Derived[t.Derived].ID
		out.Expected = Value{Range: &[2]int{t.Min, t.Max}}
		out.Actual, out.State = f.derivedValue(t.Derived)
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
	return out
}

// derivedValue returns a derived number, or why there is none.
func (f *Facts) derivedValue(i int) (Value, string) {
	number, state := f.program.derived[i].value(f)
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
	case q.Kind == rules.Int && a.state == rules.Answered:
		v.Range = &[2]int{int(a.value), int(a.value)}
	case q.Kind != rules.Int && (a.state == rules.Answered || a.ticks != 0):
		v.Options = optionIDs(q, a.ticks)
	}
	switch {
	case a.noted:
		return v, "notes"
	case !a.given:
		return v, "unanswered"
	case a.state == rules.Unsure:
		return v, "unsure"
	}
	return v, "answered"
}

// optionIDs returns the ids of a set of options.
func optionIDs(q *rules.Question, set uint64) []string {
	ids := []string{}
	for left := set; left != 0; left &= left - 1 {
		ids = append(ids, q.Options[bits.TrailingZeros64(left)].ID)
	}
	return ids
}
