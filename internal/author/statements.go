package author

import (
	"fmt"
	"math/bits"

	"knead/engine"
	"knead/rules"
)

// checkStatements complains about statements to which somebody may say no without knowing what
// that denies: an option that rules read has to be named, and one that is an emergency by itself
// has a statement of its own.
func checkStatements(program *engine.Program) (found rules.Problems) {
	p := program.Pack()
	for q := range p.Questions {
		question := &p.Questions[q]
		for i := range question.Statements {
			s := &question.Statements[i]
			if bits.OnesCount64(s.Covers) == 1 {
				continue
			}
			for k := range question.Options {
				o := &question.Options[k]
				if s.Covers&(1<<k) == 0 {
					continue
				}
				if o.Named.Empty() && reads(p, q, k) {
					found = append(found, rules.Problem{Pos: o.Pos, Field: "named", Code: "unnamed",
						Message: fmt.Sprintf("rules read %q, but nothing says by which words its statement names it: expected \"named\"", o.ID)})
				}
				in := rules.NewIntake(p)
				in.Answers[q] = rules.Answer{State: rules.Answered, Ticks: 1 << k}
				if program.Eval(in, engine.Voice{}).Disposition == rules.Emergency.String() {
					found = append(found, rules.Problem{Pos: s.Pos, Field: "covers", Code: "covers-emergency",
						Message: fmt.Sprintf("%q alone is an emergency: expected a statement of its own", o.ID)})
				}
			}
		}
	}
	return found
}

// reads reports whether a rule reads an option.
func reads(p *rules.Pack, q, option int) (reads bool) {
	for r := range p.Rules {
		p.Rules[r].When.Walk(func(c *rules.Condition) {
			reads = reads || c.Op == rules.OneOf && c.Question == q && c.Options&(1<<option) != 0
		})
	}
	return reads
}
