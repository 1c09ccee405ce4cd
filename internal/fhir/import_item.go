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

	// Of another questionnaire:
	option  string // the item is one option of the question
	ignored bool   // it is passed over
}

// links returns every linkId of the pack's Questionnaire, and those of the texts that an
// earlier Questionnaire may have shown with the same questions and sections.
func links(p *rules.Pack) map[string]link {
	known := map[string]link{}
	for i := range p.Sections {
		known[introLink(&p.Sections[i])] = link{question: -1}
	}
	for i := range p.Questions {
		known[helpLink(&p.Questions[i])] = link{question: -1}
	}
	questionnaire, _ := NewQuestionnaire(p, Wording{})
	eachItem(questionnaire.Item, func(item *Item) { known[item.LinkID] = link{question: -1} })
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
	for _, item := range list.parts {
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

// itemReader reads one item whose linkId is known.
type itemReader struct {
	*importer
	id       string
	link     link
	question *rules.Question // nil when the item is none
}

func (im *importer) item(item *value, id string) {
	im.unmodified(item, id, "the item with linkId \""+clipped(id)+"\"")
	if im.mapping != nil {
		im.mappedItem(item, id)
		return
	}
	l, known := im.links[id]
	if !known {
		im.complain(item, id, "unknown-linkid", "unknown linkId %q%s", clipped(id), hint(im.pack, id))
		for _, a := range item.list("answer") {
			im.items(a.get("item"), clipped(id))
		}
		im.items(item.get("item"), clipped(id))
		return
	}
	r := &itemReader{importer: im, id: id, link: l}
	if im.seen[id] {
		r.refuse(item, "repeated-linkid", " stands twice")
		im.join(item, id)
		return
	}
	im.seen[id] = true
	if answers := r.answers(item.get("answer")); len(answers) > 0 {
		r.answer(item, answers)
	} else if isConfirmed(item, im.saysConfirmed) {
		r.refuse(item, "not-answered", " has no answer that could be confirmed")
	}
	if item.cut && l.question >= 0 {
		im.intake.Answers[l.question] = im.pack.Questions[l.question].Doubted(im.intake.Answers[l.question])
	}
	im.items(item.get("item"), id)
}

// join adds what an item says that stands twice, for [importer.readable].
func (im *importer) join(item *value, id string) {
	second := im.newImporter()
	second.item(item, id)
	for q, a := range second.intake.Answers {
		im.intake.Answers[q] = im.pack.Questions[q].Joined(im.intake.Answers[q], a)
	}
}

// refuse adds an error about the item, which begins with its linkId.
func (r *itemReader) refuse(at *value, code, format string, args ...any) {
	r.complain(at, r.id, code, "linkId %q"+format, append([]any{r.id}, args...)...)
}

// answers returns the answers in a list, and reads the items below them.
func (r *itemReader) answers(list *value) []*value {
	switch {
	case list == nil:
		return nil
	case list.kind != array:
		r.refuse(list, "wrong-type", ": expected a list of answers, found %s", list.kind)
		return nil
	}
	for _, a := range list.parts {
		if a.kind != object {
			r.refuse(a, "wrong-type", ": expected an answer, found %s", a.kind)
			return nil
		}
		r.unmodified(a, r.id, "an answer of linkId \""+r.id+"\"")
		r.items(a.get("item"), r.id)
	}
	return list.parts
}

// answer reads the answers of a question as the cell of a table, so that every check is
// the one that all intakes pass.
func (r *itemReader) answer(item *value, answers []*value) {
	if r.link.question < 0 {
		r.refuse(item, "wrong-type", " is no question and cannot have an answer")
		return
	}
	r.question = &r.pack.Questions[r.link.question]
	given := &r.intake.Answers[r.link.question]
	if len(answers) > 1 && !r.question.Kind.Many() {
		r.refuse(item, "repeated-answer", ": expected one answer, found %d", len(answers))
		return
	}
	var words []string
	all := true
	for _, a := range answers {
		word, ok := r.word(a)
		if all = all && ok; ok {
			words = append(words, word)
		}
	}
	written := strings.Join(words, ";")
	if all && r.question.Kind.IsText() && written != "" && strings.TrimSpace(written) == "" {
		return // nothing was said
	}
	answer, problem := packfile.ParseCell(r.question, written)
	switch {
	case !all:
	case problem != nil:
		r.complain(item, r.id, problem.Code, "linkId %s", problem.Message)
	case r.answered[r.link.question] != nil:
		r.refuse(item, "unsure-beside-answer", ": \"not sure\" cannot stand beside an answer")
	default:
		r.answered[r.link.question], *given = item, answer
		r.confirmed[r.link.question] = isConfirmed(item, r.saysConfirmed)
		if r.confirmed[r.link.question] && r.question.Kind.IsText() {
			r.refuse(item, "not-confirmable", " takes text, which cannot be confirmed")
		}
		return
	}
	*given = r.question.Joined(*given, r.question.Doubted(answer))
}

// isConfirmed reports whether one of the extensions meant says that the question was asked again.
func isConfirmed(v *value, meant func(*value) bool) bool {
	return slices.ContainsFunc(v.list("extension"), func(e *value) bool {
		b := e.get("valueBoolean")
		return meant(e) && b != nil && b.text == "true"
	})
}

func (im *importer) saysConfirmed(e *value) bool { return im.isOwn(e, extConfirmed) }

// form returns the key and the kind of value that an answer to the item has.
func (r *itemReader) form() (key string, kind kind) {
	switch kind := r.question.Kind; {
	case r.link.unsure || kind.HasOptions() && !kind.IsYesNo():
		return "valueCoding", ""
	case kind.IsYesNo():
		return "valueBoolean", boolean
	case kind.IsNumber():
		return "valueInteger", number
	}
	return "valueString", stringKind
}

// word reads one answer as it stands in a table.
func (r *itemReader) word(a *value) (string, bool) {
	v := r.value(a)
	if v == nil {
		return "", false
	}
	key, kind := r.form()
	switch {
	case strings.HasPrefix(v.key, "_"):
		return rules.UnsureWord, true
	case v.key != key:
		r.refuse(v, "wrong-type", ": expected %s, found %s", key, clipped(v.key))
		return "", false
	case key == "valueCoding":
		return r.code(v)
	case v.kind != kind:
		r.refuse(v, "wrong-type", ": %s: expected %s, found %s", key, kind, v.kind)
		return "", false
	case key != "valueString":
		return v.text, true
	}
	text, ok := r.exact(a, key)
	if !ok {
		r.refuse(v, "wrong-type", ": the exact text does not fit the text")
	}
	return text, ok
}

// value returns the only value of an answer. Where the person did not know or did not say,
// it is what stands beside the value that is absent, whose key begins with "_".
func (r *itemReader) value(a *value) (found *value) {
	for _, m := range a.parts {
		if !strings.HasPrefix(m.key, "value") || m.kind == null {
			continue
		}
		if found != nil {
			r.refuse(a, "two-values", ": an answer has two values, %s and %s", clipped(found.key), clipped(m.key))
			return nil
		}
		found = m
	}
	if found != nil {
		return found
	}
	for _, m := range a.parts {
		if strings.HasPrefix(m.key, "_value") && slices.ContainsFunc(m.list("extension"), saysAbsent) {
			return m
		}
	}
	r.refuse(a, "no-value", ": an answer has no value")
	return nil
}

// saysAbsent reports whether an extension says that the person did not know or did not say.
func saysAbsent(e *value) bool {
	return e.string("url") == extAbsent && slices.Contains([]string{"unknown", "asked-unknown", "asked-declined"}, e.string("valueCode"))
}

// code reads a coding by its system and code; what it is called does not count.
func (r *itemReader) code(v *value) (string, bool) {
	r.unmodified(v, r.id, "a coding of linkId \""+r.id+"\"")
	if path, own := below(r.names, v.string("system")); !own || path != "CodeSystem/"+r.pack.Name+"/"+r.question.ID {
		r.refuse(v, "wrong-system", ": expected a coding of the system %s", r.names[len(r.names)-1].system(r.pack, r.question.ID))
		return "", false
	}
	known := r.question.AnswerWords()
	if r.link.unsure {
		known = []string{rules.UnsureWord}
	}
	code := v.string("code")
	if !slices.Contains(known, code) {
		r.refuse(v, "unknown-option", " has no %s", rules.UnknownOption(code, known))
		return "", false
	}
	return code, true
}
