package report

import "strings"

// phrases are the words of a report that are not the pack's, in one language. Verbs such
// as %s stand for what a report fills in, in the order given.
type phrases struct {
	intake, pack                                                                     string
	toDo, therapies, plan, withheld, avoid, cautions, missing, ignored, care, notice string
	clearance                                                                        string
	others, moreCare                                                                 string
	minutes, pressure, areas, because                                                string
	provider                                                                         map[string]string
	pressures                                                                        map[string]string
	dispositions                                                                     map[string]string // within a sentence
	certainties                                                                      map[string]string
	states                                                                           map[string]string
	none                                                                             string // an empty list of options
	orMore, orLess                                                                   string // number
	week, weeks, perWeek, onceAWeek                                                  string
	everyWeeks, inFourWeeks                                                          string // number
	fromTo                                                                           string // two frequencies
	session, sessions                                                                string // one; number
	review, atMost                                                                   string
	reasons, reasonsTitle, score                                                     string
	explain                                                                          explainPhrases
	progress                                                                         progressPhrases
}

// progressPhrases are the words of comparisons.
type progressPhrases struct {
	title                        string
	visit                        string // number
	first, now                   string
	when, outcome, therapy, plan string
	noTherapy, noPlan            string
	result                       string // new, old
	added, dropped               string // therapies
	answer                       string // question, new, old
}

// explainPhrases are the words of explanations.
type explainPhrases struct {
	decided, outranked, lifted, close string
	nothing, incomplete               string
	throughUnsure                     string
	answers, wouldApply, wouldLift    string
	never, asAbove                    string
	therapies, noTherapies            string
	verdicts, kinds                   map[string]string
	silent                            string
	silentHint                        string // therapy id
	limits                            string
	limit                             map[string]string // bound

	whatIf, seeClinician string
	noChange, searched   string // number of changes
	first                string // therapy
	noneShown            string
	moreWays             string // number
	and                  string
	drop, add            string // options
	instead              string // new answer, old answer

	open, doNotWait, idle string
	asNow, details        string
	ifAnswer              string // answers, result
	more, fewer           string // therapies
	pressure              string // pressure
	minutes               string // number
	schedule              string
}

// phrasesIn returns the words of a language, given as a BCP 47 tag; English where the
// program does not speak it.
func phrasesIn(language string) *phrases {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "hi":
		return hindi()
	default:
		return english()
	}
}
