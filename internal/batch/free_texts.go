package batch

import (
	"slices"

	"knead/engine"
)

// freeTexts are answers that are read when all others are known, since their meaning depends
// on those.
type freeTexts []freeText

type freeText struct {
	question int
	text     []byte
}

// give gives them in the order of the questions, however a record orders them: of two texts
// that hint at the same question the first counts.
func (t freeTexts) give(f *engine.Facts) {
	slices.SortFunc(t, func(a, b freeText) int { return a.question - b.question })
	for i := range t {
		f.SetText(t[i].question, t[i].text)
	}
}
