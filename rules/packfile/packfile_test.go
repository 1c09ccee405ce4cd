package packfile

import (
	"os"
	"testing"

	"knead/rules"
)

// small returns the pack in testdata/small.
func small(t testing.TB) *rules.Pack {
	t.Helper()
	p, problems := Parse(os.DirFS("testdata/small"))
	if len(problems) > 0 {
		t.Fatalf("the small pack has problems:\n%v", problems)
	}
	return p
}

func TestSmallPackParses(t *testing.T) {
	p := small(t)
	if p.Areas < 0 || p.SessionsDone < 0 || p.ClearanceLifted == nil {
		t.Errorf("areas %d, sessions done %d, lifted %v: expected all to be set", p.Areas, p.SessionsDone, p.ClearanceLifted)
	}
}

func TestIntakeParses(t *testing.T) {
	data := []byte("id: c-1\ndate: 2026-03-09\npack: small 0.1.0\nanswers:\n  age: 41\n  pain_area: [neck, whole_back]\n  nerve_signs: []\n  medicines: [steroid, unsure]\n  fever: unsure\n  notes: \"x\"\n  visit:\n")
	in, problems := ParseIntakes(data, "in.yaml", YAML, small(t))
	if len(problems) > 0 || len(in) != 1 {
		t.Fatal(problems)
	}
	if in[0].Answers[0] != (rules.Answer{State: rules.Answered, Int: 41}) {
		t.Error(in[0].Answers[0])
	}
}
