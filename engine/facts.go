package engine

import "knead/rules"

// Facts are the answers of one intake in the form the evaluators read. They belong to one
// Program and one goroutine, and are meant to be reused: Reset, then one Set for each
// answered question, then DecideFacts.
type Facts struct {
	program *Program
	answers []fact  // by question
	codes   []uint8 // by slot
	notes   []noteHit
	text    noteText // scratch

	sets    [aspects][]uint64 // of rules that hold
	ignored bool              // an answer does not apply
	settled bool
}

// fact is one question's answer. Its zero value is blank.
type fact struct {
	ticks  uint64
	value  int32
	state  rules.State // Unsure also when a note hints at an option
	given  bool        // there is an answer, whatever a note hints at
	unsure bool        // "unsure" was answered, alone or beside ticks
	noted  bool        // a note hints at an option that is not ticked
}

// noteHit is a phrase of free text that hints at an unticked option.
type noteHit struct {
	question int
	term     string
}

// NewFacts returns blank facts for the program.
func (p *Program) NewFacts() *Facts {
	f := &Facts{
		program: p,
		answers: make([]fact, len(p.pack.Questions)),
		codes:   make([]uint8, len(p.slots)+8), // many are read and written together
	}
	for _, t := range []*table{&p.dispositions, &p.advice} {
		for side, a := range t.aspects {
			f.sets[a] = make([]uint64, setWords(p.effects.groups[a]), len(t.unless[side])) // fire uses all
		}
	}
	f.Reset()
	return f
}

// Reset makes every question unanswered.
func (f *Facts) Reset() {
	clear(f.answers)
	copy(f.codes, f.program.blank)
	f.notes = f.notes[:0]
	f.settled = false
}

// SetTicks answers a Choice, Bool or Multi: the ticked options as a bit set, and whether
// the others are unknown. A Choice or Bool that is unsure has no ticks.
func (f *Facts) SetTicks(question int, ticks uint64, unsure bool) {
	a := &f.answers[question]
	a.ticks, a.given, a.unsure, a.state = ticks, true, unsure, rules.Answered
	if unsure {
		a.state = rules.Unsure
		f.encode(question)
		return
	}
	c := &f.program.coding[question]
	switch {
	case c.multi && c.few:
		const chunk = 1<<maxChunk - 1
		f.put(question, c, ticks&chunk|ticks>>maxChunk&chunk<<8|ticks>>(2*maxChunk)&chunk<<16|ticks>>(3*maxChunk)&chunk<<24|ticks>>(4*maxChunk)<<32)
	case c.multi:
		f.encode(question)
	default:
		f.codes[question] = optionCode(ticks)
	}
}

// SetNone answers a Multi with "none of these", as SetTicks does.
func (f *Facts) SetNone(question int) {
	a := &f.answers[question]
	a.ticks, a.given, a.unsure, a.state = 0, true, false, rules.Answered
	c := &f.program.coding[question]
	if !c.few {
		f.encode(question)
		return
	}
	f.put(question, c, 0)
}

// SetInt answers an Int; value lies within the question's range.
func (f *Facts) SetInt(question, value int) {
	a := &f.answers[question]
	a.value, a.given, a.state = int32(value), true, rules.Answered
	f.codes[question] = f.program.slots[question].interval(value)
}

// SetUnsure answers "unsure" to a question of any kind.
func (f *Facts) SetUnsure(question int) {
	a := &f.answers[question]
	a.given, a.unsure, a.state = true, true, rules.Unsure
	f.encode(question)
}

// SetText answers a FreeText question and looks for the pack's note terms in it. It must
// follow the answers to the questions that the terms hint at.
func (f *Facts) SetText(question int, text []byte) {
	a := &f.answers[question]
	a.given, a.state = true, rules.Answered
	f.encode(question)
	f.program.notes.scan(text, &f.text, f.note)
}

// Ticks returns the options that the answer to a Choice, Bool or Multi ticks. Answers to
// questions that do not apply are included.
func (f *Facts) Ticks(question int) uint64 { return f.answers[question].ticks }

// note applies one note term that was found.
func (f *Facts) note(t *rules.NoteTerm, phrase string) {
	a := &f.answers[t.Question]
	if a.ticks&t.Options != 0 || a.noted {
		return
	}
	a.noted, a.state = true, rules.Unsure
	if f.program.pack.Questions[t.Question].Kind != rules.Multi {
		a.ticks = 0
	}
	f.notes = append(f.notes, noteHit{t.Question, phrase})
	f.encode(t.Question)
}

// Load sets the facts to an intake's answers.
func (f *Facts) Load(in *rules.Intake) {
	f.Reset()
	questions := f.program.pack.Questions
	for q := range questions {
		a := &in.Answers[q]
		switch kind := questions[q].Kind; {
		case a.State == rules.Unanswered, kind == rules.FreeText:
		case a.State == rules.Unsure && kind != rules.Multi:
			f.SetUnsure(q)
		case kind == rules.Int:
			f.SetInt(q, a.Int)
		default:
			f.SetTicks(q, a.Ticks, a.State == rules.Unsure)
		}
	}
	for q := range questions {
		if questions[q].Kind == rules.FreeText && in.Answers[q].State == rules.Answered {
			f.SetText(q, []byte(in.Answers[q].Text))
		}
	}
}

// encode writes the codes of the question's slots from its fact.
func (f *Facts) encode(question int) {
	a := &f.answers[question]
	for _, s := range f.program.slotIDs[question] {
		f.codes[s] = f.program.slots[s].code(a)
	}
}

// settle decides which questions apply and computes derived numbers.
func (f *Facts) settle() {
	if f.settled {
		return
	}
	f.settled = true
	p := f.program
	f.ignored = p.gates.settle(f.codes)
	for i := range p.steps {
		step := &p.steps[i]
		switch {
		case step.derived >= 0:
			d := &p.derived[step.derived]
			f.codes[d.slot] = d.code(f)
		case step.formula.value(f.codes) == atomFalse:
			for _, q := range step.questions {
				f.ignored = f.ignored || f.answers[q].given
				for _, slot := range p.slotIDs[q] {
					f.codes[slot] = p.slots[slot].skipped()
				}
			}
		}
	}
}

// skipped reports whether a question does not apply. The facts must be settled.
func (f *Facts) skipped(question int) bool {
	return f.codes[question] == f.program.blank[question]+1
}
