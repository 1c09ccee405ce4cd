package fastread

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"knead/internal/records"
	"knead/internal/xlsx"
	"knead/rules"
	"knead/rules/packfile"
)

// Row reads a row of a table into the facts, and returns its id, or why it is rejected. What
// the fast way is not sure of it hands to the parser of cells, cell by cell.
func (r *Reader) Row(p *Plan, row []byte) (records.ID, *records.Reject) {
	r.begin()
	if rejected := r.cut(p, row); rejected != nil {
		return records.ID{}, rejected
	}
	r.rejected = records.Reject{}
	rejected := &r.rejected
	for i, text := range r.cells {
		if c := &p.columns[i]; len(text) > 0 && (c.holds != holdsAnswer || !r.fastCell(int(c.question), text)) {
			r.cell(p, rejected, i, text)
		}
	}
	for _, q := range p.fixed {
		r.facts.Set(q, &p.of.Answers[q])
	}
	for l := range p.lists {
		a, problem := r.listAnswer(p, l)
		r.take(rejected, p.lists[l].question, a, problem)
	}
	r.questionsCell(rejected, p, holdsConfirmed, func(questions []int) {
		in, _ := r.readable(p)
		in.Confirmed = questions
		r.Void = packfile.Void(r.pack, in)
		for _, q := range in.Confirmed {
			r.facts.Confirm(q)
		}
	})
	r.questionsCell(rejected, p, holdsSkipped, func(questions []int) {
		for _, q := range questions {
			r.facts.LeaveOut(q)
		}
	})
	if len(rejected.Faults) > 0 {
		if !r.id.Absent {
			id := string(r.id.Text)
			rejected.ID = &id
		}
		rejected.Readable, _ = r.readable(p)
		found := *rejected
		return records.ID{}, &found
	}
	return r.id, nil
}

// contextCell checks what a row says of where it comes from.
func (r *Reader) contextCell(p *Plan, rejected *records.Reject, text []byte) {
	in := &rules.Intake{Date: r.date(p)}
	if problem := packfile.ParseContext(in, string(text)); problem != nil {
		rejected.Add(records.Fault{Field: problem.Field, Code: problem.Code, Message: problem.Message}, 1)
	}
}

// date returns the date of the row, or "".
func (r *Reader) date(p *Plan) (date string) {
	if i := p.index(holdsDate); i >= 0 {
		date, _ = p.dates.date(string(r.cells[i]))
	}
	return date
}

// Intake returns the row that was read last, when it was not rejected.
func (r *Reader) Intake(p *Plan, id records.ID) *rules.Intake {
	in, _ := r.readable(p)
	if !id.Absent {
		text := string(id.Text)
		in.ID = &text
	}
	in.Date = r.date(p)
	for i, c := range p.columns {
		text := string(r.cells[i])
		switch {
		case text == "":
		case c.holds == holdsConfirmed:
			in.Confirmed, _ = packfile.ParseQuestions(r.pack, "confirmed", text, in.Answered)
			packfile.Void(r.pack, in)
		case c.holds == holdsSkipped:
			in.Skipped, _ = packfile.ParseQuestions(r.pack, "skipped", text, in.Answered)
		case c.holds == holdsScreened:
			in.Screened = true
		case c.holds == holdsContext:
			_ = packfile.ParseContext(in, text)
		}
	}
	return in
}

// index returns the first column that holds something, or -1.
func (p *Plan) index(h holding) int { return p.first[h] - 1 }

// cut cuts a row into as many cells as the plan has columns, or rejects it.
func (r *Reader) cut(p *Plan, row []byte) *records.Reject {
	row = bytes.TrimSuffix(row, []byte("\r"))
	if !r.splitPlain(row, p.Delimiter) {
		if err := r.splitQuoted(row, p.Delimiter); err != nil {
			line, _, _ := bytes.Cut(row, []byte("\r"))
			if r.splitPlain(line, p.Delimiter) {
				r.cells = r.cells[:len(r.cells)-1]
			}
			return r.rejectRow(p, "csv-syntax", err.Error(), r.readableQuoted(p, row))
		}
	}
	if len(r.cells) != len(p.columns) {
		return r.rejectRow(p, "wrong-cells", fmt.Sprintf("expected %d cells as in the first row, found %d", len(p.columns), len(r.cells)), r.readableShifted(p))
	}
	if p.escaped {
		for i, cell := range r.cells {
			r.cells[i] = unescaped(cell)
		}
		if r.onlyReasons(p) {
			return r.rejectRow(p, "no-cells", "nothing stands in this row but why it was rejected", nil)
		}
	}
	return nil
}

// rejectRow rejects a row whose cells do not fit the columns. It has an id if that cell is
// there.
func (r *Reader) rejectRow(p *Plan, code, message string, readable *rules.Intake) *records.Reject {
	rejected := records.NewReject("", code, message)
	rejected.Readable = readable
	i := p.index(holdsID)
	if i >= 0 && i < len(r.cells) && len(r.cells[i]) > 0 && len(r.cells[i]) <= maxID && isText(r.cells[i]) {
		id := string(r.cells[i])
		rejected.ID = &id
	}
	return rejected
}

