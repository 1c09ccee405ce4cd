package packfile

import (
	"strconv"
	"strings"

	"knead/rules"
)

// ParseCell reads the answer to one question from a cell of a table: empty is
// "unanswered", the options of a Multi are separated by ";", "none" is a Multi without
// ticks, and "unsure" is unsure. A problem carries no place but the question as its Field.
func ParseCell(q *rules.Question, cell string) (rules.Answer, *rules.Problem) {
	if strings.TrimSpace(cell) == "" {
		return rules.Answer{}, nil
	}
	var ps problems
	a := answer(&ps, q, cellNode(q, cell))
	if len(ps) > 0 {
		return rules.Answer{}, &ps[0]
	}
	return a, nil
}

// cellNode gives a cell the shape that the same answer has in a file.
func cellNode(q *rules.Question, cell string) *node {
	n := &node{kind: stringNode, field: q.ID, text: cell}
	switch q.Kind {
	case rules.FreeText:
	case rules.Multi:
		n.text = strings.TrimSpace(cell)
		if n.text == rules.UnsureWord || n.text == rules.NoneWord {
			return n
		}
		n.kind = listNode
		for _, part := range strings.Split(cell, ";") {
			n.items = append(n.items, &node{kind: stringNode, field: q.ID, text: strings.TrimSpace(part)})
		}
	case rules.Bool:
		if n.text = strings.TrimSpace(cell); n.text == "true" || n.text == "false" {
			n.kind = boolNode
		}
	case rules.Int:
		n.text = strings.TrimSpace(cell)
		if _, err := strconv.ParseFloat(n.text, 64); err == nil {
			n.kind = numberNode
		}
	default:
		n.text = strings.TrimSpace(cell)
	}
	return n
}
