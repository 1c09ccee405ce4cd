package packfile

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// TableMap says how the columns and words of a table are to be understood. It is immutable.
type TableMap struct {
	Digest  string // of the file
	Columns []MappedColumn
	Ignore  []string // headings of columns that are passed over
	// Values are, by question, what stands in the table and the cell that it stands for: an option,
	// a number, none, unsure, or "" where nothing is answered.
	Values []map[string]string
	// Separators stand between the answers to a Multi, by question; "" is any of the usual ones.
	Separators []string
	Dates      string         // "dmy", "mdy", "ymd", or "" for 2026-03-09 only
	Answers    []rules.Answer // by question: what is answered alike in every row
	// AllZeroNone says that a list of which every box is there and none is ticked is answered with none.
	AllZeroNone bool
}

// MappedColumn says what the column of a heading holds: a key of an intake ("id", "date" and the
// like), an answer, or one option of a Multi.
type MappedColumn struct {
	Heading  string
	Key      string // "" for a question
	Question int
	Option   string // the id of an option, none, unsure, or "" for the whole answer
	Pos      rules.Pos
}

// tableKeys are the columns of a table that are no question.
var tableKeys = []string{"id", "date", "confirmed", "context"}

// ParseTableMap reads the map of a table for a pack. It returns nil when there are errors.
func ParseTableMap(data []byte, file string, p *rules.Pack) (*TableMap, rules.Problems) {
	m := &TableMap{
		Digest: fmt.Sprintf("%x", sha256.Sum256(data)), Values: make([]map[string]string, len(p.Questions)),
		Separators: make([]string, len(p.Questions)), Answers: make([]rules.Answer, len(p.Questions)),
	}
	root, found := onlyDocument(data, file, YAML)
	mp := mapParser{found, p, m}
	if root != nil && root.kind != nullNode {
		mp.read(root)
	} else if mp.errors() == nil {
		mp.addAt(rules.Pos{File: file, Line: 1}, "", "empty-file", "the file holds no map: expected keys such as columns and ignore")
	}
	all := mp.sorted()
	if all.Errors() != nil {
		return nil, all
	}
	return m, all
}

type mapParser struct {
	problems
	pack *rules.Pack
	m    *TableMap
}

func (p *mapParser) read(root *node) {
	r := p.mapping(root, "a map of a table")
	for _, e := range p.mapping(r.get("columns"), "columns").entries() {
		p.column(&e)
	}
	for _, e := range p.mapping(r.get("values"), "values").entries() {
		p.values(&e)
	}
	p.separators(r.get("separators"))
	if n := r.get("date"); n != nil {
		if p.m.Dates = n.text; !slices.Contains([]string{"dmy", "mdy", "ymd"}, n.text) {
			p.add(n, "bad-date-order", "expected dmy, mdy or ymd")
		}
	}
	if n := r.get("ignore"); n != nil {
		for _, item := range p.list(n, "headings") {
			if heading, ok := p.scalar(item, "a heading"); ok {
				p.m.Ignore = append(p.m.Ignore, heading)
			}
		}
	}
	if n := r.get("all_zero"); n != nil {
		if p.m.AllZeroNone = n.is(rules.NoneWord); !p.m.AllZeroNone {
			p.add(n, "bad-all-zero", "expected none, or no such key: lists without a tick are then unanswered")
		}
	}
	for _, e := range p.mapping(r.get("answers"), "answers").entries() {
		if q := p.question(&e); q >= 0 {
			p.m.Answers[q] = answer(&p.problems, &p.pack.Questions[q], e.value)
		}
	}
	r.finish()
}

// scalar returns what stands for a cell or heading: text, a number or a truth value as written.
func (p *mapParser) scalar(n *node, what string) (string, bool) {
	if n.kind == boolNode || n.kind == numberNode {
		return n.text, true
	}
	return p.word(n, what)
}

