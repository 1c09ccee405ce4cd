package fastwrite

import (
	"math/bits"
	"reflect"

	"knead/engine"
	"knead/internal/records"
	"knead/rules"
)

// jsonWriter writes results as lines of JSON. Fragments that are an item of a list end with
// a comma.
type jsonWriter struct {
	encoder
	pack    *rules.Pack
	wording engine.Wording

	head        string    // up to the id
	disposition [7]string // from the id to the actions
	advice      []section // what only a disposition that carries therapies has
	noAdvice    string    // their fragments, when it does not
	rest        []section // behind them
	tail        string

	actions        []string // by actionIndex
	reasons        []string // by rule
	arguments      []string // by rule: why a therapy is suggested
	therapies      [][]string
	withheld       [][]string // by therapy
	avoid          [][]string // by area
	areas          []string   // by option of the areas question
	schedules      [][]string
	phase          []string
	rates          []string      // by rate
	care           []string      // by care item
	notes          [][]string    // by note term
	missing        [][3][]string // by question and state
	ignored        []string      // by question
	contradictions []string
	answers        [][]string // by question
	values         [][]string // by question and option
	labels         [][]string // by question and option
}

// section is a field of a result that differs: what stands before its value, and what
// appends the value.
type section struct {
	before string
	advice bool // it is empty when no therapies are given
	value  appendValue
}

type appendValue func(w *jsonWriter, to []byte, d *engine.Decision) []byte

// sections are the fields of a result that a decision fills, by their keys, but for those
// that list what there is of a kind of effect: the table of kinds names these.
var sections = map[string]section{
	"therapies": {"", true, (*jsonWriter).therapyList},
	"withheld":  {"", true, (*jsonWriter).withheldList},
	"avoid":     {"", true, (*jsonWriter).avoidList},
	"plan":      {"", true, (*jsonWriter).plan},
	"notes":     {"", false, (*jsonWriter).noteList},
	"missing":   {"", false, (*jsonWriter).missingList},
	"ignored":   {"", false, func(w *jsonWriter, to []byte, d *engine.Decision) []byte { return list(to, w.ignored, d.Ignored) }},
	"contradictions": {"", false, func(w *jsonWriter, to []byte, d *engine.Decision) []byte {
		return list(to, w.contradictions, d.Contradictions)
	}},
	"never_asked": {"", false, (*jsonWriter).neverAsked},
	"answers":     {"", false, (*jsonWriter).answerList},
}

// NewJSON returns a writer of results as lines of JSON, in the full form or the compact one.
func NewJSON(p *engine.Program, v engine.Voice, full bool) Writer {
	w := &jsonWriter{encoder: encoder{full}, pack: p.Pack(), wording: p.Wording(v)}
	w.encodeRules()
	w.encodeTherapies()
	w.encodeSchedules()
	w.encodeQuestions()
	w.encodeResult()
	return w
}

func (w *jsonWriter) encodeResult() {
	disclaimer := w.pack.DisclaimerLine
	if w.full {
		disclaimer = w.pack.Disclaimer
	}
	result := engine.Result{
		Format:     engine.ResultFormat,
		Pack:       engine.PackRef{Name: w.pack.Name, Version: w.pack.Version, Digest: w.pack.Digest},
		Disclaimer: w.wording.Say(disclaimer),
	}
	holes, found := []string{"ID", "Disposition", "Actions"}, []section{}
	for i := range reflect.TypeOf(result).NumField() {
		field := reflect.TypeOf(result).Field(i)
		if s, is := w.section(field.Tag.Get("json")); is && w.writes(field) {
			holes, found = append(holes, field.Name), append(found, s)
		}
	}
	parts := w.fragments(result, holes...)
	w.head, w.tail = parts[0], parts[len(parts)-1]+"\n"
	for d := range w.disposition {
		w.disposition[d] = parts[1] + string(encode(rules.Disposition(d).String())) + parts[2] + "["
	}
	nothing := &engine.Decision{Plan: engine.PlanDecision{Schedule: -1}}
	for i, s := range found {
		if s.before = parts[3+i]; !s.advice {
			w.rest = append(w.rest, s)
			continue
		}
		w.advice = append(w.advice, s)
		w.noAdvice += string(s.value(w, []byte(s.before), nothing))
	}
}

