package report

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"text/template"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// Short writes the latest visit of each person as plain text of about one screen, in the phrases
// that the pack gives beside its texts. What protects is always written out; only reasons, care
// and sources are counted where there are more. What has no phrase stands there with its text,
// and a pack without phrases gives the whole text.
func Short(w io.Writer, style Style, visits []Visit) error {
	if !style.Pack.HasShort() {
		return Text(w, style, visits)
	}
	p := textPage{page: newPage(style)}
	t := p.template("short.tmpl", template.FuncMap{"head": p.head, "rows": p.rows})
	for i, of := range byPerson(visits) {
		if err := p.write(t, i, newShort(style, of)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// short is a result on one screen.
type short struct {
	Title, Tone string
	About       string   // id and date
	Actions     []string // what to do first
	Rows        [][]row  // in groups
	Disclaimer  string
	Rest        string // where more stands
}

// row is a label and what stands beside it: a table of cells, where each may have a line below
// it, and paragraphs.
type row struct {
	Label string
	Cells [][]string
	Below []string // by row of cells
	Lines []string
}

// How much of reasons, care and sources the short form says; the rest is counted.
const (
	shortTherapies = 3
	shortReasons   = 2
	shortCare      = 3
	shortSources   = 2
)

// apart stands between phrases that may hold semicolons.
const apart = " · "

// newShort puts the latest of a person's visits into few words.
func newShort(style Style, of []Visit) *short {
	v := of[len(of)-1]
	b := shortBuilder{builder: builder{page: newPage(style), r: cleanCopy(v.Result), doc: &document{}}, visit: v}
	d := dispositionNamed(b.r.Disposition)
	out := &short{
		Title: b.say(style.Pack.Dispositions[d].Title), Tone: tone(d), About: b.aboutVisit(),
		Disclaimer: b.disclaimer(), Rest: b.word("short_rest_patient"),
	}
	if b.practitioner() {
		out.Rest = b.word("short_rest")
	}
	b.actions(d)
	if d >= rules.Urgent {
		b.alarm(d, out)
		return out
	}
	for _, a := range b.doc.Actions {
		out.Actions = append(out.Actions, a.Text)
	}
	if b.doc.Opening != "" && !b.practitioner() {
		out.Actions = append(out.Actions, cmp.Or(b.say(style.Pack.Dispositions[d].Short), b.doc.Opening))
	}
	out.Rows = append(out.Rows, b.person(d))
	if d.CarriesTherapies() {
		out.Rows = append(out.Rows, b.advice(d))
	}
	out.Rows = slices.DeleteFunc(out.Rows, func(group []row) bool { return len(group) == 0 })
	if p := progressOf(&b.page, of, len(of)-1); p != nil {
		out.Rows = append(out.Rows, b.course(p))
	}
	return out
}

// shortBuilder makes a result of one screen.
type shortBuilder struct {
	builder
	visit Visit
}

func (b *shortBuilder) aboutVisit() string {
	var parts []string
	if b.r.ID != nil && *b.r.ID != "" {
		parts = append(parts, *b.r.ID)
	}
	if b.visit.Intake != nil {
		if date := b.dated(b.visit.Intake); date != "" {
			parts = append(parts, date)
		}
	}
	return strings.Join(parts, " · ")
}

// disclaimer is the short one of the pack, or the whole.
func (b *shortBuilder) disclaimer() string {
	if brief := b.say(b.Pack.DisclaimerShort); brief != "" {
		return brief
	}
	return b.r.Disclaimer
}

// rows collects rows that say something.
type rows []row

func (all *rows) add(label string, lines ...string) {
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	if len(lines) > 0 {
		*all = append(*all, row{Label: label, Lines: lines})
	}
}

// person says who comes, what was asked and what is not known.
func (b *shortBuilder) person(d rules.Disposition) []row {
	var all rows
	var removed []string
	for _, it := range b.removed(b.r.Changed).Items {
		removed = append(removed, it.Because[0].Text)
	}
	all.add(b.word("short_removed"), removed...)
	var none, found string
	var unsure []string // lists that none says are not sure
	if b.practitioner() && b.visit.Intake != nil {
		all.add("", b.facts(b.Pack.Person, " · "))
		none, found, unsure = b.screened()
		all.add(b.word("short_screened"), none)
		all.add(b.word("short_found"), found)
	}
	var open, advice []string // advice: what only advice depends on
	for _, m := range b.r.Missing {
		i := b.Pack.QuestionIndex(m.Question)
		said := m.State == engine.MissingUnsure.String() && slices.Contains(unsure, m.Question)
		switch {
		case i >= 0 && b.Pack.Questions[i].Advice && m.State == unanswered && dispositionNamed(m.AtStake) <= d:
			advice = append(advice, b.name(m.Question))
		case !said || dispositionNamed(m.AtStake) > d:
			open = append(open, b.open(m, d))
		}
	}
	if b.practitioner() && d.CarriesTherapies() {
		advice = append(advice, b.optional()...)
	}
	if len(advice) > 0 && d.CarriesTherapies() {
		open = append(open, b.word("short_advice_only", "questions", strings.Join(advice, ", ")))
	}
	all.add(b.word("short_missing"), strings.Join(open, "; "))
	var never []string
	for _, it := range b.neverAsked(b.r.NeverAsked).Items {
		never = append(never, it.Because[0].Text)
	}
	all.add(b.word("short_never_asked"), never...)
	all.add(b.word("notes_read"), b.notesTaken(b.r.Notes)...)
	var contradict []string
	for _, c := range b.r.Contradictions {
		contradict = append(contradict, c.Text)
	}
	all.add(b.word("report_contradictions"), contradict...)
	return all
}

// optional names the optional questions asked of everybody whose blank leaves something that is
// said here open: with an answer it might go away.
func (b *shortBuilder) optional() (names []string) {
	if b.visit.Intake == nil {
		return nil
	}
	said := slices.Clone(b.r.Cautions)
	for _, t := range b.r.Therapies[:b.shown()] {
		said = append(said, t.Cautions...)
	}
	for _, limit := range b.r.Bounds {
		said = append(said, limit.Because...)
	}
	for _, w := range b.r.Withheld {
		said = append(said, w.Because...)
	}
	for _, a := range b.r.Avoid {
		said = append(said, a.Because...)
	}
	for _, reason := range said {
		i := b.Pack.RuleIndex(reason.Rule)
		if i < 0 || !reason.Possible {
			continue
		}
		b.Pack.Rules[i].When.Walk(func(c *rules.Condition) {
			if !c.IsAtom() || c.Op == rules.Compare && c.Derived >= 0 {
				return
			}
			q := &b.Pack.Questions[c.Question]
			blank := !q.Required && !q.Advice && q.AskIf == nil && b.visit.Intake.Answers[c.Question].State == rules.Unanswered
			if name := b.name(q.ID); blank && !slices.Contains(names, name) {
				names = append(names, name)
			}
		})
	}
	return names
}

// open names a question whose answer is missing, and what is at stake with it.
func (b *shortBuilder) open(m engine.Missing, d rules.Disposition) string {
	said := b.state(m.State)
	for _, n := range b.r.Notes {
		if n.Question == m.Question && n.Taken == rules.Said.String() && n.Words != "" && m.State == engine.MissingNotes.String() {
			said += " “" + n.Words + "”"
		}
	}
	if m.State == engine.MissingNotes.String() {
		said += ": " + b.word("short_confirm", "question", m.Question)
	}
	if stake := dispositionNamed(m.AtStake); m.AtStake != "" && stake > d {
		said += ", " + b.word("short_at_stake", "disposition", b.word("disposition_"+m.AtStake))
	}
	return b.name(m.Question) + " (" + said + ")"
}

// name is the phrase for a question.
func (b *shortBuilder) name(id string) string {
	if i := b.Pack.QuestionIndex(id); i >= 0 && !b.Pack.Questions[i].Short.Empty() {
		return b.say(b.Pack.Questions[i].Short)
	}
	return b.subject(id)
}

// facts says the answers to questions, numbers behind the phrases of their questions.
func (b *shortBuilder) facts(questions []int, between string) string {
	var said []string
	for _, q := range questions {
		question, a := &b.Pack.Questions[q], b.visit.Intake.Answers[q]
		if slices.Contains(b.r.Ignored, question.ID) || a.State == rules.Unanswered || a.State == rules.Answered && question.AllowsNone() && a.Ticks == 0 {
			continue
		}
		answer := b.given(question, a)
		if question.Kind.IsNumber() || a.State == rules.Unsure {
			answer = b.name(question.ID) + " " + answer
		}
		said = append(said, answer)
	}
	return strings.Join(said, between)
}

// screened counts by section the options of required lists that may be left empty, and says
// what of them was found and what is not sure.
func (b *shortBuilder) screened() (none, found string, unsure []string) {
	var counts, ticked, names []string
	for s := range b.Pack.Sections {
		asked, present := 0, 0
		for q := range b.Pack.Questions {
			question, a := &b.Pack.Questions[q], b.visit.Intake.Answers[q]
			if question.Section != s || !question.Required || !question.AllowsNone() || slices.Contains(b.Pack.Person, q) || a.State == rules.Unanswered {
				continue
			}
			ids := question.Ticked(a)
			present += len(ids)
			for _, id := range ids {
				ticked = append(ticked, text.Line.Clean(b.option(question, id)))
			}
			if a.State == rules.Unsure {
				unsure, names = append(unsure, question.ID), append(names, b.name(question.ID))
			} else {
				asked += len(question.Options)
			}
		}
		if asked > 0 {
			counts = append(counts, b.word("short_of", "section", lowerFirst(b.say(b.Pack.Sections[s].Title)), "found", present, "asked", asked))
		}
	}
	sure := b.word("short_all_sure")
	if len(unsure) > 0 {
		sure = b.word("state_unsure") + ": " + strings.Join(names, ", ")
	}
	if len(counts) == 0 {
		return "", strings.Join(ticked, "; "), nil
	}
	if by := b.byStatements(b.visit.Intake); by != "" {
		return strings.Join([]string{by, sure}, apart), strings.Join(ticked, "; "), unsure
	}
	return strings.Join(append(counts, sure), apart), strings.Join(ticked, "; "), unsure
}
