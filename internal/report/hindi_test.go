package report

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// TestHindiStandsAlone holds what is said in Hindi, for both readers, to contain no English
// but ids.
func TestHindiStandsAlone(t *testing.T) {
	fsys, _ := packs.Open(packs.Default)
	p, problems := packfile.Parse(fsys)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	if p, problems = packfile.Translate(fsys, "hi", p); problems.Errors() != nil {
		t.Fatal(problems)
	}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("../../examples/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no examples", err)
	}
	ids := regexp.MustCompile(`\[[^\]]*\]|--therapy \w+|\S*[-_.]\S*`)
	english := regexp.MustCompile(`[A-Za-z]{2,} +[A-Za-z]{2,}`)
	for _, name := range append(names, "testdata/hindi-notes.yaml") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		intakes, problems := packfile.ParseIntakes(data, name, packfile.YAML, p)
		if errs := problems.Errors(); errs != nil {
			t.Fatal(errs)
		}
		for _, audience := range []rules.Audience{rules.Practitioner, rules.Patient} {
			v := engine.Voice{Audience: audience}
			style := NewStyle(program, v)
			style.Width = 1000
			var b bytes.Buffer
			if err := Text(&b, style, visitsOf(program, v, intakes)); err != nil {
				t.Fatal(err)
			}
			for _, style.Detail = range []bool{false, true} {
				if err := Explain(&b, style, []*engine.Explanation{program.Explain(intakes[0], v)}); err != nil {
					t.Fatal(err)
				}
			}
			for _, line := range bytes.Split(b.Bytes(), []byte("\n")) {
				line = bytes.ReplaceAll(line, []byte(p.Author), nil) // a name
				if found := english.Find(ids.ReplaceAll(line, nil)); found != nil {
					t.Errorf("%s: %q in %s", filepath.Base(name), found, line)
				}
			}
		}
	}
}