// question finds the question that a key names, or complains and returns -1.
func (p *mapParser) question(e *entry) int {
	q := p.pack.QuestionIndex(e.key)
	if q < 0 {
		p.addAt(e.pos, e.key, "unknown-question", "unknown question %s%s", text.Quote(e.key), text.Hint(e.key, p.pack.QuestionIDs()))
	}
	return q
}

func (p *mapParser) column(e *entry) {
	target, ok := p.word(e.value, "a question, question/option, id or date")
	if !ok {
		return
	}
	c := MappedColumn{Heading: e.key, Pos: e.value.pos}
	switch q, option, found := cutTarget(p.pack, target); {
	case slices.Contains(tableKeys, target):
		c.Key = target
	case !found:
		question, _, _ := strings.Cut(target, "/")
		p.add(e.value, "unknown-question", "unknown question %s%s", text.Quote(question), text.Hint(question, append(p.pack.QuestionIDs(), tableKeys...)))
		return
	case option != "" && !p.pack.Questions[q].Kind.Many():
		p.add(e.value, "no-list", "%q takes one answer, so that no column is for one option", p.pack.Questions[q].ID)
		return
	case option != "" && !slices.Contains(p.pack.Questions[q].AnswerWords(), option):
		p.add(e.value, "unknown-option", "%q has no %s", p.pack.Questions[q].ID, rules.UnknownOption(option, p.pack.Questions[q].AnswerWords()))
		return
	default:
		c.Question, c.Option = q, option
	}
	p.m.Columns = append(p.m.Columns, c)
}

// cutTarget cuts "question/option".
func cutTarget(p *rules.Pack, target string) (q int, option string, found bool) {
	question, option, _ := strings.Cut(target, "/")
	q = p.QuestionIndex(question)
	return q, option, q >= 0
}

func (p *mapParser) values(e *entry) {
	q := p.question(e)
	if q < 0 {
		return
	}
	question := &p.pack.Questions[q]
	if question.Kind.IsText() {
		p.addAt(e.pos, e.key, "no-values", "%q is answered with text: there is nothing to map", question.ID)
		return
	}
	p.m.Values[q] = map[string]string{}
	for _, v := range p.mapping(e.value, "values").entries() {
		target, ok := "", v.value.kind == nullNode || v.value.kind == stringNode && v.value.text == ""
		if !ok {
			target, ok = p.scalar(v.value, "an option, or null for no answer")
		}
		if !ok {
			continue
		}
		if _, problem := ParseCell(question, target); problem != nil {
			p.add(v.value, problem.Code, "%s", problem.Message)
			continue
		}
		if target != "" && question.Kind.HasOptions() && !slices.Contains(question.AnswerWords(), target) {
			p.add(v.value, "several-answers", "%q: expected one answer for %s, found %s", question.ID, text.Quote(v.key), text.Quote(target))
			continue
		}
		if a, problem := ParseCell(question, v.key); problem == nil && a.State != rules.Unanswered && v.key != target {
			other := "no answer"
			if target != "" {
				other = text.Quote(target)
			}
			p.addAt(v.pos, v.key, "is-an-answer", "%s is an answer to %q itself and cannot stand for %s", text.Quote(v.key), question.ID, other)
			continue
		}
		p.m.Values[q][v.key] = target
	}
}

func (p *mapParser) separators(n *node) {
	switch {
	case n == nil:
	case n.kind == mapNode:
		for _, e := range n.entries {
			if q := p.question(&e); q >= 0 {
				p.m.Separators[q], _ = p.separator(e.value)
			}
		}
	default:
		if s, ok := p.separator(n); ok {
			for q := range p.m.Separators {
				p.m.Separators[q] = s
			}
		}
	}
}

func (p *mapParser) separator(n *node) (string, bool) {
	if n.kind == stringNode && n.text != "" {
		return n.text, true
	}
	return p.word(n, `what stands between answers, such as "|"`)
}
