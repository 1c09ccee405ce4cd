package questionnaire

import (
	"context"

	"knead/rules"
)

// Screen is one question in words, ready to be shown.
type Screen struct {
	Section     string
	Intro       string // said before the section's first question; else empty
	Step, Steps int

	Kind    rules.Kind
	Ask     string
	Help    string
	Why     string
	Options []Option
	// Min and Max bound an Int; Max is the greatest number of characters of a FreeText.
	Min, Max int

	Required bool
	Unsure   bool // "not sure" may be answered
	None     bool // "none of these" may be answered

	Doubted   bool         // asked once more, because the notes speak against Given
	Given     rules.Answer // the answer so far, or what is suggested; shown, never taken silently
	GivenText string       // Given in words; empty without one
	Suggested bool         // Given is only suggested
	Pending   Pending      // what was typed or ticked before and not confirmed

	Complaint string // what was wrong with the last reply; else empty
	Notice    string // something else to know, such as that the draft cannot be saved
}

// Keeps reports whether Enter alone confirms or keeps an answer.
func (s *Screen) Keeps() bool {
	none := s.Kind.Many() && s.Given.State == rules.Answered && s.Given.Ticks == 0
	return s.GivenText != "" && (!none || s.Doubted)
}

// tickedLabels returns the labels of the options that are ticked.
func tickedLabels(opts []Option, ticks uint64) (labels []string) {
	for _, opt := range opts {
		if ticks&(1<<opt.Tick) != 0 {
			labels = append(labels, opt.Label)
		}
	}
	return labels
}

// GivenLine says what the answer so far is, or what is suggested; empty without either.
func (s *Screen) GivenLine(words Words) string {
	switch {
	case s.GivenText == "":
		return ""
	case s.Suggested:
		return words("suggested", "answer", s.GivenText)
	}
	return words("given", "answer", s.GivenText)
}

// Option is one line that can be chosen. Tick is its position among the question's options.
type Option struct {
	Tick        int
	Label, Help string
}

// Act is what a person does at a screen.
type Act uint8

const (
	Enter  Act = iota // go on without a new answer: confirm, keep or pass over
	Give              // give an answer
	Keep              // go on and leave a question that was dealt with as it is
	Back              // go to the question before
	Review            // see all answers
)

// Reply is what a person did at a screen.
type Reply struct {
	Act     Act
	Answer  rules.Answer // Give
	Pending Pending      // what was typed or ticked, in case it is no answer; also beside an error
}

// Menu is a page with entries of which one is chosen: the review, or a stop.
type Menu struct {
	Title   string
	Text    string // paragraphs above the entries
	Prompt  string
	Entries []Entry
	Focus   int  // the entry that is offered first
	Urgent  bool // must be read: what was typed ahead does not count
	Sudden  bool // came up by itself: keys typed ahead were meant for questions
	Notice  string
}

// Entry is one line of a menu. A Group that differs from the entry's before starts a new
// part with that heading.
type Entry struct {
	Group string
	Label string
	Value string
	Mark  string // what is to be done about it; else empty
}

// Leave is what Choose returns for "back".
const Leave = -1

// Asker puts screens before a person. Errors end the interview: the input's end, an
// interruption, a terminal that went away, a context that is done.
type Asker interface {
	// Ask shows a question and returns what the person did. The answer may still be one
	// that cannot be taken; it is then asked again with a complaint.
	Ask(context.Context, Screen) (Reply, error)
	// Choose shows a menu and returns the position of an entry, or Leave.
	Choose(context.Context, Menu) (int, error)
}

// Words returns a text of the program in the language of the interview. Arguments are
// pairs of a placeholder's name and its value.
type Words func(id string, pairs ...any) string
