package batch

import (
	"bytes"
	"encoding/csv"
	"errors"
)

// split cuts a row into cells.
func (t *tableReader) split(row []byte) error {
	t.cells = t.cells[:0]
	quote := bytes.IndexByte(row, '"')
	switch {
	case quote < 0:
		t.splitPlain(row)
	case !t.splitWhole(row):
		t.cells = t.cells[:0]
		return t.splitQuoted(row)
	}
	return nil
}

// splitWhole cuts a row in which quotation marks only stand around whole cells, and reports
// whether it is one; then it gives the cells that encoding/csv does.
func (t *tableReader) splitWhole(row []byte) bool {
	if bytes.IndexByte(row, '\r') >= 0 {
		return false
	}
	for {
		end := bytes.IndexByte(row, ',')
		cell := row
		if len(row) > 0 && row[0] == '"' {
			n := bytes.IndexByte(row[1:], '"')
			if n < 0 {
				return false
			}
			if cell, end = row[1:1+n], n+2; end == len(row) {
				end = -1
			} else if row[end] != ',' {
				return false
			}
		} else {
			if end >= 0 {
				cell = row[:end]
			}
			if bytes.IndexByte(cell, '"') >= 0 {
				return false
			}
		}
		t.cells = append(t.cells, cell)
		if end < 0 {
			return true
		}
		row = row[end+1:]
	}
}

// splitPlain cuts a row without quotation marks.
func (t *tableReader) splitPlain(row []byte) {
	for {
		i := bytes.IndexByte(row, ',')
		if i < 0 {
			t.cells = append(t.cells, row)
			return
		}
		t.cells = append(t.cells, row[:i])
		row = row[i+1:]
	}
}

func (t *tableReader) splitQuoted(row []byte) error {
	r := csv.NewReader(bytes.NewReader(row))
	r.FieldsPerRecord = -1
	cells, err := r.Read()
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax) && (errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote)):
		return errors.New(`a quotation mark is missing or stands in a wrong place; write " within a quoted cell as ""`)
	case err != nil:
		return errors.New("not a row of comma-separated cells")
	}
	for _, c := range cells {
		t.cells = append(t.cells, []byte(c))
	}
	return nil
}
