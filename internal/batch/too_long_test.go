package batch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"knead/internal/records"
)

// repeated is n bytes of text.
type repeated struct {
	text  string
	n, at int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	n := min(len(p), r.n)
	for i := range n {
		p[i] = r.text[(r.at+i)%len(r.text)]
	}
	r.n -= n
	r.at += n
	return n, nil
}

// TestTooLong puts a record of many megabytes between two others, in every format.
func TestTooLong(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	for _, c := range []struct {
		name          string
		format        records.Format
		before, after string
		filler        string
		line          int64 // of the last record
	}{
		{"line", records.JSONL, "{\"id\":\"a\",\"answers\":{}}\n{\"id\":\"", "\"}\n{\"id\":\"b\",\"answers\":{}}\n{\"answers\":7}", "x", 4},
		{"list", records.JSON, "[{\"id\":\"a\",\"answers\":{}},\n{\"id\":\"", "\",\n\"\":[{\"]\":1}]},{\"id\":\"b\",\"answers\":{}},\n{\"answers\":7}]", "x]\\\"},", 4},
		{"stream", records.JSON, "{\"id\":\"a\",\"answers\":{}}\n{\"id\":[", "]}{\"id\":\"b\",\"answers\":{}}\n{\"answers\":7}", "[],\n ", 3},
		{"rows", records.CSV, "id,notes\na,\nz,", "\nb,\n,x,", "word ", 5},
		{"quoted rows", records.CSV, "id,notes\na,\nz,\"", "\"\nb,\n,x,", "\"\" ,", 5},
		{"documents", records.YAML, "id: a\nanswers: {}\n---\n", "\n---\nid: b\nanswers: {}\n---\n7", "k: --- \n", 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			size := 4 << 20
			if c.format == records.JSONL {
				size = 100 << 20
			}
			rejects := filepath.Join(t.TempDir(), "rejects")
			in := io.MultiReader(strings.NewReader(c.before), &repeated{text: c.filler, n: size / len(c.filler) * len(c.filler)}, strings.NewReader(c.after))
			out, report := evaluate(t, Options{Program: p, Inputs: []string{"-"}, Stdin: in, InputFormat: c.format, Rejects: rejects, Jobs: 2})
			ids := ""
			for line := range strings.Lines(string(out)) {
				var id, code string
				if i := strings.Index(line, `"id":`); i >= 0 {
					id = line[i+5 : i+9]
				}
				if strings.Contains(line, `"code":"too-long"`) {
					code = "too-long"
				}
				ids += fmt.Sprintf("%s%s ", id, code)
			}
			if want := `"a", nulltoo-long "b", null `; ids != want {
				t.Errorf("got %s, want %s", ids, want)
			}
			if info, err := os.Stat(rejects); err != nil || info.Size() > 20<<10 {
				t.Errorf("the rejects file has %d bytes, %v", info.Size(), err)
			}
			lines := int64(strings.Count(c.filler, "\n")) * int64(size/len(c.filler))
			if last := report.First[len(report.First)-1]; last.Line != c.line+lines {
				t.Errorf("the last record is said to be in line %d, want %d", last.Line, c.line+lines)
			}
		})
	}
}

func TestUnclosedQuoteLosesOneRow(t *testing.T) {
	table := "id,notes\na,\nb,\"never closed\nc,\n" + strings.Repeat("d,x\n", 300000) + "e,\n"
	_, report := evaluate(t, Options{Program: backcare(t), Inputs: []string{"-"}, Stdin: strings.NewReader(table), InputFormat: records.CSV, Rejects: filepath.Join(t.TempDir(), "r")})
	if report.Rejects != 1 || report.Results != 300003 || report.First[0].Line != 3 {
		t.Errorf("%+v", report)
	}
}

func TestInputThatChanges(t *testing.T) {
	p := backcare(t)
	name := save(t, "in.jsonl", written(t, p, randomIntakes(p, 1, 1500))["in.jsonl"])
	output := filepath.Join(t.TempDir(), "out")
	changed := false
	report, err := Run(context.Background(), Options{Program: p, Inputs: []string{name}, Output: output, wrote: func() {
		if changed {
			return
		}
		changed = true
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
		}
		f.WriteString("{}\n")
		f.Close()
	}})
	if err == nil || !strings.Contains(err.Error(), "in.jsonl changed while it was read") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(output); err == nil || report.Kept == "" || !strings.Contains(report.Remedy, "delete it to begin again") {
		t.Errorf("the output is complete, kept %q: %s", report.Kept, report.Remedy)
	}
	_, err = Run(context.Background(), Options{Program: p, Inputs: []string{name}, Output: output, Resume: true})
	if err == nil || !strings.Contains(err.Error(), "the input is another, or has changed") {
		t.Errorf("resuming: %v", err)
	}
}

// unevenReader gives as much at a time as it likes.
type unevenReader struct {
	data   []byte
	random *rand.Rand
}

func (r *unevenReader) Read(p []byte) (int, error) {
	if len(r.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.data[:min(len(r.data), 1+r.random.IntN(400<<10))])
	r.data = r.data[n:]
	return n, nil
}

// TestLengthIsNoMatterOfReading holds that which records are too long, and what becomes of
// those around them, does not depend on how the input arrives.
func TestLengthIsNoMatterOfReading(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	var lines, list, rows bytes.Buffer
	list.WriteString("[\n")
	rows.WriteString("id,notes\n")
	for i, n := range []int{5, records.MaxSize - 1, records.MaxSize, records.MaxSize + 1, records.MaxSize + 2, records.MaxSize + 64<<10, records.MaxSize + 64<<10 + 1, 1_300_000, 1_500_000} {
		record := fmt.Sprintf(`{"id":"%d",`, i)
		record += strings.Repeat(" ", max(n-len(record)-13, 0)) + `"answers":{}}`
		lines.WriteString(record + "\n{\"id\":\"x\",\"answers\":{}}\n")
		list.WriteString(record + ",\n" + strings.Repeat(" ", i%2*2*records.MaxSize) + "{\"id\":\"x\",\"answers\":{}},\n")
		rows.WriteString(fmt.Sprintf("%d,\"%s\"\nx,\n%d,\"", i, strings.Repeat("y", max(n-4, 0)), i) + strings.Repeat(strings.Repeat("z", 999)+"\n", n/1000) + strings.Repeat("z", n%1000) + "\"\nx,\n")
	}
	list.WriteString("{\"answers\":{}}]\n")
	for format, data := range map[records.Format][]byte{records.JSONL: lines.Bytes(), records.JSON: list.Bytes(), records.CSV: rows.Bytes()} {
		want := ""
		for seed := range uint64(times(3, 20)) {
			in := &unevenReader{data, rand.New(rand.NewPCG(seed, 1))}
			rejects := filepath.Join(t.TempDir(), "rejects")
			out, report := evaluate(t, Options{Program: p, Inputs: []string{"-"}, Stdin: in, InputFormat: format, Jobs: 1 + int(seed), Rejects: rejects})
			texts, err := os.ReadFile(rejects)
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("%d %d %x %x", report.Read, report.Rejects, sha256.Sum256(out), sha256.Sum256(texts))
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%s, seed %d: got %s, want %s", format, seed, got, want)
			}
		}
		t.Log(format, want)
	}
}
