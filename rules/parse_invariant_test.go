package rules

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// withFile returns the starter pack's files and one more.
func withFile(t *testing.T, name, data string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{name: {Data: []byte(data)}}
	for _, f := range []string{"pack.yaml", "therapies.yaml", "rules.yaml"} {
		content, err := os.ReadFile("packs/starter/" + f)
		if err != nil {
			t.Fatal(err)
		}
		files[f] = &fstest.MapFile{Data: content}
	}
	return files
}

func TestInvariantsParse(t *testing.T) {
	pack, problems := ParsePack(withFile(t, "more.yaml", `invariants:
  - id: all_kinds
    title: Everything that can be claimed
    unless_ruled_out: {medicines: anticoagulant}
    never: {suggest: [{provider: therapist}], care: keep_moving, schedule: any, disposition: {at_least: urgent}}
    always: {disposition: {at_most: refer}, schedule: any, cap: {pressure: light, sessions_per_week: 0.5}, avoid: [neck], max_sessions: {at_most: 3}}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	at := func(line, col int) Pos { return Pos{File: "more.yaml", Line: line, Col: col} }
	want := []Claim{
		{Kind: NeverSuggest, Therapies: 2, Pos: at(5, 22)},
		{Kind: NeverCare, Pos: at(5, 53)},
		{Kind: NeverPlan, Pos: at(5, 76)},
		{Kind: DispositionIn, Dispositions: 0b0011111, Pos: at(5, 94)},
		{Kind: DispositionIn, Dispositions: 0b0011111, Pos: at(6, 27)},
		{Kind: AlwaysPlan, Pos: at(6, 55)},
		{Kind: CapAt, Cap: Cap{Pressure: Light, Rate: 2}, Pos: at(6, 65)},
		{Kind: AlwaysAvoid, Pos: at(6, 115)},
		{Kind: SessionsAtMost, Number: 3, Pos: at(6, 137)},
	}
	if d := cmp.Diff(want, pack.Invariants[0].Claims); d != "" {
		t.Error(d)
	}
	if !pack.Invariants[0].Possible {
		t.Error("unless_ruled_out is lost")
	}
}
