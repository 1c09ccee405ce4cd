package sat

import (
	"context"
	"slices"
)

// solver decides clauses by conflict-driven clause learning: two watched literals, learning
// at the first unique implication point with minimisation, decisions by decaying activity,
// saved phases, Luby restarts, and deletion of learned clauses by their glue, which is from
// how many levels of decisions their literals are. Clauses may be added between searches,
// and what was learned stays. It is not safe for concurrent use.
//
// Within, the literals of variable v are 2v and, negated, 2v+1, as place returns them.
type solver struct {
	value   []int8    // by literal: 1 true, -1 false, 0 open
	binary  [][]int32 // by literal: what follows from it by a clause of two
	watches [][]watch // by literal: longer clauses that watch its negation
	arena   []int32   // those clauses: size, glue (0 if not learned), literals; the first two are watched
	broken  bool      // the clauses contradict each other

	level  []int32 // by variable: the decision after which it was assigned
	reason []int32 // by variable: its clause in the arena, or minus the false literal of a clause of two; 0 for none
	phase  []int8  // by variable: the sign it had last
	trail  []int32 // literals in the order they became true
	head   int     // of them, the first that is not followed yet
	starts []int   // of levels in the trail

	order     activityHeap
	round     int32
	scope     []int32 // by variable: the last round in which it may be decided
	conflicts int
	tidyAt    int // conflicts until learned clauses are looked through

	// Scratch of analyze.
	seen    []mark // by variable
	marked  []int32
	learned []int32
	pair    [2]int32
	glues   []int32
}

// watch is a clause of the arena and another literal of it: while that is true, there is
// nothing to do.
type watch struct{ clause, blocker int32 }

// grow makes room for variables up to vars.
func (s *solver) grow(vars int) {
	if s.arena == nil {
		s.arena, s.tidyAt = make([]int32, 1), tidyFirst // no clause is 0
	}
	for v := max(len(s.level), 1); v <= vars; v++ {
		s.order.push(int32(v))
	}
	more := max(vars+1-len(s.level), 0)
	s.value = append(s.value, make([]int8, 2*more)...)
	s.binary = append(s.binary, make([][]int32, 2*more)...)
	s.watches = append(s.watches, make([][]watch, 2*more)...)
	s.level = append(s.level, make([]int32, more)...)
	s.reason = append(s.reason, make([]int32, more)...)
	s.seen = append(s.seen, make([]mark, more)...)
	s.phase = append(s.phase, slices.Repeat([]int8{1}, more)...)
	s.scope = append(s.scope, make([]int32, more)...)
}

// add adds a clause.
func (s *solver) add(clause []int) {
	c := s.learned[:0]
	for _, l := range clause {
		c = append(c, int32(place(l)))
	}
	slices.Sort(c)
	c = slices.Compact(c)
	for i, l := range c {
		if s.value[l] == 1 || i > 0 && l == c[i-1]^1 {
			return // always true
		}
	}
	c = slices.DeleteFunc(c, func(l int32) bool { return s.value[l] == -1 })
	if s.learned = c; len(c) == 0 {
		s.broken = true
	} else if s.attach(c, 0); len(c) == 1 {
		s.assign(c[0], 0)
		s.broken = s.broken || s.propagate() != nil
	}
}

// attach stores a clause and returns it as a reason for its first literal.
func (s *solver) attach(c []int32, glue int32) int32 {
	switch len(c) {
	case 1:
		return 0
	case 2:
		s.binary[c[0]^1] = append(s.binary[c[0]^1], c[1])
		s.binary[c[1]^1] = append(s.binary[c[1]^1], c[0])
		return -c[1]
	}
	at := int32(len(s.arena))
	s.arena = append(append(s.arena, int32(len(c)), glue), c...)
	s.watch(at, c)
	return at
}

func (s *solver) watch(at int32, c []int32) {
	s.watches[c[0]^1] = append(s.watches[c[0]^1], watch{at, c[1]})
	s.watches[c[1]^1] = append(s.watches[c[1]^1], watch{at, c[0]})
}

// literals returns a clause of the arena.
func (s *solver) literals(at int32) []int32 { return s.arena[at+2 : at+2+s.arena[at]] }

// restrict leaves only some variables to decide about.
func (s *solver) restrict(variables []int32) {
	s.order.clear()
	s.round++
	for _, v := range variables {
		s.scope[v] = s.round
		s.order.push(v)
	}
}

