package packfile

import (
	"os"
	"testing"
	"testing/fstest"

	"knead/rules"

	"github.com/google/go-cmp/cmp"
)

// starter parses the pack in packs/starter.
func starter(t *testing.T) *rules.Pack {
	t.Helper()
	pack, problems := Parse(os.DirFS("../packs/starter"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return pack
}

func TestStarterCasesParse(t *testing.T) {
	pack := starter(t)
	cases, problems := ParseCases(os.DirFS("../packs/starter"), pack)
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
	var kinds []rules.CheckKind
	for _, c := range firm.Checks {
		kinds = append(kinds, c.Kind)
	}
	want := []rules.CheckKind{rules.DispositionIs, rules.Shows, rules.Shows, rules.PressureIs, rules.PressureIs, rules.Fires, rules.NearMiss, rules.NearMiss}
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