// section returns the section of a result with the key, if a decision fills it.
func (w *jsonWriter) section(key string) (s section, is bool) {
	if s, is = sections[key]; is {
		return s, true
	}
	for k := range rules.EffectKinds {
		if k.List() != key {
			continue
		}
		var all []string
		switch k.Over() {
		case rules.OverRules:
			all = w.reasons
		case rules.OverCare:
			all = w.care
		default:
			panic("fastwrite: results cannot list what there is of " + k.String())
		}
		return section{"", true, func(_ *jsonWriter, to []byte, d *engine.Decision) []byte { return list(to, all, d.Lists[k]) }}, true
	}
	return s, false
}

func (w *jsonWriter) encodeRules() {
	blank := engine.ActionDecision{Rule: -1, Given: rules.Incomplete}
	w.actions = append(w.actions, w.item(w.wording.Action(blank)), "")
	for i := range w.pack.Rules {
		rule := &w.pack.Rules[i]
		text := w.wording.Say(rule.Text)
		w.reasons = append(w.reasons, w.item(engine.Reason{Rule: rule.ID, Text: text}))
		w.arguments = append(w.arguments, w.item(engine.SourcedReason{Rule: rule.ID, Text: text, Sources: w.wording.Sources(rule.Sources)}))
		var sure, unsure string
		if rule.Then.Disposition != rules.Proceed {
			sure = w.item(w.wording.Action(engine.ActionDecision{Rule: int32(i), Given: rule.Then.Disposition}))
			unsure = w.item(w.wording.Action(engine.ActionDecision{Rule: int32(i), Given: rule.Then.IfUnsure, Unsure: true}))
		}
		w.actions = append(w.actions, sure, unsure)
	}
	for i := range w.pack.Care {
		c := &w.pack.Care[i]
		w.care = append(w.care, w.item(engine.CareAdvice{ID: c.ID, Text: w.wording.Say(c.Text), Sources: w.wording.Sources(c.Sources)}))
	}
}

// actionIndex returns where an action is among the actions. Rule is -1 for missing answers.
func actionIndex(rule int32, unsure bool) int32 {
	i := 2 * (rule + 1)
	if unsure {
		i++
	}
	return i
}

func (w *jsonWriter) encodeTherapies() {
	for i := range w.pack.Therapies {
		t := &w.pack.Therapies[i]
		name := w.wording.Say(t.Name)
		w.therapies = append(w.therapies, w.fragments(engine.TherapyAdvice{ID: t.ID, Name: name, Provider: t.Provider.String()},
			"Score", "Pressure", "Minutes", "Areas", "For", "Cautions"))
		w.withheld = append(w.withheld, w.fragments(engine.Withheld{ID: t.ID, Name: name}, "Because"))
	}
	options := w.pack.Questions[w.pack.Areas].Options
	for i := range options {
		id := options[i].ID
		w.areas = append(w.areas, string(encode(id))+",")
		w.avoid = append(w.avoid, w.fragments(engine.AvoidArea{Area: id}, "Because"))
	}
}

func (w *jsonWriter) encodeSchedules() {
	most := rules.Rate(0)
	for i := range w.pack.Schedules {
		s := &w.pack.Schedules[i]
		w.schedules = append(w.schedules, w.fragments(engine.Plan{Schedule: s.ID, ReviewWeek: s.ReviewWeek}, "Phases", "MaxSessions", "Because"))
		for _, phase := range s.Phases {
			most = max(most, phase.Rate[1])
		}
	}
	w.phase = w.fragments(engine.PlanPhase{}, "Weeks", "SessionsPerWeek", "Minutes")
	for rate := range most + 1 {
		w.rates = append(w.rates, string(appendRate(nil, rate.PerWeek())))
	}
}

