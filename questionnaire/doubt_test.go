package questionnaire

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/rules"
)

// doubting is the small logic with a word of the notes that speaks against a list.
func doubting() Logic {
	l := smallLogic()
	l.Doubts = func(in *rules.Intake) [][]string {
		doubts := make([][]string, len(in.Answers))
		if in.Answers[notes].Text == "hot" && in.Answers[signs].Ticks&4 == 0 && !slices.Contains(in.Confirmed, signs) {
			doubts[signs] = []string{"hot"}
		}
		return doubts
	}
	return l
}

// beforeNotes is a session with everything answered but the notes.
func beforeNotes(t *testing.T) *Session {
	s := Start(smallPack(), doubting())
	for _, a := range []rules.Answer{ticked(1), whole(42), ticked(1), ticked(0), ticked(1)} {
		if err := s.Answer(a); err != nil {
			t.Fatal(err)
		}
	}
	at(t, s, "notes")
	return s
}

var hot = rules.Answer{State: rules.Answered, Text: "hot"}

// TestDoubtIsAskedOnce writes notes that speak against an answer: its question comes next,
// with the words quoted and the answer shown, and what is answered then is confirmed. Enter alone
// confirms no "none of these".
func TestDoubtIsAskedOnce(t *testing.T) {
	for name, reply := range map[string]func(*Session) error{
		"answered alike": func(s *Session) error { return s.Answer(ticked(0)) },
		"answered anew":  func(s *Session) error { return s.Answer(ticked(2)) },
		"unsure":         func(s *Session) error { return s.Answer(rules.Answer{State: rules.Unsure}) },
	} {
		t.Run(name, func(t *testing.T) {
			s := beforeNotes(t)
			give(t, s, "notes", hot)
			at(t, s, "signs")
			page := (&Interview{Session: s, Words: say}).Page()
			scr := page.Items[0]
			if !scr.Doubted || page.Intro != "doubt hot" || scr.GivenText != "none" || scr.Keeps() {
				t.Errorf("the screen is %+v", scr)
			}
			if s.Enter() == nil {
				t.Fatal("Enter keeps none of these")
			}
			if err := reply(s); err != nil {
				t.Fatal(err)
			}
			if q, asking := s.Question(); asking {
				t.Errorf("question %d is asked after that", q)
			}
			if diff := cmp.Diff([]int{signs}, s.Final().Confirmed); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestConfirmedIsVoid changes what was confirmed, or the notes: the question is asked again.
func TestConfirmedIsVoid(t *testing.T) {
	for name, change := range map[string]struct {
		question int
		answer   rules.Answer
		asks     bool
	}{
		"the answer":             {signs, ticked(2), true},
		"the notes":              {notes, rules.Answer{State: rules.Answered, Text: "hot "}, false}, // which says nothing more
		"another answer":         {age, whole(43), false},
		"to what the notes said": {signs, ticked(4), false},
	} {
		t.Run(name, func(t *testing.T) {
			s := beforeNotes(t)
			give(t, s, "notes", hot)
			give(t, s, "signs", ticked(0))
			s.Jump(change.question)
			if err := s.Answer(change.answer); err != nil {
				t.Fatal(err)
			}
			if q, asking := s.Question(); asking != change.asks || asking && q != signs {
				t.Errorf("question %d is due: %v", q, asking)
			}
			if void := len(s.Final().Confirmed) == 0; void != (change.question != age) {
				t.Errorf("confirmed is %v", s.Final().Confirmed)
			}
		})
	}
	s := beforeNotes(t)
	give(t, s, "notes", hot)
	give(t, s, "signs", ticked(0))
	if again := Returning(s.pack, s.Final(), 7, doubting()); len(again.Draft().Confirmed) > 0 {
		t.Error("a return visit takes over what was confirmed")
	}
}
