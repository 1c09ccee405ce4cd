package rules

import (
	"strconv"
	"strings"
)

// Kind is the type of a question's answer.
type Kind uint8

const (
	Choice   Kind = iota // exactly one option
	Multi                // any number of options; none of them is an answer too
	Bool                 // false or true; its two options are "false" and "true"
	Int                  // a whole number within Min and Max
	FreeText             // at most Max characters
)

// String returns the kind's name in packs.
func (k Kind) String() string {
	return [...]string{"choice", "multi", "bool", "int", "text"}[k]
}

// Question is one thing an intake asks.
type Question struct {
	ID      string
	Section int // index into Pack.Sections
	Kind    Kind
	Options []Option // Choice, Multi and Bool; at most 64

	// Min and Max bound an Int, both included. For FreeText, Max is the greatest number
	// of characters.
	Min, Max int

	Required   bool
	Unsure     bool // "unsure" may be answered
	AtLeastOne bool // a Multi whose answer may not be "none"

	// AskIf says when the question applies; nil means always. A question applies when the
	// condition is true or unknown.
	AskIf *Condition

	EachVisit  bool // asked afresh at every visit: warning signs, medicines, pain
	Changeable bool // a person can change it: habits and wishes, never age, past illness or a warning sign

	Returning Returning // how the answer follows from the last visit's

	Ask  Text // the question itself
	Help Text // what the words mean, how to answer
	Why  Text // why it is asked; the "matters" of a result
	Pos  Pos
}

// Option is one answer a person can tick.
type Option struct {
	ID    string
	Label Text
	Help  Text
	// Covers are the other options of an areas question this one stands for, as a bit set:
	// the whole back covers upper, mid and lower back. Zero for all others.
	Covers uint64
	// PatientReads says that who chooses this option reads the interview: from then on it
	// speaks to a patient, unless the wording was chosen otherwise.
	PatientReads bool
	Pos          Pos
}

// OptionIndex returns the position of the option with that id, or -1.
func (q *Question) OptionIndex(id string) int {
	for i := range q.Options {
		if q.Options[i].ID == id {
			return i
		}
	}
	return -1
}

// Section is a group of questions asked together.
type Section struct {
	ID    string
	Title Text
	Intro Text // said before its first question; may be empty
	Pos   Pos
}

// Derived is a whole number computed from answers: the sum of weighted Int questions,
// such as 7*baseline_pain - 10*pain_intensity. It is unknown when any part is unsure or
// unanswered, and every condition on it is false when any part does not apply.
type Derived struct {
	ID    string
	Title Text
	Terms []WeightedAnswer
	Pos   Pos
}

// WeightedAnswer is Weight times the answer to the Int question at index Question.
type WeightedAnswer struct {
	Weight, Question int
}

// Range returns the least and greatest value the sum can take.
func (d *Derived) Range(questions []Question) (lo, hi int) {
	for _, t := range d.Terms {
		a, b := t.Weight*questions[t.Question].Min, t.Weight*questions[t.Question].Max
		lo, hi = lo+min(a, b), hi+max(a, b)
	}
	return lo, hi
}

// Returning says what a question's answer probably is when somebody comes back: how it
// follows from the answers of the last visit. The zero value says nothing.
type Returning struct {
	By ReturningBy
	// Answer is the answer of ReturningFixed.
	Answer Answer
	// Question is the Int or Choice question that ReturningFirst falls back to.
	Question int
	Pos      Pos
}

// ReturningBy is a way to follow from the last visit.
type ReturningBy uint8

const (
	NotReturning   ReturningBy = iota
	ReturningFixed             // always Answer
	ReturningOne               // one more than the last answer, which was 0 where it did not apply
	ReturningWeeks             // the last answer, or 0, and the full weeks between the two visits
	ReturningFirst             // the last answer or, where it did not apply, that of Question
)

// Cell writes an answer to the question as [ParseCell] reads it.
func (q *Question) Cell(a Answer) string {
	ids := q.Ticked(a)
	switch {
	case a.State == Unanswered:
		return ""
	case a.State == Unsure:
		ids = append(ids, UnsureWord)
	case q.Kind == Int:
		return strconv.Itoa(a.Int)
	case q.Kind == FreeText:
		return a.Text
	case len(ids) == 0:
		return NoneWord
	}
	return strings.Join(ids, ";")
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

// Format writes an answer to the question as it stands in a YAML intake, such as
// "[neck, unsure]"; an unanswered one is "null".
func (q *Question) Format(a Answer) string {
	if a.State == Unanswered {
		return "null"
	}
	switch q.Kind {
	case Multi:
		return q.formatMulti(a)
	case Int, FreeText:
		if a.State == Unsure {
			return UnsureWord
		}
		if q.Kind == Int {
			return strconv.Itoa(a.Int)
		}
		return strconv.Quote(a.Text)
	}
	if ticked := q.Ticked(a); a.State == Answered && len(ticked) == 1 {
		if q.Kind == Bool {
			return ticked[0]
		}
		return quotedID(ticked[0])
	}
	return UnsureWord
}

func (q *Question) formatMulti(a Answer) string {
	ticked := q.Ticked(a)
	for i := range ticked {
		ticked[i] = quotedID(ticked[i])
	}
	if a.State == Unsure {
		if len(ticked) == 0 {
			return UnsureWord
		}
		ticked = append(ticked, UnsureWord)
	}
	return "[" + strings.Join(ticked, ", ") + "]"
}

// quotedID writes an id for YAML, in quotes where a reader may take it for something else.
func quotedID(id string) string {
	switch id {
	case "true", "false", "null", "y", "n", "yes", "no", "on", "off":
		return strconv.Quote(id)
	}
	return id
}
