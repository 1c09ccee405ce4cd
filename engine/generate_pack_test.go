package engine_test

import (
	"fmt"
	"slices"

	"knead/rules"
)

// packMaker makes a pack that the parser could have made.
type packMaker struct {
	dice
	p *rules.Pack
	// big packs have more of everything, so that nothing fits in one word or one byte.
	big bool
}

// number is a size: up to most, or up to big in a big pack.
func (m *packMaker) number(least, most, big int) int {
	if m.big {
		most = big
	}
	return m.between(least, most)
}

// vocabulary is what a condition may speak of, as indices into the pack.
type vocabulary struct{ questions, derived, named []int }

// randomPack makes a pack, mostly a small one, that uses everything a pack can say.
func randomPack(d dice) *rules.Pack {
	m := &packMaker{dice: d, p: &rules.Pack{Name: "small", Version: "1.0.0", Digest: "sha256:0", SessionsDone: -1}}
	m.big = d.chance(3)
	m.texts()
	m.questions()
	m.derived()
	m.named()
	m.gates()
	m.treatments()
	m.p.Rules = make([]rules.Rule, m.number(1, 10, 150))
	for i := range m.p.Rules {
		m.p.Rules[i] = m.rule(i)
	}
	m.p.Rules = append(m.p.Rules, m.physiciansOnly())
	if d.chance(60) {
		m.p.ClearanceLifted = m.condition(d(2), m.everything())
	}
	m.notes()
	m.contradictions()
	return m.p
}

func (m *packMaker) contradictions() {
	for i := range m.number(0, 3, 70) {
		when := m.condition(m.dice(3), m.everything())
		m.p.Contradicts = append(m.p.Contradicts, rules.Contradiction{
			ID: fmt.Sprintf("c%d", i), When: when, Questions: m.p.Reads(when), Text: m.said(fmt.Sprint("contradiction ", i)),
		})
	}
}

// said is a text with both wordings and sometimes a placeholder.
func (m *packMaker) said(what string) rules.Text {
	ends := []string{"", "", " Call {emergency}.", " Ask {urgent} or {emergency}."}
	return rules.Text{
		Patient:      "You: " + what + "." + pick(m.dice, ends),
		Practitioner: "They: " + what + "." + pick(m.dice, ends),
	}
}

// maybeSaid is a text that a pack may leave out.
func (m *packMaker) maybeSaid(what string) rules.Text {
	if m.chance(50) {
		return rules.Text{}
	}
	return m.said(what)
}

func (m *packMaker) texts() {
	for i := range m.between(1, 3) {
		m.p.Regions = append(m.p.Regions, rules.Region{
			ID:        fmt.Sprintf("R%d", i),
			Emergency: rules.Text{Patient: fmt.Sprint(110 + i), Practitioner: fmt.Sprintf("%d, crew", 110+i)},
			Urgent:    rules.Text{Patient: fmt.Sprint("line ", i), Practitioner: fmt.Sprint("on call ", i)},
		})
	}
	for d := range m.p.Dispositions {
		name := rules.Disposition(d).String()
		m.p.Dispositions[d] = rules.DispositionText{Title: m.said(name), Text: m.said(name), Unsure: m.maybeSaid(name + " perhaps")}
	}
	m.p.Disclaimer, m.p.DisclaimerLine = m.said("no advice"), m.said("none")
	m.p.Sections = []rules.Section{{ID: "all"}}
	for i := range m.between(1, 3) {
		m.p.Sources = append(m.p.Sources, rules.Source{ID: fmt.Sprintf("source_%d", i)})
	}
}

// questions makes two to eight questions, one of them of areas, all of them ungated.
func (m *packMaker) questions() {
	m.p.Questions = make([]rules.Question, m.number(2, 8, 30))
	m.p.Areas = m.dice(len(m.p.Questions))
	kinds := []rules.Kind{rules.Multi, rules.Choice, rules.Bool, rules.Int, rules.Int, rules.FreeText}
	for i := range m.p.Questions {
		kind := pick(m.dice, kinds)
		if i == m.p.Areas {
			kind = rules.Multi
		}
		m.p.Questions[i] = m.question(i, kind)
		if kind == rules.Int && m.chance(30) {
			m.p.SessionsDone = i
		}
	}
	// The last area may stand for some of the others.
	areas := m.p.Questions[m.p.Areas].Options
	if last := len(areas) - 1; last > 0 && m.chance(50) {
		areas[last].Covers = m.some(last, 3)
	}
}

func (m *packMaker) question(i int, kind rules.Kind) rules.Question {
	q := rules.Question{
		ID:       fmt.Sprintf("q%d", i),
		Kind:     kind,
		Required: m.chance(60),
		Unsure:   kind != rules.FreeText && m.chance(70),
		Why:      m.said(fmt.Sprintf("why %d", i)),
	}
	count := m.number(2, 4, 64)
	switch kind {
	case rules.Multi:
		count, q.AtLeastOne = m.number(1, pick(m.dice, []int{5, 5, 9}), 64), m.chance(20)
	case rules.Bool:
		q.Options, count = []rules.Option{{ID: "false"}, {ID: "true"}}, 0
	case rules.Int:
		q.Min, count = pick(m.dice, []int{0, 0, 1, -3}), 0
		q.Max = q.Min + m.number(1, 6, 500)
	case rules.FreeText:
		q.Max, count = 200, 0
	}
	for j := range count {
		q.Options = append(q.Options, rules.Option{ID: fmt.Sprintf("q%d_%d", i, j)})
	}
	return q
}

