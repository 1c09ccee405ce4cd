package fastread

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"knead/internal/text"
)

// Draft is a map of a table in the making: what is recognized filled in, what is open commented
// out.
type Draft struct {
	reader   *Reader
	plan     *planner
	file     string
	unread   []map[string]bool // by question: words in cells that are no answer
	badDates bool
	Open     []string // what is open, as messages
}

// NewDraft begins a map of a table by its first row.
func NewDraft(r *Reader, file string, row []byte, o TableOptions) (*Draft, error) {
	delimiter, headings, err := r.delimiter(row, o)
	if err == nil && !isText(row) {
		err = fmt.Errorf("the first row is not UTF-8 text: name its encoding with --encoding")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.place(file), err)
	}
	if len(headings) > maxColumns {
		return nil, fmt.Errorf("%s: %d columns: expected at most %d", o.place(file), len(headings), maxColumns)
	}
	o.IgnoreUnknown = false
	d := &Draft{reader: r, plan: r.plan(delimiter, headings, o), file: file, unread: make([]map[string]bool, len(r.pack.Questions))}
	for _, p := range d.plan.problems {
		d.Open = append(d.Open, p.named(o.place(file)))
	}
	return d, nil
}

// Delimiter returns what stands between the cells.
func (d *Draft) Delimiter() byte { return d.plan.Delimiter }

// maxUnread is how many different words of a question a draft lists.
const maxUnread = 30

// Row looks for words in a row that are no answer. Text in the person's own words is not looked at.
func (d *Draft) Row(row []byte) {
	r, p := d.reader, d.plan.Plan
	r.begin()
	if r.cut(p, row) != nil {
		return
	}
	for i, c := range p.columns {
		cell := r.cells[i]
		if len(bytes.TrimSpace(cell)) == 0 || !isText(cell) {
			continue
		}
		switch c.holds {
		case holdsDate:
			if _, ok := p.dates.date(string(cell)); !ok {
				d.badDates = true
			}
		case holdsAnswer, holdsWhole:
			d.cell(int(c.question), string(cell))
		}
	}
}

func (d *Draft) cell(q int, cell string) {
	question := &d.reader.pack.Questions[q]
	if question.Kind.IsText() {
		return
	}
	if _, problem := d.reader.value(d.plan.Plan, q, cell); problem == nil {
		return
	}
	words := []string{strings.TrimSpace(cell)}
	a, separator := d.reader.words(d.plan.Plan, q)
	if question.Kind.Many() {
		words = a.ids(question, lineFeeds(cell), separator)
	}
	for _, word := range words {
		if a.find(word) < 0 && word != "" && len(d.unread[q]) < maxUnread {
			if d.unread[q] == nil {
				d.unread[q] = map[string]bool{}
			}
			d.unread[q][word] = true
		}
	}
}

// Bytes returns the map as YAML.
func (d *Draft) Bytes() []byte {
	p := d.plan
	problems := map[int]headingProblem{}
	for _, problem := range p.problems {
		problems[problem.column] = problem
	}
	var columns, ignore []string
	for i, heading := range p.headings {
		problem, open := problems[i]
		word := yamlWord(heading)
		switch c := p.columns[i]; {
		case c.holds == holdsNothing:
		case open && problem.mappable:
			columns = append(columns, "# "+word+": "+d.guess(heading))
			ignore = append(ignore, "# - "+word)
		case open:
			columns = append(columns, "# "+word+": ? # "+text.Line.Clean(problem.message))
		case c.holds == holdsOther:
			ignore = append(ignore, "- "+word)
		default:
			columns = append(columns, word+": "+d.target(c))
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# How knead batch --map reads %s. Lines behind a # do nothing: mend and uncomment\n# those that are to, and delete the others.\n", text.Line.Clean(d.file))
	section(&b, "columns", columns)
	b.WriteString("# Columns that are no answer:\n")
	section(&b, "ignore", ignore)
	b.WriteString("# What stands in cells, and the answer that it is:\n")
	section(&b, "values", d.values())
	switch {
	case d.badDates:
		b.WriteString("# Not all dates are written as 2026-03-09. Is their order dmy, mdy or ymd?\n# date: dmy\n")
	case p.dates != ISODates:
		fmt.Fprintf(&b, "date: %s\n", p.dates)
	}
	if slices.ContainsFunc(p.lists, p.withoutNone) {
		b.WriteString("# A list without a tick is unanswered. Does it mean none, since everybody was asked?\n# all_zero: none\n")
	}
	b.WriteString("# What is alike for all:\n# answers: {respondent: patient}\n")
	return b.Bytes()
}

// withoutNone reports whether a list has a column for each option and none for "none".
func (p *planner) withoutNone(l listColumns) bool {
	return l.all && !slices.ContainsFunc(l.columns, func(i int) bool { return p.columns[i].option == noneWord })
}

// section writes a key with lines below it, commented out when all of them are.
func section(b *bytes.Buffer, key string, lines []string) {
	if !slices.ContainsFunc(lines, func(line string) bool { return line[0] != '#' }) {
		b.WriteString("# ")
	}
	b.WriteString(key + ":\n")
	for _, line := range lines {
		if rest, comment := strings.CutPrefix(line, "# "); comment {
			b.WriteString("#   " + rest + "\n")
		} else {
			b.WriteString("  " + line + "\n")
		}
	}
}

// guess returns what an unknown heading may mean, and who knows better is to say.
func (d *Draft) guess(heading string) string {
	if q := text.Nearest(strings.TrimSpace(heading), d.reader.pack.QuestionIDs()); q != "" {
		return q + " # ?"
	}
	return "? # the id of a question, question/option, id or date"
}

// target names what a column holds as maps write it.
func (d *Draft) target(c column) string {
	if c.holds > holdsWhole {
		return d.reader.columnName(c)
	}
	q := &d.reader.pack.Questions[c.question]
	if c.holds == holdsBox {
		return q.ID + "/" + valueWord(q, int(c.option))
	}
	return q.ID
}

// values lists the words that are no answer, with what there is to choose from.
func (d *Draft) values() (lines []string) {
	for q, words := range d.unread {
		if len(words) == 0 {
			continue
		}
		question := &d.reader.pack.Questions[q]
		choice := strings.Join(question.AnswerWords(), ", ")
		if question.Kind.IsNumber() {
			choice = fmt.Sprintf("a whole number from %d to %d", question.Min, question.Max)
		}
		lines = append(lines, fmt.Sprintf("# %s: # %s; null where nothing is answered", question.ID, choice))
		for _, word := range slices.Sorted(maps.Keys(words)) {
			lines = append(lines, "#   "+yamlWord(word)+": ?")
		}
		d.Open = append(d.Open, fmt.Sprintf("%s: %q: %d different words that are no answer", d.file, question.ID, len(words)))
	}
	return lines
}

// yamlWord writes a word as a quoted scalar, which JSON's form is too.
func yamlWord(word string) string {
	quoted, err := json.Marshal(word)
	if err != nil {
		return `""` // strings only
	}
	return string(quoted)
}
