package engine

import (
	"strconv"

	"knead/rules"
)

// Answer is an answer to a question that applies, as it was given, and the words that the
// person was shown. A list of which nothing applies is answered without values.
type Answer struct {
	Question string   `json:"question"`
	Label    string   `json:"label"`  // the question
	State    string   `json:"state"`  // answered, or unsure: the values hold, and more may
	Values   []any    `json:"values"` // as intakes write them: strings, a number or a boolean
	Labels   []string `json:"labels"` // of the values
}

// AnswerDecision is an answer that applies.
type AnswerDecision struct {
	Question int32
	rules.Answer
}

// Answers adds the answers that apply to a decision about the facts.
func (p *Program) Answers(f *Facts, d *Decision) {
	f.settle()
	d.Answers = d.Answers[:0]
	for q := range f.answers {
		a := &f.answers[q]
		if a.state == rules.Unanswered || f.skipped(q) {
			continue
		}
		given := rules.Answer{State: a.state, Ticks: a.ticks, Int: int(a.value)}
		if a.state == rules.Answered && p.pack.Questions[q].Kind.IsText() {
			given.Text = string(f.texts[q])
		}
		d.Answers = append(d.Answers, AnswerDecision{int32(q), given})
	}
}

// Answer puts an answer into words.
func (w Wording) Answer(a AnswerDecision) Answer {
	q := &w.pack.Questions[a.Question]
	given := Answer{Question: q.ID, Label: w.Say(q.Ask), State: a.State.String(), Values: []any{}, Labels: []string{}}
	switch {
	case q.Kind.HasOptions():
		for k := range q.Options {
			if a.Ticks>>k&1 != 0 {
				given.Values = append(given.Values, OptionValue(q, k))
				given.Labels = append(given.Labels, w.Say(q.Options[k].Label))
			}
		}
	case a.State == rules.Unsure:
	case q.Kind.IsNumber():
		given.Values, given.Labels = append(given.Values, a.Int), append(given.Labels, strconv.Itoa(a.Int))
	default:
		given.Values, given.Labels = append(given.Values, a.Text), append(given.Labels, a.Text)
	}
	return given
}

// OptionValue returns what an intake writes for an option of a question.
func OptionValue(q *rules.Question, option int) any {
	if q.Kind.IsYesNo() {
		return option == 1
	}
	return q.Options[option].ID
}
