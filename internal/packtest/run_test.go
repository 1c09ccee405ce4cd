package packtest

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

var update = flag.Bool("update", false, "rewrite golden files")

// load parses and compiles a pack and its cases.
func load(t *testing.T, files fs.FS) (*engine.Program, []rules.Case) {
	t.Helper()
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); len(errs) > 0 {
		if errs[0].Code == "missing-section" {
			t.Skip(errs)
		}
		t.Fatal(errs)
	}
	program, err := engine.Compile(pack)
	if err != nil {
		t.Fatal(err)
	}
	cases, problems := packfile.ParseCases(files, pack)
	if errs := problems.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	return program, cases
}

// TestPacks runs the cases of the embedded packs.
func TestPacks(t *testing.T) {
	for _, name := range []string{"starter", "backcare"} {
		t.Run(name, func(t *testing.T) {
			program, cases := load(t, os.DirFS("../../rules/packs/"+name))
			for _, o := range Run(program, cases) {
				for _, d := range o.Differences {
					t.Errorf("%s: %s: %s: expected %s, got %s", d.Pos, o.Case.Name, d.What, d.Expected, d.Got)
				}
			}
		})
	}
}

// TestDifferences runs cases of the starter pack that expect the wrong things, and holds
// the report to testdata/differences.txt.
func TestDifferences(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"pack.yaml", "therapies.yaml", "rules.yaml"} {
		data, err := os.ReadFile("../../rules/packs/starter/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	wrong, err := os.ReadFile("testdata/wrong.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files["tests/wrong.yaml"] = &fstest.MapFile{Data: wrong}
	program, cases := load(t, files)
	var got bytes.Buffer
	if err := Text(&got, Run(program, cases), func(file string) string { return file }); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/differences.txt", got.Bytes())
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// TestWhatCasesAreShown holds all cases of the default pack to two promises: beyond
// clearance nothing is shown that somebody could take for a suggestion, and ordinary
// people are not sent away but get a therapy, a plan and care.
func TestWhatCasesAreShown(t *testing.T) {
	program, cases := load(t, os.DirFS("../../rules/packs/backcare"))
	var stopped, ordinary int
	for i := range cases {
		c, d := &cases[i], program.Decide(cases[i].Intake)
		r := program.Result(c.Intake, d, engine.Voice{Audience: rules.Patient})
		everything := len(r.Therapies) > 0 && r.Plan != nil && len(r.Care) > 0
		anything := len(r.Therapies) > 0 || r.Plan != nil || len(r.Care) > 0 || len(r.Withheld) > 0
		if strings.HasPrefix(c.Name, "Ordinary: ") {
			ordinary++
			if !d.Disposition.CarriesTherapies() || !everything {
				t.Errorf("%s: %s: %v, want a therapy, a plan and care", c.Pos, c.Name, d.Disposition)
			}
		}
		if !d.Disposition.CarriesTherapies() {
			stopped++
			if anything {
				t.Errorf("%s: %s: %v shows advice on massage", c.Pos, c.Name, d.Disposition)
			}
		}
	}
	if ordinary < 60 || stopped < 60 {
		t.Errorf("%d ordinary people and %d who are stopped: want at least 60 of each", ordinary, stopped)
	}
}
