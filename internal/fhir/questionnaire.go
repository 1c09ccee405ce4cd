package fhir

import (
	"fmt"
	"slices"
	"strings"

	"knead/internal/words"
	"knead/rules"
)

// Questionnaire is a FHIR R4 Questionnaire.
type Questionnaire struct {
	ResourceType   string     `json:"resourceType"`
	Language       string     `json:"language,omitempty"`
	Text           *Narrative `json:"text,omitempty"`
	Extension      []element  `json:"extension,omitempty"`
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
	Extension      []element      `json:"extension,omitempty"`
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

// eachItem calls visit with the items and all items below them.
func eachItem(items []Item, visit func(*Item)) {
	for i := range items {
		visit(&items[i])
		eachItem(items[i].Item, visit)
	}
}

// AnswerOption is one answer a person can choose.
type AnswerOption struct {
	Extension   []element `json:"extension,omitempty"`
	ValueCoding Coding    `json:"valueCoding"`
}

// Wording chooses the words of a Questionnaire, which are in the pack's language. Whatever it
// is, version, linkIds and codes are the same.
type Wording struct {
	Audience rules.Audience
	Names    Names
}

// writer is what Questionnaire and QuestionnaireResponse share: a pack's questions in words.
type writer struct {
	pack     *rules.Pack
	audience rules.Audience
	names    Names
	texts    *words.Catalog
	skips    skips
}

func newWriter(p *rules.Pack, w Wording) writer {
	return writer{pack: p, audience: w.Audience, names: w.Names, texts: words.For(p.Language), skips: skips{pack: p, names: w.Names}}
}

func (w *writer) say(t rules.Text) string { return shown(t.For(w.audience)) }

// unsure returns the linkId and the text of the box "not sure" beside a question.
func (w *writer) unsure(q *rules.Question) (linkID, text string) {
	return unsureLink(q), w.texts.Say("unsure") + ": " + w.say(q.Ask)
}

// coding is an answer to a question: an option, "none" or "unsure".
func (w *writer) coding(q *rules.Question, code string) Coding {
	label := w.texts.Say(code)
	if i := q.OptionIndex(code); i >= 0 {
		label = w.say(q.Options[i].Label)
	}
	return Coding{System: w.names.system(w.pack, q.ID), Code: code, Display: label}
}

// NewQuestionnaire writes the questionnaire of a pack. The warnings name each question
// whose condition enableWhen cannot say: it is shown too often, and the answer is left out
// when the response is read.
func NewQuestionnaire(p *rules.Pack, w Wording) (*Questionnaire, []string) {
	b := &questionnaireBuilder{writer: newWriter(p, w)}
	q := &Questionnaire{
		ResourceType: "Questionnaire", Language: p.Language, Text: b.narrative(),
		URL: b.names.questionnaire(p), Version: p.Version, Name: computerName(p.Name), Title: b.say(p.Title),
		Status: "draft", SubjectType: []string{"Patient"}, Publisher: shown(p.Author),
		Description: b.say(p.Use.For), LastReviewDate: p.Reviewed,
		Item: []Item{display("notice.use", b.say(p.Use.For))},
	}
	for i, use := range p.Use.NotFor {
		q.Item = append(q.Item, display(fmt.Sprintf("notice.not_for.%d", i+1), b.say(use)))
	}
	for i := range p.Sections {
		q.Item = append(q.Item, b.section(i)...)
	}
	return q, b.warnings
}

type questionnaireBuilder struct {
	writer
	warnings []string
}

func (b *questionnaireBuilder) narrative() *Narrative {
	var page page
	page.line("h2", b.say(b.pack.Title))
	page.line("p", b.say(b.pack.Use.For))
	var limits []string
	for _, t := range slices.Concat(b.pack.Use.NotFor, b.pack.Use.Limits) {
		limits = append(limits, b.say(t))
	}
	page.list(b.pack.Name+" "+b.pack.Version, limits)
	return page.narrative()
}

// section writes the group of a section's questions, or nothing if it has none.
func (b *questionnaireBuilder) section(index int) []Item {
	s := &b.pack.Sections[index]
	var items []Item
	for i := range b.pack.Questions {
		if b.pack.Questions[i].Section == index {
			items = append(items, b.question(i)...)
		}
	}
	if len(items) == 0 {
		return nil
	}
	if intro := b.say(s.Intro); intro != "" {
		items = slices.Insert(items, 0, display(introLink(s), intro))
	}
	return []Item{{LinkID: sectionLink(s), Text: b.say(s.Title), Type: "group", Item: items}}
}

// question writes a question, with its "not sure" box if that is an item of its own, in
// the groups that its condition needs.
func (b *questionnaireBuilder) question(i int) []Item {
	q := &b.pack.Questions[i]
	place := b.skips.place(i)
	for _, problem := range b.skips.problems {
		b.warnings = append(b.warnings, fmt.Sprintf("the condition of question %q cannot be said in FHIR: %s; where that decides, the question is always shown", q.ID, problem))
	}
	items := []Item{b.item(q)}
	if asksUnsureApart(q) {
		items[0].EnableWhen = []EnableWhen{{Question: unsureLink(q), Operator: "exists", AnswerBoolean: false}}
		items = append(items, b.unsureItem(q))
	}
	for k := range items {
		item := &items[k]
		item.EnableWhen = append(item.EnableWhen, place.plain...)
		switch {
		case place.any:
			item.EnableBehavior = "any"
		case len(item.EnableWhen) > 0:
			item.EnableBehavior = "all"
		}
	}
	for k := len(place.groups); k > 0; k-- {
		items = []Item{{LinkID: groupLink(q, k), Type: "group", Item: items, EnableWhen: place.groups[k-1], EnableBehavior: "any"}}
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
		item.Extension = []element{extension(extMinValue, "valueInteger", q.Min), extension(extMaxValue, "valueInteger", q.Max)}
	case rules.FreeText:
		item.Type, item.MaxLength = "text", q.Max
	case rules.Choice:
		item.Type, item.Extension = "choice", control("radio-button")
		item.AnswerOption = b.options(q)
	case rules.Multi:
		item.Type, item.Extension, item.Repeats = "choice", control("check-box"), true
		item.AnswerOption = b.options(q)
	}
	if help := b.help(q); help != "" {
		item.Item = []Item{display(helpLink(q), help)}
		item.Item[0].Extension = control("flyover")
	}
	return item
}

func (b *questionnaireBuilder) options(q *rules.Question) (options []AnswerOption) {
	for _, code := range q.AnswerWords() {
		option := AnswerOption{ValueCoding: b.coding(q, code)}
		if code == rules.NoneWord && q.AllowsNone() {
			option.Extension = []element{extension(extExclusive, "valueBoolean", true)}
		}
		options = append(options, option)
	}
	return options
}

// unsureItem writes the box "not sure" of a question whose answers are no codes. Ticking
// it hides the question, so that a required one can be left without a value.
func (b *questionnaireBuilder) unsureItem(q *rules.Question) Item {
	link, text := b.unsure(q)
	return Item{
		LinkID: link, Text: text, Type: "choice", Repeats: true, Extension: control("check-box"),
		AnswerOption: []AnswerOption{{ValueCoding: b.coding(q, rules.UnsureWord)}},
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

// control is how a form program shows an item.
func control(code string) []element {
	return []element{extension(extItemControl, "valueCodeableConcept", element{{"coding", []Coding{{System: itemControls, Code: code}}}})}
}

// computerName turns a pack's name into the form that FHIR asks of names: BackCare.
func computerName(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}
