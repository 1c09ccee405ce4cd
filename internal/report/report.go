// Package report renders results for people. Visits are put into words once, as documents,
// which text, Markdown and HTML read; JSON is the [engine.Result] itself. Nothing here
// evaluates anything.
//
// A template lays each format out. A further format is a template, a file that gives it the
// documents, and an entry in [Formats]. What a document gains as a list, or as a reason for its
// plan, is shown by every format.
package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unicode"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// Format is a form in which results are written.
type Format struct {
	Name       string
	Extensions []string // of the names of its files, the usual one first
	Write      func(w io.Writer, style Style, visits []Visit) error
}

// Formats returns the forms of results, the usual one first.
func Formats() []Format {
	return []Format{
		{"text", []string{".txt"}, Text},
		{"json", []string{".json"}, writeJSON},
		{"markdown", []string{".md", ".markdown"}, Markdown},
		{"html", []string{".html", ".htm"}, HTML},
	}
}

// Style says how a result is rendered.
type Style struct {
	Pack     *rules.Pack // gives the names of areas, questions and care items
	Wording  engine.Wording
	Audience rules.Audience
	Width    int // columns
	Color    bool
	Detail   bool          // of an explanation: every rule about its therapies
	Brief    bool          // of an explanation: without what speaks for and against each therapy
	Program  string        // the version of the program, for records; empty when it is not known
	WhatIf   string        // answers that the person did not give, of results that rest on them
	Region   *rules.Region // whose telephone numbers are links in HTML; nil for none
}

// NewStyle returns the style of results of a program in a voice, 80 columns wide.
func NewStyle(p *engine.Program, v engine.Voice) Style {
	style := Style{Pack: p.Pack(), Wording: p.Wording(v), Audience: v.Audience, Width: 80}
	if v.Region < len(style.Pack.Regions) {
		style.Region = &style.Pack.Regions[v.Region]
	}
	return style
}

// area returns the name of a body area.
func (s Style) area(id string) string { return s.option(&s.Pack.Questions[s.Pack.Areas], id) }

// question returns the wording of a question.
func (s Style) question(id string) string {
	if i := s.Pack.QuestionIndex(id); i >= 0 {
		return s.say(s.Pack.Questions[i].Ask)
	}
	return id
}

// lowerFirst turns a label into a word within a sentence, unless it begins with "I" or an abbreviation.
func lowerFirst(s string) string {
	if word, _, _ := strings.Cut(s, " "); word == "I" || len(word) > 1 && word == strings.ToUpper(word) {
		return s
	}
	for i, r := range s {
		return string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}

// upperFirst turns a phrase into the beginning of a sentence.
func upperFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// JSON writes a record as people and programs like to read it. What could harm a terminal,
// control characters and marks that change the direction of writing, stands as escapes.
func JSON(w io.Writer, record any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(record); err != nil {
		return err
	}
	_, err := io.WriteString(w, text.JSON.Clean(b.String()))
	return err
}

func writeJSON(w io.Writer, _ Style, visits []Visit) error {
	for _, v := range visits {
		if err := JSON(w, v.Result); err != nil {
			return err
		}
	}
	return nil
}
