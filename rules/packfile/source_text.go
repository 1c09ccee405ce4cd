package packfile

import (
	"strings"
	"unicode/utf8"

	"knead/rules"
)

const byteOrderMark = "\uFEFF"

// checkText complains about the first byte that does not belong into a text file. YAML
// excludes more characters than JSON.
func checkText(data []byte, file string, format Format) *rules.Problem {
	at := place{data: data, pos: rules.Pos{File: file, Line: 1, Col: 1}}
	for i := 0; i < len(data); {
		c := data[i]
		if c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			at.advance(i)
			return &rules.Problem{Pos: at.pos, Code: "not-text", Message: "not a text file in UTF-8: save it as UTF-8"}
		case r < ' ' || format == YAML && r >= 0x7f && r < 0xa0 && r != 0x85:
			at.advance(i)
			return &rules.Problem{Pos: at.pos, Code: "not-text", Message: "control character here: this looks like a binary file, not text"}
		}
		i += size
	}
	return nil
}

// place turns increasing byte offsets into lines and columns.
type place struct {
	data   []byte
	offset int
	pos    rules.Pos
}

// advance moves the place on to the offset.
func (p *place) advance(offset int) {
	offset = min(offset, len(p.data))
	if offset <= p.offset {
		return
	}
	passed := string(p.data[p.offset:offset])
	p.offset = offset
	if lines := strings.Count(passed, "\n"); lines > 0 {
		p.pos.Line += lines
		p.pos.Col = 1
		passed = passed[strings.LastIndexByte(passed, '\n')+1:]
	}
	p.pos.Col += utf8.RuneCountInString(passed)
}
