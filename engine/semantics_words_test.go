package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
)

// TestActionWords: a rule speaks for itself when it is certain; when an unsure answer led
// to the disposition, the first of the rule's own unsure text, the pack's unsure text and
// the pack's text for the disposition given that is not empty.
func TestActionWords(t *testing.T) {
	k := newTable()
	numb := k.has("signs", "numb")
	own := rule("own", numb, gives(rules.Emergency, rules.Urgent))
	own.UnsureText = said("own, call {urgent} or {emergency}")
	own.Text = said("call {emergency}")
	p := *k.Pack
	p.Rules = []rules.Rule{own, rule("pack", numb, gives(rules.Emergency, rules.Urgent)), rule("plain", numb, gives(rules.Urgent, rules.Refer))}
	p.Dispositions[rules.Incomplete].Text = said("answer all, or ask {urgent}")
	indian := engine.Voice{Audience: rules.Patient, Region: 1}
	for _, c := range []struct {
		answers string
		voice   engine.Voice
		want    []engine.Action
	}{
		{"signs=numb", engine.Voice{}, []engine.Action{
			{Rule: "own", Disposition: "emergency", Text: "They: call They: 112"},
			{Rule: "pack", Disposition: "emergency", Text: "They: pack"},
			{Rule: "plain", Disposition: "urgent", Text: "They: plain"},
		}},
		{"signs=?", indian, []engine.Action{
			{Rule: "own", Disposition: "urgent", Text: "You: own, call You: a clinic or You: 108", Unsure: true},
			{Rule: "pack", Disposition: "urgent", Text: "You: urgent, as you are unsure", Unsure: true},
			{Rule: "plain", Disposition: "refer", Text: "You: refer", Unsure: true},
		}},
		{"signs=-", indian, []engine.Action{
			{Rule: "incomplete", Disposition: "incomplete", Text: "You: answer all, or ask You: a clinic"},
		}},
	} {
		in := table{&p}.intake(harmless + " " + c.answers)
		for who, res := range evaluators(t, &p, in, c.voice) {
			if diff := cmp.Diff(c.want, res.Actions); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", c.answers, who, diff)
			}
		}
	}
}

