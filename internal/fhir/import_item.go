package fhir

import (
	"slices"
	"strings"

	"knead/rules"
	"knead/rules/packfile"
)

// link is what a linkId stands for.
type link struct {
	question int  // index into Pack.Questions, or -1
	unsure   bool // the question's "not sure" box
}

// links returns every linkId of the pack's Questionnaire.
func links(p *rules.Pack) map[string]link {
	known := map[string]link{}
	var add func(items []Item)
	add = func(items []Item) {
		for _, item := range items {
			known[item.LinkID] = link{question: -1}
			add(item.Item)
		}
	}
	questionnaire, _ := NewQuestionnaire(p, Wording{})
	add(questionnaire.Item)
	for i := range p.Questions {
		q := &p.Questions[i]
		known[q.ID] = link{question: i}
		if asksUnsureApart(q) {
			known[unsureLink(q)] = link{question: i, unsure: true}
		}
	}
	return known
}

// items reads items at any depth; above is the linkId of the item they belong to.
func (im *importer) items(list *value, above string) {
	below := "in the response"
	if above != "" {
		below = "below linkId \"" + above + "\""
	}
	switch {
	case list == nil:
		return
	case list.kind != array:
		im.complain(list, above, "wrong-type", "%s: expected a list of items, found %s", below, list.kind)
		return
	}
	for _, item := range list.items {
		switch id := item.string("linkId"); {
		case item.kind != object:
			im.complain(item, above, "wrong-type", "%s: expected an item, found %s", below, item.kind)
		case id == "":
			im.complain(item, above, "missing-linkid", "%s: an item has no linkId", below)
		default:
			im.item(item, id)
		}
	}
}

func (im *importer) item(item *value, id string) {
	im.unmodified(item, id, "the item with linkId \""+clipped(id)+"\"")
	l, known := im.links[id]
	switch {
	case !known:
		im.complain(item, id, "unknown-linkid", "unknown linkId %q%s", clipped(id), hint(im.pack, id))
		im.below(item, clipped(id))
		return
	case im.seen[id]:
		im.complain(item, id, "repeated-linkid", "linkId %q stands twice", id)
		return
	}
	im.seen[id] = true
	if answers := im.answers(item, id); len(answers) > 0 {
		im.answer(item, id, l, answers)
	}
	im.items(item.get("item"), id)
}

// below reads the items below an item that is itself not understood, for what is wrong
// with them.
func (im *importer) below(item *value, id string) {
	for _, a := range item.list("answer") {
		im.items(a.get("item"), id)
	}
	im.items(item.get("item"), id)
}

// answers returns the answers of an item, and reads the items below them.
func (im *importer) answers(item *value, id string) []*value {
	list := item.get("answer")
	if list == nil {
		return nil
	}
	if list.kind != array {
		im.complain(list, id, "wrong-type", "linkId %q: expected a list of answers, found %s", id, list.kind)
		return nil
	}
	for _, a := range list.items {
		if a.kind != object {
			im.complain(a, id, "wrong-type", "linkId %q: expected an answer, found %s", id, a.kind)
			return nil
		}
		im.unmodified(a, id, "an answer of linkId \""+id+"\"")
		im.items(a.get("item"), id)
	}
	return list.items
}

