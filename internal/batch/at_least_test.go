package batch

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"knead/engine"
	"knead/internal/gen"
	"knead/rules"
)

// slip is one record of which some answers cannot be read, and what is left of it.
type slip struct {
	keys   []string // of answers, in order; they may stand twice
	values []any    // in JSON
	row    []string // the same as a row of a table; nil where a table cannot say it
	left   *rules.Intake
}

// drawSlips spoils some answers of an intake.
func drawSlips(random *rand.Rand, p *rules.Pack, in *rules.Intake) slip {
	left := *in
	left.Answers = slices.Clone(in.Answers)
	s := slip{left: &left, row: gen.Row(in, p)}
	spoilt := random.IntN(len(p.Questions))
	for i := range p.Questions {
		q, a := &p.Questions[i], in.Answers[i]
		if a.State == rules.Unanswered || q.Kind.IsText() && a.State == rules.Unsure {
			if i != spoilt {
				continue
			}
		}
		var value any
		cell := q.Cell(a)
		if i == spoilt || random.IntN(12) == 0 {
			value, cell, left.Answers[i] = spoilAnswer(random, q, a)
		} else {
			value = asValue(q, a)
		}
		s.keys, s.values = append(s.keys, q.ID), append(s.values, value)
		switch {
		case cell == "":
			s.row = nil
		case s.row != nil:
			s.row[slices.Index(gen.Header(p), q.ID)] = cell
		}
	}
	switch random.IntN(6) {
	case 0: // an answer to no question
		s.keys, s.values, s.row = append(s.keys, "no_question"), append(s.values, "x"), nil
	case 1: // an answer that stands twice
		again := random.IntN(len(p.Questions))
		q, a := &p.Questions[again], in.Answers[spoilt]
		if q.Kind.Many() {
			a = rules.Answer{State: rules.Answered, Ticks: 1 << random.IntN(len(q.Options))}
			s.keys, s.values, s.row = append(s.keys, q.ID), append(s.values, asValue(q, a)), nil
			if before := left.Answers[again]; before.State == rules.Unanswered || before == a {
				left.Answers[again] = a
			} else {
				left.Answers[again] = rules.Answer{State: rules.Unsure, Ticks: before.Ticks | a.Ticks}
			}
		}
	}
	return s
}

// spoilAnswer returns an answer that is not valid in JSON and in a cell, empty where that cannot
// say it, and what is left of it.
func spoilAnswer(random *rand.Rand, q *rules.Question, a rules.Answer) (value any, cell string, left rules.Answer) {
	unsure := rules.Answer{State: rules.Unsure}
	ticked := q.Ticked(a)
	switch {
	case q.Kind.IsText():
		long := strings.Repeat("x", q.Max) + " takes warfarin"
		return long, long, rules.Answer{State: rules.Answered, Text: long}
	case q.Kind.IsNumber():
		return []any{q.Max + 1, 2.5, "many"}[random.IntN(3)], "many", unsure
	case !q.Kind.Many():
		return []any{5, "no_option", []string{}}[random.IntN(3)], "no_option", unsure
	}
	ticks := a.Ticks
	var items []string
	switch random.IntN(5) {
	case 0: // one is misspelt
		items = append(ticked, "no_option")
		if len(ticked) > 0 {
			i := random.IntN(len(ticked))
			ticks &^= 1 << q.OptionIndex(ticked[i])
			items = slices.Delete(items, i, i+1)
		}
	case 1:
		items = append(ticked, "none", "no_option")
	case 2:
		items = append(ticked, "no_option", "no_option")
	case 3: // one text in place of a list
		i := random.IntN(len(q.Options))
		return q.Options[i].ID, "", rules.Answer{State: rules.Unsure, Ticks: 1 << i}
	default:
		return 7, "7", unsure
	}
	return items, strings.Join(items, ";"), rules.Answer{State: rules.Unsure, Ticks: ticks}
}

func asValue(q *rules.Question, a rules.Answer) any {
	switch ticked := append([]string{}, q.Ticked(a)...); {
	case q.Kind.Many() && a.State == rules.Unsure:
		return append(ticked, rules.UnsureWord)
	case q.Kind.Many():
		return ticked
	case a.State == rules.Unsure:
		return rules.UnsureWord
	case q.Kind.IsNumber():
		return a.Int
	case q.Kind.IsText():
		return a.Text
	case q.Kind.IsYesNo():
		return ticked[0] == "true"
	default:
		return ticked[0]
	}
}

// text writes the record in JSON, and says where each of its answers ends.
func (s *slip) text(t *testing.T) (text string, ends []int) {
	text = `{"answers":{`
	for i, key := range s.keys {
		value, err := json.Marshal(s.values[i])
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("%q:%s,", key, value)
		ends = append(ends, len(text))
	}
	return strings.TrimSuffix(text, ",") + "}}", ends
}

