package batch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

// column is what a column of a table holds: a question by its index, or one of these.
type column int

const (
	columnID column = -1 - iota
	columnDate
)

// parseHeader reads the first row of a table.
func (v *vocabulary) parseHeader(in *input, row []byte) ([]column, error) {
	if !isText(row) {
		return nil, fmt.Errorf("%s:1: the first row is not UTF-8 text: save the table as UTF-8", in.shown())
	}
	names, err := csv.NewReader(bytes.NewReader(row)).Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:1: a quotation mark in the names of the columns is missing or stands in a wrong place", in.shown())
	}
	columns := make([]column, len(names))
	first := map[column]int{}
	for i, name := range names {
		switch name {
		case "id":
			columns[i] = columnID
		case "date":
			columns[i] = columnDate
		default:
			q := v.pack.QuestionIndex(name)
			if q < 0 {
				return nil, fmt.Errorf("%s:1: column %d: %s", in.shown(), i+1, v.unknown(name, len(names)))
			}
			columns[i] = column(q)
		}
		if before, again := first[columns[i]]; again {
			return nil, fmt.Errorf("%s:1: column %q stands twice: as number %d and as number %d", in.shown(), name, before, i+1)
		}
		first[columns[i]] = i + 1
	}
	if len(columns) == 0 {
		return nil, fmt.Errorf("%s:1: expected the names of the columns: id, date and questions", in.shown())
	}
	return columns, nil
}

// unknown words the complaint about the name of a column, one of so many, that is no question.
func (v *vocabulary) unknown(name string, columns int) string {
	plain := strings.ToLower(strings.TrimSpace(name))
	switch {
	case plain == "":
		return "has no name: expected id, date or a question"
	case strings.Contains(name, "\r"):
		return "the lines of the table end with CR: save it with line ends of LF or CR LF"
	case columns == 1 && strings.ContainsAny(name, ";\t|"):
		return "the cells are not separated by commas: save the table as CSV with commas"
	case plain != name && (plain == "id" || plain == "date" || v.pack.QuestionIndex(plain) >= 0):
		return fmt.Sprintf("unknown question %q (did you mean %q?)", name, plain)
	}
	_, rejected := judge(append(append([]byte(`{"answers":{`), encode(name)...), `:null}}`...), packfile.JSON, v.pack)
	if rejected == nil {
		return fmt.Sprintf("unknown question %q", name)
	}
	return rejected.faults[0].Message
}

// tableReader reads rows of a table into facts. What the fast way is not sure of it hands
// to the parser of cells, cell by cell.
type tableReader struct {
	*vocabulary
	facts *engine.Facts
	id    identity
	cells [][]byte
	notes freeTexts
}

// row reads one row and returns why it is refused, or nil.
func (t *tableReader) row(columns []column, row []byte) *rejection {
	t.facts.Reset()
	t.id = identity{absent: true}
	t.notes = t.notes[:0]
	row = bytes.TrimSuffix(row, []byte("\r"))
	if err := t.split(row); err != nil {
		t.splitPlain(row[:bytes.IndexByte(row, '"')])
		t.cells = t.cells[:len(t.cells)-1]
		return refuse("", "csv-syntax", err.Error()).of(t.findID(columns))
	}
	if len(t.cells) != len(columns) {
		message := fmt.Sprintf("expected %d cells as in the first row, found %d", len(columns), len(t.cells))
		return refuse("", "wrong-cells", message).of(t.findID(columns))
	}
	var rejected rejection
	for i, c := range columns {
		t.cell(&rejected, c, t.cells[i])
	}
	if len(rejected.faults) > 0 {
		if !t.id.absent {
			id := string(t.id.text)
			rejected.id = &id
		}
		return &rejected
	}
	t.notes.give(t.facts)
	return nil
}

// findID returns the id of a row whose cells do not fit the columns, if its cell is there.
func (t *tableReader) findID(columns []column) *string {
	i := slices.Index(columns, columnID)
	if i < 0 || i >= len(t.cells) || len(t.cells[i]) == 0 || len(t.cells[i]) > maxID || !isText(t.cells[i]) {
		return nil
	}
	id := string(t.cells[i])
	return &id
}

