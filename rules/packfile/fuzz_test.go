package packfile

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"knead/rules"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzParse expects that no file can make the parser panic, and that a pack comes
// back exactly when there is no error.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"pack.yaml", "questions.yaml", "therapies.yaml", "rules.yaml"} {
		data, err := fs.ReadFile(os.DirFS("testdata/small"), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	rest := fstest.MapFS{}
	for _, name := range []string{"pack.yaml", "questions.yaml", "therapies.yaml"} {
		data, err := os.ReadFile("testdata/small/" + name)
		if err != nil {
			f.Fatal(err)
		}
		rest[name] = &fstest.MapFile{Data: data}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, files := range []fstest.MapFS{{"pack.yaml": {Data: data}}, rest} {
			files["zz.yaml"] = &fstest.MapFile{Data: data}
			p, problems := Parse(files)
			if (p == nil) != (problems.Errors() != nil) {
				t.Errorf("pack %v with problems %v", p, problems)
			}
			if p != nil {
				p.Texts()
				for i := range p.Rules {
					p.Words(p.Rules[i].When)
				}
			}
		}
	})
}

// FuzzParseIntakes expects that no input makes the parser panic, and that whatever it
// accepts is written and read back the same.
func FuzzParseIntakes(f *testing.F) {
	p := small(f)
	for _, file := range badFiles(f) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, section := range archive.Files {
			if strings.HasPrefix(section.Name, "intake") {
				f.Add(section.Data, section.Name == "intake.json")
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, isJSON bool) {
		format := YAML
		if isJSON {
			format = JSON
		}
		intakes, problems := ParseIntakes(data, "in", format, p)
		if len(intakes) == 0 && problems.Errors() == nil {
			t.Error("neither intakes nor errors")
		}
		for _, in := range intakes {
			readsBack(t, in, p)
		}
	})
}

func readsBack(t *testing.T, in *rules.Intake, p *rules.Pack) {
	var b bytes.Buffer
	if err := WriteIntake(&b, in, p); err != nil {
		t.Fatal(err)
	}
	again, problems := ParseIntakes(b.Bytes(), "out", YAML, p)
	if problems.Errors() != nil || len(again) != 1 {
		t.Fatalf("what was accepted is not when written:\n%s\n%v", b.Bytes(), problems)
	}
	if diff := cmp.Diff(in, again[0], cmpopts.IgnoreFields(rules.Intake{}, "Pos")); diff != "" {
		t.Errorf("written and read back it differs:\n%s", diff)
	}
}
