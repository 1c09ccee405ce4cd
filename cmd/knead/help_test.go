package main

import (
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// commands returns the command and all below it that help shows.
func commands(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			all = append(all, commands(sub)...)
		}
	}
	return all
}

// TestHelpTeaches wants of every command one sentence, examples and exit statuses.
func TestHelpTeaches(t *testing.T) {
	for _, c := range commands(newRootCommand(streams{})) {
		if c.Short == "" || strings.HasSuffix(c.Short, ".") || strings.Contains(c.Short, "\n") {
			t.Errorf("%s: expected one sentence without a full stop, found %q", c.CommandPath(), c.Short)
		}
		if n := strings.Count(c.Example, "\n") + 1; n < 2 || n > 6 {
			t.Errorf("%s: expected two to six examples, found %d", c.CommandPath(), n)
		}
		if !strings.Contains(c.Long, "\n\nExit status: 0 ") || !strings.HasSuffix(c.Long, ".") {
			t.Errorf("%s: the help does not end with exit statuses", c.CommandPath())
		}
		for _, line := range strings.Split(c.Long, "\n") {
			if n := len([]rune(line)); n > 96 {
				t.Errorf("%s: a line of the help has %d characters", c.CommandPath(), n)
			}
		}
	}
}

// TestHelpExamples runs every example of every command as it stands, in a shell, in a
// folder that holds the files they speak of. None may end as something that could not be done.
func TestHelpExamples(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the examples are for a Unix shell")
	}
	for _, line := range helpExamples() {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			runExample(t, line)
		})
	}
}

func runExample(t *testing.T, line string) {
	dir := exampleFolder(t, strings.Contains(line, "backcare ./mypack"))
	inTheWay(t, dir, line)
	if strings.Contains(line, "--verify") {
		line = "knead batch examples/desk-worker.yaml -o part-1.jsonl --manifest part-1.json && " + line
	}
	cmd := exec.Command("bash", "-c", line)
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	out, err := cmd.CombinedOutput()
	status := 0
	if err != nil {
		status = cmd.ProcessState.ExitCode()
	}
	// An interview without answers is interrupted; a check or a difference may find something.
	interrupted := status == exitInterrupted && strings.HasPrefix(line, "knead intake") || status == exitInterrupted && line == "knead"
	found := status == exitFound && (strings.HasPrefix(line, "knead rules diff") || strings.HasPrefix(line, "knead rules prove"))
	if status != exitDone && !interrupted && !found {
		t.Errorf("exit status %d\n%s", status, out)
	}
}

// inTheWay removes what a command makes itself.
func inTheWay(t *testing.T, dir, line string) {
	var names []string
	if _, made, ok := strings.Cut(line, "rules init "); ok {
		names = append(names, made)
	}
	if _, made, ok := strings.Cut(line, "-o "); ok {
		made, _, _ = strings.Cut(made, " ")
		names = append(names, made)
		if !strings.Contains(line, "--resume") {
			names = append(names, made+".draft", made+".part")
		}
	}
	for _, name := range names {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// exampleFolder makes a folder with the files that examples speak of. The folder mypack
// holds the starter pack, or else the embedded one.
func exampleFolder(t *testing.T, embedded bool) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	write := func(name string, data []byte) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(root, "examples"), filepath.Join(dir, "examples")); err != nil {
		t.Fatal(err)
	}
	desk := read("examples/desk-worker.yaml")
	for _, name := range []string{"anna.yaml", "anna.yaml.draft", "anna-2.yaml", "intake.yaml", "records/a.yaml", "patients/a.yaml", "found/no_heat.yaml"} {
		write(name, desk)
	}
	write("response.json", read("internal/fhir/testdata/response.json"))
	response := strings.Join(strings.Fields(string(read("internal/fhir/testdata/response.json"))), " ")
	write("responses.ndjson", []byte(response+"\n"))
	write("request.json", []byte(`{"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "context": {"patientId": "123"}}`))
	write("allowed.yaml", []byte("accepted:\n  - {property: therapy_added, subject: deep_tissue, when: always, reason: reviewed}\n"))
	lines := []byte(`{"id": "a", "answers": {"age": 41}}` + "\n")
	write("intakes.jsonl", lines)
	write("big.jsonl", lines)
	var packed strings.Builder
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(lines)
	_ = z.Close()
	write("intakes.jsonl.gz", []byte(packed.String()))
	if embedded {
		if err := os.CopyFS(filepath.Join(dir, "mypack"), os.DirFS(filepath.Join(root, "rules", "packs", "backcare"))); err != nil {
			t.Fatal(err)
		}
	}
	for _, pack := range []string{"mypack", "mypack-1.0", "mypack-1.1"} {
		if embedded && pack == "mypack" {
			continue
		}
		if _, err := writeStarter(filepath.Join(dir, pack)); err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range []string{".zfunc", ".config/fish/completions"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
