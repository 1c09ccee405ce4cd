package rules

import (
	"crypto/sha256"
	"fmt"
)

// Audience says for whom a text is worded.
type Audience uint8

const (
	// Practitioner wording is in the third person and may use clinical terms.
	Practitioner Audience = iota
	// Patient wording speaks to the person in plain words.
	Patient
)

// Text is a message in the wordings of both audiences. In a pack it is written as
// {patient: …, practitioner: …} or as one string that serves both. Texts that reach a
// result may hold the placeholders {emergency} and {urgent}, which stand for the
// telephone advice of the reader's [Region].
type Text struct {
	Patient, Practitioner string
}

// For returns the wording for the audience.
func (t Text) For(a Audience) string {
	if a == Patient {
		return t.Patient
	}
	return t.Practitioner
}

// Empty reports whether the text has no wording at all.
func (t Text) Empty() bool { return t.Patient == "" && t.Practitioner == "" }

// Mark is a short sign of a text's wording, which a translation repeats so that it is
// noticed when the wording changes.
func (t Text) Mark() string {
	sum := sha256.Sum256([]byte(t.Patient + "\x00" + t.Practitioner))
	return fmt.Sprintf("%x", sum[:4])
}
