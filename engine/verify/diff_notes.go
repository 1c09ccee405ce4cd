package verify

import (
	"slices"
	"strings"

	"knead/rules"
)

// noteChanges lists the phrases that only one of two packs looks for in free text, or that
// hint at other options. They have no witness: any text that holds the phrase is one.
func noteChanges(old, new *rules.Pack) (changes []FoundChange) {
	was, is := phrases(old), phrases(new)
	for _, p := range was {
		if !slices.Contains(is, p) {
			changes = append(changes, FoundChange{Change: Change{"note_dropped", p, LessSafe}})
		}
	}
	for _, p := range is {
		if !slices.Contains(was, p) {
			changes = append(changes, FoundChange{Change: Change{"note_added", p, Safer}})
		}
	}
	return changes
}

// phrases lists a pack's note terms as "medicines anticoagulant: warfarin".
func phrases(p *rules.Pack) (all []string) {
	for _, t := range p.Notes {
		question := &p.Questions[t.Question]
		var options []string
		for i, o := range question.Options {
			if t.Options>>i&1 != 0 {
				options = append(options, o.ID)
			}
		}
		for _, term := range t.Terms {
			all = append(all, question.ID+" "+strings.Join(options, " or ")+": "+strings.ToLower(term))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
