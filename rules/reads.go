package rules

import "slices"

// Reads returns the questions whose answers the condition depends on, in the pack's order,
// those of named conditions and derived numbers included. A nil condition reads none.
func (p *Pack) Reads(c *Condition) []int {
	var reads []int
	c.Walk(func(c *Condition) {
		switch {
		case c.Op == OneOf, c.Op == Compare && c.Derived < 0:
			reads = append(reads, c.Question)
		case c.Op == Compare:
			for _, t := range p.Derived[c.Derived].Terms {
				reads = append(reads, t.Question)
			}
		}
	})
	slices.Sort(reads)
	return slices.Compact(reads)
}
