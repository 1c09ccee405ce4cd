package verify

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestCompareMissesNothing compares results of random tiny packs that are changed a little:
// there is a change exactly where they are not the same, but for the order of what is
// withheld.
func TestCompareMissesNothing(t *testing.T) {
	t.Parallel()
	tried, changed := 0, 0
	for seed := uint64(1); tried < *tinyPacks/8; seed++ {
		old := tinyProgram(seed)
		if old == nil || tinySize(old.Pack()) > 800 {
			continue
		}
		tried++
		for r := range old.Pack().Rules {
			rule := &old.Pack().Rules[r]
			rule.UnsureText.Practitioner = "unsure " + rule.ID
		}
		new := littleChanged(t, old.Pack(), seed)
		if seed%3 == 0 {
			new = scheduledOtherwise(t, old.Pack(), seed)
		}
		everybody(old.Pack(), func(in *rules.Intake) bool {
			was, is := said(t, old, in), said(t, new, in)
			changes := NewComparer(old, new).Changes(in, in)
			// Of a course that ends early, weeks are compared that no result draws.
			undrawn := was == is && !slices.ContainsFunc(changes, func(c Change) bool {
				return !slices.Contains([]Property{planPhases, planRate.less, planRate.more, planMinutes.less, planMinutes.more}, c.Property)
			})
			if (was != is) != (len(changes) > 0) && !undrawn {
				t.Fatalf("seed %d: %v\n%s\n%s", seed, changes, was, is)
			}
			changed += min(len(changes), 1)
			return true
		})
	}
	t.Logf("%d packs, %d results that change", tried, changed)
}

// said writes a result, what is withheld in order of ids.
func said(t *testing.T, p *engine.Program, in *rules.Intake) string {
	r := p.Eval(in, engine.Voice{Audience: rules.Practitioner})
	for i := range r.Missing {
		r.Missing[i].AtStake = "" // which tells of other answers
	}
	slices.SortFunc(r.Withheld, func(a, b engine.Withheld) int { return strings.Compare(a.ID, b.ID) })
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
