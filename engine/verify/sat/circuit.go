package sat

import (
	"encoding/binary"
	"hash/fnv"
	"math/bits"
	"slices"
)

// Node is a signal of a [Circuit]: an input or an and-gate, or with a minus sign its negation.
type Node int32

const (
	Yes Node = 1    // always true
	No       = -Yes // never true
)

// Circuit is a growing set of and-gates over inputs. Equal gates are one node.
type Circuit struct {
	gates   [][]Node // by node; nil for inputs
	known   map[string]Node
	names   []int64        // by node, positive
	byName  map[int64]Node // of the first nodes
	indexed int            // how many
}

// NewCircuit returns a circuit without inputs.
func NewCircuit() *Circuit {
	return &Circuit{gates: make([][]Node, 2), known: map[string]Node{}, names: make([]int64, 2, 64), byName: map[int64]Node{}}
}

// Input adds a free signal. By its name it is known again in other circuits: [Session.Follows].
func (c *Circuit) Input(name string) Node {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return c.add(nil, h.Sum64())
}

func (c *Circuit) add(gate []Node, name uint64) Node {
	c.gates, c.names = append(c.gates, gate), append(c.names, max(1, int64(name>>1)))
	return Node(len(c.gates) - 1)
}

// gateName returns a name that depends on nothing but the names of the signals that a gate joins.
func (c *Circuit) gateName(in []Node) (sum uint64) {
	for _, n := range in {
		sum += scrambled(uint64(c.name(n)))
	}
	return scrambled(sum)
}

// name returns the name of a signal; that of a negation is negative.
func (c *Circuit) name(n Node) int64 {
	if n < 0 {
		return -c.names[-n]
	}
	return c.names[n]
}

// named returns the signal of a name.
func (c *Circuit) named(name int64) (n Node, known bool) {
	for ; c.indexed < len(c.names); c.indexed++ {
		c.byName[c.names[c.indexed]] = Node(c.indexed)
	}
	if n, known = c.byName[max(name, -name)]; name < 0 {
		n = -n
	}
	return n, known
}

// scrambled returns a number every bit of which depends on all bits of another.
func scrambled(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// widest is how many inputs a gate has at most. What has more is a tree of gates, so that conjunctions
// of almost the same signals in the same places share most of it.
const widest = 16

// And returns the conjunction of signals.
func (c *Circuit) And(in ...Node) Node {
	in = slices.Clone(in)
	for len(in) > widest {
		for i := 0; i*widest < len(in); i++ {
			in[i] = c.gate(in[i*widest : min(len(in), (i+1)*widest)])
		}
		in = in[:(len(in)+widest-1)/widest]
	}
	return c.gate(in)
}

// gate returns the conjunction of a few signals, whose list it may change.
func (c *Circuit) gate(in []Node) Node {
	slices.Sort(in)
	in = slices.Compact(in)
	in = slices.DeleteFunc(in, func(n Node) bool { return n == Yes })
	for _, n := range in {
		if n < 0 {
			if n == No {
				return No
			}
			if _, both := slices.BinarySearch(in, -n); both {
				return No
			}
		}
	}
	switch len(in) {
	case 0:
		return Yes
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
	n := c.add(slices.Clone(in), c.gateName(in))
	c.known[string(key)] = n
	return n
}

// Or returns the disjunction of signals.
func (c *Circuit) Or(in ...Node) Node {
	negated := make([]Node, len(in))
	for i, n := range in {
		negated[i] = -n
	}
	return -c.And(negated...)
}

// Xor returns whether exactly one of two signals holds.
func (c *Circuit) Xor(a, b Node) Node { return c.Or(c.And(a, -b), c.And(-a, b)) }

// AtLeast returns whether at least k of the signals hold.
func (c *Circuit) AtLeast(k int, in []Node) Node {
	if k > len(in) {
		return No
	}
	return c.Counts(k, in)[k]
}

// Counts returns for each j up to k whether at least j of the signals hold.
func (c *Circuit) Counts(k int, in []Node) []Node {
	reach := make([]Node, k+1) // reach[j]: at least j of those seen hold
	for j := range reach {
		reach[j] = No
	}
	reach[0] = Yes
	for _, n := range in {
		for j := k; j > 0; j-- {
			reach[j] = c.Or(reach[j], c.And(reach[j-1], n))
		}
	}
	return reach
}

// SameCount returns whether as many of some signals hold as of others.
func (c *Circuit) SameCount(some, others []Node) Node {
	n := max(len(some), len(others))
	first, second := c.Counts(n, some), c.Counts(n, others)
	var in []Node
	for i := range first {
		in = append(in, -c.Xor(first[i], second[i]))
	}
	return c.And(in...)
}

// Sum returns the sum of two binary numbers, the lowest bit first.
func (c *Circuit) Sum(a, b []Node) (sum []Node) {
	bit := func(n []Node, i int) Node {
		if i < len(n) {
			return n[i]
		}
		return No
	}
	carry := No
	for i := range max(len(a), len(b)) {
		x, y := bit(a, i), bit(b, i)
		either := c.Xor(x, y)
		sum = append(sum, c.Xor(either, carry))
		carry = c.Or(c.And(x, y), c.And(either, carry))
	}
	return append(sum, carry)
}

// NotBelow returns whether a binary number, the lowest bit first, is a number or more.
func (c *Circuit) NotBelow(n []Node, least int) Node {
	if least <= 0 {
		return Yes
	}
	if bits.Len(uint(least)) > len(n) {
		return No
	}
	reached := Yes // by the bits looked at
	for i, bit := range n {
		if least>>i&1 != 0 {
			reached = c.And(bit, reached)
		} else {
			reached = c.Or(bit, reached)
		}
	}
	return reached
}
