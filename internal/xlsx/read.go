package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Reader gives a sheet as CSV: a line for each row, so that line n is row n, with commas between
// cells. Line ends within cells are carriage returns. Dates are written as 2026-03-09, with their
// time behind that when they have one; truth values as TRUE and FALSE; whole numbers in digits.
// Formulas, errors and the like begin with [NotPlain]. Rows are filled up to the width of the
// first one with a value.
type Reader struct {
	*file
	part  io.ReadCloser
	xml   *scanner
	out   []byte
	given int // how much of out was given
	ended bool

	row   int // the last one written
	width int // cells of the first row with a value
	line  []byte
	cells int // in line
	full  int // in line up to the last with a value
	size  int // of the line up to there
}

// NewReader opens a sheet by its name; "" is the first one that is not hidden.
func NewReader(at io.ReaderAt, size int64, sheet string) (*Reader, error) {
	f, err := open(at, size, sheet)
	if err != nil {
		return nil, err
	}
	part, err := f.part(f.sheet)
	if err != nil {
		return nil, err
	}
	return &Reader{file: f, part: part, xml: newScanner(part)}, nil
}

// Merged returns the first ranges of merged cells, such as A3:A5, of which all cells but one are
// empty. It reads the sheet to its end.
func Merged(at io.ReaderAt, size int64, sheet string) (ranges []string, err error) {
	r, err := NewReader(at, size, sheet)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	buffer := make([]byte, 0, 64<<10)
	const mark, kept, most = "mergeCell ", 256, 5
	for {
		n, err := r.part.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return nil, err
		}
		for {
			i := bytes.Index(buffer, []byte(mark))
			if i < 0 || !ended && len(buffer)-i < kept/2 {
				break
			}
			s := scanner{attrs: buffer[i+len(mark) : min(len(buffer), i+kept)]}
			if ref := s.attr("ref"); ref != nil {
				if ranges = append(ranges, string(ref)); len(ranges) == most {
					return ranges, nil
				}
			}
			buffer = buffer[:copy(buffer, buffer[i+len(mark):])]
		}
		if ended {
			return ranges, nil
		}
		if len(buffer) > kept {
			buffer = buffer[:copy(buffer, buffer[len(buffer)-kept:])]
		}
	}
}

// Close closes the sheet.
func (r *Reader) Close() error { return r.part.Close() }

// Read reads text of CSV.
func (r *Reader) Read(p []byte) (n int, err error) {
	for r.given == len(r.out) {
		if r.ended {
			return 0, io.EOF
		}
		r.out, r.given = r.out[:0], 0
		for len(r.out) < len(p) && !r.ended {
			if err := r.readRow(); err != nil {
				return 0, fmt.Errorf("row %d: %w", r.row+1, err)
			}
		}
	}
	n = copy(p, r.out[r.given:])
	r.given += n
	return n, nil
}

// readRow reads the next row and writes it behind those that are left out before it.
func (r *Reader) readRow() error {
	for {
		switch err := r.xml.next(); {
		case errors.Is(err, io.EOF):
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		}
		switch string(r.xml.name) {
		case "sheetData":
			r.ended = r.xml.closes
			if r.ended {
				return nil
			}
		case "row":
			return r.cellsOfRow()
		}
	}
}

