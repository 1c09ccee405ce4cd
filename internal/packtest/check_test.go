package packtest

import (
	"os"
	"testing"

	"knead/rules/packfile"
)

// TestDispositionWithoutTheFirstAnswer holds that a disposition that is as expected passes,
// whether the first question is answered or not.
func TestDispositionWithoutTheFirstAnswer(t *testing.T) {
	program, _ := load(t, os.DirFS("../../rules/packs/starter"))
	cases, problems := packfile.ParseCaseFile([]byte("cases: [{name: no age, answers: {warning_signs: [saddle_numbness]}, expect: {disposition: emergency}}]"), "", program.Pack())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if o := Run(program, cases); !o[0].Passed() {
		t.Error(o[0].Differences)
	}
}
