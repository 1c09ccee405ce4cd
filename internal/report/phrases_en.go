package report

func english() *phrases {
	return &phrases{
		intake: "Intake", pack: "pack",
		toDo: "What to do", therapies: "Massage that fits", plan: "Plan", withheld: "Withheld", avoid: "Leave alone",
		cautions: "Take care", missing: "Still missing", ignored: "Answers that do not apply and were left out", care: "Beside massage",
		notice:    "Please note",
		clearance: "Only after the treating clinician agrees", yourClearance: "Only after your doctor agrees",
		notNow: "Better not for now",
		others: "These fit too:", moreCare: "Also helpful:",
		minutes: "min", pressure: "pressure", areas: "Areas",
		provider:  map[string]string{"home": "at home or by a therapist", "therapist": "by a trained therapist", "physician": "by a physician only"},
		pressures: map[string]string{"stroking": "stroking", "light": "light", "moderate": "moderate", "firm": "firm", "deep": "deep"},
		dispositions: map[string]string{
			"emergency": "emergency", "urgent": "urgent: see a doctor soon", "refer": "see a doctor or physiotherapist first", "defer": "not now",
			"incomplete": "answers missing", "clearance": "only after the treating clinician agrees", "proceed": "massage may go ahead",
		},
		certainties: map[string]string{
			"consensus": "clinical knowledge", "tradition": "tradition only", "very_low": "very low certainty", "low": "low certainty",
			"moderate": "moderate certainty", "high": "high certainty", "guideline": "guideline",
		},
		states: map[string]string{"unanswered": "not answered", "unsure": "not sure", "notes": "mentioned in the notes", "not_asked": "does not apply"},
		none:   "none of these", stop: ".", orMore: "%d or more", orLess: "%d or less",
		week: "week", weeks: "weeks", perWeek: "per week", onceAWeek: "once a week", everyWeeks: "once every %d weeks", inFourWeeks: "%d in four weeks", fromTo: "%s to %s",
		session: "1 session", sessions: "%d sessions",
		notRuledOut: "not ruled out", reasons: "Reasons", reasonsTitle: "Reasons and sources", score: "score",
		review: "Review in week", atMost: "at most %s from today",
		explain: englishExplain(),
		progress: progressPhrases{
			title: "How it went", visit: "Visit %d", earlier: "Earlier visit: %s", first: "First visit", now: "Today",
			when: "Visit", outcome: "Result", therapy: "First choice",
			result: "Result: %s (before: %s)", added: "Now also fits: %s", dropped: "No longer suggested: %s", answer: "%s: %s (before: %s)",
		},
		web: webPhrases{
			front: "Front", back: "Back", bodyLabel: "Drawing of a body from the front and the back. Marked as painful: %s.", bodyAvoid: "Marked to leave alone: %s.",
			lineLabel: "Picture of the table beside it: each measure at each visit, from 0 to 10.",
			where:     "Where", hurts: "Hurts", nothing: "No massage fits the answers given.", evidence: "Evidence", scale: "0 to 10",
			weeksLabel:  "Picture of the plan, week by week, as in the table beside it.",
			weeksLegend: "Each column is a week. Height: minutes of a session, paler up to the longest. Dots: sessions, open ones if wished. Flag: review.",
			whenWeeks:   "When", howOften: "How often", howLong: "How long",
			notes: "Notes", name: "Name", signature: "Signature", date: "Date",
			use: "Intended use and limits", notFor: "Not for:", limits: "Limits:", author: "Author:", reviewed: "Last review by its authors:", sources: "Sources",
		},
	}
}

func englishExplain() explainPhrases {
	return explainPhrases{
		decided: "Why this result", outranked: "Also applies, and is less urgent", lifted: "Lifted, because a clinician has agreed",
		close:         "One answer away",
		nothing:       "No rule asks for anything more careful.",
		incomplete:    "Required questions have no answer:",
		throughUnsure: "because of an unsure answer",
		answers:       "Answers:", wouldApply: "Would apply if:", wouldLift: "Would not apply if:",
		never: "No answer lifts this.", asAbove: "For a reason given above.",
		therapies: "For and against each therapy", noTherapies: "No therapy is weighed while this result stands.",
		verdicts:  map[string]string{"shown": "suggested", "withheld": "withheld", "no_argument": "nothing speaks for it here", "other_areas": "not for the areas that hurt", "against": "nothing speaks for it here, and something speaks against it"},
		kinds:     map[string]string{"exclude": "excluded", "pressure": "too firm for the limit on pressure", "area": "no area is left to treat"},
		condition: "Condition:", seeAbove: "(see above)", reads: map[bool]string{false: "the rule reads: %s", true: "the rule reads: not %s"},
		spared: "Would keep it away, but does not apply:",
		silent: "Would speak for it, but does not apply:", silentHint: "Other rules could speak for it: see --therapy %s.",
		limits: "Limits",
		limit:  map[string]string{"pressure": "Pressure at most %s", "minutes": "Sessions of at most %s minutes", "sessions_per_week": "At most %s sessions a week"},

		whatIf: "What would change this", seeClinician: "This is for a clinician to judge: please see one. It is nothing to change by habits or wishes.",
		noChangeUpTo:    "No change of up to %d habits, wishes or passing states leads to another result. More at once were not tried.",
		noChange:        "No change of habits, wishes or passing states leads to another result.",
		nothingToChange: "None of the answers given is something to change, such as a habit or a wish.",
		tooMany:         "There are too many answers that could be changed to try them all.",
		opens:           "would need to be answered then: %s", searched: "Every combination of up to %d changes was tried; more at once were not.",
		first: "first choice: %s", noneShown: "no massage that fits", moreWays: "and %d more ways", and: "and",
		drop: "without %s", add: "with %s", instead: "%s instead of %s",

		open: "Worth finding out", doNotWait: "Do what is said above first. Do not wait to find these out.",
		idle: "Would change no more than some advice:", asNow: "as now", details: "only advice would change",
		ifAnswer: "if %s: %s", ifAny: "whatever the answer: %s", alsoNeeded: "still needed: %s",
		notesStand: "As long as the notes mention it and it is not chosen, no other answer counts. If the notes are corrected:",
		more:       "also %s", fewer: "not %s", pressure: "pressure at most %s", minutes: "%d minutes", schedule: "another plan",
	}
}
