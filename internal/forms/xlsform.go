package forms

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"knead/engine"
	"knead/internal/words"
	"knead/internal/xlsx"
	"knead/rules"
)

// XLSForm writes a workbook for ODK and Kobo in all languages of the pack, the first of which is
// the form's default. Questions stand in no groups, whose names would become part of the headings
// of exports. A number that may be unsure may stay empty, which is unknown too.
func XLSForm(w io.Writer, p *engine.Program, say engine.Wording, languages []*rules.Pack) error {
	packs := []*rules.Pack{p.Pack()}
	for _, l := range languages {
		known := false
		for _, k := range packs {
			known = known || k.Language == l.Language
		}
		if !known {
			packs = append(packs, l)
		}
	}
	f := xlsform{packs: packs, say: say}
	f.survey = [][]string{append(append([]string{"type", "name"}, f.headings("label", "hint", "constraint_message")...), "required", "relevant", "constraint")}
	f.choices = [][]string{append([]string{"list_name", "name"}, f.headings("label")...)}
	own := f.inAll(func(*rules.Pack) string { return "ID" })
	none := f.inAll(func(*rules.Pack) string { return "" })
	f.survey = append(f.survey, []string{"today", "date"}, f.row("text", "id", [][]string{own, none, none}, "", "", ""))
	for i := range packs[0].Questions {
		f.question(i)
	}
	settings := [][]string{{"form_title", "form_id", "version", "default_language"},
		{say.Say(packs[0].Title), packs[0].Name, packs[0].Version, languageName(packs[0])}}
	return xlsx.Write(w, []xlsx.Sheet{{Name: "survey", Rows: f.survey}, {Name: "choices", Rows: f.choices}, {Name: "settings", Rows: settings}})
}

// xlsform is the workbook that is being made.
type xlsform struct {
	packs           []*rules.Pack // the same pack in each language
	say             engine.Wording
	survey, choices [][]string
}

// languageName returns the name of a pack's language as XLSForm wants it: "Hindi (hi)".
func languageName(p *rules.Pack) string {
	c := words.For(p.Language)
	if base, _, _ := strings.Cut(p.Language, "-"); c.Language != base {
		return fmt.Sprintf("%s (%s)", p.Language, p.Language)
	}
	return fmt.Sprintf("%s (%s)", c.Say("language_english"), p.Language)
}

func (f *xlsform) headings(names ...string) (all []string) {
	for _, name := range names {
		for _, p := range f.packs {
			all = append(all, name+"::"+languageName(p))
		}
	}
	return all
}

// inAll returns a text in each language. "${" begins a reference in XLSForm.
func (f *xlsform) inAll(text func(p *rules.Pack) string) (all []string) {
	for _, p := range f.packs {
		all = append(all, strings.ReplaceAll(text(p), "${", "$ {"))
	}
	return all
}

func (f *xlsform) row(kind, name string, texts [][]string, required, relevant, constraint string) []string {
	row := []string{kind, name}
	for _, t := range texts {
		row = append(row, t...)
	}
	return append(row, required, relevant, constraint)
}

// question writes a question and its choices. A list has a choice for none of it, which excludes
// all others, and a question that may be unsure one for that.
func (f *xlsform) question(i int) {
	q := &f.packs[0].Questions[i]
	kind, constraint := "", ""
	message := func(*rules.Pack) string { return "" }
	choice := func(name string, label func(p *rules.Pack) string) {
		f.choices = append(f.choices, append([]string{q.ID, name}, f.inAll(label)...))
	}
	if q.Kind.HasOptions() {
		for k := range q.Options {
			if q.Shown()>>k&1 != 0 {
				choice(q.Options[k].ID, func(p *rules.Pack) string { return label(f.say, p, &p.Questions[i], k) })
			}
		}
		if q.AllowsNone() {
			choice(rules.NoneWord, func(p *rules.Pack) string { return words.For(p.Language).Say("none") })
		}
		if q.Unsure {
			choice(rules.UnsureWord, func(p *rules.Pack) string { return words.For(p.Language).Say("unsure") })
		}
	}
	switch {
	case q.Kind.IsText():
		kind, constraint = "text", fmt.Sprintf("string-length(.) <= %d", q.Max)
		message = func(p *rules.Pack) string { return words.For(p.Language).Say("complaint_too_long", "max", q.Max) }
	case q.Kind.IsNumber():
		kind, constraint = "integer", fmt.Sprintf(". >= %d and . <= %d", q.Min, q.Max)
		message = func(p *rules.Pack) string {
			return words.For(p.Language).Say("complaint_needs_number", "min", q.Min, "max", q.Max)
		}
	case q.Kind.Many():
		kind = "select_multiple " + q.ID
		if q.AllowsNone() {
			constraint = fmt.Sprintf("not(selected(., '%s')) or count-selected(.) = 1", rules.NoneWord)
			message = func(p *rules.Pack) string { return words.For(p.Language).Say("complaint_none_and_more") }
		}
	default:
		kind = "select_one " + q.ID
	}
	required, relevant := "", ""
	if q.Required && !(q.Kind.IsNumber() && q.Unsure) {
		required = "yes"
	}
	if q.AskIf != nil {
		relevant = xpath(f.packs[0], q.AskIf, false)
	}
	f.survey = append(f.survey, f.row(kind, q.ID, [][]string{
		f.inAll(func(p *rules.Pack) string { return f.say.Say(p.Questions[i].Ask) }),
		f.inAll(func(p *rules.Pack) string { return f.say.Say(p.Questions[i].Help) }),
		f.inAll(message),
	}, required, relevant, constraint))
}

