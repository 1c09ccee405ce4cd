package engine_test

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// embeddedPeople returns the embedded pack's program and people who answer it: those of
// its own cases, changed a little.
func embeddedPeople(t testing.TB) (*engine.Program, func() *rules.Intake) {
	t.Helper()
	fsys, _ := packs.Open(packs.Default)
	p, problems := packfile.Parse(fsys)
	cases, more := packfile.ParseCases(fsys, p)
	if problems = append(problems.Errors(), more.Errors()...); len(problems) > 0 {
		t.Fatal(problems)
	}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	g := newPeople(p, seededDice(*seed))
	return program, func() *rules.Intake {
		if g.chance(10) {
			return g.stranger()
		}
		return g.change(pick(g.dice, cases).Intake, g.chance(80))
	}
}

// TestWhatIfOnEmbedded confirms every answer for the embedded pack, and that all single
// and double changes, tried one by one, lead nowhere else and no quicker.
func TestWhatIfOnEmbedded(t *testing.T) {
	program, next := embeddedPeople(t)
	tally := map[string]int{}
	for range whatIfIntakes {
		checkWhatIf(t, program, next(), tally)
	}
	t.Log(tally)
}

// TestWhatIfOnRandomPacks does the same for packs whose questions may all be changed.
func TestWhatIfOnRandomPacks(t *testing.T) {
	tally := map[string]int{}
	for i := range whatIfIntakes / 2 {
		d := seededDice(*seed<<32 + uint64(i))
		p := randomPack(d)
		for q := range p.Questions {
			p.Questions[q].Changeable = d.chance(80)
		}
		program, err := engine.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		g := newPeople(p, d)
		in := g.change(g.stranger(), true)
		if d.chance(50) {
			onlyAsked(program, in)
		}
		checkWhatIf(t, program, in, tally)
	}
	t.Log(tally)
	if tally["to incomplete"] == 0 {
		t.Error("no change opened a question")
	}
}

// onlyAsked takes away answers to questions that do not apply, so that changes open them.
func onlyAsked(program *engine.Program, in *rules.Intake) {
	for q, applies := range program.Applies(in) {
		if !applies {
			in.Answers[q] = rules.Answer{}
		}
	}
}

