package engine

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"

	"knead/rules"
)

// tableBuilder makes the lanes of a table, and its layers of them.
type tableBuilder struct {
	*multiplier
	table
	pending []pendingTerm
	lanes   []madeLane
}

// madeLane is a lane before it is put into a layer.
type madeLane struct {
	terms    uint64
	segments []segment
	runs     []run
	rows     map[int][]uint64 // by slot
}

// viewed are conditions that are looked at in one view.
type viewed struct {
	view rules.View
	all  []*rules.Condition
}

// conditionsOf returns the conditions of the rules of a group.
func (p *Program) conditionsOf(g group) viewed {
	v := viewed{view: g.view()}
	for _, r := range p.effects.groups[g] {
		v.all = append(v.all, p.pack.Rules[r].When)
	}
	return v
}

// buildTable returns the table of some lists of conditions.
func (m *multiplier) buildTable(lists ...viewed) table {
	b := tableBuilder{multiplier: m, table: table{doubted: make([][]formulaRule, len(m.pack.Questions))}}
	for _, list := range lists {
		word := len(b.unless)
		b.unless = append(b.unless, make([]uint64, setWords(list.all))...)
		for i, when := range list.all {
			b.add(position{word + i/64, i % 64}, list.view, when)
		}
	}
	b.place()
	for len(b.lanes) > 0 {
		b.layers = append(b.layers, b.layer())
	}
	return b.table
}

// setWords is how many words a set of some of the list has.
func setWords[T any](list []T) int { return (len(list) + 63) / 64 }

// add takes a rule in.
func (b *tableBuilder) add(rule position, v rules.View, when *rules.Condition) {
	made, clears := b.terms(when)
	if clears {
		b.unless[rule.word] |= 1 << rule.bit
	}
	if !made.ok {
		formula := b.formula(when, false)
		b.wide = append(b.wide, formulaRule{rule: rule, view: v, formula: &formula})
	} else {
		b.addDoubted(rule, v, when)
	}
	for nth, t := range made.terms {
		b.pending = append(b.pending, pendingTerm{nth, rule, v, t, clears})
	}
}

// addDoubted takes a rule in that names options which notes can make unknown.
func (b *tableBuilder) addDoubted(rule position, v rules.View, when *rules.Condition) {
	var made *formula
	when.Walk(func(c *rules.Condition) {
		if c.Op != rules.OneOf || b.hintable[c.Question] == 0 {
			return
		}
		options, list := c.Options, &b.doubted[c.Question]
		if !b.pack.Questions[c.Question].Kind.Many() {
			options = ^uint64(0) // another option than the one given makes any of them unknown
		}
		if options &= b.hintable[c.Question]; options == 0 {
			return
		}
		if last := len(*list) - 1; last >= 0 && (*list)[last].rule == rule {
			(*list)[last].options |= options
			return
		}
		if made == nil {
			f := b.formula(when, false)
			made = &f
		}
		*list = append(*list, formulaRule{rule, v, options, made})
	})
}

// pendingTerm is a term of a rule before it has its bit in a lane.
type pendingTerm struct {
	nth    int
	rule   position
	view   rules.View
	term   term
	clears bool // it is of what rules the rule out
}

// place puts the pending terms into lanes: the nth terms of the rules of a word together, those
// with the most first, and what is left by rules.
func (b *tableBuilder) place() {
	type key struct{ word, nth int }
	together := map[key][]pendingTerm{}
	for _, t := range b.pending {
		k := key{t.rule.word, t.nth}
		together[k] = append(together[k], t)
	}
	keys := slices.SortedFunc(maps.Keys(together), func(a, b key) int {
		return cmp.Or(len(together[b])-len(together[a]), a.word-b.word, a.nth-b.nth)
	})
	for _, k := range keys {
		if len(together[k]) >= segmentTerms {
			b.placeSegment(k.word, together[k])
		}
	}
	for _, t := range b.pending {
		if len(together[key{t.rule.word, t.nth}]) < segmentTerms {
			b.placeInRun(t)
		}
	}
}

// segmentTerms is how many nth terms the rules of a word must have for a segment.
const segmentTerms = 4

