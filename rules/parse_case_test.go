package rules

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// starter parses the pack in packs/starter.
func starter(t *testing.T) *Pack {
	t.Helper()
	pack, problems := ParsePack(os.DirFS("packs/starter"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return pack
}

func TestStarterCasesParse(t *testing.T) {
	pack := starter(t)
	cases, problems := ParseCases(os.DirFS("packs/starter"), pack)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	firm := cases[1]
	if firm.Name != "A wish for firm pressure brings deep tissue" {
		t.Fatalf("the second case is %q", firm.Name)
	}
	if age := firm.Intake.Answers[pack.QuestionIndex("age")]; age.Int != 40 {
		t.Errorf("the base's age is lost: %+v", age)
	}
	if wish := firm.Intake.Answers[pack.QuestionIndex("wish")]; wish.Ticks != 2 {
		t.Errorf("the case's wish is lost: %+v", wish)
	}
	var kinds []CheckKind
	for _, c := range firm.Checks {
		kinds = append(kinds, c.Kind)
	}
	want := []CheckKind{DispositionIs, ShowsTherapy, FirstTherapy, PressureIs, PressureIs, Fires, NearMiss, NearMiss}
	if d := cmp.Diff(want, kinds); d != "" {
		t.Error(d)
	}
}

func TestNoCases(t *testing.T) {
	cases, problems := ParseCases(fstest.MapFS{"pack.yaml": {}}, starter(t))
	if len(cases) != 0 || len(problems) != 0 {
		t.Errorf("got %d cases and %v", len(cases), problems)
	}
}

func TestCaseProblems(t *testing.T) {
	const file = `bases:
  - id: well
    from: ill
    answers: {age: 200}
  - id: ill
    from: well
    answers: {agee: 3}
cases:
  - name: one
    from: wel
    answers: {medicines: anticoagulant}
    expect:
      disposition: fine
      actions: {everybody: proceed, nobody: refer}
      therapies: {exactly: [deep_tissue, deep_tissue], frist: deep_tissue}
      pressure: {at_most: soft, deep: light}
      minutes: {at_most: 0}
      schedule: monthly
      sessions_per_week: {at_most: 0.3}
      withheld: {deep_tissue: nobody}
      missing: {medicines: gone}
      fires: []
  - name: one
    expect: {}
  - answers: {age: 20}
`
	_, problems := ParseCases(fstest.MapFS{"tests/bad.yaml": {Data: []byte(file)}}, starter(t))
	want := []string{
		`tests/bad.yaml:4:20: "age" is out of range: expected a whole number from 18 to 120`,
		`tests/bad.yaml:6:11: base "well" starts from itself`,
		`tests/bad.yaml:7:15: unknown question "agee" (did you mean "age"?)`,
		`tests/bad.yaml:10:11: unknown base "wel" (did you mean "well"?)`,
		`tests/bad.yaml:11:26: "medicines": expected a list of options such as [anticoagulant] or unsure, found text`,
		`tests/bad.yaml:13:20: unknown disposition "fine": expected one of proceed, clearance, incomplete, defer, refer, urgent, emergency`,
		`tests/bad.yaml:14:37: unknown rule "nobody"`,
		`tests/bad.yaml:15:42: therapy "deep_tissue" stands twice in this list`,
		`tests/bad.yaml:15:56: unknown key "frist" in a list of ids, or include, exclude, exactly (did you mean "first"?)`,
		`tests/bad.yaml:16:27: unknown pressure "soft": expected one of stroking, light, moderate, firm, deep`,
		`tests/bad.yaml:16:33: unknown therapy "deep"`,
		`tests/bad.yaml:17:26: out of range: expected a whole number from 1 to 1000000`,
		`tests/bad.yaml:18:17: unknown schedule "monthly"`,
		`tests/bad.yaml:19:36: expected sessions per week from 0.25 to 14 in quarters, such as 0.25, 0.5 or 2`,
		`tests/bad.yaml:20:31: unknown rule "nobody"`,
		`tests/bad.yaml:21:28: unknown state "gone": expected one of unanswered, unsure, notes`,
		`tests/bad.yaml:22:14: the list of rule ids is empty`,
		`tests/bad.yaml:23:11: the name "one" is taken by another case (see tests/bad.yaml:9:5)`,
		`tests/bad.yaml:24:13: the case expects nothing`,
		`tests/bad.yaml:25:5: missing key "expect" in a case`,
		`tests/bad.yaml:25:5: missing key "name" in a case`,
	}
	if d := cmp.Diff(want, strings.Split(problems.Error(), "\n")); d != "" {
		t.Error(d)
	}
}
