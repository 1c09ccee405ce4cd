package packtest

import (
	"slices"

	"knead/rules"
)

// Weakening is a rule whose condition holds for fewer people than it did, by one atom.
type Weakening struct {
	Mutant
	Rule     int
	Sound    *rules.Condition
	Weakened *rules.Condition
}

// Weakenings lists, for each rule that gives a disposition or rules something out, the
// mutants that weaken its condition by one atom: an alternative dropped, all asked for
// instead of any, one more of several, or a bound drawn in. Named conditions count for each
// rule that uses them.
func Weakenings(p *rules.Pack) (all []Weakening) {
	m := mutator{p}
	for r := range p.Rules {
		rule := &p.Rules[r]
		if rule.Then.Disposition == rules.Proceed && rule.Then.Exclude == 0 {
			continue
		}
		for _, v := range m.within(rule.When) {
			w := Weakening{Rule: r, Sound: rule.When, Weakened: v.to}
			w.Mutant = Mutant{What: rule.ID + ": " + v.what, Pos: v.pos, Rules: []int{r}, Pack: m.withRule(r, func(rule *rules.Rule) { rule.When = v.to })}
			all = append(all, w)
		}
	}
	return all
}

// within is variants that also enters named conditions.
func (m mutator) within(c *rules.Condition) []variant {
	all := m.variants(c)
	var named []*rules.Condition
	c.Walk(func(c *rules.Condition) {
		if c.Op == rules.Is && !slices.Contains(named, c.Of[0]) {
			named = append(named, c.Of[0])
		}
	})
	for _, from := range named {
		for _, v := range m.variants(from) {
			all = append(all, variant{v.what, v.pos, replace(c, from, v.to)})
		}
	}
	return all
}
