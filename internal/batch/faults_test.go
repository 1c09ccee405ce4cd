package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/internal/fhir"
	"knead/internal/records"
	"knead/rules"
	"knead/rules/packfile"
)

// TestManyFaults holds that a rejection of a record with very many faults is no longer than
// one with some, in every format, and says how many there are.
func TestManyFaults(t *testing.T) {
	p := backcare(t)
	const n = 3000
	var unknown, items, names, cells []string
	for i := range n {
		unknown = append(unknown, fmt.Sprintf(`"q%d":1`, i))
		items = append(items, fmt.Sprintf(`{"linkId":"q%d"}`, i))
	}
	for i := range p.Pack().Questions {
		if q := &p.Pack().Questions[i]; q.Kind == rules.Int || q.Kind == rules.Choice {
			names, cells = append(names, q.ID), append(cells, "?")
		}
	}
	response := `{"resourceType":"QuestionnaireResponse","status":"completed","item":[` + strings.Join(items, ",") + `]}`
	importer := fhir.NewImporter(p)
	decode := func(record []byte) packfile.Record { return importer.Read(record, "") }
	for name, c := range map[string]struct {
		data   string
		faults int
		format records.Format
	}{
		"items.jsonl":    {`{"id":"a","answers":{"pain_area":[` + strings.Repeat(`1,`, n-1) + `1]}}` + "\n", n, records.ByName},
		"keys.jsonl":     {`{"id":"a","answers":{` + strings.Join(unknown, ",") + "}}\n", n, records.ByName},
		"items.yaml":     {"id: a\nanswers: {pain_area: [" + strings.Repeat("x, ", n-1) + "x]}\n", n, records.ByName},
		"cells.csv":      {"id," + strings.Join(names, ",") + "\na," + strings.Join(cells, ",") + "\n", len(cells), records.ByName},
		"response.jsonl": {response + "\n", n, records.Foreign},
	} {
		rejects := filepath.Join(t.TempDir(), "rejects")
		out, report := evaluate(t, Options{Program: p, Inputs: []string{save(t, name, []byte(c.data))}, InputFormat: c.format, Decode: decode, Rejects: rejects})
		kept, err := os.ReadFile(rejects)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range [][]byte{out, kept} {
			var reject struct{ Errors []records.Fault }
			if err := json.Unmarshal(line, &reject); err != nil {
				t.Fatal(name, err)
			}
			want := records.Fault{Code: "more-errors", Message: fmt.Sprintf("and %d more", c.faults-records.MaxFaults)}
			if len(reject.Errors) != records.MaxFaults+1 || reject.Errors[records.MaxFaults] != want {
				t.Errorf("%s: %d errors are listed, the last is %v", name, len(reject.Errors), reject.Errors[len(reject.Errors)-1])
			}
		}
		if len(report.First) != 1 || report.First[0].More != c.faults-1 {
			t.Errorf("%s: the report says %+v", name, report.First)
		}
		table, _ := evaluate(t, Options{Program: p, Inputs: []string{save(t, name, []byte(c.data))}, InputFormat: c.format, Decode: decode, Table: true})
		if end := fmt.Sprintf("; and %d more", c.faults-records.MaxFaults); !bytes.Contains(table, []byte(end)) {
			t.Errorf("%s: the row does not say %q:\n%s", name, end, table)
		}
	}
}

// TestLinesOfBundles holds that each line is one record where the format is said to be lines, even
// when the first one is a long Bundle of several responses.
func TestLinesOfBundles(t *testing.T) {
	p := backcare(t)
	entry := `{"resource":{"resourceType":"QuestionnaireResponse","id":"` + strings.Repeat("x", 20<<10) + `"}}`
	data := `{"resourceType":"Bundle","entry":[` + entry + "," + entry + "]}\n" + `{"id":"a","answers":{}}` + "\n"
	for format, want := range map[records.Format]int{records.JSONL: 2, records.ByName: 3} {
		out, report := evaluate(t, Options{Program: p, Inputs: []string{"-"}, InputFormat: format, Stdin: strings.NewReader(data)})
		if report.Read != int64(want) || bytes.Count(out, []byte("\n")) != want {
			t.Errorf("format %q: %d records, want %d", format, report.Read, want)
		}
	}
}

// waiting is a pipe of which no more comes until something else has happened.
type waiting struct {
	t    *testing.T
	done chan struct{}
}

func (w waiting) Read([]byte) (int, error) {
	select {
	case <-w.done:
	case <-time.After(time.Minute):
		w.t.Error("nothing was written before the input went on")
	}
	return 0, io.EOF
}

// TestRowsBesideTheHeader holds that the first rows of a table that is piped have their results
// before more of it comes.
func TestRowsBesideTheHeader(t *testing.T) {
	p := backcare(t)
	for _, table := range []string{"id,age\na,4\n", "id,age,respondent,sleep\na,4,patient,good\nb,5,patient,good\n", "id,age,respondent,sleep\r\n\"a\",4,patient,good\r\n"} {
		done := make(chan struct{})
		o := Options{Program: p, Inputs: []string{"-"}, InputFormat: records.CSV, Stdin: io.MultiReader(strings.NewReader(table), waiting{t, done})}
		o.wrote = sync.OnceFunc(func() { close(done) })
		if _, report := evaluate(t, o); report.Results != int64(strings.Count(table, "\n")-1) {
			t.Errorf("%q: %d results", table, report.Results)
		}
	}
}
