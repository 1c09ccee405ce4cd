package verify

// clauses is a formula in conjunctive normal form over variables 1, 2, …, made from a part
// of a circuit. Inputs bring the constraints that belong to them.
type clauses struct {
	list [][]int
	vars int

	circuit     *circuit
	constraints func(input node) []node
	of          map[node]int // variable of each positive node
	pending     []node       // constraints to assert
}

func newClauses(c *circuit, constraints func(input node) []node) *clauses {
	return &clauses{circuit: c, constraints: constraints, of: map[node]int{}}
}

// assert demands that a signal holds.
func (f *clauses) assert(n node) {
	f.list = append(f.list, []int{f.literal(n)})
	f.settle()
}

// define makes a signal part of the formula without demanding anything of it.
func (f *clauses) define(n node) int {
	l := f.literal(n)
	f.settle()
	return l
}

// settle asserts the constraints of the inputs that have come into play.
func (f *clauses) settle() {
	for len(f.pending) > 0 {
		n := f.pending[len(f.pending)-1]
		f.pending = f.pending[:len(f.pending)-1]
		f.list = append(f.list, []int{f.literal(n)})
	}
}

// literal returns the literal of a signal, with clauses for the gates below it.
func (f *clauses) literal(n node) int {
	if n < 0 {
		return -f.literal(-n)
	}
	if v, ok := f.of[n]; ok {
		return v
	}
	f.vars++
	v := f.vars
	f.of[n] = v
	gate := f.circuit.gates[n]
	switch {
	case n == yes:
		f.list = append(f.list, []int{v})
	case gate == nil:
		f.pending = append(f.pending, f.constraints(n)...)
	default:
		all := []int{v}
		for _, in := range gate {
			i := f.literal(in)
			f.list = append(f.list, []int{-v, i})
			all = append(all, -i)
		}
		f.list = append(f.list, all)
	}
	return v
}

// unshown says why the evaluator does not show what the solver found: that a sum is not
// looked into, if the formula has one, or else as given.
func (f *clauses) unshown(otherwise string) string {
	for _, n := range f.circuit.anySums {
		if _, there := f.of[n]; there {
			return sumTooWide
		}
	}
	return otherwise
}
