package engine

import (
	"slices"

	"knead/rules"
)

func init() { InterpretFirst(0) } // tests hold the tables to the interpreter

// InterpretFirst makes programs evaluate so often by the interpreter before they make tables, and
// returns what takes that back.
func InterpretFirst(n int32) func() {
	before := untabled
	untabled = n
	return func() { untabled = before }
}

// CopyFrom makes the facts those of others.
func (f *Facts) CopyFrom(others *Facts) {
	copy(f.answers, others.answers)
	copy(f.plain, others.plain)
	f.hits = append(f.hits[:0], others.hits...)
	copy(f.believed, others.believed)
	f.settled = false
}

// CopyCodes makes the answer codes those of others, and so the numbers that derived ones are
// made of.
func (f *Facts) CopyCodes(others *Facts) {
	copy(f.plain, others.plain)
	for _, d := range f.program.pack.Derived {
		for _, t := range d.Terms {
			f.answers[t.Question] = others.answers[t.Question]
		}
	}
	f.settled = false
}

// Equal reports whether the facts say the same in every field of the answers and in the codes.
func (f *Facts) Equal(others *Facts) bool {
	return slices.Equal(f.answers, others.answers) && slices.Equal(f.plain, others.plain)
}

// WhatIfWithin is WhatIf that looks at no more results than most.
func (p *Program) WhatIfWithin(in *rules.Intake, most int) WhatIf { return p.whatIf(in, most) }
