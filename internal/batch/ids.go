package batch

import (
	"hash/maphash"
	"slices"

	"knead/internal/records"
)

// MaxIDs is how many ids a run keeps to notice that one stands twice; they take 16 MB.
const MaxIDs = 1 << 20

// maxRepeated is how many of the ids that stand twice are named.
const maxRepeated = 5

var idSeed = maphash.MakeSeed()

// chunkIDs are the ids of the results of a chunk.
type chunkIDs struct {
	hashes []uint64
	ends   []int // in text
	text   []byte
}

// emptied returns the same memory without ids.
func (c *chunkIDs) emptied() chunkIDs { return chunkIDs{c.hashes[:0], c.ends[:0], c.text[:0]} }

func (c *chunkIDs) add(id records.ID) {
	if id.Absent || len(id.Text) == 0 {
		return
	}
	c.text = append(c.text, id.Text...)
	c.hashes, c.ends = append(c.hashes, maphash.Bytes(idSeed, id.Text)), append(c.ends, len(c.text))
}

// repeats counts the ids of a chunk that stood before, and keeps the first MaxIDs.
func (s *sink) repeats(c *chunkIDs) {
	from := 0
	for i, hash := range c.hashes {
		id := c.text[from:c.ends[i]]
		from = c.ends[i]
		if !s.ids.repeats(hash) {
			continue
		}
		s.Repeated++
		if name := string(id); len(s.RepeatedIDs) < maxRepeated && !slices.Contains(s.RepeatedIDs, name) {
			s.RepeatedIDs = append(s.RepeatedIDs, name)
		}
	}
}

// idSet is a set of hashes with open addressing, at most half full.
type idSet struct {
	slots []uint64
	n     int
}

// repeats reports whether the hash is in the set, and puts it there if there is room.
func (s *idSet) repeats(hash uint64) bool {
	hash |= 1 // 0 is an empty slot
	if 2*s.n >= len(s.slots) && s.n < MaxIDs {
		old := s.slots
		s.slots = make([]uint64, max(2*len(old), 1<<10))
		for _, h := range old {
			if h != 0 {
				s.slots[s.slot(h)] = h
			}
		}
	}
	at := s.slot(hash)
	if s.slots[at] == 0 && s.n < MaxIDs {
		s.slots[at] = hash
		s.n++
		return false
	}
	return s.slots[at] == hash
}

// slot returns where a hash stands, or would.
func (s *idSet) slot(hash uint64) int {
	for at := int(hash >> 32); ; at++ {
		if at &= len(s.slots) - 1; s.slots[at] == 0 || s.slots[at] == hash {
			return at
		}
	}
}
