package engine_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"knead/engine"
	"knead/rules"
)

// harmless answers every required question of the table's pack.
const harmless = "visit=first pain=3 area=neck signs=none medicines=none pregnant=no"

// table is a small pack without rules, and the words to write rules for it.
type table struct{ *rules.Pack }

func newTable() table {
	p := &rules.Pack{
		Name: "table", Version: "1.0.0", Digest: "sha256:0",
		Questions: []rules.Question{
			choice("visit", "first", "follow_up"), number("done", 20), number("before", 10), number("pain", 10),
			multi("area", "neck", "upper", "lower", "back"), multi("signs", "numb", "weak", "cough"),
			multi("medicines", "thinner", "steroid"), choice("pregnant", "no", "yes"), boolean("bleeding"), boolean("clots"),
			boolean("agreed"), choice("stress", "low", "high"), number("limits", 10),
			{ID: "notes", Kind: rules.FreeText, Max: 200},
		},
		Derived: []rules.Derived{
			{ID: "drop", Terms: []rules.WeightedAnswer{{Weight: 1, Question: 2}, {Weight: -1, Question: 3}}},
			{ID: "load", Terms: []rules.WeightedAnswer{{Weight: 1, Question: 2}, {Weight: 1, Question: 12}}},
		},
		Regions:      []rules.Region{{ID: "default", Emergency: said("112"), Urgent: said("a doctor")}, {ID: "IN", Emergency: said("108"), Urgent: said("a clinic")}},
		Sections:     []rules.Section{{ID: "all"}},
		Sources:      []rules.Source{{ID: "book"}, {ID: "trial"}},
		Areas:        4,
		SessionsDone: 1,
		Disclaimer:   said("no advice, call {emergency}"),
		Care:         []rules.Care{{ID: "walk", Text: said("walk")}, {ID: "sleep", Text: said("sleep"), Sources: []int{1, 0}}},
	}
	t := table{p}
	for _, id := range []string{"agreed", "stress", "limits", "notes"} {
		p.Questions[t.question(id)].Required = false
	}
	p.Questions[4].Options[3].Covers = 0b110 // the back is upper and lower
	p.Questions[t.question("done")].AskIf = t.has("visit", "follow_up")
	p.Questions[t.question("before")].AskIf = t.has("visit", "follow_up")
	p.Questions[t.question("bleeding")].AskIf = t.has("pregnant", "yes")
	p.Questions[t.question("clots")].AskIf = t.has("bleeding", "true")
	p.Therapies = []rules.Therapy{
		{ID: "knead", Areas: 0b111, Least: rules.Light, Usual: rules.Moderate, Most: rules.Firm, Minutes: [2]int{30, 60}, Provider: rules.Therapist},
		{ID: "deep", Areas: 0b011, Least: rules.Moderate, Usual: rules.Firm, Most: rules.Deep, Minutes: [2]int{20, 45}, Provider: rules.Therapist},
		{ID: "oil", Areas: 0b100, Least: rules.Stroking, Usual: rules.Light, Most: rules.Light, Minutes: [2]int{45, 90}, Provider: rules.Home},
	}
	p.Schedules = []rules.Schedule{
		{ID: "gentle", ReviewWeek: 2, MaxSessions: 3, Phases: []rules.Phase{
			{Weeks: [2]int{1, 2}, Rate: [2]rules.Rate{1, 4}, Minutes: [2]int{20, 30}},
			{Weeks: [2]int{3, 6}, Rate: [2]rules.Rate{4, 8}, Minutes: [2]int{30, 60}},
		}},
		{ID: "course", ReviewWeek: 4, CourseSessions: 5, Phases: []rules.Phase{
			{Weeks: [2]int{1, 4}, Rate: [2]rules.Rate{4, 8}, Minutes: [2]int{40, 45}},
		}},
		{ID: "long", ReviewWeek: 1, MaxSessions: 1, Phases: []rules.Phase{
			{Weeks: [2]int{1, 1}, Rate: [2]rules.Rate{4, 4}, Minutes: [2]int{80, 90}},
		}},
	}
	p.Notes = []rules.NoteTerm{
		t.note("medicines", "thinner", "warfarin", "Blood thinner"),
		t.note("medicines", "steroid", "prednisone"),
		t.note("pregnant", "yes", "pregnant"),
		t.note("signs", "numb", "numb between the legs"),
		t.note("bleeding", "true", "bleeding"),
		t.note("stress", "high", "überarbeitet"),
	}
	p.Cues = []rules.NoteCue{{Category: rules.Negated, Direction: rules.Forward, Phrases: []string{"no"}}}
	p.Notes[0].Harmless = []string{"rat's Warfarin bait", "a blood thinner, thinner"}
	for d := range p.Dispositions {
		p.Dispositions[d].Text = said(rules.Disposition(d).String())
	}
	p.Dispositions[rules.Urgent].Unsure = said("urgent, as you are unsure")
	return t
}

