package packfile

import (
	"math"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// conditionKeys are the keys of conditions that are not about a question.
var conditionKeys = []string{"all", "any", "not", "at_least", "is"}

// condition reads a condition; nothing is nil. It returns one that holds always when there
// is a problem.
func (p *packParser) condition(n *node) *rules.Condition {
	if n == nil {
		return nil
	}
	c := &rules.Condition{Op: rules.Always, Derived: -1, Pos: n.pos}
	switch {
	case n.is("always"):
		return c
	case n.kind != mapNode:
		p.add(n, "wrong-type", "expected a condition (always, or a mapping with one key), found %s", n.found())
		return c
	case len(n.entries) != 1:
		p.add(n, "condition-keys", "a condition has exactly one key, this one has %d; join several with all: or any:", len(n.entries))
		return c
	}
	e := n.entries[0]
	c.Pos = e.pos
	switch e.key {
	case "all":
		c.Op, c.Of = rules.All, p.parts(e.value)
	case "any":
		c.Op, c.Of = rules.Any, p.parts(e.value)
	case "not":
		c.Op, c.Of = rules.Not, []*rules.Condition{p.condition(e.value)}
	case "at_least":
		p.atLeast(c, e.value)
	case "is":
		p.is(c, e.value)
	default:
		p.atom(c, e)
	}
	return c
}

func (p *packParser) parts(n *node) (parts []*rules.Condition) {
	for _, item := range p.list(n, "conditions") {
		parts = append(parts, p.condition(item))
	}
	return parts
}

func (p *packParser) atLeast(c *rules.Condition, n *node) {
	r := p.mapping(n, "at_least")
	c.Op, c.Of = rules.AtLeast, p.parts(r.need("of"))
	count := r.need("n")
	r.finish()
	k, ok := p.whole(count, 1, maxNumber)
	if ok && len(c.Of) > 0 && k > len(c.Of) {
		p.add(count, "never-true", "never true: at least %d of %d conditions", k, len(c.Of))
	}
	c.N = k
}

// is links a named condition, whose tree parseConditions fills in.
func (p *packParser) is(c *rules.Condition, n *node) {
	i, ok := p.conditions.find(n)
	if !ok {
		return
	}
	c.Op, c.Name = rules.Is, n.text
	c.Of = []*rules.Condition{p.pack.Conditions[i].When}
}

// atom reads a condition on a question or derived number.
func (p *packParser) atom(c *rules.Condition, e entry) {
	if i, ok := p.derived.index[e.key]; ok {
		p.derived.used[e.key] = true
		c.Derived = i
		d := &p.pack.Derived[i]
		lo, hi := d.Range(p.pack.Questions)
		p.compare(c, e, lo, hi)
		return
	}
	i, ok := p.questions.index[e.key]
	if !ok {
		p.unknownAtom(e)
		return
	}
	p.questions.used[e.key] = true
	if p.typeless[e.key] {
		return
	}
	c.Question = i
	q := &p.pack.Questions[i]
	switch {
	case q.Kind.IsNumber():
		p.compare(c, e, q.Min, q.Max)
	case q.Kind.IsText():
		p.addAt(e.pos, e.key, "wrong-question", "a condition cannot depend on the text question %q", e.key)
	default:
		p.choose(c, e, q)
	}
}

func (p *packParser) unknownAtom(e entry) {
	if _, named := p.conditions.index[e.key]; named {
		p.addAt(e.pos, e.key, "unknown-question", "%q is a named condition: write {is: %s}", e.key, e.key)
		return
	}
	known := slices.Concat(p.questions.ids, p.derived.ids, conditionKeys)
	p.addAt(e.pos, e.key, "unknown-question", "unknown question %s%s", text.Quote(e.key), text.Hint(e.key, known))
}

// choose reads which options of a question suffice.
func (p *packParser) choose(c *rules.Condition, e entry, q *rules.Question) {
	c.Op = rules.OneOf
	space, v := p.options[c.Question], e.value
	switch {
	case q.Kind == rules.Bool:
		i, ok := space.index[v.text]
		if !ok || v.kind != boolNode {
			p.add(v, "wrong-type", "the question %q is of type bool: expected true or false", e.key)
			return
		}
		c.Options = 1 << i
	case v.kind == listNode:
		c.Options = space.set(v, "options")
	case v.kind == mapNode, v.kind == numberNode:
		p.add(v, "wrong-type", "the question %q is of type %s: expected an option or a list of options, found %s", e.key, q.Kind, v.found())
	default:
		if i, ok := space.find(v); ok {
			c.Options = 1 << i
		}
	}
}

// compare reads bounds on a number that lies from lo to hi.
func (p *packParser) compare(c *rules.Condition, e entry, lo, hi int) {
	c.Op = rules.Compare
	if lo == hi {
		return // the range or sum itself is wrong, which has been said
	}
	if e.value.kind != mapNode {
		p.add(e.value, "wrong-type", "expected bounds such as {at_least: %d}, found %s", hi, e.value.found())
		return
	}
	r := p.mapping(e.value, "a comparison")
	from, to, ok := math.MinInt, math.MaxInt, true
	bound := func(key string, set func(v int)) int {
		n := r.get(key)
		if n == nil {
			return 0
		}
		v, good := p.whole(n, lo, hi)
		ok = ok && good
		set(v)
		return 1
	}
	lower := bound("at_least", func(v int) { from = v }) + bound("above", func(v int) { from = v + 1 })
	upper := bound("at_most", func(v int) { to = v }) + bound("below", func(v int) { to = v - 1 })
	exact := bound("equals", func(v int) { from, to = v, v })
	r.finish()
	c.Min, c.Max = max(from, lo), min(to, hi)
	switch {
	case lower+upper+exact == 0:
		p.add(e.value, "empty-comparison", "expected one or two of at_least, above, at_most, below, equals")
	case lower > 1 || upper > 1 || exact == 1 && lower+upper > 0:
		p.add(e.value, "comparison-keys", "at most one lower and one upper bound, or equals alone")
	case !ok:
	case from > to:
		p.add(e.value, "empty-range", "never true: no whole number is at least %d and at most %d; are the bounds the wrong way round?", from, to)
	case c.Min > c.Max:
		p.add(e.value, "never-true", "never true: %s lies from %d to %d", e.key, lo, hi)
	case c.Min == lo && c.Max == hi:
		p.add(e.value, "always-true", "always true: %s lies from %d to %d", e.key, lo, hi)
	}
}

// parseConditions reads the named conditions. Their trees exist before they are read, so
// that they can refer to each other.
func (p *packParser) parseConditions() {
	named := p.pack.Conditions
	for i := range named {
		named[i].When = &rules.Condition{Op: rules.Always, Derived: -1}
	}
	p.each("conditions", "a named condition", func(i int, id string, r *record) {
		named[i].ID, named[i].Pos = id, r.pos
		named[i].Title = p.text(r.need("title"))
		if when := p.condition(r.need("when")); when != nil {
			*named[i].When = *when
		}
	})
	p.checkConditionCycles()
}

// checkConditionCycles complains about named conditions that need themselves, and cuts the
// cycles so that walking them ends.
func (p *packParser) checkConditionCycles() {
	named := p.pack.Conditions
	uses := make([][]int, len(named))
	for i := range named {
		eachIs(named[i].When, func(is *rules.Condition) { uses[i] = append(uses[i], p.conditions.index[is.Name]) })
	}
	cycles := findCycles(uses)
	for _, cycle := range cycles {
		at := &named[cycle[0]]
		p.addAt(at.Pos, at.ID, "condition-cycle", "condition cycle: %s", circle(cycle, func(i int) string { return named[i].ID }))
	}
	for _, cycle := range cycles {
		for _, i := range cycle {
			*named[i].When = rules.Condition{Op: rules.Always, Derived: -1, Pos: named[i].Pos}
		}
	}
}

// eachIs visits the references to named conditions without following them.
func eachIs(c *rules.Condition, visit func(*rules.Condition)) {
	if c.Op == rules.Is {
		visit(c)
		return
	}
	for _, part := range c.Of {
		eachIs(part, visit)
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
		at := &questions[cycle[0]]
		p.addAt(at.AskIf.Pos, at.ID, "skip-cycle", "skip cycle: %s", circle(cycle, func(i int) string { return questions[i].ID }))
	}
	if len(cycles) > 0 {
		return
	}
	for i := range questions {
		for _, q := range needs[i] {
			if q > i {
				warning := p.addAt(questions[i].AskIf.Pos, questions[i].ID, "asked-before",
					"%q is asked before %q, which decides whether it applies", questions[i].ID, questions[q].ID)
				warning.Related, warning.Warning = &questions[q].Pos, true
			}
		}
	}
}

// circle writes a cycle by its ids: a → b → a.
func circle(cycle []int, ids func(int) string) string {
	var names []string
	for _, i := range append(cycle, cycle[0]) {
		names = append(names, ids(i))
	}
	return strings.Join(names, " → ")
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
					path = append(path, at)
				}
				slices.Reverse(path)
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
