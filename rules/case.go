package rules

// Case is one test of a pack: a person, and what the pack must say to them.
type Case struct {
	Name string
	// Intake holds the case's answers over those of its base; its ID is the name.
	Intake *Intake
	Checks []Check // at least one, in the order of the file
	Pos    Pos
}

// Check is one thing a case expects of the result. Which fields count depends on Kind.
type Check struct {
	Kind        CheckKind
	Effect      EffectKind // Lists, ListsNot, ListsExactly
	Subject     int        // the therapy, rule, area, care item, question or schedule by its index
	Subjects    []int      // ExactTherapies, ListsExactly, ExactMissing: in the pack's order
	Rules       []int      // Withheld, Avoided: rules that must be among the reasons
	Disposition Disposition
	Number      int
	Pressure    Pressure
	State       string // MissingIs: "unanswered", "unsure" or "notes"; empty for any
	Pos         Pos
}

// CheckKind says what a Check looks at.
type CheckKind uint8

const (
	DispositionIs  CheckKind = iota // Disposition is the result's
	ActionIs                        // rule Subject (-1: incomplete) is among the actions; with Disposition unless that is Proceed
	NoAction                        // rule Subject (-1: incomplete) is not among the actions
	ShowsTherapy                    // therapy Subject is shown
	HidesTherapy                    // therapy Subject is not shown
	ExactTherapies                  // exactly Subjects are shown
	FirstTherapy                    // therapy Subject is shown first
	PressureIs                      // therapy Subject is shown with Pressure
	PressureAtMost                  // no therapy is shown with more than Pressure
	MinutesAre                      // therapy Subject is shown with Number minutes
	MinutesAtMost                   // no therapy and no phase lasts more than Number minutes
	ScheduleIs                      // the plan is schedule Subject, or -1: there is none
	SessionsAre                     // the plan has at most Number sessions, exactly
	PerWeekAtMost                   // no phase has more than Number sessions in four weeks
	Withheld                        // therapy Subject is withheld, Rules among the reasons
	NotWithheld                     // therapy Subject is not withheld
	Avoided                         // area Subject is avoided, Rules among the reasons
	NotAvoided                      // area Subject is not avoided
	Lists                           // value Subject of Effect, or by rule Subject, is listed, or stands beside a shown therapy
	ListsNot                        // it is not
	ListsExactly                    // exactly Subjects are
	MissingIs                       // question Subject is listed as missing, in State
	NotMissing                      // question Subject is not listed as missing
	ExactMissing                    // exactly the questions Subjects are listed as missing
	Ignores                         // the answer to question Subject is ignored
	Fires                           // the condition of rule Subject is true
	IsUnsure                        // the condition of rule Subject is unknown
	NearMiss                        // rule Subject has no effect
)

// Base is a person that cases start from.
type Base struct {
	ID     string
	Intake *Intake
}
