package main

import (
	"context"
	"errors"

	"knead/questionnaire"
)

// openRich always fails: the asker with arrow keys reads a terminal's bytes, which a
// Windows console does not give.
func openRich(context.Context, streams, questionnaire.Words, bool) (questionnaire.Asker, func(), error) {
	return nil, nil, errors.New("this terminal has no arrow keys to offer")
}
