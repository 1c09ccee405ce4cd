package batch

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// spoil breaks some of the lines.
func spoil(data []byte, seed uint64) []byte {
	random := rand.New(rand.NewPCG(seed, 4))
	var out []byte
	for i, line := range bytes.SplitAfter(data, []byte("\n")) {
		if i > 1 && len(line) > 20 && random.IntN(9) == 0 {
			line = bytes.Clone(line)
			line[random.IntN(len(line)-1)] = "x\"}\\,\x01\xff"[random.IntN(7)]
		}
		out = append(out, line...)
		if random.IntN(20) == 0 && i > 1 {
			out = append(out, " \r\n"...)
		}
	}
	return out
}

func TestShardsMakeUpTheWhole(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	files := written(t, p, randomIntakes(p, 5, 120))
	for name, data := range files {
		if filepath.Ext(name) == ".jsonl" || filepath.Ext(name) == ".ndjson" {
			files[name] = spoil(data, 1)
		}
	}
	folder := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, inputs := range [][]string{{"in.jsonl"}, {"in.json"}, {"in.csv"}, {"in.yaml"}, {"in.jsonl.gz"}, {"."}} {
		for i := range inputs {
			inputs[i] = filepath.Join(folder, inputs[i])
		}
		for _, table := range []bool{false, true} {
			whole, rejects, _ := sharded(t, Options{Program: p, Inputs: inputs, Table: table})
			for _, n := range []int{1, 2, 5} {
				var joined, joinedRejects []byte
				for i := range n {
					out, rejected, m := sharded(t, Options{Program: p, Inputs: inputs, Table: table, Shard: Shard{i + 1, n}})
					joined, joinedRejects = append(joined, out...), append(joinedRejects, rejected...)
					if m.Output.Bytes != int64(len(out)) || m.Records != m.Results+m.Rejects {
						t.Errorf("shard %d/%d: the manifest does not add up: %+v", i+1, n, m)
					}
				}
				if !bytes.Equal(joined, whole) {
					t.Errorf("%v, table %t, %d shards: %s", inputs, table, n, firstDifference(joined, whole))
				}
				if joinedRejects = ordered(t, joinedRejects); !bytes.Equal(joinedRejects, rejects) {
					t.Errorf("%v, table %t, %d shards, rejects: %s", inputs, table, n, firstDifference(joinedRejects, rejects))
				}
			}
		}
	}
}

// TestMoreShardsThanRecords cuts small and broken inputs of every format.
func TestMoreShardsThanRecords(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	folder := t.TempDir()
	for name, data := range map[string]string{
		"a.jsonl": "\n{\"id\":\"a\",\"answers\":{}}\r\n\r\nx\n{\"id\":\"b\"}", "b.jsonl": "", "c.jsonl": "\n \n",
		"d.json": "[{\"id\":\"a\",\"answers\":{}},\n{\"id\":\"b\",\"answers\":{\"age\":\n{\"answers\":7},", "e.json": "[", "f.json": "",
		"g.json": "{\"id\":\"a\",\"answers\":[\n{\"id\":\"b\",\"answers\":{}}\noops {}",
		"h.csv":  "id,age\r\na\r\n\r\nb,1,2\r\n\"c\",x\r\n\"d,4\r\ne,5\r\n", "i.csv": "\"id\"\n\"x\ny\"\n\"", "j.csv": "id",
		"k.yaml": "# c\n---\nid: a\nanswers: {}\n---\n---\nid: [\n--- \nid: c\nanswers: {age: x}\n...\n", "l.yaml": "", "m.yaml": "---\n---\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	inputs, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, input := range append(inputs, folder) {
		o := Options{Program: p, Inputs: []string{input}, Rejects: filepath.Join(t.TempDir(), "rejects")}
		run := func(shard Shard) (out []byte, rejects string) {
			o.Shard = shard
			out, _ = evaluate(t, o)
			return out, contents(t, []string{o.Rejects})[0]
		}
		whole, rejects := run(Shard{})
		for _, n := range []int{1, 2, 3, 7} {
			var joined []byte
			joinedRejects := ""
			for i := range n {
				out, rejected := run(Shard{i + 1, n})
				joined, joinedRejects = append(joined, out...), joinedRejects+rejected
			}
			if joinedRejects = string(ordered(t, []byte(joinedRejects))); !bytes.Equal(joined, whole) || joinedRejects != rejects {
				t.Errorf("%s, %d shards: %s\nrejects: %s", input, n, firstDifference(joined, whole), firstDifference([]byte(joinedRejects), []byte(rejects)))
			}
		}
	}
}

