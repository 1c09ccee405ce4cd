package verify

import (
	"fmt"
	"math/rand/v2"

	"knead/engine"
	"knead/rules"
)

// tiny makes random packs so small that every intake can be tried.
type tiny struct {
	*rand.Rand
	p *rules.Pack
}

func tinyPack(seed uint64) *rules.Pack {
	t := tiny{rand.New(rand.NewPCG(seed, 7)), &rules.Pack{Name: "tiny", SessionsDone: -1}}
	t.questions()
	t.treatments()
	for i := range 2 + t.IntN(6) {
		t.p.Rules = append(t.p.Rules, rules.Rule{ID: fmt.Sprint("r", i), When: t.condition(2, len(t.p.Questions)), Then: t.effect()})
	}
	if t.IntN(2) == 0 {
		t.p.ClearanceLifted = t.condition(1, len(t.p.Questions))
	}
	for i := range 4 {
		inv := rules.Invariant{ID: fmt.Sprint("i", i), Possible: t.IntN(2) == 0, When: t.condition(1, len(t.p.Questions))}
		for range 1 + t.IntN(2) {
			inv.Assertions = append(inv.Assertions, t.assertion())
		}
		t.p.Invariants = append(t.p.Invariants, inv)
	}
	return t.p
}

func (t *tiny) chance(percent int) bool { return t.IntN(100) < percent }

// questions makes the areas question and two or three others, some of them gated, and
// perhaps a derived number and notes.
func (t *tiny) questions() {
	t.p.Questions = []rules.Question{{ID: "area", Kind: rules.Multi, Required: t.chance(80), Unsure: t.chance(20), AtLeastOne: t.chance(60),
		Options: []rules.Option{{ID: "a"}, {ID: "b"}}}}
	if t.chance(30) {
		t.p.Questions[0].Options = append(t.p.Questions[0].Options, rules.Option{ID: "both", Covers: 3})
	}
	for range 2 + t.IntN(2) {
		t.question()
	}
	if t.chance(30) {
		t.notes()
	}
}

func (t *tiny) question() {
	i := len(t.p.Questions)
	q := rules.Question{ID: fmt.Sprint("q", i), Kind: rules.Kind(t.IntN(4)), Required: t.chance(70), Unsure: t.chance(60)}
	switch q.Kind {
	case rules.Bool:
		q.Options = []rules.Option{{ID: "false"}, {ID: "true"}}
	case rules.Int:
		q.Max = 1 + t.IntN(4)
	default:
		for o := range 2 + t.IntN(2) {
			q.Options = append(q.Options, rules.Option{ID: fmt.Sprint("o", o)})
		}
	}
	if i > 1 && t.chance(40) {
		q.AskIf = t.condition(1, i)
	}
	t.p.Questions = append(t.p.Questions, q)
	if q.Kind != rules.Int {
		return
	}
	if t.p.SessionsDone < 0 && t.chance(50) {
		t.p.SessionsDone = i
	}
	if t.chance(50) {
		d := rules.Derived{ID: fmt.Sprint("d", i), Terms: []rules.WeightedAnswer{{Weight: 1 + t.IntN(3), Question: i}}}
		for j := range i {
			if t.p.Questions[j].Kind == rules.Int {
				d.Terms = append(d.Terms, rules.WeightedAnswer{Weight: -1 - t.IntN(3), Question: j})
				break
			}
		}
		t.p.Derived = append(t.p.Derived, d)
	}
}

// notes adds a text question and terms for one or two of the questions with options.
func (t *tiny) notes() {
	for q := range t.p.Questions {
		question := &t.p.Questions[q]
		for len(question.Options) > 0 && len(t.p.Notes) < 3 && t.chance(60) {
			options := 1 + t.Uint64N(1<<len(question.Options)-1)
			t.p.Notes = append(t.p.Notes, rules.NoteTerm{Question: q, Options: options, Terms: []string{fmt.Sprint("term", len(t.p.Notes))}})
		}
	}
	t.p.Questions = append(t.p.Questions, rules.Question{ID: "notes", Kind: rules.FreeText, Max: 100})
}

