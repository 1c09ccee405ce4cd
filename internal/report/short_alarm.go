package report

import (
	"math/bits"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// alarm fills the page of an emergency or of something urgent: what to do, whom to call, what to
// tell them and what not to do meanwhile, and nothing else.
func (b *shortBuilder) alarm(d rules.Disposition, out *short) {
	out.Disclaimer, _ = firstSentence(b.say(b.Pack.DisclaimerLine)) // whom to call stands above
	var signs []string                                              // of what is certain, the less urgent too
	for _, a := range b.r.Actions {
		if a.Rule == incomplete || a.Unsure {
			continue // nobody fills in a form before calling for help
		}
		if said := b.sign(a.Rule); said != "" && !slices.Contains(signs, said) {
			signs = append(signs, said)
		}
		if a.Disposition == d.String() && len(out.Actions) < alarmActions && !slices.Contains(out.Actions, a.Text) {
			out.Actions = append(out.Actions, a.Text)
		}
	}
	if len(out.Actions) == 0 { // nothing is certain
		for _, a := range b.doc.Actions[:min(len(b.doc.Actions), alarmActions)] {
			out.Actions = append(out.Actions, a.Text)
		}
	}
	var unsure []string
	for _, m := range b.r.Missing {
		if m.State != unanswered {
			unsure = append(unsure, b.name(m.Question))
		}
	}
	var all rows
	all.add(b.word("short_call"), b.whomToCall(d))
	all.add(b.word("short_tell"), b.tell(signs, unsure)...)
	all.add(b.word("short_meanwhile"), b.say(b.Pack.Dispositions[d].Short))
	out.Rows = [][]row{all}
}

// whomToCall says whom to call in an emergency, or about something urgent.
func (s *page) whomToCall(d rules.Disposition) string {
	emergency := s.say(rules.Text{Patient: "{emergency}", Practitioner: "{emergency}"})
	if d == rules.Emergency {
		return emergency
	}
	return s.word("short_call_urgent", "urgent", s.say(rules.Text{Patient: "{urgent}", Practitioner: "{urgent}"}), "emergency", emergency)
}

// alarmActions is how many actions are said in full. All that are certain are told as signs, so
// that no less urgent one contradicts the first line.
const alarmActions = 4

// sign is the phrase for what a rule found. A rule without one is known by its text.
func (b *shortBuilder) sign(rule string) string {
	if i := b.Pack.RuleIndex(rule); i >= 0 && !b.Pack.Rules[i].Short.Empty() {
		why, _, _ := strings.Cut(b.say(b.Pack.Rules[i].Short), ": ")
		return why
	}
	return ""
}

// tell words the answers for who is called: what was found, then who and where, then what else is
// known of the person's health.
func (b *shortBuilder) tell(signs, unsure []string) []string {
	found := strings.Join(signs, "; ")
	if len(unsure) > 0 {
		found = strings.TrimPrefix(found+"; "+b.state(rules.Unsure.String())+": "+strings.Join(unsure, ", "), "; ")
	}
	if b.visit.Intake == nil {
		return []string{found}
	}
	single := slices.DeleteFunc(slices.Clone(b.Pack.Person), func(q int) bool { return b.Pack.Questions[q].AllowsNone() })
	who := b.facts(single, apart)
	var health []string
	for q := range b.Pack.Questions {
		question, a := &b.Pack.Questions[q], b.visit.Intake.Answers[q]
		if !question.Required || !question.AllowsNone() || slices.Contains(b.Pack.Person, q) || slices.Contains(b.r.Ignored, question.ID) {
			continue
		}
		ticks := a.Ticks &^ b.told(q)
		for i := range question.Options {
			if ticks>>i&1 != 0 {
				health = append(health, lowerFirst(text.Line.Clean(b.say(question.Options[i].Label))))
			}
		}
	}
	return []string{found, who, strings.Join(health, "; ")}
}

// told returns the options of a question that some action's condition names by themselves, so that
// its sign says them.
func (b *shortBuilder) told(question int) (options uint64) {
	for _, a := range b.r.Actions {
		i := b.Pack.RuleIndex(a.Rule)
		if i < 0 || a.Unsure || b.Pack.Rules[i].Short.Empty() {
			continue
		}
		b.Pack.Rules[i].When.Walk(func(c *rules.Condition) {
			if c.Op == rules.OneOf && c.Question == question && bits.OnesCount64(c.Options) == 1 {
				options |= c.Options
			}
		})
	}
	return options
}
