package verify

import (
	"math/rand/v2"
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestDiffOfSchedules changes the schedules and therapies of random tiny packs, and compares the list of
// changes with what comes out when every intake is tried.
func TestDiffOfSchedules(t *testing.T) {
	t.Parallel()
	tried, changed := 0, 0
	for seed := uint64(1); tried < *tinyPacks/4; seed++ {
		old := tinyProgram(seed)
		if old == nil || tinySize(old.Pack()) > 1500 || old.Pack().SessionsDone < 0 {
			continue
		}
		tried++
		new := scheduledOtherwise(t, old.Pack(), seed)
		found, proved := diffTried(t, seed, old, new, Options{Quick: true})
		if !proved {
			t.Errorf("seed %d: not known to be complete", seed)
		}
		changed += len(found)
	}
	t.Logf("%d packs, %d changes", tried, changed)
}

// scheduledOtherwise compiles a pack with every schedule changed in one or two ways, and perhaps a
// therapy.
func scheduledOtherwise(t *testing.T, old *rules.Pack, seed uint64) *engine.Program {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 17))
	pack := *old
	pack.Schedules = slices.Clone(pack.Schedules)
	for i := range pack.Schedules {
		s := &pack.Schedules[i]
		for range 1 + dice.IntN(2) {
			switch dice.IntN(5) {
			case 0:
				s.MaxSessions, s.CourseSessions = max(0, s.CourseSessions-dice.IntN(2)), s.MaxSessions+min(s.MaxSessions, dice.IntN(3))
				if s.MaxSessions+s.CourseSessions == 0 {
					s.MaxSessions = 1
				}
			case 1:
				s.MaxSessions, s.CourseSessions = min(s.MaxSessions, 1)*(1+dice.IntN(4)), min(s.CourseSessions, 1)*(1+dice.IntN(5))
			case 2:
				s.ReviewWeek = 1 + dice.IntN(4)
			case 3:
				low := 10 * (1 + dice.IntN(5))
				s.Phases = append(slices.Clone(s.Phases), rules.Phase{Weeks: [2]int{5, 8}, Rate: [2]rules.Rate{1, rules.Rate(1 + dice.IntN(8))}, Minutes: [2]int{low, low + 10}})
			case 4:
				s.Phases = slices.Clone(s.Phases)
				ph := &s.Phases[0]
				ph.Rate[0], ph.Minutes[0] = min(ph.Rate[1], rules.Rate(1+dice.IntN(3))), min(ph.Minutes[1], 10*(1+dice.IntN(5)))
			}
		}
	}
	pack.Therapies = slices.Clone(pack.Therapies)
	therapy := &pack.Therapies[dice.IntN(len(pack.Therapies))]
	switch dice.IntN(3) {
	case 0:
		therapy.Provider = rules.Therapist
	case 1:
		therapy.Areas = 1 + dice.Uint64N(3)
	}
	if dice.IntN(8) == 0 { // sessions done are asked elsewhere, or counted no more
		for pack.SessionsDone--; pack.SessionsDone >= 0 && pack.Questions[pack.SessionsDone].Kind != rules.Int; pack.SessionsDone-- {
		}
		pack.SessionsDone = max(pack.SessionsDone, -1)
	}
	new, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	return new
}
