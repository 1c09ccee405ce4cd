// Package crowd makes up intakes: people with random answers to a pack's questions, for
// tests and measurements. The same seed gives the same people.
package crowd

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"knead/rules"
)

// Crowd makes up one person after another. It serves one goroutine.
type Crowd struct {
	// Ill is the probability that a question of many options is answered with any. The
	// smaller, the more people get therapies.
	Ill float64
	// Wild makes every state of every answer likely, for tests; otherwise most people answer
	// everything that is required and are sure.
	Wild bool
	// Applies, if not nil, says which questions apply to an intake; the answers to others are
	// left out, unless the crowd is wild.
	Applies func(*rules.Intake) []bool

	pack   *rules.Pack
	random *rand.Rand
	made   int
	words  []string
}

// New returns a crowd of people who are asked the pack's questions.
func New(p *rules.Pack, seed uint64) *Crowd {
	c := &Crowd{Ill: 0.07, pack: p, random: rand.New(rand.NewPCG(seed, 1))}
	c.words = strings.Fields("my back has been stiff since we moved house and the long drive did not help, it feels better after a walk and worse in the evening")
	return c
}

// Next makes up a person.
func (c *Crowd) Next() *rules.Intake {
	in := rules.NewIntake(c.pack)
	c.made++
	if !c.Wild || c.chance(0.7) {
		id := "c-" + strconv.Itoa(1000000 + c.made)[1:]
		in.ID = &id
	}
	if c.chance(0.5) {
		in.Date = "2026-03-" + strconv.Itoa(10+c.random.IntN(20))
	}
	for q := range c.pack.Questions {
		in.Answers[q] = c.answer(&c.pack.Questions[q])
	}
	if c.Applies != nil && !c.Wild {
		for q, applies := range c.Applies(in) {
			if !applies {
				in.Answers[q] = rules.Answer{}
			}
		}
	}
	return in
}

func (c *Crowd) chance(p float64) bool { return c.random.Float64() < p }

func (c *Crowd) answer(q *rules.Question) rules.Answer {
	skip, unsure := 0.3, 0.01
	if c.Wild {
		skip, unsure = 0.15, 0.15
	} else if q.Required {
		skip = 0.001
	}
	switch {
	case q.Kind == rules.FreeText:
		return c.notes(q)
	case c.chance(skip):
		return rules.Answer{}
	case q.Unsure && c.chance(unsure):
		a := rules.Answer{State: rules.Unsure}
		if q.Kind == rules.Multi && c.chance(0.5) {
			a.Ticks = c.ticks(q)
		}
		return a
	case q.Kind == rules.Int:
		return rules.Answer{State: rules.Answered, Int: q.Min + c.random.IntN(q.Max-q.Min+1)}
	case q.Kind == rules.Multi:
		return rules.Answer{State: rules.Answered, Ticks: c.ticks(q)}
	}
	return rules.Answer{State: rules.Answered, Ticks: 1 << c.random.IntN(len(q.Options))}
}

// ticks returns one to three options, or often none where that is an answer.
func (c *Crowd) ticks(q *rules.Question) (ticks uint64) {
	if !q.AtLeastOne && !c.chance(c.Ill) {
		return 0
	}
	for range 1 + c.random.IntN(3) {
		ticks |= 1 << c.random.IntN(len(q.Options))
	}
	return ticks
}

// notes returns a few words, now and then with a term that the pack looks for.
func (c *Crowd) notes(q *rules.Question) rules.Answer {
	if !c.chance(0.15) {
		return rules.Answer{}
	}
	from := c.random.IntN(len(c.words) - 5)
	words := append([]string(nil), c.words[from:from+5+c.random.IntN(len(c.words)-from-4)]...)
	if len(c.pack.Notes) > 0 && c.chance(0.2) {
		terms := c.pack.Notes[c.random.IntN(len(c.pack.Notes))].Terms
		words = append(words, "and", terms[c.random.IntN(len(terms))])
	}
	text := strings.Join(words, " ")
	if c.Wild && c.chance(0.3) {
		text += " \"ché\" \\ पीठ\t\u0085"
	}
	return rules.Answer{State: rules.Answered, Text: text}
}
