package packfile

import (
	"encoding/json"
	"testing"

	"knead/rules"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestDoorsAgree writes random answers as JSON and as cells of a table and expects to read
// what YAML gives.
func TestDoorsAgree(t *testing.T) {
	p := small(t)
	rapid.Check(t, func(t *rapid.T) {
		in := drawIntake(t, p)
		answers := map[string]any{}
		for i := range p.Questions {
			q := &p.Questions[i]
			if a := in.Answers[i]; a.State != rules.Unanswered || rapid.Bool().Draw(t, "null") {
				answers[q.ID] = asJSON(q, a)
			}
			if q.Kind == rules.FreeText && in.Answers[i].State == rules.Answered && in.Answers[i].Text == "" {
				continue
			}
			got, problem := ParseCell(q, q.Cell(in.Answers[i]))
			if problem != nil {
				t.Fatal(problem)
			}
			if diff := cmp.Diff(in.Answers[i], got); diff != "" {
				t.Fatalf("the cell %q differs:\n%s", q.Cell(in.Answers[i]), diff)
			}
		}
		data, err := json.Marshal(map[string]any{"answers": answers})
		if err != nil {
			t.Fatal(err)
		}
		read, problems := ParseIntakes(data, "in.json", JSON, p)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if diff := cmp.Diff(in.Answers, read[0].Answers); diff != "" {
			t.Fatalf("JSON differs:\n%s\n%s", diff, data)
		}
	})
}

// asJSON returns the value of an answer in a JSON intake.
func asJSON(q *rules.Question, a rules.Answer) any {
	ticked := q.Ticked(a)
	switch {
	case a.State == rules.Unanswered:
		return nil
	case a.State == rules.Unsure && len(ticked) == 0:
		return rules.UnsureWord
	case q.Kind == rules.Multi && a.State == rules.Unsure:
		return append(ticked, rules.UnsureWord)
	case q.Kind == rules.Multi:
		return append([]string{}, ticked...)
	case q.Kind == rules.Bool:
		return a.Ticks == 2
	case q.Kind == rules.Int:
		return a.Int
	case q.Kind == rules.FreeText:
		return a.Text
	}
	return ticked[0]
}
