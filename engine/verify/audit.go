package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// The properties that every pack should have, whatever it promises.
const (
	noTherapyAboveClearance = "no_therapy_above_clearance"
	unknownNeverSafer       = "unknown_never_safer"
	ruleCanFire             = "rule_can_fire"
	ruleMatters             = "rule_matters"
	askedBeforeRead         = "asked_before_read"
	questionCanBeAsked      = "question_can_be_asked"
	therapyCanAppear        = "therapy_can_appear"
	scheduleCanAppear       = "schedule_can_appear"
	somethingToOffer        = "something_to_offer"
	optionToldApart         = "option_told_apart"
	questionRead            = "question_read"
	schedulesGentlestFirst  = "schedules_gentlest_first"
	capLeavesSomething      = "cap_leaves_something"
	acceptedIsNeeded        = "accepted_is_needed"
)

// Audit checks the properties that every pack should have. Findings that are Proved are
// in order.
func (m *Model) Audit(o Options) []Finding {
	a := &audit{Model: m, options: o}
	a.add(a.noTherapyAboveClearance())
	a.somethingToOffer()
	a.unknownNeverSafer()
	a.rulesFire()
	a.rulesMatter()
	a.askedBeforeRead()
	a.questionsAsked()
	a.appearances()
	a.gentlestFirst()
	a.decide()
	a.toldApart()
	a.capsLeaveSomething()
	a.accept()
	return a.findings
}

// accept marks the findings that the pack's authors stand by. An acceptance that nothing
// needs is a finding itself.
func (a *audit) accept() {
	for i := range a.pack.Accepted {
		accepted := &a.pack.Accepted[i]
		needed := false
		for k := range a.findings {
			if f := &a.findings[k]; f.Status == Refuted && acceptable(f, accepted) {
				f.Accepted, needed = accepted.Reason, true
			}
		}
		f := Finding{Property: acceptedIsNeeded, Subject: accepted.Property + " " + accepted.Subject, Pos: accepted.Pos, Status: Proved, How: "inspection",
			Message: "nothing was found that this accepts"}
		if !needed {
			f.Status = Refuted
			f.Message += farther(accepted)
		}
		a.add(f)
	}
}

// acceptable reports whether an entry accepts a finding: nobody can stand by therapies above
// clearance, and what is found about some people is accepted for those that the entry is about.
func acceptable(f *Finding, accepted *rules.Accepted) bool {
	switch f.Property {
	case noTherapyAboveClearance:
		return false
	case unknownNeverSafer, somethingToOffer:
		return f.by == accepted
	}
	return f.Property == accepted.Property && f.Subject == accepted.Subject && accepted.Rules == nil && accepted.When == nil
}

// farther says what an entry lacks or has too much of.
func farther(accepted *rules.Accepted) string {
	switch accepted.Property {
	case unknownNeverSafer:
		if accepted.Rules == nil {
			return "; it must name all rules that play a part"
		}
	case somethingToOffer:
		if accepted.When == nil {
			return "; it must say with when: whom it is about"
		}
	default:
		if accepted.Rules != nil || accepted.When != nil {
			return "; it has rules: or when:, but the finding is about everybody"
		}
	}
	return ""
}

// acceptedAbout returns the entries about some people who show a finding.
func (a *audit) acceptedAbout(property, subject string) (entries []*rules.Accepted) {
	for i := range a.pack.Accepted {
		x := &a.pack.Accepted[i]
		if x.Property == property && x.Subject == subject && (property != unknownNeverSafer || x.Rules != nil) && (property != somethingToOffer || x.When != nil) {
			entries = append(entries, x)
		}
	}
	return entries
}

// audit collects findings. Questions of the kind "is there anybody for whom …" are put off,
// so that one solver answers all of them.
type audit struct {
	*Model
	options  Options
	findings []Finding
	open     []existence
}

// existence asks whether answers exist under which a signal holds; there should be some.
type existence struct {
	signal  sat.Node
	wider   func() sat.Node // another signal to try when there is nobody for the first; may be nil
	shows   func(*rules.Intake) bool
	finding Finding // what to report if there are none
	// unwanted turns the question round: there should be none. Witnesses are notes.
	unwanted bool
}

func (a *audit) ask(e existence) { a.open = append(a.open, e) }

func (a *audit) noTherapyAboveClearance() Finding {
	shows := func(in *rules.Intake) bool {
		d := a.program.Decide(in)
		return !d.Disposition.CarriesTherapies() && len(d.Therapies) > 0
	}
	f := a.search(a.options, shows, nil, a.Or(a.outcome.shown...), a.outcome.atLeast[rules.Incomplete])
	f.Property, f.Subject, f.Message, f.Pos = noTherapyAboveClearance, a.pack.Name, "a result above clearance shows a therapy", a.pack.Pos
	return f
}

