package fastread

import (
	"bytes"
	"encoding/csv"
	"slices"

	"knead/rules"
	"knead/rules/packfile"
)

// readable returns what the cells of a bad row say when they stand in their columns, and whether
// one of them answers a question: see [packfile.Record].
func (r *Reader) readable(p *Plan) (in *rules.Intake, said bool) {
	in = rules.NewIntake(r.pack)
	for _, q := range p.fixed {
		in.Answers[q] = p.of.Answers[q]
	}
	take := func(q int, a rules.Answer, problem *rules.Problem) {
		in.Answers[q] = a
		said = said || problem == nil && a.State != rules.Unanswered || a.Ticks != 0
	}
	for i, cell := range r.cells {
		if c := p.columns[i]; c.holds == holdsAnswer {
			a, problem := r.value(p, int(c.question), string(cell))
			take(int(c.question), a, problem)
		}
	}
	for len(r.cells) < len(p.columns) {
		r.cells = append(r.cells, nil)
	}
	for l := range p.lists {
		a, problem := r.listAnswer(p, l)
		take(p.lists[l].question, a, problem)
	}
	return in, said
}

// readableQuoted is readable for a row with a wrong quotation mark, behind the cells that are cut.
// Taken as text it may leave the row with as many cells as there are columns; else what is behind
// those is not read.
func (r *Reader) readableQuoted(p *Plan, row []byte) *rules.Intake {
	lazy := csv.NewReader(bytes.NewReader(row))
	lazy.LazyQuotes, lazy.Comma, lazy.FieldsPerRecord = true, rune(p.Delimiter), len(p.columns)
	cells, err := lazy.Read()
	r.cells = r.cells[:min(len(r.cells), len(p.columns))]
	if err == nil && !bytes.ContainsAny(row, "\r\n") {
		r.cells = r.cells[:0]
		for _, cell := range cells {
			r.cells = append(r.cells, []byte(cell))
		}
	}
	in, said := r.readable(p)
	if !said {
		return nil
	}
	return doubtBlank(in, p)
}

// readableShifted is readable for a row with too many or too few cells, of which each may belong
// to one of several columns. It counts where it is the answer to only one of their questions; a
// list may then lack a part.
func (r *Reader) readableShifted(p *Plan) *rules.Intake {
	in, said := rules.NewIntake(r.pack), false
	more := len(r.cells) - len(p.columns)
	for i, cell := range r.cells[:min(len(r.cells), 4*len(p.columns))] {
		first, last := max(min(i, i-more), 0), min(max(i, i-more), len(p.columns)-1)
		fits := -1
		for j := first; j <= last; j++ {
			q := int(p.columns[j].question)
			switch {
			case len(cell) == 0 || p.columns[j].holds != holdsAnswer || r.pack.Questions[q].Kind.IsText() || !r.fastCell(q, cell):
			case fits >= 0:
				fits = len(r.pack.Questions) // of several
			default:
				fits = q
			}
		}
		said = said || fits >= 0
		if fits >= 0 && fits < len(r.pack.Questions) {
			q := &r.pack.Questions[fits]
			a, _ := packfile.ParseCell(q, string(cell))
			if q.Kind.Many() {
				a = q.Doubted(a)
			}
			in.Answers[fits] = q.Joined(in.Answers[fits], a)
		}
	}
	if !said {
		return nil
	}
	return doubtBlank(in, p)
}

// doubtBlank makes the questions of columns without an answer unsure.
func doubtBlank(in *rules.Intake, p *Plan) *rules.Intake {
	for q := range in.Answers {
		if in.Answers[q].State == rules.Unanswered && slices.ContainsFunc(p.columns, func(c column) bool { return c.holds <= holdsWhole && int(c.question) == q }) {
			in.Answers[q].State = rules.Unsure
		}
	}
	return in
}
