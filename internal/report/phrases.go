package report

// phrases are the words of a report that are not the pack's.
type phrases struct {
	intake, pack                                                                     string
	toDo, therapies, plan, withheld, avoid, cautions, missing, ignored, care, notice string
	clearance                                                                        string
	minutes, pressure, areas, because                                                string
	provider                                                                         map[string]string
	pressures                                                                        map[string]string
	states                                                                           map[string]string
	week, weeks, perWeek, everyWeeks, once, session                                  string
	review, atMost                                                                   string
	reasons, reasonsTitle, score                                                     string
}

func english() phrases {
	return phrases{
		intake: "Intake", pack: "pack",
		toDo: "What to do", therapies: "Massage that fits", plan: "Plan", withheld: "Withheld", avoid: "Leave alone",
		cautions: "Take care", missing: "Still missing", ignored: "Answers that do not apply and were left out", care: "Beside massage",
		notice:    "Please note",
		clearance: "Only after the treating clinician agrees",
		minutes:   "min", pressure: "pressure", areas: "Areas", because: "because",
		provider:  map[string]string{"home": "at home or by a therapist", "therapist": "by a trained therapist", "physician": "by a physician only"},
		pressures: map[string]string{"stroking": "stroking", "light": "light", "moderate": "moderate", "firm": "firm", "deep": "deep"},
		states:    map[string]string{"unanswered": "not answered", "unsure": "not sure", "notes": "mentioned in the notes"},
		week:      "week", weeks: "weeks", perWeek: "per week", everyWeeks: "every %d weeks", once: "once", session: "sessions",
		reasons: "Reasons", reasonsTitle: "Reasons and sources", score: "score",
		review: "Review in week", atMost: "at most %s from today",
	}
}