// checkWhatIf compares what the search says with brute force.
func checkWhatIf(t *testing.T, program *engine.Program, in *rules.Intake, tally map[string]int) {
	t.Helper()
	b := bruteForce{program: program, in: in}
	said := program.WhatIfWithin(in, whatIfBound)
	present := b.key(in)
	tally["intakes"]++
	tally[fmt.Sprintf("up to %d", said.Changes)]++
	if said.Changes == 0 && !said.Complete {
		return
	}
	got := map[string][]string{}
	size := map[string]int{}
	for _, o := range said.Outcomes {
		tally["to "+o.Disposition]++
		for _, way := range o.Ways {
			tally["ways"]++
			for _, changed := range b.apply(t, way) {
				key := b.key(changed)
				if said := fmt.Sprint(o.Disposition, " ", o.Therapy, o.Missing); key == present || key != said {
					t.Fatalf("%v gives %q, not %q, for\n%s", way, key, said, printIntake(program.Pack(), in))
				}
				got[key] = append(got[key], b.difference(changed))
				size[key] = b.size(changed)
			}
		}
	}
	want := b.outcomes(said)
	maps.DeleteFunc(got, func(key string, _ []string) bool { return size[key] > 2 })
	for _, ways := range []map[string][]string{got, want} {
		for key := range ways {
			slices.Sort(ways[key])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("brute force and search disagree (-brute +search):\n%s\npresent %q, searched %+v\n%s", diff, present, said, printIntake(program.Pack(), in))
	}
}

// bruteForce tries single and double changes one by one.
type bruteForce struct {
	program *engine.Program
	in      *rules.Intake
}

// key is what counts as a different result.
func (b *bruteForce) key(in *rules.Intake) string {
	d := b.program.Decide(in)
	therapy, missing := "", []string{}
	for _, m := range d.Missing {
		if d.Disposition == rules.Incomplete && m.State == engine.MissingUnanswered && b.program.Pack().Questions[m.Question].Required {
			missing = append(missing, b.program.Pack().Questions[m.Question].ID)
		}
	}
	if len(d.Therapies) > 0 && b.program.Decide(b.in).Disposition.CarriesTherapies() {
		therapy = b.program.Pack().Therapies[d.Therapies[0].Therapy].ID
	}
	return fmt.Sprint(d.Disposition, " ", therapy, missing)
}

// outcomes are the results that one or two changes lead to, and the changes, as the
// search should list them.
func (b *bruteForce) outcomes(said engine.WhatIf) map[string][]string {
	present := b.program.Decide(b.in).Disposition
	if present >= rules.Refer {
		return map[string][]string{}
	}
	from, to := b.offered()
	singles := map[string][]string{}
	b.each(b.in, from, to, 0, func(changed *rules.Intake, _ int) { b.note(singles, changed) })
	if said.Changes < 2 && !said.Complete {
		return singles
	}
	doubles := map[string][]string{}
	b.each(b.in, from, to, 0, func(once *rules.Intake, q int) {
		b.each(once, from, to, q, func(twice *rules.Intake, _ int) {
			if b.size(twice) == 2 {
				b.note(doubles, twice)
			}
		})
	})
	asks := slices.ContainsFunc(slices.Collect(maps.Keys(singles)), incomplete)
	for key, ways := range doubles {
		if _, quicker := singles[key]; !quicker && !(asks && incomplete(key)) {
			slices.Sort(ways)
			singles[key] = slices.Compact(ways)
		}
	}
	return singles
}

func incomplete(key string) bool { return strings.HasPrefix(key, "incomplete") }

// note files a changed intake under its result, unless that is as now. Of one that is
// incomplete, and stays so, what is missing makes no difference.
func (b *bruteForce) note(ways map[string][]string, changed *rules.Intake) {
	for q, a := range changed.Answers {
		if question := &b.program.Pack().Questions[q]; question.AtLeastOne && a.State == rules.Answered && a.Ticks == 0 && a != b.in.Answers[q] {
			return
		}
	}
	if key := b.key(changed); key != b.key(b.in) && !(incomplete(key) && incomplete(b.key(b.in))) {
		ways[key] = append(ways[key], b.difference(changed))
	}
}

// offered says which options may be given up and taken up: those of questions that are
// changeable, applicable and surely answered, on which no note casts doubt, and that no rule
// for urgent or emergency names; of a number all or nothing. What only rules name that
// nothing on offer can make possible may be given up.
func (b *bruteForce) offered() (from, to []uint64) {
	p := b.program.Pack()
	applies := b.program.Applies(b.in)
	from = make([]uint64, len(p.Questions))
	for q := range p.Questions {
		if p.Questions[q].Changeable && p.Questions[q].Kind != rules.FreeText && applies[q] && b.in.Answers[q].State == rules.Answered {
			from[q] = ^uint64(0)
		}
	}
	for _, m := range b.program.Decide(b.in).Missing {
		if m.State == engine.MissingNotes {
			from[m.Question] = 0
		}
	}
	to = slices.Clone(from)
	unknown := b.unknown()
	for i := range p.Rules {
		if p.Rules[i].Then.Disposition < rules.Urgent {
			continue
		}
		possible := b.program.Holds(unknown, p.Rules[i].When, true) != engine.True
		p.Rules[i].When.Walk(func(c *rules.Condition) {
			switch {
			case c.Op == rules.OneOf:
				to[c.Question] &^= c.Options
				if possible {
					from[c.Question] &^= c.Options
				}
			case c.Op == rules.Compare && c.Derived < 0:
				from[c.Question], to[c.Question] = 0, 0
			case c.Op == rules.Compare:
				for _, term := range p.Derived[c.Derived].Terms {
					from[term.Question], to[term.Question] = 0, 0
				}
			}
		})
	}
	return from, to
}

// unknown is the intake with everything that can be changed, and what is asked because of
// it, not known.
func (b *bruteForce) unknown() *rules.Intake {
	p := b.program.Pack()
	in := *b.in
	in.Answers = slices.Clone(b.in.Answers)
	loose := map[int]bool{}
	for range p.Questions {
		for q := range p.Questions {
			loose[q] = loose[q] || p.Questions[q].Changeable || slices.ContainsFunc(p.Reads(p.Questions[q].AskIf), func(r int) bool { return loose[r] })
		}
	}
	for q := range in.Answers {
		if loose[q] && p.Questions[q].Kind != rules.FreeText {
			in.Answers[q] = rules.Answer{State: rules.Unsure}
		}
	}
	return &in
}

// each visits every intake that differs by one change of an offered question, from the
// given question on.
func (b *bruteForce) each(in *rules.Intake, from, to []uint64, first int, visit func(*rules.Intake, int)) {
	p := b.program.Pack()
	for q := first; q < len(from); q++ {
		if from[q]|to[q] == 0 {
			continue
		}
		question, a := &p.Questions[q], in.Answers[q]
		try := func(a rules.Answer) {
			changed := *in
			changed.Answers = slices.Clone(in.Answers)
			changed.Answers[q] = a
			visit(&changed, q)
		}
		switch question.Kind {
		case rules.Int:
			for a.Int = question.Min; a.Int <= question.Max; a.Int++ {
				if a.Int != in.Answers[q].Int {
					try(a)
				}
			}
		case rules.Multi:
			for i := range question.Options {
				if ticked := b.in.Answers[q].Ticks; (from[q]&ticked|to[q]&^ticked)>>i&1 != 0 {
					try(rules.Answer{State: rules.Answered, Ticks: a.Ticks ^ 1<<i})
				}
			}
		default:
			for i := range question.Options {
				if a.Ticks != 1<<i && to[q]>>i&1 != 0 && from[q]&b.in.Answers[q].Ticks != 0 {
					try(rules.Answer{State: rules.Answered, Ticks: 1 << i})
				}
			}
		}
	}
}

// apply makes the intakes that a way stands for, one for each number of its ranges.
func (b *bruteForce) apply(t *testing.T, way []engine.Change) []*rules.Intake {
	p := b.program.Pack()
	start := *b.in
	all := []*rules.Intake{&start}
	for _, c := range way {
		q := p.QuestionIndex(c.Question)
		var answers []rules.Answer
		if c.To.Range != nil {
			for v := c.To.Range[0]; v <= c.To.Range[1]; v++ {
				answers = append(answers, rules.Answer{State: rules.Answered, Int: v})
			}
		} else {
			a := rules.Answer{State: rules.Answered}
			for _, id := range c.To.Options {
				a.Ticks |= 1 << p.Questions[q].OptionIndex(id)
			}
			answers = append(answers, a)
		}
		var next []*rules.Intake
		for _, in := range all {
			for _, a := range answers {
				changed := *in
				changed.Answers = slices.Clone(in.Answers)
				changed.Answers[q] = a
				next = append(next, &changed)
			}
		}
		all = next
	}
	return all
}

// difference says in which answers an intake differs.
func (b *bruteForce) difference(changed *rules.Intake) string {
	var s []string
	for q, a := range changed.Answers {
		if a != b.in.Answers[q] {
			s = append(s, fmt.Sprintf("%s=%d/%d", b.program.Pack().Questions[q].ID, a.Ticks, a.Int))
		}
	}
	return strings.Join(s, " ")
}

// size counts the changes.
func (b *bruteForce) size(changed *rules.Intake) (n int) {
	for q, a := range changed.Answers {
		switch before := b.in.Answers[q]; {
		case a == before:
		case b.program.Pack().Questions[q].Kind == rules.Multi:
			n += bits.OnesCount64(a.Ticks ^ before.Ticks)
		default:
			n++
		}
	}
	return n
}
