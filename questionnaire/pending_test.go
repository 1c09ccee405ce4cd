package questionnaire

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/rules"
)

// scripted is an asker that gives one reply after another and then breaks off, leaving
// something pending.
type scripted struct {
	replies []Reply
	last    Reply
	shown   []Page
}

var errBrokenOff = errors.New("broken off")

func (s *scripted) Ask(_ context.Context, page Page, _ error) (Reply, error) {
	s.shown = append(s.shown, page)
	s.last.Item = page.Focus
	if len(s.replies) == 0 {
		return s.last, errBrokenOff
	}
	reply := s.replies[0]
	reply.Item = page.Focus
	s.replies = s.replies[1:]
	return reply, nil
}

// TestBegunIsNoAnswer breaks off an interview at a question where something is typed. It is
// saved, is no answer, and the session made from what was saved stands there again.
func TestBegunIsNoAnswer(t *testing.T) {
	p := smallPack()
	asker := &scripted{
		replies: []Reply{
			Given(ticked(1)), Given(whole(40)), Given(ticked(1)),
			{Act: Back, Pending: []Pending{{Ticks: 6}}}, // leaves the ticked list for the question before
			{Act: Enter},
			Given(ticked(0)), Given(ticked(1)),
		},
		last: Reply{Pending: []Pending{{Text: "I had"}}},
	}
	var saved *rules.Draft
	var unconfirmed Unconfirmed
	v := &Interview{Session: Start(p, smallLogic()), Words: say}
	save := func(d *rules.Draft, u Unconfirmed) error { saved, unconfirmed = d, u; return nil }
	if err := v.Run(t.Context(), asker, save); err != errBrokenOff {
		t.Fatal(err)
	}
	if again := asker.shown[5].Items[asker.shown[5].Focus]; again.Pending.Ticks != 6 || again.GivenText != "" {
		t.Errorf("the list left with ticks shows %+v", again)
	}
	if unconfirmed.Pending[signs] != (Pending{}) {
		t.Errorf("a confirmed list is still pending: %+v", unconfirmed.Pending[signs])
	}
	if saved.Answers[notes] != (rules.Answer{}) || saved.Passed[notes] {
		t.Errorf("what is pending became an answer: %+v", saved.Answers[notes])
	}
	s := New(p, saved, smallLogic())
	s.Jump(who)
	s.Restore(unconfirmed)
	at(t, s, "notes")
	if d := cmp.Diff(unconfirmed, s.Unconfirmed()); d != "" {
		t.Error(d)
	}
	if scr := (&Interview{Session: s, Words: say}).Page().Items[0]; scr.Pending.Text != "I had" {
		t.Errorf("the screen offers %+v", scr.Pending)
	}
	if err := s.Enter(); err != nil || s.hasPending() || s.Final().Answers[notes] != (rules.Answer{}) {
		t.Errorf("%v: a question passed over keeps what is pending", err)
	}
}

// TestUnsureOfTheLastVisit comes back with an unsure answer. It is asked again, and until
// then it is no answer, so that a draft of the interview asks it again too.
func TestUnsureOfTheLastVisit(t *testing.T) {
	p := smallPack()
	last := rules.NewIntake(p)
	last.Answers[age], last.Answers[pregnant] = whole(40), rules.Answer{State: rules.Unsure}
	s := Returning(p, last, -1, smallLogic())
	give(t, s, "who", ticked(1))
	at(t, s, "age")
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	copied := *s.Draft()
	copied.Intake = s.Final()
	resumed := New(p, &copied, smallLogic())
	resumed.Restore(s.Unconfirmed())
	for _, s := range []*Session{s, resumed} {
		at(t, s, "pregnant")
		if given, suggested := s.Given(pregnant); !suggested || given.State != rules.Unsure {
			t.Errorf("the question shows %+v, suggested: %v", given, suggested)
		}
		if err := s.Enter(); err != nil || s.Final().Answers[pregnant].State != rules.Unsure {
			t.Errorf("%v: Enter does not confirm it", err)
		}
	}
}
