package fhir

import (
	"slices"
	"strings"

	"knead/rules"
	"knead/rules/packfile"
)

// Mapped returns an importer of responses to another questionnaire: the map says which linkId is
// which question, or which option of one, and which code or text is which answer. Nothing that it
// does not say is taken for an answer, and the response's address does not count.
func (reader *Importer) Mapped(m *packfile.TableMap) *Importer {
	mapped := *reader
	mapped.mapping, mapped.links = m, map[string]link{}
	for _, id := range m.Ignore {
		mapped.links[id] = link{question: -1, ignored: true}
	}
	for _, c := range m.Columns {
		if c.Key == "" {
			mapped.links[c.Heading] = link{question: c.Question, option: c.Option}
		}
	}
	return &mapped
}

// mappedItem reads an item of another questionnaire.
func (im *importer) mappedItem(item *value, id string) {
	l, known := im.links[id]
	answers := item.get("answer")
	im.items(item.get("item"), id)
	switch {
	case known && l.ignored, !known && (answers == nil || len(answers.parts) == 0): // a group, or a text
	case !known:
		im.complain(item, id, "unknown-linkid", "the map has no linkId %q", clipped(id))
	case im.seen[id]:
		im.complain(item, id, "repeated-linkid", "linkId %q stands twice", id)
	default:
		im.seen[id] = true
		r := &itemReader{importer: im, id: id, link: l, question: &im.pack.Questions[l.question]}
		r.mappedAnswers(item, r.answers(answers))
	}
}

// mappedAnswers gathers what the answers say of their question, as words of a cell.
func (r *itemReader) mappedAnswers(item *value, answers []*value) {
	q := r.link.question
	if r.option() {
		r.boxes[q] = append(r.boxes[q], r.link.option)
	}
	for _, a := range answers {
		v := r.value(a)
		if v == nil {
			return
		}
		word, ok := r.mappedWord(v)
		if ok && word == "" && !r.option() && len(answers) > 1 {
			r.refuse(v, "several-answers", ": the map says that this %s is no answer, and another one is given", clipped(v.key))
			ok = false
		}
		if !ok {
			r.intake.Answers[q] = r.question.Doubted(r.intake.Answers[q])
			return
		}
		if word != "" {
			r.said[q] = append(r.said[q], saidWord{word, item, r.id})
		}
	}
}

func (r *itemReader) option() bool { return r.link.option != "" }

// mappedWord returns the word of a cell that a value stands for, or "" for a box that is not ticked.
func (r *itemReader) mappedWord(v *value) (string, bool) {
	text := v.text
	if v.key == "valueCoding" {
		text = v.string("code")
	}
	word, mapped := r.mapping.Values[r.link.question][text]
	switch {
	case strings.HasPrefix(v.key, "_"):
		return rules.UnsureWord, true
	case r.option() && v.key == "valueBoolean":
		if text == "true" {
			return r.link.option, true
		}
		return "", true
	case r.option():
		r.refuse(v, "wrong-type", ": expected valueBoolean of what is one option, found %s", clipped(v.key))
		return "", false
	case mapped:
		return word, true
	case v.key == "valueBoolean" && r.question.Kind.IsYesNo(), v.key == "valueInteger" && r.question.Kind.IsNumber(),
		v.key == "valueString" && r.question.Kind.IsText():
		return text, true
	}
	r.refuse(v, "unknown-option", ": the map has no answer for this %s", clipped(v.key))
	return "", false
}

// saidWord is a word of a cell, and where it stands.
type saidWord struct {
	word string
	item *value
	id   string
}

// takeMapped makes answers of what all items said. A list of boxes without a tick is answered with
// none only where the map says so and every box is there; one of which only some options have a
// box says nothing about the others.
func (im *importer) takeMapped() {
	for q := range im.pack.Questions {
		question, said := &im.pack.Questions[q], im.said[q]
		if im.intake.Answers[q].State != rules.Unanswered {
			continue // it is doubted already
		}
		missing := slices.ContainsFunc(question.Options, func(o rules.Option) bool { return !slices.Contains(im.boxes[q], o.ID) })
		if len(said) == 0 {
			if im.intake.Answers[q] = im.mapping.Answers[q]; im.mapping.AllZeroNone && !missing && question.AllowsNone() {
				im.intake.Answers[q] = rules.Answer{State: rules.Answered}
			}
			continue
		}
		var words []string
		for _, s := range said {
			words = append(words, s.word)
		}
		answer, problem := packfile.ParseCell(question, strings.Join(words, ";"))
		im.intake.Answers[q], im.answered[q] = answer, said[0].item
		if problem != nil {
			im.complain(said[0].item, said[0].id, problem.Code, "linkId %q: %s", said[0].id, problem.Message)
			im.intake.Answers[q] = question.Doubted(answer)
		} else if len(im.boxes[q]) > 0 && missing && answer.Ticks != 0 && question.Unsure {
			im.intake.Answers[q].State = rules.Unsure // about the options without a box
		}
	}
}
