// Package gen makes up random intakes for tests and measurements. The same seed gives the
// same intakes.
package gen

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"knead/rules"
)

// Generator makes up one intake after another. It serves one goroutine.
type Generator struct {
	// Arbitrary makes every state of every answer likely, for tests; otherwise intakes are
	// plausible: most answer everything that is required and are sure.
	Arbitrary bool
	// Ticked is the probability that a question of many options is answered with any. The
	// smaller, the more intakes get therapies.
	Ticked float64
	// NoNotes leaves free texts out; all other answers stay the same.
	NoNotes bool
	// Applies, if not nil, says which questions apply to an intake; the answers to others are
	// left out of plausible ones.
	Applies func(*rules.Intake) []bool

	pack   *rules.Pack
	random *rand.Rand
	made   int
}

// words are what free texts are made of.
var words = strings.Fields("my back has been stiff since we moved house and the long drive did not help, it feels better after a walk and worse in the evening")

// Plausible returns a generator of intakes as a pack's questions are usually answered.
func Plausible(p *rules.Pack, seed uint64) *Generator {
	return &Generator{Ticked: 0.07, pack: p, random: rand.New(rand.NewPCG(seed, 1))}
}

// Arbitrary returns a generator of intakes with answers of every kind.
func Arbitrary(p *rules.Pack, seed uint64) *Generator {
	g := Plausible(p, seed)
	g.Arbitrary = true
	return g
}

// Next makes up an intake.
func (g *Generator) Next() *rules.Intake {
	in := rules.NewIntake(g.pack)
	g.made++
	if !g.Arbitrary || g.chance(0.7) {
		id := "c-" + strconv.Itoa(1000000 + g.made)[1:]
		in.ID = &id
	}
	if g.chance(0.5) {
		in.Date = "2026-03-" + strconv.Itoa(10+g.random.IntN(20))
	}
	for q := range g.pack.Questions {
		in.Answers[q] = g.answer(&g.pack.Questions[q])
		if g.NoNotes && g.pack.Questions[q].Kind.IsText() {
			in.Answers[q] = rules.Answer{}
		}
	}
	if g.Applies != nil && !g.Arbitrary {
		for q, applies := range g.Applies(in) {
			if !applies {
				in.Answers[q] = rules.Answer{}
			}
		}
	}
	return in
}

func (g *Generator) chance(p float64) bool { return g.random.Float64() < p }

func (g *Generator) answer(q *rules.Question) rules.Answer {
	skip, unsure := 0.3, 0.01
	if g.Arbitrary {
		skip, unsure = 0.15, 0.15
	} else if q.Required {
		skip = 0.001
	}
	switch {
	case q.Kind.IsText():
		return g.notes(q)
	case g.chance(skip):
		return rules.Answer{}
	case q.Unsure && g.chance(unsure):
		a := rules.Answer{State: rules.Unsure}
		if q.Kind.Many() && g.chance(0.5) {
			a.Ticks = g.ticks(q)
		}
		return a
	case q.Kind.IsNumber():
		return rules.Answer{State: rules.Answered, Int: q.Min + g.random.IntN(q.Max-q.Min+1)}
	case q.Kind.Many():
		return rules.Answer{State: rules.Answered, Ticks: g.ticks(q)}
	}
	return rules.Answer{State: rules.Answered, Ticks: 1 << g.random.IntN(len(q.Options))}
}

// ticks returns one to three options, or often none where that is an answer.
func (g *Generator) ticks(q *rules.Question) (ticks uint64) {
	if !q.AtLeastOne && !g.chance(g.Ticked) {
		return 0
	}
	for range 1 + g.random.IntN(3) {
		ticks |= 1 << g.random.IntN(len(q.Options))
	}
	return ticks
}

// notes returns a few words, now and then with a term that the pack looks for.
func (g *Generator) notes(q *rules.Question) rules.Answer {
	if !g.chance(0.15) {
		return rules.Answer{}
	}
	from := g.random.IntN(len(words) - 5)
	said := slices.Clone(words[from : from+5+g.random.IntN(len(words)-from-4)])
	if len(g.pack.Notes) > 0 && g.chance(0.2) {
		terms := g.pack.Notes[g.random.IntN(len(g.pack.Notes))].Terms
		said = append(said, "and", terms[g.random.IntN(len(terms))])
	}
	text := strings.Join(said, " ")
	if g.Arbitrary && g.chance(0.3) {
		text += " \"ché\" \\ पीठ\t\u0085"
	}
	return rules.Answer{State: rules.Answered, Text: text}
}
