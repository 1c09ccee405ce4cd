package packtest

import (
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

// Noticing returns those expectations about a person, at most one for each key of expect,
// that hold with the sound program and not with the faulty one. Without any, it returns the
// first that does so of what can be expected of the person exactly.
func Noticing(sound, faulty *engine.Program, who *rules.Intake, about []int, expect []string) (noticing []string) {
	var keys []string
	for _, e := range expect {
		if key, _, _ := strings.Cut(e, ":"); !slices.Contains(keys, key) && notices(sound, faulty, who, e) {
			keys, noticing = append(keys, key), append(noticing, e)
		}
	}
	if len(noticing) > 0 {
		return noticing
	}
	for _, e := range exactly(sound, who, about) {
		if notices(sound, faulty, who, e) {
			return []string{e}
		}
	}
	return nil
}

// notices runs a case with one expectation as its author would.
func notices(sound, faulty *engine.Program, who *rules.Intake, expect string) bool {
	p := sound.Pack()
	var answered []int
	for q := range who.Answers {
		if who.Answers[q].State != rules.Unanswered {
			answered = append(answered, q)
		}
	}
	cases, problems := packfile.ParseCaseFile([]byte("cases:\n"+Suggest(p, "proposal", "", who, answered, []string{expect})), "", p)
	return len(problems) == 0 && Failed(Run(sound, cases)) == 0 && Failed(Run(faulty, cases)) > 0
}

// exactly writes what can be expected of a person without leaving room above or below, and
// last how the conditions of the rules that it is about came out.
func exactly(sound *engine.Program, who *rules.Intake, about []int) (expect []string) {
	p, d := sound.Pack(), sound.Decide(who)
	expect = append(expect, "disposition: "+d.Disposition.String())
	if d.Disposition.CarriesTherapies() {
		expect = append(expect, "schedule: "+scheduleID(p, d.Plan.Schedule))
		if d.Plan.Schedule >= 0 {
			expect = append(expect, fmt.Sprintf("max_sessions: %d", d.Plan.MaxSessions))
		}
		var shown []string
		for _, t := range d.Therapies {
			id := p.Therapies[t.Therapy].ID
			shown = append(shown, id)
			expect = append(expect, fmt.Sprintf("pressure: {%s: %v}", id, t.Pressure), fmt.Sprintf("minutes: {%s: %d}", id, t.Minutes))
		}
		expect = append(expect, "therapies: {exactly: ["+strings.Join(shown, ", ")+"]}")
	}
	for _, r := range about {
		for _, key := range []string{"fires", "unsure", "near_miss"} {
			expect = append(expect, key+": ["+p.Rules[r].ID+"]") // the false ones fail on the sound program
		}
	}
	return expect
}
