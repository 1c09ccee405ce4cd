package questionnaire

import (
	"strings"
	"testing"
)

// contradicting returns a session in which a desk worker has just said not to sit at all.
func contradicting(t *testing.T) *Session {
	t.Helper()
	s := smallSession(t)
	give(t, s, "who", ticked(1))
	give(t, s, "age", whole(40))
	give(t, s, "pregnant", ticked(1))
	give(t, s, "signs", ticked(0))
	give(t, s, "desk", ticked(2))
	give(t, s, "sitting", whole(0))
	at(t, s, "desk")
	return s
}

func TestContradictionIsAskedAgainOnce(t *testing.T) {
	s := contradicting(t)
	for _, q := range []string{"desk", "sitting"} {
		at(t, s, q)
		if err := s.Enter(); err != nil {
			t.Fatal(err)
		}
	}
	at(t, s, "notes")
	s.Jump(sitting)
	give(t, s, "sitting", whole(0))
	at(t, s, "notes")
}

func TestContradictionThatIsMendedIsNotAskedOn(t *testing.T) {
	s := contradicting(t)
	give(t, s, "desk", ticked(1)) // no desk work, so that the other question does not apply
	at(t, s, "notes")
	if _, again := s.Doubted(sitting); again {
		t.Error("the other question is still doubted")
	}
}

// TestContradictionAfterAPause breaks off in the middle of what is asked again, and behind it.
func TestContradictionAfterAPause(t *testing.T) {
	pause := func(s *Session) *Session {
		next := New(smallPack(), s.Draft(), smallLogic())
		next.Restore(s.Unconfirmed())
		return next
	}
	s := pause(contradicting(t))
	at(t, s, "desk")
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	s = pause(s)
	at(t, s, "desk")
	for range 2 {
		if err := s.Enter(); err != nil {
			t.Fatal(err)
		}
	}
	at(t, pause(s), "notes")
}

func TestContradictionIsSaidWhereItIsAskedAgain(t *testing.T) {
	v := Interview{Session: contradicting(t), Words: func(id string, pairs ...any) string {
		if id == "asked_again" {
			return "again: " + pairs[1].(string)
		}
		return id
	}}
	if page := v.page(desk); !strings.Contains(page.Notice, "again: A desk, and no sitting.") || page.Items[0].GivenText != "yes" {
		t.Errorf("the page says %q and keeps %q", page.Notice, page.Items[0].GivenText)
	}
	if page := v.page(notes); page.Notice != "" {
		t.Errorf("another question says %q", page.Notice)
	}
}
