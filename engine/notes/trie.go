package notes

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// key is the joined words of a phrase.
type key struct {
	text   string
	phrase int32
}

// trie finds keys. What only one way leads on from stands in its node: the bytes that each key there
// goes on with. Nodes stand breadth first, so that the children of a node stand together and those of
// the next follow; node 0 is the root.
type trie struct {
	label   []byte // the first byte of each node
	tails   []byte // and its further ones
	nodes   []node // and one behind the last
	rows    []int32
	phrases []int32
	starts  []start // a hash table with open addressing, at most half full
	shift   int     // leaves of a hash what numbers a slot of starts
}

// start is where a key stands after its first bytes, at most [prefix].
type start struct {
	bytes    uint32 // as [rules.NoteText.Prefix] has them
	node     int32  // 0 in an empty slot
	from, to int32  // what is left of the node's tail behind them
}

const prefix = 4 // bytes

type node struct {
	first   int32 // where its children begin
	tail    int32 // where its tail begins
	phrases int32 // where the phrases that end there begin
	row     int32 // of a node with many children, where the row of those by label from lo on begins in rows
	lo, n   uint8 // n is one less than the length of the row, 0 without one
}

// many is how many children are not looked for one by one.
const many = 4

// newTrie makes the trie of keys.
func newTrie(keys []key) (t trie) {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.phrase, b.phrase)) })
	type run struct {
		keys  []key // that begin alike
		depth int
	}
	t.label = append(t.label, 0)
	queue := []run{{keys, 0}}
	var starts []start
	for i := 0; i < len(queue); i++ {
		r := queue[i]
		depth := r.depth
		if i > 0 {
			for last := r.keys[len(r.keys)-1].text; depth < len(r.keys[0].text) && r.keys[0].text[depth] == last[depth]; depth++ {
			}
		}
		end := len(t.tails) + depth - r.depth // of the tail
		for d := max(r.depth, 1); d <= min(depth, prefix); d++ {
			var b [prefix]byte
			copy(b[:], r.keys[0].text[:d])
			starts = append(starts, start{binary.LittleEndian.Uint32(b[:]), int32(i), int32(end - depth + d), int32(end)})
		}
		t.nodes = append(t.nodes, node{first: int32(len(t.label)), tail: int32(len(t.tails)), phrases: int32(len(t.phrases))})
		if i > 0 {
			t.tails = append(t.tails, r.keys[0].text[r.depth:depth]...)
		}
		for len(r.keys) > 0 && len(r.keys[0].text) == depth {
			t.phrases = append(t.phrases, r.keys[0].phrase)
			r.keys = r.keys[1:]
		}
		for len(r.keys) > 0 {
			c := r.keys[0].text[depth]
			n := len(r.keys)
			if k := slices.IndexFunc(r.keys, func(k key) bool { return k.text[depth] != c }); k > 0 {
				n = k
			}
			t.label = append(t.label, c)
			queue = append(queue, run{r.keys[:n], depth + 1})
			r.keys = r.keys[n:]
		}
	}
	t.nodes = append(t.nodes, node{first: int32(len(t.label)), tail: int32(len(t.tails)), phrases: int32(len(t.phrases))})
	for i := range t.nodes[:len(t.nodes)-1] {
		t.index(i)
	}
	log := bits.Len(uint(2 * len(starts)))
	t.starts, t.shift = make([]start, 1<<log), 32-log
	for _, s := range starts {
		*t.slot(s.bytes) = s
	}
	return t
}

// slot returns where the node of a prefix stands, or would.
func (t *trie) slot(bytes uint32) *start {
	for at := int(bytes * 0x9e3779b1 >> t.shift); ; at++ {
		if s := &t.starts[at&(len(t.starts)-1)]; s.bytes == bytes || s.node == 0 {
			return s
		}
	}
}

// index makes the row of a node with many children.
func (t *trie) index(i int) {
	n := &t.nodes[i]
	children := t.label[n.first:t.nodes[i+1].first]
	if len(children) <= many {
		return
	}
	n.row, n.lo, n.n = int32(len(t.rows)), children[0], children[len(children)-1]-children[0]
	t.rows = append(t.rows, make([]int32, int(n.n)+1)...)
	for k, c := range children {
		t.rows[n.row+int32(c-n.lo)] = n.first + int32(k)
	}
}

// child returns the child of a node with that label, or 0.
func (t *trie) child(at int32, c byte) int32 {
	n := &t.nodes[at]
	if n.n > 0 {
		if c -= n.lo; c <= n.n {
			return t.rows[n.row+int32(c)]
		}
		return 0
	}
	for k := n.first; k < t.nodes[at+1].first; k++ {
		if t.label[k] == c {
			return k
		}
	}
	return 0
}

// ends returns the phrases that end at a node, in their order.
func (t *trie) ends(at int32) []int32 { return t.phrases[t.nodes[at].phrases:t.nodes[at+1].phrases] }

// tail returns the bytes of a node behind its first.
func (t *trie) tail(at int32) []byte { return t.tails[t.nodes[at].tail:t.nodes[at+1].tail] }
