package fastread

import (
	"bytes"
	"encoding/csv"
	"errors"
)

// split cuts a row into cells.
func (r *Reader) split(row []byte) error {
	r.cells = r.cells[:0]
	quote := bytes.IndexByte(row, '"')
	switch {
	case quote < 0:
		r.splitPlain(row)
	case !r.splitWhole(row):
		r.cells = r.cells[:0]
		return r.splitQuoted(row)
	}
	return nil
}

// splitWhole cuts a row in which quotation marks only stand around whole cells, and reports
// whether it is one; then it gives the cells that encoding/csv does.
func (r *Reader) splitWhole(row []byte) bool {
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
		r.cells = append(r.cells, cell)
		if end < 0 {
			return true
		}
		row = row[end+1:]
	}
}

// splitPlain cuts a row without quotation marks.
func (r *Reader) splitPlain(row []byte) {
	for {
		i := bytes.IndexByte(row, ',')
		if i < 0 {
			r.cells = append(r.cells, row)
			return
		}
		r.cells = append(r.cells, row[:i])
		row = row[i+1:]
	}
}

func (r *Reader) splitQuoted(row []byte) error {
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