// said is a text in both wordings.
func said(s string) rules.Text { return rules.Text{Patient: "You: " + s, Practitioner: "They: " + s} }

func question(id string, kind rules.Kind, options []string) rules.Question {
	q := rules.Question{ID: id, Kind: kind, Required: true, Unsure: true, Why: said("why " + id)}
	for _, o := range options {
		q.Options = append(q.Options, rules.Option{ID: o})
	}
	return q
}

func choice(id string, options ...string) rules.Question { return question(id, rules.Choice, options) }
func multi(id string, options ...string) rules.Question  { return question(id, rules.Multi, options) }
func boolean(id string) rules.Question {
	return question(id, rules.Bool, []string{"false", "true"})
}

func number(id string, most int) rules.Question {
	q := question(id, rules.Int, nil)
	q.Max = most
	return q
}

// index is the position of id in a list of ids; an id that is not there is our own mistake.
func index[T any](list []T, id string, idOf func(T) string) int {
	i := slices.IndexFunc(list, func(x T) bool { return idOf(x) == id })
	if i < 0 {
		panic(fmt.Sprintf("the table has no %q", id))
	}
	return i
}

func (t table) question(id string) int {
	return index(t.Questions, id, func(q rules.Question) string { return q.ID })
}

// options is a set of options of a question, or of body areas.
func (t table) options(question string, ids ...string) (set uint64) {
	for _, id := range ids {
		set |= 1 << index(t.Questions[t.question(question)].Options, id, func(o rules.Option) string { return o.ID })
	}
	return set
}

func (t table) therapy(id string) int {
	return index(t.Therapies, id, func(x rules.Therapy) string { return x.ID })
}

func (t table) note(question, option string, terms ...string) rules.NoteTerm {
	return rules.NoteTerm{Question: t.question(question), Options: t.options(question, option), Terms: terms}
}

// Conditions.

func (t table) has(question string, options ...string) *rules.Condition {
	return &rules.Condition{Op: rules.OneOf, Derived: -1, Question: t.question(question), Options: t.options(question, options...)}
}

func (t table) between(question string, lo, hi int) *rules.Condition {
	return &rules.Condition{Op: rules.Compare, Derived: -1, Question: t.question(question), Min: lo, Max: hi}
}

func (t table) atLeast(derived string, lo int) *rules.Condition {
	d := index(t.Derived, derived, func(d rules.Derived) string { return d.ID })
	_, hi := t.Derived[d].Range(t.Questions)
	return &rules.Condition{Op: rules.Compare, Derived: d, Min: lo, Max: hi}
}

func always() *rules.Condition                      { return &rules.Condition{Op: rules.Always} }
func all(of ...*rules.Condition) *rules.Condition   { return &rules.Condition{Op: rules.All, Of: of} }
func anyOf(of ...*rules.Condition) *rules.Condition { return &rules.Condition{Op: rules.Any, Of: of} }
func not(c *rules.Condition) *rules.Condition {
	return &rules.Condition{Op: rules.Not, Of: []*rules.Condition{c}}
}
func nOf(n int, of ...*rules.Condition) *rules.Condition {
	return &rules.Condition{Op: rules.AtLeast, N: n, Of: of}
}

func named(c *rules.Condition) *rules.Condition {
	return &rules.Condition{Op: rules.Is, Name: "named", Of: []*rules.Condition{c}}
}

// Rules and their effects.

type effect func(*rules.Effect)

func rule(id string, when *rules.Condition, effects ...effect) rules.Rule {
	r := rules.Rule{ID: id, When: when, Text: said(id), Then: rules.Effect{Schedule: -1}}
	for _, e := range effects {
		e(&r.Then)
	}
	return r
}

func gives(d, ifUnsure rules.Disposition) effect {
	return func(e *rules.Effect) { e.Disposition, e.IfUnsure = d, ifUnsure }
}

func (t table) suggests(therapy string, score int) effect {
	return func(e *rules.Effect) {
		e.Suggest = append(e.Suggest, rules.Suggestion{Therapy: t.therapy(therapy), Score: score})
	}
}

