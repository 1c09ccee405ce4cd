package engine

import (
	"cmp"
	"math/bits"
	"slices"

	"knead/engine/notes"
	"knead/rules"
)

// Facts are the answers of one intake in the form the evaluators read. They belong to one
// Program and one goroutine, and are meant to be reused: Reset, then one Set for each
// answered question, then DecideFacts. Answers may be set in any order, and again after an
// evaluation: the last answer to a question counts. An answer that its question cannot
// have counts as "unsure".
type Facts struct {
	program  *Program
	answers  []fact  // by question
	plain    []uint8 // by slot, the codes of the answers alone
	hits     []hit   // in the order of texts
	believed []bool  // by question: notes raise nothing against its answer
	unneeded []bool  // by question: left out by the interview, since no answer could change the result
	notes    []mention
	text     notes.Scratch
	texts    [][]byte           // by question: the answer, when it is a text
	unasked  []rules.NeverAsked // options that the pack did not have when the intake was asked
	trial    *Facts             // for trying to leave a text out; nil until then
	spare    []uint8            // for trying answers: the codes before

	// What follows from these, as long as settled is true.
	settled              bool
	codes                []uint8          // by slot
	hinted               []uint64         // by question: the options that notes make unknown
	doubtful             bool             // some are
	sets                 [groups][]uint64 // of rules that hold
	dispositions, advice []uint64         // the sets of the tables
	contradictions       []uint64         // of the pack's, those that hold
	ignored              bool             // an answer does not apply
}

// fact is one question's answer. Its zero value is blank.
type fact struct {
	ticks uint64
	value int32
	state rules.State
}

// hit is a term that a text says of the person.
type hit struct {
	question int // whose answer the text is
	term     *rules.NoteTerm
	words    string // as the text writes them
}

// mention is a term that stands in a text, said or not.
type mention struct {
	question int
	NoteDecision
}

// NewFacts returns blank facts for the program.
func (p *Program) NewFacts() *Facts {
	f := &Facts{
		program:  p,
		answers:  make([]fact, len(p.pack.Questions)),
		plain:    make([]uint8, len(p.slots)),
		codes:    make([]uint8, len(p.slots)),
		believed: make([]bool, len(p.pack.Questions)),
		unneeded: make([]bool, len(p.pack.Questions)),
		hinted:   make([]uint64, len(p.pack.Questions)),
		texts:    make([][]byte, len(p.pack.Questions)),
	}
	f.dispositions = f.newSets(deciding, decidingUnsure)
	f.advice = f.newSets(protecting, proposing)
	f.contradictions = make([]uint64, setWords(p.pack.Contradicts))
	f.Reset()
	return f
}

// newSets returns a table's sets of rules, one behind the other.
func (f *Facts) newSets(groups ...group) (all []uint64) {
	for _, g := range groups {
		all = append(all, make([]uint64, setWords(f.program.effects.groups[g]))...)
	}
	rest := all
	for _, g := range groups {
		n := setWords(f.program.effects.groups[g])
		f.sets[g], rest = rest[:n], rest[n:]
	}
	return all
}

// Reset makes every question unanswered.
func (f *Facts) Reset() {
	clear(f.answers)
	copy(f.plain, f.program.blank)
	f.hits, f.notes, f.unasked = f.hits[:0], f.notes[:0], f.unasked[:0]
	clear(f.believed)
	clear(f.unneeded)
	f.settled = false
}

// LeaveOut says that the interview did not ask a question, since no answer to it could change the
// result: it is not listed as missing.
func (f *Facts) LeaveOut(question int) { f.unneeded[question] = true }

// Confirm says that a question was asked again because of the notes: its answer is believed.
func (f *Facts) Confirm(question int) {
	f.believed[question] = true
	f.settled = false
}

// SetTicks answers a Choice, Bool or Multi: the ticked options as a bit set, and whether
// the others are unknown. A Choice or Bool has one tick, or none when it is unsure; a Multi
// without ticks is answered with "none of these".
func (f *Facts) SetTicks(question int, ticks uint64, unsure bool) {
	p, s := f.program, &f.program.slots[question]
	many := s.kind.Many()
	f.settled = false
	f.answers[question] = fact{ticks: ticks, state: rules.Answered}
	switch {
	case ticks&^s.options != 0, !many && (unsure || bits.OnesCount64(ticks) != 1):
		f.SetUnsure(question)
	case unsure:
		f.answers[question].state = rules.Unsure
		p.encode(f.plain, question, &f.answers[question])
	case many:
		for _, s := range p.slotIDs[question] {
			f.plain[s] = uint8(ticks & (1<<maxChunk - 1))
			ticks >>= maxChunk
		}
	default:
		f.plain[question] = optionCode(ticks)
	}
}

// SetInt answers an Int.
func (f *Facts) SetInt(question, value int) {
	s := &f.program.slots[question]
	if value < s.least || value > s.most {
		f.SetUnsure(question)
		return
	}
	f.settled = false
	f.answers[question] = fact{value: int32(value), state: rules.Answered}
	f.plain[question] = s.interval(value)
}

// SetUnsure answers "unsure" to a question of any kind.
func (f *Facts) SetUnsure(question int) {
	f.setState(question, rules.Unsure)
}

