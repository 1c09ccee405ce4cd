package rules

import (
	"slices"
	"strconv"
	"strings"
)

// Intake is one person's answers on one day.
type Intake struct {
	ID   *string // any text up to 128 bytes; nil when absent
	Date string  // YYYY-MM-DD, or empty
	Pack string  // the pack it was asked with, "name version", or empty
	// Answers holds one answer for each of the pack's questions, in its order. Answers to
	// questions that do not apply are kept; the engine leaves them out of logic.
	Answers []Answer
	// Confirmed are the questions, in the pack's order, that were asked again because of the
	// notes: their answers are believed, and the notes raise nothing against them. What a file
	// confirms is void on a return visit.
	Confirmed []int
	// Skipped are the questions, in the pack's order, that the interview did not ask because no
	// answer to them could change the result: optional ones and those that are only advice.
	Skipped []int
	// Screened says that lists were answered by their statements.
	Screened bool
	Context  Context
	Pos      Pos
}

// Returns reports whether the answers say that the person comes back, as those do that the pack
// knows of a return visit.
func (p *Pack) Returns(answers []Answer) bool {
	for i := range p.Questions {
		if back := &p.Questions[i].Returning; back.By == ReturningFixed && answers[i] == back.Answer {
			return true
		}
	}
	return false
}

// Answered reports whether the question has an answer, "not sure" included.
func (in *Intake) Answered(q int) bool { return in.Answers[q].State != Unanswered }

// NewIntake returns an intake without answers for the pack's questions.
func NewIntake(p *Pack) *Intake {
	return &Intake{Answers: make([]Answer, len(p.Questions))}
}

// Draft is an intake on the way. Written down it is an intake too.
type Draft struct {
	*Intake
	// Passed are the questions that were passed over without an answer, one value for each
	// of the pack's questions. In the file they stand as null.
	Passed []bool
}

// State says whether a question has an answer.
type State uint8

const (
	Unanswered State = iota // never asked, skipped, or null
	Unsure                  // the person does not know or prefers not to say
	Answered
)

// String returns "unanswered", "unsure" or "answered".
func (s State) String() string { return [...]string{"unanswered", "unsure", "answered"}[s] }

// Answer is the answer to one question. Its zero value is "unanswered".
type Answer struct {
	State State
	// Ticks are the ticked options of a Choice, Bool or Multi as a bit set. A Multi that is
	// Unsure keeps its ticks: those hold and every other option is unknown. A Multi that is
	// Answered without ticks is "none". A Bool ticks option 0 for false and 1 for true.
	Ticks uint64
	Int   int    // Int
	Text  string // FreeText
}

// ScreenedWord says in every format that lists were answered by their statements.
const ScreenedWord = "statements"

// Skippable reports whether an interview may leave the question out when no answer to it could
// change the result.
func (q *Question) Skippable() bool { return !q.Required && !q.Kind.IsText() }

// The words of a Multi without ticks and of an answer that is Unsure, in every format.
const (
	NoneWord   = "none"
	UnsureWord = "unsure"
)

// Doubted is what counts of an answer that is not valid: nobody is sure of it, but what a Multi
// ticks holds, and what a FreeText says is read.
func (q *Question) Doubted(a Answer) Answer {
	switch {
	case q.Kind.IsText() && a.Text != "":
		return Answer{State: Answered, Text: a.Text}
	case q.Kind.Many():
		return Answer{State: Unsure, Ticks: a.Ticks}
	}
	return Answer{State: Unsure}
}

// Joined is what two answers to the question say together.
func (q *Question) Joined(a, b Answer) Answer {
	switch {
	case a.State == Unanswered || a == b:
		return b
	case b.State == Unanswered:
		return a
	}
	return q.Doubted(Answer{Ticks: a.Ticks | b.Ticks, Text: strings.TrimSpace(a.Text + "\n" + b.Text)})
}

// Ticked returns the ids of the ticked options in the question's order.
func (q *Question) Ticked(a Answer) (ids []string) {
	for i, o := range q.Options {
		if a.Ticks&(1<<i) != 0 {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// AnswerWords lists the words that answer a question with options.
func (q *Question) AnswerWords() []string {
	known := q.Ticked(Answer{Ticks: ^uint64(0)})
	if q.AllowsNone() {
		known = append(known, NoneWord)
	}
	if q.Unsure {
		known = append(known, UnsureWord)
	}
	return known
}

// Cell writes an answer to the question as it stands in a cell of a table: an unanswered one
// is empty, the options of a Multi are separated by ";".
func (q *Question) Cell(a Answer) string {
	ids := q.Ticked(a)
	switch {
	case a.State == Unanswered:
		return ""
	case a.State == Unsure:
		ids = append(ids, UnsureWord)
	case q.Kind.IsNumber():
		return strconv.Itoa(a.Int)
	case q.Kind.IsText():
		return a.Text
	case len(ids) == 0:
		return NoneWord
	}
	return strings.Join(ids, ";")
}

// Format writes an answer to the question as it stands in a YAML intake, such as
// "[neck, unsure]"; an unanswered one is "null".
func (q *Question) Format(a Answer) string {
	ids := q.Ticked(a)
	for i := range ids {
		ids[i] = quotedID(ids[i])
	}
	switch {
	case a.State == Unanswered:
		return "null"
	case q.Kind.Many() && a.State == Answered:
		return "[" + strings.Join(ids, ", ") + "]"
	case q.Kind.Many() && len(ids) > 0:
		return "[" + strings.Join(append(ids, UnsureWord), ", ") + "]"
	case a.State == Unsure, q.Kind.HasOptions() && len(ids) != 1:
		return UnsureWord
	case q.Kind.IsNumber():
		return strconv.Itoa(a.Int)
	case q.Kind.IsText():
		return strconv.Quote(a.Text)
	case q.Kind == Bool:
		return q.Ticked(a)[0]
	}
	return ids[0]
}

// quotedID writes an id for YAML, in quotes where a reader may take it for something else.
func quotedID(id string) string {
	if slices.Contains([]string{"true", "false", "null", "y", "n", "yes", "no", "on", "off"}, id) {
		return strconv.Quote(id)
	}
	return id
}
