package rules

// Case is one test of a pack: a person, and what the pack must say to them.
type Case struct {
	Name string
	// Intake holds the case's answers over those of its base; its ID is the name.
	Intake *Intake
	Checks []Check // at least one, in the order of the file
	Pos    Pos
}

// Check is one thing a case expects of the result. Which fields count depends on Kind and
// Relation.
type Check struct {
	Kind        CheckKind
	Relation    Relation
	Effect      EffectKind // Lists
	Subject     int        // the therapy, rule, area, care item, question or schedule by its index
	Subjects    []int      // Exactly: in the pack's order
	Rules       []int      // Withholds, Avoids: rules that must be among the reasons
	Disposition Disposition
	Number      int    // a Pressure, minutes, sessions or a Rate
	State       string // MissingIs: "unanswered", "unsure" or "notes"; empty for any
	Pos         Pos
}

// CheckKind says what a Check looks at.
type CheckKind uint8

const (
	DispositionIs   CheckKind = iota // Disposition is the result's
	ActionIs                         // rule Subject (-1: incomplete) is among the actions; with Disposition unless that is Proceed
	Shows                            // therapy Subject is shown
	PressureIs                       // therapy Subject is shown with the pressure Number; AtMost: none with more
	MinutesAre                       // therapy Subject is shown with Number minutes; AtMost: none and no phase lasts longer
	ScheduleIs                       // the plan is schedule Subject, or -1: there is none
	SessionsAre                      // the plan has at most Number sessions, exactly
	PerWeekAtMost                    // no phase has more than Number sessions in four weeks
	Withholds                        // therapy Subject is withheld, Rules among the reasons
	Avoids                           // area Subject is avoided, Rules among the reasons
	Lists                            // value Subject of Effect, or by rule Subject, is listed, or stands beside a shown therapy
	MissingIs                        // question Subject is listed as missing, in State
	Ignores                          // the answer to question Subject is ignored
	ContradictionIs                  // contradiction Subject is among those of the answers
	Fires                            // the condition of rule Subject is true
	IsUnsure                         // the condition of rule Subject is unknown
	NearMiss                         // rule Subject has no effect
)

// Relation says how a Check relates to what its kind says.
type Relation uint8

const (
	Included Relation = iota // it is so
	Excluded                 // it is not so
	Exactly                  // it is so for Subjects and for nothing else
	First                    // it is so for Subject before all others
	AtMost                   // it is so for no therapy beyond Number
)

// Base is a person that cases start from.
type Base struct {
	ID     string
	Intake *Intake
}
