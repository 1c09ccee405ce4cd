package fastread

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"knead/internal/records"
	"knead/internal/text"
	"knead/rules"
	"knead/rules/packfile"
)

// TableOptions say how tables are read where their first row does not.
type TableOptions struct {
	Delimiter     byte  // 0: as the first row shows
	Line          int64 // of the first row; 0 is 1
	Dates         DateOrder
	IgnoreUnknown bool // columns of no question are passed over
	Map           *packfile.TableMap
}

// place names the first row in messages.
func (o TableOptions) place(file string) string { return fmt.Sprintf("%s:%d", file, max(o.Line, 1)) }

// Settings lists the options that are given, each as name=value.
func (o TableOptions) Settings() (s []string) {
	if o.Delimiter != 0 {
		s = append(s, fmt.Sprintf("delimiter=%q", o.Delimiter))
	}
	if o.Dates != ISODates {
		s = append(s, "date="+string(o.Dates))
	}
	if o.IgnoreUnknown {
		s = append(s, "ignore-unknown=true")
	}
	if o.Map != nil {
		s = append(s, "map="+o.Map.Digest)
	}
	return s
}

// Plan says what the columns of a table hold. It is immutable and safe for concurrent use.
type Plan struct {
	Delimiter byte
	// Ignored are the columns that are passed over because they belong to no question, as messages
	// name them.
	Ignored []string

	columns  []column
	first    [holdsOther + 1]int // 1 + the first column that holds it, or 0
	headings []string
	lists    []listColumns
	dates    DateOrder
	escaped  bool // cells that look like formulas begin with an apostrophe
	own      planWords
	fixed    []int // questions that the map answers alike in every row
	of       *packfile.TableMap
}

// column is what a column holds.
type column struct {
	holds    holding
	option   uint8 // of a box, or unsureWord or noneWord
	question int16
	list     int16 // of a box, or of an answer that has boxes too
}

type holding uint8

const (
	holdsAnswer holding = iota
	holdsBox            // whether one option is ticked
	holdsWhole          // an answer that has boxes too
	holdsID
	holdsDate
	holdsConfirmed
	holdsContext
	holdsSkipped
	holdsScreened
	holdsNothing // no name, so that its cells must be empty
	holdsOther   // what is passed over
)

// listColumns are the columns that together answer a Multi, one for each option.
type listColumns struct {
	question int
	boxes    uint64 // the options that have one
	all      bool   // every option has
	whole    int    // the column with the whole answer, or -1
	columns  []int  // with a box
}

// keyColumns are the headings that are no question.
var keyColumns = map[string]holding{"id": holdsID, "date": holdsDate, "confirmed": holdsConfirmed, "skipped": holdsSkipped, "screened": holdsScreened, "context": holdsContext, whyColumn: holdsOther, atLeastColumn: holdsOther}

// maxColumns is how many columns a table may have: as many as a spreadsheet.
const maxColumns = 1 << 14

// Plan reads the first row of a table; file is its name in messages.
func (t *Tables) Plan(file string, row []byte, o TableOptions) (*Plan, error) {
	if !isText(row) {
		return nil, fmt.Errorf("%s: the first row is not UTF-8 text: save the table as UTF-8, or name its encoding with --encoding", o.place(file))
	}
	delimiter, headings, err := t.delimiter(row, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.place(file), err)
	}
	if len(headings) > maxColumns {
		return nil, fmt.Errorf("%s: %d columns: expected at most %d", o.place(file), len(headings), maxColumns)
	}
	p := t.plan(delimiter, headings, o)
	if len(p.problems) > 0 {
		return nil, p.problems.named(o.place(file))
	}
	return p.Plan, nil
}

// plan plans a table; the plan is of use only when there are no problems.
func (t *Tables) plan(delimiter byte, headings []string, o TableOptions) *planner {
	p := &planner{Tables: t, Plan: &Plan{Delimiter: delimiter, headings: headings, dates: o.Dates, of: o.Map}, options: o}
	if o.Map != nil && o.Dates == ISODates {
		p.dates = DateOrder(o.Map.Dates)
	}
	p.own = t.wordsOf(o.Map)
	p.mapped = mappedColumns(t.pack, o.Map)
	p.checkWords()
	for i, heading := range headings {
		p.add(i, heading)
	}
	p.finish()
	return p
}