// TestWords holds a whole result, every text of it, to what stands here.
func TestWords(t *testing.T) {
	k := newTable()
	k.Pack.Therapies[0].Name = said("kneading, not in {emergency}")
	visit := &k.Pack.Questions[k.Pack.QuestionIndex("visit")]
	visit.Ask, visit.Options[0].Label = said("visit"), said("first")
	suggests := rule("s", always(), k.suggests("knead", 2), k.assigns("course"), k.cares("sleep"))
	suggests.Sources = []int{1, 0}
	excludes := rule("x", k.has("medicines", "thinner"), k.suggests("deep", 1), k.excludes("deep"), k.avoids("lower"), k.cautions("knead"), cautionsAll())
	deep := rule("d", always(), k.suggests("deep", 1))
	p := *k.Pack
	p.Rules = []rules.Rule{suggests, excludes, deep}
	p.Contradicts = []rules.Contradiction{
		{ID: "both", When: always(), Questions: []int{1, 2}, Text: rules.Text{Patient: "You: both", Practitioner: "They: both"}},
		{ID: "neither", When: &rules.Condition{Op: rules.Not, Of: []*rules.Condition{always()}}},
	}
	id := "c-1"
	in := table{&p}.intake(harmless + " notes=No_Prednisone._Blood-thinner,_warfarin bleeding=true stress=?")
	in.ID = &id
	note := "No Prednisone. Blood-thinner, warfarin"
	x := []engine.Reason{{Rule: "x", Text: "You: x", Possible: true}}
	want := &engine.Result{
		Format:      "knead/result/v1",
		ID:          &id,
		Pack:        engine.PackRef{Name: "table", Version: "1.0.0", Digest: "sha256:0"},
		Disposition: "proceed",
		Actions:     []engine.Action{},
		Therapies: []engine.TherapyAdvice{{
			ID: "knead", Name: "You: kneading, not in You: 112", Score: 2, Pressure: "moderate", Minutes: 40, Provider: "therapist", Areas: []string{"neck"},
			For:      []engine.SourcedReason{{Rule: "s", Text: "You: s", Sources: []string{"trial", "book"}}},
			Cautions: x,
		}},
		Withheld: []engine.Withheld{{ID: "deep", Because: x}},
		Avoid:    []engine.AvoidArea{{Area: "lower", Because: x}},
		Plan: &engine.Plan{
			Schedule:    "course",
			Phases:      []engine.PlanPhase{{Weeks: [2]int{1, 4}, SessionsPerWeek: [2]float64{1, 2}, Minutes: [2]int{40, 45}}},
			ReviewWeek:  4,
			MaxSessions: 5,
			Because:     []engine.Reason{{Rule: "s", Text: "You: s"}},
		},
		Care:     []engine.CareAdvice{{ID: "sleep", Text: "You: sleep", Sources: []string{"trial", "book"}}},
		Cautions: x,
		Notes: []engine.Note{
			{Question: "medicines", Options: []string{"steroid"}, Words: "No Prednisone", Taken: "negated"},
			{Question: "medicines", Options: []string{"thinner"}, Words: "Blood-thinner", Taken: "said"},
			{Question: "medicines", Options: []string{"thinner"}, Words: "warfarin", Taken: "said"},
		},
		Missing: []engine.Missing{
			{Question: "medicines", State: "notes", Matters: `Your notes mention "Blood-thinner", "warfarin". You: why medicines Tick what applies or, if the answer stands, add confirmed: [medicines] to the intake.`},
			{Question: "stress", State: "unsure", Matters: "You: why stress"},
		},
		Ignored: []string{"bleeding"},
		Contradictions: []engine.Contradiction{
			{ID: "both", Questions: []string{p.Questions[1].ID, p.Questions[2].ID}, Text: "You: both"},
		},
		NeverAsked: []engine.NeverAsked{},
		Answers: []engine.Answer{
			{Question: "visit", Label: "You: visit", State: "answered", Values: []any{"first"}, Labels: []string{"You: first"}},
			{Question: "pain", State: "answered", Values: []any{3}, Labels: []string{"3"}},
			{Question: "area", State: "answered", Values: []any{"neck"}, Labels: []string{""}},
			{Question: "signs", State: "answered", Values: []any{}, Labels: []string{}},
			{Question: "medicines", State: "answered", Values: []any{}, Labels: []string{}},
			{Question: "pregnant", State: "answered", Values: []any{"no"}, Labels: []string{""}},
			{Question: "stress", State: "unsure", Values: []any{}, Labels: []string{}},
			{Question: "notes", State: "answered", Values: []any{note}, Labels: []string{note}},
		},
		Disclaimer: "You: no advice, call You: 112",
	}
	for who, res := range evaluators(t, &p, in, engine.Voice{Audience: rules.Patient}) {
		if diff := cmp.Diff(want, withoutStakes(res)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", who, diff)
		}
	}
	for who, res := range evaluators(t, &p, in, engine.Voice{Audience: rules.Practitioner}) {
		if got, want := res.Missing[0].Matters, `The notes mention "Blood-thinner", "warfarin". They: why medicines Tick what applies or, if the answer stands, add confirmed: [medicines] to the intake.`; got != want {
			t.Errorf("%s says %q to practitioners, want %q", who, got, want)
		}
	}
}

// evaluators are the results of both by name.
func evaluators(t *testing.T, p *rules.Pack, in *rules.Intake, v engine.Voice) map[string]*engine.Result {
	t.Helper()
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*engine.Result{"naive evaluator": naiveEval(p, in, v), "engine": program.Eval(in, v)}
}
