package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"knead/engine"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// typist knows what to type so that an interview ends with the answers of an intake. It
// follows a session of its own, so it knows which question is due.
type typist struct {
	program *engine.Program
	session *questionnaire.Session
	want    *rules.Intake
	rich    bool // arrow keys, not lines
}

func newTypist(t *testing.T, program *engine.Program, want *rules.Intake, rich bool) *typist {
	t.Helper()
	run := &intake{program: program, intakeOptions: &intakeOptions{}}
	return &typist{
		program: program, want: want, rich: rich,
		session: questionnaire.Start(program.Pack(), run.logic()),
	}
}

// next returns what to type at the present question, or "" when the rest is the end: the
// stop, or the review.
func (y *typist) next(t *testing.T) string {
	t.Helper()
	if _, stopped := y.session.Stopped(); stopped {
		return ""
	}
	q, ok := y.session.Question()
	if !ok {
		return ""
	}
	page := (&questionnaire.Interview{Session: y.session, Words: func(id string, _ ...any) string { return id }}).Page()
	item := page.Items[page.Focus]
	_, statement := y.session.Due(page.Focus)
	a := y.want.Answers[q]
	if a.State == rules.Unanswered && item.Required {
		return y.jump()
	}
	a = truth(&y.program.Pack().Questions[q], statement, item, a)
	typed := y.line(item, a)
	if y.rich {
		typed = y.keys(item, a)
	}
	if y.rich && item.Statement {
		others := page.Items[page.Focus+1:]
		last := !slices.ContainsFunc(others, func(i questionnaire.Item) bool { return i.Statement })
		if typed = strings.TrimSuffix(typed, "\r"); last && !(item.Stops && a.Ticks == 2) {
			typed += "\r"
		}
	}
	var err error
	if a.State == rules.Unanswered {
		err = y.session.Enter()
	} else {
		err = y.session.Answer(a)
	}
	if err != nil {
		t.Fatalf("%s: %v", y.program.Pack().Questions[q].ID, err)
	}
	return typed
}

// asks is the text of what is due, of a pack that may be in another language.
func (y *typist) asks(p *rules.Pack) (asked rules.Text, statement bool) {
	page := (&questionnaire.Interview{Session: y.session, Words: func(id string, _ ...any) string { return id }}).Page()
	q, k := y.session.Due(page.Focus)
	if k >= 0 {
		return p.Questions[q].Says(&p.Questions[q].Statements[k]), true
	}
	return p.Questions[q].Ask, false
}

// truth is what somebody answers to an item whose answer to the question is a: yes to a statement
// that covers what they tick, not sure to one that covers what they do not know.
func truth(q *rules.Question, statement int, item questionnaire.Item, a rules.Answer) rules.Answer {
	if statement >= 0 {
		switch covers := q.Statements[statement].Covers; {
		case a.Ticks&covers != 0:
			return rules.Answer{State: rules.Answered, Ticks: 2}
		case a.State == rules.Unsure:
			return rules.Answer{State: rules.Unsure}
		}
		return rules.Answer{State: rules.Answered, Ticks: 1}
	}
	shown := uint64(0)
	for _, o := range item.Options {
		shown |= 1 << o.Tick
	}
	a.Ticks &= shown
	return a
}

// jump leaves a required question unanswered: through the review to the next one that has
// an answer, or to the end.
func (y *typist) jump() string {
	y.session.Leave()
	for i, line := range y.session.Review() {
		if !y.session.Seen(line.Question) && y.want.Answers[line.Question].State != rules.Unanswered {
			y.session.Jump(line.Question)
			if y.rich {
				return fmt.Sprintf("=%d\r", i+2)
			}
			return fmt.Sprintf("=\n%d\n", i+2)
		}
	}
	if y.rich {
		return "="
	}
	return "=\n"
}

// line is what is typed in the plain asker.
func (y *typist) line(q questionnaire.Item, a rules.Answer) string {
	var words []string
	for i, o := range q.Options {
		if a.Ticks&(1<<o.Tick) != 0 {
			words = append(words, fmt.Sprint(i+1))
		}
	}
	switch {
	case a.State == rules.Unsure:
		words = append(words, "-")
	case a.State == rules.Answered && q.Kind == rules.Int:
		words = append(words, fmt.Sprint(a.Int))
	case a.State == rules.Answered && q.Kind == rules.FreeText:
		words = append(words, a.Text)
	case a.State == rules.Answered && len(words) == 0:
		words = append(words, "0")
	}
	return strings.Join(words, " ") + "\n"
}

// keys is what is pressed in the asker with arrow keys.
func (y *typist) keys(q questionnaire.Item, a rules.Answer) string {
	line := strings.TrimSuffix(y.line(q, a), "\n")
	switch {
	case line == "" && q.Kind == rules.FreeText:
		return ">\r"
	case line == "":
		return ">"
	case q.Kind == rules.Multi:
		keys := strings.Repeat("\x1b[6~", 16) // every page is to be seen
		for _, word := range strings.Fields(line) {
			if keys += word; strings.Trim(word, "123456789") == "" || len(word) > 1 {
				keys += " "
			}
		}
		return keys + "\r"
	}
	return line + "\r"
}

// all returns everything up to the end, and whether that is a stop.
func (y *typist) all(t *testing.T) (typed string, stopped bool) {
	t.Helper()
	for {
		next := y.next(t)
		typed += next
		if next == "" || y.atEnd() {
			_, stopped = y.session.Stopped()
			return typed, stopped
		}
	}
}

func (y *typist) atEnd() bool {
	_, stopped := y.session.Stopped()
	_, asking := y.session.Question()
	return stopped || !asking
}

// backcare returns the default pack's program.
func backcare(t testing.TB) *engine.Program {
	t.Helper()
	g := &globals{pack: "backcare"}
	program, err := g.program()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// examples returns the example intakes by name, with the answers that apply.
func examples(t testing.TB, program *engine.Program) map[string]*rules.Intake {
	t.Helper()
	names, err := filepath.Glob("../../examples/*.[yj][as][mo][ln]*")
	if err != nil || len(names) == 0 {
		t.Fatal("no examples", err)
	}
	found := map[string]*rules.Intake{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file := intakeFile{name: name, data: data}
		intakes, problems := packfile.ParseIntakes(data, name, file.syntax(anyFormat), program.Pack())
		if problems.Errors() != nil || len(intakes) != 1 {
			t.Fatalf("%s: %d intakes\n%v", name, len(intakes), problems)
		}
		for q, live := range program.Applies(intakes[0]) {
			if !live {
				intakes[0].Answers[q] = rules.Answer{}
			}
		}
		found[filepath.Base(name)] = intakes[0]
	}
	return found
}
