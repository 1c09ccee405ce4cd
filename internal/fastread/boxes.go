package fastread

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/internal/xlsx"
	"knead/rules"
	"knead/rules/packfile"
)

// boxes are the cells of one list in a row.
type boxes struct {
	ticked
	said bool // a cell is not empty
}

// How programs write that a box is ticked, and that it is not.
var (
	tickedWords   = append([]string{"checked"}, yesWords...)
	untickedWords = append([]string{"unchecked"}, noWords...)
)

// box reads the cell of one option: whether it is ticked, and whether that is known.
func (t *Tables) box(p *Plan, q, option int, cell []byte) (ticked, known bool) {
	if len(cell) == 1 && (cell[0] == '0' || cell[0] == '1') {
		return cell[0] == '1', true
	}
	folded := fold(string(cell))
	switch {
	case folded == "", slices.Contains(untickedWords, folded):
		return false, true
	case slices.Contains(tickedWords, folded), t.means(p, q, string(cell)) == option:
		return true, true
	}
	yesNo := t.shown().yesNo
	v, known := yesNo[folded]
	return v == 1, known
}

// means returns the answer that a cell stands for, or -1.
func (t *Tables) means(p *Plan, q int, cell string) int {
	a, _ := t.words(p, q)
	return a.find(cell)
}

// listAnswer reads the answer of a list from its columns. When no box is ticked, it is unanswered:
// nobody knows whether it was asked. A list of which only some options have a column says nothing
// about the others.
func (r *Reader) listAnswer(p *Plan, l int) (a rules.Answer, problem *rules.Problem) {
	list := &p.lists[l]
	q := &r.pack.Questions[list.question]
	var row boxes
	for _, i := range list.columns {
		c := &p.columns[i]
		if len(r.cells[i]) == 0 || p.own != nil && r.means(p, list.question, string(r.cells[i])) == blankWord {
			continue
		}
		if r.cells[i][0] == xlsx.NotPlain {
			problem = &rules.Problem{Field: q.ID, Code: "no-value", Message: notPlain(i, r.cells[i])}
			continue
		}
		on, known := r.box(p, list.question, int(c.option), r.cells[i])
		if !known && problem == nil {
			problem = &rules.Problem{Field: q.ID, Code: "unknown-box", Message: fmt.Sprintf("%q: column %d, %s: expected 1 or 0, TRUE or FALSE, or the words of the option, found %s",
				q.ID, i+1, text.Quote(p.headings[i]), text.Quote(strings.ToValidUTF8(string(r.cells[i]), "?")))}
		}
		row.said = row.said || len(bytes.TrimSpace(r.cells[i])) > 0
		switch {
		case !on:
		case c.option == unsureWord:
			row.unsure = true
		case c.option == noneWord:
			row.none = true
		default:
			row.ticks |= 1 << c.option
		}
	}
	if row.ticked != (ticked{}) {
		a = rules.Answer{State: rules.Answered, Ticks: row.ticks}
		switch {
		case row.none && (row.unsure || row.ticks != 0):
			var wrong *rules.Problem
			if a, wrong = packfile.ParseCell(q, row.words(q)); problem == nil {
				problem = wrong
			}
		case row.unsure:
			a.State = rules.Unsure
		}
		switch {
		case list.all:
		case q.Unsure:
			a.State = rules.Unsure
		case row.none:
			a.State = rules.Unanswered
		}
	}
	if row.ticked == (ticked{}) && row.said && list.all && p.of != nil && p.of.AllZeroNone && q.AllowsNone() {
		a.State = rules.Answered
	}
	if list.whole >= 0 && problem == nil {
		return r.wholeAnswer(p, list, row, a)
	}
	if problem != nil {
		a = q.Doubted(a)
	}
	return a, problem
}

// wholeAnswer reads the column with the whole answer of a list that has boxes too, which must not
// say something else.
func (r *Reader) wholeAnswer(p *Plan, list *listColumns, row boxes, boxed rules.Answer) (rules.Answer, *rules.Problem) {
	q := &r.pack.Questions[list.question]
	whole := r.cells[list.whole]
	if len(whole) > 0 && whole[0] == xlsx.NotPlain {
		return q.Doubted(boxed), &rules.Problem{Field: q.ID, Code: "no-value", Message: notPlain(list.whole, whole)}
	}
	a, problem := r.value(p, list.question, string(whole))
	switch {
	case problem != nil:
		a.Ticks |= boxed.Ticks
		return q.Doubted(a), problem
	case !row.said, a.Ticks&list.boxes == row.ticks && (a.State != rules.Unanswered || boxed.State == rules.Unanswered):
		return a, nil
	}
	a.Ticks |= boxed.Ticks
	return q.Doubted(a), &rules.Problem{Field: q.ID, Code: "columns-differ", Message: fmt.Sprintf("%q: column %d says something else than the columns with its options", q.ID, list.whole+1)}
}
