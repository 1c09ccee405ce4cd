package verify_test

import (
	"context"
	"fmt"

	"knead/engine"
	"knead/engine/verify"
	"knead/rules"
)

// tiny is a pack that refers whoever has a fever, and promises that nobody who may have one
// gets massage. Whether it keeps that depends on what it says to those who are unsure.
func tiny(ifUnsure rules.Disposition) *engine.Program {
	fever := &rules.Condition{Op: rules.OneOf, Derived: -1, Question: 1, Options: 1 << 1}
	everybody := &rules.Condition{Op: rules.Always, Derived: -1}
	pack := &rules.Pack{
		Name: "tiny", SessionsDone: -1,
		Questions: []rules.Question{
			{ID: "pain_area", Kind: rules.Multi, AtLeastOne: true, Required: true, Options: []rules.Option{{ID: "back"}}},
			{ID: "fever", Kind: rules.Bool, Required: true, Unsure: true, Options: []rules.Option{{ID: "false"}, {ID: "true"}}},
		},
		Therapies: []rules.Therapy{{ID: "stroking", Areas: 1, Least: rules.Stroking, Usual: rules.Stroking, Most: rules.Light, Minutes: [2]int{20, 30}}},
		Rules: []rules.Rule{
			{ID: "stroking_helps", When: everybody, Then: rules.Effect{Schedule: -1, Suggest: []rules.Suggestion{{Therapy: 0, Score: 1}}}},
			{ID: "fever", When: fever, Then: rules.Effect{Schedule: -1, Disposition: rules.Refer, IfUnsure: ifUnsure}},
		},
		Invariants: []rules.Invariant{{
			ID: "no_massage_with_fever", Title: "Whoever may have a fever gets no massage.", When: fever, Possible: true,
			Assertions: []rules.Assertion{{Kind: rules.NeverSuggest, Therapies: 1}},
		}},
	}
	program, err := engine.Compile(pack)
	if err != nil {
		panic(err)
	}
	return program
}

// An invariant is proved for every possible person, or refuted by one.
func ExampleProve() {
	for _, ifUnsure := range []rules.Disposition{rules.Refer, rules.Clearance} {
		program := tiny(ifUnsure)
		findings, err := verify.Prove(context.Background(), program, verify.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, f := range findings {
			fmt.Println(f.Subject, f.Status)
			if f.Witness != nil {
				fever := &program.Pack().Questions[1]
				fmt.Println("not so with fever", fever.Format(f.Witness.Answers[1]))
			}
		}
	}
	// Output:
	// no_massage_with_fever proved
	// no_massage_with_fever refuted
	// not so with fever unsure
}

// A change of a pack is compared with what was, over everybody.
func ExampleDiff() {
	changes, complete, err := verify.Diff(context.Background(), tiny(rules.Refer), tiny(rules.Clearance), nil, verify.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range changes {
		if c.Direction == verify.LessSafe {
			fmt.Println(c.Property, c.Subject, "by", c.Rules)
		}
	}
	fmt.Println("that nothing else changes is", complete.Status)
	// Output:
	// disposition refer to clearance by [fever]
	// disposition refer to incomplete by [fever]
	// that nothing else changes is proved
}
