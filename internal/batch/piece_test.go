package batch

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestPiecesAreCopiedWhole holds the copying of pieces to appending each, and to the room there
// is.
func TestPiecesAreCopiedWhole(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	p := newPieces()
	for n := range 5 * block {
		p.addItem(bytes.Repeat([]byte{byte(n)}, n))
	}
	for range 5000 {
		list := make([]piece, 1+random.IntN(20))
		for i := range list {
			list[i] = piece(random.IntN(len(p.extents)))
		}
		before := bytes.Repeat([]byte{'b'}, random.IntN(40))
		want := copyPlainly(bytes.Clone(before), p, list)
		if got := p.put(bytes.Clone(before), list); !bytes.Equal(got, want) {
			t.Fatalf("%d: got %q\nwant %q", list, got, want)
		}
		room := len(want) + block
		array := append(append(before, make([]byte, room-len(before))...), "behind"...)
		if got := copyPieces(array[:len(before)], p, list); !bytes.Equal(got, want) || string(array[room:]) != "behind" {
			t.Fatalf("%d: got %q, and behind that %q\nwant %q", list, got, array[room:], want)
		}
	}
}

// TestPiecesTakeTheRoomTheyNeed has one long piece among many short ones.
func TestPiecesTakeTheRoomTheyNeed(t *testing.T) {
	p := newPieces()
	short := p.add([]byte("short"))
	p.add(make([]byte, 1<<20))
	list := make([]piece, 1000)
	for i := range list {
		list[i] = short
	}
	if got := p.put(nil, list); len(got) != 5000 || cap(got) > 10000 {
		t.Errorf("%d bytes take room for %d", len(got), cap(got))
	}
}
