//go:build !windows

package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/internal/draft"
	"knead/rules"
)

// TestSameAnswersEveryWay answers the questions as each example does, with numbered lines,
// with arrow keys, and interrupted and resumed. The intakes must be identical, byte for
// byte, and give the result that the example's file gives.
func TestSameAnswersEveryWay(t *testing.T) {
	program := backcare(t)
	all := examples(t, program)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		want := all[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			stub := rules.NewIntake(program.Pack())
			stub.ID, stub.Date, stub.Pack = want.ID, want.Date, program.Pack().Name+" "+program.Pack().Version
			for _, way := range []string{"plain", "rich", "half"} {
				if err := draft.WriteIntake(filepath.Join(dir, way+".yaml"), stub, program.Pack()); err != nil {
					t.Fatal(err)
				}
			}

			y := newTypist(t, program, want, false)
			lines, stopped := y.all(t)
			typeLines(t, dir, "plain.yaml", lines+"1\n")

			cut := strings.Index(lines[len(lines)/2:], "\n") + len(lines)/2 + 1
			rest := lines[cut:]
			if strings.Contains(lines, "=") {
				cut, rest = len(lines), "=\n" // resumed, it stands at the question that was left open
			}
			typeLines(t, dir, "half.yaml", lines[:cut])
			typeLines(t, dir, "half.yaml", rest+"1\n")

			keys, _ := newTypist(t, program, want, true).all(t)
			w := open(t, 24, 80, dir, "intake", "--resume", "rich.yaml")
			w.press(keys)
			if stopped {
				w.waitFor("Please stop here")
				w.press("1\rq")
			} else {
				w.waitFor("Your answers")
				w.press("1\rq")
			}
			if status := w.status(); status != 0 {
				t.Fatalf("exit status %d:\n%s", status, w.screen())
			}

			read := func(way string) string {
				data, err := os.ReadFile(filepath.Join(dir, way+".yaml"))
				if err != nil {
					t.Fatal(err)
				}
				return string(data)
			}
			plain := read("plain")
			if d := cmp.Diff(plain, read("rich")); d != "" {
				t.Errorf("arrow keys give another intake than lines:\n%s", d)
			}
			if d := cmp.Diff(plain, read("half")); d != "" {
				t.Errorf("a resumed interview gives another intake:\n%s", d)
			}
			if stopped {
				return // the questions after the stop were never asked
			}
			asked := *want // what is in the example and was not asked, because it would change nothing
			asked.Answers, asked.Skipped = slices.Clone(want.Answers), y.session.Final().Skipped
			for _, q := range asked.Skipped {
				asked.Answers[q] = rules.Answer{}
			}
			if err := draft.WriteIntake(filepath.Join(dir, "asked.yaml"), &asked, program.Pack()); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(recommendation(t, filepath.Join(dir, "asked.yaml")), recommendation(t, filepath.Join(dir, "plain.yaml"))); d != "" {
				t.Errorf("the interview gives another result than the file:\n%s", d)
			}
		})
	}
}

// typeLines goes on with the interview in a file of the folder by typing lines.
func typeLines(t *testing.T, dir, name, lines string) {
	t.Helper()
	var out, asked bytes.Buffer
	s := streams{strings.NewReader(lines), &out, &asked, nil}
	err := runIntake(context.Background(), s, &globals{pack: "backcare", audience: rules.Practitioner},
		&intakeOptions{resume: filepath.Join(dir, name)}, time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC))
	if err != nil && err != errInterrupted {
		t.Fatalf("%v\n%s", err, asked.String())
	}
}

func recommendation(t *testing.T, file string) string {
	t.Helper()
	var out, complaints bytes.Buffer
	if status := run([]string{"recommend", "--format", "json", file}, streams{strings.NewReader(""), &out, &complaints, nil}); status != 0 {
		t.Fatalf("%s: exit status %d: %s", file, status, complaints.String())
	}
	return out.String()
}

// TestSameResultInEveryForm writes each example as YAML, JSON, JSONL and CSV. All four must
// give the same result, byte for byte.
func TestSameResultInEveryForm(t *testing.T) {
	program := backcare(t)
	all := examples(t, program)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, pack, dir := all[name], program.Pack(), t.TempDir()
			if err := draft.WriteIntake(filepath.Join(dir, "in.yaml"), in, pack); err != nil {
				t.Fatal(err)
			}
			record, header, cells := map[string]any{}, []string{}, []string{}
			for q := range pack.Questions {
				if value, cell := answerForms(&pack.Questions[q], in.Answers[q]); cell != "" {
					record[pack.Questions[q].ID] = value
					header, cells = append(header, pack.Questions[q].ID), append(cells, cell)
				}
			}
			object := map[string]any{"answers": record}
			if in.ID != nil {
				object["id"] = *in.ID
				header, cells = append(header, "id"), append(cells, *in.ID)
			}
			data, err := json.Marshal(object)
			if err != nil {
				t.Fatal(err)
			}
			var table bytes.Buffer
			if err := csv.NewWriter(&table).WriteAll([][]string{header, cells}); err != nil {
				t.Fatal(err)
			}
			for file, data := range map[string][]byte{"in.json": data, "in.jsonl": append(data, '\n'), "in.csv": table.Bytes()} {
				if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want := recommendation(t, filepath.Join(dir, "in.yaml"))
			for form, got := range map[string]string{
				"JSON":  recommendation(t, filepath.Join(dir, "in.json")),
				"JSONL": batched(t, filepath.Join(dir, "in.jsonl")),
				"CSV":   batched(t, filepath.Join(dir, "in.csv")),
			} {
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s gives another result than YAML:\n%s", form, d)
				}
			}
		})
	}
}

// batched returns the full result of one record, laid out as recommend does it.
func batched(t *testing.T, file string) string {
	t.Helper()
	var out, complaints, indented bytes.Buffer
	if status := run([]string{"batch", "--detail", "full", "--no-progress", file}, streams{strings.NewReader(""), &out, &complaints, nil}); status != 0 {
		t.Fatalf("%s: exit status %d: %s", file, status, complaints.String())
	}
	if err := json.Indent(&indented, out.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	return indented.String()
}
