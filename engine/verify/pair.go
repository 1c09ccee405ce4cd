package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// pair is two packs over the same people: questions and options with the same ids have the
// same answers in both. Only answers that both packs can hold are looked at; a question
// that one of them lacks is answered for the other alone.
type pair struct {
	*circuit
	*Comparer
	old, new *model
}

// newPair translates two programs' packs, so that the conditions, which are about the new
// pack's questions, can be asked too.
func newPair(old, new *engine.Program, asked ...*rules.Condition) *pair {
	c := newCircuit()
	p := &pair{circuit: c, Comparer: NewComparer(old, new), old: emptyModel(old, c), new: emptyModel(new, c)}
	p.new.asked = asked
	oldCuts, newCuts := p.jointCuts()
	p.old.buildDomains(oldCuts)
	p.new.domains = make([]domain, len(p.new.pack.Questions))
	for q := range p.new.pack.Questions {
		if k := p.counterpart(q); k >= 0 {
			p.share(q, k, newCuts[q])
		} else {
			p.new.ownDomain(q, newCuts[q])
		}
	}
	p.new.settle()
	p.new.blankUnlessAsked()
	p.old.blankUnlessAsked()
	for _, m := range []*model{p.old, p.new} {
		m.buildRules()
		m.buildOutcome()
	}
	return p
}

// counterpart returns the question of the old pack with the id and kind of a question of the
// new one, or -1.
func (p *pair) counterpart(q int) int {
	return sameQuestion(p.new.pack, q, p.old.pack)
}

// sameQuestion returns the question of another pack with the same id and kind, or -1.
func sameQuestion(p *rules.Pack, q int, other *rules.Pack) int {
	i := other.QuestionIndex(p.Questions[q].ID)
	if i >= 0 && other.Questions[i].Kind != p.Questions[q].Kind {
		return -1
	}
	return i
}

// jointCuts returns where the intervals of Int questions begin, so that both packs cut the
// numbers they share alike.
func (p *pair) jointCuts() (old, new [][]int) {
	old, new = p.old.intCuts(), p.new.intCuts()
	p.old.addSessionCuts(old, p.new)
	p.new.addSessionCuts(new, p.old)
	for q := range new {
		k := p.counterpart(q)
		if k < 0 || !p.new.pack.Questions[q].Kind.IsNumber() {
			continue
		}
		a, b := &p.old.pack.Questions[k], &p.new.pack.Questions[q]
		both := append(slices.Concat(old[k], new[q]), a.Min, a.Max+1, b.Min, b.Max+1)
		old[k] = trimmed(slices.Clone(both), a.Min, a.Max)
		new[q] = trimmed(both, b.Min, b.Max)
	}
	return old, new
}

// addSessionCuts adds the numbers of sessions done at which the sessions that are left can
// differ between the packs. Where the other pack counts by another question, that is every
// number.
func (m *model) addSessionCuts(cuts [][]int, other *model) {
	q := m.pack.SessionsDone
	if q < 0 {
		return
	}
	question := &m.pack.Questions[q]
	alone := other.pack.SessionsDone >= 0 && other.pack.Questions[other.pack.SessionsDone].ID != question.ID
	for i := range m.pack.Schedules {
		course := m.pack.Schedules[i].CourseSessions
		for n := 0; alone && n < course; n++ {
			cuts[q] = append(cuts[q], n)
		}
		for k := range other.pack.Schedules {
			n := max(other.pack.Schedules[k].MaxSessions, other.pack.Schedules[k].CourseSessions)
			cuts[q] = append(cuts[q], course-n, course-n+1)
		}
	}
	cuts[q] = trimmed(cuts[q], question.Min, question.Max)
}

// share gives a question of the new pack the inputs of its counterpart. What only one of them can
// hold is left out on both sides.
func (p *pair) share(q, k int, cuts []int) {
	question, d := &p.new.pack.Questions[q], &p.new.domains[q]
	old := &p.old.domains[k]
	like := *old
	like.cuts, like.shared = cuts, old
	like.values = make([]sat.Node, max(len(question.Options), len(cuts)))
	like.hinted = make([]sat.Node, len(question.Options))
	for i := range like.values {
		same := -1
		if question.Kind.IsNumber() {
			same = slices.Index(old.cuts, cuts[i])
		} else {
			same = p.old.pack.Questions[k].OptionIndex(question.Options[i].ID)
		}
		like.values[i] = sat.No
		if same >= 0 {
			like.values[i] = old.values[same]
		}
		if i < len(like.hinted) {
			like.hinted[i] = sat.No
			if same >= 0 {
				like.hinted[i] = old.hinted[same]
			}
		}
	}
	p.new.buildDomain(q, like, func(n sat.Node) sat.Node { return n })
	for _, v := range slices.Concat(old.values, old.hinted) {
		if !slices.Contains(d.values, v) && !slices.Contains(d.hinted, v) {
			d.constraints = append(d.constraints, -v)
		}
	}
	old.shared = d
}

