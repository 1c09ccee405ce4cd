package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the expected outputs")

// TestBadInput runs every file of testdata/bad and compares what comes of it with the file
// beside it that ends in .want: the results without what is alike in all, the rejects file,
// and the report.
func TestBadInput(t *testing.T) {
	p := backcare(t)
	names, err := filepath.Glob("testdata/bad/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".want") {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			got := tryBad(t, Options{Program: p, Inputs: []string{name}})
			if again := tryBad(t, Options{Program: p, Inputs: []string{name}, Jobs: 1}); !bytes.Equal(again, got) {
				t.Errorf("one worker gives something else:\n%s", again)
			}
			if *update {
				if err := os.WriteFile(name+".want", got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name + ".want")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), string(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

func tryBad(t *testing.T, o Options) []byte {
	var got, out bytes.Buffer
	o.Stdout, o.Rejects = &out, filepath.Join(t.TempDir(), "rejects")
	report, err := Run(context.Background(), o)
	got.WriteString("output\n")
	for line := range bytes.Lines(out.Bytes()) {
		var result struct {
			ID          *string
			Disposition string
		}
		if bytes.Contains(line, []byte(`"knead/reject/v1"`)) || json.Unmarshal(line, &result) != nil {
			got.Write(line)
		} else {
			id, _ := json.Marshal(result.ID)
			fmt.Fprintf(&got, "%s %s\n", id, result.Disposition)
		}
	}
	rejects, readErr := os.ReadFile(o.Rejects)
	if readErr != nil && err == nil {
		t.Error(readErr)
	}
	fmt.Fprintf(&got, "rejects\n%s", rejects)
	fmt.Fprintf(&got, "report: %d = %d + %d\n", report.Read, report.Results, report.Rejects)
	for _, x := range report.First {
		fmt.Fprintf(&got, "%+v\n", x)
	}
	fmt.Fprintf(&got, "error: %v\n", err)
	return got.Bytes()
}
