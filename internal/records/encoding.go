package records

import (
	"bufio"
	"bytes"
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
	return from.NewDecoder().Reader(begin), true
}