func (w *jsonWriter) encodeQuestions() {
	for i := range w.pack.Notes {
		w.notes = append(w.notes, w.fragments(engine.NoteOf(w.pack, i), "Words", "Taken"))
	}
	for q := range w.pack.Questions {
		id := w.pack.Questions[q].ID
		var states [3][]string
		for state := range states {
			m := engine.MissingDecision{Question: int32(q), State: engine.MissingState(state)}
			missing := engine.Missing{Question: id, State: m.State.String(), Matters: w.wording.Matters(&engine.Decision{}, m)}
			if w.full && m.State == engine.MissingNotes {
				states[state] = w.fragments(missing, "AtStake", "Matters") // which names the note
			} else {
				states[state] = w.fragments(missing, "AtStake")
			}
		}
		w.missing = append(w.missing, states)
		w.ignored = append(w.ignored, string(encode(id))+",")
	}
	for q := range w.pack.Questions {
		question := &w.pack.Questions[q]
		w.answers = append(w.answers, w.fragments(w.wording.Answer(engine.AnswerDecision{Question: int32(q)}), "State", "Values", "Labels"))
		var values, labels []string
		for k := range question.Options {
			values = append(values, string(encode(engine.OptionValue(question, k))))
			labels = append(labels, string(encode(w.wording.Say(question.Options[k].Label))))
		}
		w.values, w.labels = append(w.values, values), append(w.labels, labels)
	}
	for i := range w.pack.Contradicts {
		w.contradictions = append(w.contradictions, w.item(w.wording.Contradiction(int32(i))))
	}
}

func (w *jsonWriter) Header() []byte { return nil }

func (w *jsonWriter) Result(to []byte, id records.ID, d *engine.Decision) []byte {
	to = appendID(append(to, w.head...), id)
	to = append(to, w.disposition[d.Disposition]...)
	for _, a := range d.Actions {
		to = append(to, w.actions[actionIndex(a.Rule, a.Unsure)]...)
	}
	to = closed(to)
	if d.Disposition.CarriesTherapies() {
		for i := range w.advice {
			s := &w.advice[i]
			to = s.value(w, append(to, s.before...), d)
		}
	} else {
		to = append(to, w.noAdvice...)
	}
	for i := range w.rest {
		s := &w.rest[i]
		to = s.value(w, append(to, s.before...), d)
	}
	return append(to, w.tail...)
}

func (w *jsonWriter) therapyList(to []byte, d *engine.Decision) []byte {
	to = append(to, '[')
	for i := range d.Therapies {
		t := &d.Therapies[i]
		part := w.therapies[t.Therapy]
		to = appendInt(append(to, part[0]...), t.Score)
		to = append(append(append(append(to, part[1]...), '"'), t.Pressure.String()...), '"')
		to = appendInt(append(to, part[2]...), t.Minutes)
		to = append(append(to, part[3]...), '[')
		for left := t.Areas; left != 0; left &= left - 1 {
			to = append(to, w.areas[bits.TrailingZeros64(left)]...)
		}
		to = append(closed(to), part[4]...)
		to = append(list(to, w.arguments, d.Rules(t.For)), part[5]...)
		to = append(list(to, w.reasons, d.Rules(t.Cautions)), part[6]...)
		to = append(to, ',')
	}
	return closed(to)
}

func (w *jsonWriter) withheldList(to []byte, d *engine.Decision) []byte {
	to = append(to, '[')
	for i := range d.Withheld {
		to = w.because(to, w.withheld[d.Withheld[i].Therapy], d.Rules(d.Withheld[i].Because))
	}
	return closed(to)
}

func (w *jsonWriter) avoidList(to []byte, d *engine.Decision) []byte {
	to = append(to, '[')
	for i := range d.Avoid {
		to = w.because(to, w.avoid[d.Avoid[i].Area], d.Rules(d.Avoid[i].Because))
	}
	return closed(to)
}

// because appends an item of a list whose only other part is the rules behind it.
func (w *jsonWriter) because(to []byte, part []string, rules []int32) []byte {
	to = list(append(to, part[0]...), w.reasons, rules)
	return append(append(to, part[1]...), ',')
}

