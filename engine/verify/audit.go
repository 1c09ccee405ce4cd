package verify

import (
	"context"
	"slices"
	"strings"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// property is something that every pack should have, whatever it promises. A ? in its words
// stands for what a finding is about; fails is left out where the finding says more.
type property struct{ name, holds, fails string }

var (
	noTherapyAboveClearance = property{"no_therapy_above_clearance", "no result above clearance shows a therapy", "a result above clearance shows a therapy"}
	somethingToOffer        = property{"something_to_offer", "whoever may proceed is shown a therapy", "somebody may proceed, but no therapy is shown"}
	unknownNeverSafer       = property{"unknown_never_safer", "not knowing ? is never safer than an answer", "unsure about ? is never safer than an answer"}
	firmWorkIsTagged        = property{"firm_work_is_tagged", "? is left out or capped wherever the invariants forbid firm work by a tag", "? has no tag that firm work needs, and is neither left out nor capped where an invariant forbids such a tag"}
	ruleCanFire             = property{"rule_can_fire", "the condition of rule ? can be true", "the condition of rule ? can never be true"}
	ruleMatters             = property{"rule_matters", "rule ? changes a result", "rule ? never changes a result: others always do the same"}
	askedBeforeRead         = property{"asked_before_read", "the question of ? can be asked where the rule is true", ""}
	contradictionCanHold    = property{"contradiction_can_hold", "answers can be the contradiction ?", "no answers are ever the contradiction ?"}
	contradictionOfAnswers  = property{"contradiction_of_answers", "nobody is the contradiction ? without an answer", "the contradiction ? is one for somebody who has answered nothing"}
	questionCanBeAsked      = property{"question_can_be_asked", "question ? can be asked", "question ? is never asked"}
	therapyCanAppear        = property{"therapy_can_appear", "therapy ? can be shown", "therapy ? is never shown to anybody"}
	scheduleCanAppear       = property{"schedule_can_appear", "schedule ? can be a plan", "schedule ? is never anybody's plan"}
	schedulesGentlestFirst  = property{"schedules_gentlest_first", "schedule ? is not chosen where one after it, which begins gentler, fits too", ""}
	questionRead            = property{"question_read", "question ? is read", "nothing reads question ?"}
	optionToldApart         = property{"option_told_apart", "conditions tell option ? apart", ""}
	capLeavesSomething      = property{"cap_leaves_something", "the cap of rule ? leaves a therapy", "the cap of rule ? is below what every therapy needs"}
	acceptedIsNeeded        = property{"accepted_is_needed", "? was found", "nothing was found that this accepts"}
)

// about returns a finding that is not decided yet.
func (p property) about(subject string, pos rules.Pos) Finding {
	words := func(s string) string { return strings.ReplaceAll(s, "?", subject) }
	return Finding{Property: p.name, Subject: subject, Pos: pos, Message: words(p.fails), proved: words(p.holds)}
}

// checks look at one property each, in the order of the findings. Those that every part of an
// audit makes look at their part, or only ask.
var checks = []struct {
	check func(*audit)
	parts bool
}{
	{(*audit).noTherapyAboveClearance, false},
	{(*audit).somethingToOffer, false},
	{(*audit).unknownNeverSafer, true},
	{(*audit).firmWorkTagged, false},
	{(*audit).rulesFire, true},
	{(*audit).rulesMatter, true},
	{(*audit).askedBeforeRead, true},
	{(*audit).contradictionsHold, true},
	{(*audit).contradictionsOfAnswers, false},
	{(*audit).questionsAsked, true},
	{(*audit).therapiesAppear, true},
	{(*audit).schedulesAppear, true},
	{(*audit).gentlestFirst, true},
	{(*audit).decideAsked, true},
	{(*audit).toldApart, false},
	{(*audit).capsLeaveSomething, false},
}

// Audit checks the properties that every pack should have. Findings that are Proved are
// in order. When the context ends first, it returns the context's error.
func Audit(ctx context.Context, p *engine.Program, o Options) ([]Finding, error) {
	parts := make([]*audit, partsOf(p.Pack()))
	sideBySide(len(parts), func(k int) {
		a := &audit{model: newModel(p), query: query{ctx, o}, part: k, parts: len(parts)}
		for i, c := range checks {
			if a.check = i; c.parts || k == 0 {
				c.check(a)
			}
		}
		a.model = nil
		parts[k] = a
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	whole := &audit{model: &model{pack: p.Pack()}}
	for check := range checks {
		for item := range len(p.Pack().Questions) + len(parts[0].asked) {
			of := parts[item%len(parts)]
			for ; len(of.places) > 0 && of.places[0] == (place{check, item}); of.places = of.places[1:] {
				whole.findings = append(whole.findings, of.findings[0])
				of.findings = of.findings[1:]
			}
		}
	}
	whole.accept()
	return whole.findings, nil
}

// place is where a finding stands: which check found it, and about which of its items.
type place struct{ check, item int }

// audit collects findings. Questions of the kind "is there anybody for whom …" are put off,
// so that one solver answers all of them.
type audit struct {
	*model
	query
	place               // of the next finding
	part, parts int     // which of the items of a check are looked at; parts is 0 for all
	places      []place // of the findings
	findings    []Finding
	asked       []existence
	seen        []*rules.Intake // the latest who were found
}

// asks reports whether the next question that is put off belongs to the part; if it does not, it is
// left out.
func (a *audit) asks() bool {
	if len(a.asked)%max(a.parts, 1) == a.part {
		return true
	}
	a.asked = append(a.asked, existence{})
	return false
}

// begins reports whether an item of a check belongs to the part, and begins it.
func (a *audit) begins(item int) bool {
	a.item = item
	return a.ctx.Err() == nil && item%max(a.parts, 1) == a.part
}

// add notes a finding; one that is in order says so.
func (a *audit) add(f Finding) {
	if f.Status == Proved {
		f.Message = f.proved
	}
	a.findings, a.places = append(a.findings, f), append(a.places, a.place)
}

// inspected notes a finding that needs no search.
func (a *audit) inspected(f Finding, inOrder bool) {
	f.Status, f.How = Refuted, "inspection"
	if inOrder {
		f.Status = Proved
	}
	a.add(f)
}

// decide settles a finding by a search for answers under which signals hold; shows says
// whether the evaluator sees it so.
func (a *audit) decide(f Finding, shows func(*rules.Intake) bool, signals ...sat.Node) Finding {
	found := a.query.decide(question{circuit: a.circuit, about: f.key(), signals: signals, witness: a.plainest(shows)})
	f.rest(&found)
	return f
}

// existence asks whether answers exist under which a signal holds; there should be some.
type existence struct {
	finding Finding         // what to report if there are none
	signal  func() sat.Node // nil where the question belongs to another part
	build   func() sat.Node // the whole signal, to try when nobody is found for this narrower one; may be nil
	shows   func(*rules.Intake) bool
	// unwanted turns the question round: there should be none. Witnesses are notes.
	unwanted bool
}

// ask puts off a question: whether there is anybody for whom the signal holds, as the
// evaluator sees it too.
func (a *audit) ask(f Finding, signal sat.Node, shows func(*rules.Intake) bool) {
	if a.asks() {
		a.asked = append(a.asked, existence{finding: f, signal: func() sat.Node { return signal }, shows: shows})
	}
}

// decideAsked answers what was put off. Whatever the session finds is replayed by the evaluator.
func (a *audit) decideAsked() {
	for i := range a.asked {
		if a.begins(i) {
			a.add(a.exists(&a.asked[i]))
			a.decided()
		}
	}
	a.item = 0
}

// mostSeen is how many intakes are kept for narrow questions.
const mostSeen = 50

func (a *audit) see(in *rules.Intake) {
	a.seen = append(a.seen[max(0, len(a.seen)-mostSeen):], in)
}

// found returns answers under which the signal holds, if the evaluator confirms them; or else,
// where the signal is a narrow one, the answers of another question that will do.
func (a *audit) found(e *existence) *rules.Intake {
	if v := a.session().Solve(a.ctx, sessionBudget, e.signal()); v.Status == sat.Satisfiable {
		in := a.decode(v.Assignment)
		a.see(in)
		if e.shows(in) {
			return in
		}
	}
	if e.build != nil {
		if i := slices.IndexFunc(a.seen, e.shows); i >= 0 {
			return a.seen[i]
		}
	}
	return nil
}

func (a *audit) exists(e *existence) Finding {
	found := e.finding
	if in := a.Known.person(&found); in != nil && !e.unwanted && e.shows(in) {
		found.Status, found.How, found.grounds = Proved, "evaluation", grounds{person: in, known: true}
		a.see(in)
		return found
	}
	if in := a.found(e); in != nil {
		found.Status, found.How, found.person = Proved, "sat + evaluation", in
		if e.unwanted {
			found.Status, found.Witness, found.person = Refuted, shrink(a.pack, in, e.shows), nil
		}
		return found
	}
	if e.build != nil {
		e.signal = e.build
	}
	found = a.decide(found, e.shows, e.signal())
	if e.unwanted {
		return found
	}
	found.person, found.Witness = found.Witness, nil
	switch found.Status {
	case Proved:
		found.Status = Refuted
	case Refuted:
		found.Status = Proved
	}
	return found
}

func (a *audit) noTherapyAboveClearance() {
	a.add(a.decide(noTherapyAboveClearance.about(a.pack.Name, a.pack.Pos), func(in *rules.Intake) bool {
		d := a.program.Decide(in)
		return !d.Disposition.CarriesTherapies() && len(d.Therapies) > 0
	}, a.anyShown(), a.atLeast[rules.Incomplete]))
}

// somethingToOffer looks for people who may proceed with nothing, apart from those for whom
// the pack accepts it.
func (a *audit) somethingToOffer() {
	nothing := func(in *rules.Intake) bool {
		d := a.program.Decide(in)
		return d.Disposition == rules.Proceed && len(d.Therapies) == 0
	}
	signals := []sat.Node{-a.atLeast[rules.Clearance], -a.anyShown()}
	find := func(by *rules.Waiver, shows func(*rules.Intake) bool, who ...sat.Node) {
		f := somethingToOffer.about(a.pack.Name, a.pack.Pos)
		f.by = by
		a.add(a.decide(f, shows, append(who, signals...)...))
	}
	entries := a.acceptedAbout(somethingToOffer, a.pack.Name)
	about := func(in *rules.Intake, x *rules.Waiver) bool { return a.program.Truth(in, x.When) == engine.True }
	var others []sat.Node
	for _, x := range entries {
		who := a.condition(x.When, rules.Surely, false)
		others = append(others, -who)
		find(x, func(in *rules.Intake) bool { return nothing(in) && about(in, x) }, who)
	}
	find(nil, func(in *rules.Intake) bool {
		return nothing(in) && !slices.ContainsFunc(entries, func(x *rules.Waiver) bool { return about(in, x) })
	}, others...)
}

// firmWorkTagged looks, for each therapy that may press as firmly as some tags require and has
// none of them, for people for whom an invariant forbids such a tag and nothing holds the therapy back.
func (a *audit) firmWorkTagged() {
	tags, least := a.pack.PressureTags()
	for t := range a.pack.Therapies {
		therapy := &a.pack.Therapies[t]
		if tags == 0 || therapy.Most < least {
			continue
		}
		f := firmWorkIsTagged.about(therapy.ID, therapy.Pos)
		if therapy.Tags&tags != 0 {
			a.inspected(f, true) // the invariants themselves speak of it
			continue
		}
		var forbidden []*rules.Invariant
		var who []sat.Node
		for i := range a.pack.Invariants {
			inv := &a.pack.Invariants[i]
			if slices.ContainsFunc(inv.Assertions, func(x rules.Assertion) bool { return x.Tags&tags != 0 }) {
				forbidden, who = append(forbidden, inv), append(who, a.concerns(inv))
			}
		}
		a.add(a.decide(f, func(in *rules.Intake) bool {
			d := decide(a.program, in)
			return d.shows(t) && !d.capped(rules.EffectPressure, int(least)-1) &&
				slices.ContainsFunc(forbidden, func(inv *rules.Invariant) bool { return concerns(a.program, inv, in) })
		}, a.shows(t), -a.capped(rules.EffectPressure, int(least)-1), a.Or(who...)))
	}
}

// rulesFire asks for each rule whether its condition can be true.
func (a *audit) rulesFire() {
	for r := range a.pack.Rules {
		rule := &a.pack.Rules[r]
		a.ask(ruleCanFire.about(rule.ID, rule.Pos), a.rules[r][rules.Surely], func(in *rules.Intake) bool {
			return a.program.Truth(in, rule.When) == engine.True
		})
	}
}

// askedBeforeRead asks for each rule and each question it reads that is not always asked
// whether the rule can be true while the question applies.
func (a *audit) askedBeforeRead() {
	for r := range a.pack.Rules {
		rule := &a.pack.Rules[r]
		for _, q := range a.pack.Reads(rule.When) {
			question := &a.pack.Questions[q]
			if question.AskIf == nil {
				continue
			}
			f := askedBeforeRead.about(rule.ID+"."+question.ID, rule.Pos)
			f.Message = "rule " + rule.ID + " reads " + question.ID + ", which is never asked where the rule is true"
			a.ask(f, a.And(a.rules[r][rules.Surely], a.domains[q].applies), func(in *rules.Intake) bool {
				return a.program.Truth(in, rule.When) == engine.True && a.program.Applies(in)[q]
			})
		}
	}
}

// contradictionsHold asks for each contradiction whether some answers are one.
func (a *audit) contradictionsHold() {
	for i := range a.pack.Contradicts {
		c := &a.pack.Contradicts[i]
		holds := func(in *rules.Intake) bool { return a.program.Truth(in, c.When) == engine.True }
		a.ask(contradictionCanHold.about(c.ID, c.Pos), a.condition(c.When, rules.Surely, false), holds)
	}
}

// contradictionsOfAnswers reports contradictions that somebody is who has answered nothing.
func (a *audit) contradictionsOfAnswers() {
	blank := rules.NewIntake(a.pack)
	for i := range a.pack.Contradicts {
		c := &a.pack.Contradicts[i]
		a.inspected(contradictionOfAnswers.about(c.ID, c.Pos), a.program.Truth(blank, c.When) != engine.True)
	}
}

// questionsAsked asks for each question with an ask_if whether it is ever asked.
func (a *audit) questionsAsked() {
	for q := range a.pack.Questions {
		question := &a.pack.Questions[q]
		if question.AskIf != nil {
			a.ask(questionCanBeAsked.about(question.ID, question.Pos), a.domains[q].applies, func(in *rules.Intake) bool {
				return a.program.Applies(in)[q]
			})
		}
	}
}

// therapiesAppear asks for each therapy whether anybody is ever shown it. Physicians'
// procedures are meant to be withheld.
func (a *audit) therapiesAppear() {
	for t := range a.pack.Therapies {
		therapy := &a.pack.Therapies[t]
		if therapy.Provider == rules.Physician {
			continue
		}
		a.ask(therapyCanAppear.about(therapy.ID, therapy.Pos), a.shows(t), func(in *rules.Intake) bool {
			return decide(a.program, in).shows(t)
		})
	}
}

// schedulesAppear asks for each schedule whether it is ever anybody's plan.
func (a *audit) schedulesAppear() {
	for s := range a.pack.Schedules {
		schedule := &a.pack.Schedules[s]
		a.ask(scheduleCanAppear.about(schedule.ID, schedule.Pos), a.plans(s), func(in *rules.Intake) bool {
			return decide(a.program, in).plans(s)
		})
	}
}

// gentlestFirst asks for schedules that stand before a gentler one while the same person
// may have both: the pack's order would then not choose the gentler.
func (a *audit) gentlestFirst() {
	for s := range a.pack.Schedules {
		for later := s + 1; later < len(a.pack.Schedules); later++ {
			first, second := &a.pack.Schedules[s], &a.pack.Schedules[later]
			if !gentler(second, first) {
				continue
			}
			f := schedulesGentlestFirst.about(first.ID, first.Pos)
			f.Message, f.Note = "schedule "+first.ID+" is chosen although "+second.ID+", which begins gentler, fits too", true
			asked := a.asking(later)
			a.asked = append(a.asked, existence{
				finding: f, unwanted: true,
				signal: func() sat.Node { return a.And(a.plans(s), a.condition(asked, rules.Surely, false)) },
				shows: func(in *rules.Intake) bool {
					return decide(a.program, in).plans(s) && a.program.Truth(in, asked) == engine.True
				},
			})
		}
	}
}

// asking returns the condition that some rule names the schedule.
func (a *audit) asking(schedule int) *rules.Condition {
	some := &rules.Condition{Op: rules.Any, Derived: -1}
	for r := range a.pack.Rules {
		if a.pack.Rules[r].Then.Schedule == schedule {
			some.Of = append(some.Of, a.pack.Rules[r].When)
		}
	}
	return some
}

// gentler reports whether a schedule begins with less of something, and more of nothing.
func gentler(a, b *rules.Schedule) bool {
	x, y := a.Phases[0], b.Phases[0]
	noMore := x.Rate[1] <= y.Rate[1] && x.Minutes[1] <= y.Minutes[1] && x.Minutes[0] <= y.Minutes[0]
	return noMore && (x.Rate[1] < y.Rate[1] || x.Minutes[1] < y.Minutes[1])
}
