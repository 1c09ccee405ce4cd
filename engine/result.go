package engine

// Result is what knead says about one intake, in the words of one audience and region.
// It is the plain record that every output format renders; JSON writes it as it is. Every
// slice is non-nil, best or most urgent first, in a stable order. The compact form of batch
// leaves out the fields whose tag keeps them for the full detail.
type Result struct {
	Format      string          `json:"format"` // ResultFormat
	ID          *string         `json:"id"`
	Pack        PackRef         `json:"pack"`
	Disposition string          `json:"disposition"`
	Actions     []Action        `json:"actions"`
	Therapies   []TherapyAdvice `json:"therapies"`
	Withheld    []Withheld      `json:"withheld"`
	Avoid       []AvoidArea     `json:"avoid"`
	Plan        *Plan           `json:"plan"`
	Care        []CareAdvice    `json:"care"`
	Cautions    []Reason        `json:"cautions"`
	Missing     []Missing       `json:"missing"`
	Ignored     []string        `json:"ignored"` // ids of answered questions that do not apply
	Disclaimer  string          `json:"disclaimer"`
}

// ResultFormat names the format of a Result.
const ResultFormat = "knead/result/v1"

// PackRef says which pack gave a result.
type PackRef struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

// Action is what to do because of a disposition. Its rule is a rule's id, or "incomplete"
// when required answers are missing.
type Action struct {
	Rule        string `json:"rule"`
	Disposition string `json:"disposition"`
	Text        string `json:"text"`
	// Unsure says that it came of an answer that is not sure. Reports for people join such
	// actions; it is not part of the format.
	Unsure bool `json:"-"`
}

// Reason is a rule and its words.
type Reason struct {
	Rule string `json:"rule"`
	Text string `json:"text" detail:"full"`
	// Possible says that the rule's condition is not known to hold but could not be ruled
	// out. Reports for people say so; it is not part of the format.
	Possible bool `json:"-"`
}

// SourcedReason is a rule that speaks for something, with the ids of its sources.
type SourcedReason struct {
	Rule    string   `json:"rule"`
	Text    string   `json:"text" detail:"full"`
	Sources []string `json:"sources" detail:"full"`
}

// TherapyAdvice is a therapy that is suggested. Score is the sum of the scores of For.
type TherapyAdvice struct {
	ID       string          `json:"id"`
	Name     string          `json:"name" detail:"full"`
	Score    int             `json:"score"`
	Pressure string          `json:"pressure"`
	Minutes  int             `json:"minutes"`
	Provider string          `json:"provider"`
	Areas    []string        `json:"areas"`
	For      []SourcedReason `json:"for"`
	Cautions []Reason        `json:"cautions"`
}

// Withheld is a therapy that would be suggested but for Because.
type Withheld struct {
	ID      string   `json:"id"`
	Name    string   `json:"name" detail:"full"`
	Because []Reason `json:"because"`
}

// AvoidArea is a body area that must be left alone.
type AvoidArea struct {
	Area    string   `json:"area"`
	Because []Reason `json:"because"`
}

// Plan is a course of sessions; its weeks count from today.
type Plan struct {
	Schedule    string      `json:"schedule"`
	Phases      []PlanPhase `json:"phases"`
	ReviewWeek  int         `json:"review_week"`
	MaxSessions int         `json:"max_sessions"` // from today on
	Because     []Reason    `json:"because"`
}

// PlanPhase is a part of a plan; each pair is least and greatest, both included.
type PlanPhase struct {
	Weeks           [2]int     `json:"weeks"`
	SessionsPerWeek [2]float64 `json:"sessions_per_week"`
	Minutes         [2]int     `json:"minutes"`
}

// CareAdvice is advice that goes beside massage.
type CareAdvice struct {
	ID      string   `json:"id"`
	Text    string   `json:"text" detail:"full"`
	Sources []string `json:"sources" detail:"full"`
}

// Missing is a question whose answer is missing or unsure. State is "unanswered",
// "unsure", or "notes" when free text hints at an answer that was not given.
type Missing struct {
	Question string `json:"question"`
	State    string `json:"state"`
	Matters  string `json:"matters" detail:"full"`
}
