package report

import (
	"cmp"
	"fmt"
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
	shortNamed     = 6 // therapies, to practitioners
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
	if b.visit.Intake != nil && b.visit.Intake.Date != "" {
		parts = append(parts, text.Line.Clean(b.visit.Intake.Date))
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
	if b.practitioner() && b.visit.Intake != nil {
		all.add("", b.facts(b.Pack.Person, " · "))
		none, found := b.screened()
		all.add(b.word("short_screened"), none)
		all.add(b.word("short_found"), found)
	}
	var open []string
	for _, m := range b.r.Missing {
		open = append(open, b.open(m, d))
	}
	all.add(b.word("short_missing"), strings.Join(open, "; "))
	all.add(b.word("notes_read"), b.notesTaken(b.r.Notes)...)
	var contradict []string
	for _, c := range b.r.Contradictions {
		contradict = append(contradict, c.Text)
	}
	all.add(b.word("report_contradictions"), contradict...)
	return all
}

// open names a question whose answer is missing, and what is at stake with it.
func (b *shortBuilder) open(m engine.Missing, d rules.Disposition) string {
	said := b.word("state_" + m.State)
	for _, n := range b.r.Notes {
		if n.Question == m.Question && n.Taken == rules.Said.String() && n.Words != "" && m.State == engine.MissingNotes.String() {
			said += " “" + n.Words + "”"
		}
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
func (b *shortBuilder) screened() (none, found string) {
	var counts, ticked, unsure []string
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
				unsure = append(unsure, b.name(question.ID))
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
		sure = b.word("state_unsure") + ": " + strings.Join(unsure, ", ")
	}
	if len(counts) == 0 {
		return "", strings.Join(ticked, "; ")
	}
	if by := b.byStatements(b.visit.Intake); by != "" {
		return strings.Join([]string{by, sure}, apart), strings.Join(ticked, "; ")
	}
	return strings.Join(append(counts, sure), " · "), strings.Join(ticked, "; ")
}

// advice says what fits, how, how often, what to take care of and when to stop.
func (b *shortBuilder) advice(d rules.Disposition) []row {
	var all rows
	all = append(all, b.fits(d))
	all.add(b.word("short_limits"), strings.Join(b.bounds(), apart))
	all.add(b.word("short_not_now"), b.withheld())
	all.add(b.word("report_avoid"), b.avoid())
	stop, careful := b.careful()
	all.add(b.word("short_careful"), careful...)
	all.add(b.word("report_plan"), b.sessionsPlan())
	all.add(b.word("short_stop"), stop)
	all.add(b.word("short_care"), b.beside())
	all.add(b.word("report_evidence"), b.evidence())
	return all
}

// fits lists the first few therapies, each with its dose, and names the others to practitioners.
func (b *shortBuilder) fits(d rules.Disposition) row {
	r := row{Label: b.word("short_fits")}
	if d == rules.Clearance {
		r.Label = b.word("short_if_agreed")
	}
	if len(b.r.Therapies) == 0 {
		r.Lines = []string{b.word("report_nothing")}
	}
	shown := b.shown()
	var others []string
	for i, t := range b.r.Therapies {
		if i >= shown {
			break
		}
		if i >= shortTherapies {
			others = append(others, fmt.Sprint(i+1, " ", b.therapyPhrase(t.ID, t.Name)))
			continue
		}
		r.Cells = append(r.Cells, []string{
			fmt.Sprint(i+1, " ", b.therapyPhrase(t.ID, t.Name)), b.areas(t.Areas), b.word("pressure_" + t.Pressure),
			fmt.Sprint(t.Minutes, " ", b.word("report_minutes")), b.word("short_by_" + t.Provider),
		})
		below := ""
		if i == 0 {
			below = b.strongest(t)
		}
		r.Below = append(r.Below, below)
	}
	if len(others) > 0 {
		r.Lines = append(r.Lines, b.word("short_also", "therapies", strings.Join(others, ", ")))
	}
	if more := len(b.r.Therapies) - shown; more > 0 {
		r.Lines = append(r.Lines, b.word("short_more_fit", "n", more))
	}
	return r
}

// shown is how many therapies are named with their cautions: for patients the first and those
// behind it that bring no further cautions, which would have to be said too.
func (b *shortBuilder) shown() int {
	if b.practitioner() || len(b.r.Therapies) == 0 {
		return min(len(b.r.Therapies), shortNamed)
	}
	said := b.r.Therapies[0].Cautions
	for i, t := range b.r.Therapies {
		if i == shortTherapies || slices.ContainsFunc(t.Cautions, func(c engine.Reason) bool { return !slices.Contains(said, c) }) {
			return i
		}
	}
	return len(b.r.Therapies)
}

// therapyPhrase is the short name of a therapy.
func (b *shortBuilder) therapyPhrase(id, name string) string {
	if i := b.Pack.TherapyIndex(id); i >= 0 && !b.Pack.Therapies[i].Short.Empty() {
		return b.say(b.Pack.Therapies[i].Short)
	}
	return name
}

// strongest says the reasons that count most for a therapy, and how many more there are.
func (b *shortBuilder) strongest(t engine.TherapyAdvice) string {
	therapy := b.Pack.TherapyIndex(t.ID)
	score := func(r engine.SourcedReason) int {
		i := b.Pack.RuleIndex(r.Rule)
		if i < 0 || therapy < 0 {
			return 0
		}
		for _, s := range b.Pack.Rules[i].Then.Suggest {
			if s.Therapy == therapy {
				return s.Score
			}
		}
		return 0
	}
	reasons := slices.Clone(t.For)
	slices.SortStableFunc(reasons, func(a, b engine.SourcedReason) int { return cmp.Compare(score(b), score(a)) })
	var said []string
	for _, r := range reasons[:min(len(reasons), b.most(shortReasons))] {
		said = append(said, b.phrase(r.Rule, r.Text))
	}
	if more := len(reasons) - len(said); more > 0 && b.practitioner() {
		said = append(said, b.moreReasons(more))
	}
	return strings.Join(said, "; ")
}

// phrase is the short form of what a rule says, or all of it.
func (b *shortBuilder) phrase(rule, text string) string {
	if i := b.Pack.RuleIndex(rule); i >= 0 && !b.Pack.Rules[i].Short.Empty() {
		return b.say(b.Pack.Rules[i].Short)
	}
	return text
}

// reason is the part of a rule's phrase before a colon: why, without what to do.
func (b *shortBuilder) reason(r engine.Reason) string {
	why, _, _ := strings.Cut(b.phrase(r.Rule, r.Text), ": ")
	return why
}

// reasons joins why something is so: first what is known, then what could not be ruled out.
func (b *shortBuilder) reasons(all []engine.Reason, between string, say func(engine.Reason) string) string {
	var known, possible []string
	for _, r := range all {
		to := &known
		if r.Possible {
			to = &possible
		}
		if said := say(r); !slices.Contains(*to, said) {
			*to = append(*to, said)
		}
	}
	if doubt := strings.Join(possible, between); doubt != "" && b.practitioner() {
		known = append(known, b.word("short_possible", "reasons", doubt))
	} else if doubt != "" {
		known = append(known, b.word("short_possible_patient", "reasons", doubt))
	}
	return strings.Join(known, between)
}

// why says the first reasons without what to do, at most so many, and to practitioners how many
// more there are.
func (b *shortBuilder) why(all []engine.Reason, most int) string {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b engine.Reason) int { return cmp.Compare(unknown(a), unknown(b)) })
	said := b.reasons(all[:min(len(all), most)], "; ", b.reason)
	if more := len(all) - most; more > 0 && b.practitioner() {
		said += "; " + b.moreReasons(more)
	}
	return said
}

