//go:build full

package packtest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"knead/engine"
	"knead/engine/verify"
	"knead/rules"
	"knead/rules/packfile"
)

// TestEveryWeakeningIsNoticed deletes every rule of the embedded pack that gives a
// disposition or rules something out, and weakens it by each atom, and expects a case or
// an invariant to fail; unless the weakened condition is proved to hold for the same
// people.
func TestEveryWeakeningIsNoticed(t *testing.T) {
	program, cases := load(t, os.DirFS("../../rules/packs/backcare"))
	pack := program.Pack()
	var deleted []Mutant
	for r := range pack.Rules {
		if then := &pack.Rules[r].Then; then.Disposition != rules.Proceed || then.Exclude != 0 {
			never := &rules.Condition{Op: rules.Any, Derived: -1}
			deleted = append(deleted, Mutant{What: pack.Rules[r].ID + " deleted", Rules: []int{r},
				Pack: func() *rules.Pack { return mutator{pack}.replaced(pack.Rules[r].When, never) }})
		}
	}
	for _, m := range survivors(t, program, cases, deleted) {
		t.Errorf("nothing notices %s", m.What)
	}
	weakenings := Weakenings(pack)
	mutants := make([]Mutant, len(weakenings))
	for i := range weakenings {
		mutants[i] = weakenings[i].Mutant
	}
	left := survivors(t, program, cases, mutants)
	examples := verify.NewExamples(program)
	bases := packfile.ParseBases(os.DirFS("../../rules/packs/backcare"), pack)
	same, stronger := 0, 0
	var proposals strings.Builder
	for _, w := range weakenings {
		if !slices.ContainsFunc(left, func(m Mutant) bool { return m.What == w.What && m.Pos == w.Pos && m.Rules[0] == w.Rule }) {
			continue
		}
		less := &rules.Condition{Op: rules.All, Derived: -1, Of: []*rules.Condition{w.Sound, {Op: rules.Not, Derived: -1, Of: []*rules.Condition{w.Weakened}}}}
		example, status, err := examples.Find(t.Context(), less, true)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case status == verify.Proved:
			same++ // nobody for whom the rule was true loses it
		case example != nil && !refuted(t, w.Pack()):
			stronger++
			t.Errorf("%s: nothing notices %s", w.Pos, w.What)
			tells := func(in *rules.Intake) bool { return program.Truth(in, less) == engine.True }
			base, who, differs := Nearest(bases, example, tells)
			proposals.WriteString(Suggest(pack, w.What, base, who, differs, []string{"fires: [" + pack.Rules[w.Rule].ID + "]"}))
		case example == nil:
			t.Errorf("%s: not decided: %s", w.Pos, w.What)
		}
	}
	t.Logf("%d rules deleted, %d weakenings; %d leave the rule true for the same people; %d unnoticed", len(deleted), len(weakenings), same, stronger)
	if proposals.Len() > 0 {
		t.Log("cases that would notice:\n" + proposals.String())
	}
}

// refuted reports whether an invariant of the pack does not hold.
func refuted(t *testing.T, p *rules.Pack) bool {
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := verify.Prove(t.Context(), program, verify.Options{Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(findings, func(f verify.Finding) bool { return f.Status == verify.Refuted })
}

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
			w := Weakening{Rule: r, Sound: rule.When, Weakened: replace(rule.When, v.from, v.to)}
			w.Mutant = Mutant{
				What: rule.ID + ": " + v.what, Pos: v.from.Pos, Rules: []int{r},
				Pack: func() *rules.Pack { return m.replaced(w.Sound, w.Weakened) },
			}
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
		all = append(all, m.variants(from)...)
	}
	return all
}
