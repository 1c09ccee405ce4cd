package batch

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"knead/engine"
	"knead/internal/fastread"
	"knead/internal/fastwrite"
	"knead/internal/gen"
	"knead/rules"
	"knead/rules/packfile"
)

// randomIntakes returns n random intakes without texts that a cell could not hold.
func randomIntakes(p *engine.Program, seed uint64, n int) []*rules.Intake {
	made := gen.Plausible(p.Pack(), seed)
	var all []*rules.Intake
	for i := range n {
		made.Arbitrary = i%2 == 0
		all = append(all, made.Next())
	}
	return all
}

// written are the same intakes in every format a run reads, by file name.
func written(t testing.TB, p *engine.Program, all []*rules.Intake) map[string][]byte {
	var jsonl, array, table, yaml bytes.Buffer
	rows := csv.NewWriter(&table)
	rows.Write(gen.Header(p.Pack()))
	for i, in := range all {
		line := gen.Spelling{}.AppendJSON(nil, in, p.Pack())
		jsonl.Write(append(line, '\n'))
		array.WriteString(map[bool]string{true: "[\n", false: ",\n"}[i == 0])
		array.Write(gen.Spelling{Comma: ",\n  ", Colon: ": "}.AppendJSON(nil, in, p.Pack()))
		rows.Write(gen.Row(in, p.Pack()))
		yaml.WriteString("---\n")
		if err := packfile.WriteIntake(&yaml, in, p.Pack()); err != nil {
			t.Fatal(err)
		}
	}
	rows.Flush()
	array.WriteString("\n]\n")
	var gz, zst bytes.Buffer
	g := gzip.NewWriter(&gz)
	g.Write(jsonl.Bytes())
	g.Close()
	z, err := zstd.NewWriter(&zst)
	if err != nil {
		t.Fatal(err)
	}
	z.Write(jsonl.Bytes())
	z.Close()
	return map[string][]byte{
		"in.jsonl": jsonl.Bytes(), "in.json": array.Bytes(), "in.csv": table.Bytes(), "in.yaml": yaml.Bytes(),
		"in.jsonl.gz": gz.Bytes(), "in.jsonl.zst": zst.Bytes(), "in.ndjson": bytes.ReplaceAll(jsonl.Bytes(), []byte("\n"), []byte("\r\n")),
	}
}

// save writes data to a file in a new folder and returns its name.
func save(t testing.TB, name string, data []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// times is how often a test tries: more when it may take its time.
func times(quick, slow int) int {
	if full {
		return slow
	}
	return quick
}

// evaluate runs and returns what went to Stdout.
func evaluate(t testing.TB, o Options) ([]byte, Report) {
	t.Helper()
	var out bytes.Buffer
	o.Stdout = &out
	report, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if report.Read != report.Results+report.Rejects {
		t.Errorf("%d read, but %d results and %d rejects", report.Read, report.Results, report.Rejects)
	}
	return out.Bytes(), report
}

func TestEveryFormatGivesTheSame(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	all := randomIntakes(p, 1, 400)
	want := ""
	writer, facts, d := fastwrite.NewJSON(p, engine.Voice{}, false), p.NewFacts(), engine.Decision{}
	for _, in := range all {
		facts.Load(in)
		p.DecideFacts(facts, &d)
		p.Stakes(facts, &d)
		want += string(writer.Result(nil, fastread.IDOf(in), &d))
	}
	for name, data := range written(t, p, all) {
		for _, jobs := range []int{1, 3} {
			got, report := evaluate(t, Options{Program: p, Inputs: []string{save(t, name, data)}, Jobs: jobs})
			if report.Rejects > 0 {
				t.Errorf("%s: rejected %+v", name, report.First)
			}
			if d := cmp.Diff(strings.SplitAfter(want, "\n"), strings.SplitAfter(string(got), "\n")); d != "" {
				t.Errorf("%s, %d jobs: %s", name, jobs, d)
			}
		}
	}
}
