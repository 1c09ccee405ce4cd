package sat

// Certified reports whether a certificate proves the formula contradictory: each learned
// clause must follow by unit propagation alone from the formula and the clauses before it,
// and in the end so must the contradiction. It shares nothing with the solver.
func Certified(f *Formula, learned [][]int) bool {
	var p propagator
	p.grow(f.vars)
	for _, c := range f.clauses {
		p.add(c)
	}
	for _, c := range learned {
		if !p.learn(c) {
			return false
		}
	}
	return p.broken
}

// propagator holds clauses and the literals that follow from them by unit propagation.
// Each clause of two or more literals is watched at two of them, in places 0 and 1.
type propagator struct {
	value   []int8    // by literal: 1 true, -1 false, 0 open
	watches [][]int32 // by literal
	clauses [][]int
	trail   []int
	head    int
	broken  bool // the clauses contradict each other: everything follows
}

// grow makes room for variables up to vars.
func (p *propagator) grow(vars int) {
	if more := 2*vars + 2 - len(p.value); more > 0 {
		p.value = append(p.value, make([]int8, more)...)
		p.watches = append(p.watches, make([][]int32, more)...)
	}
}

// place returns the place of a literal in lists by literal.
func place(lit int) int {
	if lit < 0 {
		return -2*lit + 1
	}
	return 2 * lit
}

func (p *propagator) of(lit int) int8 { return p.value[place(lit)] }

// assign makes a literal true; it reports false when it is false already.
func (p *propagator) assign(lit int) bool {
	switch p.of(lit) {
	case 1:
		return true
	case -1:
		return false
	}
	p.value[place(lit)], p.value[place(-lit)] = 1, -1
	p.trail = append(p.trail, lit)
	return true
}

// learn adds a clause if it follows; it reports false when it does not.
func (p *propagator) learn(clause []int) bool {
	follows := p.follows(clause)
	if follows {
		p.add(clause)
	}
	return follows
}

// add adds a clause and what follows from it for good.
func (p *propagator) add(clause []int) {
	p.broken = p.broken || !p.added(clause)
}

// added adds a clause; it reports false on contradiction.
func (p *propagator) added(clause []int) bool {
	clause = append([]int(nil), clause...)
	open := 0
	for i, lit := range clause { // literals that are not false come first
		if p.of(lit) >= 0 {
			clause[open], clause[i] = clause[i], clause[open]
			open++
		}
	}
	if open == 0 || open == 1 && !p.assign(clause[0]) {
		return false
	}
	if len(clause) > 1 {
		id := int32(len(p.clauses))
		p.clauses = append(p.clauses, clause)
		p.watches[place(clause[0])] = append(p.watches[place(clause[0])], id)
		p.watches[place(clause[1])] = append(p.watches[place(clause[1])], id)
	}
	return p.propagate()
}

// follows reports whether denying the clause leads to a contradiction by unit propagation.
func (p *propagator) follows(clause []int) bool {
	if p.broken {
		return true
	}
	mark := len(p.trail)
	consistent := true
	for _, lit := range clause {
		if consistent = p.assign(-lit); !consistent {
			break
		}
	}
	if consistent {
		consistent = p.propagate()
	}
	for _, lit := range p.trail[mark:] {
		p.value[place(lit)], p.value[place(-lit)] = 0, 0
	}
	p.trail = p.trail[:mark]
	p.head = mark
	return !consistent
}

// propagate follows units until nothing changes. It reports false on contradiction.
func (p *propagator) propagate() bool {
	for p.head < len(p.trail) {
		lit := -p.trail[p.head] // just became false
		p.head++
		list := p.watches[place(lit)]
		kept := list[:0]
		for i, id := range list {
			c := p.clauses[id]
			if c[0] == lit {
				c[0], c[1] = c[1], c[0]
			}
			if p.of(c[0]) == 1 || !p.moveWatch(c, id) {
				kept = append(kept, id)
				if !p.assign(c[0]) {
					kept = append(kept, list[i+1:]...)
					p.watches[place(lit)] = kept
					return false
				}
			}
		}
		p.watches[place(lit)] = kept
	}
	return true
}

// moveWatch watches another literal of the clause in place 1 that is not false.
func (p *propagator) moveWatch(c []int, id int32) bool {
	for i := 2; i < len(c); i++ {
		if p.of(c[i]) >= 0 {
			c[1], c[i] = c[i], c[1]
			p.watches[place(c[1])] = append(p.watches[place(c[1])], id)
			return true
		}
	}
	return false
}
