package engine

import (
	"slices"

	"knead/rules"
)

// Decision is what a program says about one intake, in indices into its pack. Its slices
// are reused by the next DecideFacts into it.
type Decision struct {
	Disposition rules.Disposition
	Actions     []ActionDecision
	Therapies   []TherapyDecision
	Withheld    []WithheldDecision
	Avoid       []AvoidDecision
	Plan        PlanDecision
	// Lists holds the values of each kind of effect that has a list: care items, or the rules
	// that caution. Areas to avoid are in Avoid.
	Lists [rules.EffectKinds][]int32

	Notes   []NoteDecision // in the order of the texts
	Missing []MissingDecision
	Ignored []int32 // questions
	// Contradictions are by their index in the pack. They are found beside the decision, and
	// nothing else of it depends on them.
	Contradictions []int32
	// NeverAsked are options that are later than the version of the pack that the intake was
	// asked with. Nothing else depends on them.
	NeverAsked []rules.NeverAsked
	Answers    []AnswerDecision // set by [Program.Answers]

	refs  []int32  // what every Span of rules points into
	words []string // of notes
}

// Span is a list of rules; [Decision.Rules] gives them.
type Span struct{ from, to int32 }

// Rules returns the rules of a span, in the pack's order unless said otherwise.
func (d *Decision) Rules(s Span) []int32 { return d.refs[s.from:s.to] }

// ActionDecision is a rule whose disposition applied. Rule is -1 for missing answers.
type ActionDecision struct {
	Rule   int32
	Given  rules.Disposition
	Unsure bool // it came through if_unsure
}

// TherapyDecision is a therapy that is suggested.
type TherapyDecision struct {
	Therapy, Score int
	Pressure       rules.Pressure
	Minutes        int
	Areas          uint64
	For, Cautions  Span
}

// WithheldDecision is a therapy that would be suggested but for Because: the rules that
// exclude it, then those whose cap is too low, then those that forbid its last areas, each once.
type WithheldDecision struct {
	Therapy int
	Because Span
}

// AvoidDecision is an area to leave alone.
type AvoidDecision struct {
	Area    int
	Because Span
}

// PlanDecision is the course of sessions. Its phases are those of the schedule, bounded by
// Cap.
type PlanDecision struct {
	Schedule    int // index into Pack.Schedules, or -1 when there is no plan
	Cap         rules.Cap
	MaxSessions int
	Because     Span
}

// MissingState says why a question is listed as missing.
type MissingState uint8

const (
	MissingUnanswered MissingState = iota
	MissingUnsure
	MissingNotes
)

// String returns the state's name in results.
func (s MissingState) String() string { return [...]string{"unanswered", "unsure", "notes"}[s] }

// MissingDecision is a question whose answer is missing or unsure.
type MissingDecision struct {
	Question int32
	State    MissingState
	AtStake  rules.Disposition // set by [Program.Stakes]
	words    Span              // MissingNotes: as [Decision.Words] gives them
}

// NoteDecision is a term that a text mentions.
type NoteDecision struct {
	Term  int32             // index into Pack.Notes
	Taken rules.CueCategory // rules.Said, or why it does not count
	Words string            // as the text writes them, with the cue
}

// Words returns the words of notes that make an answer unknown, as the notes write them.
func (d *Decision) Words(m MissingDecision) []string { return d.words[m.words.from:m.words.to] }

func (d *Decision) reset() {
	d.Disposition = rules.Proceed
	d.Actions, d.Therapies, d.Withheld, d.Avoid = d.Actions[:0], d.Therapies[:0], d.Withheld[:0], d.Avoid[:0]
	d.Notes, d.Missing, d.Ignored, d.Contradictions = d.Notes[:0], d.Missing[:0], d.Ignored[:0], d.Contradictions[:0]
	d.NeverAsked, d.Answers = d.NeverAsked[:0], d.Answers[:0]
	d.refs, d.words = d.refs[:0], d.words[:0]
	for _, k := range listed {
		d.Lists[k] = d.Lists[k][:0]
	}
	d.Plan = PlanDecision{Schedule: -1}
}

// span closes a list of rules that began at refs[from].
func (d *Decision) span(from int) Span { return Span{int32(from), int32(len(d.refs))} }

// Equal reports whether two decisions of the same pack are the same, reasons included.
func (d *Decision) Equal(o *Decision) bool {
	return d.Disposition == o.Disposition && d.Plan == o.Plan && slices.Equal(d.refs, o.refs) && slices.Equal(d.words, o.words) &&
		slices.Equal(d.Actions, o.Actions) && slices.Equal(d.Therapies, o.Therapies) && slices.Equal(d.Withheld, o.Withheld) &&
		slices.Equal(d.Avoid, o.Avoid) && slices.EqualFunc(d.Lists[:], o.Lists[:], slices.Equal[[]int32]) &&
		slices.Equal(d.Notes, o.Notes) && slices.Equal(d.Missing, o.Missing) && slices.Equal(d.Ignored, o.Ignored) &&
		slices.Equal(d.Contradictions, o.Contradictions) && slices.Equal(d.NeverAsked, o.NeverAsked)
}
