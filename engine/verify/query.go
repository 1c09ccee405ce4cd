package verify

import (
	"cmp"
	"context"
	"fmt"

	"knead/engine/verify/sat"
	"knead/rules"
)

// Options bound the work of a proof.
type Options struct {
	// Budget is how many clauses the solver may learn for one question; 0 means the default.
	Budget int
	// Quick leaves out the second confirmation of proofs.
	Quick bool
}

const defaultBudget = 200_000

func (o Options) budget() int {
	if o.Budget == 0 {
		return defaultBudget
	}
	return o.Budget
}

// query is one call from outside: its context ends all searches.
type query struct {
	ctx context.Context
	Options
}

// question asks whether there are answers under which all the signals hold.
type question struct {
	*circuit
	signals []sat.Node
	// witness turns an assignment into an intake and a message, or nil when the evaluator does
	// not see in it what the solver does.
	witness func(sat.Assignment) (*rules.Intake, string)
	unshown string // what to say then
	// enumerate confirms in another way that there are no such answers; it may be nil.
	enumerate func() (points int, none bool)
}

// sumTooWide says why something is not decided that depends on a sum that is not looked into.
const sumTooWide = "a derived number has too many combinations of answers, or a part of it too many values"

// decide answers a question. What the solver finds must be confirmed by the evaluator;
// that it finds nothing, by enumeration or by the certificate. Refuted means that
// answers were found.
func (q query) decide(ask question) Finding {
	f := ask.formula(ask.signals...)
	switch v := sat.Solve(q.ctx, f, q.budget()); v.Status {
	case sat.Satisfiable:
		if in, message := ask.witness(v.Assignment); in != nil {
			return Finding{Status: Refuted, How: "sat + evaluation", Witness: in, Message: message}
		}
		if ask.abstracts(f) {
			return Finding{How: sumTooWide}
		}
		return Finding{How: cmp.Or(ask.unshown, "the solver's answer does not hold when evaluated")}
	case sat.Contradictory:
		return q.confirm(ask, f, v.Certificate)
	}
	return Finding{How: fmt.Sprintf("the solver gave up after learning %d clauses", q.budget())}
}

// confirm looks for a second ground for a proof.
func (q query) confirm(ask question, f *sat.Formula, certificate [][]int) Finding {
	if q.Quick {
		return Finding{Status: Proved, How: "sat, not confirmed"}
	}
	if ask.enumerate != nil {
		if points, none := ask.enumerate(); none {
			return Finding{Status: Proved, How: fmt.Sprintf("sat + enumeration of %s", thousands(points))}
		}
	}
	if !sat.Certified(f, certificate) {
		return Finding{How: "the solver's certificate does not check"}
	}
	return Finding{Status: Proved, How: fmt.Sprintf("sat + certificate of %s steps", thousands(len(certificate)))}
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
