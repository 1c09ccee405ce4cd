package fastread

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"knead/internal/text"
	catalog "knead/internal/words"
	"knead/rules"
	"knead/rules/packfile"
)

// shown are the words with which a pack's questions and options are shown, in all its languages
// and for both readers, by their folded form. It is immutable and safe for concurrent use.
type shown struct {
	questions map[string][]int // the questions that a heading may mean
	answers   []shownAnswers   // by question
	yesNo     map[string]int   // 1 is yes
}

// shownAnswers are the words that answer a question in a table. A value is an option, unsureWord,
// noneWord, severalWords or blankWord.
type shownAnswers struct {
	exact, folded map[string]int
	several       map[string][]string // what words of severalWords mean, as ids
	pieces        [len(listSeparators)]int
}

const (
	severalWords = noneWord + 1 + iota // of words with more than one meaning
	blankWord                          // of words that are no answer, as a map says
)

// listSeparators are what may stand between the answers to a Multi in one cell.
const listSeparators = ";\n|,"

// newShown collects the words of a pack in each of its languages.
func newShown(languages []*rules.Pack) *shown {
	p := languages[0]
	s := &shown{questions: map[string][]int{}, answers: make([]shownAnswers, len(p.Questions)), yesNo: map[string]int{}}
	for _, l := range languages {
		s.yesNo[fold(catalog.For(l.Language).Say("yes"))], s.yesNo[fold(catalog.For(l.Language).Say("no"))] = 1, 0
	}
	for i := range p.Questions {
		a := &s.answers[i]
		*a = shownAnswers{exact: map[string]int{}, folded: map[string]int{}, several: map[string][]string{}}
		for _, l := range languages {
			q, say := &l.Questions[i], catalog.For(l.Language)
			for _, heading := range []string{q.ID, q.Ask.Patient, q.Ask.Practitioner} {
				s.addHeading(heading, i)
			}
			a.addOptions(q, say)
			if q.AllowsNone() {
				a.add(q, noneWord, rules.NoneWord, say.Say("none"), say.Say("report_none"))
			}
			if q.Unsure {
				a.add(q, unsureWord, rules.UnsureWord, say.Say("unsure"), say.Say("state_unsure"))
			}
		}
		a.findLists(&p.Questions[i])
	}
	return s
}

func (s *shown) addHeading(heading string, question int) {
	if folded := foldHeading(heading); folded != "" && !slices.Contains(s.questions[folded], question) {
		s.questions[folded] = append(s.questions[folded], question)
	}
}

// addOptions adds the words of the options, for Yes and No also those of other programs.
func (a *shownAnswers) addOptions(q *rules.Question, say *catalog.Catalog) {
	if q.Kind.IsYesNo() {
		a.add(q, 0, append(slices.Clone(noWords), say.Say("no"))...)
		a.add(q, 1, append(slices.Clone(yesWords), say.Say("yes"))...)
		return
	}
	for o := range q.Options {
		a.add(q, o, q.Options[o].ID, q.Options[o].Label.Patient, q.Options[o].Label.Practitioner)
	}
}

