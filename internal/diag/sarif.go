package diag

import (
	"bytes"
	"net/url"
	"path/filepath"
	"slices"
)

// sarif is a log in the Static Analysis Results Interchange Format 2.1.0, as far as it is
// needed.
type sarif struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver struct {
			Name    string      `json:"name"`
			Version string      `json:"version"`
			Rules   []sarifRule `json:"rules"`
		} `json:"driver"`
	} `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifRule struct {
	ID string `json:"id"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Kind      string          `json:"kind"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	} `json:"physicalLocation"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
}

func writeSarif(w *bytes.Buffer, version string, all []Diagnostic) error {
	e := newEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(newSarif(version, all))
}

func newSarif(version string, all []Diagnostic) sarif {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	driver := &run.Tool.Driver
	driver.Name, driver.Version, driver.Rules = "knead", version, []sarifRule{}
	for i := range all {
		d := &all[i]
		rule := slices.Index(driver.Rules, sarifRule{d.Code})
		if rule < 0 {
			rule = len(driver.Rules)
			driver.Rules = append(driver.Rules, sarifRule{d.Code})
		}
		run.Results = append(run.Results, d.sarif(rule))
	}
	return sarif{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}

// sarif returns the diagnostic as a result of the rule with that index.
func (d *Diagnostic) sarif(rule int) sarifResult {
	r := sarifResult{RuleID: d.Code, RuleIndex: rule, Kind: "fail", Level: string(d.Severity), Message: sarifText{d.summary()}}
	if d.Severity == Pass {
		r.Kind, r.Level = "pass", "none"
	}
	var at sarifLocation
	at.Physical.Artifact.URI = (&url.URL{Path: filepath.ToSlash(d.File)}).EscapedPath()
	if d.Line > 0 {
		at.Physical.Region = &sarifRegion{d.Line, d.Col}
	}
	r.Locations = []sarifLocation{at}
	return r
}
