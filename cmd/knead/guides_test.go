package main

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestGuides runs the commands of the user guides in a folder that holds the files they
// speak of. In a block marked "console" a line that begins with "$" is a command and the
// lines below it are what it says, where "…" stands for anything; a block marked "sh" is
// only run.
func TestGuides(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the guides are for a Unix shell")
	}
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		name := filepath.Base(page)
		if name == "rule-authoring.md" || name == "tables.md" || name == "CONTRIBUTING.md" {
			continue // the first two have tests of their own, the last is about the source
		}
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for command, want := range transcripts(string(data)) {
				follow(t, exampleFolder(t, false), command, want)
			}
			for _, block := range strings.Split(string(data), "\n```sh\n")[1:] {
				block, _, _ = strings.Cut(block, "```")
				for _, command := range strings.Split(strings.TrimSpace(block), "\n") {
					follow(t, exampleFolder(t, false), command, "…")
				}
			}
		})
	}
}

// transcripts goes through the commands of a page and what they say.
func transcripts(page string) func(yield func(command, want string) bool) {
	return func(yield func(command, want string) bool) {
		for _, block := range strings.Split(page, "\n```console\n")[1:] {
			block, _, _ = strings.Cut(block, "```")
			for _, transcript := range strings.Split("\n"+block, "\n$ ")[1:] {
				command, want, _ := strings.Cut(transcript+"\n", "\n")
				if !yield(command, want) {
					return
				}
			}
		}
	}
}

// follow runs a command of a guide in a folder and compares what it says.
func follow(t *testing.T, dir, command, want string) {
	t.Helper()
	if strings.HasPrefix(command, "bash .ci") || strings.HasPrefix(command, "go ") {
		return
	}
	inTheWay(t, dir, command)
	cmd := exec.Command("bash", "-c", command)
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	out, err := cmd.CombinedOutput()
	if status := cmd.ProcessState.ExitCode(); err != nil && status != exitFound && !(status == exitInterrupted && strings.HasPrefix(command, "knead intake")) {
		t.Errorf("%s: %v\n%s", command, err, out)
		return
	}
	rest := string(out)
	for i, part := range strings.Split(strings.TrimSpace(want), "…") {
		part = strings.TrimPrefix(part, "\n")
		at := strings.Index(rest, part)
		if at < 0 || i == 0 && at > 0 {
			t.Errorf("%s\nwant\n%s\ngot\n%s", command, want, out)
			return
		}
		rest = rest[at+len(part):]
	}
}

// TestDocsAreMapped wants every page in the map, and every link to a file to lead somewhere.
func TestDocsAreMapped(t *testing.T) {
	index, err := os.ReadFile("../../docs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := filepath.Glob("../../docs/*.md")
	for _, page := range append(pages, "../../README.md") {
		name := filepath.Base(page)
		if name != "README.md" && !strings.Contains(string(index), "]("+name+")") {
			t.Errorf("docs/%s is not in the map: add it to docs/README.md", name)
		}
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(data), "](")[1:] {
			target, _, _ := strings.Cut(part, ")")
			target, _, _ = strings.Cut(target, "#")
			if target == "" || strings.Contains(target, ":") || strings.ContainsAny(target, " \n") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), filepath.FromSlash(target))); err != nil {
				t.Errorf("%s links to %s, which does not exist", page, target)
			}
		}
	}
}

// TestDependenciesAreListed wants a row with the release of each module that go.mod requires in the table of docs/CONTRIBUTING.md.
func TestDependenciesAreListed(t *testing.T) {
	required, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	guide, err := os.ReadFile("../../docs/CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	direct := regexp.MustCompile(`(?m)^\t(\S+) v(\S+)$`).FindAllStringSubmatch(string(required), -1)
	if len(direct) == 0 {
		t.Fatal("go.mod requires nothing")
	}
	for _, m := range direct {
		name, release := strings.TrimPrefix(m[1], "github.com/"), strings.TrimSuffix(m[2], ".0")
		row := regexp.MustCompile("(?m)^\\|.*`(" + regexp.QuoteMeta(name) + "|" + regexp.QuoteMeta(path.Base(name)) + ")`.*").FindString(string(guide))
		if !strings.Contains(row, " "+release) {
			t.Errorf("%s %s: the row is %q", m[1], m[2], row)
		}
	}
}
