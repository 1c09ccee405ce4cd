package packdoc

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/rules/packfile"
	"knead/rules/packs"
)

var update = flag.Bool("update", false, "rewrite golden files and docs/clinical-basis.md")

func describe(t *testing.T, name string) *Doc {
	t.Helper()
	files, _ := packs.Open(name)
	return describeFiles(t, files)
}

func describeFiles(t *testing.T, files fs.FS) *Doc {
	t.Helper()
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	cases, problems := packfile.ParseCases(files, pack)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	return Describe(pack, cases)
}

// TestStarter holds the descriptions of the starter pack to golden files.
func TestStarter(t *testing.T) {
	var md, text bytes.Buffer
	doc := describe(t, "starter")
	if err := Markdown(&md, doc); err != nil {
		t.Fatal(err)
	}
	if err := Text(&text, doc, 80); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/starter.md", md.String())
	golden(t, "testdata/starter.txt", text.String())
}

// TestClinicalBasis holds docs/clinical-basis.md to the embedded pack.
func TestClinicalBasis(t *testing.T) {
	var md bytes.Buffer
	if err := Markdown(&md, describe(t, packs.Default)); err != nil {
		t.Fatal(err)
	}
	golden(t, "../../docs/clinical-basis.md", md.String())
}

func TestPart(t *testing.T) {
	doc := describe(t, "starter")
	for _, name := range doc.Names() {
		if _, found := doc.Part(name); !found {
			t.Errorf("no part %q", name)
		}
	}
	if _, found := doc.Part("nonsense"); found {
		t.Error("found a part that is not there")
	}
	part, _ := doc.Part("anticoagulant")
	var text bytes.Buffer
	if err := Text(&text, part, 80); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/anticoagulant.txt", text.String())
}

// TestEscapes makes sure that a pack's words cannot change the document's structure.
func TestEscapes(t *testing.T) {
	doc := &Doc{Rules: []Rule{{ID: "r", Title: "a|b\n# <b>*x*</b> `y` [z](http://z)", When: "p_q"}}, partial: true}
	var md bytes.Buffer
	if err := Markdown(&md, doc); err != nil {
		t.Fatal(err)
	}
	want := "#### a\\|b # &lt;b&gt;\\*x\\*&lt;/b&gt; \\`y\\` \\[z\\](http://z) (r)\n\n- **When:** p\\_q\n"
	if got := md.String(); !strings.HasPrefix(got, want) {
		t.Errorf("got %q", got)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is not current; run go test ./internal/packdoc -update (-want +got):\n%.3000s", name, diff)
	}
}
