package engine

import (
	"cmp"
	"strings"

	"knead/internal/words"
	"knead/rules"
)

// Result is what knead says about one intake, in the words of one audience and region.
// It is the plain record that every output format renders; JSON writes it as it is. Every
// slice is non-nil, best or most urgent first, in a stable order. The compact form of batch
// leaves out the fields whose tag keeps them for the full detail.
type Result struct {
	Format      string          `json:"format"` // ResultFormat
	ID          *string         `json:"id"`
	Pack        PackRef         `json:"pack"`
	Disposition string          `json:"disposition"`
	Actions     []Action        `json:"actions"`
	Therapies   []TherapyAdvice `json:"therapies"`
	Withheld    []Withheld      `json:"withheld"`
	Avoid       []AvoidArea     `json:"avoid"`
	Plan        *Plan           `json:"plan"`
	Care        []CareAdvice    `json:"care"`
	Cautions    []Reason        `json:"cautions"`
	Notes       []Note          `json:"notes"`
	Missing     []Missing       `json:"missing"`
	Ignored     []string        `json:"ignored"` // ids of answered questions that do not apply
	// Contradictions are answers that do not go together. Nothing above depends on them.
	Contradictions []Contradiction `json:"contradictions"`
	// NeverAsked are options that a later version of the pack brought than the one that the
	// intake was asked with, so that nothing is known of them.
	NeverAsked []NeverAsked `json:"never_asked"`
	Answers    []Answer     `json:"answers" detail:"full"` // in the order of the questions
	// Changed is set where an earlier intake of the same person is known, and nil elsewhere:
	// see [Program.Changed].
	Changed []Removed `json:"changed,omitzero" detail:"full"`
	// Bounds are the limits that hold and the wish for a pressure. Reports for people show
	// them; they are not part of the format.
	Bounds     []Bound `json:"-"`
	Disclaimer string  `json:"disclaimer"`
}

// NeverAsked are options of a question that the person was not asked about.
type NeverAsked struct {
	Question string   `json:"question"`
	Options  []string `json:"options"`
}

// Bound is the least of the values that rules set, such as the pressure allowed at most, and
// those rules.
type Bound struct {
	Kind    rules.EffectKind // EffectPressure, EffectMinutes, EffectRate or EffectPrefer
	Value   int              // a pressure, minutes or sessions in four weeks
	Because []Reason
}

// ResultFormat names the format of a Result.
const ResultFormat = "knead/result/v1"

// PackRef says which pack gave a result.
type PackRef struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

// Action is what to do because of a disposition. Its rule is a rule's id, or "incomplete"
// when required answers are missing.
type Action struct {
	Rule        string `json:"rule"`
	Disposition string `json:"disposition"`
	Text        string `json:"text"`
	// Unsure says that it came of an answer that is not sure. Reports for people join such
	// actions; it is not part of the format.
	Unsure bool `json:"-"`
}

// Reason is a rule and its words.
type Reason struct {
	Rule string `json:"rule"`
	Text string `json:"text" detail:"full"`
	// Possible says that the rule's condition is not known to hold but could not be ruled
	// out. Reports for people say so; it is not part of the format.
	Possible bool `json:"-"`
}

// SourcedReason is a rule that speaks for something, with the ids of its sources.
type SourcedReason struct {
	Rule    string   `json:"rule"`
	Text    string   `json:"text" detail:"full"`
	Sources []string `json:"sources" detail:"full"`
}

// TherapyAdvice is a therapy that is suggested. Score is the sum of the scores of For.
type TherapyAdvice struct {
	ID       string          `json:"id"`
	Name     string          `json:"name" detail:"full"`
	Score    int             `json:"score"`
	Pressure string          `json:"pressure"`
	Minutes  int             `json:"minutes"`
	Provider string          `json:"provider"`
	Areas    []string        `json:"areas"`
	For      []SourcedReason `json:"for"`
	Cautions []Reason        `json:"cautions"`
}

// Withheld is a therapy that would be suggested but for Because.
type Withheld struct {
	ID      string   `json:"id"`
	Name    string   `json:"name" detail:"full"`
	Because []Reason `json:"because"`
}

// AvoidArea is a body area that must be left alone.
type AvoidArea struct {
	Area    string   `json:"area"`
	Because []Reason `json:"because"`
}

// Plan is a course of sessions; its weeks count from today.
type Plan struct {
	Schedule    string      `json:"schedule"`
	Phases      []PlanPhase `json:"phases"`
	ReviewWeek  int         `json:"review_week"`
	MaxSessions int         `json:"max_sessions"` // from today on
	Because     []Reason    `json:"because"`
}

// PlanPhase is a part of a plan; each pair is least and greatest, both included.
type PlanPhase struct {
	Weeks           [2]int     `json:"weeks"`
	SessionsPerWeek [2]float64 `json:"sessions_per_week"`
	Minutes         [2]int     `json:"minutes"`
}

