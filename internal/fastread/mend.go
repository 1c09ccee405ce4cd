package fastread

import (
	"bytes"
	"strings"

	"knead/internal/records"
	"knead/internal/text"
	"knead/internal/xlsx"
)

// The first columns of a table of rejected rows. They are passed over when it is read again.
const (
	whyColumn     = "why"
	atLeastColumn = "at_least"
)

// RejectHeader returns the first row of a table of this table's rejected rows.
func (p *Plan) RejectHeader() []byte {
	to := appendCell(nil, []byte(whyColumn), p.Delimiter)
	to = appendCell(append(to, p.Delimiter), []byte(atLeastColumn), p.Delimiter)
	for i, heading := range p.headings {
		if !p.isReason(i) {
			to = appendCell(append(to, p.Delimiter), []byte(heading), p.Delimiter)
		}
	}
	return append(to, '\r', '\n')
}

// isReason reports whether a column says why a row was rejected before.
func (p *Plan) isReason(i int) bool {
	return p.columns[i].holds == holdsOther && (fold(p.headings[i]) == whyColumn || fold(p.headings[i]) == atLeastColumn)
}

// AppendRejected appends a rejected row as it was, with the reasons in front, so that it can be mended
// and read again. Cells that look like formulas begin with an apostrophe. Of a row that is not
// copied only the reasons are written.
func (r *Reader) AppendRejected(to []byte, p *Plan, row []byte, rejected *records.Reject, copied bool) []byte {
	var why []string
	for _, f := range rejected.Listed() {
		why = append(why, f.Message)
	}
	to = appendCell(to, []byte(strings.Join(why, "; ")), p.Delimiter)
	to = appendCell(append(to, p.Delimiter), []byte(rejected.AtLeast.String()), p.Delimiter)
	r.cells = r.cells[:0]
	row = bytes.TrimSuffix(row, []byte("\r"))
	if copied && !r.splitPlain(row, p.Delimiter) && r.splitQuoted(row, p.Delimiter) != nil {
		r.cells = append(r.cells[:0], row) // nobody knows where its cells end
	}
	for i, cell := range r.cells {
		if i < len(p.columns) && p.isReason(i) {
			continue
		}
		if p.escaped {
			cell = unescaped(cell)
		}
		to = appendCell(append(to, p.Delimiter), cell, p.Delimiter)
	}
	return append(to, '\r', '\n')
}

// unescaped undoes what appendCell does to cells that look like formulas.
func unescaped(cell []byte) []byte {
	if len(cell) > 1 && cell[0] == '\'' && needsEscape(cell[1:]) {
		return cell[1:]
	}
	return cell
}

// needsEscape reports whether a cell looks like a formula, or like one that is escaped.
func needsEscape(cell []byte) bool {
	return len(cell) > 0 && (cell[0] == '\'' || text.IsFormula(string(cell)))
}

// appendCell appends a cell of a table.
func appendCell(to, cell []byte, delimiter byte) []byte {
	if len(cell) > 0 && cell[0] == xlsx.NotPlain {
		cell = cell[1:]
		if i := bytes.IndexByte(cell, '='); i >= 0 {
			cell = cell[i:] // the formula
		}
	}
	escape := needsEscape(cell)
	if !escape && bytes.IndexByte(cell, delimiter) < 0 && !bytes.ContainsAny(cell, "\"\r\n") {
		return append(to, cell...)
	}
	to = append(to, '"')
	if escape {
		to = append(to, '\'')
	}
	for _, b := range cell {
		if b == '"' {
			to = append(to, '"')
		}
		to = append(to, b)
	}
	return append(to, '"')
}

// onlyReasons reports whether nothing stands in a row but why it was rejected before.
func (r *Reader) onlyReasons(p *Plan) bool {
	for i, cell := range r.cells {
		if !p.isReason(i) && len(bytes.TrimSpace(cell)) > 0 {
			return false
		}
	}
	return true
}