func (w *jsonWriter) plan(to []byte, d *engine.Decision) []byte {
	if d.Plan.Schedule < 0 {
		return append(to, "null"...)
	}
	plan := w.schedules[d.Plan.Schedule]
	to = append(append(to, plan[0]...), '[')
	for phase := range w.pack.Schedules[d.Plan.Schedule].Course(d.Plan.Cap, d.Plan.MaxSessions) {
		to = appendPair(append(to, w.phase[0]...), phase.Weeks)
		to = append(append(append(to, w.phase[1]...), '['), w.rates[phase.Rate[0]]...)
		to = append(append(append(to, ','), w.rates[phase.Rate[1]]...), ']')
		to = appendPair(append(to, w.phase[2]...), phase.Minutes)
		to = append(append(to, w.phase[3]...), ',')
	}
	to = appendInt(append(closed(to), plan[1]...), d.Plan.MaxSessions)
	return append(list(append(to, plan[2]...), w.reasons, d.Rules(d.Plan.Because)), plan[3]...)
}

func appendPair(to []byte, pair [2]int) []byte {
	return append(appendInt(append(appendInt(append(to, '['), pair[0]), ','), pair[1]), ']')
}

func (w *jsonWriter) noteList(to []byte, d *engine.Decision) []byte {
	to = append(to, '[')
	for i := range d.Notes {
		n := &d.Notes[i]
		part := w.notes[n.Term]
		to = AppendString(append(to, part[0]...), n.Words)
		to = append(append(append(append(to, part[1]...), '"'), n.Taken.String()...), '"')
		to = append(append(to, part[2]...), ',')
	}
	return closed(to)
}

func (w *jsonWriter) missingList(to []byte, d *engine.Decision) []byte {
	to = append(to, '[')
	for _, m := range d.Missing {
		part := w.missing[m.Question][m.State]
		to = append(append(append(append(to, part[0]...), '"'), m.AtStake.String()...), '"')
		if to = append(to, part[1]...); len(part) > 2 {
			to = append(AppendString(to, w.wording.Matters(d, m)), part[2]...)
		}
		to = append(to, ',')
	}
	return closed(to)
}

func (w *jsonWriter) neverAsked(to []byte, d *engine.Decision) []byte {
	to = append(to, '[')
	for _, n := range d.NeverAsked {
		to = append(to, w.item(engine.NeverAskedOf(w.pack, n))...)
	}
	return closed(to)
}

func (w *jsonWriter) answerList(to []byte, d *engine.Decision) []byte {
	to = append(to, '[')
	for i := range d.Answers {
		a := &d.Answers[i]
		part, kind := w.answers[a.Question], w.pack.Questions[a.Question].Kind
		value := func(label bool) {
			switch {
			case kind.HasOptions() && label:
				to = ticked(to, w.labels[a.Question], a.Ticks)
			case kind.HasOptions():
				to = ticked(to, w.values[a.Question], a.Ticks)
			case a.State == rules.Unsure:
			case kind.IsText():
				to = AppendString(to, a.Text)
			case label:
				to = append(appendInt(append(to, '"'), a.Int), '"')
			default:
				to = appendInt(to, a.Int)
			}
			to = append(to, ']')
		}
		to = append(append(append(append(to, part[0]...), '"'), a.State.String()...), '"')
		to = append(append(to, part[1]...), '[')
		value(false)
		to = append(append(to, part[2]...), '[')
		value(true)
		to = append(append(to, part[3]...), ',')
	}
	return closed(to)
}

// ticked appends what stands for the options of a set, with commas between.
func ticked(to []byte, all []string, set uint64) []byte {
	for ; set != 0; set &= set - 1 {
		to = append(to, all[bits.TrailingZeros64(set)]...)
		if set&(set-1) != 0 {
			to = append(to, ',')
		}
	}
	return to
}

func (w *jsonWriter) Reject(to []byte, record int64, r *records.Reject) []byte {
	return append(AppendReject(to, record, r), "}\n"...)
}
