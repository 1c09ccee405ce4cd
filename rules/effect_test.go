package rules

import "testing"

// TestEffectKinds removes everything that an effect has of each kind, value by value: nothing
// is left of that kind, and all of the others. A disposition goes with what unsure answers
// make of it.
func TestEffectKinds(t *testing.T) {
	whole := func() *Effect {
		return &Effect{
			Disposition: Refer, IfUnsure: Defer, Exclude: 5, Cap: Cap{Light, 30, 4}, Avoid: 6,
			Caution: Caution{General: true, Therapies: 3}, Schedule: 1,
			Suggest: []Suggestion{{0, 2}, {3, 1}}, Prefer: Firm, Care: []int{2, 0},
		}
	}
	for k := range EffectKinds {
		e := whole()
		if k.String() == "" || k.Key() == "" || !e.Has(k) {
			t.Errorf("kind %d is called %q, stands at %q and is missing: %v", k, k, k.Key(), !e.Has(k))
		}
		for _, v := range e.Values(k) {
			if !e.Names(k, v.Value) {
				t.Errorf("%s does not name %d", k.Key(), v.Value)
			}
			e.Remove(k, v.Value)
		}
		for other := range EffectKinds {
			if gone := other == k || other.Decides() && k.Decides(); e.Has(other) == gone {
				t.Errorf("with %s removed, there is %s: %v", k.Key(), other.Key(), !gone)
			}
		}
		if fresh := whole(); len(fresh.Suggest) != 2 || len(fresh.Care) != 2 {
			t.Errorf("removing %s changes another effect", k.Key())
		}
	}
}
