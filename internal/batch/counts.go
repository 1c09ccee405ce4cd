package batch

import (
	"math/bits"
	"slices"

	"knead/engine"
	"knead/rules"
)

// Counts are how often things happened among results, each by its index in the pack.
type Counts struct {
	Dispositions [rules.Emergency + 1]int64
	Therapies    []int64 // suggested
	Withheld     []int64 // by rule: results in which it withheld a therapy
	Areas        []int64 // by option of the areas question: intakes that name it
	Missing      []int64 // by question
}

func newCounts(p *rules.Pack) Counts {
	return Counts{
		Therapies: make([]int64, len(p.Therapies)),
		Withheld:  make([]int64, len(p.Rules)),
		Areas:     make([]int64, len(p.Questions[p.Areas].Options)),
		Missing:   make([]int64, len(p.Questions)),
	}
}

func (c *Counts) lists() [4][]int64 { return [...][]int64{c.Therapies, c.Withheld, c.Areas, c.Missing} }

func (c *Counts) reset() {
	c.Dispositions = [rules.Emergency + 1]int64{}
	for _, list := range c.lists() {
		clear(list)
	}
}

// merge adds the counts of others.
func (c *Counts) merge(others *Counts) {
	for i, n := range others.Dispositions {
		c.Dispositions[i] += n
	}
	ours := c.lists()
	for i, list := range others.lists() {
		for j, n := range list {
			ours[i][j] += n
		}
	}
}

// add counts one result.
func (c *Counts) add(p *rules.Pack, f *engine.Facts, d *engine.Decision) {
	c.Dispositions[d.Disposition]++
	for i := range d.Therapies {
		c.Therapies[d.Therapies[i].Therapy]++
	}
	for left := f.Ticks(p.Areas); left != 0; left &= left - 1 {
		c.Areas[bits.TrailingZeros64(left)]++
	}
	last := int32(-1)
	for _, m := range d.Missing {
		if m.Question != last { // one question may be missing for two reasons
			c.Missing[m.Question]++
		}
		last = m.Question
	}
	var room [64]int32
	because := room[:0]
	for i := range d.Withheld {
		because = append(because, d.Rules(d.Withheld[i].Because)...)
	}
	slices.Sort(because)
	for _, r := range slices.Compact(because) { // a rule may withhold several therapies
		c.Withheld[r]++
	}
}

// clone returns counts that those of later chunks do not change.
func (c *Counts) clone() Counts {
	return Counts{c.Dispositions, slices.Clone(c.Therapies), slices.Clone(c.Withheld), slices.Clone(c.Areas), slices.Clone(c.Missing)}
}
