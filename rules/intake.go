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
