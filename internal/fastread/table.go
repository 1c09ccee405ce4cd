package fastread

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"knead/internal/records"
	"knead/rules"
	"knead/rules/packfile"
)

// Column is what a column of a table holds: a question by its index, or one of these.
type Column int

const (
	columnID Column = -1 - iota
	columnDate
	columnConfirmed
)

// Columns reads the first row of a table; file is its name in messages.
func (t *Tables) Columns(file string, row []byte) ([]Column, error) {
	if !isText(row) {
		return nil, fmt.Errorf("%s:1: the first row is not UTF-8 text: save the table as UTF-8", file)
	}
	names, err := csv.NewReader(bytes.NewReader(row)).Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:1: a quotation mark in the names of the columns is missing or stands in a wrong place", file)
	}
	columns := make([]Column, len(names))
	first := map[Column]int{}
	for i, name := range names {
		switch name {
		case "id":
			columns[i] = columnID
		case "date":
			columns[i] = columnDate
		case "confirmed":
			columns[i] = columnConfirmed
		default:
			q := t.pack.QuestionIndex(name)
			if q < 0 {
				return nil, fmt.Errorf("%s:1: column %d: %s", file, i+1, t.unknown(name, len(names)))
			}
			columns[i] = Column(q)
		}
		if before, again := first[columns[i]]; again {
			return nil, fmt.Errorf("%s:1: column %q stands twice: as number %d and as number %d", file, name, before, i+1)
		}
		first[columns[i]] = i + 1
	}
	if len(columns) == 0 {
		return nil, fmt.Errorf("%s:1: expected the names of the columns: id, date, confirmed and questions", file)
	}
	return columns, nil
}

// unknown words the complaint about the name of a column, one of so many, that is no question.
func (t *Tables) unknown(name string, columns int) string {
	plain := strings.ToLower(strings.TrimSpace(name))
	switch {
	case plain == "":
		return "has no name: expected id, date, confirmed or a question"
	case strings.Contains(name, "\r"):
		return "the lines of the table end with CR: save it with line ends of LF or CR LF"
	case columns == 1 && strings.ContainsAny(name, ";\t|"):
		return "the cells are not separated by commas: save the table as CSV with commas"
	case plain != name && (plain == "id" || plain == "date" || plain == "confirmed" || t.pack.QuestionIndex(plain) >= 0):
		return fmt.Sprintf("unknown question %q (did you mean %q?)", name, plain)
	}
	_, rejected := Strict(fmt.Appendf(nil, `{"answers":{%s:null}}`, quote(name)), packfile.JSON, t.pack)
	if rejected == nil {
		return fmt.Sprintf("unknown question %q", name)
	}
	return rejected.Faults[0].Message
}

// Row reads a row of a table into the facts, and returns its id, or why it is rejected. What
// the fast way is not sure of it hands to the parser of cells, cell by cell.
func (r *Reader) Row(columns []Column, row []byte) (records.ID, *records.Reject) {
	r.begin()
	row = bytes.TrimSuffix(row, []byte("\r"))
	if !r.splitPlain(row) {
		if err := r.splitQuoted(row); err != nil {
			line, _, _ := bytes.Cut(row, []byte("\r"))
			if r.splitPlain(line) {
				r.cells = r.cells[:len(r.cells)-1]
			}
			return r.rejectRow(columns, "csv-syntax", err.Error(), r.readableQuoted(columns, row))
		}
	}
	if len(r.cells) != len(columns) {
		return r.rejectRow(columns, "wrong-cells", fmt.Sprintf("expected %d cells as in the first row, found %d", len(columns), len(r.cells)), r.readableShifted(columns))
	}
	var rejected records.Reject
	for i, c := range columns {
		r.cell(&rejected, c, r.cells[i])
	}
	if i := slices.Index(columns, columnConfirmed); i >= 0 && len(r.cells[i]) > 0 && isText(r.cells[i]) {
		r.confirmed(&rejected, r.cells[i])
	}
	if len(rejected.Faults) > 0 {
		if !r.id.Absent {
			id := string(r.id.Text)
			rejected.ID = &id
		}
		rejected.Readable, _ = r.readable(columns)
		return records.ID{}, &rejected
	}
	return r.id, nil
}

// rejectRow rejects a row whose cells do not fit the columns. It has an id if that cell is
// there.
func (r *Reader) rejectRow(columns []Column, code, message string, readable *rules.Intake) (records.ID, *records.Reject) {
	rejected := records.NewReject("", code, message)
	rejected.Readable = readable
	i := slices.Index(columns, columnID)
	if i >= 0 && i < len(r.cells) && len(r.cells[i]) > 0 && len(r.cells[i]) <= maxID && isText(r.cells[i]) {
		id := string(r.cells[i])
		rejected.ID = &id
	}
	return records.ID{}, rejected
}