// CareAdvice is advice that goes beside massage.
type CareAdvice struct {
	ID      string   `json:"id"`
	Text    string   `json:"text" detail:"full"`
	Sources []string `json:"sources" detail:"full"`
}

// Missing is a question whose answer is missing or unsure. State is "unanswered",
// "unsure", or "notes" when free text hints at an answer that was not given.
type Missing struct {
	Question string `json:"question"`
	State    string `json:"state"`
	AtStake  string `json:"at_stake"` // the most cautious disposition that some answer would give
	Matters  string `json:"matters" detail:"full"`
}

// Note is what a free text mentions, in its order. Words are those of the text, with those
// that tell how it is taken: "said" of the person, which makes options unknown that are not
// ticked, or "negated", "other_person", "past", "hypothetical", "other_sense".
type Note struct {
	Question string   `json:"question"` // that the options are of
	Options  []string `json:"options"`
	Words    string   `json:"words"`
	Taken    string   `json:"taken"`
}

// Voice chooses the words of a result.
type Voice struct {
	Audience rules.Audience
	Region   int // index into Pack.Regions
}

// Eval evaluates an intake and puts the decision into words.
func (p *Program) Eval(in *rules.Intake, v Voice) *Result {
	return p.Result(in, p.Decide(in), v)
}

// Result puts a decision about an intake into words.
func (p *Program) Result(in *rules.Intake, d *Decision, v Voice) *Result {
	w := p.Wording(v)
	w.facts = p.settled(in)
	p.Stakes(w.facts, d)
	p.Answers(w.facts, d)
	r := &Result{
		Format:      ResultFormat,
		ID:          in.ID,
		Pack:        PackRef{p.pack.Name, p.pack.Version, p.pack.Digest},
		Disposition: d.Disposition.String(),
		Actions:     []Action{}, Therapies: []TherapyAdvice{}, Withheld: []Withheld{}, Avoid: []AvoidArea{},
		Care: []CareAdvice{}, Notes: p.notesIn(d), Missing: []Missing{}, Ignored: []string{},
		Contradictions: w.contradictions(d), NeverAsked: []NeverAsked{}, Answers: []Answer{},
		Cautions:   w.reasons(d.Lists[rules.EffectCaution]),
		Plan:       w.plan(d),
		Disclaimer: w.Say(p.pack.Disclaimer),
	}
	for _, a := range d.Actions {
		r.Actions = append(r.Actions, w.Action(a))
	}
	for _, t := range d.Therapies {
		r.Therapies = append(r.Therapies, w.therapy(d, t))
	}
	for _, t := range d.Withheld {
		therapy := &p.pack.Therapies[t.Therapy]
		r.Withheld = append(r.Withheld, Withheld{therapy.ID, w.Say(therapy.Name), w.reasons(d.Rules(t.Because))})
	}
	for _, a := range d.Avoid {
		r.Avoid = append(r.Avoid, AvoidArea{p.pack.Questions[p.pack.Areas].Options[a.Area].ID, w.reasons(d.Rules(a.Because))})
	}
	for _, i := range d.Lists[rules.EffectCare] {
		care := &p.pack.Care[i]
		r.Care = append(r.Care, CareAdvice{care.ID, w.Say(care.Text), w.Sources(care.Sources)})
	}
	for _, m := range d.Missing {
		r.Missing = append(r.Missing, Missing{p.pack.Questions[m.Question].ID, m.State.String(), m.AtStake.String(), w.Matters(d, m)})
	}
	for _, n := range d.NeverAsked {
		r.NeverAsked = append(r.NeverAsked, NeverAskedOf(p.pack, n))
	}
	for _, a := range d.Answers {
		r.Answers = append(r.Answers, w.Answer(a))
	}
	for _, q := range d.Ignored {
		r.Ignored = append(r.Ignored, p.pack.Questions[q].ID)
	}
	r.Bounds = w.bounds(d.Disposition)
	return r
}

// bounds finds the rules behind the limits and the wish of a result that carries therapies.
func (w Wording) bounds(disposition rules.Disposition) (bounds []Bound) {
	if !disposition.CarriesTherapies() {
		return nil
	}
	for _, b := range w.facts.program.bounds(w.facts) {
		bounds = append(bounds, Bound{b.kind, b.value, w.reasons(b.rules)})
	}
	return bounds
}

// NeverAskedOf returns options of a question by their ids.
func NeverAskedOf(p *rules.Pack, n rules.NeverAsked) NeverAsked {
	question := &p.Questions[n.Question]
	return NeverAsked{question.ID, optionIDs(question, n.Options)}
}

// NoteOf returns what a mention of a note term is about, without its words.
func NoteOf(p *rules.Pack, term int) Note {
	question := &p.Questions[p.Notes[term].Question]
	return Note{Question: question.ID, Options: optionIDs(question, p.Notes[term].Options)}
}

