//go:build !windows

package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"knead/engine"
	"knead/internal/gen"
	"knead/rules/packs"
)

// The tests in this file run the program as a process of its own, as other programs do.

// kneadProgram returns the name of a program that is knead: the test binary by another name.
func kneadProgram(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "knead")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	return name
}

// randomFile writes n random intakes to a file of JSONL and returns its name.
func randomFile(t *testing.T, n int) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "in.jsonl")
	if err := os.WriteFile(name, randomLines(t, n), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func randomLines(t *testing.T, n int) []byte {
	t.Helper()
	pack := defaultPack(t).Pack()
	intakes := gen.Plausible(pack, 1)
	var data []byte
	for range n {
		data = append(gen.Spelling{}.AppendJSON(data, intakes.Next(), pack), '\n')
	}
	return data
}

func defaultPack(t *testing.T) *engine.Program {
	t.Helper()
	g := &globals{pack: packs.Default}
	program, err := g.program()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// status returns the exit status of a command that was waited for.
func status(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// TestBatchAsMapper talks to the program as engines for large data do: a line in, and its
// result out before the next line, then the end of the input.
func TestBatchAsMapper(t *testing.T) {
	t.Parallel()
	c := exec.Command(kneadProgram(t), "batch", "-")
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	c.Stderr = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(randomLines(t, 20), []byte("\n"))
	lines[7] = []byte("{\"id\":\"bad\"}\n")
	results := bufio.NewReader(out)
	for i, line := range lines[:20] {
		if _, err := in.Write(line); err != nil {
			t.Fatal(err)
		}
		result, err := results.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if rejected := strings.HasPrefix(result, `{"format":"knead/reject/v1","record":8,"id":"bad"`); rejected != (i == 7) {
			t.Errorf("record %d: %s", i+1, result)
		}
	}
	in.Close()
	if rest, err := io.ReadAll(results); err != nil || len(rest) > 0 {
		t.Errorf("behind the last result: %q, %v", rest, err)
	}
	if got := status(c.Wait()); got != exitFound {
		t.Errorf("exit status %d: %s", got, &said)
	}
	if !strings.HasSuffix(said.String(), "20 read = 19 results + 1 rejects\n") {
		t.Errorf("said %q", &said)
	}
}

func TestBatchClosedPipeEndsQuietly(t *testing.T) {
	t.Parallel()
	knead, in := kneadProgram(t), randomFile(t, 3000)
	c := exec.Command("bash", "-c", `set -o pipefail; "$0" batch "$1" | head -n 1`, knead, in)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if status(err) != 0 || said.Len() > 0 || bytes.Count(out, []byte("\n")) != 1 {
		t.Errorf("%v, said %q, %d bytes", err, &said, len(out))
	}
}

func TestBatchInterrupted(t *testing.T) {
	t.Parallel()
	knead := kneadProgram(t)
	data := randomLines(t, 3000)
	folder := t.TempDir()

	// Waiting for input that does not come.
	c := exec.Command(knead, "batch", "-")
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	c.Stderr = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	in.Write([]byte("{\"answers\":{}}\n{\"answers"))
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	c.Process.Signal(os.Interrupt)
	if got := status(c.Wait()); got != exitInterrupted || !strings.Contains(said.String(), "1 read = 1 results + 0 rejects\nknead: interrupted\n") {
		t.Errorf("exit status %d: %s", got, &said)
	}

	// In the middle of a file that grows under its hands as fast as it is read.
	fifo, whole := filepath.Join(folder, "fifo"), filepath.Join(folder, "in.jsonl")
	if err := os.WriteFile(whole, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	want, err := exec.Command(knead, "batch", whole).Output()
	if err != nil {
		t.Fatal(err)
	}
	output := filepath.Join(folder, "out.jsonl")
	c = exec.Command(knead, "batch", fifo, "-o", output)
	said.Reset()
	c.Stderr = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	w, err := os.OpenFile(fifo, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data[:len(data)/2])
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if info, err := os.Stat(output + ".part"); err == nil && info.Size() > 0 {
			break
		}
	}
	c.Process.Signal(syscall.SIGTERM)
	if got := status(c.Wait()); got != exitInterrupted {
		t.Errorf("exit status %d: %s", got, &said)
	}
	w.Close()
	part, err := os.ReadFile(output + ".part")
	if err != nil || len(part) == 0 || !bytes.HasPrefix(want, part) || part[len(part)-1] != '\n' {
		t.Errorf("the part is no beginning of the output: %d bytes, %v", len(part), err)
	}
	if !strings.Contains(said.String(), "out.jsonl.part\", but the input cannot be read again to go on: repeat the command to begin again") {
		t.Errorf("does not say how to begin again: %s", &said)
	}
	if out, err := exec.Command(knead, "batch", whole, "-o", output).CombinedOutput(); err != nil {
		t.Errorf("cannot begin again: %s", out)
	}
}

// TestBatchOnFullDisk needs a small file system of its own, which not everybody may mount.
func TestBatchOnFullDisk(t *testing.T) {
	t.Parallel()
	knead, in := kneadProgram(t), randomFile(t, 3000)
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "knead-test", disk).CombinedOutput(); err != nil {
		t.Skipf("cannot mount: %s", out)
	}
	defer exec.Command("umount", disk).Run()
	output := filepath.Join(disk, "out.jsonl")
	out, err := exec.Command(knead, "batch", in, "-o", output, "--manifest", filepath.Join(t.TempDir(), "m")).CombinedOutput()
	if status(err) != exitFailed || !strings.Contains(string(out), "no space left on device; the results so far are in") {
		t.Errorf("%v: %s", err, out)
	}
	if _, err := os.Stat(output); err == nil {
		t.Error("the output is there although it is not complete")
	}
	if out, err := exec.Command("mount", "-o", "remount,size=64m", disk).CombinedOutput(); err != nil {
		t.Skipf("cannot remount: %s", out)
	}
	manifest := filepath.Join(t.TempDir(), "m")
	if out, err := exec.Command(knead, "batch", in, "-o", output, "--manifest", manifest, "--resume").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, _ := os.ReadFile(output)
	want, err := exec.Command(knead, "batch", in).Output()
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, want %d; %v", len(got), len(want), err)
	}
}

// TestScaleGuide runs the commands of docs/scale.md for one machine, word for word, on a small input.
// Of every other it wants to know where else it runs, or that the page names it among what was not run.
func TestScaleGuide(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	page := read("docs/scale.md")
	_, notRun, _ := strings.Cut(page, "## What was run, and what was not")
	knead, in := kneadProgram(t), randomFile(t, 1000)
	folder := filepath.Dir(in)
	if err := os.Rename(in, filepath.Join(folder, "big.jsonl")); err != nil {
		t.Fatal(err)
	}
	run := func(command string) ([]byte, error) {
		c := exec.Command("bash", "-ec", command)
		c.Dir, c.Env = folder, append(os.Environ(), "PATH="+filepath.Dir(knead)+":"+os.Getenv("PATH"), "HOME="+t.TempDir())
		return c.CombinedOutput()
	}
	if out, err := run("knead batch big.jsonl --no-progress -o plain.jsonl"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	commands := 0
	for i, block := range strings.Split(page, "```") {
		if i%2 == 0 || !strings.HasPrefix(block, "\n") {
			continue
		}
		for _, command := range strings.Split(strings.TrimSpace(block), "\n") {
			commands++
			program := strings.Fields(strings.TrimPrefix(command, "array=$("))[0]
			switch program {
			case "parallel", "cat", "knead":
				if _, err := exec.LookPath("parallel"); err != nil {
					t.Skip("GNU parallel is not installed")
				}
				if out, err := run(command); err != nil {
					t.Errorf("%s: %v: %s", command, err, out)
				}
				if strings.HasSuffix(command, "> results.jsonl") {
					if out, err := run("cmp plain.jsonl results.jsonl && rm results.jsonl"); err != nil {
						t.Errorf("%s: %s", command, out)
					}
				}
			case "sbatch":
				job := regexp.MustCompile(`[a-z]*\.sbatch .*results`).FindString(command)
				if job == "" || !strings.Contains(read(".ci/slurm"), "examples/slurm/"+job) {
					t.Errorf(".ci/slurm does not run %s", command)
				}
			case "spark-submit":
				if script := read(".ci/spark"); !strings.Contains(script, "--files knead --py-files") {
					t.Errorf(".ci/spark does not run %s", command)
				}
			default:
				if !strings.Contains(notRun, "`"+strings.Join(strings.Fields(command)[:2], " ")+"`") {
					t.Errorf("nothing runs %s, and the page does not say so", command)
				}
			}
		}
	}
	if commands < 8 {
		t.Errorf("found %d commands only", commands)
	}
}

// TestSlurmScripts runs the tasks of an array without Slurm, one of them again with the number of
// shards as an argument, and joins what is verified.
func TestSlurmScripts(t *testing.T) {
	t.Parallel()
	knead, in := kneadProgram(t), randomFile(t, 300)
	want, err := exec.Command(knead, "batch", in).Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "results")
	run := func(script, task, count string, args ...string) ([]byte, error) {
		c := exec.Command("bash", append([]string{filepath.Join("..", "..", "examples", "slurm", script)}, args...)...)
		c.Env = append(os.Environ(), "PATH="+filepath.Dir(knead)+":"+os.Getenv("PATH"), "SLURM_CPUS_PER_TASK=1", "SLURM_ARRAY_TASK_ID="+task, "SLURM_ARRAY_TASK_COUNT="+count)
		return c.CombinedOutput()
	}
	for _, task := range []string{"1", "2", "3", "10", "11", "4", "5", "6", "7", "8", "9"} {
		if out, err := run("knead.sbatch", task, "11", in, folder); err != nil {
			t.Fatalf("task %s: %v: %s", task, err, out)
		}
	}
	if err := errors.Join(os.Remove(filepath.Join(folder, "part-3.jsonl")), os.WriteFile(filepath.Join(folder, "part-12.jsonl"), []byte("of an older run\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if out, err := run("merge.sbatch", "", "", folder); err == nil || !bytes.Contains(out, []byte(`part-3.jsonl" is not there`)) {
		t.Errorf("a shard is gone: %v: %s", err, out)
	}
	if out, err := run("knead.sbatch", "3", "1", in, folder, "11"); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := run("merge.sbatch", "", "", folder); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	results := filepath.Join(folder, "results.jsonl")
	if got, err := os.ReadFile(results); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, want %d; %v", len(got), len(want), err)
	}
	if info, err := os.Stat(results); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
}
