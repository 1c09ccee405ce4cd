package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// smallProgram compiles the pack in testdata.
func smallProgram(t testing.TB) *engine.Program {
	t.Helper()
	p, problems := packfile.Parse(os.DirFS(filepath.Join("testdata", "pack")))
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// answered reads intakes of testdata by name.
func answered(t testing.TB, p *rules.Pack, names ...string) (intakes []*rules.Intake) {
	t.Helper()
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join("testdata", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		read, problems := packfile.ParseIntakes(data, name, packfile.YAML, p)
		if errs := problems.Errors(); errs != nil {
			t.Fatal(errs)
		}
		intakes = append(intakes, read...)
	}
	return intakes
}

func visitsOf(program *engine.Program, v engine.Voice, intakes []*rules.Intake) (visits []Visit) {
	for _, in := range intakes {
		visits = append(visits, Visit{Result: program.Eval(in, v), Intake: in})
	}
	return visits
}

// formats are the ways to write visits, by the ending of their golden files.
func formats() map[string]func(io.Writer, Style, []Visit) error {
	return map[string]func(io.Writer, Style, []Visit) error{"txt": Text, "md": Markdown, "html": HTML}
}

// everyWay is [formats] and the short text.
func everyWay() map[string]func(io.Writer, Style, []Visit) error {
	all := formats()
	all["short"] = Short
	return all
}

// TestGolden compares every format of every case for both readers with the files in
// testdata/golden. Pages are stored without their style sheet.
func TestGolden(t *testing.T) {
	program := smallProgram(t)
	css, _ := templates.ReadFile("style.css")
	cases := map[string][]string{"visits": {"later", "plain"}, "unsure": {"unsure"}, "agree": {"agree"}, "numb": {"numb"}, "blank": {"blank"}, "blanks": {"blanks"}, "later": {"later"}}
	for name, files := range cases {
		intakes := answered(t, program.Pack(), files...)
		for audience, word := range []string{"practitioner", "patient"} {
			v := engine.Voice{Audience: rules.Audience(audience), Region: 1}
			style := NewStyle(program, v)
			for ending, write := range formats() {
				if ending == "html" && name != "visits" && name != "numb" {
					continue
				}
				var b bytes.Buffer
				if err := write(&b, style, visitsOf(program, v, intakes)); err != nil {
					t.Fatal(err)
				}
				checkGolden(t, name+"-"+word+"."+ending, strings.Replace(b.String(), string(css), "(style)", 1))
			}
			for ending, width := range map[string]int{"-short.txt": 80, "-narrow.txt": 40} {
				var b bytes.Buffer
				style.Width = width
				if err := Short(&b, style, visitsOf(program, v, intakes)); err != nil {
					t.Fatal(err)
				}
				checkGolden(t, name+"-"+word+ending, b.String())
			}
			style.Width = 80
			var explained []*engine.Explanation
			for _, in := range intakes {
				explained = append(explained, program.Explain(in, v))
			}
			var b bytes.Buffer
			if err := Explain(&b, style, explained); err != nil {
				t.Fatal(err)
			}
			checkGolden(t, name+"-"+word+"-explained.txt", b.String())
			if name != "later" {
				continue
			}
			b.Reset()
			style.Detail = true
			if err := Explain(&b, style, explained); err != nil {
				t.Fatal(err)
			}
			checkGolden(t, name+"-"+word+"-detailed.txt", b.String())
		}
	}
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (run with -update to accept):\n%s", name, diff)
	}
}

// untagged is a text without links.
func untagged(s string) string { return regexp.MustCompile(`</?a[^>]*>`).ReplaceAllString(s, "") }

// TestDisclaimerEverywhere holds every format to the disclaimer and to the action first.
func TestDisclaimerEverywhere(t *testing.T) {
	program := smallProgram(t)
	v := engine.Voice{Audience: rules.Patient, Region: 1}
	for ending, write := range everyWay() {
		var b bytes.Buffer
		if err := write(&b, NewStyle(program, v), visitsOf(program, v, answered(t, program.Pack(), "numb"))); err != nil {
			t.Fatal(err)
		}
		action, notice := strings.Index(untagged(b.String()), "Call 112 now"), strings.Index(b.String(), "Not medical advice")
		if action < 0 || notice < action {
			t.Errorf("%s: action at %d, disclaimer at %d", ending, action, notice)
		}
		for _, therapy := range []string{"Soft massage", "Oil massage", "Firm massage"} {
			if strings.Contains(b.String(), therapy) {
				t.Errorf("%s: %q stands beside an emergency", ending, therapy)
			}
		}
	}
}

// TestPrivacy shows what is left of ids, dates and notes.
func TestPrivacy(t *testing.T) {
	program := smallProgram(t)
	v := engine.Voice{}
	style := NewStyle(program, v)
	all := func(p Privacy) string {
		var b bytes.Buffer
		for _, write := range everyWay() {
			visits := p.Visits(style, visitsOf(program, v, answered(t, program.Pack(), "later", "unsure", "plain")))
			if err := write(&b, style, visits); err != nil {
				t.Fatal(err)
			}
			for _, visit := range visits {
				if err := JSON(&b, visit.Result); err != nil {
					t.Fatal(err)
				}
			}
		}
		e := []*engine.Explanation{program.Explain(answered(t, program.Pack(), "unsure")[0], v)}
		p.Explanations(style, e)
		if err := JSON(&b, e[0]); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, c := range []struct {
		level        Privacy
		kept, hidden []string
	}{
		{Full, []string{"unsure", "2026-04-06", "warfarin", "How it went"}, nil},
		{QuietIDs, []string{"person-1", "person-2", "2026-04-06", "How it went"}, []string{`"id": "plain"`, "Intake plain", "person-3"}},
		{Redacted, []string{"How it went", "Visit 2"}, []string{"person-", "Intake plain", "2026-0", "warfarin"}},
	} {
		text := all(c.level)
		for _, word := range c.kept {
			if !strings.Contains(text, word) {
				t.Errorf("level %d: %q is missing", c.level, word)
			}
		}
		for _, word := range c.hidden {
			if strings.Contains(text, word) {
				t.Errorf("level %d: %q is left", c.level, word)
			}
		}
	}
}
