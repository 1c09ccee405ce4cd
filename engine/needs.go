package engine

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"knead/rules"
)

// need returns what still has to become true for the condition, or for its negation, to
// hold, in few words; nil when it holds or when nothing can make it hold.
func (f *Facts) need(c *rules.Condition, negated bool) *rules.Condition {
	need := f.needs(c, negated).need
	if need == nil {
		return nil
	}
	short, _ := shorter(need, nil, nil)
	return short
}

// need is what still has to become true for a condition to hold.
type need struct {
	value  atom             // of the condition
	need   *rules.Condition // nil when it holds, and when nothing can make it hold
	words  int              // how many options and numbers the atoms name that decide it
	partly bool             // an atom of it already holds
}

// namedOptions is the number of options and numbers from which a named condition is shown by
// its name when all of it is still needed.
const namedOptions = 4

// needs returns what still has to become true for the condition, or for its negation, to
// hold.
func (f *Facts) needs(c *rules.Condition, negated bool) need {
	return rules.Fold[need]{
		Atom:    f.needsAtom,
		AtLeast: needsAtLeast,
		Named: func(is *rules.Condition, negated bool, tree func() need) need {
			whole := tree()
			if whole.value != atomTrue && whole.words >= namedOptions && !whole.partly {
				whole.need = negation(is, negated)
			}
			return whole
		},
	}.Value(c, negated)
}

// needsAtLeast returns what n of the parts need.
func needsAtLeast(n int, parts []need) (whole need) {
	var t tally
	for _, part := range parts {
		t[part.value]++
	}
	whole.value = t.atLeast(n)
	whole.partly = n == 0
	var open []*rules.Condition
	for _, part := range parts {
		if part.value.matters(whole.value) {
			whole.words += part.words
		}
		whole.partly = whole.partly || part.partly
		if part.need != nil {
			open = append(open, part.need)
		}
	}
	switch n -= t[atomTrue]; {
	case n <= 0, len(open) < n:
	case n == len(open):
		whole.need = joined(rules.All, open)
	case n == 1:
		whole.need = joined(rules.Any, open)
	default:
		whole.need = &rules.Condition{Op: rules.AtLeast, N: n, Of: open}
	}
	return whole
}

// needsAtom returns what an atom, or its negation, needs. A question that does not apply has
// to apply first; and a condition on one ceases to hold, too, when the question no longer
// applies.
func (f *Facts) needsAtom(c *rules.Condition, negated bool) need {
	n := need{value: f.literal(c, negated), words: max(1, bits.OnesCount64(c.Options))}
	switch {
	case n.value == atomTrue:
		n.partly = true
	case negated:
		n.need = joined(rules.Any, append([]*rules.Condition{negation(c, true)}, f.needsToApply(c, true)...))
	default:
		n.need = joined(rules.All, append(f.needsToApply(c, false), c))
	}
	return n
}

// negation returns the condition, or its negation.
func negation(c *rules.Condition, negated bool) *rules.Condition {
	if !negated {
		return c
	}
	return &rules.Condition{Op: rules.Not, Of: []*rules.Condition{c}}
}

// needsToApply returns what would have to hold for the questions an atom reads to apply, or not
// to: what already holds, or never can, is left out.
func (f *Facts) needsToApply(atom *rules.Condition, negated bool) (needs []*rules.Condition) {
	p := f.program.pack
	for _, q := range p.Reads(atom) {
		if p.Questions[q].AskIf == nil {
			continue
		}
		if open := f.needs(p.Questions[q].AskIf, negated).need; open != nil {
			needs = append(needs, open)
		}
	}
	return needs
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
