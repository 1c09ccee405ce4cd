package batch

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// glance is as much text as is looked at together.
type glance [8 * glanceWords]byte

const glanceWords = 4

// glanceAt returns the text at data[i]; at least padding bytes must follow the record in data.
func glanceAt(data []byte, i int) *glance { return (*glance)(data[i : i+len(glance{})]) }

// pattern is a fixed text that is looked for without a branch that depends on its length.
type pattern struct {
	n int // its length
	// words is what fits into a glance, eight bytes in each, under masks; rest what follows.
	words, masks [glanceWords]uint64
	rest         string
}

// nothing is too long to stand in any record.
const nothing = math.MaxInt32

func newPattern(text []byte) pattern {
	p := pattern{n: len(text)}
	var begin glance
	if n := copy(begin[:], text); n < len(text) {
		p.rest = string(text[n:])
	}
	for k := range p.words {
		p.words[k] = binary.LittleEndian.Uint64(begin[8*k:])
		switch left := len(text) - 8*k; {
		case left >= 8:
			p.masks[k] = math.MaxUint64
		case left > 0:
			p.masks[k] = 1<<(8*left) - 1
		}
	}
	return p
}

// differs is zero when the text stands in d, as much of it as fits.
func (p *pattern) differs(d *glance) uint64 {
	return (binary.LittleEndian.Uint64(d[0:])^p.words[0])&p.masks[0] |
		(binary.LittleEndian.Uint64(d[8:])^p.words[1])&p.masks[1] |
		(binary.LittleEndian.Uint64(d[16:])^p.words[2])&p.masks[2] |
		(binary.LittleEndian.Uint64(d[24:])^p.words[3])&p.masks[3]
}

// stands reports whether the text stands at data[i] and ends within data[:n].
func (p *pattern) stands(data []byte, n, i int) bool {
	return i+p.n <= n && p.differs(glanceAt(data, i)) == 0 &&
		(p.rest == "" || string(data[i+len(glance{}):i+p.n]) == p.rest)
}

// number reads a whole number of at most three digits. Its length is zero when it is none,
// is longer, or begins with a zero that means nothing.
func number(d *glance) (v, n int) {
	x := binary.LittleEndian.Uint32(d[:]) ^ '0'*0x01010101
	// The high bit of each byte that is no digit; above the lowest such byte others may be
	// marked too.
	n = bits.TrailingZeros32((x+(0x80-10)*0x01010101|x)&0x80808080) >> 3
	if n > 3 || x&0xff == 0 && n > 1 {
		return 0, 0
	}
	x <<= (32 - 8*n) & 31
	return int(x>>8&0xff*100 + x>>16&0xff*10 + x>>24), n
}
