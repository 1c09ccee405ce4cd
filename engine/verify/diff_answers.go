package verify

import (
	"fmt"
	"slices"
	"strings"

	"knead/rules"
)

// answerChanges lists what can be answered to the questions of two packs in one of them
// alone. Nobody who answers so can be compared, so these changes have no witness. A sign that
// can no longer be ticked, written down or left open is less safe: it would be passed over.
// So is a wider range of numbers: whoever was turned away because of one now gets a result.
func answerChanges(old, new *rules.Pack) (changes []FoundChange) {
	add := func(p Property, s Subject, there bool) {
		if there {
			changes = append(changes, FoundChange{Change: Change{p, s, p.direction}})
		}
	}
	for k := range old.Questions {
		add(freeText.less, Subject{Question: old.Questions[k].ID}, readsAlone(old, k, new))
	}
	for q := range new.Questions {
		is := &new.Questions[q]
		about := Subject{Question: is.ID}
		add(freeText.more, about, readsAlone(new, q, old))
		k := sameQuestion(new, q, old)
		if k < 0 {
			continue
		}
		was := &old.Questions[k]
		for _, o := range was.Options {
			add(options.less, Subject{Question: is.ID, Option: o.ID}, is.OptionIndex(o.ID) < 0)
		}
		for _, o := range is.Options {
			add(options.more, Subject{Question: is.ID, Option: o.ID}, was.OptionIndex(o.ID) < 0)
		}
		add(unsureAnswer.less, about, was.Unsure && !is.Unsure)
		add(unsureAnswer.more, about, !was.Unsure && is.Unsure)
		add(noneAnswer.less, about, !was.AtLeastOne && is.AtLeastOne)
		add(noneAnswer.more, about, was.AtLeastOne && !is.AtLeastOne)
		if is.Kind.IsNumber() {
			wider := is.Min < was.Min || is.Max > was.Max
			about.Detail = fmt.Sprintf(" %d to %d, was %d to %d", is.Min, is.Max, was.Min, was.Max)
			add(numberRange.more, about, wider)
			add(numberRange.less, about, !wider && (is.Min > was.Min || is.Max < was.Max))
		}
	}
	return changes
}

// readsAlone reports whether one of two packs alone looks for phrases in what is answered to a
// question.
func readsAlone(p *rules.Pack, q int, other *rules.Pack) bool {
	return p.Questions[q].Kind.IsText() && len(p.Notes) > 0 && sameQuestion(p, q, other) < 0
}

// noteChanges lists the phrases that only one of two packs looks for in free text, takes for
// harmless or for a cue, or takes otherwise. They have no witness: any text that holds the
// phrase is one.
func noteChanges(old, new *rules.Pack) (changes []FoundChange) {
	terms := func(t *rules.NoteTerm) []string {
		var all []string
		for _, phrase := range t.With {
			all = append(all, "near "+phrase)
		}
		for _, term := range t.Terms {
			if t.With != nil {
				term += ", near others"
			}
			all = append(all, term)
			if t.PastCounts {
				all = append(all, term+", of the past")
			}
			if t.Slips {
				all = append(all, term+", with one letter wrong")
			}
		}
		return all
	}
	harmless := func(t *rules.NoteTerm) []string { return t.Harmless }
	limits := func(c *rules.NoteCue) bool { return c.Category >= rules.CueTerminate }
	takes := func(c *rules.NoteCue) bool { return !limits(c) }
	for _, kind := range []struct {
		of func(*rules.Pack) []string
		twoWays
	}{
		{func(p *rules.Pack) []string { return phrases(p, terms) }, notes},
		{func(p *rules.Pack) []string { return phrases(p, harmless) }, harmlessNotes},
		{func(p *rules.Pack) []string { return cuePhrases(p, takes) }, noteCues},
		{func(p *rules.Pack) []string { return cuePhrases(p, limits) }, noteLimits},
	} {
		before, after := kind.of(old), kind.of(new)
		changes = slices.Concat(changes, onlyIn(before, after, kind.less), onlyIn(after, before, kind.more))
	}
	return changes
}

// contradictionChanges lists the contradictions that only one of two packs looks for, or that
// are other answers in each.
func contradictionChanges(old, new *rules.Pack) []FoundChange {
	checks := func(p *rules.Pack) (all []string) {
		for i := range p.Contradicts {
			all = append(all, p.Contradicts[i].ID+": "+p.Words(p.Contradicts[i].When))
		}
		return all
	}
	was, is := checks(old), checks(new)
	return slices.Concat(onlyIn(was, is, contradicts.less), onlyIn(is, was, contradicts.more))
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

// cuePhrases lists the phrases of a pack's cues as "negated forward: denies".
func cuePhrases(p *rules.Pack, wanted func(*rules.NoteCue) bool) (all []string) {
	for i := range p.Cues {
		c := &p.Cues[i]
		if !wanted(c) {
			continue
		}
		as := c.Category.String()
		if c.Direction > 0 {
			as += " " + c.Direction.String()
		}
		if c.List {
			as += " list"
		}
		if c.Open {
			as += " open"
		}
		if c.Correlative {
			as += " correlative"
		}
		if c.Far {
			as += " far"
		}
		if c.Category != rules.CueTerminate {
			all = appendPhrases(all, as, c.Phrases)
			continue
		}
		for ended := rules.Negated; ended.HasScope(); ended++ {
			if c.Ends>>ended&1 != 0 {
				all = appendPhrases(all, as+" "+ended.String(), c.Phrases)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func appendPhrases(all []string, as string, phrases []string) []string {
	for _, phrase := range phrases {
		all = append(all, as+": "+strings.ToLower(phrase))
	}
	return all
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
		all = appendPhrases(all, question.ID+" "+strings.Join(options, " or "), of(t))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
