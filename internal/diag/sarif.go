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
	Schema  string      `json:"$schema"`
	Version string      `json:"version"`
	Runs    [1]sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver struct {
			Name    string      `json:"name"`
			Version string      `json:"version"`
			Rules   []sarifRule `json:"rules"`
		} `json:"driver"`
	} `json:"tool"`
	Invocations []sarifInvocation `json:"invocations,omitempty"` // of a run that failed
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
}

type sarifRule struct {
	ID string `json:"id"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications"`
}

type sarifNotification struct {
	Level   string       `json:"level"`
	Message sarifMessage `json:"message"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string       `json:"ruleId"`
	RuleIndex int          `json:"ruleIndex"`
	Kind      string       `json:"kind"`
	Level     string       `json:"level"`
	Message   sarifMessage `json:"message"`
	Locations [1]struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region *sarifRegion `json:"region,omitempty"`
		} `json:"physicalLocation"`
	} `json:"locations"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
}

func writeSarif(w *bytes.Buffer, version string, all []Diagnostic) error {
	log := sarif{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0"}
	run := &log.Runs[0]
	run.ColumnKind, run.Results = "unicodeCodePoints", []sarifResult{}
	driver := &run.Tool.Driver
	driver.Name, driver.Version, driver.Rules = "knead", version, []sarifRule{}
	for i := range all {
		if all[i].Code == RunFailed {
			notes := []sarifNotification{{string(all[i].Severity), sarifMessage{all[i].summary()}}}
			run.Invocations = append(run.Invocations, sarifInvocation{false, notes})
			continue
		}
		rule := slices.Index(driver.Rules, sarifRule{all[i].Code})
		if rule < 0 {
			rule = len(driver.Rules)
			driver.Rules = append(driver.Rules, sarifRule{all[i].Code})
		}
		run.Results = append(run.Results, all[i].sarif(rule))
	}
	e := newEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(log)
}

// sarif returns the diagnostic as a result of the rule with that index.
func (d *Diagnostic) sarif(rule int) sarifResult {
	r := sarifResult{RuleID: d.Code, RuleIndex: rule, Kind: "fail", Level: string(d.Severity)}
	if d.Severity == Pass {
		r.Kind, r.Level = "pass", "none"
	}
	r.Message.Text = d.summary()
	at := &r.Locations[0].Physical
	at.Artifact.URI = uri(d.File)
	if d.Line > 0 {
		at.Region = &sarifRegion{d.Line, d.Col}
	}
	return r
}

// uri returns a file name as a reference of RFC 3986. A colon in its first part must not look
// like the end of a scheme.
func uri(name string) string {
	u := url.URL{Path: filepath.ToSlash(name)}
	if filepath.VolumeName(name) != "" && filepath.IsAbs(name) {
		u = url.URL{Scheme: "file", Path: "/" + u.Path}
	}
	return u.String()
}
