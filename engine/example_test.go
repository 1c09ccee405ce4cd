package engine_test

import (
	"fmt"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// starter returns the program of the pack "starter" and the answers of a person.
func starter(answers string) (*engine.Program, *rules.Intake) {
	pack, _, err := packs.Load("starter")
	if err != nil {
		panic(err)
	}
	program, err := engine.Compile(pack)
	if err != nil {
		panic(err)
	}
	intakes, problems := packfile.ParseIntakes([]byte(answers), "", packfile.YAML, pack)
	if len(problems) > 0 {
		panic(problems)
	}
	return program, intakes[0]
}

// A pack is compiled once; then the program evaluates any number of intakes.
func ExampleProgram_Eval() {
	program, intake := starter(`
answers: {age: 72, warning_signs: none, medicines: [anticoagulant], pain_area: [back], wish: firm}
`)
	result := program.Eval(intake, engine.Voice{Audience: rules.Patient})
	fmt.Println(result.Disposition)
	for _, t := range result.Therapies {
		fmt.Println("do:", t.Name, t.Pressure, t.Minutes, "minutes")
	}
	for _, w := range result.Withheld {
		fmt.Println("not:", w.Name, "because of", w.Because[0].Rule)
	}
	// Output:
	// proceed
	// do: Gentle kneading massage light 30 minutes
	// not: Deep tissue massage because of anticoagulant
}

// An explanation names the answers that decided and what would have to be otherwise.
func ExampleProgram_Explain() {
	program, intake := starter(`
answers: {age: 40, warning_signs: [fever], medicines: none, pain_area: [back]}
`)
	explanation := program.Explain(intake, engine.Voice{})
	for _, d := range explanation.Decided {
		fmt.Println(d.Disposition, "because of", d.Rule, "when", d.When)
		fmt.Println("answered:", d.Because[0].Question, d.Because[0].Actual.Options)
		fmt.Println("would not apply if", d.Needs)
	}
	// Output:
	// defer because of fever when warning signs include "Fever"
	// answered: warning_signs [fever]
	// would not apply if warning signs do not include "Fever"
}

// WhatIf tries what a person can change.
func ExampleProgram_WhatIf() {
	program, intake := starter(`
answers: {age: 40, warning_signs: none, medicines: none, pain_area: [back], wish: light}
`)
	for _, outcome := range program.WhatIf(intake).Outcomes {
		change := outcome.Ways[0][0]
		fmt.Println(change.Question, change.From.Options, "to", change.To.Options, "gives", outcome.Therapy)
	}
	// Output:
	// wish [light] to [firm] gives deep_tissue
}

// Facts are for callers that evaluate millions of intakes: they are used again, and answers
// may be set in any order.
func ExampleProgram_DecideFacts() {
	program, _ := starter(`answers: {}`)
	pack := program.Pack()
	facts, decision := program.NewFacts(), engine.Decision{}
	for _, fever := range []bool{false, true} {
		facts.Reset()
		for q, question := range pack.Questions {
			switch {
			case question.ID == "age":
				facts.SetInt(q, 40)
			case question.ID == "pain_area":
				facts.SetTicks(q, 1<<1, false) // the second option
			case question.ID == "warning_signs" && fever:
				facts.SetTicks(q, 1<<1, false)
			case question.Kind == rules.Multi:
				facts.SetTicks(q, 0, false) // none of them
			}
		}
		program.DecideFacts(facts, &decision)
		fmt.Printf("fever %v: %v\n", fever, decision.Disposition)
	}
	// Output:
	// fever false: proceed
	// fever true: defer
}
