package fhir

import (
	"strconv"
	"strings"

	"knead/rules"
)

// cell writes an answer as it stands in a table, so that [packfile.ParseCell] reads it back.
func cell(q *rules.Question, a rules.Answer) string {
	var ids []string
	for i, o := range q.Options {
		if a.Ticks&(1<<i) != 0 {
			ids = append(ids, o.ID)
		}
	}
	switch {
	case a.State == rules.Unsure:
		ids = append(ids, codeUnsure)
	case a.State == rules.Unanswered:
		return ""
	case q.Kind == rules.FreeText:
		return a.Text
	case q.Kind == rules.Int:
		return strconv.Itoa(a.Int)
	case q.Kind == rules.Multi && len(ids) == 0:
		return codeNone
	}
	return strings.Join(ids, ";")
}
