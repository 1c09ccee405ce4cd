package packfile

import (
	"encoding/json"
	"strings"
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
	kind      tokenKind
	line, col int    // of its begin; both count from 1, col in characters
	text      string // number: as spelled; string: without quotes, escapes undone
	halved    bool   // string: it holds half of a surrogate pair, replaced by U+FFFD
}

// jsonTokens cuts a text into the tokens of JSON: those of encoding/json, but for strings
// that are not valid UTF-8. In which order tokens may stand is left to the caller.
type jsonTokens struct {
	text      string
	at        int // offset behind the last token
	line      int
	lineStart int // offset of column 1; moved on for every byte that is no character of its own
}

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
	*token = jsonToken{line: t.line, col: t.at - t.lineStart + 1}
	if t.at == len(s) {
		token.kind = endToken
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
}

func (t *jsonTokens) literal(token *jsonToken, kind tokenKind, word string) {
	if strings.HasPrefix(t.text[t.at:], word) {
		token.kind, token.text = kind, word
		t.at += len(word)
	}
}

// number reads a number, whose grammar is left to encoding/json.
func (t *jsonTokens) number(token *jsonToken) {
	i := t.at
	for i < len(t.text) && strings.IndexByte("+-.0123456789Ee", t.text[i]) >= 0 {
		i++
	}
	if word := t.text[t.at:i]; word != "" && json.Valid([]byte(word)) {
		token.kind, token.text, t.at = numberToken, word, i
	}
}

// str reads a string. Its escapes are left to encoding/json.
func (t *jsonTokens) str(token *jsonToken) {
	s, i, escaped, wide := t.text, t.at+1, false, false
	for ; i < len(s) && s[i] != '"'; i++ {
		switch c := s[i]; {
		case c < ' ':
			return
		case c == '\\':
			escaped = true
			i++
		case c >= utf8.RuneSelf:
			wide = true
		}
	}
	if i >= len(s) {
		return
	}
	token.text = s[t.at+1 : i]
	if wide {
		if !utf8.ValidString(token.text) {
			return
		}
		t.lineStart += len(token.text) - utf8.RuneCountInString(token.text)
	}
	if escaped {
		spelling := token.text
		if json.Unmarshal([]byte(s[t.at:i+1]), &token.text) != nil {
			return
		}
		token.halved = replaced(token.text) > replaced(spelling)+strings.Count(strings.ToLower(spelling), `\ufffd`)
	}
	token.kind, t.at = stringToken, i+1
}

// replaced counts the characters that stand where something else could not be read.
func replaced(s string) int { return strings.Count(s, string(utf8.RuneError)) }
