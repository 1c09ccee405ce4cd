package packtest

import (
	"fmt"
	"slices"

	"knead/rules"
)

// variant is a part of a condition, and the same with one fault.
type variant struct {
	what     string
	from, to *rules.Condition
}

// variants lists the faults of a condition, named conditions in it excepted.
func (m mutator) variants(c *rules.Condition) (all []variant) {
	add := func(format string, to *rules.Condition, args ...any) {
		all = append(all, variant{fmt.Sprintf(format, args...), c, to})
	}
	switch c.Op {
	case rules.Always:
		return nil
	case rules.Not:
		add("not dropped: %s", c.Of[0], m.Words(c))
	case rules.OneOf, rules.Compare, rules.Is:
		add("flipped: %s", &rules.Condition{Op: rules.Not, Of: []*rules.Condition{c}, Derived: -1, Pos: c.Pos}, m.Words(c))
	}
	switch c.Op {
	case rules.OneOf:
		m.options(c, add)
	case rules.Compare:
		m.thresholds(c, add)
	default:
		m.parts(c, add)
	}
	if c.Op == rules.Is {
		return all
	}
	for _, part := range c.Of {
		all = append(all, m.variants(part)...)
	}
	return all
}

func (m mutator) options(c *rules.Condition, add func(string, *rules.Condition, ...any)) {
	if c.Options&(c.Options-1) == 0 {
		return
	}
	for left := c.Options; left != 0; left &= left - 1 {
		to := *c
		to.Options &^= left & -left
		one := *c
		one.Options = left & -left
		add("dropped: %s", &to, m.Words(&one))
	}
}

// thresholds moves each bound that is not an end of the range by one.
func (m mutator) thresholds(c *rules.Condition, add func(string, *rules.Condition, ...any)) {
	lo, hi := 0, 0
	if c.Derived >= 0 {
		lo, hi = m.Derived[c.Derived].Range(m.Questions)
	} else {
		lo, hi = m.Questions[c.Question].Min, m.Questions[c.Question].Max
	}
	for _, by := range []int{-1, 1} {
		if moved := c.Min + by; c.Min > lo && moved >= lo && moved <= c.Max {
			to := *c
			to.Min = moved
			add("threshold moved: %s instead of %s", &to, m.Words(&to), m.Words(c))
		}
		if moved := c.Max + by; c.Max < hi && moved <= hi && moved >= c.Min {
			to := *c
			to.Max = moved
			add("threshold moved: %s instead of %s", &to, m.Words(&to), m.Words(c))
		}
	}
}

// parts drops one of several parts, and asks for all instead of any or the reverse, or for
// one more or fewer.
func (m mutator) parts(c *rules.Condition, add func(string, *rules.Condition, ...any)) {
	if len(c.Of) < 2 {
		return
	}
	for i, part := range c.Of {
		to := *c
		to.Of = slices.Delete(slices.Clone(c.Of), i, i+1)
		to.N = min(c.N, len(to.Of))
		add("dropped: %s", &to, m.Words(part))
	}
	to := *c
	switch c.Op {
	case rules.All:
		to.Op = rules.Any
		add("any instead of all: %s", &to, m.Words(c))
	case rules.Any:
		to.Op = rules.All
		add("all instead of any: %s", &to, m.Words(c))
	default:
		for _, n := range []int{c.N - 1, c.N + 1} {
			if n >= 1 && n <= len(c.Of) {
				moved := *c
				moved.N = n
				add("%s instead of %d: %s", &moved, moved.CountWords(), c.N, m.Words(c))
			}
		}
	}
}
