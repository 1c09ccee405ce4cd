package report

import (
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
)

// actions puts what to do into words. One unsure answer can lead to many actions that ask
// for the same; they are joined, so that they do not bury the others.
func (b *builder) actions(d rules.Disposition) {
	var listed []engine.Action // one for each statement
	for _, a := range b.r.Actions {
		if d >= rules.Urgent && a.Rule == incomplete {
			continue // nobody fills in a form before calling for help
		}
		c := b.statement(a.Rule, a.Text)
		i := 0
		for i < len(listed) && !(askTheSame(listed[i], a) && b.equallyCertain(b.doc.Actions[i], c)) {
			i++
		}
		if i < len(listed) {
			b.doc.Actions[i].join(c)
			continue
		}
		listed, b.doc.Actions = append(listed, a), append(b.doc.Actions, c)
	}
	if len(b.doc.Actions) == 0 {
		b.doc.Opening = b.say(b.Pack.Dispositions[d].Text)
	}
	if d == rules.Clearance {
		b.doc.Clearance = b.word("report_clearance")
		if !b.practitioner() {
			b.doc.Clearance = b.word("report_your_clearance")
		}
	}
}

// askTheSame reports whether two actions of unsure answers differ in no more than their
// first sentence, which says what is unsure.
func askTheSame(a, b engine.Action) bool {
	if !a.Unsure || !b.Unsure || a.Disposition != b.Disposition {
		return false
	}
	_, asked := firstSentence(a.Text)
	_, alsoAsked := firstSentence(b.Text)
	return a.Text == b.Text || asked != "" && asked == alsoAsked
}

// equallyCertain reports whether statements can share what a reader is told of their certainty.
func (b *builder) equallyCertain(a, c statement) bool {
	return !b.practitioner() || a.Certainty == c.Certainty
}

// join adds a statement that asks for the same: its first sentence, its rule and its sources.
func (c *statement) join(o statement) {
	lead, rest := firstSentence(o.Text)
	if before := strings.TrimSuffix(c.Text, rest); !strings.Contains(before, lead) {
		c.Text = before + lead + " " + rest
	}
	c.Rule += ", " + o.Rule
	c.cite(o)
}

// firstSentence cuts a text behind its first sentence. Texts of packs have no points within
// sentences that a space follows.
func firstSentence(text string) (first, rest string) {
	ends := []rune{'.', '!', '?', '।'}
	for i, r := range text {
		end := i + len(string(r))
		if slices.Contains(ends, r) && strings.HasPrefix(text[end:], " ") {
			return text[:end], strings.TrimSpace(text[end:])
		}
	}
	return text, ""
}
