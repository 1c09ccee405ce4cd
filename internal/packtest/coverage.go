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
	pack := p.Pack()
	seen := map[*rules.Condition]*[3]int{} // by Truth
	whole := make([][3]int, len(pack.Rules))
	facts := p.NewFacts()
	for i := range cases {
		facts.Load(cases[i].Intake)
		for r := range pack.Rules {
			whole[r][facts.Truth(pack.Rules[r].When)]++
			pack.Rules[r].When.Walk(func(atom *rules.Condition) {
				if atom.IsAtom() {
					if seen[atom] == nil {
						seen[atom] = &[3]int{}
					}
					seen[atom][facts.Truth(atom)]++
				}
			})
		}
	}
	c := Coverage{Rules: len(pack.Rules)}
	done := map[*rules.Condition]bool{}
	for r := range pack.Rules {
		c.rule(r, whole[r], pack.Rules[r].When)
		pack.Rules[r].When.Walk(func(atom *rules.Condition) {
			if atom.IsAtom() && !done[atom] {
				done[atom] = true
				c.atom(r, atom, seen[atom], atom == pack.Rules[r].When)
			}
		})
	}
	return c
}

func (c *Coverage) rule(r int, seen [3]int, when *rules.Condition) {
	if seen[engine.True] > 0 {
		c.Fired++
	} else {
		c.Gaps = append(c.Gaps, Gap{r, nil, true, seen[engine.Unknown], seen[engine.False]})
	}
	switch {
	case seen[engine.False] > 0, when.Op == rules.Always:
		c.Missed++
	default:
		c.Gaps = append(c.Gaps, Gap{r, nil, false, seen[engine.Unknown], seen[engine.True]})
	}
}

// atom counts an atom; whole says that it is the rule's whole condition, whose gaps have
// been reported.
func (c *Coverage) atom(r int, atom *rules.Condition, seen *[3]int, whole bool) {
	c.Atoms++
	if seen == nil {
		seen = &[3]int{}
	}
	if seen[engine.True] > 0 && seen[engine.False] > 0 {
		c.Both++
		return
	}
	if seen[engine.True] == 0 && !whole {
		c.Gaps = append(c.Gaps, Gap{r, atom, true, seen[engine.Unknown], seen[engine.False]})
	}
	if seen[engine.False] == 0 && !whole {
		c.Gaps = append(c.Gaps, Gap{r, atom, false, seen[engine.Unknown], seen[engine.True]})
	}
}