// intakePair are one person's answers for each of the two packs.
type intakePair struct{ old, new *rules.Intake }

func (p *pair) decode(found sat.Assignment) intakePair {
	who := intakePair{p.old.decode(found), p.new.decode(found)}
	for q := range p.new.pack.Questions {
		if k := p.counterpart(q); k >= 0 && p.new.pack.Questions[q].Kind.IsText() {
			joinNotes(&who.old.Answers[k], &who.new.Answers[q])
		}
	}
	old, new := p.old.toConfirm(who.old, found), p.new.toConfirm(who.new, found)
	who.new.Confirmed = nil
	for q := range p.new.pack.Questions {
		if slices.Contains(new, q) || slices.Contains(old, p.counterpart(q)) {
			who.new.Confirmed = append(who.new.Confirmed, q)
		}
	}
	who.old.Confirmed = p.confirmed(old, who.new.Confirmed)
	return who
}

// confirmed returns the questions of the old pack that are confirmed: as in the new one where
// both ask.
func (p *pair) confirmed(old, new []int) (all []int) {
	for k := range p.old.pack.Questions {
		q := sameQuestion(p.old.pack, k, p.new.pack)
		if slices.Contains(new, q) || q < 0 && slices.Contains(old, k) {
			all = append(all, k)
		}
	}
	return all
}

// joinNotes gives two answers in free text, with the phrases that two packs look for, the
// phrases of both.
func joinNotes(a, b *rules.Answer) {
	switch {
	case a.Text == b.Text:
	case a.Text == "" || a.Text == anyText:
		*a = *b
	case b.Text == "" || b.Text == anyText:
		*b = *a
	default:
		a.Text += b.Text
		*b = *a
	}
}

// shrink makes a person as plain as it can while it still shows what it is to show.
func (p *pair) shrink(who intakePair, shows func(intakePair) bool) intakePair {
	who.new = shrink(p.new.pack, who.new, func(in *rules.Intake) bool { return shows(intakePair{p.carry(who.old, in), in}) })
	who.old = p.carry(who.old, who.new)
	who.old = shrink(p.old.pack, who.old, func(in *rules.Intake) bool { return p.agree(in, who.new) && shows(intakePair{in, who.new}) })
	return who
}

// carry returns the old pack's intake with the answers of the new one where both ask.
func (p *pair) carry(old, new *rules.Intake) *rules.Intake {
	carried := &rules.Intake{Answers: slices.Clone(old.Answers), Confirmed: p.confirmed(old.Confirmed, new.Confirmed)}
	for q := range p.old.pack.Questions {
		if k := sameQuestion(p.old.pack, q, p.new.pack); k >= 0 {
			carried.Answers[q] = translate(new.Answers[k], &p.new.pack.Questions[k], &p.old.pack.Questions[q])
		}
	}
	return carried
}

// agree reports whether the two intakes give the same answers where both packs ask, and such
// that both can hold.
func (p *pair) agree(old, new *rules.Intake) bool {
	if !slices.Equal(old.Confirmed, p.confirmed(old.Confirmed, new.Confirmed)) {
		return false
	}
	for q := range p.new.pack.Questions {
		k := p.counterpart(q)
		if k < 0 {
			continue
		}
		was, is := &p.old.pack.Questions[k], &p.new.pack.Questions[q]
		a, b := old.Answers[k], new.Answers[q]
		if translate(a, was, is) != b || translate(b, is, was) != a || !allows(was, a) || !allows(is, b) {
			return false
		}
	}
	return true
}

// allows reports whether a question can be answered so.
func allows(q *rules.Question, a rules.Answer) bool {
	switch {
	case a.State == rules.Unanswered || q.Kind.IsText():
		return true
	case a.State == rules.Unsure:
		return q.Unsure
	case q.Kind.IsNumber():
		return a.Int >= q.Min && a.Int <= q.Max
	}
	return a.Ticks != 0 || q.AllowsNone()
}

// translate writes an answer to one question as an answer to its counterpart.
func translate(a rules.Answer, from, to *rules.Question) rules.Answer {
	ticks := uint64(0)
	for i := range from.Options {
		if a.Ticks>>i&1 != 0 {
			if same := to.OptionIndex(from.Options[i].ID); same >= 0 {
				ticks |= 1 << same
			}
		}
	}
	a.Ticks = ticks
	return a
}
