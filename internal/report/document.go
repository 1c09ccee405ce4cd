package report

import (
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// document is a report of one visit before it takes a format: everything it says, in
// words, in order. Every string is printable; formats only add their own escapes.
type document struct {
	Tone      string  // stop, wait or ready
	Title     string  // of the disposition
	ID        *string // nil for none
	Date      string
	Pack      engine.PackRef
	PackTitle string
	Opening   string // what the disposition means; empty when there are actions
	Actions   []statement
	Ready     bool // it carries therapies
	Clearance string

	Areas          string // that hurt, or are treated
	Hurts          []string
	Therapies      []therapy
	Others         []string // more that fit, by name
	OtherCare      []item   // what to take care of with them, and with several therapies
	Plan           *plan
	Lists          []list // in the order in which formats show them
	Avoid          []item // each area by itself; the list joins those with the same reasons
	Missing        []missing
	Contradictions list
	NeverAsked     list     // options later than the version of the pack that the answers are to
	Alarm          []row    // of an emergency or something urgent: whom to call, what to tell them, what not to do
	Removed        list     // what was ticked at the visit before and is not now
	Notes          []string // what notes say that does not count
	Ignored        []string
	Reasons        []statement // that the therapies number, for practitioners
	Sources        []source
	UseFor         string
	NotFor         []string
	Limits         []string
	Author         string
	Reviewed       string
	Progress       *progress
	Record         *record // the answers; nil when they are not known
	Program        string

	Disclaimer string
}

// statement is what a rule or advice says, with its sources and how certain they are.
type statement struct {
	Rule      string
	Text      string
	Sources   []string // ids
	Numbers   []int    // of the sources, in the list at the end
	Certainty string
}

// therapy is one that is suggested.
type therapy struct {
	Name, About, Areas string
	Pressure           string
	Firmness           int // 1 to 5
	Minutes            int
	Provider           string
	Score              int
	For                []statement
	Reasons            []int // numbers in document.Reasons
	Cautions           []statement
	Certainty          string
	Numbers            []int
}

// list is a section that every format shows in the same way; without items it is left out.
type list struct {
	ID, Title string
	Items     []item
	More      string // names of what is not said in full, behind MoreTitle
	MoreTitle string
	Grounded  bool // its statements are known by their sources and not by their rules
	Beside    bool // HTML shows it beside the drawing of a body
}

// item is a statement, or things with the statements about them.
type item struct {
	Name    string // of the things; empty for a statement
	Area    string // id, of an area
	Because []statement
	All     bool // text says all of them to patients too, each below the name
}

type missing struct {
	Question, ID, State, Matters string
}

// source is one of the numbered sources.
type source struct {
	Number       int
	ID, Citation string
	First        bool // some statement names it before others
}

// How much a patient is told in full: what comes after it is named.
const (
	patientTherapies = 3
	patientReasons   = 1
	patientCare      = 3
)

// builder makes a document.
type builder struct {
	page
	doc  *document
	r    *engine.Result
	said []string // rules that were given in full
}

// documents puts visits into words, person by person, the latest visit first. Where that one
// shows no therapy, the advice of earlier ones is out of date and left out.
func documents(style Style, visits []Visit) (docs []*document) {
	for _, of := range byPerson(visits) {
		oldest := 0
		if last := len(of) - 1; !dispositionNamed(of[last].Result.Disposition).CarriesTherapies() {
			oldest = last
		}
		for i := len(of) - 1; i >= oldest; i-- {
			docs = append(docs, newDocument(style, of, i))
		}
	}
	return docs
}

// newDocument puts one visit of a person's into words. The titles of all but the last say
// that they are earlier ones.
func newDocument(style Style, of []Visit, i int) *document {
	v := of[i]
	b := builder{page: newPage(style), r: cleanCopy(v.Result)}
	d := dispositionNamed(b.r.Disposition)
	b.doc = &document{
		Tone: tone(d), Title: b.say(style.Pack.Dispositions[d].Title), Ready: d.CarriesTherapies(),
		Pack: b.r.Pack, PackTitle: b.say(style.Pack.Title),
		Disclaimer: b.r.Disclaimer, Progress: progressOf(&b.page, of, i), Program: style.Program,
	}
	if i < len(of)-1 {
		b.doc.Title = b.word("progress_earlier", "title", b.doc.Title)
	}
	if b.r.ID != nil && *b.r.ID != "" {
		b.doc.ID = b.r.ID
	}
	if v.Intake != nil {
		b.doc.Date = b.dated(v.Intake)
	}
	if d >= rules.Urgent {
		b.doc.Alarm = slices.Concat(newShort(style, of[:i+1]).Rows...)
		b.doc.Disclaimer = b.say(style.Pack.DisclaimerLine)
	}
	if d == rules.Emergency {
		b.doc.Disclaimer, _ = firstSentence(b.doc.Disclaimer) // whom to call stands above
	}
	b.actions(d)
	if b.doc.Ready {
		b.doc.Hurts = v.painful(style.Pack)
		b.doc.Areas = b.areas(b.doc.Hurts)
		b.therapies()
		b.plan()
		b.doc.Lists = append(b.doc.Lists, list{ID: "cautions", Title: b.word("report_cautions"), Items: b.cautionItems(b.stopFirst(b.r.Cautions))})
		b.refusals()
		b.care()
	}
	for _, m := range b.r.Missing {
		if d >= rules.Urgent && m.State == unanswered {
			continue
		}
		b.doc.Missing = append(b.doc.Missing, missing{b.question(m.Question), m.Question, b.state(m.State), m.Matters})
	}
	b.record(v.Intake)
	b.doc.Notes = b.notesTaken(b.r.Notes)
	b.doc.Contradictions = b.contradictions(b.r.Contradictions)
	b.doc.NeverAsked = b.neverAsked(b.r.NeverAsked)
	b.doc.Removed = b.removed(b.r.Changed)
	if b.practitioner() {
		b.doc.Ignored = b.r.Ignored
		b.use()
	}
	return b.doc
}

// notesTaken says how the words of notes that do not count are taken.
func (p *page) notesTaken(notes []engine.Note) (lines []string) {
	line := "notes_taken"
	if !p.practitioner() {
		line = "notes_taken_patient"
	}
	for _, n := range notes {
		if n.Words == "" || n.Taken == rules.Said.String() {
			continue
		}
		if taken := p.word(line, "words", n.Words, "taken", p.word("taken_"+n.Taken)); !slices.Contains(lines, taken) {
			lines = append(lines, taken)
		}
	}
	return lines
}

// The names results have for missing answers.
const (
	incomplete = "incomplete" // the rule of the action
	unanswered = "unanswered" // the state of a question
)

// tone is how a disposition is to be met.
func tone(d rules.Disposition) string {
	switch {
	case d >= rules.Urgent:
		return "stop"
	case d == rules.Proceed:
		return "ready"
	}
	return "wait"
}

// therapies puts what fits into words: all for practitioners, the first few for patients, who
// are told the names of the others. What a patient has to take care of with several of them, or
// with one of the others, stands below the list with their names.
func (b *builder) therapies() {
	named := map[string]int{} // how many therapies a caution is about
	for _, t := range b.r.Therapies {
		for _, c := range t.Cautions {
			named[c.Rule]++
		}
	}
	var care []item
	for i, t := range b.r.Therapies {
		full := b.practitioner() || i < patientTherapies
		if !b.practitioner() {
			t.Cautions = slices.DeleteFunc(slices.Clone(t.Cautions), func(c engine.Reason) bool {
				if full && named[c.Rule] == 1 {
					return false
				}
				short, _, _ := strings.Cut(t.Name, " (")
				care = append(care, item{Name: short, Because: b.statements([]engine.Reason{c})})
				return true
			})
		}
		if full {
			b.doc.Therapies = append(b.doc.Therapies, b.therapy(t))
		} else {
			b.doc.Others = append(b.doc.Others, t.Name)
		}
	}
	b.doc.OtherCare = sameNames(sameReasons(care))
	for _, it := range care {
		b.said = append(b.said, it.Because[0].Rule)
	}
}

func (b *builder) therapy(t engine.TherapyAdvice) therapy {
	out := therapy{
		Name: t.Name, Areas: b.areas(t.Areas), Pressure: b.word("pressure_" + t.Pressure), Firmness: int(named(t.Pressure, rules.Deep)),
		Minutes: t.Minutes, Provider: b.word("provider_" + t.Provider), Score: t.Score, Cautions: b.cautions(t.Cautions),
	}
	if i := b.Pack.TherapyIndex(t.ID); i >= 0 {
		from := &b.Pack.Therapies[i]
		ground := b.grounded(statement{}, from.Sources, from.Certainty)
		out.About, out.Certainty, out.Numbers = b.say(from.About), ground.Certainty, ground.Numbers
	}
	for _, reason := range t.For {
		first := !slices.Contains(b.said, reason.Rule)
		c := b.statement(reason.Rule, reason.Text)
		switch {
		case b.practitioner():
			out.Reasons = append(out.Reasons, b.reason(c))
		case first && len(out.For) < patientReasons:
			c.Text, _ = firstSentence(c.Text)
			out.For = append(out.For, c)
		default:
			continue
		}
		b.said = append(b.said, reason.Rule)
	}
	return out
}

// reason returns the number of a reason, listing it if it is new.
func (b *builder) reason(c statement) int {
	i := slices.IndexFunc(b.doc.Reasons, func(r statement) bool { return r.Rule == c.Rule })
	if i < 0 {
		i = len(b.doc.Reasons)
		b.doc.Reasons = append(b.doc.Reasons, c)
	}
	return i + 1
}

// refusals puts what is withheld and which areas to leave alone into words. A patient is
// given the first reason for each.
func (b *builder) refusals() {
	because := func(reasons []engine.Reason) []statement {
		if !b.practitioner() {
			first := b.statements(reasons)[:1]
			b.said = append(b.said, first[0].Rule)
			return first
		}
		return b.cautions(reasons)
	}
	title := b.word("report_not_now")
	if b.practitioner() {
		title = b.word("report_withheld")
	}
	var withheld []item
	for _, w := range b.r.Withheld {
		withheld = append(withheld, item{Name: w.Name, Because: because(w.Because)})
	}
	for _, a := range b.r.Avoid {
		b.doc.Avoid = append(b.doc.Avoid, item{Name: b.area(a.Area), Area: a.Area, Because: because(a.Because)})
	}
	b.doc.Lists = append(b.doc.Lists, list{ID: "withheld", Title: title, Items: sameReasons(withheld)},
		list{ID: "avoid", Title: b.word("report_avoid"), Items: sameReasons(b.doc.Avoid), Beside: true})
}

// sameReasons joins items that have the same reasons.
func sameReasons(items []item) (joined []item) {
	same := func(a, b statement) bool { return a.Rule == b.Rule }
	for _, it := range items {
		i := slices.IndexFunc(joined, func(j item) bool { return slices.EqualFunc(j.Because, it.Because, same) })
		if i < 0 {
			joined = append(joined, it)
			continue
		}
		joined[i].Name += ", " + it.Name
	}
	return joined
}

// sameNames joins items about the same things into one statement each.
func sameNames(items []item) (joined []item) {
	for _, it := range items {
		i := slices.IndexFunc(joined, func(j item) bool { return j.Name == it.Name })
		if i < 0 {
			joined = append(joined, it)
			continue
		}
		joined[i].Because[0].Text += " " + it.Because[0].Text
		joined[i].Because[0].cite(it.Because[0])
	}
	return joined
}

// items makes an item of each statement.
func items(statements []statement) (all []item) {
	for _, st := range statements {
		all = append(all, item{Because: []statement{st}})
	}
	return all
}

// care puts advice beside massage into words. The pack's order is most useful first: a
// patient gets the first few in full and the names of the others.
func (b *builder) care() {
	var said []statement
	var more []string
	for i, c := range b.r.Care {
		at := slices.IndexFunc(b.Pack.Care, func(item rules.Care) bool { return item.ID == c.ID })
		if !b.practitioner() && i >= patientCare && at >= 0 {
			more = append(more, b.say(b.Pack.Care[at].Name))
			continue
		}
		st := statement{Rule: c.ID, Text: c.Text, Sources: c.Sources}
		if at >= 0 {
			st.Sources = nil
			st = b.grounded(st, b.Pack.Care[at].Sources, b.Pack.Care[at].Certainty)
		}
		said = append(said, st)
	}
	b.doc.Lists = append(b.doc.Lists, list{
		ID: "care", Title: b.word("report_care"), Items: items(said), Grounded: true,
		More: strings.Join(more, ", "), MoreTitle: b.word("report_more_care"),
	})
}

// use says what the pack is for and what it is not.
func (b *builder) use() {
	all := func(texts []rules.Text) (said []string) {
		for _, t := range texts {
			said = append(said, b.say(t))
		}
		return said
	}
	b.doc.UseFor, b.doc.NotFor, b.doc.Limits = b.say(b.Pack.Use.For), all(b.Pack.Use.NotFor), all(b.Pack.Use.Limits)
	b.doc.Author, b.doc.Reviewed = text.Line.Clean(b.Pack.Author), text.Line.Clean(b.Pack.Reviewed)
}

// areas joins the names of areas.
func (s *page) areas(ids []string) string { return joined(ids, s.area) }
