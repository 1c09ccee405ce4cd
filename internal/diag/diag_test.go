package diag

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"knead/rules"
)

// TestSarif looks for what the format requires: version, driver, and of every result a
// message, a level and kind that go together, a rule that the driver lists and a place that
// begins in line 1 or later.
func TestSarif(t *testing.T) {
	all := []Diagnostic{
		At(rules.Pos{File: "my pack/rules.yaml", Line: 3, Col: 5}, Error, "case-failed", "one", "expected this"),
		At(rules.Pos{File: "pack"}, Pass, "coverage", "pack", "all of it"),
		At(rules.Pos{File: "a.yaml", Line: 1}, Note, "case-failed", "two", "a note"),
	}
	var b bytes.Buffer
	if err := Write(&b, "sarif", "1.0", all); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct{ ID string }
				}
			}
			Results []struct {
				RuleID      string
				RuleIndex   int
				Kind, Level string
				Message     struct{ Text string }
				Locations   []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name != "knead" {
		t.Fatalf("%s", b.Bytes())
	}
	run := log.Runs[0]
	levels := []string{"error", "none", "note"}
	places := []string{"my%20pack/rules.yaml", "pack", "a.yaml"}
	if len(run.Results) != len(all) || len(run.Tool.Driver.Rules) != 2 {
		t.Fatalf("%s", b.Bytes())
	}
	for i, r := range run.Results {
		at := r.Locations[0].PhysicalLocation
		switch {
		case r.Message.Text == "", r.Level != levels[i], (r.Kind == "pass") != (r.Level == "none"), run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID,
			at.ArtifactLocation.URI != places[i], (at.Region == nil) != (all[i].Line == 0), at.Region != nil && at.Region.StartLine < 1:
			t.Errorf("result %d: %s", i, b.Bytes())
		}
	}
	b.Reset()
	if err := Write(&b, "sarif", "1.0", nil); err != nil || !strings.Contains(b.String(), `"results": []`) {
		t.Errorf("nothing found is an empty list, not null: %v\n%s", err, b.Bytes())
	}
}

// TestDiagnosticsOfALongLine holds that the time for the problems of one long line does not
// grow with its length times their number.
func TestDiagnosticsOfALongLine(t *testing.T) {
	line := "questions: [" + strings.Repeat("ä,", 250_000) + "]"
	d := Printer{Width: 80, Source: func(string) []byte { return []byte(line) }}
	var problems rules.Problems
	for i := range 3000 {
		problems = append(problems, rules.Problem{Pos: rules.Pos{File: "a.yaml", Line: 1, Col: 13 + 2*i}, Message: "wrong"})
	}
	var b bytes.Buffer
	began := time.Now()
	d.Print(&b, problems)
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
	want := "a.yaml:1:6011: error: wrong\n     1 | …" + strings.Repeat("ä,", 17) + "ä" + strings.Repeat(",ä", 17) + "…\n       | " + strings.Repeat(" ", 35) + "^\n\n"
	if !strings.HasSuffix(b.String(), want) {
		t.Errorf("the last is\n%s", b.String()[max(b.Len()-len(want)-20, 0):])
	}
}
