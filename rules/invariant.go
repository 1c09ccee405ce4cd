package rules

// Requirement is one fact of a clinical fact base that the pack is to carry out, such as a
// warning sign or a contraindication; files call it a row. Rules and invariants name those
// that they stand for.
type Requirement struct {
	ID    string
	Title string
	// Unexpressed says why no rule carries it out; empty when one does.
	Unexpressed string
	// Partly says which part the rules leave out or only approximate, and why; mostly empty.
	Partly string
	Pos    Pos
}

// Invariant is a promise about every result of the pack, for all possible answers. Nothing
// evaluates it when people are advised: it is there to be proved.
type Invariant struct {
	ID           string
	Title        string   // the promise in one sentence
	Requirements []string // ids
	// When says for whom the promise is made. It must be true, or, when Possible is set,
	// merely not ruled out by the answers: unsure and unanswered count.
	When       *Condition
	Possible   bool
	Assertions []Assertion // each must hold; at least one
	Pos        Pos
}

// Waiver accepts a finding about the pack that its authors know and stand by, such as an
// option that is asked for completeness and changes nothing; or a change between two packs
// that is meant. A finding that is about some people only is accepted no further than Rules
// and When say.
type Waiver struct {
	Property string // as rules prove or rules diff names it
	Subject  string // the id of what the finding is about
	// Rules are the ids of all rules that play a part in it; nil when none is named.
	Rules []string
	// When says for whom it is accepted; nil means everybody.
	When   *Condition
	Reason string
	Pos    Pos
}

// Assertion is one thing an Invariant says of a result. Which fields count depends on Kind.
// Assertions about what is shown hold where the disposition shows nothing.
type Assertion struct {
	Kind         AssertionKind
	Therapies    uint64
	Tags         uint64     // NeverSuggest: those by which therapies are selected
	Effect       EffectKind // NeverListed, AlwaysListed
	Subject      int        // the care item, schedule, area or rule by its index
	Dispositions uint8      // one bit for each Disposition
	Cap          Cap        // CapAt
	Number       int
	Pos          Pos
}

// AssertionKind says what an Assertion is about.
type AssertionKind uint8

const (
	DispositionIn  AssertionKind = iota // the disposition is one of Dispositions
	NeverSuggest                        // none of Therapies is shown
	SuggestOneOf                        // at least one of Therapies is shown
	NeverListed                         // value Subject of Effect, or by rule Subject, is not listed
	AlwaysListed                        // it is listed, or beside every shown therapy that the rule is about
	NeverSchedule                       // the plan is not schedule Subject
	CapAt                               // no therapy is firmer or longer, no phase longer or more frequent than Cap
	SessionsAtMost                      // the plan has at most Number sessions
	ReviewBy                            // the plan is reviewed in week Number or earlier
	NeverPlan                           // there is no plan
	AlwaysPlan                          // there is a plan wherever a therapy is shown
)

// Less safe changes of what can be answered, and of the phrases that are looked for in notes.
// Whom one concerns is whoever answers so, or writes the phrase.
const (
	OptionDropped     = "option_dropped"
	UnsureDropped     = "unsure_dropped"
	TextDropped       = "text_dropped"
	RangeWidened      = "range_widened"
	NoteDropped       = "note_dropped"
	HarmlessNoteAdded = "harmless_note_added"
	NoteCueAdded      = "note_cue_added"
	NoteLimitDropped  = "note_limit_dropped"
)

// AnswerChanges are all of these.
var AnswerChanges = []string{OptionDropped, UnsureDropped, TextDropped, RangeWidened, NoteDropped, HarmlessNoteAdded, NoteCueAdded, NoteLimitDropped}