// cell reads one cell.
func (r *Reader) cell(rejected *records.Reject, c Column, text []byte) {
	switch {
	case len(text) == 0:
	case c >= 0 && r.fastCell(int(c), text):
	case !isText(text):
		rejected.Add(records.Fault{Field: r.columnName(c), Code: "not-text", Message: "control characters or invalid UTF-8 in this cell: save the table as UTF-8"}, 1)
	case c == columnID && len(text) <= maxID:
		r.id = records.ID{Text: text}
	case c == columnDate && isDate(text), c == columnConfirmed: // which is read when all answers are
	case c < 0:
		r.strictCell(rejected, c, text)
	default:
		answer, problem := packfile.ParseCell(&r.pack.Questions[c], string(text))
		if problem != nil {
			rejected.Add(records.Fault{Field: problem.Field, Code: problem.Code, Message: problem.Message}, 1+problem.Alike)
			return
		}
		r.facts.Set(int(c), &answer)
	}
}

// confirmed reads the questions that were asked again.
func (r *Reader) confirmed(rejected *records.Reject, text []byte) {
	questions, problem := packfile.ParseConfirmed(r.pack, string(text), r.facts.Answered)
	if problem != nil {
		rejected.Add(records.Fault{Field: problem.Field, Code: problem.Code, Message: problem.Message}, 1)
	}
	for _, q := range questions {
		r.facts.Confirm(q)
	}
}

func (r *Reader) columnName(c Column) string {
	switch c {
	case columnID:
		return "id"
	case columnDate:
		return "date"
	case columnConfirmed:
		return "confirmed"
	}
	return r.pack.Questions[c].ID
}

// strictCell has the strict parser word what is wrong with an id or a date.
func (r *Reader) strictCell(rejected *records.Reject, c Column, text []byte) {
	record := fmt.Appendf(nil, `{%q:%s,"answers":{}}`, r.columnName(c), quote(text))
	if _, cell := Strict(record, packfile.JSON, r.pack); cell != nil {
		for _, f := range cell.Faults {
			rejected.Add(f, 1)
		}
	}
}

// quote returns text as a string of JSON.
func quote[T string | []byte](text T) []byte {
	quoted, err := json.Marshal(string(text))
	if err != nil {
		return nil // strings only
	}
	return quoted
}

// fastCell reads an answer that is surely right, and reports whether it is.
func (r *Reader) fastCell(q int, text []byte) bool {
	question := &r.pack.Questions[q]
	switch {
	case question.Kind.Many():
		return r.fastList(q, text)
	case question.Kind.IsNumber():
		return r.number(text, 0, q) == len(text)
	case question.Kind.IsYesNo():
		if option := question.OptionIndex(string(text)); option >= 0 {
			r.facts.SetTicks(q, 1<<option, false)
			return true
		}
	case question.Kind.IsText():
		if len(text) > question.Max || !isText(text) || len(bytes.TrimSpace(text)) == 0 {
			return false
		}
		r.facts.SetText(q, text)
		return true
	}
	switch v := r.answers[q].find(text); {
	case v == unsureWord:
		r.facts.SetUnsure(q)
	case v >= 0 && v < 64:
		r.facts.SetTicks(q, 1<<v, false)
	default:
		return false
	}
	return true
}

// fastList reads the answer to a Multi.
func (r *Reader) fastList(q int, text []byte) bool {
	var ticks uint64
	unsure, none, items := false, false, 0
	for end := 0; end >= 0; items++ {
		word := text
		if end = bytes.IndexByte(text, ';'); end >= 0 {
			word, text = text[:end], text[end+1:]
		}
		switch v := r.answers[q].find(word); {
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
	if none && items > 1 {
		return false
	}
	r.facts.SetTicks(q, ticks, unsure)
	return true
}

// splitPlain cuts a row into cells, as encoding/csv does, up to the first quotation mark that
// does not stand around a whole cell, and reports whether there is none.
func (r *Reader) splitPlain(row []byte) bool {
	r.cells = r.cells[:0]
	quoted := bytes.IndexByte(row, '"') >= 0
	if quoted && bytes.IndexByte(row, '\r') >= 0 {
		return false
	}
	for {
		end := bytes.IndexByte(row, ',')
		cell := row
		switch {
		case quoted && len(row) > 0 && row[0] == '"':
			n := bytes.IndexByte(row[1:], '"')
			if n < 0 {
				return false
			}
			if cell, end = row[1:1+n], n+2; end == len(row) {
				end = -1
			} else if row[end] != ',' {
				return false
			}
		case end >= 0:
			cell = row[:end]
			fallthrough
		default:
			if quoted && bytes.IndexByte(cell, '"') >= 0 {
				return false
			}
		}
		r.cells = append(r.cells, cell)
		if end < 0 {
			return true
		}
		row = row[end+1:]
	}
}

// splitQuoted cuts a row by encoding/csv.
func (r *Reader) splitQuoted(row []byte) error {
	r.cells = r.cells[:0]
	reader := csv.NewReader(bytes.NewReader(row))
	reader.FieldsPerRecord = -1
	cells, err := reader.Read()
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax) && (errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote)):
		return errors.New(`a quotation mark is missing or stands in a wrong place; write " within a quoted cell as ""`)
	case err != nil:
		return errors.New("not a row of comma-separated cells")
	}
	for _, c := range cells {
		r.cells = append(r.cells, []byte(c))
	}
	return nil
}
