package author

import (
	"encoding/json"

	"knead/engine/verify"
	"knead/internal/files"
	"knead/rules"
	"knead/rules/packfile"
)

// kept is what is kept of the proofs of a pack.
type kept struct {
	People map[string]keptPerson
	Steps  map[string][][]int64
}

// keptPerson is an intake that a proof found: no real one.
type keptPerson struct {
	Answers   map[string]string // by question, as in a cell of a table
	Confirmed []string          `json:",omitempty"`
}

// Known returns what a cache has of earlier proofs of a pack of that name, as far as it fits.
func (a *Pack) Known(c files.Cache) *verify.Known {
	p := a.Program.Pack()
	var k kept
	if json.Unmarshal(c.Load(p.Name), &k) != nil {
		k = kept{}
	}
	known := &verify.Known{People: map[string]*rules.Intake{}, Steps: k.Steps}
	for about, person := range k.People {
		if in := person.intake(p); in != nil {
			known.People[about] = in
		}
	}
	return known
}

// Keep keeps in a cache what findings rest on.
func (a *Pack) Keep(c files.Cache, findings []verify.Finding) {
	p, known := a.Program.Pack(), verify.KnownFrom(findings)
	k := kept{map[string]keptPerson{}, known.Steps}
	for about, in := range known.People {
		person := keptPerson{Answers: map[string]string{}}
		for q := range p.Questions {
			if question := &p.Questions[q]; in.Answered(q) {
				person.Answers[question.ID] = question.Cell(in.Answers[q])
			}
		}
		for _, q := range in.Confirmed {
			person.Confirmed = append(person.Confirmed, p.Questions[q].ID)
		}
		k.People[about] = person
	}
	if data, err := json.Marshal(k); err == nil {
		c.Keep(data, p.Name)
	}
}

// intake returns the intake of the pack, or nil when it is none.
func (k *keptPerson) intake(p *rules.Pack) *rules.Intake {
	in := rules.NewIntake(p)
	for id, cell := range k.Answers {
		q := p.QuestionIndex(id)
		if q < 0 {
			return nil
		}
		a, problem := packfile.ParseCell(&p.Questions[q], cell)
		if problem != nil {
			return nil
		}
		in.Answers[q] = a
	}
	for _, id := range k.Confirmed {
		q := p.QuestionIndex(id)
		if q < 0 || !in.Answered(q) {
			return nil
		}
		in.Confirmed = append(in.Confirmed, q)
	}
	return in
}
