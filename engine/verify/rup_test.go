package verify

import "testing"

// The formula says that exactly one pigeon sits in each of two holes, for three pigeons.
func pigeons() *clauses {
	f := &clauses{vars: 6}
	in := func(pigeon, hole int) int { return 2*pigeon + hole + 1 }
	for p := range 3 {
		f.list = append(f.list, []int{in(p, 0), in(p, 1)})
		for q := range p {
			f.list = append(f.list, []int{-in(p, 0), -in(q, 0)}, []int{-in(p, 1), -in(q, 1)})
		}
	}
	return f
}

func TestCertificates(t *testing.T) {
	f := pigeons()
	v := gophersat{}.solve(f, 1000)
	if v.status != contradictory {
		t.Fatal("three pigeons fit in two holes")
	}
	if !certified(f, v.learned) {
		t.Errorf("the certificate %v does not check", v.learned)
	}
	if certified(f, nil) {
		t.Error("a certificate without steps is taken")
	}
	if certified(f, [][]int{{1, 2, 3}}) {
		t.Error("a certificate that stops short is taken")
	}
	satisfied := &clauses{vars: 2, list: [][]int{{1, 2}}}
	if certified(satisfied, [][]int{{1}, {2}}) || certified(satisfied, [][]int{{-1}, {-2}}) {
		t.Error("steps that do not follow are taken")
	}
	if !certified(&clauses{vars: 1, list: [][]int{{1}, {-1}}}, nil) {
		t.Error("an open contradiction needs no steps")
	}
}
