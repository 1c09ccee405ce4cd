package engine

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"knead/engine/notes"
	"knead/rules"
)

// Program is a pack made ready to evaluate. It is immutable and safe for concurrent use.
type Program struct {
	pack *rules.Pack

	slots    []slot
	slotIDs  [][]int // by question, then by derived number
	blank    []uint8 // codes when nothing is answered
	notSure  []codeRange
	steps    []step
	hintable []uint64 // by question: options that notes can hint at
	effects  effects
	lift     *formula             // of the pack's ClearanceLifted; nil when there is none
	notes    func() *notes.Reader // made for the first text
	stakes   []func() *stake      // by question, made when it is first missing
	readers  func() *readers      // made when it is first asked what matters

	tables  atomic.Pointer[tables] // nil until there are evaluations enough to be worth it
	waited  atomic.Int32           // the evaluations without them
	tabling sync.Once
}

// Compile makes a program of a pack. It fails only where a pack is beyond the engine's
// bounds: too many comparisons on one number, more rules than the tables hold, or
// questions that ask each other.
func Compile(p *rules.Pack) (*Program, error) {
	program := &Program{pack: p}
	if err := program.buildSlots(); err != nil {
		return nil, fmt.Errorf("compile pack %q: %w", p.Name, err)
	}
	if err := program.buildSteps(); err != nil {
		return nil, fmt.Errorf("compile pack %q: %w", p.Name, err)
	}
	program.hintable = make([]uint64, len(p.Questions))
	for _, term := range p.Notes {
		program.hintable[term.Question] |= term.Options
	}
	program.effects = buildEffects(p)
	if p.ClearanceLifted != nil {
		lifted := program.formula(p.ClearanceLifted, false)
		program.lift = &lifted
	}
	program.notes = sync.OnceValue(func() *notes.Reader { return notes.New(p) })
	program.buildStakes()
	program.readers = sync.OnceValue(func() *readers { return newReaders(program) })
	return program, nil
}

// Pack returns the pack the program was compiled from.
func (p *Program) Pack() *rules.Pack { return p.pack }

// Hints returns the note terms that a text says of the person, in the order of the text.
func (p *Program) Hints(text string) (terms []*rules.NoteTerm) {
	for _, m := range p.notes().Read([]byte(text), new(notes.Scratch)) {
		if m.Taken == rules.Said {
			terms = append(terms, &p.pack.Notes[m.Term])
		}
	}
	return slices.Compact(terms)
}

// Applies reports for each question of the pack whether it applies to the intake.
func (p *Program) Applies(in *rules.Intake) []bool {
	f := p.settled(in)
	applies := make([]bool, len(f.answers))
	for q := range applies {
		applies[q] = !f.skipped(q)
	}
	return applies
}

// Doubts returns for each question of the pack the words of notes that make some of its answer
// unknown.
func (p *Program) Doubts(in *rules.Intake) [][]string {
	doubts := make([][]string, len(p.pack.Questions))
	d := p.Decide(in)
	for _, m := range d.Missing {
		if m.State == MissingNotes {
			doubts[m.Question] = d.Words(m)
		}
	}
	return doubts
}

// Truth returns how a condition over the pack's questions comes out for the intake, with
// blanks unknown. The condition need not be part of the pack's rules.
func (p *Program) Truth(in *rules.Intake, c *rules.Condition) Truth {
	return p.settled(in).Truth(c)
}

// Truth returns how a condition over the pack's questions comes out, with blanks unknown.
func (f *Facts) Truth(c *rules.Condition) Truth {
	f.settle()
	return f.value(c, false).truth()
}

// conditions returns every condition of the pack that results depend on.
func (p *Program) conditions() []*rules.Condition {
	var all []*rules.Condition
	for i := range p.pack.Rules {
		all = append(all, p.pack.Rules[i].When)
	}
	for i := range p.pack.Questions {
		all = append(all, p.pack.Questions[i].AskIf)
	}
	return append(all, p.pack.ClearanceLifted)
}
