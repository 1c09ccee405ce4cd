package records

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is how the characters of a table are written.
type Encoding uint8

const (
	// AnyEncoding is UTF-8 or UTF-16, as the first bytes show.
	AnyEncoding Encoding = iota
	UTF8
	UTF16
	Windows1252 // which looks like others, so that it has to be asked for
)

var encodingNames = [...]string{"", "utf-8", "utf-16", "windows-1252"}

// String returns the encoding's name as users write it.
func (e Encoding) String() string { return encodingNames[e] }

// Encodings returns the encodings that may be asked for by name.
func Encodings() []Encoding { return []Encoding{UTF8, UTF16, Windows1252} }

// decode returns a reader of the text in UTF-8, and whether it is not in that already. A byte
// order mark outweighs what was asked for.
func (e Encoding) decode(r io.Reader) (decoded io.Reader, other bool) {
	begin := bufio.NewReaderSize(r, 16)
	first, _ := begin.Peek(len(ByteOrderMark)) // reading on tells what is wrong
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(first, []byte(ByteOrderMark)):
	case bytes.HasPrefix(first, []byte("\xff\xfe")), bytes.HasPrefix(first, []byte("\xfe\xff")), e == UTF16:
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case e == Windows1252:
		from = charmap.Windows1252
	case e == AnyEncoding && len(first) > 1 && first[0] != 0 && first[1] == 0:
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case e == AnyEncoding && len(first) > 1 && first[0] == 0 && first[1] != 0:
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	if from == nil {
		return begin, false
	}
	var units io.Reader = begin
	if from != encoding.Encoding(charmap.Windows1252) {
		units = &unitReader{r: begin, big: first[0] == 0xfe || first[0] == 0}
	}
	return from.NewDecoder().Reader(units), true
}

// unitReader passes UTF-16 on and fails where it ends within a character.
type unitReader struct {
	r    io.Reader
	big  bool    // end first
	last [2]byte // bytes read
	n    int64   // bytes read
}

// halfCharacter is the place of the first byte of a character of which the rest is not there.
type halfCharacter int64

func (h halfCharacter) Error() string { return fmt.Sprintf("half a character at byte %d", int64(h)) }

func (u *unitReader) Read(p []byte) (n int, err error) {
	n, err = u.r.Read(p)
	u.n += int64(n)
	switch {
	case n > 1:
		u.last = [2]byte(p[n-2 : n])
	case n == 1:
		u.last = [2]byte{u.last[1], p[0]}
	}
	high := u.last[1]
	if u.big {
		high = u.last[0]
	}
	switch {
	case !errors.Is(err, io.EOF):
	case u.n%2 != 0:
		err = halfCharacter(u.n - 1)
	case u.n > 0 && high>>2 == 0xd8>>2: // the first half of a pair
		err = halfCharacter(u.n - 2)
	}
	return n, err
}
