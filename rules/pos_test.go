package rules_test

import (
	"errors"
	"strings"
	"testing"

	"knead/rules"
)

func TestProblemsFitAScreen(t *testing.T) {
	const screen = 20
	var many rules.Problems
	for range 50 {
		many = append(many, rules.Problem{Pos: rules.Pos{File: "a.yaml", Line: 1}, Code: "x", Message: "wrong"})
	}
	lines := strings.Split(many.Error(), "\n")
	if len(lines) != screen+1 || lines[screen] != "and 30 more" {
		t.Errorf("got %d lines, the last %q", len(lines), lines[len(lines)-1])
	}
	var target rules.Problems
	if !errors.As(error(many), &target) {
		t.Error("problems are no error")
	}
}
