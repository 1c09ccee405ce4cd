package main

import (
	"fmt"
	"math/bits"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/internal/gen"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// count is what an interview shows and asks for: pages, words, what is answered, and keys where there are
// arrow keys.
type count struct{ screens, words, answers, keys int }

// String says how long it takes, too: 200 words are read in a minute, and an answer takes two seconds.
func (c count) String() string {
	return fmt.Sprintf("%d screens, %d words, %d answers, %d keys, %.0f minutes", c.screens, c.words, c.answers, c.keys, float64(c.words)/200+float64(c.answers)/30)
}

// visit answers an interview as somebody does whose answers are those wanted, and counts screens,
// words that are shown, answers and keys. A question that is not in want is kept or passed over.
func visit(t *testing.T, program *engine.Program, session *questionnaire.Session, want *rules.Intake) (c count, asked []string) {
	t.Helper()
	catalog := words.For("en")
	v := &questionnaire.Interview{Session: session, Words: catalog.Say, Audience: rules.Patient}
	pack := program.Pack()
	for c.screens < 200 {
		page := v.Page()
		c.screens++
		asked = append(asked, fmt.Sprint("\n", c.screens, ". ", page.Section, ": ", page.Part, "/", page.Parts))
		shown := []string{page.Intro, page.Notice}
		reply := questionnaire.Reply{Act: questionnaire.Give}
		switch {
		case page.Menu != nil:
			c.keys++ // Enter
			c.words += len(strings.Fields(page.Menu.Title + " " + page.Menu.Text))
			if err := v.Reply(reply); err != nil {
				t.Fatal(err)
			}
			return c, asked
		case page.Keeps():
			asked = append(asked, "kept")
			c.keys++
			c.answers++
			for _, item := range page.Items {
				shown = append(shown, item.Ask, item.GivenText)
				reply.Answers = append(reply.Answers, item.Given)
			}
		default:
			for i, item := range page.Items {
				shown = append(shown, item.Ask)
				q, statement := session.Due(i)
				asked = append(asked, fmt.Sprint(pack.Questions[q].ID, " ", statement))
				a := want.Answers[q]
				if item.Suggested && (a.State == rules.Unanswered || item.Kind.Many()) {
					a = item.Given
				}
				a = truth(&pack.Questions[q], statement, item, a)
				reply.Answers = append(reply.Answers, a)
				for _, o := range item.Options {
					if !item.Statement {
						shown = append(shown, o.Label)
					}
				}
				c.answers++
				if !item.Statement || i == len(page.Items)-1 {
					c.keys++ // Enter, or the key that skips
				}
				switch {
				case a.State == rules.Unanswered:
				case item.Statement, item.Kind.HasOptions() && !item.Kind.Many():
					c.keys++
				case item.Kind.IsNumber():
					c.keys += len(fmt.Sprint(a.Int))
				case item.Kind.Many() && !item.Suggested:
					c.keys += max(2*bits.OnesCount64(a.Ticks), 1) // number and Space
				}
			}
		}
		for _, s := range shown {
			c.words += len(strings.Fields(s))
		}
		if err := v.Reply(reply); err != nil {
			t.Fatalf("%v: %v", asked[len(asked)-1], err)
		}
	}
	t.Fatal("the interview does not end:", asked)
	return c, asked
}

// ordinary people, by the answers that they give to what they are asked.
var ordinary = map[string]string{
	"46, low back, controlled blood pressure": "respondent=patient age=46 visit=first pregnancy=not_pregnant pain_area=lower_back chronicity=acute pain_intensity=4 activity_limits=3 pain_quality=ache;stiffness pain_change=steady heart_blood=bp_controlled medicines=blood_pressure heat_feeling=normal desk_job=true sitting_hours=7 breaks=few posture=slouched activity=light stress=moderate sleep=fair movement_fear=false pressure_preference=medium oil_preference=oil massage_experience=some setting=therapist",
	"a healthy desk worker":                   "respondent=patient age=33 visit=first pregnancy=not_pregnant pain_area=neck;shoulders chronicity=subacute pain_intensity=3 activity_limits=1 pain_quality=stiffness pain_change=steady heat_feeling=normal desk_job=true sitting_hours=8 breaks=rare posture=forward_head activity=light stress=moderate sleep=good movement_fear=false pressure_preference=medium oil_preference=dry massage_experience=some setting=therapist",
}

// TestCount prints what an interview asks of ordinary people, so that nobody has to guess how long
// it takes.
func TestCount(t *testing.T) {
	program := backcare(t)
	run := &intake{program: program, intakeOptions: &intakeOptions{}}
	for name, cells := range ordinary {
		want := answered(t, program.Pack(), cells)
		session := questionnaire.Start(program.Pack(), run.logic())
		c, asked := visit(t, program, session, want)
		t.Logf("%s: %v", name, c)
		t.Log(strings.Join(asked, ", "), "skipped", session.Final().Skipped)
		back := answered(t, program.Pack(), "respondent=patient sessions_done=2 weeks_since_start=2 reaction=none pain_intensity=3 activity_limits=2 pain_quality=ache pain_change=easing "+
			"pain_area=lower_back chronicity=subacute")
		for q := range back.Answers {
			if a := back.Answers[q]; a.State == rules.Unanswered && program.Pack().Questions[q].EachVisit {
				back.Answers[q] = session.Final().Answers[q]
			}
		}
		back.Answers[program.Pack().QuestionIndex("visit")] = rules.Answer{State: rules.Answered, Ticks: 2}
		c, asked = visit(t, program, questionnaire.Returning(program.Pack(), session.Final(), 14, run.logic()), back)
		t.Logf("%s, follow-up: %v", name, c)
		t.Log(strings.Join(asked, ", "))
	}
}

// TestWholeListsAreOffered offers whole lists on the first page of every interview, also to somebody who
// comes back or of whom something is known, and on no other.
func TestWholeListsAreOffered(t *testing.T) {
	program := backcare(t)
	logic := (&intake{program: program, intakeOptions: &intakeOptions{}}).logic()
	p := program.Pack()
	known := questionnaire.Start(p, logic)
	if err := known.Set(p.QuestionIndex("age"), rules.Answer{State: rules.Answered, Int: 40}); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*questionnaire.Session{
		"first visit": questionnaire.Start(p, logic), "age known": known,
		"back": questionnaire.Returning(p, examples(t, program)["desk-worker.yaml"], 14, logic),
	} {
		v := &questionnaire.Interview{Session: s, Words: func(id string, _ ...any) string { return id }}
		if page := v.Page(); !page.MayChoose {
			t.Errorf("%s: not on the first page", name)
		}
		if err := v.Reply(questionnaire.Given(rules.Answer{State: rules.Answered, Ticks: 1})); err != nil {
			t.Fatal(err)
		}
		if page := v.Page(); page.MayChoose {
			t.Errorf("%s: on the next page: %s", name, page.Items[0].Ask)
		}
	}
}

// answered is an intake with the answers of cells, and none to each list that is not among them.
func answered(t *testing.T, p *rules.Pack, cells string) *rules.Intake {
	t.Helper()
	in := rules.NewIntake(p)
	for q := range p.Questions {
		if p.Questions[q].AllowsNone() {
			in.Answers[q] = rules.Answer{State: rules.Answered}
		}
	}
	for _, cell := range strings.Fields(cells) {
		id, value, _ := strings.Cut(cell, "=")
		q := p.QuestionIndex(id)
		a, problem := packfile.ParseCell(&p.Questions[q], value)
		if problem != nil {
			t.Fatal(id, problem)
		}
		in.Answers[q] = a
	}
	return in
}

// tell answers an interview page by page as somebody does whose answers are those wanted, until it
// stops or there is nothing more to ask, and returns the intake.
func tell(t *testing.T, p *rules.Pack, session *questionnaire.Session, want *rules.Intake) (in *rules.Intake, stopped bool) {
	t.Helper()
	v := &questionnaire.Interview{Session: session, Words: func(id string, _ ...any) string { return id }}
	for range 200 {
		page := v.Page()
		if page.Menu != nil {
			return session.Final(), page.Menu.Urgent
		}
		reply := questionnaire.Reply{Act: questionnaire.Give}
		for i, item := range page.Items {
			q, statement := session.Due(i)
			reply.Answers = append(reply.Answers, truth(&p.Questions[q], statement, item, want.Answers[q]))
		}
		if err := v.Reply(reply); err != nil {
			t.Fatalf("%s: %v", page.Items[0].Ask, err)
		}
	}
	t.Fatal("the interview does not end")
	return nil, false
}

// truthful returns random people who have an answer to every question that needs one.
func truthful(p *rules.Pack, seed uint64) func() *rules.Intake {
	g := gen.Plausible(p, seed)
	return func() *rules.Intake {
		in := g.Next()
		for q := range in.Answers {
			question := &p.Questions[q]
			if in.Answers[q].State == rules.Unanswered && (question.Required || question.Advice) {
				in.Answers[q] = question.Harmless()
			}
			if question.AtLeastOne && in.Answers[q].Ticks == 0 {
				in.Answers[q] = rules.Answer{State: rules.Answered, Ticks: 1}
			}
		}
		return in
	}
}

// TestStatementsGiveTheSameIntake sends random people through statements and through full lists.
// They end with the same intake, but for how it came about, and with the same result.
func TestStatementsGiveTheSameIntake(t *testing.T) {
	t.Parallel()
	program, people, stops := backcare(t), 80, 0
	if full {
		people = 10_000
	}
	p := program.Pack()
	logic := (&intake{program: program, intakeOptions: &intakeOptions{}}).logic()
	next := truthful(p, 16)
	for range people {
		want := next()
		short, stopped := tell(t, p, questionnaire.Start(p, logic), want)
		lists := questionnaire.Start(p, logic)
		lists.Lists(true)
		long, stoppedToo := tell(t, p, lists, want)
		if stopped || stoppedToo {
			stops++
			if stopped != stoppedToo {
				t.Fatalf("statements end the interview: %v, lists: %v", stopped, stoppedToo)
			}
			continue // the questions after the stop were asked in neither
		}
		if !short.Screened {
			t.Fatal("it is not said that the lists were answered by statements")
		}
		short.Screened, long.Screened = false, false
		if d := cmp.Diff(long, short); d != "" {
			t.Fatal(d)
		}
	}
	t.Logf("%d people, of whom %d were stopped", people, stops)
}

// TestSkippedQuestionsChangeNothing sends random people through an interview that skips what does
// not matter and through one that asks everything. What they are told is the same.
func TestSkippedQuestionsChangeNothing(t *testing.T) {
	t.Parallel()
	program, people, skipped := backcare(t), 80, 0
	if full {
		people = 10_000
	}
	p := program.Pack()
	logic := (&intake{program: program, intakeOptions: &intakeOptions{}}).logic()
	everything := logic
	everything.Matters = nil
	next := truthful(p, 17)
	for range people {
		want := next()
		some, stopped := tell(t, p, questionnaire.Start(p, logic), want)
		all, _ := tell(t, p, questionnaire.Start(p, everything), want)
		if stopped {
			continue
		}
		skipped += len(some.Skipped)
		told := func(in *rules.Intake) engine.Result {
			r := program.Eval(in, engine.Voice{})
			return engine.Result{Disposition: r.Disposition, Actions: r.Actions, Therapies: r.Therapies, Plan: r.Plan, Care: r.Care,
				Cautions: r.Cautions, Avoid: r.Avoid, Withheld: r.Withheld}
		}
		if d := cmp.Diff(told(all), told(some)); d != "" {
			t.Fatalf("skipped %v changes the result:\n%s", some.Skipped, d)
		}
	}
	if skipped == 0 {
		t.Error("nothing is ever skipped")
	}
	t.Logf("%d people, %d questions skipped", people, skipped)
}
