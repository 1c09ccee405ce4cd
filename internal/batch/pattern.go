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

// newGlance returns a text, or as much of it as fits.
func newGlance(text string) *glance {
	var d glance
	copy(d[:], text)
	return &d
}

// masks are, by the length of a text, the bytes of a glance that it takes.
var masks = makeMasks()

func makeMasks() (m [len(glance{}) + 1][glanceWords]uint64) {
	for n := range m {
		for k := range m[n] {
			switch left := n - 8*k; {
			case left >= 8:
				m[n][k] = math.MaxUint64
			case left > 0:
				m[n][k] = 1<<(8*left) - 1
			}
		}
	}
	return m
}

// opening is the begin of a text, as much of it as fits into a glance: eight bytes in each
// word, and zeros behind.
type opening [glanceWords]uint64

func newOpening(text string) (o opening) {
	d := newGlance(text)
	for k := range o {
		o[k] = binary.LittleEndian.Uint64(d[8*k:])
	}
	return o
}

// differs is zero when d begins like the text, whose length is n, without a branch that
// depends on that.
func (o *opening) differs(d *glance, n uint) uint64 {
	m := &masks[min(n, uint(len(d)))]
	return (binary.LittleEndian.Uint64(d[0:])^o[0])&m[0] |
		(binary.LittleEndian.Uint64(d[8:])^o[1])&m[1] |
		(binary.LittleEndian.Uint64(d[16:])^o[2])&m[2] |
		(binary.LittleEndian.Uint64(d[24:])^o[3])&m[3]
}

// wholeNumber reads a whole number of at most three digits. Its length is zero when it is none,
// is longer, or begins with a zero that means nothing.
func wholeNumber(d *glance) (v uint32, n uint) {
	x := binary.LittleEndian.Uint32(d[:]) ^ '0'*0x01010101
	// The high bit of each byte that is no digit; above the lowest such byte others may be
	// marked too.
	n = uint(bits.TrailingZeros32((x+(0x80-10)*0x01010101|x)&0x80808080)) >> 3
	if n > 3 || x&0xff == 0 && n > 1 {
		return 0, 0
	}
	x <<= (32 - 8*n) & 31
	return x>>8&0xff*100 + x>>16&0xff*10 + x>>24, n
}
