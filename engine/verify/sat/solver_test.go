package sat

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// satisfies reports whether an assignment, by variable, makes all clauses true.
func satisfies(clauses [][]int, model func(v int) bool) bool {
	for _, c := range clauses {
		some := false
		for _, l := range c {
			some = some || l > 0 && model(l) || l < 0 && !model(-l)
		}
		if !some {
			return false
		}
	}
	return true
}

// satisfiable tries every assignment.
func satisfiable(vars int, clauses [][]int) bool {
	for bits := range 1 << vars {
		if satisfies(clauses, func(v int) bool { return bits>>(v-1)&1 == 1 }) {
			return true
		}
	}
	return false
}

// check holds the solver to trying every assignment: whether there is one, that it is one,
// that the certificate says there is none, and the same under each literal as an assumption.
func check(t *testing.T, f *Formula) (status Status) {
	t.Helper()
	v := Solve(t.Context(), f, 100_000)
	some := satisfiable(f.vars, f.clauses)
	switch {
	case v.Status == Undecided, some != (v.Status == Satisfiable):
		t.Fatalf("%v: the solver says %d, trying all says %v", f.clauses, v.Status, some)
	case some && !satisfies(f.clauses, func(n int) bool { return v.Assignment.values[n] }):
		t.Fatalf("%v: %v is no assignment", f.clauses, v.Assignment.values)
	case !some && !Certified(f, v.Certificate):
		t.Fatalf("%v: the certificate %v does not check", f.clauses, v.Certificate)
	}
	s := newSolver(f)
	for l := -f.vars; l <= f.vars; l++ {
		if l == 0 {
			continue
		}
		with := append(f.clauses[:len(f.clauses):len(f.clauses)], []int{l})
		status, model := s.solve(t.Context(), []int{l}, nil, nil)
		if want := satisfiable(f.vars, with); want != (status == Satisfiable) {
			t.Fatalf("%v: with %d the solver says %d, trying all says %v", f.clauses, l, status, want)
		} else if want && !satisfies(with, func(n int) bool { return model[n] }) {
			t.Fatalf("%v: with %d, %v is no assignment", f.clauses, l, model)
		}
	}
	return v.Status
}

// TestRandomClauses asks about clauses of mostly three literals, about as many of which can be
// satisfied as not.
func TestRandomClauses(t *testing.T) {
	d := rand.New(rand.NewPCG(1, 0))
	counts := map[Status]int{}
	for range 400 {
		f := &Formula{vars: 3 + d.IntN(8)}
		for range f.vars*4 + d.IntN(2*f.vars) {
			var c []int
			for _, v := range d.Perm(f.vars)[:3-d.IntN(12)/11] {
				c = append(c, (1+v)*(1-2*d.IntN(2)))
			}
			f.clauses = append(f.clauses, c)
		}
		counts[check(t, f)]++
	}
	if counts[Satisfiable] < 100 || counts[Contradictory] < 100 {
		t.Errorf("too few of one kind: %v", counts)
	}
}

// TestAddingClauses adds clauses between searches, until there is no assignment left.
func TestAddingClauses(t *testing.T) {
	d := rand.New(rand.NewPCG(2, 0))
	for range 50 {
		const vars = 10
		var clauses [][]int
		s := &solver{}
		s.grow(vars / 2)
		for {
			c := make([]int, 3)
			for i := range c {
				c[i] = (1 + d.IntN(vars)) * (1 - 2*d.IntN(2))
			}
			clauses = append(clauses, c)
			s.grow(vars)
			s.add(c)
			status, model := s.solve(t.Context(), nil, nil, nil)
			if some := satisfiable(vars, clauses); some != (status == Satisfiable) {
				t.Fatalf("%v: the solver says %d, trying all says %v", clauses, status, some)
			}
			if status == Contradictory {
				break
			}
			if !satisfies(clauses, func(n int) bool { return model[n] }) {
				t.Fatalf("%v: %v is no assignment", clauses, model)
			}
		}
	}
}

