package engine

import (
	"math/bits"

	"knead/rules"
)

// Contradictions returns which contradictions of the pack the answers are, by index.
func (p *Program) Contradictions(in *rules.Intake) []int32 {
	f := p.settled(in)
	p.interpretContradictions(f)
	return appendMembers(nil, f.contradictions)
}

// Contradiction is a check of the pack that answers fail, and the questions it is about.
type Contradiction struct {
	ID        string   `json:"id"`
	Questions []string `json:"questions"`
	Text      string   `json:"text" detail:"full"`
}

func (w Wording) contradictions(d *Decision) []Contradiction {
	all := make([]Contradiction, 0, len(d.Contradictions))
	for _, c := range d.Contradictions {
		all = append(all, w.Contradiction(c))
	}
	return all
}

// Contradiction puts a contradiction of the pack into words.
func (w Wording) Contradiction(i int32) Contradiction {
	c := &w.pack.Contradicts[i]
	said := Contradiction{ID: c.ID, Questions: []string{}, Text: w.Say(c.Text)}
	for _, q := range c.Questions {
		said.Questions = append(said.Questions, w.pack.Questions[q].ID)
	}
	return said
}

// contradicting returns the conditions of a pack's contradictions.
func contradicting(p *rules.Pack) viewed {
	v := viewed{view: rules.Surely}
	for i := range p.Contradicts {
		v.all = append(v.all, p.Contradicts[i].When)
	}
	return v
}

// appendMembers appends the members of a set.
func appendMembers(to []int32, set []uint64) []int32 {
	for w, word := range set {
		for ; word != 0; word &= word - 1 {
			to = append(to, int32(w*64+bits.TrailingZeros64(word)))
		}
	}
	return to
}
