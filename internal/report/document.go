package report

import (
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/text"
	"knead/internal/words"
	"knead/rules"
)

// document is a report of one visit before it takes a format: everything it says, in
// words, in order. Every string is printable; formats only add their own escapes.
type document struct {
	Words        *words.Catalog
	Language     string
	Practitioner bool

	Tone                   string // stop, wait or ready
	Title                  string // of the disposition
	ID, Date, Pack, Digest string
	PackTitle              string
	Opening                string // what the disposition means; empty when there are actions
	Actions                []claim
	Ready                  bool // it carries therapies
	Clearance              string

	Areas     string // that hurt, or are treated
	Hurts     []string
	Therapies []therapy
	Others    []string // more that fit, by name
	OtherCare []namedClaim
	Plan      *plan
	Withheld  []refusal
	Avoid     []refusal
	Cautions  []claim
	Missing   []missing
	Care      []claim
	MoreCare  []string // by name
	Ignored   []string
	Reasons   []claim // that the therapies number, for practitioners
	Sources   []source
	UseFor    string
	NotFor    []string
	Limits    []string
	Author    string
	Reviewed  string
	Progress  *progress

	Disclaimer string
}

// claim is a statement with the ground it stands on.
type claim struct {
	Rule      string
	Text      string
	Sources   []string // ids
	Numbers   []int    // of the sources, in the list at the end
	Certainty string
}

// namedClaim is a claim about the things named.
type namedClaim struct {
	Names []string
	claim
}

// therapy is one that is suggested.
type therapy struct {
	Name, About, Areas string
	Pressure           string
	Firmness           int // 1 to 5
	Minutes            int
	Provider           string
	Score              int
	For                []claim
	Reasons            []int // numbers in document.Reasons
	Cautions           []claim
	Certainty          string
	Numbers            []int
}

// refusal is what is left alone, and why.
type refusal struct {
	Name    string
	Area    string // id, of an area
	Because []claim
}

type missing struct {
	Question, ID, State, Matters string
}

// source is one of the numbered sources.
type source struct {
	Number             int
	ID, Citation, Note string
	First              bool // some claim names it before others
}

// How much a patient is told in full: what comes after it is named.
const (
	patientTherapies = 3
	patientReasons   = 2
	patientCare      = 5
)

// shownSources is how many of its sources a claim is printed with; the pack lists them all.
func (b *builder) shownSources() int {
	if b.practitioner() {
		return 2
	}
	return 1
}

// builder makes a document.
type builder struct {
	sheet
	doc  *document
	r    *engine.Result
	said []string // rules that were given in full
}

