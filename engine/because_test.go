package engine_test

import (
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestNeedsSuffice shows what "needs" promises: where it holds, and whatever already held
// of the condition still does, the condition holds. And what "because" promises: as long as
// the deciding answers are the same, so is the outcome.
func TestNeedsSuffice(t *testing.T) {
	needs, kept := 0, 0
	for i := range 150 {
		d := seededDice(*seed<<32 + uint64(i))
		program, err := engine.Compile(randomPack(d))
		if err != nil {
			t.Fatal(err)
		}
		p := program.Pack()
		g := newPeople(p, d)
		in := g.stranger()
		for range 6 {
			other := g.change(in, false)
			for r := range p.Rules {
				for _, negated := range []bool{false, true} {
					if checkNeed(t, program, in, other, r, negated) {
						needs++
					}
				}
				if checkDeciding(t, program, in, other, r) {
					kept++
				}
			}
		}
	}
	if needs < 100 || kept < 100 {
		t.Errorf("only %d needs were met and %d reasons kept", needs, kept)
	}
}

// checkNeed reports whether the other intake met the need.
func checkNeed(t *testing.T, program *engine.Program, in, other *rules.Intake, rule int, negated bool) bool {
	t.Helper()
	when := program.Pack().Rules[rule].When
	need, possible := program.Needs(in, rule, negated)
	holds := program.Holds(in, when, negated) == engine.True
	switch {
	case holds != (need == nil && possible):
		t.Fatalf("rule %d (negated %v) holds: %v, needs %v", rule, negated, holds, need)
	case !possible && program.Holds(other, when, negated) == engine.True:
		t.Fatalf("rule %d (negated %v) is said to be impossible and holds", rule, negated)
	case need == nil:
		return false
	case program.Holds(in, need, false) == engine.True:
		t.Fatalf("rule %d (negated %v) needs %s, which holds", rule, negated, program.Pack().Words(need))
	}
	if negated && program.Holds(other, when, true) == engine.True && program.Holds(other, need, false) == engine.False {
		t.Fatalf("rule %d no longer holds, and %s, which that needs, fails:\n%s\n%s", rule, program.Pack().Words(need), program.Pack().Words(when), printIntake(program.Pack(), other))
	}
	if program.Holds(other, need, false) != engine.True || !keeps(program, in, other, when, negated) {
		return false
	}
	if program.Holds(other, when, negated) != engine.True {
		t.Fatalf("rule %d (negated %v) needs %s; that holds, and the rule does not:\n%s\n%s", rule, negated, program.Pack().Words(need), program.Pack().Words(when), printIntake(program.Pack(), other))
	}
	return true
}

// keeps reports whether every literal of the condition that holds for the one intake holds
// for the other, and of what the questions it reads are asked for.
func keeps(program *engine.Program, in, other *rules.Intake, c *rules.Condition, negated bool) bool {
	switch c.Op {
	case rules.OneOf, rules.Compare:
		for _, q := range program.Pack().Reads(c) {
			if gate := program.Pack().Questions[q].AskIf; gate != nil && !keeps(program, in, other, gate, negated) {
				return false
			}
		}
		return program.Holds(in, c, negated) != engine.True || program.Holds(other, c, negated) == engine.True
	case rules.Not:
		negated = !negated
	}
	for _, part := range c.Of {
		if !keeps(program, in, other, part, negated) {
			return false
		}
	}
	return true
}

// checkDeciding reports whether the deciding literals came out the same for the other.
func checkDeciding(t *testing.T, program *engine.Program, in, other *rules.Intake, rule int) bool {
	t.Helper()
	when := program.Pack().Rules[rule].When
	literals := program.Deciding(in, rule)
	for atom, negated := range literals {
		if program.Holds(in, atom, negated) != program.Holds(other, atom, negated) {
			return false
		}
	}
	truth := program.Holds(in, when, false)
	if got := program.Holds(other, when, false); truth != engine.Unknown && got != truth {
		t.Fatalf("rule %d is %v because of %d answers; with the same answers it is %v: %s", rule, truth, len(literals), got, program.Pack().Words(when))
	}
	return len(literals) > 0
}
