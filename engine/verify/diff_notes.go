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
		onlyIn(phrases(old, terms), phrases(new, terms), rules.NoteDropped, LessSafe),
		onlyIn(phrases(new, terms), phrases(old, terms), "note_added", Safer),
		onlyIn(phrases(new, harmless), phrases(old, harmless), rules.HarmlessNoteAdded, LessSafe),
		onlyIn(phrases(old, harmless), phrases(new, harmless), "harmless_note_dropped", Safer),
	)
}

// onlyIn lists the phrases that are in some and not in others as changes of one kind.
func onlyIn(some, others []string, kind string, d Direction) (changes []FoundChange) {
	for _, p := range some {
		if !slices.Contains(others, p) {
			changes = append(changes, FoundChange{Change: Change{kind, p, d}})
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
