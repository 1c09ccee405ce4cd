package packfile

import (
	"os"
	"testing"
	"testing/fstest"

	"knead/rules"

	"github.com/google/go-cmp/cmp"
)

// withFile returns the starter pack's files and one more.
func withFile(t *testing.T, name, data string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{name: {Data: []byte(data)}}
	for _, f := range []string{"pack.yaml", "therapies.yaml", "rules.yaml"} {
		content, err := os.ReadFile("../packs/starter/" + f)
		if err != nil {
			t.Fatal(err)
		}
		files[f] = &fstest.MapFile{Data: content}
	}
	return files
}

func TestInvariantsParse(t *testing.T) {
	pack, problems := Parse(withFile(t, "more.yaml", `invariants:
  - id: all_kinds
    title: Everything that can be claimed
    unless_ruled_out: {medicines: anticoagulant}
    never: {suggest: [{provider: therapist}], care: keep_moving, schedule: any, disposition: {at_least: urgent}}
    always: {disposition: {at_most: refer}, schedule: any, cap: {pressure: light, sessions_per_week: 0.5}, avoid: [neck], max_sessions: {at_most: 3}}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	at := func(line, col int) rules.Pos { return rules.Pos{File: "more.yaml", Line: line, Col: col} }
	want := []rules.Assertion{
		{Kind: rules.NeverSuggest, Therapies: 2, Pos: at(5, 22)},
		{Kind: rules.NeverListed, Effect: rules.EffectCare, Pos: at(5, 53)},
		{Kind: rules.NeverPlan, Pos: at(5, 76)},
		{Kind: rules.DispositionIn, Dispositions: 0b0011111, Pos: at(5, 94)},
		{Kind: rules.DispositionIn, Dispositions: 0b0011111, Pos: at(6, 27)},
		{Kind: rules.AlwaysPlan, Pos: at(6, 55)},
		{Kind: rules.CapAt, Cap: rules.Cap{Pressure: rules.Light, Rate: 2}, Pos: at(6, 65)},
		{Kind: rules.AlwaysListed, Effect: rules.EffectAvoid, Pos: at(6, 115)},
		{Kind: rules.SessionsAtMost, Number: 3, Pos: at(6, 137)},
	}
	if d := cmp.Diff(want, pack.Invariants[0].Assertions); d != "" {
		t.Error(d)
	}
	if !pack.Invariants[0].Possible {
		t.Error("unless_ruled_out is lost")
	}
}
