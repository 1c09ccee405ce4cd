package rules

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
