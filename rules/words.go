package rules

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// Words puts a condition into plain English for a clinician: questions by their ids,
// options by their labels, named conditions by their titles. A nil condition is "always".
func (p *Pack) Words(c *Condition) string {
	if c == nil {
		return "always"
	}
	return p.words(c, false)
}

// words writes a condition; inner puts one that joins several into parentheses.
func (p *Pack) words(c *Condition, inner bool) string {
	switch c.Op {
	case All, Any, AtLeast:
		s := p.joined(c)
		if inner && len(c.Of) > 1 {
			s = "(" + s + ")"
		}
		return s
	case Not:
		return p.negated(c.Of[0])
	case Is:
		s := p.title(c.Name)
		if inner && (strings.Contains(s, " or ") || strings.Contains(s, " and ") || strings.Contains(s, ",") || strings.HasPrefix(s, "no ")) {
			s = "(" + s + ")"
		}
		return s
	case OneOf, Compare:
		return p.atomWords(c, false)
	}
	return "always"
}

func (p *Pack) joined(c *Condition) string {
	parts := make([]string, len(c.Of))
	for i, part := range c.Of {
		parts[i] = p.words(part, true)
	}
	switch c.Op {
	case All:
		return strings.Join(parts, " and ")
	case Any:
		return strings.Join(parts, " or ")
	}
	return c.CountWords() + " of: " + strings.Join(parts, "; ")
}

// CountWords says how many parts of a condition with a number have to hold.
func (c *Condition) CountWords() string { return fmt.Sprintf("at least %d", c.N) }

func (p *Pack) negated(c *Condition) string {
	switch c.Op {
	case OneOf, Compare:
		return p.atomWords(c, true)
	case Not:
		return p.words(c.Of[0], true)
	}
	return "not " + p.words(c, true)
}

// title names a named condition.
func (p *Pack) title(id string) string {
	if i := slices.IndexFunc(p.Conditions, func(c NamedCondition) bool { return c.ID == id }); i >= 0 {
		return p.Conditions[i].Title.Practitioner
	}
	return spaced(id)
}

// spaced turns an id into words.
func spaced(id string) string { return strings.ReplaceAll(id, "_", " ") }

func (p *Pack) atomWords(c *Condition, negated bool) string {
	if c.Op == Compare {
		return p.compareWords(c, negated)
	}
	q := &p.Questions[c.Question]
	verb, or := "is", " or "
	several := c.Options&(c.Options-1) != 0
	switch {
	case q.Kind == Multi && negated && bits.OnesCount64(c.Options) == len(q.Options):
		return spaced(q.ID) + " include none of these"
	case q.Kind == Multi && negated && several:
		verb, or = "include none of", ", "
	case q.Kind == Multi && negated:
		verb = "do not include"
	case q.Kind == Multi:
		verb = "include"
	case negated && several:
		verb, or = "is none of", ", "
	case negated:
		verb = "is not"
	}
	var labels []string
	for i, o := range q.Options {
		switch {
		case c.Options&(1<<i) == 0:
		case q.Kind == Bool:
			labels = append(labels, strings.ToLower(o.Label.Practitioner))
		default:
			labels = append(labels, strconv.Quote(o.Label.Practitioner))
		}
	}
	return spaced(q.ID) + " " + verb + " " + strings.Join(labels, or)
}

func (p *Pack) compareWords(c *Condition, negated bool) string {
	name, lo, hi := "", 0, 0
	if c.Derived >= 0 {
		d := &p.Derived[c.Derived]
		name = d.Title.Practitioner
		lo, hi = d.Range(p.Questions)
	} else {
		q := &p.Questions[c.Question]
		name, lo, hi = spaced(q.ID), q.Min, q.Max
	}
	switch not := map[bool]string{true: " not"}[negated]; {
	case c.Min == c.Max:
		return fmt.Sprintf("%s is%s %d", name, not, c.Min)
	case c.Max == hi && negated:
		return fmt.Sprintf("%s is below %d", name, c.Min)
	case c.Max == hi:
		return fmt.Sprintf("%s is at least %d", name, c.Min)
	case c.Min == lo && negated:
		return fmt.Sprintf("%s is above %d", name, c.Max)
	case c.Min == lo:
		return fmt.Sprintf("%s is at most %d", name, c.Max)
	default:
		return fmt.Sprintf("%s is%s from %d to %d", name, not, c.Min, c.Max)
	}
}
