package rules

import (
	"strconv"
	"strings"
)

// ParseCell reads the answer to one question from a cell of a table: empty is
// "unanswered", the options of a Multi are separated by ";", "none" is a Multi without
// ticks, and "unsure" is unsure. A problem carries no place but the question as its Field.
func ParseCell(q *Question, cell string) (Answer, *Problem) {
	if strings.TrimSpace(cell) == "" {
		return Answer{}, nil
	}
	var ps Problems
	a := q.answer(&ps, cellNode(q, cell))
	if len(ps) > 0 {
		return Answer{}, &ps[0]
	}
	return a, nil
}

// Cell writes an answer to the question as [ParseCell] reads it.
func (q *Question) Cell(a Answer) string {
	ids := q.ticked(a)
	switch {
	case a.State == Unanswered:
		return ""
	case a.State == Unsure:
		ids = append(ids, unsureWord)
	case q.Kind == Int:
		return strconv.Itoa(a.Int)
	case q.Kind == FreeText:
		return a.Text
	case len(ids) == 0:
		return noneWord
	}
	return strings.Join(ids, ";")
}

// cellNode gives a cell the shape that the same answer has in a file.
func cellNode(q *Question, cell string) *node {
	n := &node{kind: stringNode, field: q.ID, text: cell}
	switch q.Kind {
	case FreeText:
	case Multi:
		n.text = strings.TrimSpace(cell)
		if n.text == unsureWord || n.text == noneWord {
			return n
		}
		n.kind = listNode
		for _, part := range strings.Split(cell, ";") {
			n.items = append(n.items, &node{kind: stringNode, field: q.ID, text: strings.TrimSpace(part)})
		}
	case Bool:
		if n.text = strings.TrimSpace(cell); n.text == "true" || n.text == "false" {
			n.kind = boolNode
		}
	case Int:
		n.text = strings.TrimSpace(cell)
		if _, err := strconv.ParseFloat(n.text, 64); err == nil {
			n.kind = numberNode
		}
	default:
		n.text = strings.TrimSpace(cell)
	}
	return n
}
