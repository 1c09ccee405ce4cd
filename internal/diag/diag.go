// Package diag says what is wrong where in files that rule authors write: to people with the
// line and a caret under the place, to programs in the formats of build services and editors.
package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"knead/rules"
)

// Diagnostic is what a command for rule authors has to say about one place, in JSON one
// object a line.
type Diagnostic struct {
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Col        int      `json:"col"`
	Severity   Severity `json:"severity"`
	Code       string   `json:"code"`
	Subject    string   `json:"subject,omitempty"`
	Message    string   `json:"message"`
	Verdict    string   `json:"verdict,omitempty"`     // proved, refuted or not decided; of a change: less safe, safer or different
	Ground     string   `json:"ground,omitempty"`      // what the verdict rests on
	Rules      []string `json:"rules,omitempty"`       // that bring it about
	Reason     string   `json:"reason,omitempty"`      // why it is accepted
	Witness    string   `json:"witness,omitempty"`     // an intake that shows it, or the file it was written to
	OldWitness string   `json:"old_witness,omitempty"` // of a change: the same person's answers to the old pack, where it asks for more
	Proposal   string   `json:"proposal,omitempty"`    // what to do about it
}

// Severity says whether anything must be done.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note" // good to know
	Pass    Severity = "pass" // checked and found in order
)

// At begins a diagnostic about a place.
func At(p rules.Pos, s Severity, code, subject, message string) Diagnostic {
	return Diagnostic{File: p.File, Line: p.Line, Col: p.Col, Severity: s, Code: code, Subject: subject, Message: message}
}

// Pos returns the place that the diagnostic is about.
func (d *Diagnostic) Pos() rules.Pos { return rules.Pos{File: d.File, Line: d.Line, Col: d.Col} }

// Of turns problems into diagnostics.
func Of(problems rules.Problems) (all []Diagnostic) {
	for _, p := range problems {
		s := Error
		if p.Warning {
			s = Warning
		}
		all = append(all, At(p.Pos, s, p.Code, p.Field, p.Message))
	}
	return all
}

// RunFailed is the code of the diagnostic that a command could not do its work.
const RunFailed = "run-failed"

// Failure says why a command could not do its work.
func Failure(err error) []Diagnostic {
	var problems rules.Problems
	message := err.Error()
	if errors.As(err, &problems) {
		message, _, _ = strings.Cut(message, "\n")
	}
	return append([]Diagnostic{{Severity: Error, Code: RunFailed, Message: "the run failed: " + message}}, Of(problems)...)
}

// summary is the whole of a diagnostic in a line, for formats that have room for one.
func (d *Diagnostic) summary() string {
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

// Format is a form of diagnostics for programs.
type Format struct {
	Name   string
	encode func(w *bytes.Buffer, version string, all []Diagnostic) error
}

// Formats are the forms for programs: objects of JSON, the annotations that GitHub reads
// from a build's output, and a SARIF log.
func Formats() []Format {
	return []Format{{"json", writeJSON}, {"github", writeAnnotations}, {"sarif", writeSarif}}
}

// Write writes diagnostics in the format of that name. The version is that of the program.
func Write(w io.Writer, format, version string, all []Diagnostic) error {
	for _, f := range Formats() {
		if f.Name != format {
			continue
		}
		var b bytes.Buffer
		if err := f.encode(&b, version, all); err != nil {
			return err
		}
		_, err := w.Write(b.Bytes())
		return err
	}
	return fmt.Errorf("no diagnostics in format %q", format)
}

func newEncoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

func writeJSON(w *bytes.Buffer, _ string, all []Diagnostic) error {
	e := newEncoder(w)
	for i := range all {
		if err := e.Encode(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// writeAnnotations writes annotations of a build; what is in order gets none.
func writeAnnotations(w *bytes.Buffer, _ string, all []Diagnostic) error {
	for i := range all {
		d := &all[i]
		command := string(d.Severity)
		switch d.Severity {
		case Pass:
			continue
		case Note:
			command = "notice"
		}
		place := ""
		if d.File != "" {
			place = "file=" + property(d.File) + ","
		}
		if d.Line > 0 {
			place += fmt.Sprintf("line=%d,col=%d,", d.Line, d.Col)
		}
		fmt.Fprintf(w, "::%s %stitle=%s::%s\n", command, place, property(d.Code), message.Replace(d.summary()))
	}
	return nil
}

// message escapes the message of an annotation. Its properties need more.
var message = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(message.Replace(s))
}
