package verify

import (
	"slices"
	"strings"

	"knead/rules"
)

// noteChanges lists the phrases that only one of two packs looks for in free text, or takes
// for harmless, or that hint at other options. They have no witness: any text that holds the
// phrase is one.
func noteChanges(old, new *rules.Pack) []FoundChange {
	terms := func(t *rules.NoteTerm) []string { return t.Terms }
	harmless := func(t *rules.NoteTerm) []string { return t.Harmless }
	return slices.Concat(
		onlyIn(phrases(old, terms), phrases(new, terms), notes.less),
		onlyIn(phrases(new, terms), phrases(old, terms), notes.more),
		onlyIn(phrases(new, harmless), phrases(old, harmless), harmlessNotes.more),
		onlyIn(phrases(old, harmless), phrases(new, harmless), harmlessNotes.less),
	)
}

// onlyIn lists the phrases that are in some and not in others as changes of a property.
func onlyIn(some, others []string, p Property) (changes []FoundChange) {
	for _, phrase := range some {
		if !slices.Contains(others, phrase) {
			changes = append(changes, FoundChange{Change: Change{p, Subject{Detail: phrase}, p.direction}})
		}
	}
	return changes
}

// phrases lists phrases of a pack's note terms as "medicines anticoagulant: warfarin".
func phrases(p *rules.Pack, of func(*rules.NoteTerm) []string) (all []string) {
	for i := range p.Notes {
		t := &p.Notes[i]
		question := &p.Questions[t.Question]
		var options []string
		for k, o := range question.Options {
			if t.Options>>k&1 != 0 {
				options = append(options, o.ID)
			}
		}
		for _, term := range of(t) {
			all = append(all, question.ID+" "+strings.Join(options, " or ")+": "+strings.ToLower(term))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
