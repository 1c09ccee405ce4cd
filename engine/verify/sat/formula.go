// Package sat decides whether signals of a circuit of and-gates can hold together.
//
// A [Circuit] grows by conjunctions, disjunctions and counts of its inputs. A [Formula] is
// a part of it in conjunctive normal form; [Solve] looks for an assignment that satisfies
// it, and [Certified] checks the certificate that says there is none. A [Finder] looks
// for assignments under many signals of one circuit, one after the other.
package sat

// Formula is a part of a circuit in conjunctive normal form, over variables 1, 2, ….
// Inputs bring the constraints that belong to them.
type Formula struct {
	clauses [][]int
	vars    int

	circuit     *Circuit
	constraints func(input Node) []Node
	variables   map[Node]int // of each positive node
	pending     []Node       // constraints to assert
}

// NewFormula returns a formula that says that signals of a circuit hold. constraints returns
// what must hold wherever an input plays a part.
func NewFormula(c *Circuit, constraints func(input Node) []Node, signals ...Node) *Formula {
	f := &Formula{circuit: c, constraints: constraints, variables: map[Node]int{}}
	for _, n := range signals {
		f.clauses = append(f.clauses, []int{f.literal(n)})
		f.settle()
	}
	return f
}

// Uses reports whether a signal, which is not a negation, plays a part in the formula.
func (f *Formula) Uses(n Node) bool {
	_, ok := f.variables[n]
	return ok
}

// define makes a signal part of the formula without demanding anything of it.
func (f *Formula) define(n Node) int {
	l := f.literal(n)
	f.settle()
	return l
}

// settle asserts the constraints of the inputs that have come into play.
func (f *Formula) settle() {
	for len(f.pending) > 0 {
		n := f.pending[len(f.pending)-1]
		f.pending = f.pending[:len(f.pending)-1]
		f.clauses = append(f.clauses, []int{f.literal(n)})
	}
}

// literal returns the literal of a signal, with clauses for the gates below it.
func (f *Formula) literal(n Node) int {
	if n < 0 {
		return -f.literal(-n)
	}
	if v, ok := f.variables[n]; ok {
		return v
	}
	f.vars++
	v := f.vars
	f.variables[n] = v
	gate := f.circuit.gates[n]
	switch {
	case n == Yes:
		f.clauses = append(f.clauses, []int{v})
	case gate == nil:
		f.pending = append(f.pending, f.constraints(n)...)
	default:
		all := []int{v}
		for _, in := range gate {
			i := f.literal(in)
			f.clauses = append(f.clauses, []int{-v, i})
			all = append(all, -i)
		}
		f.clauses = append(f.clauses, all)
	}
	return v
}

// Assignment says which signals of a formula hold.
type Assignment struct {
	formula *Formula
	values  []bool // by variable, from 1
}

func newAssignment(f *Formula, model []bool) Assignment {
	return Assignment{f, append([]bool{false}, model...)}
}

// Holds reports whether a signal, which is not a negation, holds. One that plays no part in
// the formula does not.
func (a Assignment) Holds(n Node) bool {
	v, ok := a.formula.variables[n]
	return ok && a.values[v]
}
