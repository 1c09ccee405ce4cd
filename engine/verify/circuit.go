package verify

import (
	"encoding/binary"
	"slices"
)

// node is a signal of a circuit: an input or an and-gate, or with a minus sign its negation.
type node int32

// yes is the signal that is always true.
const yes node = 1

// no is the signal that is never true.
const no = -yes

// circuit is a growing set of and-gates over inputs. Equal gates are one node.
type circuit struct {
	gates   [][]node // by node; nil for inputs
	known   map[string]node
	anySums map[string]node // inputs for sums that are not looked into
}

func newCircuit() *circuit {
	return &circuit{gates: make([][]node, 2), known: map[string]node{}, anySums: map[string]node{}}
}

// input adds a free signal.
func (c *circuit) input() node {
	c.gates = append(c.gates, nil)
	return node(len(c.gates) - 1)
}

// and returns the conjunction of signals.
func (c *circuit) and(in ...node) node {
	in = slices.Clone(in)
	slices.Sort(in)
	in = slices.Compact(in)
	in = slices.DeleteFunc(in, func(n node) bool { return n == yes })
	for _, n := range in {
		if n < 0 {
			if n == no {
				return no
			}
			if _, both := slices.BinarySearch(in, -n); both {
				return no
			}
		}
	}
	switch len(in) {
	case 0:
		return yes
	case 1:
		return in[0]
	}
	key := make([]byte, 0, 4*len(in))
	for _, n := range in {
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	if n, ok := c.known[string(key)]; ok {
		return n
	}
	c.gates = append(c.gates, in)
	n := node(len(c.gates) - 1)
	c.known[string(key)] = n
	return n
}

// or returns the disjunction of signals.
func (c *circuit) or(in ...node) node {
	negated := make([]node, len(in))
	for i, n := range in {
		negated[i] = -n
	}
	return -c.and(negated...)
}

// atLeast returns whether at least k of the signals hold.
func (c *circuit) atLeast(k int, in []node) node {
	if k > len(in) {
		return no
	}
	return c.counts(k, in)[k]
}

// counts returns for each j up to k whether at least j of the signals hold.
func (c *circuit) counts(k int, in []node) []node {
	reach := make([]node, k+1) // reach[j]: at least j of those seen hold
	for j := range reach {
		reach[j] = no
	}
	reach[0] = yes
	for _, n := range in {
		for j := k; j > 0; j-- {
			reach[j] = c.or(reach[j], c.and(reach[j-1], n))
		}
	}
	return reach
}
