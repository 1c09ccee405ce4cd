package packfile

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"knead/rules"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// TestBadInput runs the cases in testdata/bad. Each is a txtar archive: files to add to
// the small pack, or intakes for it (intake.yaml, intake.json), or a draft (draft.yaml), or changes that are meant (allowed.yaml), or the map of a table (map.yaml), or cells of a table
// (cells, one "question=cell" a line), and the expected problems (want). A file whose name
// ends in .quoted is a Go string; "x times 1000" is a long text. Lines of the comment can change the small pack:
//
//	replace pack.yaml "version: 0.1.0" "version: one"
//	remove pack.yaml
//	repeat more.yaml 5000000 "x"
//	copies 1000 more.yaml
//	device more.yaml
//	translate ../x
//
// Files below tests/ are read as cases of the pack.
func TestBadInput(t *testing.T) {
	for _, file := range badFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := runBad(t, archive)
			if *update {
				updateWant(t, file, archive, got)
				return
			}
			if diff := cmp.Diff(wanted(archive), got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
		})
	}
}

func badFiles(t testing.TB) []string {
	files, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases in testdata/bad", err)
	}
	return files
}

// runBad returns what the parser says about a case.
func runBad(t *testing.T, archive *txtar.Archive) string {
	pack := editedSmall(t, string(archive.Comment))
	var out strings.Builder
	packed := false
	for _, f := range archive.Files {
		name, data := unquoted(t, f)
		switch name {
		case "want":
		case "intake.yaml", "intake.json", "draft.yaml", "cells", "allowed.yaml", "map.yaml":
			p, _ := Parse(pack)
			out.WriteString(runAnswers(t, p, name, data))
		default:
			pack[name] = &fstest.MapFile{Data: data}
			packed = true
		}
	}
	if packed || out.Len() == 0 {
		p, problems := Parse(pack)
		fmt.Fprint(&out, listed(problems))
		if p != nil {
			cases, problems := ParseCases(pack, p)
			fmt.Fprint(&out, listed(problems))
			fmt.Fprintln(&out, strings.TrimSpace("accepted "+caseNames(cases)))
			for _, tag := range append(Translations(pack), asked(string(archive.Comment))...) {
				translated, problems := Translate(pack, tag, p)
				fmt.Fprint(&out, listed(problems))
				if translated != nil {
					fmt.Fprintf(&out, "accepted in %s\n", tag)
				}
			}
		}
	}
	return out.String()
}

// runAnswers returns what the parser says about a file of answers.
func runAnswers(t *testing.T, p *rules.Pack, name string, data []byte) string {
	var out strings.Builder
	switch name {
	case "intake.yaml", "intake.json":
		format := YAML
		if name == "intake.json" {
			format = JSON
		}
		intakes, problems := ParseIntakes(data, name, format, p)
		fmt.Fprint(&out, listed(problems))
		for _, in := range intakes {
			fmt.Fprintf(&out, "accepted: the intake at %v\n", in.Pos)
		}
		for _, r := range ParseRecords(data, name, format, p) {
			if r.Readable != nil {
				fmt.Fprintf(&out, "readable:%s\n", left(p, r.Readable))
			}
		}
	case "draft.yaml":
		in, problems := ParseDraft(data, name, YAML, p)
		fmt.Fprint(&out, listed(problems))
		if in == nil {
			fmt.Fprintln(&out, "refused")
		} else if err := WriteIntake(&out, in.Intake, p); err != nil {
			t.Fatal(err)
		}
	case "allowed.yaml":
		allowed, problems := ParseWaivers(data, name, p, p)
		fmt.Fprint(&out, listed(problems))
		fmt.Fprintf(&out, "accepted: %d changes\n", len(allowed))
	case "map.yaml":
		_, problems := ParseTableMap(data, name, p)
		fmt.Fprint(&out, listed(problems))
	case "cells":
		fmt.Fprint(&out, cellProblems(p, string(data)))
	}
	return out.String()
}

// left writes what is left of an intake that is not valid.
func left(p *rules.Pack, in *rules.Intake) (all string) {
	for q, a := range in.Answers {
		if a.State != rules.Unanswered {
			all += fmt.Sprintf(" %s: %.60s", p.Questions[q].ID, p.Questions[q].Format(a))
		}
	}
	return all
}