// moreReasons counts the reasons that are not said.
func (b *shortBuilder) moreReasons(n int) string {
	if n == 1 {
		return b.word("short_more_reason")
	}
	return b.word("short_more_reasons", "n", n)
}

// most is how many of several things are said: one less to a patient.
func (b *shortBuilder) most(n int) int {
	if b.practitioner() {
		return n
	}
	return n - 1
}

// unknown is 1 for a reason that could not be ruled out.
func unknown(r engine.Reason) int {
	if r.Possible {
		return 1
	}
	return 0
}

// bounds says which limits hold and why, and what becomes of a wish for a pressure.
func (b *shortBuilder) bounds() (lines []string) {
	most := 0 // pressure
	for _, limit := range b.r.Bounds {
		why := b.why(limit.Because, b.most(shortReasons))
		switch limit.Kind {
		case rules.EffectPressure:
			most = limit.Value
			lines = append(lines, lowerFirst(b.word("limit_pressure", "bound", b.word("pressure_"+rules.Pressure(limit.Value).String())))+" ("+why+")")
		case rules.EffectMinutes:
			lines = append(lines, lowerFirst(b.word("limit_minutes", "bound", limit.Value))+" ("+why+")")
		case rules.EffectRate:
			lines = append(lines, lowerFirst(b.word("limit_sessions_per_week", "bound", rules.Rate(limit.Value).PerWeek()))+" ("+why+")")
		case rules.EffectPrefer:
			wish := b.reasons(limit.Because, "; ", func(r engine.Reason) string { return b.phrase(r.Rule, r.Text) })
			if most != 0 && limit.Value > most {
				wish = b.word("short_unmet", "wish", wish)
			}
			lines = append(lines, wish)
		}
	}
	return lines
}

// withheld names what is kept away and why.
func (b *shortBuilder) withheld() string {
	g := grouped{between: ", "}
	for _, w := range b.r.Withheld {
		why := b.why(w.Because, 1)
		if !b.practitioner() && !slices.ContainsFunc(w.Because, func(r engine.Reason) bool { return !r.Possible }) {
			why = "" // an open answer: the whole text says which
		}
		g.add(b.therapyPhrase(w.ID, w.Name), why)
	}
	return g.String()
}

// avoid names the areas to leave alone and why.
func (b *shortBuilder) avoid() string {
	g := grouped{between: ", "}
	for _, a := range b.r.Avoid {
		g.add(b.area(a.Area), b.why(a.Because, 1))
	}
	return g.String()
}