// SetText answers a FreeText question and looks for the pack's note terms in it.
func (f *Facts) SetText(question int, text []byte) {
	if !f.program.slots[question].kind.IsText() {
		f.SetUnsure(question)
		return
	}
	f.setState(question, rules.Answered)
	f.texts[question] = append(f.texts[question][:0], text...)
	for _, m := range f.program.notes().Read(text, &f.text) {
		if m.Taken == rules.Said {
			f.hits = append(f.hits, hit{question, &f.program.pack.Notes[m.Term], string(text[m.Words.From:m.Words.To])})
		}
		f.notes = append(f.notes, mention{question, NoteDecision{int32(m.Term), m.Taken, string(text[m.Context.From:m.Context.To])}})
	}
	slices.SortStableFunc(f.hits, func(a, b hit) int { return cmp.Compare(a.question, b.question) })
	slices.SortStableFunc(f.notes, func(a, b mention) int { return cmp.Compare(a.question, b.question) })
}

// Hint takes a note term for said in a text.
func (f *Facts) Hint(term *rules.NoteTerm) {
	f.settled = false
	f.hits = append(f.hits, hit{question: -1, term: term})
}

// setState makes an answer one that has a state and nothing else.
func (f *Facts) setState(question int, state rules.State) {
	f.settled = false
	f.hits = slices.DeleteFunc(f.hits, func(h hit) bool { return h.question == question })
	f.notes = slices.DeleteFunc(f.notes, func(m mention) bool { return m.question == question })
	f.answers[question] = fact{state: state}
	f.program.encode(f.plain, question, &f.answers[question])
}

// Ticks returns the options that the answer to a Choice, Bool or Multi ticks. Answers to
// questions that do not apply are included.
func (f *Facts) Ticks(question int) uint64 { return f.answers[question].ticks }

// Answered reports whether a question has an answer, or "unsure".
func (f *Facts) Answered(question int) bool { return f.answers[question].state != rules.Unanswered }

// Load sets the facts to an intake's answers.
func (f *Facts) Load(in *rules.Intake) {
	f.Reset()
	for q := range in.Answers {
		if in.Answers[q].State != rules.Unanswered {
			f.Set(q, &in.Answers[q])
		}
	}
	for _, q := range in.Confirmed {
		f.Confirm(q)
	}
	for _, q := range in.Skipped {
		f.LeaveOut(q)
	}
	f.unasked = append(f.unasked, f.program.pack.NeverAsked(in)...)
}

// settled returns the settled facts of an intake.
func (p *Program) settled(in *rules.Intake) *Facts {
	f := p.NewFacts()
	f.Load(in)
	f.settle()
	return f
}

// Set sets the answer to one question. One that is unanswered takes an earlier answer back;
// so does a text that is unsure, which says nothing.
func (f *Facts) Set(question int, a *rules.Answer) {
	switch kind := f.program.pack.Questions[question].Kind; {
	case a.State == rules.Unanswered, kind.IsText() && a.State == rules.Unsure:
		f.setState(question, rules.Unanswered)
	case kind.IsText():
		f.SetText(question, []byte(a.Text))
	case a.State == rules.Unsure && !kind.Many():
		f.SetUnsure(question)
	case kind.IsNumber():
		f.SetInt(question, a.Int)
	default:
		f.SetTicks(question, a.Ticks, a.State == rules.Unsure)
	}
}

// settle finds what notes hint at and which questions apply, and computes derived numbers.
func (f *Facts) settle() {
	if f.settled {
		return
	}
	f.settled = true
	copy(f.codes, f.plain)
	f.hint()
	p := f.program
	f.ignored = false
	for i := range p.steps {
		f.take(&p.steps[i])
	}
}

// take finds what a step is about.
func (f *Facts) take(s *step) {
	p := f.program
	switch {
	case s.questions == nil:
		f.codes[p.derivedSlot(s.derived)] = f.derivedCode(s.derived)
	case s.formula.value(f) == atomFalse:
		for _, q := range s.questions {
			f.ignored = f.ignored || f.answers[q].state != rules.Unanswered
			for _, slot := range p.slotIDs[q] {
				f.codes[slot] = p.slots[slot].skipped()
			}
		}
	}
}

// hint finds the options that notes speak of and answers do not: those of a term of which
// none is ticked.
func (f *Facts) hint() {
	clear(f.hinted)
	f.doubtful = false
	for i := range f.hits {
		if h := &f.hits[i]; f.hints(h) {
			f.hinted[h.term.Question] |= h.term.Options
			f.doubtful = true
		}
	}
}

// hints reports whether a phrase speaks against an answer.
func (f *Facts) hints(h *hit) bool {
	q := h.term.Question
	return !f.believed[q] && f.answers[q].ticks&h.term.Options == 0
}

// state is the state of an answer, unsure where notes make some of it unknown. The facts must
// be settled.
func (f *Facts) state(question int) rules.State {
	if f.hinted[question] != 0 {
		return rules.Unsure
	}
	return f.answers[question].state
}

// skipped reports whether a question does not apply. The facts must be settled.
func (f *Facts) skipped(question int) bool {
	return f.codes[question] == f.program.blank[question]+1
}