// cell reads one cell, but for the boxes of lists and their answers, which are read together.
func (r *Reader) cell(p *Plan, rejected *records.Reject, i int, text []byte) {
	c := p.columns[i]
	switch {
	case c.holds == holdsOther, c.holds == holdsBox, c.holds == holdsWhole:
	case text[0] == xlsx.NotPlain:
		rejected.Add(records.Fault{Field: r.columnName(c), Code: "no-value", Message: notPlain(i, text)}, 1)
	case !isText(text):
		rejected.Add(records.Fault{Field: r.columnName(c), Code: "not-text", Message: "control characters or invalid UTF-8 in this cell: save the table as UTF-8"}, 1)
	case c.holds == holdsNothing:
		if len(bytes.TrimSpace(text)) > 0 {
			rejected.Add(records.Fault{Code: "no-heading", Message: fmt.Sprintf("column %d has no heading: expected an empty cell; headings in two rows are to be made one", i+1)}, 1)
		}
	case c.holds == holdsID && len(text) <= maxID:
		r.id = records.ID{Text: text}
	case c.holds == holdsDate:
		r.dateCell(p, rejected, c, text)
	case c.holds == holdsConfirmed, c.holds == holdsSkipped: // which are read when all answers are
	case c.holds == holdsScreened:
		if word := string(bytes.TrimSpace(text)); word != "" && word != rules.ScreenedWord {
			rejected.Add(records.Fault{Field: "screened", Code: "unknown-word", Message: "expected " + rules.ScreenedWord + " or an empty cell"}, 1)
		}
	case c.holds == holdsContext:
		r.contextCell(p, rejected, text)
	case c.holds == holdsID:
		r.strictCell(rejected, c, text)
	case r.shownCell(p, int(c.question), text):
	default:
		a, problem := r.value(p, int(c.question), string(text))
		r.take(rejected, int(c.question), a, problem)
	}
}

// notPlain complains about a cell of a spreadsheet that holds no value.
func notPlain(column int, text []byte) string {
	return fmt.Sprintf("column %d: expected a value, found %s", column+1, strings.ToValidUTF8(string(text[1:min(len(text), 80)]), "?"))
}

// take takes an answer unless there is a problem with it.
func (r *Reader) take(rejected *records.Reject, q int, a rules.Answer, problem *rules.Problem) {
	switch {
	case problem != nil:
		rejected.Add(records.Fault{Field: problem.Field, Code: problem.Code, Message: problem.Message}, 1+problem.Alike)
	case a.State != rules.Unanswered:
		r.facts.Set(q, &a)
	}
}

// dateCell reads a date.
func (r *Reader) dateCell(p *Plan, rejected *records.Reject, c column, text []byte) {
	if isDate(text) || len(bytes.TrimSpace(text)) == 0 {
		return
	}
	if _, ok := p.dates.date(string(text)); ok {
		return
	}
	before := len(rejected.Faults)
	r.strictCell(rejected, c, text)
	switch _, err := strconv.Atoi(string(text)); {
	case len(rejected.Faults) == before:
	case err == nil:
		rejected.Faults[before].Message += ", found a number: if it counts days, give the column the form of a date and save the table again"
	case p.dates == ISODates && isSomeDate(string(text)):
		rejected.Faults[before].Message += "; say the order of other dates with --date"
	}
}

// questionsCell reads a column with questions and hands over those that there are.
func (r *Reader) questionsCell(rejected *records.Reject, p *Plan, h holding, take func(questions []int)) {
	i := p.index(h)
	if i < 0 || len(r.cells[i]) == 0 || !isText(r.cells[i]) {
		return
	}
	questions, problem := packfile.ParseQuestions(r.pack, r.columnName(p.columns[i]), string(r.cells[i]), r.facts.Answered)
	if problem != nil {
		rejected.Add(records.Fault{Field: problem.Field, Code: problem.Code, Message: problem.Message}, 1)
	}
	if len(questions) > 0 {
		take(questions)
	}
}

// columnName returns the key of an intake that a column holds, or "".
func (r *Reader) columnName(c column) string {
	switch c.holds {
	case holdsID:
		return "id"
	case holdsDate:
		return "date"
	case holdsConfirmed:
		return "confirmed"
	case holdsContext:
		return "context"
	case holdsSkipped:
		return "skipped"
	case holdsScreened:
		return "screened"
	case holdsNothing, holdsOther:
		return ""
	}
	return r.pack.Questions[c.question].ID
}

