package forms

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/internal/fastread"
	"knead/internal/gen"
	"knead/rules"
	"knead/rules/packs"
)

func backcare(t *testing.T) *engine.Program {
	t.Helper()
	p, _, err := packs.Load(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func written(t *testing.T, write func(*bytes.Buffer) error) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// read reads a row of a table, which has to be a record.
func read(t *testing.T, p *engine.Program, tables *fastread.Tables, header, row []string) *rules.Intake {
	t.Helper()
	line := func(cells []string) []byte {
		var b strings.Builder
		w := csv.NewWriter(&b)
		_ = w.Write(cells)
		w.Flush()
		return []byte(strings.TrimSuffix(b.String(), "\n"))
	}
	plan, err := tables.Plan("export.csv", line(header), fastread.TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	facts := p.NewFacts()
	r := fastread.NewReader(tables, facts)
	id, rejected := r.Row(plan, line(row))
	if rejected != nil {
		t.Fatalf("rejected: %+v", rejected.Faults)
	}
	return r.Intake(plan, id)
}

// TestTemplateIsRead reads the person of the template, who has answered all that must be, and
// whose answers go together.
func TestTemplateIsRead(t *testing.T) {
	p := backcare(t)
	rows := written(t, func(b *bytes.Buffer) error { return CSV(b, p, p.Wording(engine.Voice{}), nil) })
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	in := read(t, p, fastread.NewTables(p, nil), rows[0], rows[2])
	if d := p.Decide(in); d.Disposition != rules.Proceed || len(d.Missing) > 0 || len(d.Contradictions) > 0 {
		t.Errorf("the person of the template is %v, %+v is missing, and these answers contradict each other: %v", d.Disposition, d.Missing, d.Contradictions)
	}
}

// TestREDCap fills the columns that REDCap exports for the dictionary, one for each choice of a
// checkbox, and wants the answers back.
func TestREDCap(t *testing.T) {
	p := backcare(t)
	pack := p.Pack()
	rows := written(t, func(b *bytes.Buffer) error { return REDCap(b, p, p.Wording(engine.Voice{}), nil) })
	intakes, tables := gen.Plausible(pack, 5), fastread.NewTables(p, nil)
	for range 100 {
		in := intakes.Next()
		header, cells := []string{}, []string{}
		for _, field := range rows[1:] {
			name, kind := field[0], field[3]
			i := pack.QuestionIndex(name)
			if kind != "checkbox" {
				cell := ""
				if i >= 0 {
					cell = cellOf(&pack.Questions[i], in.Answers[i])
				}
				header, cells = append(header, name), append(cells, cell)
				continue
			}
			q, a := &pack.Questions[i], in.Answers[i]
			for _, choice := range strings.Split(field[5], " | ") {
				code, _, _ := strings.Cut(choice, ",")
				k := q.OptionIndex(code)
				ticked := k >= 0 && a.Ticks>>k&1 != 0 || code == rules.NoneWord && a.State == rules.Answered && a.Ticks == 0 || code == rules.UnsureWord && a.State == rules.Unsure
				box := "0"
				if ticked {
					box = "1"
				}
				header, cells = append(header, name+"___"+code), append(cells, box)
			}
		}
		got := read(t, p, tables, header, cells)
		for q := range pack.Questions {
			want := in.Answers[q]
			if pack.Questions[q].Kind.IsNumber() && want.State == rules.Unsure {
				want = rules.Answer{} // a field of a number has no box for it
			}
			if d := cmp.Diff(want, got.Answers[q]); d != "" {
				t.Fatalf("%s: %s", pack.Questions[q].ID, d)
			}
		}
	}
}

// cellOf is what REDCap exports of a field that is no checkbox.
func cellOf(q *rules.Question, a rules.Answer) string {
	switch {
	case a.State == rules.Unanswered:
		return ""
	case q.Kind.IsText():
		return a.Text
	case q.Kind.IsNumber() && a.State == rules.Answered:
		return fmt.Sprint(a.Int)
	case q.Kind.IsNumber():
		return ""
	case a.State == rules.Unsure:
		return rules.UnsureWord
	}
	return q.Ticked(a)[0]
}
