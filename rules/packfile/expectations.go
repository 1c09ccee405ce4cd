package packfile

import (
	"slices"

	"knead/rules"
)

// expectParser turns what a case expects into checks.
type expectParser struct {
	*caseParser
	checks []rules.Check
}

func (e *expectParser) expect(n *node, c rules.Check) {
	c.Pos = n.pos
	e.checks = append(e.checks, c)
}

func (e *expectParser) parse(n *node) {
	if n == nil {
		return
	}
	r := e.mapping(n, "what the case expects")
	disposition := r.get("disposition")
	if d, ok := e.oneOf(disposition, "disposition", dispositionNames); ok {
		e.expect(disposition, rules.Check{Kind: rules.DispositionIs, Disposition: rules.Disposition(d)})
	}
	e.actions(r.get("actions"))
	e.listed(r.get("therapies"), e.therapies, rules.Check{Kind: rules.Shows})
	e.dose(r.get("pressure"), "pressures", rules.PressureIs, e.pressureNumber)
	e.dose(r.get("minutes"), "minutes", rules.MinutesAre, e.count)
	e.plan(r)
	e.because(r.get("withheld"), e.therapies, rules.Withholds)
	e.each(r.get("not_withheld"), e.therapies, rules.Check{Kind: rules.Withholds, Relation: rules.Excluded})
	e.because(r.get("avoid"), e.areas, rules.Avoids)
	e.each(r.get("not_avoided"), e.areas, rules.Check{Kind: rules.Avoids, Relation: rules.Excluded})
	for _, view := range []rules.View{rules.Surely, rules.Possibly} {
		for _, k := range rules.ListKinds(view) {
			if k != rules.EffectAvoid { // is expected with its reasons
				e.listed(r.get(k.List()), e.symbols(k.Over()), rules.Check{Kind: rules.Lists, Effect: k})
			}
		}
	}
	e.missing(r.get("missing"))
	e.each(r.get("ignored"), e.questions, rules.Check{Kind: rules.Ignores})
	e.listed(r.get("contradictions"), e.contradictions, rules.Check{Kind: rules.ContradictionIs})
	e.each(r.get("fires"), e.rules, rules.Check{Kind: rules.Fires})
	e.each(r.get("unsure"), e.rules, rules.Check{Kind: rules.IsUnsure})
	e.each(r.get("near_miss"), e.rules, rules.Check{Kind: rules.NearMiss})
	r.finish()
	if r.n != nil && len(e.checks) == 0 && len(r.n.entries) == 0 {
		e.add(n, "empty-expect", "the case expects nothing")
	}
}

// actions reads [rule, …], {rule: disposition} or {exclude: [rule, …]}.
func (e *expectParser) actions(n *node) {
	if n != nil && n.kind == listNode {
		e.eachAction(n, rules.Included)
		return
	}
	for _, entry := range e.mapping(n, "actions").entries() {
		if entry.key == "exclude" {
			e.eachAction(entry.value, rules.Excluded)
			continue
		}
		rule, ok := e.actionRule(entry.pos, entry.key)
		d, known := e.oneOf(entry.value, "disposition", dispositionNames)
		if ok && known {
			e.checks = append(e.checks, rules.Check{Kind: rules.ActionIs, Subject: rule, Disposition: rules.Disposition(d), Pos: entry.pos})
		}
	}
}

func (e *expectParser) eachAction(n *node, relation rules.Relation) {
	for _, item := range e.list(n, "rules") {
		id, ok := e.word(item, "a rule id")
		if !ok {
			continue
		}
		if rule, ok := e.actionRule(item.pos, id); ok {
			e.expect(item, rules.Check{Kind: rules.ActionIs, Relation: relation, Subject: rule})
		}
	}
}

// actionRule returns the index of the rule of an action, -1 for "incomplete".
func (e *expectParser) actionRule(pos rules.Pos, id string) (int, bool) {
	if id == rules.Incomplete.String() {
		return -1, true
	}
	return e.rules.lookup(pos, id, id)
}

// listed reads a list of what must be there, or a mapping that also says what must not.
func (e *expectParser) listed(n *node, space *symbolTable, check rules.Check) {
	if n == nil || n.kind == listNode {
		e.each(n, space, check)
		return
	}
	r := e.mapping(n, "a list of ids, or include, exclude, exactly")
	e.each(r.get("include"), space, check)
	check.Relation = rules.Excluded
	e.each(r.get("exclude"), space, check)
	e.exactly(r.get("exactly"), space, check)
	if check.Kind == rules.Shows {
		first := r.get("first")
		if i, ok := space.find(first); ok {
			check.Relation, check.Subject = rules.First, i
			e.expect(first, check)
		}
	}
	r.finish()
}

