//go:build full && unix

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"knead/internal/gen"
)

// TestBatchKilled kills the program at random moments, resumes it until it ends, and wants
// the bytes of a run that nothing interrupted.
func TestBatchKilled(t *testing.T) {
	knead := kneadProgram(t)
	lines := randomLines(t, 30000)
	bad := bytes.ReplaceAll(lines, []byte(`"age":7,`), []byte(`"age":700,`))
	for name, data := range map[string][]byte{"in.jsonl": bad, "in.csv": randomTable(t, 30000), "in.jsonl.gz": zipped(t, bad)} {
		folder := t.TempDir()
		in, want, got := filepath.Join(folder, name), filepath.Join(folder, "want"), filepath.Join(folder, "got")
		if err := os.WriteFile(in, data, 0o600); err != nil {
			t.Fatal(err)
		}
		run := func(output string, more ...string) *exec.Cmd {
			return exec.Command(knead, append([]string{"batch", in, "-o", output, "--rejects", output + ".rejects", "--allow-rejects", "1000000", "--no-progress", "--checkpoint", "1ms"}, more...)...)
		}
		start := time.Now()
		if out, err := run(want).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		whole := time.Since(start)
		random := rand.New(rand.NewPCG(1, 2))
		killed, ended := 0, 0
		for killed < 50 {
			for again := false; ; again = true {
				c := run(got)
				if again {
					c = run(got, "--resume")
				}
				var said bytes.Buffer
				c.Stderr = &said
				if err := c.Start(); err != nil {
					t.Fatal(err)
				}
				timer := time.AfterFunc(time.Duration(random.Int64N(int64(whole))), func() { c.Process.Kill() })
				err := c.Wait()
				timer.Stop()
				if err == nil {
					break
				}
				if status(err) != -1 { // not by the kill
					t.Fatalf("%s: exit status %d: %s", name, status(err), &said)
				}
				killed++
			}
			ended++
			for _, suffix := range []string{"", ".rejects"} {
				a, _ := os.ReadFile(got + suffix)
				b, err := os.ReadFile(want + suffix)
				if err != nil || !bytes.Equal(a, b) {
					t.Fatalf("%s%s differs after %d kills: %d bytes, want %d", name, suffix, killed, len(a), len(b))
				}
				os.Remove(got + suffix)
			}
		}
		t.Logf("%s: killed %d times, %d outputs compared", name, killed, ended)
	}
}

func zipped(t *testing.T, data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func randomTable(t *testing.T, n int) []byte {
	pack := defaultPack(t).Pack()
	intakes := gen.Plausible(pack, 1)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(gen.Header(pack))
	for i := range n {
		row := gen.Row(intakes.Next(), pack)
		if i%97 == 0 {
			row[2] = "nobody"
		}
		w.Write(row)
	}
	w.Flush()
	return b.Bytes()
}