// notesIn lists what notes mention; it is never nil.
func (p *Program) notesIn(d *Decision) []Note {
	list := make([]Note, 0, len(d.Notes))
	for _, n := range d.Notes {
		note := NoteOf(p.pack, int(n.Term))
		note.Words, note.Taken = n.Words, n.Taken.String()
		list = append(list, note)
	}
	return list
}

// Wording says a pack's texts in one voice.
type Wording struct {
	pack     *rules.Pack
	audience rules.Audience
	fill     *strings.Replacer
	facts    *Facts // of the intake that is put into words, settled; nil when there is none
}

// Wording returns the words of a voice.
func (p *Program) Wording(v Voice) Wording {
	w := Wording{pack: p.pack, audience: v.Audience, fill: strings.NewReplacer()}
	if v.Region < len(p.pack.Regions) {
		region := &p.pack.Regions[v.Region]
		w.fill = strings.NewReplacer("{emergency}", region.Emergency.For(v.Audience), "{urgent}", region.Urgent.For(v.Audience))
	}
	return w
}

// Say words a text of the pack, its placeholders filled.
func (w Wording) Say(t rules.Text) string {
	s := t.For(w.audience)
	if !strings.Contains(s, "{") {
		return s
	}
	return w.fill.Replace(s)
}

// Action puts an action into words.
func (w Wording) Action(a ActionDecision) Action {
	general := &w.pack.Dispositions[a.Given]
	if a.Rule < 0 {
		return Action{Rule: "incomplete", Disposition: a.Given.String(), Text: w.Say(general.Text)}
	}
	rule := &w.pack.Rules[a.Rule]
	text := rule.Text
	if a.Unsure {
		text = cmp.Or(rule.UnsureText, general.Unsure, general.Text)
	}
	return Action{rule.ID, a.Given.String(), w.Say(text), a.Unsure}
}

// Matters says why a missing answer matters.
func (w Wording) Matters(d *Decision, m MissingDecision) string {
	why := w.Say(w.pack.Questions[m.Question].Why)
	if m.State != MissingNotes {
		return why
	}
	mention := "notes_mention"
	if w.audience == rules.Patient {
		mention = "notes_mention_patient"
	}
	say := words.For(w.pack.Language).Say
	return say(mention, "words", strings.Join(d.Words(m), `", "`)) + " " + why + " " + say("notes_confirm", "question", w.pack.Questions[m.Question].ID)
}

func (w Wording) reasons(ruleIDs []int32) []Reason {
	reasons := make([]Reason, 0, len(ruleIDs))
	for _, r := range ruleIDs {
		rule := &w.pack.Rules[r]
		possible := w.facts != nil && w.facts.value(rule.When, false) != atomTrue
		reasons = append(reasons, Reason{rule.ID, w.Say(rule.Text), possible})
	}
	return reasons
}

// Sources returns the ids of sources by their indices; it is never nil.
func (w Wording) Sources(indices []int) []string {
	ids := make([]string, 0, len(indices))
	for _, s := range indices {
		ids = append(ids, w.pack.Sources[s].ID)
	}
	return ids
}

func (w Wording) therapy(d *Decision, t TherapyDecision) TherapyAdvice {
	therapy := &w.pack.Therapies[t.Therapy]
	advice := TherapyAdvice{
		ID: therapy.ID, Name: w.Say(therapy.Name), Score: t.Score,
		Pressure: t.Pressure.String(), Minutes: t.Minutes, Provider: therapy.Provider.String(),
		Areas: optionIDs(&w.pack.Questions[w.pack.Areas], t.Areas), For: []SourcedReason{}, Cautions: w.reasons(d.Rules(t.Cautions)),
	}
	for _, r := range d.Rules(t.For) {
		rule := &w.pack.Rules[r]
		advice.For = append(advice.For, SourcedReason{rule.ID, w.Say(rule.Text), w.Sources(rule.Sources)})
	}
	return advice
}

func (w Wording) plan(d *Decision) *Plan {
	if d.Plan.Schedule < 0 {
		return nil
	}
	schedule := &w.pack.Schedules[d.Plan.Schedule]
	plan := &Plan{
		Schedule: schedule.ID, Phases: []PlanPhase{},
		ReviewWeek: schedule.ReviewWeek, MaxSessions: d.Plan.MaxSessions, Because: w.reasons(d.Rules(d.Plan.Because)),
	}
	for phase := range schedule.Course(d.Plan.Cap, d.Plan.MaxSessions) {
		plan.Phases = append(plan.Phases, PlanPhase{
			Weeks:           phase.Weeks,
			SessionsPerWeek: [2]float64{phase.Rate[0].PerWeek(), phase.Rate[1].PerWeek()},
			Minutes:         phase.Minutes,
		})
	}
	return plan
}
