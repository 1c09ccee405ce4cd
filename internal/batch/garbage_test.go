package batch

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"knead/internal/records"
	"knead/rules/packfile"
)

// TestGarbageAddsUp reads what is hardly a record in any format, and holds that the totals
// add up and that neither the way it is read nor shards make a difference.
func TestGarbageAddsUp(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	decode := func(record []byte) packfile.Record {
		return packfile.ParseRecords(record, "", packfile.JSON, p.Pack())[0]
	}
	pieces := []string{
		"{", "}", "[", "]", `"`, ",", ":", "\n", "\n", "\n", "\r\n", " ", "\t", `\`, "x", "1", "---\n", "--- ", "#", "...\n", "- ", "\x00", "\xff", "\uFEFF", `""`,
		`{"id":"a","answers":{}}`, `{"id":"b","answers":{}}` + "\n", "id: a\nanswers: {}\n", "c,4\n", `d,"` + "5\n6" + `"` + "\n", `"resourceType"`, "},{", "},\n{", "[\n{",
	}
	random := rand.New(rand.NewPCG(5, 5))
	for try := range times(12, 120) {
		var data []byte
		for range random.IntN(40) {
			data = append(data, pieces[random.IntN(len(pieces))]...)
		}
		for _, f := range []records.Format{records.JSONL, records.JSON, records.CSV, records.YAML, records.Foreign} {
			text := data
			if f == records.CSV {
				text = append([]byte("id,age\n"), data...)
			}
			name := save(t, "in", text)
			rejects := filepath.Join(t.TempDir(), "rejects")
			o := Options{Program: p, Inputs: []string{name}, InputFormat: f, Decode: decode, Rejects: rejects, Jobs: 1 + try%3}
			want, report := evaluate(t, o)
			wantRejects := contents(t, []string{rejects})[0]
			if n := int64(bytes.Count(want, []byte("\n"))); n != report.Read {
				t.Fatalf("%s: %d lines of %d records\n%q", f, n, report.Read, text)
			}
			var joined, joinedRejects []byte
			n := 1 + random.IntN(5)
			for i := range n {
				o.Shard = Shard{i + 1, n}
				out, _ := evaluate(t, o)
				joined = append(joined, out...)
				data, err := os.ReadFile(rejects)
				if err != nil {
					t.Fatal(err)
				}
				joinedRejects = append(joinedRejects, data...)
			}
			if joinedRejects = ordered(t, joinedRejects); !bytes.Equal(joined, want) || string(joinedRejects) != wantRejects {
				t.Fatalf("%s, %d shards: %s\nrejects: %s\n%q", f, n, firstDifference(joined, want), firstDifference(joinedRejects, []byte(wantRejects)), text)
			}
			o.Shard, o.Inputs, o.Stdin = Shard{}, []string{"-"}, &crumbReader{text, random}
			if out, _ := evaluate(t, o); !bytes.Equal(out, want) {
				t.Fatalf("%s, in crumbs: %s\n%q", f, firstDifference(out, want), text)
			}
		}
	}
}

// crumbReader gives a few bytes at a time.
type crumbReader struct {
	data   []byte
	random *rand.Rand
}

func (r *crumbReader) Read(p []byte) (int, error) {
	if len(r.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.data[:min(len(r.data), 1+r.random.IntN(9))])
	r.data = r.data[n:]
	return n, nil
}
