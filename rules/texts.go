package rules

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
)

// Audience says for whom a text is worded.
type Audience uint8

const (
	// Practitioner wording is in the third person and may use clinical terms.
	Practitioner Audience = iota
	// Patient wording speaks to the person in plain words.
	Patient
)

func (a Audience) String() string {
	if a == Patient {
		return "patient"
	}
	return "practitioner"
}

// Text is a message in the wordings of both audiences. In a pack it is written as
// {patient: …, practitioner: …} or as one string that serves both. Texts that reach a
// result may hold the placeholders {emergency} and {urgent}, which stand for the
// telephone advice of the reader's [Region].
type Text struct {
	Patient      string `json:"patient"`
	Practitioner string `json:"practitioner"`
}

// For returns the wording for the audience.
func (t Text) For(a Audience) string {
	if a == Patient {
		return t.Patient
	}
	return t.Practitioner
}

// Empty reports whether the text has no wording at all.
func (t Text) Empty() bool { return t.Patient == "" && t.Practitioner == "" }

// Mark is a short sign of a text's wording, which a translation repeats so that it is
// noticed when the wording changes.
func (t Text) Mark() string {
	sum := sha256.Sum256([]byte(t.Patient + "\x00" + t.Practitioner))
	return fmt.Sprintf("%x", sum[:4])
}

// TextRef is one text of a pack with the key that names it for translations and lint, such
// as "questions.age.ask" or "rules.rf_01.unsure_text". Optional texts that the pack leaves
// out are not listed.
type TextRef struct {
	Key  string
	Text *Text
	// Shown says that results contain the text, so that it may hold placeholders.
	Shown bool
	Most  int // characters that it may have; zero when there is no bound
	Pos   Pos // of the question, rule or other item it belongs to
}

// The greatest number of characters of phrases and of the disclaimer in one-screen results.
const (
	MaxShort      = 60
	MaxDisclaimer = 200
)

// Texts returns every text of the pack in a stable order. The pointers lead into the pack:
// whoever changes a text changes a copy of the pack.
func (p *Pack) Texts() []TextRef {
	var l textList
	l.header(p)
	for i := range p.Sections {
		s := &p.Sections[i]
		l.add("sections."+s.ID+".title", &s.Title, s.Pos)
		l.add("sections."+s.ID+".intro", &s.Intro, s.Pos)
	}
	for i := range p.Questions {
		l.question(&p.Questions[i])
	}
	for i := range p.Derived {
		l.add("derived."+p.Derived[i].ID+".title", &p.Derived[i].Title, p.Derived[i].Pos)
	}
	for i := range p.Conditions {
		l.add("conditions."+p.Conditions[i].ID+".title", &p.Conditions[i].Title, p.Conditions[i].Pos)
	}
	for i := range p.Tags {
		l.add("tags."+p.Tags[i].ID+".title", &p.Tags[i].Title, p.Tags[i].Pos)
	}
	l.therapies(p)
	for i := range p.Rules {
		r := &p.Rules[i]
		l.short("rules."+r.ID, &r.Short, r.Pos)
		l.show("rules."+r.ID+".text", &r.Text, r.Pos)
		l.show("rules."+r.ID+".unsure_text", &r.UnsureText, r.Pos)
	}
	for i := range p.Contradicts {
		c := &p.Contradicts[i]
		l.add("contradicts."+c.ID+".text", &c.Text, c.Pos)
	}
	return l
}

type textList []TextRef

func (l *textList) add(key string, t *Text, pos Pos) {
	if !t.Empty() {
		*l = append(*l, TextRef{Key: key, Text: t, Pos: pos})
	}
}

func (l *textList) show(key string, t *Text, pos Pos) {
	if !t.Empty() {
		*l = append(*l, TextRef{Key: key, Text: t, Pos: pos, Shown: true})
	}
}

// short lists the phrase of a part of the pack.
func (l *textList) short(key string, t *Text, pos Pos) {
	if !t.Empty() {
		*l = append(*l, TextRef{Key: key + ".short", Text: t, Pos: pos, Most: MaxShort})
	}
}

