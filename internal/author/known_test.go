package author

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"knead/engine/verify"
	"knead/internal/files"
)

// proofOf proves everything about a pack with what the cache has of it, and returns what is said and how
// much of it rests on the cache.
func proofOf(t *testing.T, c files.Cache) (text string, fromCache int) {
	t.Helper()
	a, err := Load("starter", nil)
	if err != nil {
		t.Fatal(err)
	}
	o := verify.Options{Known: a.Known(c)}
	proved, err := verify.Prove(t.Context(), a.Program, o)
	if err != nil {
		t.Fatal(err)
	}
	audited, err := verify.Audit(t.Context(), a.Program, o)
	if err != nil {
		t.Fatal(err)
	}
	findings := append(proved, audited...)
	a.Keep(c, findings)
	folder, _ := OpenFolder("", "", nil)
	p, err := a.Proof(findings, folder)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	p.Text(&b)
	return b.String(), p.known
}

// TestKnownIsKept proves a pack twice, then again with a cache that is damaged, of another program, or
// that holds what proves nothing.
func TestKnownIsKept(t *testing.T) {
	c := files.Cache{Folder: filepath.Join(t.TempDir(), "proofs"), Program: "a program"}
	fresh, n := proofOf(t, c)
	if n != 0 || strings.Contains(fresh, "cache") {
		t.Fatalf("%d from an empty cache:\n%s", n, fresh)
	}
	second, n := proofOf(t, c)
	summary := fresh[strings.LastIndex(strings.TrimSpace(fresh), "\n"):]
	if n < 20 || !strings.Contains(second, summary) || !strings.Contains(second, "from the cache, checked again\n") {
		t.Errorf("%d from the cache:\n%s", n, second)
	}
	name := c.Name("starter")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, n := proofOf(t, files.Cache{Folder: c.Folder, Program: "another"}); n != 0 {
		t.Errorf("%d from another program", n)
	}
	for _, damaged := range [][]byte{nil, data[:len(data)/2], append([]byte("x"), data[1:]...), append(bytes.Clone(data), ' ')} {
		if err := os.WriteFile(name, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if text, n := proofOf(t, c); n != 0 || text != fresh {
			t.Errorf("%d from a damaged cache:\n%s", n, text)
		}
	}
	for _, foreign := range []string{
		`{`, `[]`, `{"People":{},"Steps":{}}`, `{"People":7}`,
		`{"People":{"rule_can_fire numbness":{"Answers":{"gaol":"none"}},"therapy_can_appear rest":{"Answers":{"age":"-1"}}},"Steps":{"invariant short_sessions_for_the_old":null}}`,
	} {
		c.Keep([]byte(foreign), "starter")
		if text, _ := proofOf(t, c); !strings.Contains(text, summary) {
			t.Errorf("with %s:\n%s", foreign, text)
		}
	}
}
