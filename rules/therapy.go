package rules

import "iter"

// Pressure is how firmly hands work: 1 stroking to 5 deep. Zero means none is named.
type Pressure uint8

const (
	Stroking Pressure = iota + 1
	Light
	Moderate
	Firm
	Deep
)

var pressureNames = [...]string{"", "stroking", "light", "moderate", "firm", "deep"}

// String returns the pressure's name in packs and results.
func (p Pressure) String() string { return pressureNames[p] }

// Provider says who may perform a therapy: the least qualified person who may.
type Provider uint8

const (
	Home      Provider = iota // the person or someone at home
	Therapist                 // a trained therapist
	Physician                 // a physician in a facility; never suggested
)

// String returns the provider's name in packs and results.
func (p Provider) String() string { return [...]string{"home", "therapist", "physician"}[p] }

// Therapy is a kind of massage or a related treatment.
type Therapy struct {
	ID         string
	Name       Text
	OtherNames []string
	Short      Text   // the name for one-screen results; may be empty
	About      Text   // one line: what it is
	Areas      uint64 // options of the pack's areas question
	Usual      Pressure
	Least      Pressure // the least pressure at which it is still this therapy
	Most       Pressure
	Minutes    [2]int // least and greatest length of the treatment itself; like the pressures, zero when a physician's therapy states none
	Tags       uint64 // indices into Pack.Tags
	Untagged   bool   // it states no tags, so it has every one for all that protects
	Harmless   string // why no tag applies; empty when some do
	Provider   Provider
	Evidence   Text // what is known of its effect, with certainty
	Harms      Text // what can go wrong
	Sources    []int
	Certainty  Certainty
	Pos        Pos
}

// Tag is a property by which rules select therapies: heat, oil, strong pressure.
type Tag struct {
	ID    string
	Title Text
	// RequiredBy says which therapies should have the tag, or another one required by as much
	// pressure.
	RequiredBy Marks
	Pos        Pos
}

// Marks are what tells that a therapy needs a tag: it may press as firmly, or a name of it says one of the
// words. Words are weak evidence.
type Marks struct {
	Pressure Pressure
	Words    []string
}

// PressureTags returns the tags that some pressure requires, and the least such pressure.
func (p *Pack) PressureTags() (tags uint64, least Pressure) {
	for i := range p.Tags {
		if by := p.Tags[i].RequiredBy.Pressure; by != 0 {
			tags |= 1 << i
			if least == 0 || by < least {
				least = by
			}
		}
	}
	return tags, least
}

// Rate is a frequency in sessions per four weeks, so 4 is once a week and 1 once in four weeks.
type Rate int

// PerWeek returns the sessions per week: 0.25 for once in four weeks.
func (r Rate) PerWeek() float64 { return float64(r) / 4 }

// Schedule is the shape of a course of sessions. Weeks count from today.
type Schedule struct {
	ID     string
	Name   Text
	Phases []Phase // without gaps or overlaps, from week 1

	ReviewWeek int
	// MaxSessions bounds the sessions from today on. CourseSessions bounds those of the
	// whole course, from which the sessions already done are taken. Exactly one is set.
	MaxSessions, CourseSessions int

	Sources   []int
	Certainty Certainty
	Pos       Pos
}

// Phase is a part of a schedule. Each pair is least and greatest, both included.
type Phase struct {
	Weeks   [2]int
	Rate    [2]Rate
	Minutes [2]int
}

// Care is advice that goes beside massage: movement, sleep, food, breaks.
type Care struct {
	ID        string
	Name      Text
	Short     Text // the advice in a phrase; may be empty
	Text      Text
	Evidence  Text // what is known of it, and what it does not do
	Sources   []int
	Certainty Certainty
	Pos       Pos
}

// Course yields the phases within the cap. They end where the sessions are used up at the lowest
// rate, though not before the review.
func (s *Schedule) Course(c Cap, sessions int) iter.Seq[Phase] {
	return func(yield func(Phase) bool) {
		left := 4 * sessions // in quarters, as rates are
		for _, ph := range s.Phases {
			ph = ph.Within(c)
			rate, from := int(ph.Rate[0]), ph.Weeks[0]
			end := max(from+(left+rate-1)/rate-1, s.ReviewWeek)
			if end < from {
				return
			}
			ph.Weeks[1] = min(ph.Weeks[1], end)
			if left = max(0, left-rate*(ph.Weeks[1]-from+1)); !yield(ph) {
				return
			}
		}
	}
}

// Within returns the phase with both ends of its rate and minutes bounded by the cap.
func (ph Phase) Within(c Cap) Phase {
	for i := range 2 {
		if c.Rate != 0 {
			ph.Rate[i] = min(ph.Rate[i], c.Rate)
		}
		if c.Minutes != 0 {
			ph.Minutes[i] = min(ph.Minutes[i], c.Minutes)
		}
	}
	return ph
}