func (l *textList) header(p *Pack) {
	l.add("pack.title", &p.Title, p.Pos)
	l.add("pack.intended_use.for", &p.Use.For, p.Pos)
	for i := range p.Use.NotFor {
		l.add("pack.intended_use.not_for."+strconv.Itoa(i+1), &p.Use.NotFor[i], p.Pos)
	}
	for i := range p.Use.Opening {
		l.add("pack.intended_use.opening."+strconv.Itoa(i+1), &p.Use.Opening[i], p.Pos)
	}
	for i := range p.Use.Limits {
		l.add("pack.intended_use.limits."+strconv.Itoa(i+1), &p.Use.Limits[i], p.Pos)
	}
	l.show("pack.disclaimer", &p.Disclaimer, p.Pos)
	l.show("pack.disclaimer_line", &p.DisclaimerLine, p.Pos)
	if !p.DisclaimerShort.Empty() {
		*l = append(*l, TextRef{Key: "pack.disclaimer_short", Text: &p.DisclaimerShort, Shown: true, Most: MaxDisclaimer, Pos: p.Pos})
	}
	for i := range p.Dispositions {
		d, key := &p.Dispositions[i], "dispositions."+Disposition(i).String()
		l.show(key+".title", &d.Title, p.Pos)
		l.short(key, &d.Short, p.Pos)
		l.show(key+".text", &d.Text, p.Pos)
		l.show(key+".unsure", &d.Unsure, p.Pos)
	}
	for i := range p.Regions {
		g := &p.Regions[i]
		l.add("regions."+g.ID+".name", &g.Name, g.Pos)
		l.add("regions."+g.ID+".emergency", &g.Emergency, g.Pos)
		l.add("regions."+g.ID+".urgent", &g.Urgent, g.Pos)
	}
}

func (l *textList) question(q *Question) {
	key := "questions." + q.ID
	l.add(key+".ask", &q.Ask, q.Pos)
	l.short(key, &q.Short, q.Pos)
	l.add(key+".help", &q.Help, q.Pos)
	l.show(key+".why", &q.Why, q.Pos)
	if q.Kind == Bool {
		return // its yes and no are not the pack's words
	}
	for i := range q.Options {
		o := &q.Options[i]
		l.add(key+".options."+o.ID+".label", &o.Label, o.Pos)
		l.add(key+".options."+o.ID+".help", &o.Help, o.Pos)
		l.add(key+".options."+o.ID+".named", &o.Named, o.Pos)
	}
	for i := range q.Statements {
		s := &q.Statements[i]
		l.add(key+".statements."+q.Ticked(Answer{Ticks: s.Covers})[0], &s.Say, s.Pos)
	}
}

func (l *textList) therapies(p *Pack) {
	for i := range p.Therapies {
		t, key := &p.Therapies[i], "therapies."+p.Therapies[i].ID
		l.add(key+".name", &t.Name, t.Pos)
		l.short(key, &t.Short, t.Pos)
		l.add(key+".about", &t.About, t.Pos)
		l.add(key+".evidence", &t.Evidence, t.Pos)
		l.add(key+".harms", &t.Harms, t.Pos)
	}
	for i := range p.Schedules {
		l.add("schedules."+p.Schedules[i].ID+".name", &p.Schedules[i].Name, p.Schedules[i].Pos)
	}
	for i := range p.Care {
		c, key := &p.Care[i], "care."+p.Care[i].ID
		l.add(key+".name", &c.Name, c.Pos)
		l.short(key, &c.Short, c.Pos)
		l.show(key+".text", &c.Text, c.Pos)
		l.add(key+".evidence", &c.Evidence, c.Pos)
	}
}

// Needed reports whether people meet the text in an interview or a result. Translations
// may leave out others, such as what is known of a therapy's effect.
func (r *TextRef) Needed() bool {
	if strings.HasPrefix(r.Key, "pack.disclaimer") || strings.HasPrefix(r.Key, "pack.intended_use") {
		return true
	}
	for _, authors := range []string{"pack.", "derived.", "conditions.", "tags."} {
		if strings.HasPrefix(r.Key, authors) {
			return false
		}
	}
	return !strings.HasSuffix(r.Key, ".evidence") && !strings.HasSuffix(r.Key, ".harms") && !strings.HasSuffix(r.Key, ".about")
}
