package records

// jsonShape follows the brackets, commas and colons of a value of JSON, and notices when
// they cannot be those of one any more. What words and numbers say is not its business.
type jsonShape struct {
	depth    int
	objects  uint64 // a bit for each open bracket, the innermost lowest: it is a brace
	expect   jsonExpect
	inString bool
	escaped  bool
	inWord   bool // a number, true, false or null
	broken   bool // for good; depth is still followed
}

type jsonExpect uint8

const (
	expectValue jsonExpect = iota
	expectKey
	expectFirst // a value or a key, or the end of what has just begun
	expectColon
	expectMore // a comma or an end
)

// maxShape is the depth to which brackets are told apart.
const maxShape = 64

func (s *jsonShape) object() bool { return s.objects&1 == 1 }

// take follows one byte.
func (s *jsonShape) take(b byte) {
	if s.inString {
		s.inside(b)
		return
	}
	switch b {
	case ' ', '\t', '\r', '\n':
	case '{', '[':
		s.value()
		s.depth++
		s.objects <<= 1
		if b == '{' {
			s.objects |= 1
		}
		s.expect, s.broken = expectFirst, s.broken || s.depth > maxShape
	case '}', ']':
		fits := s.depth > 0 && s.object() == (b == '}') && (s.expect == expectFirst || s.expect == expectMore)
		s.depth = max(s.depth-1, 0)
		s.objects >>= 1
		s.expect, s.broken = expectMore, s.broken || !fits
	case ',':
		s.broken = s.broken || s.depth == 0 || s.expect != expectMore
		s.expect = expectValue
		if s.object() {
			s.expect = expectKey
		}
	case ':':
		s.broken = s.broken || s.expect != expectColon
		s.expect = expectValue
	case '"':
		s.inString = true
		if s.expect == expectKey || s.expect == expectFirst && s.object() {
			s.expect = expectColon
		} else {
			s.value()
		}
	default:
		if !s.inWord {
			s.value()
		}
		s.inWord = true
		return
	}
	s.inWord = false
}

// inside follows a byte of a string, which cannot hold a line feed.
func (s *jsonShape) inside(b byte) {
	switch {
	case b == '\n':
		s.inString, s.escaped, s.broken = false, false, true
	case s.escaped:
		s.escaped = false
	case b == '\\':
		s.escaped = true
	case b == '"':
		s.inString = false
	}
}

// value begins a value that is no key.
func (s *jsonShape) value() {
	if s.expect != expectValue && (s.expect != expectFirst || s.object()) {
		s.broken = true
	}
	s.expect = expectMore
}
