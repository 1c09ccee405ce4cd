package batch

import (
	"fmt"
	"slices"
	"strconv"
)

// piece is a fixed part of results, by its number among all pieces.
type piece int32

// pieces are fixed parts of results. To say first of which ones a result is made, and then to
// copy them all, is faster than to copy each where it comes up: copying then waits for nothing.
type pieces struct {
	text    []byte   // one piece behind another, and then a block
	extents []extent // by piece
	longest int      // length of a piece
}

// extent is where in the text a piece lies.
type extent struct{ at, n uint32 }

// block is how much is copied at a time, however short a piece is.
const block = 192

func newPieces() *pieces { return &pieces{text: make([]byte, block)} }

func (p *pieces) add(text []byte) piece {
	end := len(p.text) - block
	p.text = slices.Insert(p.text, end, text...)
	p.extents = append(p.extents, extent{uint32(end), uint32(len(text))})
	p.longest = max(p.longest, len(text))
	return piece(len(p.extents) - 1)
}

func (p *pieces) addf(format string, args ...any) piece {
	return p.add(fmt.Appendf(nil, format, args...))
}

// addItem adds an item of a list: first with a comma in front, and then, as the next piece,
// without one.
func (p *pieces) addItem(text []byte) piece {
	item := p.add(append([]byte{','}, text...))
	whole := p.extents[item]
	p.extents = append(p.extents, extent{whole.at + 1, whole.n - 1})
	return item
}

// addCounts adds the whole numbers below n as items.
func (p *pieces) addCounts(n int) (counts []piece) {
	for i := range n {
		counts = append(counts, p.addItem(strconv.AppendInt(nil, int64(i), 10)))
	}
	return counts
}

// put appends the pieces of a list. What lies behind them in the array of to is written over.
func (p *pieces) put(to []byte, list []piece) []byte {
	if len(list) == 0 {
		return to
	}
	if cap(to)-len(to) < len(list)*p.longest+block { // else there is room whatever the pieces are
		to = slices.Grow(to, p.length(list)+block)
	}
	return copyPieces(to, p, list)
}

// length returns how long the pieces of a list are together.
func (p *pieces) length(list []piece) (n int) {
	for _, i := range list {
		n += int(p.extents[i].n)
	}
	return n
}

// copyPlainly appends pieces, as copyPieces does.
func copyPlainly(to []byte, p *pieces, list []piece) []byte {
	for _, i := range list {
		e := p.extents[i]
		to = append(to, p.text[e.at:e.at+e.n]...)
	}
	return to
}