// grouped are things by why, those with the same reason together.
type grouped struct {
	between     string // names with the same reason
	names, whys []string
}

func (g *grouped) add(name, why string) {
	if i := slices.Index(g.whys, why); i >= 0 {
		g.names[i] += g.between + name
		return
	}
	g.names, g.whys = append(g.names, name), append(g.whys, why)
}

func (g *grouped) String() string {
	var parts []string
	for i, name := range g.names {
		if g.whys[i] != "" {
			name += " (" + g.whys[i] + ")"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, apart)
}

// careful says what to take care of, in general and with each therapy that is named, and apart
// from that when to stop.
func (b *shortBuilder) careful() (stop string, careful []string) {
	whole := func(r engine.Reason) string { return b.phrase(r.Rule, r.Text) }
	var general, stops, beside []engine.Reason
	for _, c := range b.r.Cautions {
		if i := b.Pack.RuleIndex(c.Rule); i >= 0 && b.Pack.Rules[i].Then.Caution.Stop {
			stops = append(stops, c)
		} else {
			general = append(general, c)
		}
	}
	with := map[string][]string{} // numbers of therapies, by rule
	for i, t := range b.r.Therapies[:b.shown()] {
		for _, c := range t.Cautions {
			if with[c.Rule] == nil {
				beside = append(beside, c)
			}
			with[c.Rule] = append(with[c.Rule], fmt.Sprint(i+1))
		}
	}
	therapies := grouped{between: "; "}
	for _, c := range beside {
		therapies.add(b.reasons([]engine.Reason{c}, "; ", whole), strings.Join(with[c.Rule], ", "))
	}
	var parts []string
	for i, numbers := range therapies.whys {
		parts = append(parts, b.word("short_with", "numbers", numbers, "cautions", therapies.names[i]))
	}
	return b.reasons(stops, "; ", whole), []string{b.reasons(general, apart, whole), strings.Join(parts, apart)}
}

// sessionsPlan says the plan in one paragraph.
func (b *shortBuilder) sessionsPlan() string {
	from := b.r.Plan
	if from == nil {
		return ""
	}
	var said []string
	for i, ph := range from.Phases {
		line := b.weeks(ph.Weeks) + ": " + b.briefRate(ph.SessionsPerWeek) + " " + span(ph.Minutes[0], ph.Minutes[1])
		if i == 0 {
			line += " " + b.word("report_minutes")
		}
		said = append(said, line)
	}
	most := b.word("short_at_most", "sessions", b.sessions(from.MaxSessions))
	return strings.Join(append(said, fmt.Sprint(lowerFirst(b.word("report_review")), " ", from.ReviewWeek), most), "; ")
}

// briefRate says how often, with a sign for "times": "2 ×" a week, "1 per 1–2 weeks ×".
func (b *shortBuilder) briefRate(r [2]float64) string {
	switch {
	case whole(r[0]) && whole(r[1]):
		return b.word("short_per_week", "n", span(int(r[0]), int(r[1])))
	case whole(1/r[0]) && whole(1/r[1]):
		return b.word("short_per_weeks", "n", span(int(1/r[1]), int(1/r[0])))
	}
	return b.rate(r)
}

// beside says the advice that comes first, and how much more there is.
func (b *shortBuilder) beside() string {
	var said []string
	for _, c := range b.r.Care[:min(len(b.r.Care), b.most(shortCare))] {
		i := slices.IndexFunc(b.Pack.Care, func(item rules.Care) bool { return item.ID == c.ID })
		if i >= 0 && !b.Pack.Care[i].Short.Empty() {
			said = append(said, b.say(b.Pack.Care[i].Short))
		} else {
			said = append(said, c.Text)
		}
	}
	if more := len(b.r.Care) - len(said); more > 0 {
		said = append(said, b.word("short_more", "n", more))
	}
	return strings.Join(said, "; ")
}

// evidence says for practitioners how certain it is that the first therapy helps.
func (b *shortBuilder) evidence() string {
	if !b.practitioner() || len(b.r.Therapies) == 0 {
		return ""
	}
	i := b.Pack.TherapyIndex(b.r.Therapies[0].ID)
	if i < 0 {
		return ""
	}
	ground := b.grounded(statement{}, b.Pack.Therapies[i].Sources, b.Pack.Therapies[i].Certainty)
	sources := ground.Sources[:min(len(ground.Sources), shortSources)]
	if more := len(ground.Sources) - len(sources); more > 0 {
		sources = append(slices.Clone(sources), b.word("short_more", "n", more))
	}
	return ground.Certainty + " (" + strings.Join(sources, ", ") + ")"
}

// course says how the measures went.
func (b *shortBuilder) course(p *progress) []row {
	var all rows
	for _, s := range p.Series {
		var values []string
		for _, v := range s.Values {
			if v >= 0 {
				values = append(values, fmt.Sprint(v))
			}
		}
		all.add(s.Name, strings.Join(values, " → "))
	}
	all.add(b.word("progress_title"), p.Changes...)
	return all
}
