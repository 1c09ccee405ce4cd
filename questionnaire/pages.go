package questionnaire

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"knead/rules"
)

// step is one thing that a page asks: a question or, where statement is not -1, one of its
// statements.
type step struct{ question, statement int }

// String is the place of a step: the number of the question and, behind a dash, of the statement.
func (st step) String() string {
	if st.statement < 0 {
		return strconv.Itoa(st.question)
	}
	return strconv.Itoa(st.question) + "-" + strconv.Itoa(st.statement)
}

// ownPage ends the place of a question that is asked as a page of its own.
const ownPage = "-all"

// Place names the page that is due, so that [Session.Go] leads back to it; it is empty at the
// review. It holds numbers of questions and statements, and no answer.
func (s *Session) Place() string {
	switch q, asking := s.Question(); {
	case !asking:
		return ""
	case s.alone:
		return strconv.Itoa(q) + ownPage
	}
	return s.page()[0].String()
}

// Go goes to the page of a place and reports whether there is one: other answers may have made
// it needless.
func (s *Session) Go(place string) bool {
	if number, own := strings.CutSuffix(place, ownPage); own {
		q, err := strconv.Atoi(number)
		if err != nil || q < 0 || q >= len(s.seen) || !s.live[q] {
			return false
		}
		s.Jump(q)
		return true
	}
	for _, page := range s.pages() {
		for _, st := range page {
			if st.String() == place {
				s.at, s.alone = page[0], false
				return true
			}
		}
	}
	return false
}

// How much a page holds: lines that have to be seen at once, of a window with 24 of them; lines with
// short questions, of which a window with fewer lines opens one at a time; and characters of a line.
const (
	pageLines  = 17
	shortLines = 24
	pageWidth  = 68
)

// Of a statement, as of a Bool.
var (
	saidNo  = rules.Answer{State: rules.Answered, Ticks: 1}
	saidYes = rules.Answer{State: rules.Answered, Ticks: 2}
)

// pages are the steps of the interview as far as the answers tell, in order, a page each:
// several statements, one list, or a few short questions.
func (s *Session) pages() (pages [][]step) {
	var page []step
	lines := 0
	flush := func() {
		if len(page) > 0 {
			pages = append(pages, page)
		}
		for i, st := range page {
			if q := st.question; i+1 < len(page) && page[i+1].question == q {
				continue
			} else if st.statement >= 0 && st.statement == s.lastSaid(q) && s.rest(q) != 0 && s.allSaid(q) {
				pages = append(pages, []step{{q, -1}})
			}
		}
		page, lines = nil, 0
	}
	for q := range s.pack.Questions {
		if !s.live[q] || s.skipped[q] {
			continue
		}
		if !s.joins(page, q) {
			flush()
		}
		asked := s.statements(q)
		for _, k := range asked {
			said := &s.pack.Questions[q].Statements[k]
			size := 1 + utf8.RuneCountInString(s.pack.Questions[q].Says(said).Patient)/pageWidth
			if lines+size > pageLines || said.Apart {
				flush()
			}
			page, lines = append(page, step{q, k}), lines+size
			if said.Apart {
				flush()
			}
		}
		if len(asked) > 0 {
			continue
		}
		size, most := s.size(q), pageLines
		if s.short(q) && !s.isSuggested(q) {
			most = shortLines
		}
		if lines+size > most {
			flush()
		}
		if page, lines = append(page, step{q, -1}), lines+size; !s.short(q) {
			flush()
		}
	}
	flush()
	return pages
}

// joins reports whether a question may stand on a page: that of its section, without a question
// that decides whether it is asked, or that of what is kept from the last visit.
func (s *Session) joins(page []step, q int) bool {
	if len(page) == 0 {
		return true
	}
	question, first, last := &s.pack.Questions[q], page[0].question, page[len(page)-1]
	if s.keeps(q) && s.keeps(first) {
		return true // what is kept from the last visit stands together
	}
	if last.statement >= 0 && len(s.statements(q)) == 0 {
		return false // what they are answered with may make it needless
	}
	if question.Section != s.pack.Questions[first].Section || s.known[q] != s.known[first] || s.isSuggested(q) != s.isSuggested(first) {
		return false
	}
	if s.known[q] || len(s.statements(q)) == 0 && !s.short(q) {
		return false
	}
	if question.AskIf == nil || s.isSuggested(q) {
		return true
	}
	read := s.pack.Reads(question.AskIf)
	return !slices.ContainsFunc(page, func(st step) bool { return slices.Contains(read, st.question) })
}

// keeps reports whether a question takes a line of a page on which answers of the last visit are kept.
func (s *Session) keeps(q int) bool { return s.isSuggested(q) && s.short(q) && !s.known[q] }

func (s *Session) isSuggested(q int) bool { return s.suggested[q].State != rules.Unanswered }

// short reports whether a question may share a page: not a list, nor a text.
func (s *Session) short(q int) bool {
	kind := s.pack.Questions[q].Kind
	return !kind.Many() && !kind.IsText()
}

