package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"knead/rules"
)

// diagnostic is one problem in JSON, one object a line.
type diagnostic struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Severity string `json:"severity"` // error or warning
	Code     string `json:"code"`
	Subject  string `json:"subject,omitempty"`
	Message  string `json:"message"`
}

// writeProblems writes problems for machines: json, or the annotations that GitHub reads
// from a build's output. Places are as the reader finds them.
func writeProblems(w io.Writer, format string, problems rules.Problems) error {
	if format != "json" && format != "github" {
		return fmt.Errorf("--format %q: expected text, json or github", format)
	}
	var b bytes.Buffer
	for _, p := range problems {
		severity := "error"
		if p.Warning {
			severity = "warning"
		}
		switch format {
		case "json":
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(false)
			if err := e.Encode(diagnostic{p.File, p.Line, p.Col, severity, p.Code, p.Field, p.Message}); err != nil {
				return err
			}
		case "github":
			fmt.Fprintf(&b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", severity,
				annotation(p.File, true), p.Line, p.Col, annotation(p.Code, true), annotation(p.Message, false))
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// annotation escapes text for an annotation; properties need more than the message.
func annotation(s string, property bool) string {
	s = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
	if property {
		s = strings.NewReplacer(":", "%3A", ",", "%2C").Replace(s)
	}
	return s
}
