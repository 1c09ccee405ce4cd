// Package forms writes a pack's questions as forms of other programs, whose exports are read as
// tables without a map.
package forms

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"knead/engine"
	"knead/internal/records"
	"knead/internal/words"
	"knead/rules"
)

// CSV writes a table to fill in: the ids of the questions as headings, a row of what may stand
// under each, to be deleted, and a person who answers what must be answered.
func CSV(w io.Writer, p *engine.Program, _ engine.Wording, _ []*rules.Pack) error {
	pack := p.Pack()
	headings, allowed, example := []string{"id", "date"}, []string{records.TemplateHint, "YYYY-MM-DD"}, []string{"example-1", "2026-01-31"}
	in := harmless(p)
	applies := p.Applies(in)
	for i := range pack.Questions {
		q := &pack.Questions[i]
		headings, allowed = append(headings, q.ID), append(allowed, may(q))
		cell := ""
		if applies[i] {
			cell = q.Cell(in.Answers[i])
		}
		example = append(example, cell)
	}
	return csvOf(w, [][]string{headings, allowed, example})
}

// harmless answers what must be answered with what says least; of numbers it is the middle, unless
// other answers contradict that.
func harmless(p *engine.Program) *rules.Intake {
	pack := p.Pack()
	in := rules.NewIntake(pack)
	for i := range pack.Questions {
		if q := &pack.Questions[i]; q.Required || q.Advice {
			in.Answers[i] = q.Harmless()
		}
	}
	for i := range pack.Questions {
		if q := &pack.Questions[i]; q.Kind.IsNumber() && in.Answers[i].State == rules.Answered {
			in.Answers[i].Int = (q.Min + q.Max) / 2
			if len(p.Contradictions(in)) > 0 {
				in.Answers[i].Int = q.Min
			}
		}
	}
	return in
}

// may says what may answer a question.
func may(q *rules.Question) string {
	var words []string
	switch {
	case q.Kind.IsText():
		return fmt.Sprintf("text of at most %d characters", q.Max)
	case q.Kind.IsNumber():
		words = []string{fmt.Sprintf("%d to %d", q.Min, q.Max)}
	case q.Kind.Many():
		words = []string{"one or several of " + strings.Join(q.Ticked(rules.Answer{Ticks: ^uint64(0)}), ";")}
		if q.AllowsNone() {
			words = append(words, rules.NoneWord)
		}
	default:
		words = q.Ticked(rules.Answer{Ticks: ^uint64(0)})
	}
	if q.Unsure {
		words = append(words, rules.UnsureWord)
	}
	return strings.Join(words, " | ")
}

// redcapColumns are the headings of a data dictionary, in REDCap's order.
var redcapColumns = []string{
	"Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label", "Choices, Calculations, OR Slider Labels", "Field Note",
	"Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max", "Identifier?",
	"Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name",
	"Matrix Ranking?", "Field Annotation",
}

// REDCap writes a data dictionary: the ids of options are the codes, and a list has a box for
// none of it, which excludes the others, and one for not being sure, which does not: what is
// ticked beside it holds. A question is shown by
// branching logic only where that is one answer to another; others are always shown.
func REDCap(w io.Writer, p *engine.Program, say engine.Wording, _ []*rules.Pack) error {
	pack := p.Pack()
	catalog := words.For(pack.Language)
	table := [][]string{redcapColumns}
	add := func(fields map[string]string) {
		row := make([]string, len(redcapColumns))
		for name, value := range fields {
			row[slices.Index(redcapColumns, name)] = value
		}
		row[1] = pack.Name
		table = append(table, row)
	}
	add(map[string]string{"Variable / Field Name": "id", "Field Type": "text", "Field Label": "ID", "Identifier?": "y"})
	add(map[string]string{"Variable / Field Name": "date", "Field Type": "text", "Field Label": "Date", "Text Validation Type OR Show Slider Number": "date_ymd"})
	last := -1
	for i := range pack.Questions {
		q := &pack.Questions[i]
		fields := map[string]string{
			"Variable / Field Name": q.ID, "Field Label": say.Say(q.Ask), "Field Note": say.Say(q.Help), "Branching Logic (Show field only if...)": branching(pack, q.AskIf),
		}
		if q.Section != last {
			last, fields["Section Header"] = q.Section, say.Say(pack.Sections[q.Section].Title)
		}
		if q.Required && q.AskIf == nil {
			fields["Required Field?"] = "y"
		}
		var choices []string
		choice := func(code, label string) {
			choices = append(choices, code+", "+strings.ReplaceAll(label, "|", "/"))
		}
		for k := range q.Options {
			choice(q.Options[k].ID, label(say, pack, q, k))
		}
		switch {
		case q.Kind.IsText():
			fields["Field Type"] = "notes"
		case q.Kind.IsNumber():
			fields["Field Type"], fields["Text Validation Type OR Show Slider Number"] = "text", "integer"
			fields["Text Validation Min"], fields["Text Validation Max"] = strconv.Itoa(q.Min), strconv.Itoa(q.Max)
		case q.Kind.Many():
			fields["Field Type"] = "checkbox"
			exclusive := []string{}
			if q.AllowsNone() {
				choice(rules.NoneWord, catalog.Say("none"))
				exclusive = append(exclusive, rules.NoneWord)
			}
			if q.Unsure {
				choice(rules.UnsureWord, catalog.Say("unsure"))
			}
			if len(exclusive) > 0 {
				fields["Field Annotation"] = "@NONEOFTHEABOVE='" + strings.Join(exclusive, ",") + "'"
			}
		default:
			fields["Field Type"] = "radio"
			if q.Unsure {
				choice(rules.UnsureWord, catalog.Say("unsure"))
			}
		}
		fields["Choices, Calculations, OR Slider Labels"] = strings.Join(choices, " | ")
		add(fields)
	}
	return csvOf(w, table)
}

// branching returns the logic that shows a question wherever a condition is true or unknown, and
// nothing, which always shows it, for a condition that is more than an answer to one choice.
func branching(p *rules.Pack, c *rules.Condition) string {
	if c == nil || c.Op != rules.OneOf {
		return ""
	}
	q := &p.Questions[c.Question]
	if !q.Kind.HasOptions() || q.Kind.Many() {
		return ""
	}
	shown := []string{}
	for _, code := range append(q.Ticked(rules.Answer{Ticks: c.Options}), rules.UnsureWord, "") {
		shown = append(shown, fmt.Sprintf("[%s] = '%s'", q.ID, code))
	}
	return strings.Join(shown, " or ")
}

func csvOf(w io.Writer, table [][]string) error {
	c := csv.NewWriter(w)
	if err := c.WriteAll(table); err != nil {
		return err
	}
	c.Flush()
	return c.Error()
}
