//go:build full && linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestBatchFaultAtEveryFileOperation lets each operation on a file of a small run be its last
// one (strace kills it there) or fail for want of space, then does what the program or its manual
// says: the same command with --resume, or again. The outputs are those of a run that nothing
// disturbed, or the run is refused with a reason; it never ends with 0 and no output.
func TestBatchFaultAtEveryFileOperation(t *testing.T) {
	if err := exec.Command("strace", "-qq", "-o", os.DevNull, "true").Run(); err != nil {
		t.Skip("strace may not trace here: ", err)
	}
	knead, in := kneadProgram(t), randomFile(t, 400)
	data, err := os.ReadFile(in)
	if err == nil {
		err = os.WriteFile(in, bytes.Replace(data, []byte(`"age":`), []byte(`"age":7`), 3), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	files := []string{"out", "out.rejects", "out.manifest", "out.summary"}
	command := func(folder string, more ...string) []string {
		return append([]string{knead, "batch", in, "-o", "out", "--rejects", "out.rejects", "--manifest", "out.manifest", "--summary", "out.summary",
			"--allow-rejects", "9999", "--no-progress", "--jobs", "1", "--checkpoint", "1ns"}, more...)
	}
	run := func(folder string, args []string) (int, string) {
		c := exec.Command(args[0], args[1:]...)
		c.Dir = folder
		c.Env = append(os.Environ(), "GOMAXPROCS=1")
		said, err := c.CombinedOutput()
		return status(err), string(said)
	}
	clean := t.TempDir()
	if got, said := run(clean, command(clean)); got != exitDone {
		t.Fatalf("exit status %d: %s", got, said)
	}
	want := map[string]string{}
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join(clean, name))
		if err != nil {
			t.Fatal(err)
		}
		want[name] = string(data)
	}
	const operations = "openat,write,fsync,ftruncate,renameat,renameat2,unlinkat,lseek,close,flock"
	killed, failed, refused := 0, 0, 0
	for _, operation := range strings.Split(operations, ",") {
		for _, fault := range []string{"signal=KILL", "error=ENOSPC"} {
			if fault == "error=ENOSPC" && !regexp.MustCompile("write|fsync|rename|openat|ftruncate").MatchString(operation) {
				continue
			}
			for n := 1; ; n++ {
				folder := t.TempDir()
				trace := filepath.Join(folder, "trace")
				args := append([]string{"strace", "-f", "-qq", "-o", trace, "-P", folder, "-e", "trace=" + operation, "-e", fmt.Sprintf("inject=%s:%s:when=%d", operation, fault, n)}, command(folder)...)
				for _, name := range append(files, "out.part", "out.rejects.part", "out.checkpoint", "out.checkpoint.new", ".out.lock", "out.manifest.part", "out.summary.part") {
					args = append(args[:5:5], append([]string{"-P", filepath.Join(folder, name)}, args[5:]...)...)
				}
				got, said := run(folder, args)
				traced, _ := os.ReadFile(trace)
				if !bytes.Contains(traced, []byte("INJECTED")) && !bytes.Contains(traced, []byte("killed by SIGKILL")) {
					if got != exitDone {
						t.Fatalf("%s %s %d: nothing was injected, exit status %d: %s", operation, fault, n, got, said)
					}
					break
				}
				if got == exitDone {
					failed++ // of no consequence
				} else {
					killed++
					got, said = run(folder, command(folder, "--resume"))
					if got != exitDone && (strings.Contains(said, "delete it to begin again") || strings.Contains(said, "cannot be continued")) {
						refused++
						for _, name := range []string{"out.part", "out.rejects.part", "out.checkpoint"} {
							os.Remove(filepath.Join(folder, name))
						}
						got, said = run(folder, command(folder))
					}
				}
				if got != exitDone {
					t.Errorf("%s %s %d: exit status %d: %s", operation, fault, n, got, said)
				}
				for _, name := range files {
					if data, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(data) != want[name] {
						t.Errorf("%s %s %d: %s is not as it should be: %d bytes, want %d, %v", operation, fault, n, name, len(data), len(want[name]), err)
					}
				}
			}
		}
	}
	t.Logf("%d runs ended early, %d went through, %d were begun again", killed, failed, refused)
}
