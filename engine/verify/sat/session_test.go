package sat

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestSession asks a session many questions about a growing random circuit, and wants of each what a
// fresh solver says, with a certificate where there is nothing to find.
func TestSession(t *testing.T) {
	d := rand.New(rand.NewPCG(3, 0))
	counts := map[Status]int{}
	for range 30 {
		c := NewCircuit()
		nodes := []Node{Yes}
		constraints := map[Node][]Node{}
		for range 12 {
			nodes = append(nodes, c.Input(fmt.Sprint("input ", len(nodes))))
		}
		pick := func() Node { return nodes[d.IntN(len(nodes))] * Node(1-2*d.IntN(2)) }
		for range 3 {
			input := nodes[1+d.IntN(12)]
			constraints[input] = []Node{c.Or(input, pick(), pick())}
		}
		of := func(input Node) []Node { return constraints[input] }
		s := NewSession(c, of)
		for range 20 {
			for range 4 {
				nodes = append(nodes, c.And(pick(), pick(), pick()), c.AtLeast(2, []Node{pick(), pick(), pick()}))
			}
			signals := []Node{pick(), pick(), pick()}
			v := s.Solve(t.Context(), 1000, signals...)
			want := Solve(t.Context(), NewFormula(c, of, signals...), 1000)
			if counts[v.Status]++; v.Status != want.Status {
				t.Fatalf("the session says %d, a fresh solver %d", v.Status, want.Status)
			}
			if proved := s.Certified(signals...); proved != (v.Status == Contradictory) {
				t.Fatalf("of %d the session says certified: %v", v.Status, proved)
			}
			if v.Status == Satisfiable {
				holds(t, c, of, v.Assignment, signals)
			}
		}
	}
	if counts[Satisfiable] < 100 || counts[Contradictory] < 100 {
		t.Errorf("too few of one kind: %v", counts)
	}
}

// holds wants signals, and what belongs to their inputs, to hold under an assignment to inputs.
func holds(t *testing.T, c *Circuit, constraints func(Node) []Node, a Assignment, signals []Node) {
	t.Helper()
	var value func(n Node) bool
	value = func(n Node) bool {
		switch gate := c.gates[max(n, -n)]; {
		case n < 0:
			return !value(-n)
		case n == Yes:
			return true
		case gate == nil:
			return a.Holds(n)
		default:
			for _, in := range gate {
				if !value(in) {
					return false
				}
			}
			return true
		}
	}
	seen := map[Node]bool{}
	for open := signals; len(open) > 0; open = open[1:] {
		if !value(open[0]) {
			t.Fatalf("signal %d does not hold", open[0])
		}
		inputs(c, open[0], func(n Node) {
			if !seen[n] {
				seen[n], open = true, append(open, constraints(n)...)
			}
		})
	}
}

// inputs visits the inputs below a signal.
func inputs(c *Circuit, n Node, visit func(Node)) {
	n = max(n, -n)
	if c.gates[n] == nil && n != Yes {
		visit(n)
	}
	for _, in := range c.gates[n] {
		inputs(c, in, visit)
	}
}