// condition makes a condition over the first n questions.
func (t *tiny) condition(depth, n int) *rules.Condition {
	c := &rules.Condition{Derived: -1}
	if depth > 0 && t.chance(10) { // by a name
		c.Op, c.Name, c.Of = rules.Is, "named", []*rules.Condition{t.condition(depth-1, n)}
		return c
	}
	if depth > 0 && t.chance(60) {
		switch c.Op = rules.All + rules.Op(t.IntN(4)); c.Op {
		case rules.Not:
			c.Of = []*rules.Condition{t.condition(depth-1, n)}
		default:
			for range 2 + t.IntN(2) {
				c.Of = append(c.Of, t.condition(depth-1, n))
			}
			c.N = 1 + t.IntN(len(c.Of))
		}
		return c
	}
	if t.chance(8) {
		return c // always
	}
	for i := range t.p.Derived {
		if t.chance(20) && t.p.Derived[i].Terms[0].Question < n {
			lo, hi := t.p.Derived[i].Range(t.p.Questions)
			c.Op, c.Derived = rules.Compare, i
			c.Min = lo + t.IntN(hi-lo+1)
			c.Max = c.Min + t.IntN(hi-c.Min+1)
			return c
		}
	}
	c.Question = t.IntN(n)
	switch q := &t.p.Questions[c.Question]; q.Kind {
	case rules.FreeText:
		c.Question = 0
		fallthrough
	default:
		c.Op, c.Options = rules.OneOf, 1+t.Uint64N(1<<len(t.p.Questions[c.Question].Options)-1)
	case rules.Int:
		c.Op = rules.Compare
		c.Min = t.IntN(q.Max + 1)
		c.Max = c.Min + t.IntN(q.Max-c.Min+1)
	}
	return c
}

func (t *tiny) treatments() {
	for i := range 2 + t.IntN(2) {
		least := rules.Pressure(1 + t.IntN(4))
		usual := least + rules.Pressure(t.IntN(int(rules.Deep-least)+1))
		low := 10 * (1 + t.IntN(4))
		t.p.Therapies = append(t.p.Therapies, rules.Therapy{
			ID: fmt.Sprint("t", i), Areas: 1 + t.Uint64N(3), Least: least, Usual: usual,
			Most: usual + rules.Pressure(t.IntN(int(rules.Deep-usual)+1)), Minutes: [2]int{low, low + 10*t.IntN(3)},
		})
	}
	for i := range 1 + t.IntN(2) {
		s := rules.Schedule{ID: fmt.Sprint("s", i), ReviewWeek: 1 + t.IntN(4)}
		low := 10 * (1 + t.IntN(5))
		s.Phases = []rules.Phase{{Weeks: [2]int{1, 4}, Rate: [2]rules.Rate{1, rules.Rate(1 + t.IntN(8))}, Minutes: [2]int{low, low + 10*t.IntN(3)}}}
		if t.chance(30) {
			s.Phases[0].Weeks[1] = 2
			s.Phases = append(s.Phases, rules.Phase{Weeks: [2]int{3, 5}, Rate: [2]rules.Rate{1, rules.Rate(1 + t.IntN(8))}, Minutes: [2]int{low, low + 10*t.IntN(3)}})
		}
		if t.chance(50) {
			s.MaxSessions = 1 + t.IntN(4)
		} else {
			s.CourseSessions = 1 + t.IntN(5)
		}
		t.p.Schedules = append(t.p.Schedules, s)
	}
	t.p.Care = []rules.Care{{ID: "c0"}, {ID: "c1"}}
}

func (t *tiny) therapies() uint64 { return 1 + t.Uint64N(1<<len(t.p.Therapies)-1) }

func (t *tiny) cap() (c rules.Cap) {
	for c == (rules.Cap{}) {
		if t.chance(50) {
			c.Pressure = rules.Pressure(1 + t.IntN(5))
		}
		if t.chance(40) {
			c.Minutes = 10 * (1 + t.IntN(5))
		}
		if t.chance(30) {
			c.Rate = rules.Rate(1 + t.IntN(6))
		}
	}
	return c
}

