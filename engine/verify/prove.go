package verify

import (
	"fmt"

	"knead/engine/verify/sat"
	"knead/rules"
)

// Status says how a question about all intakes came out.
type Status uint8

const (
	NotDecided Status = iota // the budget ran out, or the pack is beyond the method
	Refuted                  // there is an intake that shows it, in Finding.Witness
	Proved                   // there is none
)

// String returns "not decided", "refuted" or "proved".
func (s Status) String() string { return [...]string{"not decided", "refuted", "proved"}[s] }

// Finding is the answer to one question about all intakes.
type Finding struct {
	Property string // Invariant, or the name of a property that every pack should have
	Subject  string // the id of the invariant, rule, therapy, … it is about
	Message  string // what was found, in a sentence
	Pos      rules.Pos
	Status   Status
	// How says what the verdict rests on: "sat + enumeration of 16,200".
	How string
	// Witness is the plainest intake found that shows what Message says; nil when there is
	// none.
	Witness *rules.Intake
	// Rules play a part in what was found about an unknown answer, for the person in Witness.
	Rules []string
	// Note marks what an author should know and may well intend.
	Note bool
	// Accepted is why the pack's authors stand by what was found; empty when they do not.
	Accepted string

	by *rules.Accepted // the only entry that can accept this, if it is about some people only
}

// InOrder reports whether nothing needs to be done about a finding.
func (f *Finding) InOrder() bool {
	return f.Status == Proved || f.Status == Refuted && (f.Note || f.Accepted != "")
}

// Invariant is the property of findings about a pack's invariants.
const Invariant = "invariant"

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

// sumTooWide says why something is not decided that depends on a sum that is not looked into.
const sumTooWide = "a derived number has too many combinations of answers, or a part of it too many values"

// Prove decides every invariant of the pack, in its order.
func (m *Model) Prove(o Options) []Finding {
	findings := make([]Finding, len(m.pack.Invariants))
	for i := range m.pack.Invariants {
		findings[i] = m.proveInvariant(&m.pack.Invariants[i], o)
	}
	return findings
}

func (m *Model) proveInvariant(inv *rules.Invariant, o Options) Finding {
	breaks := func(in *rules.Intake) bool { return !Holds(m.program, inv, in) }
	broken := m.broken(inv)
	f := m.search(o, breaks, func() (int, bool) { return m.enumerated(inv) }, broken)
	if f.Witness != nil {
		f.Witness = m.smallest(f.Witness, breaks, broken)
	}
	f.Property, f.Subject, f.Message, f.Pos = Invariant, inv.ID, inv.Title, inv.Pos
	return f
}

// search looks for answers under which all the signals hold. What the solver finds must
// show it to the evaluator too; where it finds nothing, enumerate (which may be nil) or
// the certificate must confirm that. Status Refuted means that answers were found.
func (m *Model) search(o Options, shows func(*rules.Intake) bool, enumerate func() (int, bool), signals ...sat.Node) Finding {
	return m.searchWith(o, signals, enumerate, func(found sat.Assignment) (*rules.Intake, string) {
		in := m.decode(found)
		if !shows(in) {
			return nil, ""
		}
		return shrink(m.pack, in, shows), ""
	})
}

// searchWith is search with a function that turns an assignment into a witness and a message, or
// nil when the evaluator does not agree.
func (m *Model) searchWith(o Options, signals []sat.Node, enumerate func() (int, bool), witness func(found sat.Assignment) (*rules.Intake, string)) Finding {
	f := sat.NewFormula(m.Circuit, m.constraints)
	for _, n := range signals {
		f.Assert(n)
	}
	switch v := sat.Solve(f, o.budget()); v.Status {
	case sat.Satisfiable:
		in, message := witness(v.Assignment)
		if in == nil {
			return Finding{How: m.unshown(f, "the solver's answer does not hold when evaluated")}
		}
		return Finding{Status: Refuted, How: "sat + evaluation", Witness: in, Message: message}
	case sat.Contradictory:
		return m.confirm(o, enumerate, f, v.Learned)
	}
	return Finding{How: fmt.Sprintf("the solver gave up after learning %d clauses", o.budget())}
}

// confirm looks for a second ground for a proof.
func (m *Model) confirm(o Options, enumerate func() (int, bool), f *sat.Formula, learned [][]int) Finding {
	if o.Quick {
		return Finding{Status: Proved, How: "sat, not confirmed"}
	}
	if enumerate != nil {
		if points, holds := enumerate(); holds {
			return Finding{Status: Proved, How: fmt.Sprintf("sat + enumeration of %s", thousands(points))}
		}
	}
	if !sat.Certified(f, learned) {
		return Finding{How: "the solver's certificate does not check"}
	}
	return Finding{Status: Proved, How: fmt.Sprintf("sat + certificate of %s steps", thousands(len(learned)))}
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
