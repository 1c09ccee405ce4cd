package fhir

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"knead/engine"
	"knead/rules"
)

// QuestionnaireResponse is a FHIR R4 QuestionnaireResponse.
type QuestionnaireResponse struct {
	ResourceType  string         `json:"resourceType"`
	Language      string         `json:"language,omitempty"`
	Text          *Narrative     `json:"text,omitempty"`
	Extension     []element      `json:"extension,omitempty"`
	Identifier    element        `json:"identifier,omitempty"`
	Questionnaire string         `json:"questionnaire"`
	Status        string         `json:"status"`
	Subject       element        `json:"subject,omitempty"`
	Encounter     element        `json:"encounter,omitempty"`
	Authored      string         `json:"authored,omitempty"`
	AuthoredExt   element        `json:"_authored,omitempty"`
	Author        element        `json:"author,omitempty"`
	Source        element        `json:"source,omitempty"`
	Item          []ResponseItem `json:"item,omitempty"`
}

// ResponseItem is the answers to a question, or a group of them.
type ResponseItem struct {
	Extension []element      `json:"extension,omitempty"`
	LinkID    string         `json:"linkId"`
	Text      string         `json:"text,omitempty"`
	Answer    []Answer       `json:"answer,omitempty"`
	Item      []ResponseItem `json:"item,omitempty"`
}

// Answer is one value of an answer; exactly one is set.
type Answer struct {
	ValueBoolean *bool   `json:"valueBoolean,omitempty"`
	ValueInteger *int    `json:"valueInteger,omitempty"`
	ValueString  string  `json:"valueString,omitempty"`
	ValueExt     element `json:"_valueString,omitempty"`
	ValueCoding  *Coding `json:"valueCoding,omitempty"`
}

// NewResponse writes an intake as a response to the questionnaire with the wording's URL.
// [Importer.Import] reads it back unchanged: what a response cannot hold stands in extensions.
func NewResponse(program *engine.Program, in *rules.Intake, w Wording) *QuestionnaireResponse {
	p := program.Pack()
	b := &responseBuilder{writer: newWriter(p, w), in: in, applies: program.Applies(in)}
	r := &QuestionnaireResponse{ResourceType: "QuestionnaireResponse", Language: p.Language, Status: "completed"}
	b.provenance(r)
	b.context(r)
	var page page // for reading only: the import takes nothing from it
	page.line("h2", b.say(p.Title))
	for i := range p.Sections {
		s := &p.Sections[i]
		items, lines := b.section(i)
		page.list(b.say(s.Title), lines)
		if len(items) > 0 {
			r.Item = append(r.Item, ResponseItem{LinkID: sectionLink(s), Text: b.say(s.Title), Item: items})
		}
	}
	r.Text = page.narrative()
	if in.Screened {
		r.Extension = append(r.Extension, extension(b.names.at(extScreened), "valueCode", rules.ScreenedWord))
	}
	for _, q := range in.Skipped {
		r.Extension = append(r.Extension, extension(b.names.at(extSkipped), "valueCode", p.Questions[q].ID))
	}
	for i := range p.Questions {
		q := &p.Questions[i]
		switch answered := in.Answers[i].State != rules.Unanswered; {
		case answered && !b.applies[i]:
			parts := []element{extension("question", "valueCode", q.ID), extension("answer", "valueString", quoteJSON(q.Cell(in.Answers[i])))}
			if slices.Contains(in.Confirmed, i) {
				parts = append(parts, extension("confirmed", "valueBoolean", true))
			}
			r.Extension = append(r.Extension, element{{"url", b.names.at(extSetAside)}, {"extension", parts}})
		case !answered && b.applies[i] && q.Required:
			r.Status = "in-progress"
		}
	}
	return r
}

type responseBuilder struct {
	writer
	in      *rules.Intake
	applies []bool
}

// provenance says whose response it is and to which questionnaire.
func (b *responseBuilder) provenance(r *QuestionnaireResponse) {
	r.Identifier = b.names.intakeID(b.in)
	if foreign := b.in.Context.Identifier; foreign != "" {
		if r.Identifier = identifier(foreign); b.in.ID != nil {
			r.Extension = append(r.Extension, extension(b.names.at(extIntakeID), "valueString", quoteJSON(*b.in.ID)))
		}
	}
	r.Questionnaire = b.names.questionnaire(b.pack)
	_, version, _ := strings.Cut(b.in.Pack, " ")
	if b.in.Pack == "" {
		version = b.pack.Version
		r.Extension = append(r.Extension, extension(b.names.at(extAssumed), "valueBoolean", true))
	}
	if version != "" {
		r.Questionnaire += "|" + version
	}
}

// section writes the answers to the questions of a section that apply, also in words.
func (b *responseBuilder) section(index int) (items []ResponseItem, lines []string) {
	for i := range b.pack.Questions {
		q, answer := &b.pack.Questions[i], b.in.Answers[i]
		if q.Section != index || answer.State == rules.Unanswered || !b.applies[i] {
			continue
		}
		item := b.item(q, answer)
		ask := q.Ask.For(b.audience)
		if end, _ := utf8.DecodeLastRuneInString(ask); !unicode.IsPunct(end) {
			ask += ":"
		}
		lines = append(lines, ask+" "+b.said(q, answer, item.Answer))
		for k := len(b.skips.place(i).groups); k > 0; k-- {
			item = ResponseItem{LinkID: groupLink(q, k), Item: []ResponseItem{item}}
		}
		items = append(items, item)
	}
	return items, lines
}

// said writes an answer in words.
func (b *responseBuilder) said(q *rules.Question, a rules.Answer, answers []Answer) string {
	var said []string
	for _, answer := range answers {
		switch {
		case answer.ValueBoolean != nil:
			said = append(said, q.Options[bits.TrailingZeros64(a.Ticks)].Label.For(b.audience))
		case answer.ValueInteger != nil:
			said = append(said, strconv.Itoa(a.Int))
		case answer.ValueCoding != nil:
			said = append(said, answer.ValueCoding.Display)
		default:
			said = append(said, answer.ValueString)
		}
	}
	return strings.Join(said, "; ")
}

func (b *responseBuilder) item(q *rules.Question, a rules.Answer) ResponseItem {
	item := ResponseItem{LinkID: q.ID, Text: b.say(q.Ask)}
	if slices.Contains(b.in.Confirmed, b.pack.QuestionIndex(q.ID)) {
		item.Extension = []element{extension(b.names.at(extConfirmed), "valueBoolean", true)}
	}
	apart := a.State == rules.Unsure && asksUnsureApart(q)
	switch {
	case !apart && q.Kind.IsYesNo():
		item.Answer = []Answer{{ValueBoolean: pointer(a.Ticks == 2)}}
	case !apart && q.Kind.IsNumber():
		item.Answer = []Answer{{ValueInteger: pointer(a.Int)}}
	case q.Kind.IsText():
		value, exact := b.names.encodeText(a.Text)
		item.Answer = []Answer{{ValueString: value, ValueExt: exact}}
	default:
		if apart {
			item.LinkID, item.Text = b.unsure(q)
		}
		for code := range strings.SplitSeq(q.Cell(a), ";") {
			item.Answer = append(item.Answer, Answer{ValueCoding: pointer(b.coding(q, code))})
		}
	}
	return item
}
