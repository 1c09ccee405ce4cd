package engine

import "knead/rules"

// readers are by question what reads the answer to it.
type readers struct {
	rules [][]int32 // their conditions do
	opens [][]int   // the questions that are asked, or not, by it
	lifts []bool    // it decides whether a clearance is lifted
}

func newReaders(p *Program) *readers {
	n := len(p.pack.Questions)
	made := &readers{make([][]int32, n), make([][]int, n), make([]bool, n)}
	for r := range p.pack.Rules {
		for _, q := range p.pack.Reads(p.pack.Rules[r].When) {
			made.rules[q] = append(made.rules[q], int32(r))
		}
	}
	for asked := range p.pack.Questions {
		for _, q := range p.pack.Reads(p.pack.Questions[asked].AskIf) {
			made.opens[q] = append(made.opens[q], asked)
		}
	}
	for _, q := range p.pack.Reads(p.pack.ClearanceLifted) {
		made.lifts[q] = true
	}
	return made
}

// Matters says for each question of the pack whether an answer to it may still change the
// result, whatever the open questions among the others are answered with: its disposition, actions,
// therapies, plan, care, cautions, or what is withheld or to be avoided. A question does not
// matter when everything that reads it is settled by the other answers, or would be shown by no
// result that is still possible. An answer to a note may make it matter after all.
func (p *Program) Matters(in *rules.Intake, open []bool) []bool {
	f := p.NewFacts()
	f.Load(in)
	for q, isOpen := range open {
		if isOpen && !p.pack.Questions[q].Kind.IsText() {
			f.SetUnsure(q)
		}
	}
	f.settle()
	r := relevance{Program: p, f: f, read: p.readers(), carries: true, rules: make([]bool, len(p.pack.Rules))}
	for i := range p.pack.Rules {
		rule := &p.pack.Rules[i]
		value := f.value(rule.When, false)
		switch {
		case rule.Then.Disposition > rules.Clearance && value == atomTrue:
			r.carries = false // whatever else is answered
		case rule.Then.Disposition == rules.Clearance || rule.Then.IfUnsure == rules.Clearance:
			r.clears = r.clears || value != atomFalse
		}
		r.rules[i] = undecided(value)
	}
	matters := make([]bool, len(p.pack.Questions))
	for q := range matters {
		matters[q] = r.matters(q)
	}
	return matters
}

// relevance is what the answers settle while others are open.
type relevance struct {
	*Program
	f       *Facts
	read    *readers
	carries bool   // a result with therapies is possible
	clears  bool   // so is a clearance
	rules   []bool // by rule: answers that are open decide about it
}

func (r *relevance) matters(q int) bool {
	if r.read.lifts[q] && r.clears || r.carries && (q == r.pack.Areas || q == r.pack.SessionsDone) {
		return true
	}
	for _, i := range r.read.rules[q] {
		if rule := &r.pack.Rules[i]; r.rules[i] && r.shows(rule) {
			return true
		}
	}
	for _, asked := range r.read.opens[q] {
		if question := &r.pack.Questions[asked]; r.open(question.AskIf) && (question.Required || r.counts(asked)) {
			return true
		}
	}
	return false
}

// open reports whether answers that are open decide about a condition.
func (r *relevance) open(c *rules.Condition) bool {
	return undecided(r.f.value(c, false))
}

func undecided(value atom) bool { return value != atomTrue && value != atomFalse }

// shows reports whether a result that is possible would show an effect of the rule.
func (r *relevance) shows(rule *rules.Rule) bool {
	return r.carries || rule.Then.Disposition != rules.Proceed
}

// counts reports whether it makes a difference that a question is not asked: then conditions on
// it are false, whatever was answered.
func (r *relevance) counts(q int) bool {
	for _, i := range r.read.rules[q] {
		if r.shows(&r.pack.Rules[i]) {
			return true
		}
	}
	if r.read.lifts[q] && r.clears {
		return true
	}
	for _, asked := range r.read.opens[q] {
		if r.pack.Questions[asked].Required || r.counts(asked) {
			return true
		}
	}
	return false
}
