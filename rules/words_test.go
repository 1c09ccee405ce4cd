package rules_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"knead/rules"
	"knead/rules/packfile"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// smallFiles returns the files of the small pack of package packfile's tests.
func smallFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	root := os.DirFS("packfile/testdata/small")
	names, err := fs.Glob(root, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range names {
		data, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

// small returns the small pack.
func small(t *testing.T) *rules.Pack {
	t.Helper()
	p, problems := packfile.Parse(smallFiles(t))
	if len(problems) > 0 {
		t.Fatalf("the small pack has problems:\n%v", problems)
	}
	return p
}

// golden compares got with a file in testdata, or rewrites the file.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

// wordy is a pack with conditions of every shape.
func wordy(t *testing.T) *rules.Pack {
	files := smallFiles(t)
	files["wordy.yaml"] = &fstest.MapFile{Data: []byte(`
conditions:
  - {id: w_bool, title: A, when: {fever: false}}
  - {id: w_not_multi, title: A, when: {not: {nerve_signs: [tingling, leg_weakness]}}}
  - {id: w_not_choice, title: A, when: {not: {stress: high}}}
  - {id: w_equals, title: A, when: {age: {equals: 5}}}
  - {id: w_not_equals, title: A, when: {not: {age: {equals: 5}}}}
  - {id: w_at_most, title: A, when: {age: {at_most: 5}}}
  - {id: w_not_at_most, title: A, when: {not: {age: {at_most: 5}}}}
  - {id: w_between, title: A, when: {not: {pain: {above: 3, below: 7}}}}
  - {id: w_not_least, title: A, when: {not: {pain: {at_least: 3}}}}
  - {id: w_not_all, title: A, when: {not: {all: [{is: pregnant}, {fever: true}]}}}
  - {id: w_not_not, title: A, when: {not: {not: {is: pregnant}}}}
  - {id: w_not_is, title: early or late, when: {not: {is: pregnant}}}
  - {id: w_nested, title: A, when: {all: [{any: [{is: w_not_is}, {fever: true}]}, {any: [{is: w_not_is}]}, {not: {at_least: {n: 2, of: [{fever: true}, {is: w_not_is}, always]}}}]}}
`)}
	p, problems := packfile.Parse(files)
	if problems.Errors() != nil {
		t.Fatal(problems)
	}
	return p
}

func TestWords(t *testing.T) {
	p := wordy(t)
	var out strings.Builder
	for i := range p.Rules {
		fmt.Fprintf(&out, "%s: %s\n", p.Rules[i].ID, p.Words(p.Rules[i].When))
	}
	for i := range p.Conditions {
		fmt.Fprintf(&out, "%s: %s\n", p.Conditions[i].ID, p.Words(p.Conditions[i].When))
	}
	fmt.Fprintf(&out, "nil: %s\n", p.Words(nil))
	golden(t, "testdata/words.txt", out.String())
}

func TestTexts(t *testing.T) {
	var out strings.Builder
	for _, ref := range small(t).Texts() {
		fmt.Fprintf(&out, "%s (%v)", ref.Key, ref.Pos)
		if ref.Shown {
			out.WriteString(" shown")
		}
		fmt.Fprintf(&out, "\n  %s\n", ref.Text.For(rules.Patient))
		if p := ref.Text.For(rules.Practitioner); p != ref.Text.For(rules.Patient) {
			fmt.Fprintf(&out, "  %s\n", p)
		}
	}
	golden(t, "testdata/texts.txt", out.String())
}

func TestTextKeysAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, ref := range small(t).Texts() {
		if seen[ref.Key] {
			t.Errorf("the key %s stands for two texts", ref.Key)
		}
		seen[ref.Key] = true
	}
}

func TestStaleReview(t *testing.T) {
	p := small(t) // reviewed on 2026-11-01
	for day, want := range map[string]string{
		"2026-10-31": "the last review, 2026-11-01, lies in the future",
		"2026-11-01": "",
		"2028-11-01": "",
		"2028-11-02": "the last review, 2026-11-01, is more than two years ago",
	} {
		today, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if problem := rules.StaleReview(p, today); problem != nil {
			got = problem.Message
		}
		if got != want {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
	if rules.StaleReview(&rules.Pack{}, time.Now()) != nil {
		t.Error("a pack without a review date has no stale review")
	}
}
