package questionnaire

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/rules"
)

func smallSession(t *testing.T) *Session {
	t.Helper()
	return Start(smallPack(), smallLogic())
}

// give answers the question that is due, which must be the one named.
func give(t *testing.T, s *Session, id string, a rules.Answer) {
	t.Helper()
	at(t, s, id)
	if err := s.Answer(a); err != nil {
		t.Fatalf("%s: %v", id, err)
	}
}

func at(t *testing.T, s *Session, id string) {
	t.Helper()
	got := "review"
	if q, ok := s.Question(); ok {
		got = s.pack.Questions[q].ID
	}
	if got != id {
		t.Fatalf("the session stands at %s, want %s", got, id)
	}
}

func TestOrdinaryWay(t *testing.T) {
	s := smallSession(t)
	give(t, s, "who", ticked(1))
	give(t, s, "age", whole(41))
	give(t, s, "pregnant", ticked(1))
	give(t, s, "signs", ticked(0))
	give(t, s, "desk", ticked(2))
	at(t, s, "sitting")
	if err := s.Enter(); err != nil {
		t.Fatal("an optional question is passed over:", err)
	}
	give(t, s, "notes", rules.Answer{State: rules.Answered, Text: "tall"})
	at(t, s, "review")
}

func TestAnswersAreKeptAside(t *testing.T) {
	s := smallSession(t)
	give(t, s, "who", ticked(1))
	give(t, s, "age", whole(12))
	give(t, s, "consent", ticked(1))
	s.Jump(age)
	give(t, s, "age", whole(40))
	at(t, s, "pregnant")
	if got := s.Final().Answers[consent].State; got != rules.Unanswered {
		t.Errorf("an answer that does not apply is in the final intake: %v", got)
	}
	if got := s.Draft().Answers[consent]; got != ticked(1) {
		t.Errorf("the draft lost the answer kept aside: %v", got)
	}
	s.Jump(who)
	give(t, s, "who", ticked(2))
	at(t, s, "pregnant")
	if got := s.Final().Answers[consent]; got != ticked(1) {
		t.Errorf("the answer did not come back: %v", got)
	}
}

func TestStop(t *testing.T) {
	s := smallSession(t)
	give(t, s, "who", ticked(1))
	give(t, s, "age", whole(40))
	give(t, s, "pregnant", ticked(1))
	give(t, s, "signs", ticked(1))
	if _, stopped := s.Stopped(); !stopped {
		t.Fatal("an emergency answer does not stop the interview")
	}
	s.Back()
	at(t, s, "signs")
	if _, stopped := s.Stopped(); stopped {
		t.Fatal("the person cannot correct the answer")
	}
	if err := s.Keep(); err != nil {
		t.Fatal(err)
	}
	if _, stopped := s.Stopped(); !stopped {
		t.Fatal("keeping an emergency answer goes past the stop")
	}
	s.Back()
	give(t, s, "signs", ticked(0))
	at(t, s, "desk")
}

func TestNoneIsNeverKeptByEnter(t *testing.T) {
	s := smallSession(t)
	give(t, s, "who", ticked(1))
	give(t, s, "age", whole(40))
	give(t, s, "pregnant", ticked(1))
	at(t, s, "signs")
	var c *Complaint
	if err := s.Enter(); !errors.As(err, &c) || c.Code != NeedsTick {
		t.Fatalf("Enter on an unanswered list: %v", err)
	}
	give(t, s, "signs", ticked(0))
	s.Back()
	if err := s.Enter(); !errors.As(err, &c) || c.Code != NeedsTick {
		t.Fatalf("Enter on a list answered with none: %v", err)
	}
}

func TestBackAndParts(t *testing.T) {
	s := smallSession(t)
	parts := func() [2]int { a, b := s.Parts(); return [2]int{a, b} }
	if d := cmp.Diff([2]int{1, 2}, parts()); d != "" {
		t.Error(d)
	}
	if s.Back() {
		t.Error("there is something before the first question")
	}
	give(t, s, "who", ticked(1))
	give(t, s, "age", whole(40))
	s.Jump(desk)
	if d := cmp.Diff([2]int{2, 2}, parts()); d != "" {
		t.Error(d)
	}
	s.Jump(pregnant)
	s.Back()
	at(t, s, "age")
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	at(t, s, "pregnant")
}

func TestResumeStandsWhereItWasLeft(t *testing.T) {
	s := smallSession(t)
	give(t, s, "who", ticked(1))
	give(t, s, "age", whole(40))
	s.Leave()
	s.Jump(desk)
	give(t, s, "desk", ticked(2))
	s.Jump(sitting)
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	s = New(smallPack(), s.Draft(), smallLogic())
	give(t, s, "pregnant", ticked(1))
	give(t, s, "signs", ticked(0))
	at(t, s, "notes")
}

func TestCheck(t *testing.T) {
	p := smallPack()
	unsure := rules.Answer{State: rules.Unsure}
	for _, row := range []struct {
		q    int
		a    rules.Answer
		want string
	}{
		{age, whole(121), NeedsNumber},
		{age, whole(-1), NeedsNumber},
		{age, unsure, NeedsAnswer},
		{age, rules.Answer{}, NeedsNumber},
		{who, ticked(0), NeedsChoice},
		{who, ticked(3), NeedsChoice},
		{who, ticked(4), NoMatch},
		{pregnant, unsure, ""},
		{pregnant, rules.Answer{State: rules.Unsure, Ticks: 1}, NeedsChoice},
		{signs, rules.Answer{State: rules.Unsure, Ticks: 2}, ""},
		{notes, rules.Answer{State: rules.Answered, Text: "123456789012345678901"}, TooLong},
		{notes, rules.Answer{State: rules.Answered, Text: "क्या क्या क्या"}, ""},
		{notes, rules.Answer{}, ""},
	} {
		got := ""
		var c *Complaint
		if err := Check(&p.Questions[row.q], row.a); errors.As(err, &c) {
			got = c.Code
		}
		if got != row.want {
			t.Errorf("%s %+v: complaint %q, want %q", p.Questions[row.q].ID, row.a, got, row.want)
		}
	}
}
