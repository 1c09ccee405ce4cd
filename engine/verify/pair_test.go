package verify

import (
	"bytes"
	"testing"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

// TestPlainForBothPacks compares packs of which one takes more answers, plainer ones among
// them: whoever is found answers so that both take it.
func TestPlainForBothPacks(t *testing.T) {
	pack := func(given rules.Disposition, wide bool) *engine.Program {
		p := &rules.Pack{Name: "wide", SessionsDone: -1, Questions: []rules.Question{
			{ID: "area", Kind: rules.Multi, Required: true, AtLeastOne: true, Options: []rules.Option{{ID: "back"}}},
			{ID: "age", Kind: rules.Int, Required: true, Unsure: true, Min: 18, Max: 90},
			{ID: "visit", Kind: rules.Choice, Required: true, Options: []rules.Option{{ID: "first"}}},
		}}
		p.Rules = []rules.Rule{{ID: "everybody", When: &rules.Condition{Op: rules.Always}, Then: rules.Effect{Disposition: given, IfUnsure: given, Schedule: -1}}}
		if wide {
			p.Questions[0].AtLeastOne, p.Questions[1].Min = false, 0
			p.Questions[2].Options = []rules.Option{{ID: "asked"}, {ID: "first"}}
		}
		program, err := engine.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		return program
	}
	takes := func(p *engine.Program, who *rules.Intake, c Change) {
		var b bytes.Buffer
		if err := packfile.WriteIntake(&b, who, p.Pack()); err != nil {
			t.Fatal(err)
		}
		if _, problems := packfile.ParseIntakes(b.Bytes(), "found", packfile.YAML, p.Pack()); problems.Errors() != nil {
			t.Errorf("%v: %v in\n%s", c, problems, b.Bytes())
		}
	}
	for _, wide := range []bool{false, true} {
		old, new := pack(rules.Clearance, !wide), pack(rules.Proceed, wide)
		found, complete := diffed(t, old, new, nil, Options{})
		if complete.Status != Proved || len(found) < 2 {
			t.Errorf("%v %v", found, complete)
		}
		for _, c := range found {
			if c.New != nil {
				takes(old, c.Old, c.Change)
				takes(new, c.New, c.Change)
			}
		}
	}
}