// cell reads one cell.
func (t *tableReader) cell(rejected *rejection, c column, text []byte) {
	switch {
	case len(text) == 0:
	case c >= 0 && t.fast(int(c), text):
	case !isText(text):
		rejected.add(fault{t.columnName(c), "not-text", "control characters or invalid UTF-8 in this cell: save the table as UTF-8"}, 1)
	case c == columnID && len(text) <= maxID:
		t.id = identity{text: text}
	case c == columnDate && isDate(text):
	case c < 0:
		t.judgeCell(rejected, c, text)
	default:
		answer, problem := packfile.ParseCell(&t.pack.Questions[c], string(text))
		if problem != nil {
			rejected.add(fault{problem.Field, problem.Code, problem.Message}, 1+problem.Alike)
			return
		}
		t.set(int(c), answer)
	}
}

func (t *tableReader) columnName(c column) string {
	switch c {
	case columnID:
		return "id"
	case columnDate:
		return "date"
	}
	return t.pack.Questions[c].ID
}

// judgeCell has the judge word what is wrong with an id or a date.
func (t *tableReader) judgeCell(rejected *rejection, c column, text []byte) {
	_, r := judge(fmt.Appendf(nil, `{%q:%s,"answers":{}}`, t.columnName(c), encode(string(text))), packfile.JSON, t.pack)
	if r != nil {
		for _, f := range r.faults {
			rejected.add(f, 1)
		}
	}
}

// set stores an answer that the parser of cells read.
func (t *tableReader) set(q int, a rules.Answer) {
	kind := t.pack.Questions[q].Kind
	switch {
	case a.State == rules.Unanswered:
	case kind == rules.FreeText:
		t.notes = append(t.notes, freeText{q, []byte(a.Text)})
	case a.State == rules.Unsure && kind != rules.Multi:
		t.facts.SetUnsure(q)
	case kind == rules.Int:
		t.facts.SetInt(q, a.Int)
	default:
		t.facts.SetTicks(q, a.Ticks, a.State == rules.Unsure)
	}
}

// fast reads an answer that is surely right, and reports whether it is.
func (t *tableReader) fast(q int, text []byte) bool {
	question := &t.pack.Questions[q]
	switch question.Kind {
	case rules.Multi:
		return t.fastMulti(q, text)
	case rules.Int:
		if v, ok := digits(text); ok && v >= question.Min && v <= question.Max {
			t.facts.SetInt(q, v)
			return true
		}
		return false
	case rules.Bool:
		for option := range question.Options {
			if string(text) == question.Options[option].ID {
				t.facts.SetTicks(q, 1<<option, false)
				return true
			}
		}
	case rules.FreeText:
		if len(text) > question.Max || !isText(text) || len(bytes.TrimSpace(text)) == 0 {
			return false
		}
		t.notes = append(t.notes, freeText{q, text})
		return true
	}
	switch v := t.answers[q].find(text); {
	case v == unsureWord:
		t.facts.SetUnsure(q)
	case v >= 0 && v < 64:
		t.facts.SetTicks(q, 1<<v, false)
	default:
		return false
	}
	return true
}

func (t *tableReader) fastMulti(q int, text []byte) bool {
	var ticks uint64
	unsure, none, words := false, false, 0
	for more := true; more; words++ {
		var word []byte
		word, text, more = bytes.Cut(text, []byte{';'})
		switch v := t.answers[q].find(word); {
		case v >= 0 && v < 64 && ticks>>v&1 == 0:
			ticks |= 1 << v
		case v == unsureWord && !unsure:
			unsure = true
		case v == noneWord:
			none = true
		default:
			return false
		}
	}
	if none && words > 1 {
		return false
	}
	t.facts.SetTicks(q, ticks, unsure)
	return true
}

// digits reads a whole number of a few plain digits.
func digits(text []byte) (v int, ok bool) {
	if len(text) > 9 || text[0] == '0' && len(text) > 1 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = 10*v + int(c-'0')
	}
	return v, true
}

// isText reports whether text is UTF-8 without control characters other than line ends and
// tabs, as the parser of files demands.
func isText(text []byte) bool {
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 || r < 0xa0 && r != 0x85 {
			return false
		}
		i += size
	}
	return true
}
