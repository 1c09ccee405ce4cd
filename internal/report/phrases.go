package report

import "strings"

// phrases are the words of a report that are not the pack's, in one language. Verbs such
// as %s stand for what a report fills in, in the order given.
type phrases struct {
	intake, pack                                                                     string
	toDo, therapies, plan, withheld, avoid, cautions, missing, ignored, care, notice string
	clearance, yourClearance                                                         string
	notNow, others, moreCare                                                         string
	minutes, pressure, areas                                                         string
	provider                                                                         map[string]string
	pressures                                                                        map[string]string
	dispositions                                                                     map[string]string // within a sentence
	certainties                                                                      map[string]string
	states                                                                           map[string]string
	none                                                                             string // an empty list of options
	stop                                                                             string // at the end of a sentence
	orMore, orLess                                                                   string // number
	week, weeks, perWeek, onceAWeek                                                  string
	everyWeeks, inFourWeeks                                                          string // number
	fromTo                                                                           string // two frequencies
	session, sessions                                                                string // one; number
	review, atMost                                                                   string
	reasons, reasonsTitle, score                                                     string
	notRuledOut                                                                      string // behind a reason
	explain                                                                          explainPhrases
	progress                                                                         progressPhrases
	web                                                                              webPhrases
}

// webPhrases are the words of formats with pictures and pages.
type webPhrases struct {
	front, back             string
	bodyLabel, bodyAvoid    string // areas
	lineLabel               string
	where, hurts, nothing   string
	evidence, scale         string
	weeksLabel, weeksLegend string
	whenWeeks               string
	howOften, howLong       string
	notes, name             string
	signature, date         string
	use, notFor, limits     string
	author, reviewed        string
	sources                 string
}

// byName gives templates the words they use.
func (w *phrases) byName() map[string]string {
	return map[string]string{
		"intake": w.intake, "pack": w.pack, "missing": w.missing, "therapies": w.therapies, "plan": w.plan, "withheld": w.withheld, "notNow": w.notNow,
		"avoid": w.avoid, "cautions": w.cautions, "care": w.care, "moreCare": w.moreCare, "others": w.others, "ignored": w.ignored, "notice": w.notice,
		"pressure": w.pressure, "minutes": w.minutes, "areas": w.areas, "reasons": w.reasons, "reasonsTitle": w.reasonsTitle, "score": w.score,
		"progress": w.progress.title, "where": w.web.where, "hurts": w.web.hurts, "nothing": w.web.nothing, "evidence": w.web.evidence, "scale": w.web.scale,
		"weeksLabel": w.web.weeksLabel, "weeksLegend": w.web.weeksLegend, "whenWeeks": w.web.whenWeeks, "howOften": w.web.howOften, "howLong": w.web.howLong,
		"notes": w.web.notes, "name": w.web.name, "signature": w.web.signature, "date": w.web.date,
		"use": w.web.use, "notFor": w.web.notFor, "limits": w.web.limits, "author": w.web.author, "reviewed": w.web.reviewed, "sources": w.web.sources, "toDo": w.toDo, "stop": w.stop,
	}
}

// progressPhrases are the words of comparisons.
type progressPhrases struct {
	title                  string
	visit                  string // number
	earlier                string // title of an earlier visit
	first, now             string
	when, outcome, therapy string
	result                 string // new, old
	added, dropped         string // therapies
	answer                 string // question, new, old
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
	silent, spared                    string
	condition, seeAbove               string
	reads                             map[bool]string // options that the rule reads; true: of which none may be chosen
	silentHint                        string          // therapy id
	limits                            string
	limit                             map[string]string // bound

	whatIf, seeClinician string
	noChangeUpTo         string // number of changes
	searched             string // number of changes
	noChange             string
	nothingToChange      string
	tooMany              string
	opens                string // questions
	first                string // therapy
	noneShown            string
	moreWays             string // number
	and                  string
	drop, add            string // options
	instead              string // new answer, old answer

	open, doNotWait, idle string
	asNow, details        string
	ifAnswer              string // answers, result
	ifAny                 string // result
	alsoNeeded            string // questions
	notesStand            string
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