// solve looks for an assignment under which the clauses and the assumptions hold, of the variables
// that scope returns, or of all if that is nil. It calls learned, if that is not nil, with each
// clause that it learns, and gives up when that returns false or the context ends. The assignment
// is by variable, from 1.
func (s *solver) solve(ctx context.Context, assumptions []int, scope func() []int32, learned func([]int) bool) (status Status, model []bool) {
	defer func() { s.backtrack(0) }()
	left, restarts := 0, 0
	for steps := 1; !s.broken; steps++ {
		if steps%256 == 0 && ctx.Err() != nil {
			return Undecided, nil
		}
		if conflict := s.propagate(); conflict != nil {
			if len(s.starts) == 0 {
				s.broken = true
				break
			}
			s.conflicts++
			left--
			back, glue := s.analyze(conflict)
			s.backtrack(back)
			s.assign(s.learned[0], s.attach(s.learned, glue))
			s.order.decay()
			if learned != nil && !learned(signed(s.learned)) {
				return Undecided, nil
			}
			continue
		}
		if left <= 0 {
			restarts++
			left = luby(restarts) * restartUnit
			s.backtrack(0)
			s.tidy()
		}
		if scope != nil && len(s.starts) >= len(assumptions) {
			s.restrict(scope())
			scope = nil
		}
		next, ok := s.choose(assumptions)
		if !ok {
			return Contradictory, nil // with an assumption
		}
		if next == 0 {
			return Satisfiable, s.model()
		}
		s.starts = append(s.starts, len(s.trail))
		if s.value[next] == 0 {
			s.assign(next, 0)
		}
	}
	return Contradictory, nil
}

// choose returns the literal to try next, 0 when all variables are assigned; ok is false when
// an assumption is refuted.
func (s *solver) choose(assumptions []int) (next int32, ok bool) {
	if n := len(s.starts); n < len(assumptions) {
		next = int32(place(assumptions[n]))
		return next, s.value[next] >= 0
	}
	for len(s.order.heap) > 0 {
		if v := s.order.pop(); s.value[2*v] == 0 {
			return 2*v + int32(s.phase[v]), true
		}
	}
	return 0, true
}

func (s *solver) model() []bool {
	model := make([]bool, len(s.level))
	for v := 1; v < len(model); v++ {
		model[v] = s.value[2*v] == 1 && s.scope[v] == s.round
	}
	return model
}

func signed(c []int32) []int {
	all := make([]int, len(c))
	for i, l := range c {
		if all[i] = int(l / 2); l%2 == 1 {
			all[i] = -all[i]
		}
	}
	return all
}

// assign makes an open literal true for a reason.
func (s *solver) assign(l, reason int32) {
	s.value[l], s.value[l^1] = 1, -1
	s.level[l/2], s.reason[l/2] = int32(len(s.starts)), reason
	s.trail = append(s.trail, l)
}

// backtrack takes back all assignments after a level.
func (s *solver) backtrack(level int32) {
	if len(s.starts) <= int(level) {
		return
	}
	start := s.starts[level]
	for _, l := range s.trail[start:] {
		s.value[l], s.value[l^1] = 0, 0
		s.phase[l/2] = int8(l % 2)
		if s.scope[l/2] == s.round {
			s.order.push(l / 2)
		}
	}
	s.trail, s.starts, s.head = s.trail[:start], s.starts[:level], start
}

// propagate follows what is true until nothing changes. It returns a clause that is false,
// or nil.
func (s *solver) propagate() (conflict []int32) {
	for s.head < len(s.trail) {
		l := s.trail[s.head]
		s.head++
		for _, other := range s.binary[l] {
			switch s.value[other] {
			case 0:
				s.assign(other, -(l ^ 1))
			case -1:
				s.pair = [2]int32{other, l ^ 1}
				return s.pair[:]
			}
		}
		if conflict = s.propagateLong(l); conflict != nil {
			return conflict
		}
	}
	return nil
}

// propagateLong looks at the longer clauses that watch the negation of a literal.
func (s *solver) propagateLong(l int32) (conflict []int32) {
	list := s.watches[l]
	kept := 0
next:
	for i, w := range list {
		if s.value[w.blocker] == 1 {
			list[kept] = w
			kept++
			continue
		}
		c := s.literals(w.clause)
		if c[0] == l^1 {
			c[0], c[1] = c[1], c[0]
		}
		w.blocker = c[0]
		if s.value[c[0]] != 1 {
			for k := 2; k < len(c); k++ {
				if s.value[c[k]] >= 0 {
					c[1], c[k] = c[k], c[1]
					s.watches[c[1]^1] = append(s.watches[c[1]^1], w)
					continue next
				}
			}
		}
		list[kept] = w
		kept++
		switch s.value[c[0]] {
		case 0:
			s.assign(c[0], w.clause)
		case -1:
			kept += copy(list[kept:], list[i+1:])
			s.watches[l] = list[:kept]
			return c
		}
	}
	s.watches[l] = list[:kept]
	return nil
}

