package report

import (
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// statement makes a statement of a rule.
func (b *builder) statement(rule, text string) statement {
	c := statement{Rule: rule, Text: text}
	if i := b.Pack.RuleIndex(rule); i >= 0 {
		c = b.grounded(c, b.Pack.Rules[i].Sources, b.Pack.Rules[i].Certainty)
	}
	return c
}

// statements words reasons, those that are known to hold before those that could not be ruled
// out.
func (b *builder) statements(reasons []engine.Reason) (statements []statement) {
	for _, possible := range []bool{false, true} {
		for _, r := range reasons {
			if r.Possible != possible {
				continue
			}
			c := b.statement(r.Rule, b.once(r.Rule, r.Text))
			if possible {
				c.Text = b.possible(c.Text)
			}
			statements = append(statements, c)
		}
	}
	return statements
}

// possible marks a text about what could not be ruled out.
func (p *page) possible(text string) string {
	if p.practitioner() {
		return text + " (" + p.word("report_not_ruled_out") + ")"
	}
	return p.word("report_not_sure") + " " + text
}

// once returns a text in full, and for a patient who has read it before its first sentence.
func (b *builder) once(rule, text string) string {
	if !b.practitioner() && slices.Contains(b.said, rule) {
		text, _ = firstSentence(text)
	}
	return text
}

// cite adds the sources of a statement that is joined with this one.
func (c *statement) cite(o statement) {
	for _, id := range o.Sources {
		if !slices.Contains(c.Sources, id) {
			c.Sources = append(c.Sources, id)
		}
	}
	for _, n := range o.Numbers {
		if !slices.Contains(c.Numbers, n) {
			c.Numbers = append(c.Numbers, n)
		}
	}
}

// grounded adds sources and certainty, and to the list the sources that a statement is printed
// with, which are few; the pack lists them all.
func (b *builder) grounded(c statement, sources []int, certainty rules.Certainty) statement {
	shown := 1
	if b.practitioner() {
		shown = 2
	}
	for i, s := range sources {
		c.Sources = append(c.Sources, b.Pack.Sources[s].ID)
		if i < shown {
			c.Numbers = append(c.Numbers, b.number(s, i == 0))
		}
	}
	c.Certainty = b.word("certainty_" + certainty.String())
	return c
}

// number returns the number of a source, listing it if it is new. A source that no statement
// names first is left out in print.
func (b *builder) number(s int, first bool) int {
	from := &b.Pack.Sources[s]
	i := slices.IndexFunc(b.doc.Sources, func(listed source) bool { return listed.ID == from.ID })
	if i < 0 {
		i = len(b.doc.Sources)
		b.doc.Sources = append(b.doc.Sources, source{Number: i + 1, ID: from.ID, Citation: text.Line.Clean(from.Citation)})
	}
	b.doc.Sources[i].First = b.doc.Sources[i].First || first
	return i + 1
}

// stopFirst puts when to stop the massage before all else to take care of.
func (b *builder) stopFirst(cautions []engine.Reason) []engine.Reason {
	rank := func(c engine.Reason) int {
		if i := b.Pack.RuleIndex(c.Rule); i >= 0 && b.Pack.Rules[i].Then.Caution.Stop {
			return 0
		}
		return 1
	}
	cautions = slices.Clone(cautions)
	slices.SortStableFunc(cautions, func(a, b engine.Reason) int { return rank(a) - rank(b) })
	return cautions
}

// cautions words reasons to take care. A practitioner reads each in full once; those read
// before are named by their titles, all in one statement.
func (b *builder) cautions(reasons []engine.Reason) (statements []statement) {
	var titles, ids []string
	for _, c := range b.statements(reasons) {
		if i := b.Pack.RuleIndex(c.Rule); b.practitioner() && i >= 0 && slices.Contains(b.said, c.Rule) {
			titles, ids = append(titles, text.Line.Clean(b.Pack.Rules[i].Title)), append(ids, c.Rule)
			continue
		}
		b.said = append(b.said, c.Rule)
		statements = append(statements, c)
	}
	if len(titles) > 0 {
		text := strings.Join(titles, "; ") + "."
		if !b.english() {
			text = b.word("explain_as_above")
		}
		statements = append(statements, statement{Rule: strings.Join(ids, ", "), Text: text})
	}
	return statements
}

// cautionItems lists reasons to take care. To a patient several that could not be ruled out stand
// together, below one line that says so.
func (b *builder) cautionItems(reasons []engine.Reason) []item {
	var known, open []engine.Reason
	for _, r := range reasons {
		if r.Possible {
			r.Possible = false // as the line above them says
			open = append(open, r)
		} else {
			known = append(known, r)
		}
	}
	if b.practitioner() || len(open) < 2 {
		return items(b.cautions(reasons))
	}
	return append(items(b.cautions(known)), item{Name: b.word("report_not_sure"), Because: b.cautions(open), All: true})
}

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

// contradictions lists answers that do not go together.
func (b *builder) contradictions(all []engine.Contradiction) list {
	l := list{ID: "contradictions", Title: b.word("report_contradictions")}
	for _, c := range all {
		l.Items = append(l.Items, item{Because: []statement{{Rule: c.ID, Text: c.Text}}})
	}
	return l
}

// neverAsked lists the options that the person was not asked about, by their questions.
func (b *builder) neverAsked(all []engine.NeverAsked) list {
	l := list{ID: "never_asked", Title: b.word("report_never_asked")}
	for _, n := range all {
		i := b.Pack.QuestionIndex(n.Question)
		if i < 0 {
			continue
		}
		q := &b.Pack.Questions[i]
		labels := make([]string, len(n.Options))
		for k, id := range n.Options {
			if labels[k] = id; q.OptionIndex(id) >= 0 {
				labels[k] = b.say(q.Options[q.OptionIndex(id)].Label)
			}
		}
		l.Items = append(l.Items, item{Because: []statement{{Text: b.heading(q) + ": " + strings.Join(labels, "; ")}}})
	}
	return l
}

// removed lists what was ticked at the visit before and is not now, illnesses and medicines first.
func (b *builder) removed(all []engine.Removed) list {
	l := list{ID: "removed", Title: b.word("report_removed")}
	for _, r := range all {
		name := r.Label
		if i := b.Pack.QuestionIndex(r.Question); i >= 0 {
			name = b.heading(&b.Pack.Questions[i])
		}
		l.Items = append(l.Items, item{Because: []statement{{Text: name + ": " + strings.Join(r.Labels, "; ")}}})
	}
	return l
}
