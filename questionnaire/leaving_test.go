package questionnaire

import (
	"testing"

	"knead/rules"
)

// TestBackFromTheReview asks for the review in the middle: the way back leads there.
func TestBackFromTheReview(t *testing.T) {
	s := Start(smallPack(), smallLogic())
	for _, a := range []rules.Answer{ticked(1), whole(42)} {
		if err := s.Answer(a); err != nil {
			t.Fatal(err)
		}
	}
	s.Leave()
	if q, _ := s.Question(); !s.Back() || s.at.question != pregnant {
		t.Errorf("from the review at %d back to %d, want %d", q, s.at, pregnant)
	}
}

// TestReviewOffersWhatIsMissing asks for the review too early: what Enter chooses there
// does not end the interview.
func TestReviewOffersWhatIsMissing(t *testing.T) {
	v := &Interview{Session: Start(smallPack(), smallLogic()), Words: say}
	if err := v.Session.Answer(ticked(1)); err != nil {
		t.Fatal(err)
	}
	lines := v.Session.Review()
	m := v.reviewMenu(lines)
	if m.Focus == 0 || lines[m.Focus-1].Question != age {
		t.Errorf("the entry offered first is %d, want that of the age", m.Focus)
	}
}

// TestRequiredIsNeverPassedOver goes on from a file in which a required question is empty.
func TestRequiredIsNeverPassedOver(t *testing.T) {
	p := smallPack()
	d := &rules.Draft{Intake: rules.NewIntake(p), Passed: make([]bool, len(p.Questions))}
	d.Passed[who], d.Passed[notes] = true, true
	s := New(p, d, smallLogic())
	if q, _ := s.Question(); q != who || !s.Seen(notes) {
		t.Errorf("the question due is %d, want %d", q, who)
	}
}