// mark is what analyze knows of a variable.
type mark uint8

const (
	unknown    mark = iota
	inClause        // its literal is part of the learned clause
	implied         // its literal follows from those of the clause
	notImplied      // it does not
)

// analyze finds the clause to learn from one that is false. Its first literal becomes true
// at the level to go back to; the second is of that level.
func (s *solver) analyze(conflict []int32) (back, glue int32) {
	s.learned, s.marked = append(s.learned[:0], 0), s.marked[:0]
	now := int32(len(s.starts))
	open, at := 0, len(s.trail)
	for c := conflict; ; c = s.because(s.learned[0]) {
		for _, l := range c {
			v := l / 2
			if s.seen[v] != unknown || s.level[v] == 0 {
				continue
			}
			s.mark(v, inClause)
			s.order.bump(v)
			if s.level[v] == now {
				open++
			} else {
				s.learned = append(s.learned, l)
			}
		}
		for at--; s.seen[s.trail[at]/2] == unknown; at-- {
		}
		s.learned[0] = s.trail[at]
		if open--; open == 0 {
			break
		}
	}
	s.learned[0] ^= 1
	kept := s.learned[:1]
	for _, l := range s.learned[1:] {
		if !s.follows(l) {
			kept = append(kept, l)
		}
	}
	for _, v := range s.marked {
		s.seen[v] = unknown
	}
	s.learned = kept
	s.glues = s.glues[:0]
	for i, l := range kept {
		s.glues = append(s.glues, s.level[l/2])
		if i > 0 && s.level[l/2] > back {
			back = s.level[l/2]
			kept[1], kept[i] = kept[i], kept[1]
		}
	}
	slices.Sort(s.glues)
	return back, int32(len(slices.Compact(s.glues)))
}

func (s *solver) mark(v int32, m mark) {
	s.seen[v] = m
	s.marked = append(s.marked, v)
}

// because returns the false literals because of which a literal is true. They are valid
// until the next call.
func (s *solver) because(l int32) []int32 {
	r := s.reason[l/2]
	if r < 0 {
		s.pair[0] = -r
		return s.pair[:1]
	}
	return s.literals(r)[1:]
}

// follows reports whether a false literal follows from others of the learned clause.
func (s *solver) follows(l int32) bool {
	v := l / 2
	if s.reason[v] == 0 {
		return false
	}
	for _, other := range s.because(l) {
		o := other / 2
		if s.level[o] == 0 || s.seen[o] == inClause || s.seen[o] == implied {
			continue
		}
		if s.seen[o] == notImplied || !s.follows(other) {
			if s.seen[v] == unknown {
				s.mark(v, notImplied)
			}
			return false
		}
	}
	if s.seen[v] == unknown {
		s.mark(v, implied)
	}
	return true
}

const (
	restartUnit = 64    // conflicts
	tidyFirst   = 2_000 // conflicts before learned clauses are looked through first,
	tidyMore    = 500   // and how many more each time
	goodGlue    = 2     // clauses of no more are kept
)

// tidy drops clauses that are true for good and, when it is time, the worse half of those
// learned. Nothing may be decided.
func (s *solver) tidy() {
	if s.conflicts < s.tidyAt || s.broken {
		return
	}
	s.tidyAt = s.conflicts + tidyFirst + tidyMore*(s.conflicts/tidyFirst)
	s.glues = s.glues[:0]
	for at := int32(1); at < int32(len(s.arena)); at += 2 + s.arena[at] {
		if s.arena[at+1] > goodGlue {
			s.glues = append(s.glues, s.arena[at+1])
		}
	}
	slices.Sort(s.glues)
	bound := append(s.glues, goodGlue)[len(s.glues)/2]
	for l := range s.watches {
		s.watches[l] = s.watches[l][:0]
	}
	kept := s.arena[:1]
	for at := int32(1); at < int32(len(s.arena)); {
		c, glue := s.literals(at), s.arena[at+1]
		at += 2 + int32(len(c))
		if glue > goodGlue && glue >= bound || slices.ContainsFunc(c, func(l int32) bool { return s.value[l] == 1 }) {
			continue
		}
		to := int32(len(kept))
		kept = append(append(kept, int32(len(c)), glue), c...)
		s.watch(to, kept[to+2:])
	}
	s.arena = kept
}

// luby returns the i-th number of the sequence 1 1 2 1 1 2 4 …
func luby(i int) int {
	for size := 1; ; size = 2*size + 1 {
		switch {
		case i == size:
			return (size + 1) / 2
		case i < size:
			i -= size / 2
			return luby(i)
		}
	}
}
