package xlsx

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// scanner reads XML tag by tag. It knows what sheets use of XML: no document type, and of entities
// those of XML and numbers.
type scanner struct {
	r      *bufio.Reader
	name   []byte // of the tag, without its namespace
	attrs  []byte // of the tag
	closes bool   // it is an end tag, or an empty element
	empty  bool   // it is an empty element
	text   []byte // before the tag and behind the one before it
	tag    []byte // room
}

// maxText is how much of a text is kept.
const maxText = 1<<20 + 1<<16

func newScanner(r io.Reader) *scanner { return &scanner{r: bufio.NewReaderSize(r, 64<<10)} }

var errXML = errors.New("its XML is broken")

// next reads the next tag and the text in front of it.
func (s *scanner) next() error {
	s.text = s.text[:0]
	for {
		if err := s.readText(); err != nil {
			return err
		}
		tag, err := s.readTag()
		switch {
		case err != nil:
			return err
		case tag[0] == '?':
			continue
		case bytes.HasPrefix(tag, []byte("!--")):
			if err := s.until(tag, "!--", "--"); err != nil {
				return err
			}
			continue
		case bytes.HasPrefix(tag, []byte("![CDATA[")):
			if err := s.until(tag, "![CDATA[", "]]"); err != nil {
				return err
			}
			if inside := s.tag[len("![CDATA[") : len(s.tag)-2]; len(s.text)+len(inside) <= maxText {
				s.text = append(s.text, inside...)
			}
			continue
		case tag[0] == '!':
			return errors.New("its XML has a document type, which no spreadsheet writes")
		}
		return s.setTag(tag)
	}
}

// setTag takes a tag apart.
func (s *scanner) setTag(tag []byte) error {
	s.closes, s.empty = false, false
	switch {
	case tag[0] == '/':
		tag, s.closes = tag[1:], true
	case tag[len(tag)-1] == '/':
		tag, s.closes, s.empty = tag[:len(tag)-1], true, true
	}
	end := 0
	for end < len(tag) && tag[end] > ' ' {
		end++
	}
	s.name, s.attrs = tag[:end], tag[end:]
	if i := bytes.IndexByte(s.name, ':'); i >= 0 {
		s.name = s.name[i+1:]
	}
	if len(s.name) == 0 {
		return errXML
	}
	return nil
}

// readText appends the text in front of the next tag to text.
func (s *scanner) readText() error {
	for {
		part, err := s.r.ReadSlice('<')
		ended := err == nil
		if ended {
			part = part[:len(part)-1]
		}
		if room := maxText - len(s.text); room > 0 {
			s.text = appendText(s.text, part[:min(len(part), room)])
		}
		switch {
		case ended:
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return io.EOF
		default:
			return err
		}
	}
}

// appendText appends text with its entities undone.
func appendText(to, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return append(to, text...)
		}
		to, text = append(to, text[:i]...), text[i:]
		end := bytes.IndexByte(text[:min(len(text), 12)], ';')
		r := rune(-1)
		if end > 0 {
			r = entity(string(text[1:end]))
		}
		if r < 0 {
			to, text = append(to, '&'), text[1:]
			continue
		}
		to, text = utf8.AppendRune(to, r), text[end+1:]
	}
}

// entity returns the character that an entity stands for, or -1.
func entity(name string) rune {
	switch name {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	base := 10
	if len(name) > 2 && name[0] == '#' && (name[1] == 'x' || name[1] == 'X') {
		base, name = 16, name[2:]
	} else if len(name) > 1 && name[0] == '#' {
		name = name[1:]
	} else {
		return -1
	}
	n, err := strconv.ParseUint(name, base, 21)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return -1
	}
	return rune(n)
}

// readTag reads to the end of a tag, whose quoted attributes may hold its end mark.
func (s *scanner) readTag() ([]byte, error) {
	s.tag = s.tag[:0]
	for {
		part, err := s.r.ReadSlice('>')
		if len(s.tag) == 0 && err == nil && bytes.Count(part, []byte{'"'})%2 == 0 && bytes.IndexByte(part, '\'') < 0 && len(part) > 1 {
			s.tag = append(s.tag, part[:len(part)-1]...)
			return s.tag, nil
		}
		s.tag = append(s.tag, part...)
		switch {
		case errors.Is(err, io.EOF):
			return nil, io.ErrUnexpectedEOF
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(s.tag) > maxText:
			return nil, errXML
		case err == nil && (s.tag[0] == '!' || !openQuote(s.tag)):
			if len(s.tag) < 2 {
				return nil, errXML
			}
			return s.tag[:len(s.tag)-1], nil
		}
	}
}

// openQuote reports whether the tag ends within a quoted attribute.
func openQuote(tag []byte) bool {
	var quote byte
	for _, b := range tag {
		switch {
		case quote == 0 && (b == '"' || b == '\''):
			quote = b
		case b == quote:
			quote = 0
		}
	}
	return quote != 0
}

// until reads on to the end of a comment or the like that begins with tag.
func (s *scanner) until(tag []byte, begin, end string) error {
	s.tag = append(s.tag[:0], tag...)
	for len(s.tag) < len(begin)+len(end) || !bytes.HasSuffix(s.tag, []byte(end)) {
		s.tag = append(s.tag, '>')
		part, err := s.r.ReadSlice('>')
		switch {
		case err == nil:
			part = part[:len(part)-1]
		case errors.Is(err, bufio.ErrBufferFull):
			return errXML
		default:
			return io.ErrUnexpectedEOF
		}
		if s.tag = append(s.tag, part...); len(s.tag) > maxText {
			return errXML
		}
	}
	return nil
}

// blank is what may stand around a tag's attributes and their equals signs.
const blank = " \t\r\n"

// attr returns the value of an attribute without a namespace, or nil.
func (s *scanner) attr(name string) []byte {
	rest := s.attrs
	for {
		for len(rest) > 0 && rest[0] <= ' ' {
			rest = rest[1:]
		}
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			return nil
		}
		found := bytes.TrimRight(rest[:i], blank)
		rest = bytes.TrimLeft(rest[i+1:], blank)
		if len(rest) == 0 {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(found) == name {
			return rest[1 : 1+end]
		}
		rest = rest[end+2:]
	}
}

// skip reads on to the end of an element that has begun.
func (s *scanner) skip(name string) error {
	for {
		if err := s.next(); err != nil {
			return fmt.Errorf("the element %q has no end: %w", name, err)
		}
		if s.closes && string(s.name) == name {
			return nil
		}
	}
}
