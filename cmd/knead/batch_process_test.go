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

// TestBatchUnderParallel runs GNU parallel as docs/scale.md shows it.
func TestBatchUnderParallel(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("parallel"); err != nil {
		t.Skip("GNU parallel is not installed")
	}
	knead, in := kneadProgram(t), randomFile(t, 1000)
	want, err := exec.Command(knead, "batch", in).Output()
	if err != nil {
		t.Fatal(err)
	}
	script := `cd "$(dirname "$2")"
parallel --will-cite --jobs 2 "$1" batch "$2" --shard {}/4 -o part-{}.jsonl --manifest part-{}.json --no-progress ::: 1 2 3 4 2>/dev/null
cat part-1.jsonl part-2.jsonl part-3.jsonl part-4.jsonl`
	if strings.Contains(in, " ") {
		t.Skip("a path with spaces")
	}
	got, err := exec.Command("bash", "-ec", script, "bash", knead, in).Output()
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("shards: %d bytes, want %d; %v", len(got), len(want), err)
	}
	script = `parallel --will-cite --jobs 2 --pipepart --keep-order --block 100k -a "$2" "$1" batch - 2>/dev/null`
	if got, err = exec.Command("bash", "-ec", script, "bash", knead, in).Output(); err != nil || !bytes.Equal(got, want) {
		t.Errorf("pipes: %d bytes, want %d; %v", len(got), len(want), err)
	}
}