// mappedColumns returns what a map says of headings, by their folded form.
func mappedColumns(p *rules.Pack, m *packfile.TableMap) map[string]column {
	if m == nil {
		return nil
	}
	mapped := map[string]column{}
	for _, heading := range m.Ignore {
		mapped[fold(heading)] = column{holds: holdsOther}
	}
	for _, c := range m.Columns {
		to := column{holds: keyColumns[c.Key], question: int16(c.Question)}
		switch q := &p.Questions[c.Question]; {
		case c.Option == "":
		case c.Option == rules.NoneWord:
			to.holds, to.option = holdsBox, noneWord
		case c.Option == rules.UnsureWord:
			to.holds, to.option = holdsBox, unsureWord
		default:
			to.holds, to.option = holdsBox, uint8(q.OptionIndex(c.Option))
		}
		mapped[fold(c.Heading)] = to
	}
	return mapped
}

// delimiter finds what stands between the headings: what makes the most of them known.
func (t *Tables) delimiter(row []byte, o TableOptions) (delimiter byte, headings []string, err error) {
	if o.Delimiter != 0 {
		headings, err = cutHeadings(row, o.Delimiter)
		return o.Delimiter, headings, err
	}
	best, others := -1, []string(nil)
	mapped := mappedColumns(t.pack, o.Map)
	for _, d := range []byte(records.Delimiters) {
		cells, cutErr := cutHeadings(row, d)
		if cutErr != nil {
			err = cutErr
			continue
		}
		known := 0
		for _, cell := range cells {
			if _, inMap := mapped[fold(cell)]; inMap || len(t.meanings(cell)) > 0 {
				known++
			}
		}
		switch {
		case known > best || known == 0 && best == 0 && len(cells) > len(headings):
			delimiter, headings, best, others = d, cells, known, nil
		case known == best && known > 0 && !slices.Equal(cells, headings):
			others = append(others, text.Quote(string(d)))
		}
	}
	switch {
	case best < 0:
		return 0, nil, err
	case others != nil:
		return 0, nil, fmt.Errorf("the headings can be read with %s or %s between them: say which with --delimiter", text.Quote(string(delimiter)), strings.Join(others, " or "))
	}
	return delimiter, headings, nil
}

func cutHeadings(row []byte, delimiter byte) ([]string, error) {
	reader := csv.NewReader(bytes.NewReader(row))
	reader.Comma = rune(delimiter)
	headings, err := reader.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		if bytes.IndexByte(row, '\n') < 0 && bytes.IndexByte(bytes.TrimRight(row, "\r"), '\r') >= 0 {
			return nil, errors.New(carriageReturns)
		}
		return nil, errors.New("a quotation mark in the names of the columns is missing or stands in a wrong place")
	}
	return headings, nil
}

