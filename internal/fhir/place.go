package fhir

import (
	"unicode/utf8"

	"knead/rules"
)

// places turns offsets into lines and columns, the columns in characters. It remembers
// where it has been, so that a file full of complaints is not read again for each.
type places struct {
	data  []byte
	file  string
	marks []rules.Pos // at every markEvery bytes from the beginning, as far as was asked
}

const markEvery = 1 << 10

// at returns the place of an offset.
func (p *places) at(offset int) rules.Pos {
	offset = min(offset, len(p.data))
	if p.marks == nil {
		p.marks = []rules.Pos{{File: p.file, Line: 1, Col: 1}}
	}
	for n := len(p.marks); n <= offset/markEvery; n++ {
		p.marks = append(p.marks, advance(p.marks[n-1], p.data[(n-1)*markEvery:n*markEvery]))
	}
	n := offset / markEvery
	return advance(p.marks[n], p.data[n*markEvery:offset])
}

// advance moves a place over bytes of UTF-8.
func advance(pos rules.Pos, over []byte) rules.Pos {
	for _, b := range over {
		switch {
		case b == '\n':
			pos.Line, pos.Col = pos.Line+1, 1
		case utf8.RuneStart(b):
			pos.Col++
		}
	}
	return pos
}
