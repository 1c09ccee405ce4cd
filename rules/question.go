package rules

import "math/bits"

// Kind is the type of a question's answer. What there is to say about a kind stands in one
// entry of a table, which the methods read.
type Kind uint8

const (
	Choice   Kind = iota // exactly one option
	Multi                // any number of options; none of them is an answer too
	Bool                 // false or true; its two options are "false" and "true"
	Int                  // a whole number within Min and Max
	FreeText             // at most Max characters
)

// kinds is the table. Its length lets it be read without a check of bounds.
var kinds = [8]struct {
	name                      string
	many, yesNo, number, text bool
}{
	Choice:   {name: "choice"},
	Multi:    {name: "multi", many: true},
	Bool:     {name: "bool", yesNo: true},
	Int:      {name: "int", number: true},
	FreeText: {name: "text", text: true},
}

// String returns the kind's name in packs.
func (k Kind) String() string { return kinds[k].name }

// Many reports whether any number of options can be ticked, some of them even by who is
// unsure about the others.
func (k Kind) Many() bool { return kinds[k&7].many }

// IsYesNo reports whether the answer is yes or no: in files true or false, in the program's
// own words elsewhere.
func (k Kind) IsYesNo() bool { return kinds[k&7].yesNo }

// IsNumber reports whether a whole number is the answer.
func (k Kind) IsNumber() bool { return kinds[k&7].number }

// IsText reports whether the answer is in the person's own words. No condition reads it.
func (k Kind) IsText() bool { return kinds[k&7].text }

// HasOptions reports whether options are ticked: exactly one unless there may be many.
func (k Kind) HasOptions() bool { return !k.IsNumber() && !k.IsText() }

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
	Advice     bool // asked like a required one, but only advice depends on it: it may stay unanswered
	Unsure     bool // "unsure" may be answered
	AtLeastOne bool // a Multi whose answer may not be "none"

	// AskIf says when the question applies; nil means always. A question applies when the
	// condition is true or unknown.
	AskIf *Condition

	EachVisit  bool // asked afresh at every visit: warning signs, medicines, pain
	Changeable bool // a person can change it: habits and wishes, never age, past illness or a warning sign

	Returning Returning // how the answer follows from the last visit's

	// Statements are the list in short: who denies one ticks none of the options it covers, who
	// does not is shown these. They cover every option that is shown, each once; nil when the
	// list is always shown.
	Statements []Statement

	Ask   Text // the question itself
	Short Text // its subject in a phrase: "pain now"; may be empty
	Help  Text // what the words mean, how to answer
	Why   Text // why it is asked; the "matters" of a result
	Pos   Pos
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
	Since        string // the version of the pack that brought it; empty when it was there from the start
	Hidden       bool   // valid in files, shown by no interview unless it is ticked
	// Named are the words by which the statement that covers the option names it; empty when it
	// needs no name or is covered alone.
	Named Text
	Pos   Pos
}

// Statement is a short text that is true of whoever has any of the options that it covers.
type Statement struct {
	Say    Text   // at most MaxStatement words; empty for what the label of the one option says
	Covers uint64 // bit set of options
	Apart  bool   // on a screen of its own, also where the list is shown
	Pos    Pos
}

// MaxStatement is the greatest number of words of a statement.
const MaxStatement = 25

// Says returns what a statement of the question says.
func (q *Question) Says(s *Statement) Text {
	if s.Say.Empty() {
		return q.Options[bits.TrailingZeros64(s.Covers)].Label
	}
	return s.Say
}

// Shown returns the options that interviews show, as a bit set.
func (q *Question) Shown() (set uint64) {
	for i := range q.Options {
		if !q.Options[i].Hidden {
			set |= 1 << i
		}
	}
	return set
}

// AllowsNone reports whether it is an answer that no option is ticked.
func (q *Question) AllowsNone() bool { return q.Kind.Many() && !q.AtLeastOne }

// Harmless returns the answer that says least: none, no, the first option, the least number,
// and no answer where it would be text.
func (q *Question) Harmless() Answer {
	switch {
	case q.Kind.IsText():
		return Answer{}
	case q.Kind.IsNumber():
		return Answer{State: Answered, Int: q.Min}
	case q.AllowsNone():
		return Answer{State: Answered}
	}
	return Answer{State: Answered, Ticks: 1}
}

// OptionIndex returns the position of the option with that id, or -1.
func (q *Question) OptionIndex(id string) int {
	return index(q.Options, func(o *Option) bool { return o.ID == id })
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
	ReturningLast              // the last answer, which lasts: an illness or a medicine
)
