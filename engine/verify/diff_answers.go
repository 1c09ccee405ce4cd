package verify

import (
	"fmt"

	"knead/rules"
)

// answerChanges lists what can be answered to the questions of two packs in one of them
// alone. Nobody who answers so can be compared, so these changes have no witness. A sign that
// can no longer be ticked, written down or left open is less safe: it would be passed over.
// So is a wider range of numbers: whoever was turned away because of one now gets a result.
func answerChanges(old, new *rules.Pack) (changes []FoundChange) {
	add := func(property, subject string, d Direction, there bool) {
		if there {
			changes = append(changes, FoundChange{Change: Change{property, subject, d}})
		}
	}
	for k := range old.Questions {
		add(rules.TextDropped, old.Questions[k].ID, LessSafe, readsAlone(old, k, new))
	}
	for q := range new.Questions {
		add("text_added", new.Questions[q].ID, Safer, readsAlone(new, q, old))
		k := sameQuestion(new, q, old)
		if k < 0 {
			continue
		}
		was, is := &old.Questions[k], &new.Questions[q]
		for _, o := range was.Options {
			add(rules.OptionDropped, is.ID+"."+o.ID, LessSafe, is.OptionIndex(o.ID) < 0)
		}
		for _, o := range is.Options {
			add("option_added", is.ID+"."+o.ID, Different, was.OptionIndex(o.ID) < 0)
		}
		add(rules.UnsureDropped, is.ID, LessSafe, was.Unsure && !is.Unsure)
		add("unsure_added", is.ID, Different, !was.Unsure && is.Unsure)
		add("none_dropped", is.ID, Different, !was.AtLeastOne && is.AtLeastOne)
		add("none_added", is.ID, Different, was.AtLeastOne && !is.AtLeastOne)
		if is.Kind == rules.Int {
			wider := is.Min < was.Min || is.Max > was.Max
			subject := fmt.Sprintf("%s %d to %d, was %d to %d", is.ID, is.Min, is.Max, was.Min, was.Max)
			add(rules.RangeWidened, subject, LessSafe, wider)
			add("range_narrowed", subject, Different, !wider && (is.Min > was.Min || is.Max < was.Max))
		}
	}
	return changes
}

// readsAlone reports whether one of two packs alone looks for phrases in what is answered to a
// question.
func readsAlone(p *rules.Pack, q int, other *rules.Pack) bool {
	return p.Questions[q].Kind == rules.FreeText && len(p.Notes) > 0 && sameQuestion(p, q, other) < 0
}
