package questionnaire

import (
	"testing"

	"knead/rules"
)

// TestPlaces wants the place of every page of an interview to lead back to it, with what it
// asks, and a place that is none to lead nowhere.
func TestPlaces(t *testing.T) {
	s := Start(smallPack(), smallLogic())
	var places []string
	for range 50 {
		place := s.Place()
		if place == "" {
			break
		}
		places = append(places, place)
		before := s.page()
		if s.Leave(); !s.Go(place) || s.Place() != place || s.page()[0] != before[0] {
			t.Fatalf("%s does not lead back", place)
		}
		q := &s.pack.Questions[s.at.question]
		a := rules.Answer{State: rules.Answered, Ticks: 1}
		switch {
		case q.Kind.IsNumber():
			a = rules.Answer{State: rules.Answered, Int: q.Min}
		case q.Kind.Many():
			a = rules.Answer{State: rules.Answered}
		case q.Kind.IsText():
			a = rules.Answer{}
		}
		if err := s.Answer(a); err != nil {
			t.Fatal(q.ID, err)
		}
	}
	if len(places) < 2 {
		t.Fatalf("only %v", places)
	}
	s.Jump(0)
	if place := s.Place(); place != "0-all" || !s.Go(place) {
		t.Errorf("a question from the review is at %q", place)
	}
	for _, place := range []string{"", "x", "-1", "-1-all", "99", "99-all", "0-99", "0-x", "0-all-all"} {
		if s.Go(place) {
			t.Errorf("%q leads somewhere", place)
		}
	}
}
