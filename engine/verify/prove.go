package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"knead/engine"
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
	// Rules are responsible for what was found about an unknown answer, for the person in Witness.
	Rules []string
	// Note marks what an author should know and may well intend.
	Note bool
	// Accepted is why the pack's authors stand by what was found; empty when they do not.
	Accepted string

	proved string // Message when the property is proved
	grounds
	by *rules.Waiver // the only entry that can accept this, if it is about some people only
}

// InOrder reports whether nothing needs to be done about a finding.
func (f *Finding) InOrder() bool {
	return f.Status == Proved || f.Status == Refuted && (f.Note || f.Accepted != "")
}

// Invariant is the property of findings about a pack's invariants.
const Invariant = "invariant"

// Prove decides every invariant of a program's pack, in its order. When the context ends
// first, it returns the context's error.
func Prove(ctx context.Context, p *engine.Program, o Options) ([]Finding, error) {
	findings, q := make([]Finding, len(p.Pack().Invariants)), query{ctx, o}
	n := partsOf(p.Pack())
	sideBySide(n, func(k int) { newModel(p).prove(q, findings, k, n) })
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return findings, nil
}

// prove decides every nth invariant from the kth on.
func (m *model) prove(q query, findings []Finding, k, n int) {
	for i := k; i < len(findings) && q.ctx.Err() == nil; i += n {
		findings[i] = m.proveInvariant(q, &m.pack.Invariants[i])
		q.decided()
	}
}

func (m *model) proveInvariant(q query, inv *rules.Invariant) Finding {
	breaks := func(in *rules.Intake) bool { return !holds(m.program, inv, in) }
	broken := m.broken(inv)
	f := q.decide(question{
		circuit: m.circuit, about: Invariant + " " + inv.ID, signals: []sat.Node{broken}, witness: m.plainest(breaks),
		enumerate: func() (int, bool) { return m.enumerated(inv) },
	})
	if f.Witness != nil {
		f.Witness = m.smallest(q, f.Witness, breaks, broken)
	}
	f.Property, f.Subject, f.Message, f.Pos = Invariant, inv.ID, inv.Title, inv.Pos
	return f
}

// Examples looks for people for whom conditions are true or false. It is not safe for
// concurrent use.
type Examples struct{ model *model }

// NewExamples returns what looks for people who can answer a program's questions.
func NewExamples(p *engine.Program) *Examples { return &Examples{newModel(p)} }

// Find returns the plainest intake found for which a condition is true, or is false. The
// condition may read the pack's questions otherwise than the pack does. Proved means that
// there is none. When the context ends first, Find returns the context's error.
func (e *Examples) Find(ctx context.Context, c *rules.Condition, truth bool) (*rules.Intake, Status, error) {
	m := e.model.cutFor(c)
	want := engine.False
	if truth {
		want = engine.True
	}
	f := query{ctx: ctx}.decide(question{
		circuit: m.circuit, signals: []sat.Node{m.condition(c, rules.Surely, !truth)},
		witness: m.plainest(func(in *rules.Intake) bool { return m.program.Truth(in, c) == want }),
	})
	return f.Witness, f.Status, ctx.Err()
}

// cutFor returns a model whose intervals of numbers are fine enough for a condition: this one,
// or another of the same pack.
func (m *model) cutFor(c *rules.Condition) *model {
	other := emptyModel(m.program, newCircuit())
	other.asked = []*rules.Condition{c}
	cuts := other.intCuts()
	if slices.EqualFunc(cuts, m.domains, func(cut []int, d domain) bool { return slices.Equal(cut, d.cuts) }) {
		return m
	}
	other.build(cuts)
	return other
}

// Options bound the work of a proof.
type Options struct {
	// Budget is how many clauses the solver may learn for one question; 0 means the default.
	Budget int
	// Quick leaves out the second confirmation of proofs.
	Quick bool
	// Known is what earlier proofs rest on; if it is not nil, findings keep what they rest on for
	// [KnownFrom]. It may be read by several goroutines.
	Known *Known
	// Decided, if it is not nil, is called, by several goroutines, whenever something is decided.
	Decided func()
}

func (o Options) budget() int { return cmp.Or(o.Budget, 200_000) }

// query is one call from outside: its context ends all searches.
type query struct {
	ctx context.Context
	Options
}

// decided tells that something is.
func (q query) decided() {
	if q.Decided != nil {
		q.Decided()
	}
}

// question asks whether there are answers under which all the signals hold.
type question struct {
	*circuit
	about   string // the key of the finding, where what it rests on may be known
	signals []sat.Node
	// witness turns an assignment into an intake and a message, or nil when the evaluator does
	// not see in it what the solver does.
	witness func(sat.Assignment) (*rules.Intake, string)
	unshown string // what to say then
	// enumerate confirms in another way that there are no such answers; it may be nil.
	enumerate func() (points int, none bool)
}

// sumTooWide says why something is not decided that depends on a sum that is not looked into.
const sumTooWide = "a part of a derived number has too many values"

// decide answers a question. What the solver finds must be confirmed by the evaluator;
// that it finds nothing, by enumeration or by the certificate. Refuted means that
// answers were found.
//
// The session of the circuit comes first. What it finds no contradiction for is looked into with
// a fresh solver and just what plays a part, so that the person found is a plain one.
func (q query) decide(ask question) Finding {
	if f, proved := q.proved(ask); proved {
		return f
	}
	session := ask.session()
	if v := session.Solve(q.ctx, min(q.budget(), sessionBudget), ask.signals...); v.Status == sat.Contradictory {
		return q.confirm(ask, &v, func() bool { return session.Certified(ask.signals...) })
	}
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
		return q.confirm(ask, &v, func() bool { return sat.Certified(f, v.Certificate) })
	}
	if f.TooLarge() {
		return Finding{How: "too many clauses for the solver"}
	}
	return Finding{How: fmt.Sprintf("the solver gave up, with a budget of %d learned clauses", q.budget())}
}

// byCertificate is how a proof is confirmed whose steps a checker has followed.
const byCertificate = "sat + certificate"

// sessionBudget is how many clauses the session may learn for one question.
const sessionBudget = 5000

// confirm looks for a second ground for a proof, of which there is a certificate.
func (q query) confirm(ask question, v *sat.Verdict, certified func() bool) (f Finding) {
	defer func() { q.keep(&f, v) }()
	if q.Quick {
		return Finding{Status: Proved, How: "sat, not confirmed"}
	}
	if ask.enumerate != nil && !q.Known.has(ask) {
		if points, none := ask.enumerate(); none {
			return Finding{Status: Proved, How: fmt.Sprintf("sat + enumeration of %s", thousands(points))}
		}
	}
	if !certified() {
		return Finding{How: "the solver's certificate does not check"}
	}
	return Finding{Status: Proved, How: byCertificate}
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