// size is how many lines a question takes: what is kept from the last visit takes few.
func (s *Session) size(q int) int {
	question := &s.pack.Questions[q]
	switch {
	case s.isSuggested(q) && s.short(q):
		width := utf8.RuneCountInString(question.Ask.Patient)
		for i := range question.Options {
			if s.suggested[q].Ticks&(1<<i) != 0 {
				width += 1 + utf8.RuneCountInString(question.Options[i].Label.Patient)
			}
		}
		return 1 + width/pageWidth
	case question.Kind.IsNumber():
		return 2
	}
	return 1 + len(question.Options)
}

// page is the page of the step that is due.
func (s *Session) page() []step {
	if !s.alone {
		for _, page := range s.pages() {
			if slices.Contains(page, s.at) {
				return page
			}
		}
	}
	return []step{s.at}
}

// statements are the statements that stand for a question or, where all lists are shown, come
// before it.
func (s *Session) statements(q int) (asked []int) {
	if s.wide[q] {
		return nil
	}
	for k := range s.pack.Questions[q].Statements {
		if !s.full || s.pack.Questions[q].Statements[k].Apart {
			asked = append(asked, k)
		}
	}
	return asked
}

func (s *Session) lastSaid(q int) int {
	asked := s.statements(q)
	return asked[len(asked)-1]
}

func (s *Session) allSaid(q int) bool {
	return !slices.ContainsFunc(s.statements(q), func(k int) bool { return s.said[q][k].State == rules.Unanswered })
}

// isSingle reports whether a statement covers one option of a list, so that it is the answer.
func isSingle(q *rules.Question, statement *rules.Statement) bool {
	return q.Kind.Many() && bits.OnesCount64(statement.Covers) == 1
}

// rest are the options that a list shows: all, without those that have a statement apart, or
// those whose statements were not denied.
func (s *Session) rest(q int) (set uint64) {
	question := &s.pack.Questions[q]
	asked := s.statements(q)
	if len(asked) == 0 || s.alone {
		return question.Shown() | s.intake.Answers[q].Ticks | s.suggested[q].Ticks
	}
	if s.full {
		set = question.Shown()
	}
	for _, k := range asked {
		statement := &question.Statements[k]
		switch a := s.said[q][k]; {
		case s.full:
			set &^= statement.Covers
		case a.State == rules.Unanswered || a == saidNo || isSingle(question, statement):
		case question.Kind.Many():
			set |= statement.Covers
		default:
			return question.Shown()
		}
	}
	return set
}

// settle makes the answer to a question of what was said to its statements and, where some were
// not denied, to the rest of its list. It has none while a statement or that is open, unless
// what was said already ends the interview.
func (s *Session) settle(q int) {
	question := &s.pack.Questions[q]
	asked := s.statements(q)
	if len(asked) == 0 {
		return
	}
	a, done := rules.Answer{State: rules.Answered}, s.allSaid(q)
	for _, k := range asked {
		if statement := &question.Statements[k]; isSingle(question, statement) {
			switch said := s.said[q][k]; {
			case said == saidYes:
				a.Ticks |= statement.Covers
			case said.State == rules.Unsure:
				a.State = rules.Unsure
			}
		}
	}
	rest, part := s.rest(q), s.part[q]
	switch {
	case rest == 0 && !question.Kind.Many():
		a.Ticks = 1
	case rest == 0:
	case part.State == rules.Unanswered:
		done = false
	case !question.Kind.Many():
		a = part
	default:
		a.Ticks |= part.Ticks & rest
		if part.State == rules.Unsure {
			a.State = rules.Unsure
		}
	}
	s.seen[q] = done
	if !done {
		a.State = rules.Unsure
		if a.Ticks == 0 || !question.Kind.Many() || !s.stops(q, a) {
			a = rules.Answer{}
		}
	}
	s.record(q, a)
	s.intake.Screened = s.intake.Screened || (done || a.State != rules.Unanswered) && !s.full
}

// stops reports whether an answer would end the interview.
func (s *Session) stops(q int, a rules.Answer) bool {
	before := s.intake.Answers[q]
	s.intake.Answers[q] = a
	_, stop := s.logic.Stop(s.intake)
	s.intake.Answers[q] = before
	return stop
}

// Say records what was said to a statement: yes, no or not sure. Another word than before opens
// or closes the rest of the list, which is then asked again.
func (s *Session) say(st step, a rules.Answer) error {
	if a.State == rules.Unanswered || a.State == rules.Answered && a != saidNo && a != saidYes {
		return &Complaint{Code: NeedsAnswer}
	}
	q, before := st.question, s.rest(st.question)
	s.said[q][st.statement] = a
	if s.rest(q) != before {
		s.part[q] = rules.Answer{}
	}
	s.settle(q)
	return nil
}

// Open shows the whole list of the question that is due, instead of its statements.
func (s *Session) Open() {
	q := s.at.question
	if len(s.pack.Questions[q].Statements) > 0 {
		s.wide[q], s.seen[q] = true, false
		s.forward()
	}
}

// Lists says whether every list is shown instead of its statements. What was said to them
// already stays said.
func (s *Session) Lists(full bool) {
	s.full = full
	s.forward()
}
