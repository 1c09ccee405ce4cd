package rules

// Disposition is the overall advice, from least to most cautious.
type Disposition uint8

const (
	Proceed    Disposition = iota // massage may go ahead
	Clearance                     // only after the treating clinician agrees
	Incomplete                    // required answers are missing; no rule gives it
	Defer                         // not now; ask again later
	Refer                         // doctor or physiotherapist first, ordinary appointment
	Urgent                        // doctor today to a few days
	Emergency                     // now
)

var dispositionNames = [...]string{"proceed", "clearance", "incomplete", "defer", "refer", "urgent", "emergency"}

// String returns the disposition's name in packs and results.
func (d Disposition) String() string { return dispositionNames[d] }

// CarriesTherapies reports whether a result with this disposition shows therapies, plan,
// care, withheld, avoid and cautions.
func (d Disposition) CarriesTherapies() bool { return d <= Clearance }

// Rule ties a condition to an effect.
type Rule struct {
	ID    string
	Title string
	// Rows are the rows of the clinical fact base the rule carries out, such as "RF-01".
	Rows []string
	When *Condition
	Then Effect
	// Text is the reason or action shown to people. UnsureText replaces it when the
	// disposition comes from an unsure answer; when empty, the pack's general wording
	// for the resulting disposition is used.
	Text, UnsureText Text
	Sources          []int
	Certainty        Certainty
	Pos              Pos
}

// Effect is what a rule does. Permissive parts (Suggest, Prefer, Care) apply when the
// condition is true; protective ones (Exclude, Cap, Avoid, Caution, Schedule) when it is
// true or unknown. The zero value of each part means it has none.
type Effect struct {
	Disposition Disposition // Proceed means none
	IfUnsure    Disposition // set by the parser whenever Disposition is

	Exclude  uint64 // therapies
	Cap      Cap
	Avoid    uint64 // options of the pack's areas question
	Caution  Caution
	Schedule int // index into Pack.Schedules, or -1

	Suggest []Suggestion
	Prefer  Pressure
	Care    []int // indices into Pack.Care

	// ExcludeBy and SuggestBy keep how the pack wrote Exclude and Suggest, for showing.
	ExcludeBy []Selector
	SuggestBy []Selector
}

// Protective reports whether the effect has parts that apply when the condition is merely
// unknown.
func (e *Effect) Protective() bool {
	return e.Exclude != 0 || e.Cap != Cap{} || e.Avoid != 0 || e.Schedule >= 0 || e.Caution.General || e.Caution.Therapies != 0
}

// Cap bounds what may be done; zero means no bound.
type Cap struct {
	Pressure Pressure
	Minutes  int
	Rate     Rate
}

// Caution says where a caution is shown: for the visit as a whole, or beside therapies.
type Caution struct {
	General   bool
	Therapies uint64
}

// Suggestion is an argument for a therapy; Score is positive.
type Suggestion struct {
	Therapy, Score int
}

// Selector names therapies by one tag or one id. Exactly one of Tag and Therapy is not
// negative. Score is set in suggestions only.
type Selector struct {
	Tag, Therapy, Score int
}
