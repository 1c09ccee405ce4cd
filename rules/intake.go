package rules

// Intake is one person's answers on one day.
type Intake struct {
	ID   *string // any text up to 128 bytes; nil when absent
	Date string  // YYYY-MM-DD, or empty
	Pack string  // the pack it was asked with, "name version", or empty
	// Answers holds one answer for each of the pack's questions, in its order. Answers to
	// questions that do not apply are kept; the engine leaves them out of logic.
	Answers []Answer
	Pos     Pos
}

// State says whether a question has an answer.
type State uint8

const (
	Unanswered State = iota // never asked, skipped, or null
	Unsure                  // the person does not know or prefers not to say
	Answered
)

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

// The words of a Multi without ticks and of an answer that is Unsure, in every format.
const (
	NoneWord   = "none"
	UnsureWord = "unsure"
)
