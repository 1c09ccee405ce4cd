package engine

import (
	"fmt"
	"slices"
	"strings"

	"knead/rules"
)

// need returns what still has to become true for the condition, or for its negation, to
// hold, in few words; nil when it holds or when nothing can make it hold.
func (f *Facts) need(t *ConditionTrace, negated bool) *rules.Condition {
	need, _ := f.needs(t, negated)
	if need == nil {
		return nil
	}
	short, _ := shorter(need, nil, nil)
	return short
}

// needs returns what still has to become true for the condition, or for its negation, to
// hold: nil when it holds, and false when nothing can make it hold.
func (f *Facts) needs(t *ConditionTrace, negated bool) (need *rules.Condition, possible bool) {
	switch {
	case t.literal(negated) == True:
		return nil, true
	case t.Op == rules.Always:
		return nil, false
	case t.Op == rules.Not:
		return f.needs(&t.Of[0], !negated)
	case t.Op == rules.OneOf || t.Op == rules.Compare:
		return f.needsAtom(t.Condition, negated), true
	case t.Op == rules.Is && t.named(negated):
		return negation(t.Condition, negated), true
	}
	n := t.parts(negated)
	var open []*rules.Condition
	for i := range t.Of {
		need, possible := f.needs(&t.Of[i], negated)
		switch {
		case !possible:
		case need == nil:
			n--
		default:
			open = append(open, need)
		}
	}
	switch {
	case len(open) < n:
		return nil, false
	case n == len(open):
		return joined(rules.All, open), true
	case n == 1:
		return joined(rules.Any, open), true
	}
	return &rules.Condition{Op: rules.AtLeast, N: n, Of: open}, true
}

// needsAtom returns an atom that has to become true, or the negation of one. A question
// that does not apply has to apply first; and a condition on one ceases to hold, too, when
// the question no longer applies.
func (f *Facts) needsAtom(c *rules.Condition, negated bool) *rules.Condition {
	if !negated {
		return joined(rules.All, append(f.gates(c, false), c))
	}
	return joined(rules.Any, append([]*rules.Condition{negation(c, true)}, f.gates(c, true)...))
}

// negation returns the condition, or its negation.
func negation(c *rules.Condition, negated bool) *rules.Condition {
	if !negated {
		return c
	}
	return &rules.Condition{Op: rules.Not, Of: []*rules.Condition{c}}
}

// gates returns what would have to hold for the questions an atom reads to apply, or not
// to: what already holds, or never can, is left out.
func (f *Facts) gates(atom *rules.Condition, negated bool) (needs []*rules.Condition) {
	p := f.program.pack
	for _, q := range p.Reads(atom) {
		if p.Questions[q].AskIf == nil {
			continue
		}
		t := f.trace(p.Questions[q].AskIf)
		if need, possible := f.needs(&t, negated); possible && need != nil {
			needs = append(needs, need)
		}
	}
	return needs
}

// namedOptions is from how many options and numbers on a named condition is said by its
// name when all of it is still needed.
const namedOptions = 4

// named reports whether all of a named condition, or of its negation, is still needed and
// its name is the shorter way to say so.
func (t *ConditionTrace) named(negated bool) bool {
	words := 0
	t.deciding(negated, func(atom *ConditionTrace, _ bool) {
		words++
		for left := atom.Options; left != 0 && left&(left-1) != 0; left &= left - 1 {
			words++
		}
	})
	return words >= namedOptions && !t.holdsInPart(negated)
}

// holdsInPart reports whether an atom of the condition, or of its negation, already holds.
func (t *ConditionTrace) holdsInPart(negated bool) bool {
	switch t.Op {
	case rules.OneOf, rules.Compare, rules.Always:
		return t.literal(negated) == True
	case rules.Not:
		return t.Of[0].holdsInPart(!negated)
	}
	return slices.ContainsFunc(t.Of, func(part ConditionTrace) bool { return part.holdsInPart(negated) })
}

// joined joins conditions by All or Any, those that are so joined already part by part.
func joined(op rules.Op, parts []*rules.Condition) *rules.Condition {
	if len(parts) == 1 {
		return parts[0]
	}
	c := &rules.Condition{Op: op}
	for _, part := range parts {
		if part.Op == op {
			c.Of = append(c.Of, part.Of...)
		} else {
			c.Of = append(c.Of, part)
		}
	}
	return c
}

// shorter leaves out of a condition what is already said beside it: of the parts of All,
// what others of them hold; of the parts of Any, what others of them offer anyway. held and
// failed are what is said further out. It returns nil and the truth of a condition that is
// nothing but that. These are identities of Kleene's logic.
func shorter(c *rules.Condition, held, failed []string) (*rules.Condition, bool) {
	switch key := structure(c); {
	case slices.Contains(held, key):
		return nil, true
	case slices.Contains(failed, key):
		return nil, false
	case c.Op != rules.All && c.Op != rules.Any:
		return c, false
	}
	all := c.Op == rules.All
	parts := make([]*rules.Condition, len(c.Of))
	for _, joins := range []bool{false, true} { // plain parts make the others shorter
		for i, part := range c.Of {
			if joins != (part.Op == rules.All || part.Op == rules.Any) {
				continue
			}
			short, truth := shorter(part, held, failed)
			switch {
			case short == nil && truth != all:
				return nil, truth
			case short == nil:
				continue
			case all:
				held = append(slices.Clip(held), structure(short))
			default:
				failed = append(slices.Clip(failed), structure(short))
			}
			parts[i] = short
		}
	}
	parts = slices.DeleteFunc(parts, func(part *rules.Condition) bool { return part == nil })
	if len(parts) == 0 {
		return nil, all
	}
	return joined(c.Op, parts), false
}

// structure tells conditions apart.
func structure(c *rules.Condition) string {
	var b strings.Builder
	c.Walk(func(c *rules.Condition) {
		fmt.Fprint(&b, c.Op, len(c.Of), c.N, c.Question, c.Derived, c.Options, c.Min, c.Max, ";")
	})
	return b.String()
}
