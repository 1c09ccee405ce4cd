package packtest

import (
	"knead/engine"
	"knead/rules"
)

// Coverage says what the cases of a pack show of its rules.
type Coverage struct {
	Rules, Fired, Missed int   // rules; those true in a case; those false in a case
	Atoms, Both          int   // atoms of conditions; those seen both true and false
	Gaps                 []Gap // in the pack's order
}

// Gap is something that no case shows.
type Gap struct {
	Rule  int              // the rule it is about, or the first that reads the atom
	Atom  *rules.Condition // nil when it is about the whole rule
	Truth bool             // what it never is
	// Unknown and Other count the cases in which it is unknown, and in which it is the
	// opposite.
	Unknown, Other int
}

// Cover evaluates the cases and says what they show. A rule should be true in a case and
// false in another, and so should each atom of its condition.
func Cover(p *engine.Program, cases []rules.Case) Coverage {
	pack, facts := p.Pack(), p.NewFacts()
	seen := map[*rules.Condition][3]int{} // by Truth
	for i := range cases {
		facts.Load(cases[i].Intake)
		for r := range pack.Rules {
			when := pack.Rules[r].When
			when.Walk(func(c *rules.Condition) {
				if c == when || c.IsAtom() {
					counts := seen[c]
					counts[facts.Truth(c)]++
					seen[c] = counts
				}
			})
		}
	}
	c := Coverage{Rules: len(pack.Rules)}
	done := map[*rules.Condition]bool{}
	for r := range pack.Rules {
		when := pack.Rules[r].When
		c.count(&c.Fired, r, nil, engine.True, seen[when])
		if when.Op == rules.Always {
			c.Missed++
		} else {
			c.count(&c.Missed, r, nil, engine.False, seen[when])
		}
		when.Walk(func(atom *rules.Condition) {
			if !atom.IsAtom() || done[atom] {
				return
			}
			done[atom] = true
			c.Atoms++
			switch counts := seen[atom]; {
			case counts[engine.True] > 0 && counts[engine.False] > 0:
				c.Both++
			case atom != when: // else its gaps are those of the rule
				c.count(nil, r, atom, engine.True, counts)
				c.count(nil, r, atom, engine.False, counts)
			}
		})
	}
	return c
}

// count counts something that a case shows, or notes that none does.
func (c *Coverage) count(shown *int, rule int, atom *rules.Condition, truth engine.Truth, counts [3]int) {
	opposite := engine.True
	if truth == engine.True {
		opposite = engine.False
	}
	switch {
	case counts[truth] == 0:
		c.Gaps = append(c.Gaps, Gap{rule, atom, truth == engine.True, counts[engine.Unknown], counts[opposite]})
	case shown != nil:
		*shown++
	}
}
