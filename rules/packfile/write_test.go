package packfile

import (
	"bytes"
	"testing"

	"knead/rules"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestWrittenIntakesReadBack writes random intakes and reads them again.
func TestWrittenIntakesReadBack(t *testing.T) {
	p := small(t)
	rapid.Check(t, func(t *rapid.T) {
		in := drawIntake(t, p)
		var b bytes.Buffer
		if err := WriteIntake(&b, in, p); err != nil {
			t.Fatal(err)
		}
		read, problems := ParseIntakes(b.Bytes(), "in.yaml", YAML, p)
		if len(problems) > 0 || len(read) != 1 {
			t.Fatalf("problems:\n%v\nin:\n%s", problems, b.Bytes())
		}
		if diff := cmp.Diff(in, read[0], cmpopts.IgnoreFields(rules.Intake{}, "Pos")); diff != "" {
			t.Fatalf("the intake changed (-before +after):\n%s\nin:\n%s", diff, b.Bytes())
		}
	})
}

func drawIntake(t *rapid.T, p *rules.Pack) *rules.Intake {
	in := rules.NewIntake(p)
	if rapid.Bool().Draw(t, "has id") {
		id := rapid.StringN(0, 30, 128).Draw(t, "id")
		in.ID = &id
	}
	in.Date = rapid.SampledFrom([]string{"", "2026-03-09", "2024-02-29"}).Draw(t, "date")
	in.Pack = rapid.SampledFrom([]string{"", "small", "small 0.1.0"}).Draw(t, "pack")
	in.Context = rapid.SampledFrom([]rules.Context{{}, {Subject: "Patient/123"}, {
		Subject: "https://ehr.example.org/fhir/Patient/1/_history/2", Encounter: "urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8",
		Author: "Practitioner?identifier=https://ids.example.org|7", Source: "RelatedPerson/a", Identifier: "https://ids.example.org|\"x: y\" #z",
	}}).Draw(t, "context")
	if in.Date != "" && rapid.Bool().Draw(t, "authored") {
		in.Context.Authored = in.Date + "T10:00:00+05:30"
	}
	for i := range p.Questions {
		in.Answers[i] = drawAnswer(t, &p.Questions[i])
		if in.Answers[i].State != rules.Unanswered && !p.Questions[i].Kind.IsText() && rapid.IntRange(0, 4).Draw(t, "confirmed") == 0 {
			in.Confirmed = append(in.Confirmed, i)
		}
	}
	Void(p, in)
	return in
}

func drawAnswer(t *rapid.T, q *rules.Question) rules.Answer {
	state := rules.State(rapid.IntRange(0, 2).Draw(t, "state"))
	if state == rules.Unsure && !q.Unsure {
		state = rules.Answered
	}
	a := rules.Answer{State: state}
	if state == rules.Unanswered || state == rules.Unsure && q.Kind != rules.Multi {
		return a
	}
	all := uint64(1)<<len(q.Options) - 1
	switch q.Kind {
	case rules.Multi:
		a.Ticks = rapid.Uint64Range(0, all).Draw(t, "ticks")
		if a.Ticks == 0 && q.AtLeastOne && state == rules.Answered {
			a.Ticks = 1
		}
	case rules.Choice, rules.Bool:
		a.Ticks = 1 << rapid.IntRange(0, len(q.Options)-1).Draw(t, "option")
	case rules.Int:
		a.Int = rapid.IntRange(q.Min, q.Max).Draw(t, "int")
	case rules.FreeText:
		a.Text = "x" + rapid.StringN(0, 100, -1).Draw(t, "text")
	}
	return a
}

func TestWriteIntakeQuotes(t *testing.T) {
	p := small(t)
	for id, want := range map[string]string{
		"c-1": "id: c-1\n", "": "id: \"\"\n", "12": "id: \"12\"\n", "true": "id: \"true\"\n", "No": "id: \"No\"\n",
		"a: b": "id: \"a: b\"\n", "2026-03-09": "id: \"2026-03-09\"\n", "é\n": "id: \"é\\n\"\n",
	} {
		in := rules.NewIntake(p)
		in.ID = &id
		var b bytes.Buffer
		if err := WriteIntake(&b, in, p); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != want+"answers: {}\n" {
			t.Errorf("id %q is written as %q", id, got)
		}
	}
}

func TestWriteIntakeRefusesAnotherPacksIntake(t *testing.T) {
	if err := WriteIntake(new(bytes.Buffer), &rules.Intake{}, small(t)); err == nil {
		t.Error("an intake without room for the pack's answers was written")
	}
}
