package engine_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"knead/engine"
	"knead/rules"
)

// dice decide for a generator: a number from 0 to n-1. Where they have nothing left to
// decide with they give 0, which generators take as the plainest choice.
type dice func(n int) int

// seededDice give the same sequence for the same seed.
func seededDice(seed uint64) dice { return rand.New(rand.NewPCG(seed, 0)).IntN }

// byteDice take their decisions from data.
func byteDice(data []byte) dice {
	return func(n int) int {
		if len(data) == 0 {
			return 0
		}
		b := data[0]
		data = data[1:]
		return int(b) % n
	}
}

func (d dice) chance(percent int) bool { return d(100) >= 100-percent }

func (d dice) between(lo, hi int) int { return lo + d(hi-lo+1) }

// some is a set of one to most of n things.
func (d dice) some(n, most int) uint64 {
	set := uint64(1) << d(n)
	for range d(most) {
		set |= 1 << d(n)
	}
	return set
}

func pick[T any](d dice, from []T) T { return from[d(len(from))] }

// people answers a pack's questions at random.
type people struct {
	dice
	p     *rules.Pack
	edges [][]int // by question: numbers at and just beyond the bounds of conditions
	// blank, unsure and tick are how often, in percent, a question is left without an
	// answer, is answered unsure, and how often a multi is more than "none".
	blank, unsure, tick int
}

func newPeople(p *rules.Pack, d dice) *people {
	g := &people{dice: d, p: p, edges: make([][]int, len(p.Questions))}
	note := func(c *rules.Condition) {
		if c.Op != rules.Compare || c.Derived >= 0 {
			return
		}
		question := p.Questions[c.Question]
		for _, edge := range []int{c.Min - 1, c.Min, c.Max, c.Max + 1} {
			if question.Min <= edge && edge <= question.Max && !slices.Contains(g.edges[c.Question], edge) {
				g.edges[c.Question] = append(g.edges[c.Question], edge)
			}
		}
	}
	for i := range p.Questions {
		p.Questions[i].AskIf.Walk(note)
	}
	for i := range p.Rules {
		p.Rules[i].When.Walk(note)
	}
	return g
}

// voice is one of the audiences and regions.
func (g *people) voice() engine.Voice {
	return engine.Voice{Audience: rules.Audience(g.dice(2)), Region: g.dice(len(g.p.Regions))}
}

// stranger answers everything anew: plainly, or with many blanks, doubts and ticks.
func (g *people) stranger() *rules.Intake {
	g.blank, g.unsure, g.tick = pick(g.dice, []int{0, 0, 5, 40}), pick(g.dice, []int{0, 0, 5, 40}), pick(g.dice, []int{0, 5, 20, 70})
	in := rules.NewIntake(g.p)
	if g.chance(50) {
		id := "c-" + strconv.Itoa(g.dice(100))
		in.ID = &id
	}
	for q := range in.Answers {
		in.Answers[q] = g.answer(q)
	}
	g.confirm(in)
	return in
}

// confirm has some questions asked again, whatever the notes say.
func (g *people) confirm(in *rules.Intake) {
	in.Confirmed = nil
	for q := range in.Answers {
		if in.Answers[q].State != rules.Unanswered && g.chance(10) {
			in.Confirmed = append(in.Confirmed, q)
		}
	}
}

// change answers a few questions of an intake anew, more plainly or less.
func (g *people) change(in *rules.Intake, plainly bool) *rules.Intake {
	g.blank, g.unsure, g.tick = 10, 15, 40
	if plainly {
		g.blank, g.unsure, g.tick = 1, 1, 15
	}
	changed := *in
	changed.Answers = slices.Clone(in.Answers)
	for range 1 + g.dice(3) {
		q := g.dice(len(in.Answers))
		changed.Answers[q] = g.answer(q)
	}
	g.confirm(&changed)
	return &changed
}

func (g *people) answer(q int) rules.Answer {
	question := g.p.Questions[q]
	if g.chance(g.blank) || question.Kind == rules.FreeText && g.chance(60) {
		return rules.Answer{}
	}
	unsure := question.Unsure && g.chance(g.unsure)
	if unsure && (question.Kind != rules.Multi || g.chance(50)) {
		return rules.Answer{State: rules.Unsure}
	}
	a := rules.Answer{State: rules.Answered}
	switch question.Kind {
	case rules.Choice, rules.Bool:
		a.Ticks = 1 << g.dice(len(question.Options))
	case rules.Multi:
		if question.AtLeastOne || unsure || g.chance(g.tick) || q == g.p.Areas && g.chance(80) {
			a.Ticks = g.some(len(question.Options), 3)
		}
		if unsure {
			a.State = rules.Unsure
		}
	case rules.Int:
		a.Int = g.between(question.Min, question.Max)
		if len(g.edges[q]) > 0 && g.chance(60) {
			a.Int = pick(g.dice, g.edges[q])
		}
	case rules.FreeText:
		a.Text = g.text()
	}
	return a
}

// text is something a person might write, with note terms of the pack, nearly so, and
// beside them.
func (g *people) text() string {
	if g.chance(50) {
		return "nothing else"
	}
	pieces := []string{"I take", "since 2019", "(मेरी)", "naïve", "blood", "thinner", "warfrain", "warfarins"}
	for range g.dice(6) {
		pieces = append(pieces, pick(g.dice, noteCues))
	}
	for range 1 + g.dice(4) {
		if len(g.p.Notes) == 0 {
			break
		}
		note := pick(g.dice, g.p.Notes)
		term := pick(g.dice, slices.Concat(note.Terms, note.Harmless))
		switch g.dice(5) {
		case 0:
			term = strings.ToUpper(term)
		case 1:
			term = strings.ReplaceAll(term, " ", pick(g.dice, []string{"-", ".\n", "  ", ", ", "\n", "", "’", " - ", "\u200b", "/", "? "}))
		case 2:
			term += pick(g.dice, []string{"s", "1", "\u0301", "\u00ad"})
		case 3:
			if letters := []rune(term); len(letters) > 2 {
				k := g.dice(len(letters))
				term = string(slices.Delete(letters, k, k+1))
			}
		}
		pieces = append(pieces, term)
	}
	var b strings.Builder
	for range 1 + g.dice(12) {
		b.WriteString(pick(g.dice, pieces))
		b.WriteString(pick(g.dice, []string{" ", " ", " ", " ", ", ", ", ", "\n", "/", "–", "", ": ", " - ", ". "}))
	}
	return b.String()
}
