package verify

import (
	"math/rand/v2"
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestDiffOfQuestions changes what random tiny packs ask, and compares the list of changes
// with what comes out when everybody whom both packs can hold is tried.
func TestDiffOfQuestions(t *testing.T) {
	t.Parallel()
	tried, changed, open, kinds := 0, 0, 0, map[string]int{}
	for seed := uint64(1); tried < *tinyPacks/4; seed++ {
		old := tinyProgram(seed)
		if old == nil || tinySize(old.Pack()) > 800 {
			continue
		}
		tried++
		new := askedOtherwise(old.Pack(), seed)
		if seed%2 == 0 {
			old, new = new, old
		}
		found, proved := diffTried(t, seed, old, new, Options{})
		if !proved {
			open++
		}
		for _, c := range found {
			changed++
			kinds[c.Property.String()]++
		}
		if t.Failed() {
			break
		}
	}
	t.Logf("%d packs, %d changes, %d lists not known to be complete: %v", tried, changed, open, kinds)
	if open > tried/50 {
		t.Error("too many lists are not known to be complete")
	}
}

// askedOtherwise compiles a pack with one question changed or one more.
func askedOtherwise(old *rules.Pack, seed uint64) *engine.Program {
	dice := rand.New(rand.NewPCG(seed, 13))
	pack := *old
	pack.Questions = slices.Clone(pack.Questions)
	q := &pack.Questions[1+dice.IntN(len(pack.Questions)-1)]
	switch dice.IntN(7) {
	case 0:
		q.Required = !q.Required && q.Kind != rules.FreeText
	case 1:
		q.Unsure = !q.Unsure && q.Kind != rules.FreeText
	case 2:
		q.AskIf = nil
	case 3:
		if q.Kind == rules.Choice || q.Kind == rules.Multi {
			q.Options = append(slices.Clone(q.Options), rules.Option{ID: "more"})
		}
	case 4:
		if q.Kind == rules.Int {
			q.Max++
		}
	case 5:
		if text := &pack.Questions[len(pack.Questions)-1]; text.Kind == rules.FreeText {
			text.AskIf = &rules.Condition{Op: rules.OneOf, Derived: -1, Options: 1}
		}
	default:
		pack.Questions = append(pack.Questions, rules.Question{ID: "more", Kind: rules.Bool, Required: dice.IntN(2) == 0, Unsure: true,
			Options: []rules.Option{{ID: "false"}, {ID: "true"}}})
		pack.Rules = append(slices.Clone(pack.Rules), rules.Rule{ID: "more", When: &rules.Condition{Op: rules.OneOf, Derived: -1, Question: len(pack.Questions) - 1, Options: 2},
			Then: rules.Effect{Disposition: rules.Refer, IfUnsure: rules.Refer, Schedule: -1}})
	}
	program, err := engine.Compile(&pack)
	if err != nil {
		panic(err)
	}
	return program
}

// bothHold lists the changes for everybody whose answers both packs can hold.
func bothHold(old, new *engine.Program) map[Change]bool {
	changes := map[Change]bool{}
	wide, narrow := new, old
	if len(old.Pack().Questions) > len(new.Pack().Questions) {
		wide, narrow = old, new
	}
	everybody(wide.Pack(), func(in *rules.Intake) bool {
		other, ok := heldBy(in, wide.Pack(), narrow.Pack())
		if !ok {
			return true
		}
		first, second := other, in
		if wide == old {
			first, second = in, other
		}
		for _, c := range NewComparer(old, new).Changes(first, second) {
			changes[c] = true
		}
		return true
	})
	return changes
}

// heldBy writes an intake for another pack with the same questions or fewer, if that can
// hold the answers.
func heldBy(in *rules.Intake, from, to *rules.Pack) (*rules.Intake, bool) {
	out := rules.NewIntake(to)
	for q := range to.Questions {
		question := &to.Questions[q]
		i := from.QuestionIndex(question.ID)
		a := in.Answers[i]
		out.Answers[q] = translate(a, &from.Questions[i], question)
		if a.State == rules.Unsure && !question.Unsure || a.Int > question.Max && question.Kind == rules.Int ||
			out.Answers[q].Ticks != a.Ticks {
			return nil, false
		}
	}
	return out, true
}
