package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"knead/rules"
)

// diagnostic is what a command for rule authors has to say about one place, in JSON one
// object a line.
type diagnostic struct {
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Col        int      `json:"col"`
	Severity   severity `json:"severity"`
	Code       string   `json:"code"`
	Subject    string   `json:"subject,omitempty"`
	Message    string   `json:"message"`
	Verdict    string   `json:"verdict,omitempty"`     // proved, refuted or not decided; of a change: less safe, safer or different
	Ground     string   `json:"ground,omitempty"`      // what the verdict rests on
	Rules      []string `json:"rules,omitempty"`       // that play a part in it
	Reason     string   `json:"reason,omitempty"`      // why it is accepted
	Witness    string   `json:"witness,omitempty"`     // an intake that shows it, or the file it was written to
	OldWitness string   `json:"old_witness,omitempty"` // of a change: the same person's answers to the old pack, where it asks for more
	Proposal   string   `json:"proposal,omitempty"`    // what to do about it
}

// severity says whether anything must be done.
type severity string

const (
	isError   severity = "error"
	isWarning severity = "warning"
	isNote    severity = "note" // good to know
	isInOrder severity = "pass" // looked at and found in order
)

// diagnosticAt begins a diagnostic about a place.
func diagnosticAt(p rules.Pos, s severity, code, subject, message string) diagnostic {
	return diagnostic{File: p.File, Line: p.Line, Col: p.Col, Severity: s, Code: code, Subject: subject, Message: message}
}

func (d *diagnostic) pos() rules.Pos { return rules.Pos{File: d.File, Line: d.Line, Col: d.Col} }

// diagnosticsOf turns problems into diagnostics.
func diagnosticsOf(problems rules.Problems) (all []diagnostic) {
	for _, p := range problems {
		s := isError
		if p.Warning {
			s = isWarning
		}
		all = append(all, diagnosticAt(p.Pos, s, p.Code, p.Field, p.Message))
	}
	return all
}

const formatHelp = "output `FORMAT`: text, json, github or sarif"

// checkFormat refuses a format that is none of formatHelp's.
func checkFormat(format string) error {
	if !slices.Contains([]string{"text", "json", "github", "sarif"}, format) {
		return fmt.Errorf("--format %q: expected text, json, github or sarif", format)
	}
	return nil
}

// writeDiagnostics writes diagnostics for machines: as JSON, as the annotations that GitHub
// reads from a build's output, or as a SARIF log. Places are as the reader finds them.
func writeDiagnostics(w io.Writer, format string, all []diagnostic) error {
	if err := checkFormat(format); err != nil {
		return err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	switch format {
	case "json":
		for _, d := range all {
			if err := e.Encode(d); err != nil {
				return err
			}
		}
	case "github":
		for _, d := range all {
			d.annotate(&b)
		}
	case "sarif":
		e.SetIndent("", "  ")
		if err := e.Encode(newSarif(all)); err != nil {
			return err
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// annotate writes an annotation of a build; what is in order gets none.
func (d *diagnostic) annotate(b *bytes.Buffer) {
	if d.Severity == isInOrder {
		return
	}
	command := string(d.Severity)
	if d.Severity == isNote {
		command = "notice"
	}
	place := ""
	if d.Line > 0 {
		place = fmt.Sprintf("line=%d,col=%d,", d.Line, d.Col)
	}
	fmt.Fprintf(b, "::%s file=%s,%stitle=%s::%s\n", command, annotation(d.File, true), place, annotation(d.Code, true), annotation(d.said(), false))
}

// said is the whole of a diagnostic in a line, for formats that have room for one.
func (d *diagnostic) said() string {
	s := d.Message
	if d.Verdict != "" {
		s = d.Verdict + ": " + s
	}
	if d.Ground != "" {
		s += " (" + d.Ground + ")"
	}
	if d.Rules != nil {
		s += "; by " + strings.Join(d.Rules, ", ")
	}
	if d.Reason != "" {
		s += "; accepted: " + d.Reason
	}
	return s
}

// annotation escapes text for an annotation; properties need more than the message.
func annotation(s string, property bool) string {
	s = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
	if property {
		s = strings.NewReplacer(":", "%3A", ",", "%2C").Replace(s)
	}
	return s
}
