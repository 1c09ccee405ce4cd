package fhir

import (
	"fmt"
	"strings"

	"knead/internal/words"
	"knead/rules"
)

// Questionnaire is a FHIR R4 Questionnaire.
type Questionnaire struct {
	ResourceType   string     `json:"resourceType"`
	Language       string     `json:"language,omitempty"`
	Text           *Narrative `json:"text,omitempty"`
	URL            string     `json:"url"`
	Version        string     `json:"version"`
	Name           string     `json:"name"`
	Title          string     `json:"title"`
	Status         string     `json:"status"`
	SubjectType    []string   `json:"subjectType"`
	Publisher      string     `json:"publisher,omitempty"`
	Description    string     `json:"description,omitempty"`
	LastReviewDate string     `json:"lastReviewDate,omitempty"`
	Copyright      string     `json:"copyright,omitempty"`
	Code           []Coding   `json:"code,omitempty"`
	Item           []Item     `json:"item"`
}

// Item is a question, a group of items, or a text between them.
type Item struct {
	Extension      []Extension    `json:"extension,omitempty"`
	LinkID         string         `json:"linkId"`
	Code           []Coding       `json:"code,omitempty"`
	Text           string         `json:"text,omitempty"`
	Type           string         `json:"type"`
	EnableWhen     []EnableWhen   `json:"enableWhen,omitempty"`
	EnableBehavior string         `json:"enableBehavior,omitempty"`
	Required       bool           `json:"required,omitempty"`
	Repeats        bool           `json:"repeats,omitempty"`
	MaxLength      int            `json:"maxLength,omitempty"`
	AnswerOption   []AnswerOption `json:"answerOption,omitempty"`
	Item           []Item         `json:"item,omitempty"`
}

// AnswerOption is one answer a person can choose.
type AnswerOption struct {
	Extension   []Extension `json:"extension,omitempty"`
	ValueCoding Coding      `json:"valueCoding"`
}

// Wording chooses the words of a Questionnaire, which are in the pack's language. Whatever it
// is, version, linkIds and codes are the same.
type Wording struct {
	Audience rules.Audience
	URL      string // canonical URL; empty for [URL]
}

// NewQuestionnaire writes the questionnaire of a pack. The warnings name each question
// whose condition enableWhen cannot say: it is shown too often, and the answer is left out
// when the response is read.
func NewQuestionnaire(p *rules.Pack, w Wording) (*Questionnaire, []string) {
	b := &questionnaireBuilder{pack: p, wording: w, texts: words.For(p.Language), skips: skips{pack: p}}
	q := &Questionnaire{
		ResourceType: "Questionnaire", Language: p.Language, Text: b.narrative(),
		URL: w.URL, Version: p.Version, Name: computerName(p.Name), Title: b.say(p.Title),
		Status: "draft", SubjectType: []string{"Patient"}, Publisher: shown(p.Author),
		Description: b.say(p.Use.For), LastReviewDate: p.Reviewed,
	}
	if q.URL == "" {
		q.URL = URL(p)
	}
	q.Item = append(q.Item, display("notice.use", b.say(p.Use.For)))
	for i := range p.Use.NotFor {
		q.Item = append(q.Item, display(fmt.Sprintf("notice.not_for.%d", i+1), b.say(p.Use.NotFor[i])))
	}
	for i := range p.Sections {
		if group := b.section(i); len(group.Item) > 0 {
			q.Item = append(q.Item, group)
		}
	}
	return q, b.warnings
}

type questionnaireBuilder struct {
	pack     *rules.Pack
	wording  Wording
	texts    *words.Catalog
	skips    skips
	warnings []string
}

func (b *questionnaireBuilder) say(t rules.Text) string { return shown(t.For(b.wording.Audience)) }

func (b *questionnaireBuilder) narrative() *Narrative {
	var page page
	page.line("h2", b.say(b.pack.Title))
	page.line("p", b.say(b.pack.Use.For))
	var limits []string
	for i := range b.pack.Use.NotFor {
		limits = append(limits, b.say(b.pack.Use.NotFor[i]))
	}
	for i := range b.pack.Use.Limits {
		limits = append(limits, b.say(b.pack.Use.Limits[i]))
	}
	page.list(b.pack.Name+" "+b.pack.Version, limits)
	return page.narrative()
}

func (b *questionnaireBuilder) section(index int) Item {
	s := &b.pack.Sections[index]
	group := Item{LinkID: sectionLink(s), Text: b.say(s.Title), Type: "group"}
	for i := range b.pack.Questions {
		if b.pack.Questions[i].Section == index {
			group.Item = append(group.Item, b.question(i)...)
		}
	}
	if intro := b.say(s.Intro); intro != "" && len(group.Item) > 0 {
		group.Item = append([]Item{display(sectionLink(s)+".intro", intro)}, group.Item...)
	}
	return group
}

