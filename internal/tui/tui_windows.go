package tui

import (
	"errors"
	"io"

	"knead/questionnaire"
)

// Open always fails: the asker with arrow keys reads a terminal's bytes, which a Windows
// console does not give.
func Open(io.Reader, io.Writer, questionnaire.Words, bool) (questionnaire.Asker, func(), error) {
	return nil, nil, errors.New("this terminal has no arrow keys to offer")
}
