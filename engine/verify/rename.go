package verify

import (
	"slices"

	"knead/engine"
	"knead/rules"
)

// Renaming is a rule of one pack that another has under another id.
type Renaming struct{ Old, New string }

// String returns "old to new".
func (r Renaming) String() string { return r.Old + " to " + r.New }

// Renamed returns the old program with the new pack's ids for rules that only the id tells
// apart: each pack has one that the other lacks, with the same effect for the same people.
func Renamed(old, new *engine.Program) (*engine.Program, []Renaming) {
	dropped, added := onlyOneHas(old.Pack(), new.Pack())
	if len(dropped) == 0 || len(added) == 0 {
		return old, nil
	}
	p := newPair(old, new)
	pack := *old.Pack()
	pack.Rules = slices.Clone(pack.Rules)
	var all []Renaming
	for _, r := range dropped {
		i := slices.IndexFunc(added, func(n int) bool {
			return p.old.rules[r] == p.new.rules[n] && effectOf(old.Pack(), r) == effectOf(new.Pack(), n)
		})
		if i >= 0 {
			all = append(all, Renaming{pack.Rules[r].ID, new.Pack().Rules[added[i]].ID})
			pack.Rules[r].ID = new.Pack().Rules[added[i]].ID
			added = slices.Delete(added, i, i+1)
		}
	}
	program, err := engine.Compile(&pack)
	if err != nil {
		panic(err) // it was compiled before, but for the ids
	}
	return program, all
}

// onlyOneHas returns the rules that only the old pack has, and those that only the new one
// has.
func onlyOneHas(old, new *rules.Pack) (dropped, added []int) {
	for _, b := range newCounterparts(old, new).rules {
		switch {
		case b.new < 0:
			dropped = append(dropped, b.old)
		case b.old < 0:
			added = append(added, b.new)
		}
	}
	return dropped, added
}
