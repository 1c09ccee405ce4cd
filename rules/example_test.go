package rules_test

import (
	"fmt"
	"os"

	"knead/rules"
	"knead/rules/packfile"
)

// A condition put into plain words, and the questions it reads.
func ExamplePack_Words() {
	pack, problems := packfile.Parse(os.DirFS("packs/starter"))
	if pack == nil {
		fmt.Println(problems)
		return
	}
	rule := &pack.Rules[0]
	fmt.Println(pack.Words(rule.When))
	for _, q := range pack.Reads(rule.When) {
		fmt.Println(pack.Questions[q].ID, pack.Questions[q].Kind)
	}
	// Output:
	// warning signs include "Numbness between the legs"
	// warning_signs multi
}

// An answer as a cell of a table and as a file of YAML has it.
func ExampleQuestion_Format() {
	q := rules.Question{ID: "pain_area", Kind: rules.Multi, Unsure: true, Options: []rules.Option{{ID: "neck"}, {ID: "lower_back"}}}
	a := rules.Answer{State: rules.Unsure, Ticks: 0b10}
	fmt.Println(q.Format(a))
	fmt.Println(q.Cell(a))
	// Output:
	// [lower_back, unsure]
	// lower_back;unsure
}