func (t *tiny) effect() rules.Effect {
	e := rules.Effect{Schedule: -1}
	for range 1 + t.IntN(2) {
		switch t.IntN(10) {
		case 0, 1:
			e.Disposition = []rules.Disposition{rules.Clearance, rules.Clearance, rules.Defer, rules.Refer, rules.Urgent, rules.Emergency}[t.IntN(6)]
			e.IfUnsure = e.Disposition
			if e.Disposition > rules.Refer {
				e.IfUnsure--
			}
		case 2:
			e.Exclude = t.therapies()
		case 3:
			e.Cap = t.cap()
		case 4:
			e.Avoid = 1 + t.Uint64N(3)
		case 5:
			e.Caution = rules.Caution{General: t.chance(50), Therapies: t.therapies()}
		case 6:
			e.Schedule = t.IntN(len(t.p.Schedules))
		case 7:
			e.Care = []int{t.IntN(2)}
		case 8:
			e.Prefer = rules.Pressure(1 + t.IntN(5))
		}
	}
	if t.chance(50) || e.Disposition == 0 && !e.Shows(rules.Possibly) {
		e.Suggest = []rules.Suggestion{{Therapy: t.IntN(len(t.p.Therapies)), Score: 1}}
	}
	return e
}

func (t *tiny) assertion() rules.Assertion {
	c := rules.Assertion{Kind: rules.AssertionKind(t.IntN(int(rules.AlwaysPlan) + 1))}
	switch c.Kind {
	case rules.DispositionIn:
		d := t.IntN(7)
		c.Dispositions = 1<<7 - 1<<d
		if t.chance(50) {
			c.Dispositions = uint8(1 + t.IntN(127))
		}
	case rules.NeverSuggest, rules.SuggestOneOf:
		c.Therapies = t.therapies()
	case rules.NeverListed:
		c.Effect, c.Subject = rules.EffectCare, t.IntN(2)
	case rules.AlwaysListed:
		c.Effect, c.Subject = []rules.EffectKind{rules.EffectCare, rules.EffectAvoid, rules.EffectCaution}[t.IntN(3)], t.IntN(2)
		if c.Effect == rules.EffectCaution {
			c.Subject = t.IntN(len(t.p.Rules))
		}
	case rules.NeverSchedule:
		c.Subject = t.IntN(len(t.p.Schedules))
	case rules.CapAt:
		c.Cap = t.cap()
	default:
		c.Number = 1 + t.IntN(4)
	}
	return c
}

// everybody calls visit for every intake of a tiny pack, until it returns false. The
// intake is reused.
func everybody(p *rules.Pack, visit func(*rules.Intake) bool) {
	in := rules.NewIntake(p)
	var from func(q int) bool
	from = func(q int) bool {
		if q == len(p.Questions) {
			return visit(in)
		}
		for _, a := range everyAnswer(p, q) {
			in.Answers[q] = a
			if !from(q + 1) {
				return false
			}
		}
		return true
	}
	from(0)
}

func everyAnswer(p *rules.Pack, q int) []rules.Answer {
	question := &p.Questions[q]
	all := []rules.Answer{{}}
	if question.Unsure && question.Kind != rules.Multi {
		all = append(all, rules.Answer{State: rules.Unsure})
	}
	switch question.Kind {
	case rules.Int:
		for v := question.Min; v <= question.Max; v++ {
			all = append(all, rules.Answer{State: rules.Answered, Int: v})
		}
	case rules.Multi:
		for ticks := range uint64(1) << len(question.Options) {
			if ticks != 0 || !question.AtLeastOne {
				all = append(all, rules.Answer{State: rules.Answered, Ticks: ticks})
			}
			if question.Unsure {
				all = append(all, rules.Answer{State: rules.Unsure, Ticks: ticks})
			}
		}
	case rules.FreeText:
		for set := range 1 << len(p.Notes) {
			text := "- "
			for i := range p.Notes {
				if set>>i&1 != 0 {
					text += p.Notes[i].Terms[0] + " "
				}
			}
			all = append(all, rules.Answer{State: rules.Answered, Text: text})
		}
	default:
		for o := range question.Options {
			all = append(all, rules.Answer{State: rules.Answered, Ticks: 1 << o})
		}
	}
	return all
}

// tinySize returns how many intakes a pack has.
func tinySize(p *rules.Pack) int {
	n := 1
	for q := range p.Questions {
		n *= len(everyAnswer(p, q))
	}
	return n
}

// tinyProgram compiles a tiny pack, or returns nil when it has too many intakes.
func tinyProgram(seed uint64) *engine.Program {
	p := tinyPack(seed)
	if tinySize(p) > 4000 {
		return nil
	}
	program, err := engine.Compile(p)
	if err != nil {
		panic(err)
	}
	return program
}