// question writes a question, with its "not sure" box if that is an item of its own, in
// the groups that its condition needs.
func (b *questionnaireBuilder) question(i int) []Item {
	q := &b.pack.Questions[i]
	place := b.skips.place(i)
	for _, problem := range place.problems {
		b.warnings = append(b.warnings, fmt.Sprintf("the condition of question %q cannot be said in FHIR: %s; where that decides, the question is always shown", q.ID, problem))
	}
	items := []Item{b.item(q)}
	if asksUnsureApart(q) {
		items[0].EnableWhen = []EnableWhen{{Question: unsureLink(q), Operator: "exists", AnswerBoolean: pointer(false)}}
		items = append(items, b.unsureItem(q))
	}
	for k := range items {
		items[k].EnableWhen = append(items[k].EnableWhen, b.skips.enableWhen(place.plain)...)
		switch {
		case place.any:
			items[k].EnableBehavior = "any"
		case len(items[k].EnableWhen) > 0:
			items[k].EnableBehavior = "all"
		}
	}
	for k := len(place.groups); k > 0; k-- {
		items = []Item{{
			LinkID: groupLink(q, k), Type: "group", Item: items,
			EnableWhen: b.skips.enableWhen(place.groups[k-1]), EnableBehavior: "any",
		}}
	}
	return items
}

// item writes a question without its condition.
func (b *questionnaireBuilder) item(q *rules.Question) Item {
	item := Item{LinkID: q.ID, Text: b.say(q.Ask), Required: q.Required}
	switch q.Kind {
	case rules.Bool:
		item.Type = "boolean"
	case rules.Int:
		item.Type = "integer"
		item.Extension = []Extension{{URL: extMinValue, ValueInteger: pointer(q.Min)}, {URL: extMaxValue, ValueInteger: pointer(q.Max)}}
	case rules.FreeText:
		item.Type, item.MaxLength = "text", q.Max
	case rules.Choice:
		item.Type = "choice"
		item.Extension = []Extension{control("radio-button")}
		item.AnswerOption = b.options(q)
	case rules.Multi:
		item.Type, item.Repeats = "choice", true
		item.Extension = []Extension{control("check-box")}
		item.AnswerOption = b.options(q)
	}
	if help := b.help(q); help != "" {
		flyover := display(q.ID+".help", help)
		flyover.Extension = []Extension{control("flyover")}
		item.Item = []Item{flyover}
	}
	return item
}

func (b *questionnaireBuilder) options(q *rules.Question) []AnswerOption {
	var options []AnswerOption
	for i := range q.Options {
		options = append(options, b.option(q, q.Options[i].ID, b.say(q.Options[i].Label)))
	}
	if q.AllowsNone() {
		none := b.option(q, codeNone, b.texts.Say("none"))
		none.Extension = []Extension{{URL: extExclusive, ValueBoolean: pointer(true)}}
		options = append(options, none)
	}
	if q.Unsure {
		options = append(options, b.option(q, codeUnsure, b.texts.Say("unsure")))
	}
	return options
}

func (b *questionnaireBuilder) option(q *rules.Question, code, label string) AnswerOption {
	return AnswerOption{ValueCoding: Coding{System: system(b.pack, q), Code: code, Display: label}}
}

// unsureItem writes the box "not sure" of a question whose answers are no codes. Ticking
// it hides the question, so that a required one can be left without a value.
func (b *questionnaireBuilder) unsureItem(q *rules.Question) Item {
	return Item{
		LinkID: unsureLink(q), Text: b.texts.Say("unsure") + ": " + b.say(q.Ask), Type: "choice", Repeats: true,
		Extension:    []Extension{control("check-box")},
		AnswerOption: []AnswerOption{b.option(q, codeUnsure, b.texts.Say("unsure"))},
	}
}

// help joins what explains a question and its options.
func (b *questionnaireBuilder) help(q *rules.Question) string {
	var lines []string
	if help := b.say(q.Help); help != "" {
		lines = append(lines, help)
	}
	for i := range q.Options {
		if help := b.say(q.Options[i].Help); help != "" {
			lines = append(lines, b.say(q.Options[i].Label)+": "+help)
		}
	}
	return strings.Join(lines, "\n")
}

func display(linkID, text string) Item { return Item{LinkID: linkID, Text: text, Type: "display"} }

func control(code string) Extension {
	return Extension{URL: extItemControl, ValueCodeableConcept: &CodeableConcept{Coding: []Coding{{System: itemControls, Code: code}}}}
}

// computerName turns a pack's name into the form that FHIR asks of names: BackCare.
func computerName(id string) string {
	var b strings.Builder
	for _, word := range strings.Split(id, "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}
