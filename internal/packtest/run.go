// Package packtest runs the test cases that stand beside a pack: people made up by its
// authors, and what the pack must say to them.
//
// [Run] evaluates every [rules.Case] and says what differs from what it expects, each
// difference at the place of the expectation.
package packtest

import (
	"fmt"
	"io"
	"slices"

	"knead/engine"
	"knead/rules"
)

// Outcome is how one case came out.
type Outcome struct {
	Case        *rules.Case
	Differences []Difference // none when the case passes
}

// Difference is one expectation that was not met.
type Difference struct {
	Pos           rules.Pos
	What          string // the thing looked at: "disposition", "therapy deep_tissue"
	Expected, Got string
}

// Passed reports whether every expectation was met.
func (o Outcome) Passed() bool { return len(o.Differences) == 0 }

// Run evaluates the cases one by one.
func Run(p *engine.Program, cases []rules.Case) []Outcome {
	outcomes := make([]Outcome, len(cases))
	for i := range cases {
		outcomes[i] = Outcome{&cases[i], runCase(p, &cases[i])}
	}
	return outcomes
}

func runCase(p *engine.Program, c *rules.Case) (differences []Difference) {
	o := observed{pack: p.Pack(), decision: p.Decide(c.Intake), trace: p.Trace(c.Intake)}
	for i := range c.Checks {
		check := &c.Checks[i]
		if d := o.check(check); d != nil {
			d.Pos = check.Pos
			differences = append(differences, *d)
		}
	}
	slices.SortStableFunc(differences, func(a, b Difference) int { return a.Pos.Compare(b.Pos) })
	return differences
}

// Failed counts the cases that did not pass.
func Failed(outcomes []Outcome) (n int) {
	for _, o := range outcomes {
		if !o.Passed() {
			n++
		}
	}
	return n
}

// Text writes what differs, case by case, and a summary line. Cases that pass are counted
// only. where turns a place in the pack into how the reader finds it.
func Text(w io.Writer, outcomes []Outcome, where func(file string) string) error {
	for _, o := range outcomes {
		if o.Passed() {
			continue
		}
		pos := o.Case.Pos
		pos.File = where(pos.File)
		fmt.Fprintf(w, "FAIL %s: %s\n", pos, o.Case.Name)
		for _, d := range o.Differences {
			fmt.Fprintf(w, "  line %d: %s: expected %s, got %s\n", d.Pos.Line, d.What, d.Expected, d.Got)
		}
	}
	failed := Failed(outcomes)
	_, err := fmt.Fprintf(w, "%d cases: %d passed, %d failed\n", len(outcomes), len(outcomes)-failed, failed)
	return err
}