// pigeons says that each of some pigeons sits in a hole, and none with another.
func pigeons(pigeons, holes int) *Formula {
	f := &Formula{vars: pigeons * holes}
	in := func(pigeon, hole int) int { return holes*pigeon + hole + 1 }
	for p := range pigeons {
		var some []int
		for h := range holes {
			some = append(some, in(p, h))
			for q := range p {
				f.clauses = append(f.clauses, []int{-in(p, h), -in(q, h)})
			}
		}
		f.clauses = append(f.clauses, some)
	}
	return f
}

func TestPigeons(t *testing.T) {
	if v := Solve(t.Context(), pigeons(7, 7), 100_000); v.Status != Satisfiable {
		t.Errorf("seven pigeons in seven holes: %d", v.Status)
	}
	// Hard enough for restarts, and for learned clauses to be dropped.
	f := pigeons(8, 7)
	v := Solve(t.Context(), f, 100_000)
	if v.Status != Contradictory || len(v.Certificate) <= tidyFirst {
		t.Fatalf("eight pigeons in seven holes: %d after %d clauses", v.Status, len(v.Certificate))
	}
	if !Certified(f, v.Certificate) {
		t.Error("the certificate does not check")
	}
	if Certified(f, v.Certificate[:len(v.Certificate)/2]) {
		t.Error("half of the certificate is taken")
	}
}

func TestBudgetAndCancelledSearches(t *testing.T) {
	f := pigeons(12, 11) // far too hard
	if v := Solve(t.Context(), f, 500); v.Status != Undecided || v.Certificate != nil {
		t.Errorf("over its budget the solver says %d", v.Status)
	}
	large := &Formula{vars: 1, clauses: slices.Repeat([][]int{{1}}, mostClauses+1)}
	if v := Solve(t.Context(), large, 500); v.Status != Undecided || !large.TooLarge() || f.TooLarge() {
		t.Errorf("of a formula that is too large the solver says %d", v.Status)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s, learned := newSolver(f), 0
	status, _ := s.solve(ctx, nil, nil, func([]int) bool {
		if learned++; learned == 500 {
			cancel()
		}
		return true
	})
	if status != Undecided || learned > 1000 {
		t.Errorf("cancelled, the solver says %d after %d clauses", status, learned)
	}
	// What was stopped is still of use.
	empty := make([]int, 11)
	for h := range empty {
		empty[h] = -(h + 1)
	}
	if status, _ := s.solve(t.Context(), empty, nil, nil); status != Contradictory {
		t.Errorf("with a pigeon in no hole: %d", status)
	}
	if status, _ := s.solve(t.Context(), []int{1}, nil, func([]int) bool { return false }); status != Undecided {
		t.Errorf("without the assumption: %d", status)
	}
	if v := Solve(ctx, f, 1_000_000); v.Status != Undecided {
		t.Errorf("with a context that has ended the solver says %d", v.Status)
	}
}

func TestLuby(t *testing.T) {
	for i, want := range []int{1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8, 1} {
		if got := luby(i + 1); got != want {
			t.Errorf("luby(%d) = %d, want %d", i+1, got, want)
		}
	}
}

// FuzzSolver takes each byte for a literal, or for the end of a clause.
func FuzzSolver(f *testing.F) {
	f.Add([]byte{1, 2, 0, 9, 10, 0, 1, 10, 0})
	f.Add([]byte{1, 0, 9, 0})
	f.Add([]byte{0})
	f.Fuzz(func(t *testing.T, data []byte) {
		g := &Formula{vars: 8}
		var c []int
		for _, b := range data[:min(len(data), 200)] {
			switch n := int(b % 17); {
			case n == 0:
				g.clauses, c = append(g.clauses, c), nil
			case n > 8 && !slices.Contains(c, 8-n):
				c = append(c, 8-n)
			case n > 8:
			case !slices.Contains(c, n):
				c = append(c, n)
			}
		}
		check(t, g)
	})
}
