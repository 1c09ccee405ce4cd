package main

import (
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

func newSarif(all []diagnostic) sarif {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver.Name, run.Tool.Driver.Rules = "knead", []sarifRule{}
	run.Tool.Driver.Version, _ = buildVersion()
	for _, d := range all {
		i := slices.Index(run.Tool.Driver.Rules, sarifRule{d.Code})
		if i < 0 {
			i = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{d.Code})
		}
		result := sarifResult{RuleID: d.Code, RuleIndex: i, Kind: "fail", Level: string(d.Severity), Message: sarifText{d.said()}}
		if d.Severity == isInOrder {
			result.Kind, result.Level = "pass", "none"
		}
		var at sarifLocation
		at.Physical.Artifact.URI = (&url.URL{Path: filepath.ToSlash(d.File)}).EscapedPath()
		if d.Line > 0 {
			at.Physical.Region = &sarifRegion{d.Line, d.Col}
		}
		result.Locations = []sarifLocation{at}
		run.Results = append(run.Results, result)
	}
	return sarif{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}
