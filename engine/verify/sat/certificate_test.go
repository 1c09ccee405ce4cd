package sat

import "testing"

func TestCertificates(t *testing.T) {
	f := pigeons(3, 2)
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
