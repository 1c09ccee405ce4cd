package batch

import (
	"bytes"
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
	facts, render := p.NewFacts(), newJSONRenderer(p, engine.Voice{}, true)
	in := rules.NewIntake(&pack)
	in.Answers[first] = rules.Answer{State: rules.Answered, Text: "aspirin"}
	in.Answers[second] = rules.Answer{State: rules.Answered, Text: "warfarin"}
	want := render.result(nil, identity{absent: true}, p.Decide(in))
	check := func(door string) {
		var d engine.Decision
		p.DecideFacts(facts, &d)
		if got := render.result(nil, identity{absent: true}, &d); !bytes.Equal(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", door, got, want)
		}
	}
	v := newVocabulary(p)
	scanner, table := newScanner(v, facts), tableReader{vocabulary: v, facts: facts}
	for _, order := range [][]int{{first, second}, {second, first}} {
		ids, texts := [2]string{}, [2]string{}
		var columns []column
		for i, q := range order {
			ids[i], texts[i] = pack.Questions[q].ID, in.Answers[q].Text
			columns = append(columns, column(q))
		}
		record := fmt.Appendf(nil, `{"answers":{%q:%q,%q:%q}}`, ids[0], texts[0], ids[1], texts[1])
		if !scanner.scan(padded(record), len(record)) {
			t.Fatalf("not scanned: %s", record)
		}
		check(string(record))
		row := []byte(texts[0] + "," + texts[1])
		if r := table.row(columns, row); r != nil {
			t.Fatalf("%s: %+v", row, r.faults)
		}
		check(string(row))
	}
}