// asked returns the languages that a case asks for by name.
func asked(comment string) (tags []string) {
	for _, line := range strings.Split(comment, "\n") {
		if tag, ok := strings.CutPrefix(line, "translate "); ok {
			tags = append(tags, tag)
		}
	}
	return tags
}

func caseNames(cases []rules.Case) string {
	names := make([]string, len(cases))
	for i := range cases {
		names[i] = strconv.Quote(cases[i].Name)
	}
	return strings.Join(names, " ")
}

func cellProblems(p *rules.Pack, cells string) string {
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(cells, "\n"), "\n") {
		id, cell, _ := strings.Cut(line, "=")
		if id == "context" {
			var in rules.Intake
			if problem := ParseContext(&in, cell); problem != nil {
				fmt.Fprint(&out, listed(rules.Problems{*problem}))
			} else {
				fmt.Fprintf(&out, "accepted: %+v\n", in.Context)
			}
			continue
		}
		q := &p.Questions[p.QuestionIndex(id)]
		if a, problem := ParseCell(q, cell); problem != nil {
			fmt.Fprint(&out, listed(rules.Problems{*problem}))
			fmt.Fprintf(&out, "readable: %.60s\n", q.Format(a))
		} else {
			fmt.Fprintf(&out, "accepted: %s\n", q.Format(a))
		}
	}
	return out.String()
}

func unquoted(t *testing.T, f txtar.File) (string, []byte) {
	if text, times, ok := strings.Cut(string(f.Data), " times "); ok && len(times) < 10 {
		n, _ := strconv.Atoi(strings.TrimSpace(times))
		return f.Name, []byte(strings.Repeat(text, n))
	}
	name, quoted := strings.CutSuffix(f.Name, ".quoted")
	if !quoted {
		return name, f.Data
	}
	s, err := strconv.Unquote(strings.TrimSpace(string(f.Data)))
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return name, []byte(s)
}

// editedSmall returns the files of the small pack, changed as the comment says.
func editedSmall(t *testing.T, comment string) fstest.MapFS {
	files := fstest.MapFS{}
	root := os.DirFS("testdata/small")
	paths, err := fs.Glob(root, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		data, err := fs.ReadFile(root, p)
		if err != nil {
			t.Fatal(err)
		}
		files[p] = &fstest.MapFile{Data: data}
	}
	for _, line := range strings.Split(comment, "\n") {
		var file, from, to string
		var count int
		if _, err := fmt.Sscanf(line, "remove %s", &file); err == nil {
			delete(files, file)
		}
		if _, err := fmt.Sscanf(line, "device %s", &file); err == nil {
			files[file] = &fstest.MapFile{Mode: fs.ModeDevice}
		}
		if n, _ := fmt.Sscanf(line, "repeat %s %d %q", &file, &count, &from); n == 3 {
			files[file] = &fstest.MapFile{Data: []byte(strings.Repeat(from, count))}
		}
		if n, _ := fmt.Sscanf(line, "copies %d %s", &count, &file); n == 2 {
			for i := range count {
				files[fmt.Sprintf("%d%s", i, file)] = &fstest.MapFile{}
			}
		}
		if n, _ := fmt.Sscanf(line, "replace %s %q %q", &file, &from, &to); n != 3 {
			continue
		}
		before := string(files[file].Data)
		if !strings.Contains(before, from) {
			t.Fatalf("%s does not hold %q", file, from)
		}
		files[file] = &fstest.MapFile{Data: []byte(strings.Replace(before, from, to, 1))}
	}
	return files
}

// listed writes problems with all their parts.
func listed(problems rules.Problems) string {
	var out strings.Builder
	for _, p := range problems {
		kind := "error"
		if p.Warning {
			kind = "warning"
		}
		fmt.Fprintf(&out, "%s [%s %s %s]\n", p.String(), kind, p.Code, p.Field)
	}
	return out.String()
}

func wanted(archive *txtar.Archive) string {
	for _, f := range archive.Files {
		if f.Name == "want" {
			return string(f.Data)
		}
	}
	return ""
}

func updateWant(t *testing.T, file string, archive *txtar.Archive, got string) {
	kept := archive.Files[:0]
	for _, f := range archive.Files {
		if f.Name != "want" {
			kept = append(kept, f)
		}
	}
	archive.Files = append(kept, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
