package main

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"

	"knead/rules"
)

// The neutral workload: 30 questions and 80 rules of about 4 atoms, of which some 12 hold
// for an intake. It has no unsure or missing answers, because peers know none.

const (
	ruleCount   = 80
	outputCount = 10
)

// question has a name and what may answer it.
type question struct {
	name    string
	kind    rules.Kind
	options int // Choice, Multi
}

// atom is a statement about one question.
type atom struct {
	question int
	options  uint64 // Choice: is one of; Multi: includes the lowest
	bound    int    // Int: at least this
	negated  bool
}

// rule holds when every group has an atom that holds. It gives one output.
type rule struct {
	groups [][]atom
	output int
}

// value is the answer to a question.
type value struct {
	ticks  uint64
	number int
}

type intake []value

type workload struct {
	questions []question
	rules     []rule
	intakes   []intake
}

func option(i int) string { return string(rune('a' + i)) }

// newWorkload makes up questions, rules and intakes.
func newWorkload(intakes int) *workload {
	r := rand.New(rand.NewPCG(1, 2))
	w := &workload{}
	add := func(n int, kind rules.Kind, options int) {
		for range n {
			w.questions = append(w.questions, question{fmt.Sprintf("q%d", len(w.questions)), kind, options})
		}
	}
	add(10, rules.Bool, 2)
	add(10, rules.Choice, 5)
	add(8, rules.Int, 0)
	add(2, rules.Multi, 6)
	for range intakes {
		w.intakes = append(w.intakes, w.intake(r))
	}
	for len(w.rules) < ruleCount {
		candidate := w.rule(r)
		held := 0
		for _, in := range w.intakes[:min(500, len(w.intakes))] {
			if candidate.holds(w, in) {
				held++
			}
		}
		if share := float64(held) / 500; share > 0.05 && share < 0.30 {
			w.rules = append(w.rules, candidate)
		}
	}
	return w
}

func (w *workload) intake(r *rand.Rand) intake {
	in := make(intake, len(w.questions))
	for q := range w.questions {
		switch w.questions[q].kind {
		case rules.Int:
			in[q].number = r.IntN(101)
		case rules.Multi:
			in[q].ticks = r.Uint64N(1 << w.questions[q].options)
		default:
			in[q].ticks = 1 << r.IntN(w.questions[q].options)
		}
	}
	return in
}

func (w *workload) rule(r *rand.Rand) rule {
	made := rule{output: r.IntN(outputCount)}
	for range 2 + r.IntN(3) {
		group := []atom{w.atom(r)}
		if r.IntN(3) == 0 {
			group = append(group, w.atom(r))
		}
		made.groups = append(made.groups, group)
	}
	return made
}

func (w *workload) atom(r *rand.Rand) atom {
	a := atom{question: r.IntN(len(w.questions)), negated: r.IntN(5) == 0}
	q := w.questions[a.question]
	switch q.kind {
	case rules.Int:
		a.bound, a.negated = 20+r.IntN(50), false
	case rules.Bool:
		a.options = 2
	case rules.Multi:
		a.options = 1 << r.IntN(q.options)
	default:
		for range 2 + r.IntN(2) {
			a.options |= 1 << r.IntN(q.options)
		}
	}
	return a
}

func (a atom) holds(w *workload, in intake) bool {
	if w.questions[a.question].kind == rules.Int {
		return in[a.question].number >= a.bound
	}
	return (in[a.question].ticks&a.options != 0) != a.negated
}

func (r rule) holds(w *workload, in intake) bool {
	for _, group := range r.groups {
		if !slices.ContainsFunc(group, func(a atom) bool { return a.holds(w, in) }) {
			return false
		}
	}
	return true
}

// fired is the set of rules that hold.
type fired [2]uint64

func (f *fired) add(r int) { f[r/64] |= 1 << (r % 64) }

// words returns the words of a set of options.
func words(options uint64) []string {
	all := []string{}
	for ; options != 0; options &= options - 1 {
		all = append(all, option(bits.TrailingZeros64(options)))
	}
	return all
}

// infix writes an atom in a language with "in", given its word for "not".
func (w *workload) infix(a atom, not string) string {
	name := w.questions[a.question].name
	text := name
	switch w.questions[a.question].kind {
	case rules.Int:
		return fmt.Sprintf("%s >= %d", name, a.bound)
	case rules.Choice:
		text = fmt.Sprintf(`%s in ["%s"]`, name, strings.Join(words(a.options), `","`))
	case rules.Multi:
		text = fmt.Sprintf("%q in %s", words(a.options)[0], name)
	}
	if a.negated {
		return not + "(" + text + ")"
	}
	return text
}

// text writes all rules as a list in a language with && and ||, given its word for "not".
func (w *workload) text(not string) string {
	var texts []string
	for _, r := range w.rules {
		var groups []string
		for _, group := range r.groups {
			var atoms []string
			for _, a := range group {
				atoms = append(atoms, w.infix(a, not))
			}
			groups = append(groups, "("+strings.Join(atoms, " || ")+")")
		}
		texts = append(texts, strings.Join(groups, " && "))
	}
	return "[" + strings.Join(texts, ",\n") + "]"
}

// records returns the intakes as names and plain values.
func (w *workload) records() (all []map[string]any) {
	for _, in := range w.intakes {
		all = append(all, w.record(in))
	}
	return all
}

func (w *workload) record(in intake) map[string]any {
	m := map[string]any{}
	for q, question := range w.questions {
		switch question.kind {
		case rules.Bool:
			m[question.name] = in[q].ticks == 2
		case rules.Int:
			m[question.name] = in[q].number
		case rules.Choice:
			m[question.name] = words(in[q].ticks)[0]
		case rules.Multi:
			m[question.name] = words(in[q].ticks)
		}
	}
	return m
}
