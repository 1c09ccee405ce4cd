package packfile

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// tokenKind says what a token is. Punctuation is its own character.
type tokenKind byte

const (
	noToken     tokenKind = 0 // what stands here is no JSON
	endToken    tokenKind = 'e'
	nullToken   tokenKind = 'n'
	boolToken   tokenKind = 'b'
	numberToken tokenKind = '0'
	stringToken tokenKind = '"'
)

// jsonToken is one token of a JSON text and where it stands.
type jsonToken struct {
	kind       tokenKind
	start, end int    // offsets in bytes of its begin and of what follows it
	line, col  int    // of its begin; both count from 1, col in characters
	text       string // number: as spelled; string: without quotes, escapes undone
	halved     bool   // string: it holds half of a surrogate pair, replaced by U+FFFD
}

// jsonTokens cuts a text into the tokens of JSON. It takes tokens exactly as encoding/json
// does, but for strings that are not valid UTF-8, which are refused. In which order tokens
// may stand is left to the caller.
type jsonTokens struct {
	text      string
	at        int // offset behind the last token
	line      int
	lineStart int // offset of column 1; moved on for every byte that is no character of its own
}

func newJSONTokens(text string) jsonTokens { return jsonTokens{text: text, line: 1} }

// next reads the token that follows.
func (t *jsonTokens) next(token *jsonToken) {
	s := t.text
	for t.at < len(s) && s[t.at] <= ' ' {
		switch s[t.at] {
		case '\n':
			t.line++
			t.lineStart = t.at + 1
		case ' ', '\t', '\r':
		default:
			*token = jsonToken{}
			return
		}
		t.at++
	}
	*token = jsonToken{start: t.at, line: t.line, col: t.at - t.lineStart + 1}
	if t.at == len(s) {
		token.kind, token.end = endToken, t.at
		return
	}
	switch c := s[t.at]; c {
	case '{', '}', '[', ']', ',', ':':
		token.kind, t.at = tokenKind(c), t.at+1
	case '"':
		t.str(token)
	case 't':
		t.literal(token, boolToken, "true")
	case 'f':
		t.literal(token, boolToken, "false")
	case 'n':
		t.literal(token, nullToken, "null")
	default:
		t.number(token)
	}
	token.end = t.at
}

func (t *jsonTokens) literal(token *jsonToken, kind tokenKind, word string) {
	if strings.HasPrefix(t.text[t.at:], word) {
		token.kind, token.text = kind, word
		t.at += len(word)
	}
}

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (t *jsonTokens) number(token *jsonToken) {
	s, i := t.text, t.at
	if s[i] == '-' {
		i++
	}
	whole := digitsEnd(s, i)
	if whole == i || s[i] == '0' && whole > i+1 {
		return
	}
	if i = whole; i < len(s) && s[i] == '.' {
		fraction := digitsEnd(s, i+1)
		if fraction == i+1 {
			return
		}
		i = fraction
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		exponent := digitsEnd(s, i)
		if exponent == i {
			return
		}
		i = exponent
	}
	token.kind, token.text = numberToken, s[t.at:i]
	t.at = i
}

// digitsEnd returns the offset behind the digits that begin at i.
func digitsEnd(s string, i int) int {
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return i
}

// str reads a string.
func (t *jsonTokens) str(token *jsonToken) {
	s, begin := t.text, t.at+1
	i, escaped, wide := begin, false, 0
	for ; i < len(s) && s[i] != '"'; i++ {
		switch c := s[i]; {
		case c < ' ':
			return
		case c == '\\':
			escaped = true
			i++
		case c >= utf8.RuneSelf:
			wide++
		}
	}
	if i >= len(s) {
		return
	}
	token.text = s[begin:i]
	if wide > 0 {
		if !utf8.ValidString(token.text) {
			return
		}
		t.lineStart += len(token.text) - utf8.RuneCountInString(token.text)
	}
	if escaped {
		var ok bool
		if token.text, token.halved, ok = unescaped(token.text); !ok {
			return
		}
	}
	token.kind, t.at = stringToken, i+1
}

// unescaped undoes the escapes in a string.
func unescaped(s string) (text string, halved, ok bool) {
	b := make([]byte, 0, len(s))
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 {
			return string(append(b, s...)), halved, true
		}
		b = append(b, s[:i]...)
		s = s[i+1:]
		if s == "" {
			return "", false, false
		}
		switch c := s[0]; c {
		case '"', '\\', '/':
			b = append(b, c)
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r, size, ok := codePoint(s)
			if !ok {
				return "", false, false
			}
			halved = halved || utf16.IsSurrogate(r)
			b = utf8.AppendRune(b, r) // U+FFFD for half of a pair
			s = s[size-1:]
		default:
			return "", false, false
		}
		s = s[1:]
	}
}

// codePoint reads u and four hexadecimal digits, and with them the second half of a
// surrogate pair. It returns the length of both; half of a pair comes back as it is.
func codePoint(s string) (r rune, size int, ok bool) {
	first, ok := hexadecimal(s)
	if !ok {
		return 0, 0, false
	}
	if utf16.IsSurrogate(first) && strings.HasPrefix(s[5:], `\u`) {
		if second, ok := hexadecimal(s[6:]); ok {
			if pair := utf16.DecodeRune(first, second); pair != utf8.RuneError {
				return pair, 11, true
			}
		}
	}
	return first, 5, true
}

func hexadecimal(s string) (rune, bool) {
	if len(s) < 5 {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:5], 16, 16)
	return rune(n), err == nil
}
