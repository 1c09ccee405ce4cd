package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
)

// told is one point of what an explanation says about other answers, written by hand.
type told struct {
	name    string
	answers string
	rules   []rules.Rule
	change  []string // questions that can be changed
	want    string
}

func tell(t *testing.T, pack rules.Pack, points []told, say func(*engine.Program, *rules.Intake) string) {
	t.Helper()
	questions := pack.Questions
	for _, pt := range points {
		t.Run(pt.name, func(t *testing.T) {
			pack.Rules, pack.Questions = pt.rules, slices.Clone(questions)
			for i := range pack.Questions {
				q := &pack.Questions[i]
				q.Changeable = slices.Contains(pt.change, q.ID)
				q.Options = slices.Clone(q.Options)
				for o := range q.Options {
					q.Options[o].Label = rules.Text{Practitioner: q.Options[o].ID}
				}
			}
			program, err := engine.Compile(&pack)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(pt.want, say(program, table{&pack}.intake(harmless+" "+pt.answers))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestChangesOffered holds down what is offered for change, and what it leads to.
func TestChangesOffered(t *testing.T) {
	k := newTable()
	defer_ := gives(rules.Defer, rules.Defer)
	cough := k.has("signs", "cough")
	deferred := rule("d", cough, defer_)
	urgent := func(when *rules.Condition) rules.Rule {
		return rule("u", all(cough, when), gives(rules.Urgent, rules.Refer))
	}
	tell(t, *k.Pack, []told{
		{"a change that opens questions says which", "", nil, []string{"visit"},
			"incomplete [done before]: visit follow_up"},
		{"a change that opens a question is not taken for none", "stress=low", []rules.Rule{rule("d", k.has("stress", "high"), defer_)}, []string{"pregnant", "stress"},
			"incomplete [bleeding clots]: pregnant yes; defer []: stress high"},
		{"what opens questions by one change is not told again with two", "", nil, []string{"visit", "pregnant"},
			"incomplete [done before]: visit follow_up; incomplete [bleeding clots]: pregnant yes"},
		{"what passes may be given up", "signs=cough", []rules.Rule{deferred, urgent(k.has("pregnant", "yes"))}, []string{"signs"},
			"proceed []: signs "},
		{"a sign of something urgent is not taken up", "", []rules.Rule{deferred, urgent(k.has("pregnant", "yes"))}, []string{"signs"},
			""},
		{"a sign of what is not ruled out is not given up", "signs=cough pregnant=-", []rules.Rule{deferred, urgent(k.has("pregnant", "yes"))}, []string{"signs"},
			""},
		{"a sign of what another change would make urgent is not given up", "signs=cough stress=low", []rules.Rule{deferred, urgent(k.has("stress", "high"))}, []string{"signs", "stress"},
			""},
		{"a sign of what a question would make urgent that a change opens is not given up", "signs=cough", []rules.Rule{deferred, urgent(k.has("bleeding", "true"))}, []string{"signs", "pregnant"},
			""},
	}, func(p *engine.Program, in *rules.Intake) string {
		var all []string
		for _, o := range p.WhatIfWithin(in, 1000).Outcomes {
			for _, way := range o.Ways {
				s := fmt.Sprintf("%s %v:", o.Disposition, o.Missing)
				for _, c := range way {
					s += " " + c.Question + " " + strings.Join(c.To.Options, ",")
				}
				all = append(all, s)
			}
		}
		return strings.Join(all, "; ")
	})
}

// TestWorthFindingOut holds down what is said about questions without a sure answer.
func TestWorthFindingOut(t *testing.T) {
	k := newTable()
	numb := rule("e", k.has("signs", "numb"), gives(rules.Emergency, rules.Urgent))
	firm := rule("s", always(), k.suggests("knead", 1))
	thinner := rule("x", k.has("medicines", "thinner"), k.excludes("knead"))
	tell(t, *k.Pack, []told{
		{"two blanks are both needed, whatever else is open", "signs=- medicines=- agreed=true limits=3", []rules.Rule{numb}, nil,
			`signs needed disposition: {numb} emergency; {} {weak} {cough} incomplete [medicines]
medicines needed disposition: {} {thinner} {steroid} incomplete [signs]
stress nothing: {low} {high} incomplete [signs medicines] same`},
		{"one blank", "signs=- agreed=true limits=3 stress=low", []rules.Rule{numb}, nil,
			`signs needed disposition: {numb} emergency; {} {weak} {cough} proceed`},
		{"an unsure answer without which the blank is not asked", "pregnant=yes bleeding=? clots=- agreed=true limits=3 stress=low", nil, nil,
			`clots needed disposition: {false} {true} proceed
bleeding disposition: {true} incomplete [clots] same; {false} proceed`},
		{"a blank below an emergency is not what it waits for", "signs=numb medicines=- agreed=true limits=3 stress=low", []rules.Rule{numb}, nil,
			`medicines nothing: {} {thinner} {steroid} emergency same`},
		{"a note stands whatever else is answered", "medicines=none notes=warfarin agreed=true limits=3 stress=low", []rules.Rule{firm, thinner}, nil,
			`medicines therapies: {} {thinner} {steroid} proceed same; corrected: {} {steroid} proceed knead; {thinner} proceed same`},
		{"a note about one option, and the others", "signs=none notes=numb_between_the_legs agreed=true limits=3 stress=low", []rules.Rule{numb}, nil,
			`signs disposition: {numb} emergency; {} {weak} {cough} urgent same; corrected: {numb} emergency; {} {weak} {cough} proceed`},
	}, func(p *engine.Program, in *rules.Intake) string {
		var all []string
		for _, q := range p.OpenQuestions(in) {
			s := q.Question
			if q.Needed {
				s += " needed"
			}
			s += " " + q.Affects + ": " + prospects(q.Outcomes)
			if len(q.Corrected) > 0 {
				s += "; corrected: " + prospects(q.Corrected)
			}
			all = append(all, s)
		}
		return strings.Join(all, "\n")
	})
}

func prospects(list []engine.Prospect) string {
	var all []string
	for _, o := range list {
		s := ""
		for _, v := range o.Answers {
			s += "{" + strings.Join(v.Options, ",") + "} "
		}
		s += strings.Join(append([]string{o.Disposition}, o.Therapies...), " ")
		if len(o.Missing) > 0 {
			s += fmt.Sprintf(" %v", o.Missing)
		}
		if o.Same {
			s += " same"
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

// TestWouldNotApplyIf holds down the words for when a rule would cease to apply.
func TestWouldNotApplyIf(t *testing.T) {
	k := newTable()
	gives := gives(rules.Refer, rules.Refer)
	old := all(named(anyOf(k.has("signs", "numb", "weak"), k.has("area", "neck", "upper"))), k.has("stress", "high"))
	tell(t, *k.Pack, []told{
		{"all options of a list, not those ticked alone", "signs=weak", []rules.Rule{rule("r", k.has("signs", "numb", "weak"), gives)}, nil,
			`signs include none of "numb", "weak"`},
		{"every option of a list", "signs=weak", []rules.Rule{rule("r", k.has("signs", "numb", "weak", "cough"), gives)}, nil,
			`signs include none of these`},
		{"all options of a choice", "visit=first", []rules.Rule{rule("r", k.has("visit", "first", "follow_up"), gives)}, nil,
			`visit is none of "first", "follow_up"`},
		{"the question no longer applies", "pregnant=yes bleeding=true clots=false", []rules.Rule{rule("r", k.has("bleeding", "true"), gives)}, nil,
			`bleeding is not true or pregnant is not "yes"`},
		{"nor does that on which it depends", "pregnant=yes bleeding=true clots=true", []rules.Rule{rule("r", k.has("clots", "true"), gives)}, nil,
			`clots is not true or bleeding is not true or pregnant is not "yes"`},
		{"a derived number of questions that no longer apply, said once", "visit=follow_up done=1 before=5 pain=5", []rules.Rule{rule("r", all(k.has("visit", "follow_up"), k.between("done", 1, 20), k.atLeast("drop", 0)), gives)}, nil,
			`visit is not "follow_up" or done is below 1 or  is below 0`},
		{"what a named condition leaves", "signs=weak area=lower stress=high", []rules.Rule{rule("r", old, gives)}, nil,
			`signs include none of "numb", "weak" or stress is not "high"`},
		{"a named condition of which nothing is left, by its name", "signs=weak stress=high", []rules.Rule{rule("r", old, gives)}, nil,
			`not named or stress is not "high"`},
	}, func(p *engine.Program, in *rules.Intake) string {
		e := p.Explain(in, engine.Voice{})
		if len(e.Decided) != 1 {
			return ""
		}
		return e.Decided[0].Needs
	})
}

// TestSpared lists the rules that would keep a therapy away and do not, by how they would.
func TestSpared(t *testing.T) {
	k := newTable()
	numb := k.has("signs", "numb")
	light := rules.Cap{Pressure: rules.Light}
	tell(t, *k.Pack, []told{
		{"each in its way", "area=neck", []rules.Rule{
			rule("excluded", numb, k.excludes("deep")), rule("soft", numb, caps(light)), rule("bare", numb, k.avoids("neck")),
			rule("elsewhere", numb, k.avoids("upper")), rule("other", numb, k.excludes("oil")),
			rule("fires", k.has("area", "neck"), k.excludes("deep")),
		}, nil, `deep: exclude fires true; spared exclude excluded signs include "numb", pressure soft signs include "numb", area bare signs include "numb"`},
		{"an area beside others that are avoided", "area=neck,upper", []rules.Rule{
			rule("bare", numb, k.avoids("neck")), rule("fires", k.has("area", "upper"), k.avoids("upper")),
		}, nil, `deep: ; spared area bare signs include "numb"`},
	}, func(p *engine.Program, in *rules.Intake) string {
		e := p.Explain(in, engine.Voice{})
		i := slices.IndexFunc(e.Therapies, func(c engine.TherapyExplanation) bool { return c.ID == "deep" })
		var against, spared []string
		for _, o := range e.Therapies[i].Against {
			against = append(against, o.Kind+" "+o.Rule+" "+o.Truth)
		}
		for _, o := range e.Therapies[i].Spared {
			spared = append(spared, o.Kind+" "+o.Rule+" "+o.Needs)
		}
		return "deep: " + strings.Join(against, ", ") + "; spared " + strings.Join(spared, ", ")
	})
}