// ordered puts lines of rejected records into the order of a run over everything.
func ordered(t *testing.T, rejects []byte) []byte {
	lines := slices.Collect(bytes.Lines(rejects))
	rank := func(line []byte) int {
		var reject struct {
			AtLeast *string `json:"at_least"`
		}
		if err := json.Unmarshal(line, &reject); err != nil {
			t.Fatal(err)
		}
		if reject.AtLeast == nil {
			return 3
		}
		return slices.Index([]string{"emergency", "urgent", "refer", "", "defer", "incomplete", "clearance", "proceed"}, *reject.AtLeast)
	}
	slices.SortStableFunc(lines, func(a, b []byte) int { return cmp.Compare(rank(a), rank(b)) })
	return bytes.Join(lines, nil)
}

// sharded runs into files and returns output, rejects and manifest.
func sharded(t *testing.T, o Options) (out, rejects []byte, m manifest) {
	t.Helper()
	folder := t.TempDir()
	o.Output, o.Rejects, o.Manifest = filepath.Join(folder, "out"), filepath.Join(folder, "rejects"), filepath.Join(folder, "manifest")
	evaluate(t, o)
	for name, data := range map[string]*[]byte{o.Output: &out, o.Rejects: &rejects} {
		var err error
		if *data, err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(o.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	left, _ := os.ReadDir(folder)
	if len(left) != 3 {
		t.Errorf("files are left over: %v", left)
	}
	return out, rejects, m
}

// firstDifference shows the first line in which two outputs differ.
func firstDifference(got, want []byte) string {
	a, b := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			return fmt.Sprintf("line %d\n got %.300q\nwant %.300q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// TestShardsAroundLongRecords holds that records too long to be kept, and the lines within them,
// count once wherever the borders of shards fall.
func TestShardsAroundLongRecords(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	lines := strings.Repeat(strings.Repeat("y", 999)+"\n", 3000)
	for name, data := range map[string]string{
		"in.jsonl": "{\"id\":\"a\",\"answers\":{}}\n{\"id\":\"" + strings.Repeat("x", 3<<20) + "\"}\n{\"answers\":7}\n{\"answers\":8}\n",
		"in.csv":   "id,notes\na,\nz,\"" + lines + "\"\nb,\n,,\n",
		"in.json":  "[{\"id\":\"a\",\"answers\":{}},\n{\"x\":[" + strings.Repeat("\"y\",\n", 500_000) + "1]},\n{\"answers\":7},\n{\"answers\":8}]\n",
		"in.yaml":  "id: a\nanswers: {}\n---\n" + strings.Repeat("# "+lines[:1000], 3000) + "---\nanswers: 7\n---\nanswers: 8\n",
	} {
		o := Options{Program: p, Inputs: []string{save(t, name, []byte(data))}}
		whole, rejects, _ := sharded(t, o)
		for _, n := range []int{2, 7} {
			var joined, joinedRejects []byte
			for i := range n {
				o.Shard = Shard{i + 1, n}
				out, rejected, _ := sharded(t, o)
				joined, joinedRejects = append(joined, out...), append(joinedRejects, rejected...)
			}
			if !bytes.Equal(joined, whole) || !bytes.Equal(joinedRejects, rejects) {
				t.Errorf("%s in %d shards: %s\n%s", name, n, firstDifference(joined, whole), firstDifference(joinedRejects, rejects))
			}
		}
	}
}
