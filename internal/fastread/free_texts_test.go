package fastread

import (
	"fmt"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestTextsInAnyOrder gives two texts that hint at the same question: whatever the order of
// keys or columns, the text of the first question is the one that is named.
func TestTextsInAnyOrder(t *testing.T) {
	pack := *backcare(t).Pack()
	first := pack.QuestionIndex("notes")
	second := len(pack.Questions)
	pack.Questions = append(pack.Questions[:second:second], rules.Question{ID: "more_notes", Kind: rules.FreeText, Max: 100})
	p, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	facts := p.NewFacts()
	in := rules.NewIntake(&pack)
	in.Answers[first] = rules.Answer{State: rules.Answered, Text: "aspirin"}
	in.Answers[second] = rules.Answer{State: rules.Answered, Text: "warfarin"}
	want := p.Decide(in)
	check := func(door string) {
		var d engine.Decision
		p.DecideFacts(facts, &d)
		if !d.Equal(want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", door, d, want)
		}
	}
	reader := NewReader(NewTables(p, nil), facts)
	for _, order := range [][]int{{first, second}, {second, first}} {
		ids, texts := [2]string{}, [2]string{}
		for i, q := range order {
			ids[i], texts[i] = pack.Questions[q].ID, in.Answers[q].Text
		}
		record := fmt.Appendf(nil, `{"answers":{%q:%q,%q:%q}}`, ids[0], texts[0], ids[1], texts[1])
		if _, sure := reader.JSON(record); !sure {
			t.Fatalf("not read: %s", record)
		}
		check(string(record))
		plan, err := reader.Plan("table", []byte(ids[0]+","+ids[1]), TableOptions{})
		if err != nil {
			t.Fatal(err)
		}
		row := []byte(texts[0] + "," + texts[1])
		if _, rejected := reader.Row(plan, row); rejected != nil {
			t.Fatalf("%s: %+v", row, rejected.Faults)
		}
		check(string(row))
	}
}
