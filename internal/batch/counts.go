package batch

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/records"
	"knead/rules"
)

// Counts are how often things happened among results, each by its index in the pack.
type Counts struct {
	Dispositions   []int64
	Therapies      []int64 // suggested
	Withheld       []int64 // by rule: results in which it withheld a therapy
	Areas          []int64 // by option of the areas question: intakes that name it
	Missing        []int64 // by question
	Contradictions []int64

	AtLeast []int64          // rejections by records.AtLeast
	Faults  map[string]int64 // rejections by field and code, separated by a space, and by field without a code
}

func newCounts(p *rules.Pack) Counts {
	return Counts{
		Dispositions:   make([]int64, rules.Emergency+1),
		Therapies:      make([]int64, len(p.Therapies)),
		Withheld:       make([]int64, len(p.Rules)),
		Areas:          make([]int64, len(p.Questions[p.Areas].Options)),
		Missing:        make([]int64, len(p.Questions)),
		Contradictions: make([]int64, len(p.Contradicts)),
		AtLeast:        make([]int64, len(records.AtLeasts())),
		Faults:         map[string]int64{},
	}
}

func (c *Counts) lists() [7][]int64 {
	return [...][]int64{c.Dispositions, c.Therapies, c.Withheld, c.Areas, c.Missing, c.Contradictions, c.AtLeast}
}

// moveTo adds the counts to others and begins again at zero.
func (c *Counts) moveTo(others *Counts) {
	theirs := others.lists()
	for i, list := range c.lists() {
		for j, n := range list {
			theirs[i][j] += n
		}
		clear(list)
	}
	for fault, n := range c.Faults {
		others.Faults[fault] += n
	}
	clear(c.Faults)
}

// reject counts one rejection, once for each of its faults and fields.
func (c *Counts) reject(p *rules.Pack, r *records.Reject) {
	c.AtLeast[r.AtLeast]++
	var counted []string
	count := func(fault string) {
		if !slices.Contains(counted, fault) {
			counted = append(counted, fault)
			c.Faults[fault]++
		}
	}
	for _, f := range r.Faults {
		field := f.Field
		if p.QuestionIndex(field) < 0 && !slices.Contains(intakeKeys, field) {
			field = "" // it is a word from outside
		}
		count(field + " " + f.Code)
		if field != "" {
			count(field + " ")
		}
	}
}

// intakeKeys are the keys of an intake that a complaint may be about.
var intakeKeys = []string{"id", "date", "pack", "answers"}

// faults returns the counts of faults, the most frequent first.
func (c *Counts) faults() (all []FaultCount) {
	for fault, n := range c.Faults {
		if field, code, _ := strings.Cut(fault, " "); code != "" {
			all = append(all, FaultCount{field, code, n})
		}
	}
	slices.SortFunc(all, func(a, b FaultCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Code, b.Code))
	})
	return all
}

// fieldFaults returns the counts of faults by field, the most frequent first.
func (c *Counts) fieldFaults() (all []FieldFaults) {
	for _, f := range c.faults() {
		i := slices.IndexFunc(all, func(other FieldFaults) bool { return f.Field != "" && other.Field == f.Field })
		switch {
		case i >= 0:
			all[i].Kinds = append(all[i].Kinds, f)
		case f.Field == "":
			all = append(all, FieldFaults{"", f.Count, []FaultCount{f}})
		default:
			all = append(all, FieldFaults{f.Field, c.Faults[f.Field+" "], []FaultCount{f}})
		}
	}
	slices.SortStableFunc(all, func(a, b FieldFaults) int { return cmp.Compare(b.Count, a.Count) })
	return all
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
	for _, i := range d.Contradictions {
		c.Contradictions[i]++
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