// How programs write yes and no; spreadsheets write TRUE and FALSE in the language of their region.
var (
	yesWords = []string{"true", "yes", "y", "1", "1.0", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar"}
	noWords  = []string{"false", "no", "n", "0", "0.0", "falsch", "faux", "falso", "onwaar"}
)

// add adds words for a value. An id is always read as the id.
func (a *shownAnswers) add(q *rules.Question, value int, all ...string) {
	for _, word := range all {
		folded := fold(word)
		before, known := a.folded[folded]
		switch {
		case folded == "" || known && before == value:
		case !known:
			a.folded[folded] = value
		case before < severalWords && valueWord(q, before) == folded: // which stays what it is
		case valueWord(q, value) == folded:
			a.folded[folded] = value
		default:
			if before < severalWords {
				a.several[folded] = append(a.several[folded], valueWord(q, before))
			}
			if id := valueWord(q, value); !slices.Contains(a.several[folded], id) {
				a.several[folded] = append(a.several[folded], id)
			}
			a.folded[folded] = severalWords
		}
		a.count(word)
	}
	for _, word := range all {
		if value, known := a.folded[fold(word)]; known && value < severalWords {
			a.exact[word] = value
		}
	}
}

// count notes of how many parts a word would consist, cut at each separator.
func (a *shownAnswers) count(word string) {
	for i, separator := range listSeparators {
		a.pieces[i] = max(a.pieces[i], 1+strings.Count(word, string(separator)))
	}
}

// valueWord returns the word of a table for a value.
func valueWord(q *rules.Question, value int) string {
	switch value {
	case unsureWord:
		return rules.UnsureWord
	case noneWord:
		return rules.NoneWord
	}
	return q.Options[value].ID
}

// findLists marks words that are one answer and could as well be a list of several.
func (a *shownAnswers) findLists(q *rules.Question) {
	if !q.Kind.Many() {
		return
	}
	for word, value := range a.folded {
		if lists := a.lists(q, word, "", true); len(lists) > 0 && value < severalWords && valueWord(q, value) != word {
			a.several[word] = []string{valueWord(q, value), lists[0].words(q)}
			a.folded[word] = severalWords
		}
	}
	for word := range a.exact {
		if a.folded[fold(word)] == severalWords {
			delete(a.exact, word)
		}
	}
}

// find returns the value of a word, or -1.
func (a *shownAnswers) find(word string) int {
	if value, known := a.exact[word]; known {
		return value
	}
	var room [maxFolded]byte
	if folded, ok := foldPlain(room[:0], word); ok {
		if value, known := a.folded[string(folded)]; known {
			return value
		}
		return -1
	}
	if value, known := a.folded[fold(word)]; known {
		return value
	}
	return -1
}

// ticked is a list of answers to a Multi.
type ticked struct {
	ticks        uint64
	unsure, none bool
}

func (t ticked) words(q *rules.Question) string {
	ids := q.Ticked(rules.Answer{Ticks: t.ticks})
	if t.none {
		ids = append(ids, rules.NoneWord)
	}
	if t.unsure {
		ids = append(ids, rules.UnsureWord)
	}
	return strings.Join(ids, ";")
}

// listReader looks for the lists that a cell can be read as.
type listReader struct {
	*shownAnswers
	separator string
	most      int  // parts that words may consist of
	inner     bool // a list of one does not count
	found     []ticked
	steps     int
}

// lists returns up to two different lists that a cell can be read as, with a separator between
// answers or, when that is "", any of the usual ones. Within a list an answer stands once. Inner
// says that a list of one does not count.
func (a *shownAnswers) lists(q *rules.Question, cell, separator string, inner bool) []ticked {
	l := listReader{shownAnswers: a, inner: inner}
	if separator != "" {
		l.cut(cell, separator, maxJoined)
		return l.found
	}
	for i, usual := range listSeparators {
		if i == 0 || strings.ContainsRune(cell, usual) {
			l.cut(cell, string(usual), a.pieces[i])
		}
	}
	if t, ok := spaced(q, cell); ok {
		l.add(t)
	}
	return l.found
}

// cut reads a cell with that separator; words consist of so many parts at most.
func (l *listReader) cut(cell, separator string, most int) {
	parts := strings.Split(cell, separator)
	if len(parts) > 1 && strings.TrimSpace(parts[len(parts)-1]) == "" {
		parts = parts[:len(parts)-1]
	}
	if len(parts) <= maxParts {
		l.separator, l.most = separator, most
		l.read(parts, ticked{})
	}
}

// spaced reads ids with spaces between them.
func spaced(q *rules.Question, cell string) (t ticked, ok bool) {
	if strings.ContainsAny(cell, listSeparators) {
		return t, false
	}
	parts := strings.Fields(cell)
	for _, part := range parts {
		i := q.OptionIndex(part)
		if i < 0 || t.ticks&(1<<i) != 0 {
			return t, false
		}
		t.ticks |= 1 << i
	}
	return t, len(parts) > 1
}

// maxParts bounds into how many parts a cell is cut, and maxSteps how many ways are tried to join
// them.
const (
	maxParts  = 4 * 64
	maxJoined = 8 // with a separator of a map
	maxSteps  = 10_000
)

func (l *listReader) add(t ticked) {
	if !slices.Contains(l.found, t) {
		l.found = append(l.found, t)
	}
}

// read finds the ways in which the parts, some of them joined again, are answers.
func (l *listReader) read(parts []string, so ticked) {
	if len(parts) == 0 {
		l.add(so)
		return
	}
	for n := min(l.most, len(parts)); n > 0 && len(l.found) < 2; n-- {
		if l.steps++; l.steps > maxSteps {
			return
		}
		if l.inner && n == len(parts) && so == (ticked{}) {
			continue
		}
		next := so
		switch value := l.find(strings.Join(parts[:n], l.separator)); {
		case value == unsureWord && !so.unsure:
			next.unsure = true
		case value == noneWord && !so.none:
			next.none = true
		case value >= 0 && value < 64 && so.ticks>>value&1 == 0:
			next.ticks |= 1 << value
		default:
			continue
		}
		l.read(parts[n:], next)
	}
}

// planWords are the words of a table with a map, by question; of a question without entry those of
// the pack count.
type planWords []mappedWords

// mappedWords are the words that a map gives for the answers to a question.
type mappedWords struct {
	answers   *shownAnswers     // with options; nil without own words
	numbers   map[string]string // by folded text
	separator string
}

// wordsOf returns the words of a map.
func (t *Tables) wordsOf(m *packfile.TableMap) planWords {
	if m == nil {
		return nil
	}
	all := make(planWords, len(t.pack.Questions))
	for q := range all {
		all[q].separator = m.Separators[q]
		question := &t.pack.Questions[q]
		switch {
		case m.Values[q] == nil:
		case question.Kind.HasOptions():
			all[q].answers = t.shown().answers[q].with(question, m.Values[q])
		default:
			all[q].numbers = map[string]string{}
			for word, number := range m.Values[q] {
				all[q].numbers[fold(word)] = number
			}
		}
	}
	return all
}

// with returns a copy in which some words have other meanings: ids of options, none, unsure or "".
func (a *shownAnswers) with(q *rules.Question, words map[string]string) *shownAnswers {
	c := &shownAnswers{exact: maps.Clone(a.exact), folded: maps.Clone(a.folded), several: a.several, pieces: a.pieces}
	for word, id := range words {
		value := q.OptionIndex(id)
		switch {
		case value >= 0:
		case id == rules.NoneWord:
			value = noneWord
		case id == "":
			value = blankWord
		default:
			value = unsureWord
		}
		c.exact[word], c.folded[fold(word)] = value, value
		c.count(word)
	}
	return c
}

// words returns the words of the answers to a question with options, and the separator of lists.
func (t *Tables) words(p *Plan, q int) (a *shownAnswers, separator string) {
	if p.own == nil {
		return &t.shown().answers[q], ""
	}
	if own := &p.own[q]; own.answers != nil {
		return own.answers, own.separator
	}
	return &t.shown().answers[q], p.own[q].separator
}

// value reads the answer in a cell, written with ids, with the words shown or with those of the
// map. Its problems are those of [packfile.ParseCell].
func (t *Tables) value(p *Plan, q int, cell string) (rules.Answer, *rules.Problem) {
	question := &t.pack.Questions[q]
	if question.Kind.IsText() || strings.TrimSpace(cell) == "" {
		return packfile.ParseCell(question, lineFeeds(cell))
	}
	if p.own != nil && p.own[q].numbers != nil {
		if number, known := p.own[q].numbers[fold(cell)]; known {
			return packfile.ParseCell(question, number)
		}
	}
	a, separator := t.words(p, q)
	v := a.find(cell)
	switch {
	case v >= 0 && v < severalWords:
		return packfile.ParseCell(question, valueWord(question, v))
	case v == blankWord:
		return rules.Answer{}, nil
	case v == severalWords:
		return doubtful(question, cell, a.several[fold(cell)])
	case question.Kind.IsNumber():
		return packfile.ParseCell(question, plainNumber(cell))
	case question.Kind.Many():
		return t.list(question, a, cell, separator)
	}
	answer, problem := packfile.ParseCell(question, cell)
	hintCodes(cell, problem)
	return answer, problem
}

// hintCodes adds to what is wrong with a cell that numbers are no options by themselves.
func hintCodes(cell string, problem *rules.Problem) {
	if problem != nil && problem.Code == "unknown-option" && strings.Trim(cell, "-0123456789 "+listSeparators) == "" {
		problem.Message += "; numbers stand for options only where the values of a map say so"
	}
}

// list reads several answers in one cell.
func (t *Tables) list(q *rules.Question, a *shownAnswers, cell, separator string) (rules.Answer, *rules.Problem) {
	cell = lineFeeds(cell)
	switch lists := a.lists(q, cell, separator, false); {
	case len(lists) == 1 && lists[0].none:
		return packfile.ParseCell(q, lists[0].words(q))
	case len(lists) == 1 && lists[0].unsure:
		return rules.Answer{State: rules.Unsure, Ticks: lists[0].ticks}, nil
	case len(lists) == 1:
		return rules.Answer{State: rules.Answered, Ticks: lists[0].ticks}, nil
	case len(lists) > 1:
		return doubtful(q, cell, []string{lists[0].words(q), lists[1].words(q)})
	}
	ids := strings.Join(a.ids(q, cell, separator), ";")
	answer, problem := packfile.ParseCell(q, ids)
	hintCodes(cell, problem)
	if problem != nil && problem.Code == "unknown-option" {
		if mixed := separatorsIn(cell); len(mixed) > 1 {
			problem.Message += fmt.Sprintf("; the cell mixes the separators %s", either(mixed))
		}
	}
	return answer, problem
}

// lineFeeds makes all line ends in a cell line feeds.
func lineFeeds(cell string) string {
	return strings.ReplaceAll(strings.ReplaceAll(cell, "\r\n", "\n"), "\r", "\n")
}

// separatorsIn returns the separators of lists that a cell holds.
func separatorsIn(cell string) (found []string) {
	for _, s := range listSeparators {
		if strings.ContainsRune(cell, s) {
			found = append(found, string(s))
		}
	}
	return found
}

// ids cuts a cell that cannot be read whole: known words become ids, the others stay.
func (a *shownAnswers) ids(q *rules.Question, cell, separator string) (ids []string) {
	most := 1
	for i, s := range listSeparators {
		if separator == "" && strings.ContainsRune(cell, s) {
			separator, most = string(s), a.pieces[i]
		}
	}
	parts := strings.Split(cell, cmp.Or(separator, ";"))
	for len(parts) > 0 {
		n, word := 1, strings.TrimSpace(parts[0])
		for k := min(most, len(parts)); k > 0; k-- {
			if value := a.find(strings.Join(parts[:k], separator)); value >= 0 && value < severalWords {
				n, word = k, valueWord(q, value)
				break
			}
		}
		ids, parts = append(ids, word), parts[n:]
	}
	return ids
}

// doubtful complains about a cell with two readings.
func doubtful(q *rules.Question, cell string, readings []string) (rules.Answer, *rules.Problem) {
	problem := rules.Problem{Field: q.ID, Code: "two-readings", Message: fmt.Sprintf("%q: %s can be read as %s", q.ID, text.Quote(cell), either(readings))}
	var a rules.Answer
	for _, reading := range readings {
		one, _ := packfile.ParseCell(q, reading)
		a.Ticks |= one.Ticks
	}
	return q.Doubted(a), &problem
}

// either joins quoted words by "or".
func either(all []string) string {
	quoted := make([]string, len(all))
	for i := range all {
		quoted[i] = text.Quote(all[i])
	}
	return strings.Join(quoted, " or ")
}

// plainNumber takes from a number what spreadsheets add: spaces around it and zeros behind the
// decimal point. Everything else stays for the parser to refuse.
func plainNumber(cell string) string {
	number := strings.TrimFunc(cell, unicode.IsSpace)
	for _, zeros := range []string{".0", ".00", ",0", ",00"} {
		if whole, found := strings.CutSuffix(number, zeros); found && whole != "" && strings.Trim(whole, "-0123456789") == "" {
			return whole
		}
	}
	return number
}

// fold returns what stays of words when case, kinds of spaces, quotation marks and dashes do not
// count.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case strings.ContainsRune("‘’‚‛′`", r):
			r = '\''
		case strings.ContainsRune("“”„‟″«»", r):
			r = '"'
		case strings.ContainsRune("‐‑‒–—−", r):
			r = '-'
		case r == 'ँ': // for which many write the other sign of a nasal
			r = 'ं'
		case strings.ContainsRune("\u200b\u2060\ufeff", r):
			continue
		default:
			r = unicode.ToLower(r)
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// maxFolded is how long text is that is folded without allocating.
const maxFolded = 256

// foldPlain is fold for printable ASCII, appending to room; false for other text.
func foldPlain(room []byte, s string) ([]byte, bool) {
	if len(s) > maxFolded {
		return nil, false
	}
	space := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' || c >= '\t' && c <= '\r':
			space = len(room) > 0
			continue
		case c < ' ' || c > '~':
			return nil, false
		case c == '`':
			c = '\''
			fallthrough
		default:
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			if space {
				room, space = append(room, ' '), false
			}
			room = append(room, c)
		}
	}
	return room, true
}

// foldHeading is fold without the marks that headings end with.
func foldHeading(s string) string { return strings.TrimRight(fold(s), " ?:.*।") }
