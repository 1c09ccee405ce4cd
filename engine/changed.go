package engine

import "knead/rules"

// Removed are options of a question that were ticked at an earlier visit and are not now.
type Removed struct {
	Question string   `json:"question"`
	Label    string   `json:"label"`
	Options  []string `json:"options"`
	Labels   []string `json:"labels"`
}

// Changed returns what an earlier intake of the same person ticks and this one does not, in the
// words of a voice: first illnesses and medicines, which last. It is never nil.
func (p *Program) Changed(earlier, now *rules.Intake, v Voice) []Removed {
	w, lasting := p.Wording(v), []Removed{}
	var rest []Removed
	for i := range p.pack.Questions {
		q := &p.pack.Questions[i]
		gone := earlier.Answers[i].Ticks &^ now.Answers[i].Ticks
		if !q.Kind.Many() || gone == 0 {
			continue
		}
		r := Removed{Question: q.ID, Label: w.Say(q.Ask), Options: optionIDs(q, gone)}
		for k := range q.Options {
			if gone>>k&1 != 0 {
				r.Labels = append(r.Labels, w.Say(q.Options[k].Label))
			}
		}
		if q.Returning.By == rules.ReturningLast {
			lasting = append(lasting, r)
		} else {
			rest = append(rest, r)
		}
	}
	return append(lasting, rest...)
}