// answer reads the answers of a question as the cell of a table, so that every check is
// the one that all intakes pass.
func (im *importer) answer(item *value, id string, l link, answers []*value) {
	if l.question < 0 {
		im.complain(item, id, "wrong-type", "linkId %q is no question and cannot have an answer", id)
		return
	}
	q := &im.pack.Questions[l.question]
	if len(answers) > 1 && !q.Kind.Many() {
		im.complain(item, id, "repeated-answer", "linkId %q: expected one answer, found %d", id, len(answers))
		return
	}
	words := make([]string, len(answers))
	for i, a := range answers {
		word, ok := im.word(a, id, l, q)
		if !ok {
			return
		}
		words[i] = word
	}
	if q.Kind.IsText() && words[0] != "" && strings.TrimSpace(words[0]) == "" {
		return // nothing was said
	}
	answer, problem := packfile.ParseCell(q, strings.Join(words, ";"))
	if problem != nil {
		im.complain(item, id, problem.Code, "linkId %s", problem.Message)
		return
	}
	if _, twice := im.answered[l.question]; twice {
		im.complain(item, id, "unsure-beside-answer", "linkId %q: \"not sure\" cannot stand beside an answer", id)
		return
	}
	im.answered[l.question] = item
	im.intake.Answers[l.question] = answer
}

// word reads one answer as it stands in a table.
func (im *importer) word(a *value, id string, l link, q *rules.Question) (string, bool) {
	v, key := im.valueOf(a, id)
	if v == nil {
		return "", false
	}
	want := "valueCoding"
	switch {
	case l.unsure:
	case q.Kind.IsYesNo():
		want = "valueBoolean"
	case q.Kind.IsNumber():
		want = "valueInteger"
	case q.Kind.IsText():
		want = "valueString"
	}
	switch {
	case key == "_":
		return codeUnsure, true
	case key != want:
		im.complain(v, id, "wrong-type", "linkId %q: expected %s, found %s", id, want, clipped(key))
		return "", false
	case key == "valueCoding":
		im.unmodified(v, id, "a coding of linkId \""+id+"\"")
		return im.code(v, id, l, q)
	}
	kinds := map[string]kind{"valueBoolean": boolean, "valueInteger": number, "valueString": stringKind}
	if v.kind != kinds[key] {
		im.complain(v, id, "wrong-type", "linkId %q: %s: expected %s, found %s", id, key, kinds[key], v.kind)
		return "", false
	}
	if key != "valueString" {
		return v.text, true
	}
	exact, ok := im.exact(a, "valueString")
	if !ok {
		im.complain(v, id, "wrong-type", "linkId %q: the exact text does not fit the text", id)
	}
	return exact, ok
}

// valueOf returns the only value of an answer and its key. A value that is absent because
// the person did not know or did not say comes back with the key "_".
func (im *importer) valueOf(a *value, id string) (found *value, key string) {
	for _, m := range a.members {
		if !strings.HasPrefix(m.key, "value") || m.value.kind == null {
			continue
		}
		if found != nil {
			im.complain(a, id, "two-values", "linkId %q: an answer has two values, %s and %s", id, clipped(key), clipped(m.key))
			return nil, ""
		}
		found, key = m.value, m.key
	}
	if found != nil {
		return found, key
	}
	for _, m := range a.members {
		if strings.HasPrefix(m.key, "_value") && absent(m.value) {
			return m.value, "_"
		}
	}
	im.complain(a, id, "no-value", "linkId %q: an answer has no value", id)
	return nil, ""
}

// absent reports whether an extension says that the person did not know or did not say.
func absent(v *value) bool {
	for _, e := range v.list("extension") {
		if e.string("url") == extAbsent {
			switch e.string("valueCode") {
			case "unknown", "asked-unknown", "asked-declined":
				return true
			}
		}
	}
	return false
}

// code reads a coding by its system and code; what it is called does not count.
func (im *importer) code(v *value, id string, l link, q *rules.Question) (string, bool) {
	if own := system(im.pack, q); v.string("system") != own {
		im.complain(v, id, "wrong-system", "linkId %q: expected a coding of the system %s", id, own)
		return "", false
	}
	code := v.string("code")
	var known []string
	switch {
	case !l.unsure:
		known = q.AnswerWords()
	case q.Unsure:
		known = []string{codeUnsure}
	}
	if slices.Contains(known, code) {
		return code, true
	}
	im.complain(v, id, "unknown-option", "linkId %q has no %s", id, rules.UnknownOption(code, known))
	return "", false
}
