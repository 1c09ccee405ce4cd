package verify

import (
	"knead/engine/verify/sat"
	"knead/rules"
)

// Known is what earlier proofs about a pack, or another like it, rest on, by property and subject. Nothing
// of it counts before it is checked again: people by the evaluator, steps by the checker of certificates.
type Known struct {
	People map[string]*rules.Intake // of that very pack: who shows what somebody should show
	Steps  map[string][][]int64     // from which it follows that nobody shows what nobody should
}

// grounds are what a finding rests on that may be kept.
type grounds struct {
	person *rules.Intake
	steps  [][]int64 // nil for none, not empty
	known  bool      // they were checked again
}

// FromKnown reports whether a finding rests on what was known before.
func (f *Finding) FromKnown() bool { return f.grounds.known }

// mostSteps bounds how many steps of a proof are kept.
const mostSteps = 2000

// KnownFrom returns what findings rest on.
func KnownFrom(findings []Finding) *Known {
	k := &Known{map[string]*rules.Intake{}, map[string][][]int64{}}
	for i := range findings {
		f := &findings[i]
		switch {
		case f.person != nil:
			k.People[f.key()] = f.person
		case f.steps != nil && len(f.steps) <= mostSteps:
			k.Steps[f.key()] = f.steps
		}
	}
	return k
}

// key names what a finding is about.
func (f *Finding) key() string { return f.Property + " " + f.Subject }

// person returns who is known to show what a finding wants somebody to show.
func (k *Known) person(f *Finding) *rules.Intake {
	if k == nil {
		return nil
	}
	return k.People[f.key()]
}

// has reports whether something like the question was proved before. What is no longer proved by the same
// steps is confirmed by new ones, which takes less time than to try every answer again.
func (k *Known) has(ask question) bool {
	return k != nil && k.Steps[ask.about] != nil
}

// proved answers a question by what is known, if that will do.
func (q query) proved(ask question) (f Finding, proved bool) {
	if q.Known == nil || q.Quick {
		return f, false
	}
	steps, known := q.Known.Steps[ask.about]
	if !known || !ask.session().Follows(steps, ask.signals...) {
		return f, false
	}
	return Finding{Status: Proved, How: byCertificate, grounds: grounds{steps: steps, known: true}}, true
}

// keep notes the steps of a proof.
func (q query) keep(f *Finding, v *sat.Verdict) {
	if q.Known != nil && f.Status == Proved && len(v.Certificate) <= mostSteps {
		f.steps = append([][]int64{}, v.Steps()...)
	}
}

// rest takes over how a search came out.
func (f *Finding) rest(found *Finding) {
	f.Status, f.How, f.Witness, f.grounds = found.Status, found.How, found.Witness, found.grounds
}
