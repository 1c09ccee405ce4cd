package engine

// ExplanationFormat names the format of an Explanation.
const ExplanationFormat = "knead/explanation/v1"

// Explanation says why a result is what it is, what stood against the alternatives, and
// what would change it. Like a Result it is a plain record in the words of one voice;
// JSON writes it as it is. Every slice is non-nil.
//
// Where the disposition carries no therapies, nothing in it names one.
type Explanation struct {
	Format         string               `json:"format"` // ExplanationFormat
	ID             *string              `json:"id"`
	Pack           PackRef              `json:"pack"`
	Disposition    string               `json:"disposition"`
	Decided        []Ruling             `json:"decided"`           // the rules that gave the disposition
	Outranked      []Ruling             `json:"outranked"`         // those that gave a less cautious one
	Lifted         []Ruling             `json:"lifted"`            // those whose clearance was lifted
	NearMisses     []Ruling             `json:"close"`             // those one answer short of giving one
	Therapies      []TherapyExplanation `json:"therapies"`         // shown first, then withheld, then the others
	Plan           []Ground             `json:"plan"`              // the rules that chose the schedule
	Limits         []Limit              `json:"limits"`            // bounds on pressure, minutes and frequency
	Wishes         []Limit              `json:"wishes"`            // the wish for a pressure that counts
	Notes          []Note               `json:"notes"`             // as in a result
	Missing        []Missing            `json:"missing"`           // required answers that are missing
	Contradictions []Contradiction      `json:"contradictions"`    // which nothing else depends on
	Now            Prospect             `json:"now"`               // to compare with the outcomes below
	WhatIf         WhatIf               `json:"what_would_change"` // by what the person can change
	Open           []OpenQuestion       `json:"worth_finding_out"` // what matters most first
	Disclaimer     string               `json:"disclaimer"`
}

// Ground is a rule, and the answers that make its condition come out as it does.
type Ground struct {
	Rule  string `json:"rule"`
	Title string `json:"title"`
	Text  string `json:"text"`
	// When is the condition, in words for a clinician.
	When  string `json:"when"`
	Truth string `json:"truth"` // "true", "unknown" or "false"
	// Because are the answers that decide it: those that make it true or unknown or,
	// where it is false, those that fail.
	Because []Finding `json:"because"`
	// Needs is what would have to be true for the rule to apply or, where it does, not to;
	// empty when nothing would do.
	Needs     string   `json:"needs"`
	Sources   []string `json:"sources"`
	Certainty string   `json:"certainty"`
}

// Finding is one atom of a condition: what it expects and what was answered. Exactly one
// of Options and Range is set on either side.
type Finding struct {
	Question string `json:"question"` // or a derived number
	Negated  bool   `json:"negated"`  // the rule wants it not to be so
	Expected Value  `json:"expected"`
	Actual   Value  `json:"actual"`
	// State of the actual answer: answered, unsure, unanswered, notes or not_asked.
	State string `json:"state"`
	Truth string `json:"truth"` // of the atom, or of its negation
}

// Value is an answer: the ids of options, or least and greatest number, both included.
// Both are null where there is no answer.
type Value struct {
	Options []string `json:"options,omitzero"`
	Range   *[2]int  `json:"range,omitzero"`
}

// Ruling is a rule about the disposition.
type Ruling struct {
	Disposition string `json:"disposition"`
	Unsure      bool   `json:"unsure"` // it came through an unsure answer
	Ground
}

// TherapyExplanation is all that speaks for and against one therapy.
type TherapyExplanation struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Verdict string      `json:"verdict"` // shown, withheld, no_argument or other_areas
	Score   int         `json:"score"`
	For     []Argument  `json:"for"`
	Against []Objection `json:"against"`
	Silent  []Argument  `json:"silent"` // rules that would speak for it and do not
	Spared  []Objection `json:"spared"` // rules that would keep it away and do not
}

// The verdicts on a therapy.
const (
	VerdictShown      = "shown"
	VerdictWithheld   = "withheld"
	VerdictNoArgument = "no_argument" // nothing speaks for it
	VerdictOtherAreas = "other_areas" // it does not treat where it hurts
)

// Argument is a rule that speaks for a therapy.
type Argument struct {
	Score int `json:"score"`
	Ground
}

// Objection is a rule that keeps a therapy away: it excludes it, caps pressure below its
// least, or forbids an area it would treat.
type Objection struct {
	Kind string `json:"kind"` // exclude, pressure or area
	Ground
}

// Limit is the smallest of the bounds of one kind and the rules that set it.
type Limit struct {
	Kind     string   `json:"kind"` // pressure, minutes, sessions_per_week or, of a wish, wish
	Pressure string   `json:"pressure,omitzero"`
	Number   float64  `json:"number,omitzero"`
	Grounds  []Ground `json:"grounds"`
}
