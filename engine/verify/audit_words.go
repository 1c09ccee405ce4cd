package verify

import "strings"

// add notes a finding; one that is in order says so.
func (a *audit) add(f Finding) {
	if f.Status == Proved {
		f.Message = inOrder(f.Property, f.Subject)
	}
	a.findings = append(a.findings, f)
}

// inOrder says what is proved.
func inOrder(property, subject string) string {
	words := map[string]string{
		noTherapyAboveClearance: "no result above clearance shows a therapy",
		unknownNeverSafer:       "not knowing ? is never safer than an answer",
		ruleCanFire:             "the condition of rule ? can be true",
		ruleMatters:             "rule ? changes a result",
		askedBeforeRead:         "the question of ? can be asked where the rule is true",
		questionCanBeAsked:      "question ? can be asked",
		therapyCanAppear:        "therapy ? can be shown",
		scheduleCanAppear:       "schedule ? can be a plan",
		somethingToOffer:        "whoever may proceed is shown a therapy",
		optionToldApart:         "conditions tell option ? apart",
		questionRead:            "question ? is read",
		schedulesGentlestFirst:  "schedule ? is not chosen where one after it, which begins gentler, fits too",
		capLeavesSomething:      "the cap of rule ? leaves a therapy",
		acceptedIsNeeded:        "? was found",
	}
	return strings.ReplaceAll(words[property], "?", subject)
}
