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
	// Requirements are the rows of the clinical fact base the rule carries out, such as "RF-01".
	Requirements []string
	When         *Condition
	Then         Effect
	// Text is the reason or action shown to people. UnsureText replaces it when the
	// disposition comes from an unsure answer; when empty, the pack's general wording
	// for the resulting disposition is used.
	Text, UnsureText Text
	Short            Text // the reason or sign in a phrase of at most MaxShort characters; may be empty
	Sources          []int
	Certainty        Certainty
	Because          Ground // of the reason, where it is graded apart from the action; else empty
	Pos              Pos
}