// meanings returns what a heading may stand for.
func (t *Tables) meanings(heading string) (all []column) {
	if q := t.pack.QuestionIndex(heading); q >= 0 {
		return []column{{question: int16(q)}}
	}
	key := fold(heading)
	if holds, known := keyColumns[key]; known {
		return []column{{holds: holds}}
	}
	add := func(c column) {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	for _, q := range t.questionsOf(heading) {
		add(column{question: int16(q)})
	}
	for question, option := range boxHeadings(heading) {
		for _, q := range t.questionsOf(question) {
			if t.pack.Questions[q].Kind.Many() {
				a := &t.shown().answers[q]
				if v := a.find(option); v >= 0 && v < severalWords {
					add(column{holds: holdsBox, question: int16(q), option: uint8(v)})
				}
			}
		}
	}
	if code, words, found := strings.Cut(heading, ". "); found && all == nil { // which must say the same
		if coded := t.meanings(code); len(coded) == 1 && slices.Equal(coded, t.meanings(words)) {
			return coded
		}
	}
	return all
}

// questionsOf returns the questions that a heading without an option may mean.
func (t *Tables) questionsOf(heading string) []int {
	if q := t.pack.QuestionIndex(heading); q >= 0 {
		return []int{q}
	}
	folded := foldHeading(heading)
	if found := t.shown().questions[folded]; len(found) > 0 || folded == "" {
		return found
	}
	return t.shown().questions[questionNumber.ReplaceAllString(folded, "")]
}

// questionNumber is the number of a question in a folded heading, as in "3. age" or "q3: age".
var questionNumber = regexp.MustCompile(`^(question |q)?[0-9]{1,3}(\.[0-9]{1,3})*[ .):-]+`)

// boxHeadings cuts a heading in the ways in which programs name the column of one option:
// question___option, question/option, question[option], "question (choice=option)".
func boxHeadings(heading string) func(yield func(question, option string) bool) {
	return func(yield func(question, option string) bool) {
		trimmed := strings.TrimSpace(heading)
		cut := func(open, end string) bool {
			inside, ended := strings.CutSuffix(trimmed, end)
			for at := 0; ended; {
				i := strings.Index(inside[at:], open)
				if i < 0 {
					return true
				}
				if i += at; !yield(inside[:i], inside[i+len(open):]) {
					return false
				}
				at = i + len(open)
			}
			return true
		}
		_ = cut("___", "") && cut("/", "") && cut("[", "]") && cut("(choice=", ")")
	}
}

// planner makes a plan of headings.
type planner struct {
	*Tables
	*Plan
	options  TableOptions
	mapped   map[string]column // by folded heading
	problems headingProblems
}

// add plans column i.
func (p *planner) add(i int, heading string) {
	meanings := p.meanings(heading)
	c, inMap := p.mapped[fold(heading)]
	switch {
	case inMap && c.holds == holdsOther:
	case inMap:
		p.checkOnce(i, c)
	case strings.TrimSpace(heading) == "":
		c.holds = holdsNothing
	case len(meanings) == 1:
		c = meanings[0]
		p.checkOnce(i, c)
		p.escaped = p.escaped || c.holds == holdsOther
	case len(meanings) > 1:
		p.problems.add(i, "%s can mean %s", text.Quote(heading), p.either(meanings))
	case p.options.IgnoreUnknown:
		c.holds = holdsOther
		p.Ignored = append(p.Ignored, fmt.Sprintf("column %d %s", i+1, text.Quote(heading)))
	default:
		c.holds = holdsOther
		message, mappable := p.unknown(heading, len(p.headings))
		p.problems = append(p.problems, headingProblem{i, mappable, message})
	}
	p.columns = append(p.columns, c)
}

// checkOnce complains about a column that says the same as one before.
func (p *planner) checkOnce(i int, c column) {
	before := slices.Index(p.columns, c)
	switch {
	case before < 0 || c.holds == holdsOther:
	case p.headings[before] == p.headings[i]:
		p.problems.add(i, "%s stands twice: as column %d too", text.Quote(p.headings[i]), before+1)
	default:
		p.problems.add(i, "%s is the same as column %d, %s", text.Quote(p.headings[i]), before+1, text.Quote(p.headings[before]))
	}
}

// either names meanings of a heading.
func (p *planner) either(meanings []column) string {
	var names []string
	for _, m := range meanings {
		q := &p.pack.Questions[m.question]
		if m.holds == holdsBox {
			names = append(names, q.ID+"/"+valueWord(q, int(m.option)))
		} else {
			names = append(names, q.ID)
		}
	}
	return either(names)
}

// finish gathers the columns of each list.
func (p *planner) finish() {
	byQuestion := map[int16]int16{}
	for i := range p.columns {
		c := &p.columns[i]
		if c.holds != holdsBox {
			continue
		}
		l, known := byQuestion[c.question]
		if !known {
			l = int16(len(p.lists))
			byQuestion[c.question] = l
			p.lists = append(p.lists, listColumns{question: int(c.question), whole: -1})
		}
		c.list = l
		p.lists[l].columns = append(p.lists[l].columns, i)
		if c.option < 64 {
			p.lists[l].boxes |= 1 << c.option
		}
	}
	answers := len(p.lists)
	for i := range p.columns {
		c := &p.columns[i]
		if c.holds != holdsAnswer {
			continue
		}
		answers++
		if l, known := byQuestion[c.question]; known {
			c.holds, c.list = holdsWhole, l
			p.lists[l].whole = i
		}
	}
	p.checkMap()
	for l := range p.lists {
		p.lists[l].all = p.lists[l].boxes == 1<<len(p.pack.Questions[p.lists[l].question].Options)-1
	}
	for i, c := range p.columns {
		if p.first[c.holds] == 0 {
			p.first[c.holds] = i + 1
		}
	}
	if answers == 0 && len(p.Ignored) > 0 && len(p.problems) == 0 {
		p.problems.add(0, "no column is a question: expected their ids or the words shown, as \"knead rules show questions\" lists them")
	}
}

// checkMap complains about a map that does not go with the table, and takes its answers.
func (p *planner) checkMap() {
	if p.of == nil {
		return
	}
	var folded []string
	for _, heading := range p.headings {
		folded = append(folded, fold(heading))
	}
	for _, c := range p.of.Columns {
		if !slices.Contains(folded, fold(c.Heading)) {
			p.problems.missing("the map names a column %s (%s) that is not there%s", text.Quote(c.Heading), c.Pos, text.Hint(c.Heading, p.headings))
		}
	}
	for q := range p.of.Answers {
		if p.of.Answers[q].State == rules.Unanswered {
			continue
		}
		p.fixed = append(p.fixed, q)
		if i := slices.IndexFunc(p.columns, func(c column) bool { return c.holds <= holdsWhole && int(c.question) == q }); i >= 0 {
			p.problems.add(i, "the map answers %q alike for all, and this column answers it too", p.pack.Questions[q].ID)
		}
	}
}

// checkWords complains about headings and words of the map that are the same, but for case and the
// like, and stand for different things.
func (p *planner) checkWords() {
	if p.of == nil {
		return
	}
	columns := map[string]string{} // by folded heading
	name := func(heading string) {
		before, again := columns[fold(heading)]
		switch {
		case !again:
			columns[fold(heading)] = heading
		case before == heading:
			p.problems.missing("the map names the column %s twice", text.Quote(heading))
		default:
			p.problems.missing("the map names one column twice, %s and %s", text.Quote(before), text.Quote(heading))
		}
	}
	for _, c := range p.of.Columns {
		name(c.Heading)
	}
	for _, heading := range p.of.Ignore {
		name(heading)
	}
	for q, values := range p.of.Values {
		words := map[string]string{}
		for _, word := range slices.Sorted(maps.Keys(values)) {
			before, again := words[fold(word)]
			if again && values[before] != values[word] {
				p.problems.missing("the map gives %s and %s, which are the same word, different answers to %q", text.Quote(before), text.Quote(word), p.pack.Questions[q].ID)
			}
			words[fold(word)] = word
		}
	}
}

// headingProblems are complaints about columns.
type headingProblems []headingProblem

type headingProblem struct {
	column   int  // -1 for the table
	mappable bool // a map may say what the column is
	message  string
}

func (ps *headingProblems) add(column int, format string, args ...any) {
	*ps = append(*ps, headingProblem{column, false, fmt.Sprintf(format, args...)})
}

func (ps *headingProblems) missing(format string, args ...any) {
	*ps = append(*ps, headingProblem{-1, false, fmt.Sprintf(format, args...)})
}

func (p headingProblem) named(place string) string {
	if p.column < 0 {
		return fmt.Sprintf("%s: %s", place, p.message)
	}
	return fmt.Sprintf("%s: column %d: %s", place, p.column+1, p.message)
}

// maxHeadingProblems bounds how many columns a complaint names.
const maxHeadingProblems = 50

// named words the complaints, all of them together.
func (ps headingProblems) named(place string) error {
	var lines []string
	mappable := false
	for i, p := range ps {
		if i == maxHeadingProblems {
			lines = append(lines, fmt.Sprintf("%s: and %d more columns", place, len(ps)-i))
		}
		if i < maxHeadingProblems {
			lines = append(lines, p.named(place))
		}
		mappable = mappable || p.mappable
	}
	if mappable {
		lines = append(lines, "say in a map what they are (--map-draft writes one), or pass them over with --ignore-unknown")
	}
	return errors.New(strings.Join(lines, "\n"))
}

// carriageReturns is wrong with a table whose rows nothing else ends.
const carriageReturns = "the lines of the table end with CR: save it with line ends of LF or CR LF"

// unknown words the complaint about the name of a column, one of so many, that is no question, and
// reports whether a map may say what it is.
func (t *Tables) unknown(name string, columns int) (message string, mappable bool) {
	if strings.Contains(name, "\r") {
		return carriageReturns, false
	}
	if columns == 1 && strings.Contains(name, "|") {
		return "the cells are not separated by commas, semicolons or tabs", false
	}
	message = "unknown question " + text.Quote(name)
	for question, option := range boxHeadings(name) {
		if found := t.questionsOf(question); len(found) == 1 && t.pack.Questions[found[0]].Kind.Many() {
			q := &t.pack.Questions[found[0]]
			return fmt.Sprintf("%s: %q has no %s", text.Quote(name), q.ID, rules.UnknownOption(option, q.AnswerWords())), true
		}
	}
	return message + text.Hint(strings.TrimSpace(name), append(t.pack.QuestionIDs(), "id", "date", "confirmed", "skipped", "screened")), true
}
