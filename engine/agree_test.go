package engine_test

import (
	"flag"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

var seed = flag.Uint64("seed", 1, "where random packs and intakes start from")

// ways are all that one program says about one intake, each of which has to agree with
// the naive evaluator.
type ways struct {
	Tables, Interpreter, Reused *engine.Result
	Applies                     []bool
	// Base and Disposition are by rule the truth of its condition in both views.
	Base, Disposition []engine.Truth
}

// agreement holds a program to the naive evaluator.
type agreement struct {
	program  *engine.Program
	facts    *engine.Facts
	decision engine.Decision
}

func newAgreement(p *rules.Pack) (*agreement, error) {
	program, err := engine.Compile(p)
	if err != nil {
		return nil, err
	}
	return &agreement{program: program, facts: program.NewFacts()}, nil
}

// said is what the program says, in every way it can.
func (j *agreement) said(in *rules.Intake, v engine.Voice) ways {
	j.facts.Load(in)
	j.program.DecideFacts(j.facts, &j.decision)
	w := ways{
		Tables:      withoutStakes(j.program.Eval(in, v)),
		Interpreter: withoutStakes(j.program.EvalByInterpreter(in, v)),
		Reused:      withoutStakes(j.program.Result(in, &j.decision, v)),
		Applies:     j.program.Applies(in),
	}
	for _, rule := range j.program.Trace(in) {
		w.Base = append(w.Base, rule.Truth)
		w.Disposition = append(w.Disposition, rule.ForDisposition)
	}
	return w
}

// withoutStakes leaves out what is at stake, which [TestStakes] looks at.
func withoutStakes(r *engine.Result) *engine.Result {
	for i := range r.Missing {
		r.Missing[i].AtStake = ""
	}
	return r
}

// expected is what the program should say.
func expected(p *rules.Pack, in *rules.Intake, v engine.Voice) ways {
	res := naiveEval(p, in, v)
	w := ways{Tables: res, Interpreter: res, Reused: res}
	truths := map[truth]engine.Truth{isFalse: engine.False, isUnknown: engine.Unknown, isTrue: engine.True}
	r := read(p, in)
	for q := range p.Questions {
		w.Applies = append(w.Applies, r.applies(q))
	}
	for _, rule := range p.Rules {
		w.Base = append(w.Base, truths[r.base(rule.When)])
		w.Disposition = append(w.Disposition, truths[r.decide(rule.When, false)])
	}
	return w
}

// agrees reports whether the results in words agree: the quick look.
func (j *agreement) agrees(in *rules.Intake, v engine.Voice) (*engine.Result, bool) {
	want := naiveEval(j.program.Pack(), in, v)
	j.facts.Load(in)
	j.program.DecideFacts(j.facts, &j.decision)
	return want, reflect.DeepEqual(want, withoutStakes(j.program.Result(in, &j.decision, v)))
}

// agreesInAll compares everything.
func (j *agreement) agreesInAll(in *rules.Intake, v engine.Voice) bool {
	return reflect.DeepEqual(expected(j.program.Pack(), in, v), j.said(in, v))
}

// complain fails the test with the smallest intake, and for a random pack the fewest
// rules, that still disagree.
func (j *agreement) complain(t *testing.T, in *rules.Intake, v engine.Voice) {
	t.Helper()
	p := j.program.Pack()
	in = shrinkIntake(in, func(in *rules.Intake) bool { return !j.agreesInAll(in, v) })
	p = shrinkRules(p, func(p *rules.Pack) bool {
		j, err := newAgreement(p)
		return err == nil && !j.agreesInAll(in, v)
	})
	j, err := newAgreement(p)
	if err != nil {
		t.Fatal(err)
	}
	diff := cmp.Diff(expected(p, in, v), j.said(in, v))
	t.Fatalf("engine disagrees with the naive evaluator (-naive +engine):\n%s\nvoice %+v, intake:\n%s\npack:\n%s", diff, v, printIntake(p, in), printPack(p))
}

// shrinkIntake removes answers and ticks as long as the intake stays bad.
func shrinkIntake(in *rules.Intake, bad func(*rules.Intake) bool) *rules.Intake {
	try := func(q int, a rules.Answer) {
		smaller := *in
		smaller.Answers = slices.Clone(in.Answers)
		smaller.Answers[q] = a
		if bad(&smaller) {
			in = &smaller
		}
	}
	for q, a := range in.Answers {
		if a.State == rules.Unanswered {
			continue
		}
		try(q, rules.Answer{})
		for bit := uint64(1); bit != 0; bit <<= 1 {
			if now := in.Answers[q]; now.Ticks&bit != 0 && now.Ticks != bit {
				now.Ticks &^= bit
				try(q, now)
			}
		}
	}
	return in
}

// shrinkRules removes rules as long as the pack stays bad.
func shrinkRules(p *rules.Pack, bad func(*rules.Pack) bool) *rules.Pack {
	for i := len(p.Rules) - 1; i >= 0; i-- {
		smaller := *p
		smaller.Rules = slices.Delete(slices.Clone(p.Rules), i, i+1)
		if bad(&smaller) {
			p = &smaller
		}
	}
	return p
}

// walk compares n intakes, most of them a small change to the one before, and counts what
// came of them. It first looks for people who may be treated in many ways, and then stays
// near them, where most can go wrong.
func (j *agreement) walk(t *testing.T, g *people, at *rules.Intake, n int, tally map[string]int) {
	t.Helper()
	least := 1 << 20
	for i := range n {
		searching := i < n/2
		next := g.change(at, searching)
		if g.chance(10) {
			next = g.stranger()
		}
		v := g.voice()
		res, ok := j.agrees(next, v)
		if !ok || i%8 == 0 && !j.agreesInAll(next, v) {
			j.complain(t, next, v)
		}
		count(tally, res)
		if now := trouble(res, tally); now <= least || !searching && (res.Disposition == "proceed" || g.chance(3)) {
			at, least = next, now
		}
	}
}

// trouble is low for people who may be treated in many ways, rare ones above all.
func trouble(res *engine.Result, tally map[string]int) int {
	sum := len(res.Missing)
	for _, therapy := range res.Therapies {
		sum -= 10 + 1000/(10+tally["therapy "+therapy.ID])
	}
	for _, therapy := range res.Withheld {
		sum += len(therapy.Because) - 5
	}
	for d := rules.Proceed; d.String() != res.Disposition; d++ {
		sum += 1000
	}
	return sum
}

// count notes which parts of a result occurred.
func count(tally map[string]int, res *engine.Result) {
	tally["intakes"]++
	tally[res.Disposition]++
	for _, therapy := range res.Therapies {
		tally["therapy "+therapy.ID]++
	}
	for _, missing := range res.Missing {
		tally["missing "+missing.State]++
	}
	for part, n := range map[string]int{
		"withheld": len(res.Withheld), "avoid": len(res.Avoid), "care": len(res.Care),
		"cautions": len(res.Cautions), "ignored": len(res.Ignored),
	} {
		if n > 0 {
			tally[part]++
		}
	}
	if res.Plan != nil {
		tally["plan"]++
	}
}

// parts are what every run has to meet often enough to have tested it.
func parts() []string {
	list := []string{"missing unanswered", "missing unsure", "missing notes", "withheld", "avoid", "care", "cautions", "ignored", "plan"}
	for d := rules.Proceed; d <= rules.Emergency; d++ {
		list = append(list, d.String())
	}
	return list
}

func checkTally(t *testing.T, tally map[string]int, wanted []string) {
	t.Helper()
	for _, part := range wanted {
		if tally[part] == 0 {
			t.Errorf("no intake came to %q", part)
		}
	}
	var seen []string
	for _, part := range slices.Sorted(maps.Keys(tally)) {
		seen = append(seen, fmt.Sprintf("%s %d", part, tally[part]))
	}
	t.Logf("%d intakes compared; results with %s", tally["intakes"], strings.Join(seen, ", "))
}

// TestAgreeOnRandomPacks and TestAgreeOnEmbedded together compare more than 100,000 intakes,
// and 200,000 with the tag full.
func TestAgreeOnRandomPacks(t *testing.T) {
	t.Parallel()
	packs, intakes := agreePacks, 35
	if testing.Short() {
		packs = 400
	}
	tally := map[string]int{}
	for i := range packs {
		d := seededDice(*seed<<32 + uint64(i))
		j, err := newAgreement(randomPack(d))
		if err != nil {
			t.Fatalf("pack %d: %v", i, err)
		}
		g := newPeople(j.program.Pack(), d)
		j.walk(t, g, g.stranger(), intakes, tally)
	}
	checkTally(t, tally, parts())
}

// TestAgreeOnEmbedded walks from the people in the pack's own cases.
func TestAgreeOnEmbedded(t *testing.T) {
	t.Parallel()
	fsys, ok := packs.Open(packs.Default)
	if !ok {
		t.Fatalf("there is no pack %q", packs.Default)
	}
	p, problems := packfile.Parse(fsys)
	cases, more := packfile.ParseCases(fsys, p)
	if problems = append(problems.Errors(), more.Errors()...); len(problems) > 0 {
		t.Fatal(problems)
	}
	j, err := newAgreement(p)
	if err != nil {
		t.Fatal(err)
	}
	g := newPeople(p, seededDice(*seed))
	var starts []*rules.Intake
	for _, c := range cases {
		starts = append(starts, c.Intake)
	}
	for range 20 {
		starts = append(starts, g.stranger())
	}
	intakes := agreeIntakes
	wanted := append(parts(), suggestible(p)...)
	if testing.Short() {
		intakes, wanted = 2000, nil
	}
	tally := map[string]int{}
	for _, start := range starts {
		j.walk(t, g, start, intakes/len(starts)+1, tally)
	}
	checkTally(t, tally, wanted)
}

// suggestible are the therapies a pack may show.
func suggestible(p *rules.Pack) []string {
	var list []string
	for _, rule := range p.Rules {
		for _, s := range rule.Then.Suggest {
			if therapy := p.Therapies[s.Therapy]; therapy.Provider != rules.Physician {
				list = append(list, "therapy "+therapy.ID)
			}
		}
	}
	return list
}

// FuzzAgree makes a pack and people out of the fuzzer's bytes.
func FuzzAgree(f *testing.F) {
	for i := range 20 {
		d := seededDice(uint64(i))
		data := make([]byte, 400+100*i)
		for k := range data {
			data[k] = byte(d(256))
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := byteDice(data)
		j, err := newAgreement(randomPack(d))
		if err != nil {
			t.Fatal(err)
		}
		g := newPeople(j.program.Pack(), d)
		at := g.stranger()
		for range 4 {
			if v := g.voice(); !j.agreesInAll(at, v) {
				j.complain(t, at, v)
			}
			at = g.change(at, false)
		}
	})
}