// somethingToOffer looks for people who may proceed with nothing, apart from those for whom
// the pack accepts it.
func (a *audit) somethingToOffer() {
	nothing := func(in *rules.Intake) bool {
		d := a.program.Decide(in)
		return d.Disposition == rules.Proceed && len(d.Therapies) == 0
	}
	signals := []sat.Node{-a.outcome.atLeast[rules.Clearance], -a.Or(a.outcome.shown...)}
	find := func(by *rules.Accepted, shows func(*rules.Intake) bool, who ...sat.Node) {
		f := a.search(a.options, shows, nil, append(who, signals...)...)
		f.Property, f.Subject, f.Message, f.Pos, f.by = somethingToOffer, a.pack.Name, "somebody may proceed, but no therapy is shown", a.pack.Pos, by
		a.add(f)
	}
	entries := a.acceptedAbout(somethingToOffer, a.pack.Name)
	about := func(in *rules.Intake, x *rules.Accepted) bool { return a.program.Truth(in, x.When) == engine.True }
	var others []sat.Node
	for _, x := range entries {
		who := a.condition(x.When, surely, false)
		others = append(others, -who)
		find(x, func(in *rules.Intake) bool { return nothing(in) && about(in, x) }, who)
	}
	find(nil, func(in *rules.Intake) bool {
		return nothing(in) && !slices.ContainsFunc(entries, func(x *rules.Accepted) bool { return about(in, x) })
	}, others...)
}

// rulesFire asks for each rule whether its condition can be true.
func (a *audit) rulesFire() {
	for r := range a.pack.Rules {
		rule := &a.pack.Rules[r]
		a.ask(existence{
			signal:  a.rules[r].surely,
			shows:   func(in *rules.Intake) bool { return a.program.Truth(in, rule.When) == engine.True },
			finding: Finding{Property: ruleCanFire, Subject: rule.ID, Pos: rule.Pos, Message: "the condition of rule " + rule.ID + " can never be true"},
		})
	}
}

// askedBeforeRead asks for each rule and each question it reads that is not always asked
// whether the rule can be true while the question applies.
func (a *audit) askedBeforeRead() {
	for r := range a.pack.Rules {
		rule := &a.pack.Rules[r]
		for _, q := range a.pack.Reads(rule.When) {
			if a.pack.Questions[q].AskIf == nil {
				continue
			}
			a.ask(existence{
				signal: a.And(a.rules[r].surely, a.domains[q].applies),
				shows: func(in *rules.Intake) bool {
					return a.program.Truth(in, rule.When) == engine.True && a.program.Applies(in)[q]
				},
				finding: Finding{Property: askedBeforeRead, Subject: rule.ID + "." + a.pack.Questions[q].ID, Pos: rule.Pos,
					Message: "rule " + rule.ID + " reads " + a.pack.Questions[q].ID + ", which is never asked where the rule is true"},
			})
		}
	}
}

// questionsAsked asks for each question with an ask_if whether it is ever asked.
func (a *audit) questionsAsked() {
	for q := range a.pack.Questions {
		question := &a.pack.Questions[q]
		if question.AskIf == nil {
			continue
		}
		a.ask(existence{
			signal:  a.domains[q].applies,
			shows:   func(in *rules.Intake) bool { return a.program.Applies(in)[q] },
			finding: Finding{Property: questionCanBeAsked, Subject: question.ID, Pos: question.Pos, Message: "question " + question.ID + " is never asked"},
		})
	}
}

// appearances asks for each therapy and schedule whether anybody is ever shown it.
// Physicians' procedures are meant to be withheld.
func (a *audit) appearances() {
	for t := range a.pack.Therapies {
		therapy := &a.pack.Therapies[t]
		if therapy.Provider == rules.Physician {
			continue
		}
		a.ask(existence{
			signal: a.outcome.shown[t],
			shows: func(in *rules.Intake) bool {
				return slices.ContainsFunc(a.program.Decide(in).Therapies, func(d engine.TherapyDecision) bool { return d.Therapy == t })
			},
			finding: Finding{Property: therapyCanAppear, Subject: therapy.ID, Pos: therapy.Pos, Message: "therapy " + therapy.ID + " is never shown to anybody"},
		})
	}
	for s := range a.pack.Schedules {
		schedule := &a.pack.Schedules[s]
		a.ask(existence{
			signal:  a.outcome.planned[s],
			shows:   func(in *rules.Intake) bool { return a.program.Decide(in).Plan.Schedule == s },
			finding: Finding{Property: scheduleCanAppear, Subject: schedule.ID, Pos: schedule.Pos, Message: "schedule " + schedule.ID + " is never anybody's plan"},
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
			both := a.And(a.outcome.planned[s], a.anyRule(surely, func(e *rules.Effect) bool { return e.Schedule == later }))
			a.ask(existence{
				signal: both, unwanted: true,
				shows: func(in *rules.Intake) bool {
					return a.program.Decide(in).Plan.Schedule == s && a.asksFor(in, later)
				},
				finding: Finding{Property: schedulesGentlestFirst, Subject: first.ID, Pos: first.Pos, Note: true,
					Message: "schedule " + first.ID + " is chosen although " + second.ID + ", which begins gentler, fits too"},
			})
		}
	}
}

// gentler reports whether a schedule begins with less of everything.
func gentler(a, b *rules.Schedule) bool {
	x, y := a.Phases[0], b.Phases[0]
	return x.Rate[1] <= y.Rate[1] && x.Minutes[1] <= y.Minutes[1] && x.Minutes[0] <= y.Minutes[0] && (x.Rate[1] < y.Rate[1] || x.Minutes[1] < y.Minutes[1])
}

// asksFor reports whether a rule surely names the schedule.
func (a *audit) asksFor(in *rules.Intake, schedule int) bool {
	for r := range a.pack.Rules {
		if a.pack.Rules[r].Then.Schedule == schedule && a.program.Truth(in, a.pack.Rules[r].When) == engine.True {
			return true
		}
	}
	return false
}
