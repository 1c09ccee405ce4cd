package sat

import "testing"

// The formula says that exactly one pigeon sits in each of two holes, for three pigeons.
func pigeons() *Formula {
	f := &Formula{vars: 6}
	in := func(pigeon, hole int) int { return 2*pigeon + hole + 1 }
	for p := range 3 {
		f.clauses = append(f.clauses, []int{in(p, 0), in(p, 1)})
		for q := range p {
			f.clauses = append(f.clauses, []int{-in(p, 0), -in(q, 0)}, []int{-in(p, 1), -in(q, 1)})
		}
	}
	return f
}

func TestCertificates(t *testing.T) {
	f := pigeons()
	v := Solve(t.Context(), f, 1000)
	if v.Status != Contradictory {
		t.Fatal("three pigeons fit in two holes")
	}
	if !Certified(f, v.Certificate) {
		t.Errorf("the certificate %v does not check", v.Certificate)
	}
	if Certified(f, nil) {
		t.Error("a certificate without steps is taken")
	}
	if Certified(f, [][]int{{1, 2, 3}}) {
		t.Error("a certificate that stops short is taken")
	}
	satisfied := &Formula{vars: 2, clauses: [][]int{{1, 2}}}
	if Certified(satisfied, [][]int{{1}, {2}}) || Certified(satisfied, [][]int{{-1}, {-2}}) {
		t.Error("steps that do not follow are taken")
	}
	if !Certified(&Formula{vars: 1, clauses: [][]int{{1}, {-1}}}, nil) {
		t.Error("an open contradiction needs no steps")
	}
}
