package questionnaire

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"knead/rules"
)

// TestShowAndHide goes through every combination of what makes a question appear or
// disappear, the state its answer is in, and the way by which the person came back to the
// question that decides: step by step, by the review, or after a pause with a draft.
func TestShowAndHide(t *testing.T) {
	answers := map[string]rules.Answer{
		"answered": whole(6), "unsure": {State: rules.Unsure}, "passed over": {},
	}
	ways := map[string]func(*Session) *Session{
		"by steps back": func(s *Session) *Session {
			for q, asking := s.Question(); !asking || q != desk; q, asking = s.Question() {
				if !s.Back() {
					t.Fatal("there is no way back to the question")
				}
			}
			return s
		},
		"by the review": func(s *Session) *Session { s.Leave(); s.Jump(desk); return s },
		"after a pause": func(s *Session) *Session {
			s = New(smallPack(), s.Draft(), smallLogic())
			s.Leave()
			s.Jump(desk)
			return s
		},
	}
	yes, no, unsure := ticked(2), ticked(1), rules.Answer{State: rules.Unsure}
	turns := map[string][]rules.Answer{
		"hidden":                  {yes, no},
		"hidden and shown":        {yes, no, yes},
		"hidden, then perhaps":    {yes, no, unsure},
		"perhaps, hidden, shown":  {unsure, no, yes},
		"hidden before it showed": {no, yes},
		"hidden from the start":   {no, no},
	}
	for state, given := range answers {
		for way, back := range ways {
			for turn, deciding := range turns {
				t.Run(fmt.Sprintf("%s, %s, %s", turn, state, way), func(t *testing.T) {
					checkShowAndHide(t, given, back, deciding)
				})
			}
		}
	}
}

func checkShowAndHide(t *testing.T, given rules.Answer, back func(*Session) *Session, deciding []rules.Answer) {
	s := smallSession(t)
	give(t, s, "who", ticked(1))
	give(t, s, "age", whole(40))
	give(t, s, "pregnant", ticked(1))
	give(t, s, "signs", ticked(0))
	asked := false
	for i, a := range deciding {
		if i > 0 {
			s = back(s)
		}
		give(t, s, "desk", a)
		shown := a.State == rules.Unsure || a.Ticks == 2
		if shown && !asked {
			at(t, s, "sitting")
			if err := s.Answer(given); err != nil {
				t.Fatal(err)
			}
			asked = true
		}
		at(t, s, "notes") // never asked a second time
		want := rules.Answer{}
		if shown {
			want = given
		}
		if got := s.Final().Answers[sitting]; got != want {
			t.Errorf("turn %d: the answer that counts is %+v, want %+v", i, got, want)
		}
		inReview := false
		for _, line := range s.Review() {
			inReview = inReview || line.Question == sitting
		}
		if inReview != shown {
			t.Errorf("turn %d: in the review %v, want %v", i, inReview, shown)
		}
		if asked && s.Draft().Answers[sitting] != given {
			t.Errorf("turn %d: the answer kept aside is %+v, want %+v", i, s.Draft().Answers[sitting], given)
		}
	}
}

// TestAnyWay walks at random: forward, back, through the review, with pauses. Whatever the
// way, what counts is what was said last at each question that applies, and the steps add
// up.
func TestAnyWay(t *testing.T) {
	p := smallPack()
	rapid.Check(t, func(t *rapid.T) {
		s := Start(p, smallLogic())
		said := make([]rules.Answer, len(p.Questions))
		for range rapid.IntRange(0, 40).Draw(t, "moves") {
			q, asking := s.Question()
			switch rapid.IntRange(0, 7).Draw(t, "move") {
			case 0:
				s.Back()
			case 1:
				s.Leave()
			case 2:
				s.Jump(rapid.IntRange(0, len(p.Questions)-1).Draw(t, "to"))
			case 3:
				s = New(p, s.Draft(), smallLogic())
			default:
				if a := drawAnswer(t, &p.Questions[q%len(p.Questions)]); asking && s.Answer(a) == nil {
					said[q] = a
				}
			}
			checkSession(t, s, said)
		}
	})
}

func drawAnswer(t *rapid.T, q *rules.Question) rules.Answer {
	switch state := rapid.SampledFrom([]rules.State{rules.Unanswered, rules.Unsure, rules.Answered, rules.Answered}).Draw(t, "state"); {
	case state != rules.Answered:
		return rules.Answer{State: state}
	case q.Kind == rules.Int:
		return whole(rapid.IntRange(q.Min-1, q.Max+1).Draw(t, "number"))
	case q.Kind == rules.FreeText:
		return rules.Answer{State: state, Text: rapid.StringN(0, 22, -1).Draw(t, "text")}
	}
	return ticked(rapid.Uint64Range(0, 1<<len(q.Options)).Draw(t, "ticks"))
}

func checkSession(t *rapid.T, s *Session, said []rules.Answer) {
	final := s.Final()
	live := smallLogic().Applies(final)
	for q := range said {
		want := said[q]
		if !live[q] {
			want = rules.Answer{}
		}
		if d := cmp.Diff(want, final.Answers[q]); d != "" {
			t.Fatalf("question %d: what counts is not what was said:\n%s", q, d)
		}
	}
	if part, parts := s.Parts(); part > parts || parts > len(s.pack.Sections) {
		t.Fatalf("part %d of %d", part, parts)
	}
	if q, asking := s.Question(); asking && !live[q] {
		t.Fatalf("question %d is asked and does not apply", q)
	}
	applying := 0
	for _, l := range live {
		if l {
			applying++
		}
	}
	if len(s.Review()) != applying {
		t.Fatalf("%d lines of review for %d questions", len(s.Review()), applying)
	}
}