// label returns the label of an option; those of yes and no are the program's own words.
func label(say engine.Wording, p *rules.Pack, q *rules.Question, k int) string {
	switch c := words.For(p.Language); {
	case !q.Kind.IsYesNo():
		return say.Say(q.Options[k].Label)
	case q.Options[k].ID == "true":
		return c.Say("yes")
	default:
		return c.Say("no")
	}
}

// xpath returns the expression that holds wherever a condition, or its negation, is true or
// unknown. An empty node is unknown where its question applies, and makes a condition on it false
// where it does not.
func xpath(p *rules.Pack, c *rules.Condition, negated bool) string {
	return rules.Fold[string]{
		Atom: func(c *rules.Condition, negated bool) string { return xpathAtom(p, c, negated) },
		AtLeast: func(n int, parts []string) string {
			switch {
			case n <= 0:
				return "true()"
			case n > len(parts):
				return "false()"
			case n == len(parts):
				return "(" + strings.Join(parts, " and ") + ")"
			case n == 1:
				return "(" + strings.Join(parts, " or ") + ")"
			}
			for i, part := range parts {
				parts[i] = "if(" + part + ", 1, 0)"
			}
			return "(" + strings.Join(parts, " + ") + " >= " + strconv.Itoa(n) + ")"
		},
	}.Value(c, negated)
}

// xpathAtom does the same for a statement about answers.
func xpathAtom(p *rules.Pack, c *rules.Condition, negated bool) string {
	var blank, holds []string
	value := ""
	if c.Op == rules.Compare && c.Derived >= 0 {
		var sum []string
		for _, t := range p.Derived[c.Derived].Terms {
			sum = append(sum, fmt.Sprintf("(%d) * ${%s}", t.Weight, p.Questions[t.Question].ID))
		}
		value = "(" + strings.Join(sum, " + ") + ")"
	} else {
		value = "${" + p.Questions[c.Question].ID + "}"
	}
	apply := []string{}
	for _, i := range p.Reads(c) {
		q := &p.Questions[i]
		blank = append(blank, "${"+q.ID+"} = ''")
		if q.Unsure && q.Kind.HasOptions() {
			blank = append(blank, "selected(${"+q.ID+"}, '"+rules.UnsureWord+"')")
		}
		if q.AskIf != nil { // what is read only where it applies
			apply = append(apply, xpath(p, q.AskIf, false))
		}
	}
	switch {
	case c.Op == rules.Compare:
		holds = []string{fmt.Sprintf("(%s >= %d and %s <= %d)", value, c.Min, value, c.Max)}
	default:
		for _, id := range p.Questions[c.Question].Ticked(rules.Answer{Ticks: c.Options}) {
			holds = append(holds, "selected("+value+", '"+id+"')")
		}
	}
	is := "(" + strings.Join(holds, " or ") + ")"
	if negated {
		is = "not" + is
	}
	if negated && c.Op == rules.OneOf && p.Questions[c.Question].Kind.Many() {
		blank = blank[:1] // a ticked option is true however unsure the others are
		is = "(" + is + ")"
	}
	possible := "(" + strings.Join(append(blank, is), " or ") + ")"
	if len(apply) == 0 {
		return possible
	}
	applies := strings.Join(apply, " and ")
	if negated {
		return "(not(" + applies + ") or " + possible + ")"
	}
	return "(" + applies + " and " + possible + ")"
}
