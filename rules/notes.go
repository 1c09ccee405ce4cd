package rules

// NoteTerm is a set of phrases in free text that hint at options of a question. A phrase
// whose options are all unticked makes them unknown. Within a harmless phrase, whose
// words nothing but spaces, hyphens and apostrophes separate, a term hints at nothing:
// "fever" within "hay fever". Where there is With, a term hints only when one of its phrases
// stands before or behind it, at most [NoteReach] words away and with nothing but joints
// between them: "numb" near "groin".
type NoteTerm struct {
	Question   int
	Options    uint64
	Terms      []string // as the pack writes them
	With       []string // a term hints only near one of these, if there are any
	Harmless   []string // each holds a term, or a phrase of With, and more words
	PastCounts bool     // a mention of the past counts as said: "had a stroke"
	Slips      bool     // the terms are names that are found with one letter wrong too
	Pos        Pos
}

// NoteReach is the most words between a term and the phrase with which it hints.
const NoteReach = 4

// NoteCue is a set of phrases that tell how the terms beside them are meant, by the method of
// NegEx and ConText (Chapman 2001, Harkema 2009).
type NoteCue struct {
	Category  CueCategory
	Direction CueDirection // of a category that terms can be taken in; [CueTerminate] may be Backward: it undoes the scope before it
	// List says that the scope runs on over a bare list, "fever, chills or sweats".
	List bool
	// Open says that such a list needs no "or" where it has three items or more and a full stop
	// or line break closes it: "denies fever, cough, chills."
	Open bool
	// Correlative says that the cue counts only beside itself, "na fever hai na cough".
	Correlative bool
	// Far says of a backward [CueTerminate] that it need not stand right behind what it takes back: other
	// words may stand between, at most [CueReach] with it, and it may begin the next sentence.
	Far bool
	// Ends holds, of [CueTerminate], the categories whose scope ends: a bit for each.
	Ends    uint16
	Phrases []string // as the pack writes them; one that ends with a full stop stands only at the end of a clause
	Pos     Pos
}

// Joins reports whether the cue begins another clause: one that ends every scope, "but".
func (c *NoteCue) Joins() bool {
	const every = 1<<(OtherSense+1) - 1<<Negated
	return c.Category == CueTerminate && c.Direction == 0 && c.Ends&every == every
}

// CueReach is the number of words beside a cue that can hold its scope.
const CueReach = 8

// CueCategory is what a cue says of the terms in its scope, or of other cues. The zero value
// is of no cue: a term is said of the person.
type CueCategory uint8

const (
	Said         CueCategory = iota
	Negated                  // "no", "denies"
	OtherPerson              // "my mother"
	Past                     // "years ago"
	Hypothetical             // a wish, fear or plan: "afraid of"
	OtherSense               // a job, place, pet, sport or title: "ward"
	CueOr                    // joins the items of a list: "or"
	CueOtherSign             // a sign or illness that no option is about, which is denied like a term: "cough"
	CueTerminate             // ends scopes: "but", "except"
	CuePseudo                // holds a cue and is none: "not only"
)

var cueCategories = [...]string{"said", "negated", "other_person", "past", "hypothetical", "other_sense", "or", "other_sign", "terminate", "pseudo"}

// String returns the category's name in packs and results.
func (c CueCategory) String() string { return cueCategories[c] }

// HasScope reports whether cues of the category say something of the terms beside them.
func (c CueCategory) HasScope() bool { return c >= Negated && c <= OtherSense }

// CueDirection says on which side of a cue its scope lies.
type CueDirection uint8

const (
	Forward CueDirection = 1 << iota
	Backward
	Bidirectional = Forward | Backward
)

// Answering is the direction of a denial that counts only alone behind a colon, a dash or a question
// mark: "Cancer: n/a".
const Answering CueDirection = 1 << 2

var cueDirections = [...]string{"", "forward", "backward", "bidirectional", "answer"}

// String returns the direction's name in packs.
func (d CueDirection) String() string { return cueDirections[d] }
