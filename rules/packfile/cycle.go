package packfile

import (
	"strings"

	"knead/rules"
)

// checkConditionCycles complains about named conditions that need themselves, and cuts the
// cycles so that walking them ends.
func (p *packParser) checkConditionCycles() {
	named := p.pack.Conditions
	uses := make([][]int, len(named))
	for i := range named {
		p.eachIs(named[i].When, func(is *rules.Condition) { uses[i] = append(uses[i], p.conditions.index[is.Name]) })
	}
	cycles := findCycles(uses)
	for _, cycle := range cycles {
		ids := make([]string, len(cycle))
		for k, i := range cycle {
			ids[k] = named[i].ID
		}
		at := named[cycle[0]]
		p.problems.addAt(at.Pos, at.ID, "condition-cycle", "condition cycle: %s", circle(ids))
	}
	for _, cycle := range cycles {
		for _, i := range cycle {
			*named[i].When = rules.Condition{Op: rules.Always, Derived: -1, Pos: named[i].Pos}
		}
	}
}

// eachIs visits the references to named conditions without following them.
func (p *packParser) eachIs(c *rules.Condition, visit func(*rules.Condition)) {
	if c.Op == rules.Is {
		visit(c)
		return
	}
	for _, part := range c.Of {
		p.eachIs(part, visit)
	}
}

// checkSkipCycles complains about questions whose asking depends on their own answer, and
// about those asked before the answer that decides about them.
func (p *packParser) checkSkipCycles() {
	questions := p.pack.Questions
	needs := make([][]int, len(questions))
	for i := range questions {
		needs[i] = p.pack.Reads(questions[i].AskIf)
	}
	cycles := findCycles(needs)
	for _, cycle := range cycles {
		ids := make([]string, len(cycle))
		for k, i := range cycle {
			ids[k] = questions[i].ID
		}
		at := questions[cycle[0]]
		p.problems.addAt(at.AskIf.Pos, at.ID, "skip-cycle", "skip cycle: %s", circle(ids))
	}
	if len(cycles) > 0 {
		return
	}
	for i := range questions {
		for _, q := range needs[i] {
			if q > i {
				warning := p.problems.addAt(questions[i].AskIf.Pos, questions[i].ID, "asked-before",
					"%q is asked before %q, which decides whether it applies", questions[i].ID, questions[q].ID)
				warning.Related, warning.Warning = &questions[q].Pos, true
			}
		}
	}
}

func circle(ids []string) string {
	return strings.Join(append(ids, ids[0]), " → ")
}

// findCycles returns a cycle through every group of nodes that reach each other, each
// beginning at its least node.
func findCycles(next [][]int) (cycles [][]int) {
	done := make([]bool, len(next))
	for start := range next {
		if done[start] {
			continue
		}
		if cycle := pathBack(next, start, done); cycle != nil {
			cycles = append(cycles, cycle)
			for _, i := range cycle {
				done[i] = true
			}
		}
	}
	return cycles
}

// pathBack returns a shortest path from start to itself that avoids the nodes done.
func pathBack(next [][]int, start int, done []bool) []int {
	from := map[int]int{}
	for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, to := range next[at] {
			if to == start {
				path := []int{at}
				for at != start {
					at = from[at]
					path = append([]int{at}, path...)
				}
				return path
			}
			if _, seen := from[to]; !seen && !done[to] {
				from[to] = at
				queue = append(queue, to)
			}
		}
	}
	return nil
}