func (r *Reader) cellsOfRow() error {
	row := r.row + 1
	if at := r.xml.attr("r"); at != nil {
		n, err := strconv.Atoi(string(at))
		if err != nil || n < row || n > MaxRows {
			return fmt.Errorf("the row %q stands in a wrong place", at)
		}
		row = n
	}
	for ; r.row < row-1; r.row++ {
		r.out = append(r.out, '\n')
	}
	r.line, r.cells, r.full, r.size = r.line[:0], 0, 0, 0
	for ended := r.xml.empty; !ended; {
		if err := r.xml.next(); err != nil {
			return unexpected(err)
		}
		switch name := string(r.xml.name); {
		case name == "row":
			ended = true
		case name == "c":
			if err := r.cell(); err != nil {
				return err
			}
		}
	}
	r.endRow()
	return nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// endRow writes the row.
func (r *Reader) endRow() {
	line := r.line[:r.size]
	if r.full > 0 {
		if r.width == 0 {
			r.width = r.full
		}
		for ; r.full < r.width; r.full++ {
			line = append(line, ',')
		}
	}
	r.out = append(append(r.out, line...), '\n')
	r.row++
}

// cell reads a cell, of which the tag is read.
func (r *Reader) cell() error {
	column := r.cells
	if at := r.xml.attr("r"); at != nil {
		column = columnOf(at)
		if column < r.cells || column >= MaxColumns {
			return fmt.Errorf("the cell %q stands in a wrong place", at)
		}
	}
	kind, style := string(r.xml.attr("t")), -1
	if s := r.xml.attr("s"); s != nil {
		style, _ = strconv.Atoi(string(s))
	}
	for ; r.cells < column; r.cells++ {
		r.separate()
	}
	r.separate()
	r.cells++
	switch {
	case r.xml.empty:
		return nil
	case len(r.line) > maxText: // the row is too long whatever else it holds
		r.full, r.size = r.cells, len(r.line)
		return r.xml.skip("c")
	}
	before := len(r.line)
	formula := false
	for {
		if err := r.xml.next(); err != nil {
			return unexpected(err)
		}
		if !r.xml.closes {
			if string(r.xml.name) == "rPh" {
				if err := r.xml.skip("rPh"); err != nil {
					return err
				}
			}
			continue
		}
		switch string(r.xml.name) {
		case "f":
			formula = true
			r.line = append(r.line[:before], appendCell(nil, append([]byte{NotPlain}, "a formula, ="+string(r.xml.text)...))...)
		case "v":
			if !formula {
				if err := r.value(kind, style); err != nil {
					return err
				}
			}
		case "t":
			if !formula {
				// The parts of a rich text follow one another.
				text := append(uncell(r.line[before:]), r.xml.text...)
				r.line = appendCell(r.line[:before], text)
			}
		case "c":
			if len(r.line) > before {
				r.full, r.size = r.cells, len(r.line)
			}
			return nil
		}
	}
}

// separate appends a comma unless the cell is the first of its row.
func (r *Reader) separate() {
	if r.cells > 0 {
		r.line = append(r.line, ',')
	}
}

// value appends the value of a cell of that kind.
func (r *Reader) value(kind string, style int) error {
	text := r.xml.text
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(string(text)))
		cell, ok := r.shared.at(i)
		if err != nil || !ok {
			return errors.New("a cell refers to a text that is not there")
		}
		r.line = append(r.line, cell...)
	case "b":
		switch string(text) {
		case "1", "true":
			r.line = append(r.line, "TRUE"...)
		case "0", "false":
			r.line = append(r.line, "FALSE"...)
		default:
			r.line = appendCell(r.line, append([]byte{NotPlain}, "no truth value, "+string(text)...))
		}
	case "e":
		r.line = appendCell(r.line, append([]byte{NotPlain}, "an error, "+string(text)...))
	case "str", "d", "inlineStr":
		r.line = appendCell(r.line, text)
	default:
		r.line = r.appendNumber(r.line, text, style >= 0 && style < len(r.dates) && r.dates[style])
	}
	return nil
}

// appendNumber appends a number, or a date.
func (r *Reader) appendNumber(to, text []byte, date bool) []byte {
	if !date && len(text) < 16 && (len(text) < 2 || text[0] != '0') && isDigits(text) {
		return append(to, text...)
	}
	v, err := strconv.ParseFloat(string(bytes.TrimSpace(text)), 64)
	switch {
	case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
		return appendCell(to, text)
	case !date:
		return strconv.AppendFloat(to, v, 'f', -1, 64)
	case v < 61 && r.epoch == epoch1900 || v < 0 || v >= 2958466: // days that not all programs count alike, or beyond the year 9999
		return appendCell(to, append([]byte{NotPlain}, "a date that is none, "+string(text)...))
	}
	return r.epoch.append(to, v)
}

func isDigits(text []byte) bool {
	for _, b := range text {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(text) > 0
}

// epoch is the day from which a file counts dates.
type epoch bool

const (
	epoch1900 epoch = false
	epoch1904 epoch = true
)

// append appends the date of a number of days.
func (e epoch) append(to []byte, days float64) []byte {
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if e == epoch1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	whole := math.Floor(days)
	t := first.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round((days-whole)*86400)) * time.Second)
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return t.AppendFormat(to, time.DateOnly)
	}
	return t.AppendFormat(to, time.DateTime)
}

// columnOf returns the column of a place such as C7, from 0, or -1.
func columnOf(place []byte) int {
	n := 0
	for _, b := range place {
		switch {
		case b >= 'A' && b <= 'Z' && n < MaxColumns:
			n = 26*n + int(b-'A') + 1
		default:
			return n - 1
		}
	}
	return n - 1
}

// appendCell appends text as a cell of CSV on one line.
func appendCell(to, text []byte) []byte {
	text = unescape(text)
	if !bytes.ContainsAny(text, "\",;\t\r\n") && (len(text) == 0 || text[0] != ' ') && utf8.Valid(text) {
		return append(to, text...)
	}
	to = append(to, '"')
	for i, b := range text {
		switch {
		case b == '"':
			to = append(to, '"', '"')
		case b == '\n' && i > 0 && text[i-1] == '\r':
		case b == '\n':
			to = append(to, '\r')
		default:
			to = append(to, b)
		}
	}
	return append(to, '"')
}

// uncell undoes appendCell.
func uncell(cell []byte) []byte {
	if len(cell) < 2 || cell[0] != '"' {
		return bytes.Clone(cell)
	}
	return bytes.ReplaceAll(cell[1:len(cell)-1], []byte(`""`), []byte(`"`))
}

// unescape undoes how spreadsheets write characters that XML cannot hold: _x000D_.
func unescape(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	var out []byte
	for i := 0; i < len(text); i++ {
		if rest := text[i:]; len(rest) >= 7 && rest[0] == '_' && rest[1] == 'x' && rest[6] == '_' {
			if n, err := strconv.ParseUint(string(rest[2:6]), 16, 16); err == nil && utf8.ValidRune(rune(n)) {
				out = utf8.AppendRune(out, rune(n))
				i += 6
				continue
			}
		}
		out = append(out, text[i])
	}
	return out
}