// atLeasts runs and returns what the rejections of all records say, null as "".
func atLeasts(t *testing.T, p *engine.Program, name, data string) (all []string) {
	out, _ := evaluate(t, Options{Program: p, Inputs: []string{save(t, name, []byte(data))}})
	for line := range bytes.Lines(out) {
		var reject struct {
			Format  string
			AtLeast *string `json:"at_least"`
		}
		if err := json.Unmarshal(line, &reject); err != nil || reject.Format != "knead/reject/v1" {
			t.Fatalf("%v in %s", err, line)
		}
		all = append(all, "")
		if reject.AtLeast != nil {
			all[len(all)-1] = *reject.AtLeast
		}
	}
	return all
}

// TestAtLeastIsTheRestWithUnsure holds that a rejection says what the same intake gives when the
// answers that cannot be read are unsure, in every format.
func TestAtLeastIsTheRestWithUnsure(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	random := rand.New(rand.NewPCG(14, 3))
	var lines, documents strings.Builder
	var rows bytes.Buffer
	table := csv.NewWriter(&rows)
	table.Write(gen.Header(p.Pack()))
	var want, wantRows, wantDocuments []string
	seen := map[string]int{}
	for _, in := range randomIntakes(p, 14, times(500, 20000)) {
		s := drawSlips(random, p.Pack(), in)
		text, _ := s.text(t)
		d := p.Decide(s.left).Disposition.String()
		seen[d]++
		want = append(want, d)
		lines.WriteString(text + "\n")
		if len(want)%5 == 0 {
			documents.WriteString("---\n" + text + "\n") // JSON is YAML too
			wantDocuments = append(wantDocuments, d)
		}
		if s.row != nil {
			table.Write(s.row)
			wantRows = append(wantRows, d)
		}
	}
	table.Flush()
	for _, c := range []struct {
		name, data string
		want       []string
	}{{"in.jsonl", lines.String(), want}, {"in.csv", rows.String(), wantRows}, {"in.yaml", documents.String(), wantDocuments}} {
		got := atLeasts(t, p, c.name, c.data)
		if len(got) != len(c.want) {
			t.Fatalf("%s: %d rejections, want %d", c.name, len(got), len(c.want))
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s, record %d: at least %q, want %q\n%s", c.name, i+1, got[i], c.want[i], strings.Split(c.data, "\n")[i])
			}
		}
	}
	if len(wantRows) < len(want)/4 || seen["emergency"] == 0 || seen["urgent"] == 0 || seen["refer"] == 0 {
		t.Errorf("the intakes say too little: %d rows, %v", len(wantRows), seen)
	}
}

// TestAtLeastOfACutRecord cuts records in JSON at every place: what stands whole before that
// counts, with the options of a list that is cut, and every other question is unsure.
func TestAtLeastOfACutRecord(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	made := gen.Arbitrary(p.Pack(), 3)
	made.NoNotes = true
	for range times(2, 40) {
		in := made.Next()
		var s slip
		for i := range p.Pack().Questions {
			if q := &p.Pack().Questions[i]; in.Answers[i].State != rules.Unanswered {
				s.keys, s.values = append(s.keys, q.ID), append(s.values, asValue(q, in.Answers[i]))
			}
		}
		text, ends := s.text(t)
		var lines strings.Builder
		var want []string
		for cut := 1; cut < len(text)-2; cut++ {
			lines.WriteString(text[:cut] + "\n")
			left, said, from := rules.NewIntake(p.Pack()), false, len(`{"answers":{`)
			for q := range left.Answers {
				left.Answers[q].State = rules.Unsure
			}
			for i, end := range ends {
				index := p.Pack().QuestionIndex(s.keys[i])
				if end <= cut {
					left.Answers[index], said = in.Answers[index], true
				} else if q := &p.Pack().Questions[index]; from < cut && q.Kind.Many() {
					for o := range q.Options {
						if strings.Contains(text[min(from+len(q.ID)+2, cut):cut], `"`+q.Options[o].ID+`"`) {
							left.Answers[index].Ticks |= 1 << o
							said = true
						}
					}
				}
				from = end
			}
			if !said {
				want = append(want, "")
			} else {
				want = append(want, p.Decide(left).Disposition.String())
			}
		}
		for i, got := range atLeasts(t, p, "in.jsonl", lines.String()) {
			if got != want[i] {
				t.Fatalf("at least %q, want %q of\n%s", got, want[i], strings.Split(lines.String(), "\n")[i])
			}
		}
	}
}
