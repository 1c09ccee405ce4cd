// Package sat decides whether signals of a circuit of and-gates can hold together.
//
// A [Circuit] grows by conjunctions, disjunctions and counts of its inputs. A [Formula] is
// a part of it in conjunctive normal form; [Solve] looks for an assignment that satisfies
// it, and [Certified] checks the certificate that says there is none. A [Session]
// does so for many questions about one circuit, one after the other.
package sat

// Formula is a part of a circuit in conjunctive normal form, over variables 1, 2, ….
// Inputs bring the constraints that belong to them.
type Formula struct {
	clauses [][]int
	taken   int // clauses that are not kept any more
	vars    int
	memory  []int // for the next clauses

	circuit     *Circuit
	constraints func(input Node) []Node
	variables   []int  // of each positive node; 0 when it does not occur
	pending     []Node // constraints to assert
	asserted    map[Node]struct{}
}

// NewFormula returns a formula that says that signals of a circuit hold. constraints returns
// what must hold wherever an input occurs.
func NewFormula(c *Circuit, constraints func(input Node) []Node, signals ...Node) *Formula {
	f := &Formula{circuit: c, constraints: constraints, asserted: map[Node]struct{}{}}
	for _, n := range signals {
		f.add(f.literal(n))
		f.settle()
	}
	return f
}

// Uses reports whether an input or a gate occurs in the formula; it is false for negations.
func (f *Formula) Uses(n Node) bool {
	return n > 0 && int(n) < len(f.variables) && f.variables[n] != 0
}

// define makes a signal part of the formula without demanding anything of it.
func (f *Formula) define(n Node) int {
	l := f.literal(n)
	f.settle()
	return l
}

// named returns clauses with the names of signals as literals.
func (f *Formula) named(clauses [][]int) [][]int64 {
	nodes := make([]Node, f.vars+1)
	for n, v := range f.variables {
		nodes[v] = Node(n)
	}
	all := make([][]int64, len(clauses))
	for i, c := range clauses {
		for _, l := range c {
			name := f.circuit.name(nodes[max(l, -l)])
			if l < 0 {
				name = -name
			}
			all[i] = append(all[i], name)
		}
	}
	return all
}

// unnamed returns a clause of names as one of literals; it reports false when it has a signal that
// does not occur in the formula.
func (f *Formula) unnamed(clause []int64) (c []int, occurs bool) {
	for _, name := range clause {
		n, known := f.circuit.named(name)
		if !known || !f.Uses(max(n, -n)) {
			return nil, false
		}
		c = append(c, f.literal(n))
	}
	return c, true
}

// settle asserts the constraints of the inputs that have come into play.
func (f *Formula) settle() {
	for len(f.pending) > 0 {
		n := f.pending[len(f.pending)-1]
		f.pending = f.pending[:len(f.pending)-1]
		if _, done := f.asserted[n]; !done {
			f.asserted[n] = struct{}{}
			f.add(f.literal(n))
		}
	}
}

func (f *Formula) add(literals ...int) {
	if cap(f.memory)-len(f.memory) < len(literals) {
		f.memory = make([]int, 0, max(len(literals), clauseMemory))
	}
	from := len(f.memory)
	f.memory = append(f.memory, literals...)
	f.clauses = append(f.clauses, f.memory[from:len(f.memory):len(f.memory)])
}

// clauseMemory is for how many literals there is memory at once.
const clauseMemory = 4096

// take calls give with each clause that is new since the last call, and keeps them no longer.
func (f *Formula) take(give func(clause []int)) {
	for _, c := range f.clauses {
		give(c)
	}
	f.taken += len(f.clauses)
	f.clauses, f.memory = nil, nil
}

// literal returns the literal of a signal, with clauses for the gates below it.
func (f *Formula) literal(n Node) int {
	if n < 0 {
		return -f.literal(-n)
	}
	if f.Uses(n) {
		return f.variables[n]
	}
	f.vars++
	v := f.vars
	if int(n) >= len(f.variables) {
		f.variables = append(f.variables, make([]int, len(f.circuit.gates)-len(f.variables))...)
	}
	f.variables[n] = v
	gate := f.circuit.gates[n]
	switch {
	case n == Yes:
		f.add(v)
	case gate == nil:
		f.pending = append(f.pending, f.constraints(n)...)
	default:
		all := []int{v}
		for _, in := range gate {
			i := f.literal(in)
			f.add(-v, i)
			all = append(all, -i)
		}
		f.add(all...)
	}
	return v
}

// Assignment says which signals of a formula hold.
type Assignment struct {
	formula *Formula
	values  []bool // by variable, from 1
}

// Holds reports whether an input or a gate holds; it is false for one that does not occur in
// the formula, and for negations.
func (a Assignment) Holds(n Node) bool {
	return a.formula.Uses(n) && a.values[a.formula.variables[n]]
}
