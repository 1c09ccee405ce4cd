package questionnaire

import (
	"errors"
	"testing"

	"knead/rules"
)

// stated is the small pack with statements for its list, which lasts.
func stated() *rules.Pack {
	p := smallPack()
	q := &p.Questions[signs]
	q.EachVisit, q.Returning.By = false, rules.ReturningLast
	q.Statements = []rules.Statement{{Say: wording("Numb"), Covers: 1}, {Say: wording("Weak or hot"), Covers: 6}}
	return p
}

// TestLastTimeAfterAPause comes back with something ticked last time and breaks off: whoever goes on sees it
// in its list and is asked once more before it goes, as without the pause.
func TestLastTimeAfterAPause(t *testing.T) {
	p := stated()
	last := Start(p, smallLogic()).Final()
	last.Answers[signs] = ticked(4)
	before := Returning(p, last, -1, smallLogic())
	again := New(p, before.Draft(), smallLogic())
	again.Restore(before.Unconfirmed())
	for name, s := range map[string]*Session{"at once": Returning(p, last, -1, smallLogic()), "after a pause": again} {
		s.Jump(signs)
		s.alone = false
		if page := s.page(); len(page) != 1 || page[0].statement != -1 {
			t.Errorf("%s: the page asks %v, not the list", name, page)
		}
		v := &Interview{Session: s, Words: func(id string, _ ...any) string { return id }}
		if item := v.Page().Items[0]; item.Given != ticked(4) || !item.LastTime || item.Dropping != (rules.Answer{}) {
			t.Errorf("%s: %+v", name, item)
		}
		var c *Complaint
		if err := v.Reply(Given(ticked(0))); !errors.As(err, &c) || c.Code != Drops || c.Ticks != 4 {
			t.Errorf("%s: %v", name, err)
		}
		if item := v.Page().Items[0]; item.Dropping != ticked(0) {
			t.Errorf("%s: what is to be said again is %+v", name, item.Dropping)
		}
		if err := v.Reply(Given(ticked(0))); err != nil || s.Draft().Intake.Answers[signs] != ticked(0) {
			t.Errorf("%s: said again: %v", name, err)
		}
	}
}

// TestStopIsScreened ends an interview at a statement: the other options are unknown, and the intake says that
// the list was answered by statements.
func TestStopIsScreened(t *testing.T) {
	for _, full := range []bool{false, true} {
		s := Start(stated(), smallLogic())
		s.Lists(full)
		s.at = step{signs, -1}
		if !full {
			s.at.statement = 0
		}
		a := saidYes
		if full {
			a = rules.Answer{State: rules.Unsure, Ticks: 1}
		}
		if err := s.Answer(a); err != nil {
			t.Fatal(err)
		}
		in := s.Final()
		if _, stopped := s.Stopped(); !stopped || in.Answers[signs] != (rules.Answer{State: rules.Unsure, Ticks: 1}) || in.Screened == full {
			t.Errorf("in full %v: stopped %v, %+v, screened %v", full, stopped, in.Answers[signs], in.Screened)
		}
	}
}
