package report

import (
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
)

// Visit is a result and the intake it belongs to. Without an intake (nil) a report shows
// the areas that are treated instead of those that hurt, and no course over time.
type Visit struct {
	Result *engine.Result
	Intake *rules.Intake
	person string // whose it is, when the id does not say
}

// key tells people apart; it is empty for somebody unknown.
func (v Visit) key() string {
	if v.person == "" && v.Result.ID != nil {
		return "id " + *v.Result.ID
	}
	return v.person
}

// Compare says in each result what the same person's visit before it ticked and it does not.
func Compare(p *engine.Program, v engine.Voice, visits []Visit) {
	for _, of := range byPerson(visits) {
		for i := 1; i < len(of); i++ {
			if of[i-1].Intake == nil || of[i].Intake == nil {
				continue // nothing is known to compare
			}
			of[i].Result.Changed = p.Changed(of[i-1].Intake, of[i].Intake, v)
		}
	}
}

// byPerson groups visits by id, in the order of first appearance; a visit without an id
// stands alone. A person's visits are in the order of their dates where all have one.
func byPerson(visits []Visit) (people [][]Visit) {
	places := map[string]int{}
	for _, v := range visits {
		key := v.key()
		i, known := places[key]
		if !known || key == "" {
			i, people = len(people), append(people, nil)
			places[key] = i
		}
		people[i] = append(people[i], v)
	}
	undated := func(v Visit) bool { return v.Intake == nil || v.Intake.Date == "" }
	for _, of := range people {
		if !slices.ContainsFunc(of, undated) {
			slices.SortStableFunc(of, func(a, b Visit) int { return strings.Compare(a.Intake.Date, b.Intake.Date) })
		}
	}
	return people
}

// painful returns the areas that hurt, as ids in the pack's order.
func (v Visit) painful(p *rules.Pack) (areas []string) {
	q := &p.Questions[p.Areas]
	var set uint64
	for i := range q.Options {
		switch o := &q.Options[i]; {
		case v.Intake == nil:
			if slices.ContainsFunc(v.Result.Therapies, func(t engine.TherapyAdvice) bool { return slices.Contains(t.Areas, o.ID) }) {
				set |= 1 << i
			}
		case v.Intake.Answers[p.Areas].Ticks>>i&1 == 0:
		case o.Covers != 0:
			set |= o.Covers
		default:
			set |= 1 << i
		}
	}
	for i := range q.Options {
		if set>>i&1 != 0 {
			areas = append(areas, q.Options[i].ID)
		}
	}
	return areas
}