func (m *packMaker) derived() {
	var ints []int
	for i, q := range m.p.Questions {
		if q.Kind == rules.Int {
			ints = append(ints, i)
		}
	}
	if len(ints) == 0 {
		return
	}
	for i := range m.number(0, 2, 6) {
		d := rules.Derived{ID: fmt.Sprintf("d%d", i)}
		first := m.dice(len(ints))
		for _, q := range ints[first:min(len(ints), first+m.between(1, 3))] {
			d.Terms = append(d.Terms, rules.WeightedAnswer{Weight: pick(m.dice, []int{1, -1, 7, -10, 2}), Question: q})
		}
		m.p.Derived = append(m.p.Derived, d)
	}
}

// everything is all a condition may speak of.
func (m *packMaker) everything() vocabulary {
	var v vocabulary
	for i, q := range m.p.Questions {
		if q.Kind != rules.FreeText {
			v.questions = append(v.questions, i)
		}
	}
	for i := range m.p.Derived {
		v.derived = append(v.derived, i)
	}
	for i := range m.p.Conditions {
		v.named = append(v.named, i)
	}
	return v
}

func (m *packMaker) named() {
	for i := range m.number(0, 2, 8) {
		when := m.condition(m.dice(3), m.everything())
		m.p.Conditions = append(m.p.Conditions, rules.NamedCondition{ID: fmt.Sprintf("n%d", i), When: when})
	}
}

// gates gives some questions, but no text, an ask_if that reads questions before them in a random
// order, so that no question hangs on itself.
func (m *packMaker) gates() {
	order := make([]int, len(m.p.Questions))
	for i := range order {
		at := m.dice(i + 1)
		order[i], order[at] = order[at], i
	}
	for rank, q := range order {
		if rank > 0 && m.p.Questions[q].Kind != rules.FreeText && m.chance(40) {
			m.p.Questions[q].AskIf = m.condition(m.dice(3), m.within(order[:rank]))
		}
	}
}

// within is what a condition may speak of when it may read only some questions.
func (m *packMaker) within(questions []int) vocabulary {
	outside := func(q int) bool { return !slices.Contains(questions, q) }
	all := m.everything()
	v := vocabulary{questions: slices.DeleteFunc(all.questions, outside)}
	v.derived = slices.DeleteFunc(all.derived, func(d int) bool {
		return slices.ContainsFunc(m.p.Derived[d].Terms, func(t rules.WeightedAnswer) bool { return outside(t.Question) })
	})
	v.named = slices.DeleteFunc(all.named, func(n int) bool {
		return slices.ContainsFunc(m.p.Reads(m.p.Conditions[n].When), outside)
	})
	return v
}

func (m *packMaker) condition(depth int, v vocabulary) *rules.Condition {
	if depth == 0 {
		return m.atom(v)
	}
	op := pick(m.dice, []rules.Op{rules.All, rules.Any, rules.Not, rules.AtLeast})
	count := m.number(1, 3, 7)
	if op == rules.Not {
		count = 1
	}
	c := &rules.Condition{Op: op}
	for range count {
		c.Of = append(c.Of, m.condition(m.dice(depth), v))
	}
	if op == rules.AtLeast {
		c.N = m.between(1, count)
	}
	return c
}

func (m *packMaker) atom(v vocabulary) *rules.Condition {
	total := len(v.questions) + len(v.derived) + len(v.named)
	if total == 0 || m.chance(3) {
		return &rules.Condition{Op: rules.Always}
	}
	i := m.dice(total)
	if i < len(v.questions) {
		return m.about(v.questions[i])
	}
	if i -= len(v.questions); i < len(v.derived) {
		d := v.derived[i]
		lo, hi := m.p.Derived[d].Range(m.p.Questions)
		c := &rules.Condition{Op: rules.Compare, Derived: d, Min: m.between(lo, hi), Max: hi}
		if m.chance(50) {
			c.Min, c.Max = lo, c.Min
		}
		return c
	}
	n := m.p.Conditions[v.named[i-len(v.derived)]]
	size := 0
	if n.When.Walk(func(*rules.Condition) { size++ }); size > 500 {
		return &rules.Condition{Op: rules.Always, Derived: -1} // names within names would grow without bound
	}
	return &rules.Condition{Op: rules.Is, Name: n.ID, Of: []*rules.Condition{n.When}}
}

// about is a condition on one question.
func (m *packMaker) about(question int) *rules.Condition {
	q := m.p.Questions[question]
	if q.Kind == rules.Int {
		lo := m.between(q.Min, q.Max)
		return &rules.Condition{Op: rules.Compare, Derived: -1, Question: question, Min: lo, Max: m.between(lo, q.Max)}
	}
	options := m.some(len(q.Options), 3)
	if q.Kind == rules.Bool {
		options = 1 << m.dice(2)
	}
	return &rules.Condition{Op: rules.OneOf, Derived: -1, Question: question, Options: options}
}