// each reads a list of ids, each of which is a check of its own.
func (e *expectParser) each(n *node, space *symbolTable, check rules.Check) {
	for _, item := range e.list(n, space.what+" ids") {
		if i, ok := space.find(item); ok {
			check.Subject = i
			e.expect(item, check)
		}
	}
}

// exactly reads a list of ids, perhaps empty, that is one check.
func (e *expectParser) exactly(n *node, space *symbolTable, check rules.Check) {
	if n == nil {
		return
	}
	all := space.all(orEmpty(n), space.what+" ids")
	slices.Sort(all)
	check.Relation, check.Subjects = rules.Exactly, all
	e.expect(n, check)
}

// dose reads {at_most: 30, gentle_kneading: 20}: an upper bound for all, or what one therapy has.
func (e *expectParser) dose(n *node, what string, kind rules.CheckKind, read func(*node) (int, bool)) {
	for _, entry := range e.mapping(n, what).entries() {
		number, ok := read(entry.value)
		c := rules.Check{Kind: kind, Relation: rules.AtMost, Number: number, Pos: entry.pos}
		if entry.key != "at_most" {
			i, known := e.therapies.lookup(entry.pos, entry.key, entry.key)
			c.Relation, c.Subject, ok = rules.Included, i, ok && known
		}
		if ok {
			e.checks = append(e.checks, c)
		}
	}
}

func (e *expectParser) pressureNumber(n *node) (int, bool) {
	return e.oneOf(n, "pressure", pressureNames)
}

func (e *expectParser) count(n *node) (int, bool) { return e.whole(n, 1, maxNumber) }

func (e *expectParser) plan(r *record) {
	if n := r.get("schedule"); n != nil {
		if n.is("none") {
			e.expect(n, rules.Check{Kind: rules.ScheduleIs, Subject: -1})
		} else if i, ok := e.schedules.find(n); ok {
			e.expect(n, rules.Check{Kind: rules.ScheduleIs, Subject: i})
		}
	}
	n := r.get("max_sessions")
	if m, ok := e.count(n); ok {
		e.expect(n, rules.Check{Kind: rules.SessionsAre, Number: m})
	}
	n = r.get("sessions_per_week")
	most := e.mapping(n, "{at_most: …}")
	if r := e.rate(most.need("at_most")); r > 0 {
		e.expect(n, rules.Check{Kind: rules.PerWeekAtMost, Number: int(r)})
	}
	most.finish()
}

// because reads [subject, …] or {subject: rule}, {subject: [rule, …]}.
func (e *expectParser) because(n *node, space *symbolTable, kind rules.CheckKind) {
	if n == nil || n.kind == listNode {
		e.each(n, space, rules.Check{Kind: kind})
		return
	}
	for _, entry := range e.mapping(n, "ids, each with the rule that is the reason").entries() {
		i, ok := space.lookup(entry.pos, entry.key, entry.key)
		var reasons []int
		if entry.value.kind == listNode {
			reasons = e.rules.all(entry.value, "rules")
		} else if rule, known := e.rules.find(entry.value); known {
			reasons = []int{rule}
		}
		if ok {
			e.checks = append(e.checks, rules.Check{Kind: kind, Subject: i, Rules: reasons, Pos: entry.pos})
		}
	}
}

// missing reads [question, …], {question: unsure} or {exclude: …, exactly: …}.
func (e *expectParser) missing(n *node) {
	if n == nil || n.kind != mapNode || n.get("include") != nil || n.get("exclude") != nil || n.get("exactly") != nil {
		e.listed(n, e.questions, rules.Check{Kind: rules.MissingIs})
		return
	}
	states := []string{"unanswered", "unsure", "notes"}
	for _, entry := range n.entries {
		q, ok := e.questions.lookup(entry.pos, entry.key, entry.key)
		s, known := e.oneOf(entry.value, "state", states)
		if ok && known {
			e.checks = append(e.checks, rules.Check{Kind: rules.MissingIs, Subject: q, State: states[s], Pos: entry.pos})
		}
	}
}