// newDocument puts the visit at a place among those of its person into words. All but the
// last are marked as past.
func newDocument(style Style, of []Visit, i int) *document {
	v := of[i]
	b := builder{sheet: newSheet(style), r: harmless(v.Result)}
	d := dispositionNamed(b.r.Disposition)
	b.doc = &document{
		Words: b.words, Language: style.Pack.Language, Practitioner: b.practitioner(),
		Tone: tone(d), Title: b.say(style.Pack.Dispositions[d].Title), Ready: d.CarriesTherapies(),
		Pack: b.r.Pack.Name + " " + b.r.Pack.Version, Digest: b.r.Pack.Digest, PackTitle: b.say(style.Pack.Title),
		Disclaimer: b.r.Disclaimer,
	}
	if i < len(of)-1 {
		b.doc.Title = b.word("progress_earlier", "title", b.doc.Title)
	}
	if b.r.ID != nil {
		b.doc.ID = *b.r.ID
	}
	if v.Intake != nil {
		b.doc.Date = text.Line.Clean(v.Intake.Date)
	}
	b.actions(d)
	if b.doc.Ready {
		b.doc.Hurts = v.painful(style.Pack)
		b.doc.Areas = b.areas(b.doc.Hurts)
		b.therapies()
		b.plan()
		b.doc.Cautions = b.cautions(b.r.Cautions)
		b.refusals()
		b.care()
	}
	for _, m := range b.r.Missing {
		if d >= rules.Urgent && m.State == unanswered {
			continue
		}
		b.doc.Missing = append(b.doc.Missing, missing{b.question(m.Question), m.Question, b.word("state_" + m.State), m.Matters})
	}
	if b.doc.Practitioner {
		b.doc.Ignored = b.r.Ignored
		b.use()
	}
	return b.doc
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

// therapies puts what fits into words: all for practitioners, the first few for patients.
func (b *builder) therapies() {
	for i, t := range b.r.Therapies {
		if !b.practitioner() && i >= patientTherapies {
			b.doc.Others = append(b.doc.Others, t.Name)
			b.otherCautions(t)
			continue
		}
		b.doc.Therapies = append(b.doc.Therapies, b.therapy(t))
	}
	b.joinOthers()
}

func (b *builder) therapy(t engine.TherapyAdvice) therapy {
	out := therapy{
		Name: t.Name, Areas: b.areas(t.Areas), Pressure: b.word("pressure_" + t.Pressure), Firmness: firmness(t.Pressure),
		Minutes: t.Minutes, Provider: b.word("provider_" + t.Provider), Score: t.Score, Cautions: b.cautions(t.Cautions),
	}
	if i := b.Pack.TherapyIndex(t.ID); i >= 0 {
		from := &b.Pack.Therapies[i]
		ground := b.grounded(claim{}, from.Sources, from.Certainty)
		out.About, out.Certainty, out.Numbers = b.say(from.About), ground.Certainty, ground.Numbers
	}
	for _, reason := range t.For {
		first := !slices.Contains(b.said, reason.Rule)
		c := b.claim(reason.Rule, reason.Text)
		switch {
		case b.practitioner():
			out.Reasons = append(out.Reasons, b.reason(c))
		case first && len(out.For) < patientReasons:
			out.For = append(out.For, c)
		default:
			continue
		}
		b.said = append(b.said, reason.Rule)
	}
	return out
}

// reason returns the number of a reason, listing it if it is new.
func (b *builder) reason(c claim) int {
	i := slices.IndexFunc(b.doc.Reasons, func(r claim) bool { return r.Rule == c.Rule })
	if i < 0 {
		i = len(b.doc.Reasons)
		b.doc.Reasons = append(b.doc.Reasons, c)
	}
	return i + 1
}

func firmness(name string) int {
	for p := rules.Stroking; p <= rules.Deep; p++ {
		if p.String() == name {
			return int(p)
		}
	}
	return 0
}

// otherCautions keeps the cautions of a therapy that is only named, each once.
func (b *builder) otherCautions(t engine.TherapyAdvice) {
	for _, c := range t.Cautions {
		i := slices.IndexFunc(b.doc.OtherCare, func(o namedClaim) bool { return o.Rule == c.Rule })
		if i < 0 {
			i = len(b.doc.OtherCare)
			b.doc.OtherCare = append(b.doc.OtherCare, namedClaim{claim: b.claim(c.Rule, b.once(c.Rule, c.Text))})
			b.said = append(b.said, c.Rule)
		}
		b.doc.OtherCare[i].Names = append(b.doc.OtherCare[i].Names, t.Name)
	}
}

// joinOthers joins the cautions about the same therapies.
func (b *builder) joinOthers() {
	var joined []namedClaim
	for _, c := range b.doc.OtherCare {
		i := slices.IndexFunc(joined, func(j namedClaim) bool { return slices.Equal(j.Names, c.Names) })
		if i < 0 {
			joined = append(joined, c)
			continue
		}
		joined[i].Text += " " + c.Text
		joined[i].cite(c.claim)
	}
	b.doc.OtherCare = joined
}

// refusals puts what is withheld and which areas to leave alone into words. A patient is
// given the first reason for each.
func (b *builder) refusals() {
	because := func(reasons []engine.Reason) []claim {
		if !b.practitioner() {
			first := b.claims(reasons)[:1]
			b.said = append(b.said, first[0].Rule)
			return first
		}
		return b.cautions(reasons)
	}
	for _, w := range b.r.Withheld {
		b.doc.Withheld = append(b.doc.Withheld, refusal{Name: w.Name, Because: because(w.Because)})
	}
	for _, a := range b.r.Avoid {
		b.doc.Avoid = append(b.doc.Avoid, refusal{Name: b.area(a.Area), Area: a.Area, Because: because(a.Because)})
	}
}

// care puts advice beside massage into words. The pack's order is most useful first: a
// patient gets the first few in full and the names of the others.
func (b *builder) care() {
	for i, c := range b.r.Care {
		at := slices.IndexFunc(b.Pack.Care, func(item rules.Care) bool { return item.ID == c.ID })
		if !b.practitioner() && i >= patientCare && at >= 0 {
			b.doc.MoreCare = append(b.doc.MoreCare, b.say(b.Pack.Care[at].Name))
			continue
		}
		said := claim{Rule: c.ID, Text: c.Text, Sources: c.Sources}
		if at >= 0 {
			said.Sources = nil
			said = b.grounded(said, b.Pack.Care[at].Sources, b.Pack.Care[at].Certainty)
		}
		b.doc.Care = append(b.doc.Care, said)
	}
}

// use says what the pack is for and what it is not.
func (b *builder) use() {
	use := &b.Pack.Use
	b.doc.UseFor = b.say(use.For)
	for _, t := range use.NotFor {
		b.doc.NotFor = append(b.doc.NotFor, b.say(t))
	}
	b.doc.Author, b.doc.Reviewed = text.Line.Clean(b.Pack.Author), text.Line.Clean(b.Pack.Reviewed)
	for _, t := range use.Limits {
		b.doc.Limits = append(b.doc.Limits, b.say(t))
	}
}

// areas joins the names of areas.
func (s *sheet) areas(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = s.area(id)
	}
	return strings.Join(names, ", ")
}