// placeSegment puts terms of different rules of a word into the first lane that has room for
// them as they stand or turned.
func (b *tableBuilder) placeSegment(word int, terms []pendingTerm) {
	var rules uint64
	for _, t := range terms {
		rules |= 1 << t.rule.bit
	}
	i, turn := 0, 0
	for ; i < len(b.lanes) && b.lanes[i].terms&bits.RotateLeft64(rules, -turn) != 0; turn++ {
		if turn == 63 {
			i, turn = i+1, -1
		}
	}
	l := b.laneAt(i)
	l.segments = append(l.segments, segment{terms: bits.RotateLeft64(rules, -turn), word: uint32(word), turn: uint32(turn)})
	for _, t := range terms {
		b.fill(l, t, bits.RotateLeft64(1<<t.rule.bit, -turn))
	}
}

// placeInRun puts a term into the run of its rule in the first lane with room.
func (b *tableBuilder) placeInRun(t pendingTerm) {
	i := 0
	for i < len(b.lanes) && b.lanes[i].terms == ^uint64(0) {
		i++
	}
	l := b.laneAt(i)
	bit := ^l.terms & (l.terms + 1) // the lowest that is free
	if last := len(l.runs) - 1; last < 0 || l.runs[last].rule != t.rule {
		l.runs = append(l.runs, run{rule: t.rule})
	}
	l.runs[len(l.runs)-1].terms |= bit
	b.fill(l, t, bit)
}

// laneAt returns a lane, which is new where it is the next.
func (b *tableBuilder) laneAt(i int) *madeLane {
	if i == len(b.lanes) {
		b.lanes = append(b.lanes, madeLane{rows: map[int][]uint64{}})
	}
	return &b.lanes[i]
}

// fill makes the rows of a term at a bit of a lane.
func (b *tableBuilder) fill(l *madeLane, t pendingTerm, bit uint64) {
	l.terms |= bit
	for _, literal := range t.term {
		truth := literal.truth.Value()
		rows := l.rows[literal.slot]
		if rows == nil {
			rows = slices.Repeat([]uint64{^uint64(0)}, len(truth))
			l.rows[literal.slot] = rows
		}
		for code := range rows {
			truth := atom(truth[code])
			if t.clears && truth.not().holds(t.view) || !t.clears && !truth.holds(t.view) {
				rows[code] &^= bit
			}
		}
	}
}

var allOnes = [lanes]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}

// layer makes a layer of the first lane that is left and of those that add the fewest slots
// to it.
func (b *tableBuilder) layer() layer {
	var l layer
	columns := map[int][][lanes]uint64{}
	added := func(l madeLane) (slots int) {
		for slot := range l.rows {
			if columns[slot] == nil {
				slots++
			}
		}
		return slots
	}
	next := 0
	for k := range min(lanes, len(b.lanes)) {
		made := b.lanes[next]
		b.lanes = slices.Delete(b.lanes, next, next+1)
		l.terms[k] = made.terms
		for _, s := range made.segments {
			s.lane = uint32(k)
			l.segments = append(l.segments, s)
		}
		for _, r := range made.runs {
			r.lane = k
			l.runs = append(l.runs, r)
		}
		for slot, rows := range made.rows {
			if columns[slot] == nil {
				columns[slot] = slices.Repeat([][lanes]uint64{allOnes}, len(rows))
			}
			column := columns[slot]
			for code, row := range rows {
				column[code][k] = row
			}
		}
		next = 0
		for i := range b.lanes {
			if added(b.lanes[i]) < added(b.lanes[next]) {
				next = i
			}
		}
	}
	for _, slot := range slices.Sorted(maps.Keys(columns)) {
		l.columns = append(l.columns, column{uint32(len(b.rows)), uint32(slot)})
		b.rows = append(b.rows, columns[slot]...)
	}
	return l
}

// terms returns the terms of a condition, of which one must hold, or, where these are more,
// those of what rules it out, of which none may: then clears is set.
func (m *multiplier) terms(c *rules.Condition) (made dnf, clears bool) {
	holds := m.dnf(c, false)
	if holds.ok && len(holds.terms) <= 1 {
		return holds, false
	}
	if fails := m.dnf(c, true); fails.ok && (!holds.ok || len(fails.terms) < len(holds.terms)) {
		return fails, true
	}
	return holds, false
}
