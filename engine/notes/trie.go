package notes

import (
	"cmp"
	"slices"
	"strings"
)

// key is the joined words of a phrase.
type key struct {
	text   string
	phrase int32
}

// trie finds keys byte by byte. Its nodes stand breadth first, so that the children of a node
// stand together and those of the next follow; node 0 is the root.
type trie struct {
	roots   [256]int32 // the children of the root, by label
	label   []byte
	first   []int32 // where the children begin; those of the last end at len(label)
	phrases []int32
	last    []int32 // where the phrases that end at a node end in phrases
}

// newTrie makes the trie of keys.
func newTrie(keys []key) (t trie) {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.phrase, b.phrase)) })
	size := 0
	for _, k := range keys {
		size += len(k.text)
	}
	type run struct {
		keys  []key // that begin alike
		depth int
	}
	t.label = append(make([]byte, 0, size), 0)
	queue := append(make([]run, 0, size), run{keys, 0})
	for i := 0; i < len(queue); i++ {
		r := queue[i]
		for len(r.keys) > 0 && len(r.keys[0].text) == r.depth {
			t.phrases = append(t.phrases, r.keys[0].phrase)
			r.keys = r.keys[1:]
		}
		t.last = append(t.last, int32(len(t.phrases)))
		t.first = append(t.first, int32(len(t.label)))
		for len(r.keys) > 0 {
			c := r.keys[0].text[r.depth]
			n := len(r.keys)
			if k := slices.IndexFunc(r.keys, func(k key) bool { return k.text[r.depth] != c }); k > 0 {
				n = k
			}
			t.label = append(t.label, c)
			queue = append(queue, run{r.keys[:n], r.depth + 1})
			r.keys = r.keys[n:]
		}
	}
	t.first = append(t.first, int32(len(t.label)))
	for k := t.first[0]; k < t.first[1]; k++ {
		t.roots[t.label[k]] = k
	}
	return t
}

// child returns the child of a node with that label, or 0.
func (t *trie) child(node int32, c byte) int32 {
	if node == 0 {
		return t.roots[c]
	}
	from, to := t.first[node], t.first[node+1]
	for to-from > 8 {
		if mid := (from + to) / 2; t.label[mid] <= c {
			from = mid
		} else {
			to = mid
		}
	}
	for ; from < to; from++ {
		if t.label[from] == c {
			return from
		}
	}
	return 0
}

// ends returns the phrases that end at a node, in their order.
func (t *trie) ends(node int32) []int32 {
	from := int32(0)
	if node > 0 {
		from = t.last[node-1]
	}
	return t.phrases[from:t.last[node]]
}