// strictCell has the strict parser word what is wrong with an id or a date.
func (r *Reader) strictCell(rejected *records.Reject, c column, text []byte) {
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
	of := &r.answers[q]
	switch {
	case of.kind.IsNumber():
		return r.number(text, 0, q) == len(text)
	case of.kind.IsText():
		if len(text) > of.most || !isText(text) || len(bytes.TrimSpace(text)) == 0 || bytes.IndexByte(text, '\r') >= 0 {
			return false
		}
		r.facts.SetText(q, text)
		return true
	}
	switch v := of.find(text); {
	case v >= 0 && v < 64:
		r.facts.SetTicks(q, 1<<v, false)
	case v == unsureWord:
		r.facts.SetUnsure(q)
	case v == noneWord:
		r.facts.SetTicks(q, 0, false)
	case of.kind.Many():
		return r.fastList(q, text)
	case of.kind.IsYesNo() && string(text) == "true":
		r.facts.SetTicks(q, 2, false)
	case of.kind.IsYesNo() && string(text) == "false":
		r.facts.SetTicks(q, 1, false)
	default:
		return false
	}
	return true
}

// fastList reads several answers to a Multi.
func (r *Reader) fastList(q int, text []byte) bool {
	var ticks uint64
	unsure, none, items := false, false, 0
	of := &r.answers[q]
	for end := 0; end >= 0; items++ {
		word := text
		if end = bytes.IndexByte(text, ';'); end >= 0 {
			word, text = text[:end], text[end+1:]
		}
		switch v := of.find(word); {
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

// shownCell reads an answer in exactly the words shown, and reports whether it is one.
func (r *Reader) shownCell(p *Plan, q int, text []byte) bool {
	a, _ := r.words(p, q)
	v, known := a.exact[string(text)]
	switch {
	case !known || !r.pack.Questions[q].Kind.HasOptions():
		return false
	case v == blankWord:
	case v == unsureWord:
		r.facts.SetUnsure(q)
	case v == noneWord:
		r.facts.SetTicks(q, 0, false)
	default:
		r.facts.SetTicks(q, 1<<v, false)
	}
	return true
}

// splitPlain cuts a row into cells, as encoding/csv does, up to the first quotation mark that
// does not stand around a whole cell, and reports whether there is none.
func (r *Reader) splitPlain(row []byte, delimiter byte) bool {
	if bytes.IndexByte(row, '"') >= 0 {
		return r.splitAroundQuotes(row, delimiter)
	}
	cells, from := r.cells[:0], 0
	for at := 0; at < len(row); at += 64 {
		var rest [64]byte
		block := &rest
		if at+64 <= cap(row) {
			block = (*[64]byte)(row[at : at+64])
		} else {
			copy(rest[:], row[at:])
		}
		marked := marks(block, delimiter)
		if left := len(row) - at; left < 64 {
			marked &= 1<<left - 1
		}
		for ; marked != 0; marked &= marked - 1 {
			end := at + bits.TrailingZeros64(marked)
			cells = append(cells, row[from:end])
			from = end + 1
		}
	}
	r.cells = append(cells, row[from:])
	return true
}

// marks returns which of 64 bytes are the delimiter, the first one as the lowest bit.
func marks(block *[64]byte, delimiter byte) (marked uint64) {
	pattern := uint64(delimiter) * eachByte
	for i := 0; i < 64; i += 8 {
		x := binary.LittleEndian.Uint64(block[i:]) ^ pattern
		// The high bit of each byte that is the delimiter, and then these bits side by side.
		x = ^(x&^highBits + ^uint64(highBits) | x) & highBits
		marked |= x >> 7 * gatherBits >> 56 << i
	}
	return marked
}

// gatherBits multiplied with the lowest bits of eight bytes has them in its highest byte.
const gatherBits = 0x0102040810204080

// splitAroundQuotes is splitPlain for a row with quotation marks.
func (r *Reader) splitAroundQuotes(row []byte, delimiter byte) bool {
	r.cells = r.cells[:0]
	if bytes.IndexByte(row, '\r') >= 0 {
		return false
	}
	for {
		end := bytes.IndexByte(row, delimiter)
		cell := row
		switch {
		case len(row) > 0 && row[0] == '"':
			n := bytes.IndexByte(row[1:], '"')
			if n < 0 {
				return false
			}
			if cell, end = row[1:1+n], n+2; end == len(row) {
				end = -1
			} else if row[end] != delimiter {
				return false
			}
		case end >= 0:
			cell = row[:end]
			fallthrough
		default:
			if bytes.IndexByte(cell, '"') >= 0 {
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
func (r *Reader) splitQuoted(row []byte, delimiter byte) error {
	r.cells = r.cells[:0]
	reader := csv.NewReader(bytes.NewReader(row))
	reader.FieldsPerRecord, reader.Comma = -1, rune(delimiter)
	cells, err := reader.Read()
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax) && (errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote)):
		return errors.New(`a quotation mark is missing or stands in a wrong place; write " within a quoted cell as ""`)
	case err != nil:
		return errors.New("not a row of cells")
	}
	for _, c := range cells {
		r.cells = append(r.cells, []byte(c))
	}
	return nil
}