func (t table) excludes(therapy string) effect {
	return func(e *rules.Effect) { e.Exclude |= 1 << t.therapy(therapy) }
}

func (t table) cautions(therapy string) effect {
	return func(e *rules.Effect) { e.Caution.Therapies |= 1 << t.therapy(therapy) }
}

func cautionsAll() effect { return func(e *rules.Effect) { e.Caution.General = true } }

func (t table) avoids(areas ...string) effect {
	return func(e *rules.Effect) { e.Avoid = t.options("area", areas...) }
}

func caps(c rules.Cap) effect { return func(e *rules.Effect) { e.Cap = c } }

func prefers(p rules.Pressure) effect { return func(e *rules.Effect) { e.Prefer = p } }

func (t table) assigns(schedule string) effect {
	i := index(t.Schedules, schedule, func(s rules.Schedule) string { return s.ID })
	return func(e *rules.Effect) { e.Schedule = i }
}

func (t table) cares(ids ...string) effect {
	return func(e *rules.Effect) {
		for _, id := range ids {
			e.Care = append(e.Care, index(t.Pack.Care, id, func(c rules.Care) string { return c.ID }))
		}
	}
}

// intake is made of words like "pain=3", "signs=numb,?", "signs=none", "signs=?" and
// "signs=-" for no answer; later ones replace earlier ones. An underscore in notes is a blank;
// "confirmed=signs" says that the question was asked again.
func (t table) intake(answers string) *rules.Intake {
	in := rules.NewIntake(t.Pack)
	for _, word := range strings.Fields(answers) {
		id, value, _ := strings.Cut(word, "=")
		if id == "confirmed" {
			in.Confirmed = append(in.Confirmed, t.question(value))
			continue
		}
		in.Answers[t.question(id)] = t.answer(id, value)
	}
	return in
}

func (t table) answer(id, value string) rules.Answer {
	kind := t.Questions[t.question(id)].Kind
	a := rules.Answer{State: rules.Answered}
	switch {
	case value == "-":
		a.State = rules.Unanswered
	case value == "?":
		a.State = rules.Unsure
	case kind == rules.FreeText:
		a.Text = strings.ReplaceAll(value, "_", " ")
	case kind == rules.Int:
		n, err := strconv.Atoi(value)
		if err != nil {
			panic(err)
		}
		a.Int = n
	case value != "none":
		if sure, unsure := strings.CutSuffix(value, ",?"); unsure {
			a.State, value = rules.Unsure, sure
		}
		a.Ticks = t.options(id, strings.Split(value, ",")...)
	}
	return a
}

// summary is a result without its texts; parts that are empty are left out.
func summary(res *engine.Result) string {
	var s []string
	add := func(format string, args ...any) { s = append(s, fmt.Sprintf(format, args...)) }
	add("%s", res.Disposition)
	for _, a := range res.Actions {
		add("%s gives %s", a.Rule, a.Disposition)
	}
	for _, t := range res.Therapies {
		var why []string
		for _, r := range t.For {
			why = append(why, r.Rule)
		}
		add("%s %d %s %d %v for %v%s", t.ID, t.Score, t.Pressure, t.Minutes, t.Areas, why, because(" caution", t.Cautions))
	}
	for _, w := range res.Withheld {
		add("withheld %s%s", w.ID, because("", w.Because))
	}
	for _, a := range res.Avoid {
		add("avoid %s%s", a.Area, because("", a.Because))
	}
	if p := res.Plan; p != nil {
		add("plan %s review %d max %d%s", p.Schedule, p.ReviewWeek, p.MaxSessions, because("", p.Because))
		for _, ph := range p.Phases {
			add("weeks %d-%d rate %v-%v minutes %d-%d", ph.Weeks[0], ph.Weeks[1], ph.SessionsPerWeek[0], ph.SessionsPerWeek[1], ph.Minutes[0], ph.Minutes[1])
		}
	}
	for _, c := range res.Care {
		add("care %s", c.ID)
	}
	for _, c := range res.Cautions {
		add("caution %s", c.Rule)
	}
	for _, m := range res.Missing {
		add("missing %s %s", m.Question, m.State)
	}
	for _, id := range res.Ignored {
		add("ignored %s", id)
	}
	return strings.Join(s, "; ")
}

func because(what string, reasons []engine.Reason) string {
	var ids []string
	for _, r := range reasons {
		ids = append(ids, r.Rule)
	}
	if len(ids) == 0 {
		return ""
	}
	return fmt.Sprintf("%s %v", what, ids)
}
