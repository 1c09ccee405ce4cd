package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"knead/engine"
	"knead/rules"
)

// jsonRenderer makes results of pieces of JSON that were encoded when it was made. A piece that
// is an item of a list has a comma in front; the next piece is that item as the first of a list.
type jsonRenderer struct {
	*pieces
	pack    *rules.Pack
	wording engine.Wording
	full    bool
	list    []piece // of the result under way

	head        []byte   // up to the id
	disposition [7]piece // from the id to the first action
	noAdvice    piece    // from the actions to the first missing answer, when nothing lies between
	tail        piece    // from the ignored answers to the end of the line

	actions   []piece // by actionIndex
	reasons   []piece // by rule
	arguments []piece // by rule: why a therapy is suggested
	therapies []therapyPieces
	withheld  []piece // by therapy, up to the reasons
	avoid     []piece // by area, up to the reasons
	areas     []piece // by option of the areas question
	schedules []schedulePieces
	rates     []piece    // by rate
	care      []piece    // by care item
	missing   [][3]piece // by question and state; of a note only up to the reason when full
	ignored   []piece    // by question
	counts    []piece    // whole numbers below 100

	toTherapies, toWithheld, toAvoid, toPlan, toCare, toCautions, toMissing, toIgnored, toFor piece
	toPhaseMinutes, toBecause, itemEnd, planEnd, noPlan                                       piece
}

// therapyPieces are the fixed parts of a therapy.
type therapyPieces struct {
	toScore   piece
	toMinutes [rules.Deep + 1]piece // by pressure, from the score
	toAreas   piece
}

// schedulePieces are the fixed parts of a schedule.
type schedulePieces struct {
	toPhases  piece
	toRates   []piece // by phase
	toMaximum piece
}

// forWorker returns a renderer that shares the pieces.
func (r *jsonRenderer) forWorker() renderer {
	own := *r
	own.list = nil
	return &own
}

func newJSONRenderer(p *engine.Program, v engine.Voice, full bool) *jsonRenderer {
	pack := p.Pack()
	r := &jsonRenderer{pack: pack, wording: p.Wording(v), full: full, pieces: newPieces()}
	r.encodeFrame()
	r.encodeBetween()
	r.encodeRules()
	r.encodeTherapies()
	r.encodeSchedules()
	r.encodeQuestions()
	for i := range pack.Care {
		c := &pack.Care[i]
		r.care = append(r.care, r.item(
			struct {
				ID string `json:"id"`
			}{c.ID},
			engine.CareAdvice{ID: c.ID, Text: r.wording.Say(c.Text), Sources: r.wording.Sources(c.Sources)}))
	}
	return r
}

// item encodes an item of a list in the compact or the full form.
func (r *jsonRenderer) item(compact, full any) piece { return r.opening(compact, full, "") }

// opening encodes an item but for its end.
func (r *jsonRenderer) opening(compact, full any, end string) piece {
	if r.full {
		compact = full
	}
	return r.addItem(bytes.TrimSuffix(encode(compact), []byte(end)))
}

// encode returns v as JSON, HTML left alone.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("batch: cannot encode %T: %v", v, err)) // strings and numbers only
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func (r *jsonRenderer) encodeFrame() {
	disclaimer := r.pack.DisclaimerLine
	if r.full {
		disclaimer = r.pack.Disclaimer
	}
	r.head = []byte(`{"format":"` + engine.ResultFormat + `","id":`)
	r.noAdvice = r.addf(`],"therapies":[],"withheld":[],"avoid":[],"plan":null,"care":[],"cautions":[],"missing":[`)
	r.tail = r.addf(`],"disclaimer":%s}`+"\n", encode(r.wording.Say(disclaimer)))
	ref := encode(engine.PackRef{Name: r.pack.Name, Version: r.pack.Version, Digest: r.pack.Digest})
	for d := range r.disposition {
		r.disposition[d] = r.addf(`,"pack":%s,"disposition":"%s","actions":[`, ref, rules.Disposition(d))
	}
}

// encodeBetween adds what stands between others whatever these are.
func (r *jsonRenderer) encodeBetween() {
	for _, between := range []struct {
		where *piece
		text  string
	}{
		{&r.toTherapies, `],"therapies":[`}, {&r.toFor, `],"for":[`}, {&r.toWithheld, `],"withheld":[`}, {&r.toAvoid, `],"avoid":[`},
		{&r.toPlan, `],"plan":`}, {&r.noPlan, `null`}, {&r.toPhaseMinutes, `],"minutes":[`},
		{&r.toBecause, `,"because":[`}, {&r.planEnd, `]}`}, {&r.toCare, `,"care":[`}, {&r.toCautions, `],"cautions":[`},
		{&r.toMissing, `],"missing":[`}, {&r.toIgnored, `],"ignored":[`}, {&r.itemEnd, `]}`},
	} {
		*between.where = r.add([]byte(between.text))
	}
	r.counts = r.addCounts(100)
}

func (r *jsonRenderer) encodeRules() {
	blank := r.wording.Action(engine.ActionDecision{Rule: -1, Given: rules.Incomplete})
	r.actions = append(r.actions, r.item(blank, blank), 0)
	type ref struct {
		Rule string `json:"rule"`
	}
	for i := range r.pack.Rules {
		rule := &r.pack.Rules[i]
		text := r.wording.Say(rule.Text)
		r.reasons = append(r.reasons, r.item(ref{rule.ID}, engine.Reason{Rule: rule.ID, Text: text}))
		r.arguments = append(r.arguments, r.item(ref{rule.ID}, engine.SourcedReason{Rule: rule.ID, Text: text, Sources: r.wording.Sources(rule.Sources)}))
		var actions [2]piece
		if rule.Then.Disposition != rules.Proceed {
			sure := r.wording.Action(engine.ActionDecision{Rule: int32(i), Given: rule.Then.Disposition})
			unsure := r.wording.Action(engine.ActionDecision{Rule: int32(i), Given: rule.Then.IfUnsure, Unsure: true})
			actions = [...]piece{r.item(sure, sure), r.item(unsure, unsure)}
		}
		r.actions = append(r.actions, actions[:]...)
	}
}

func (r *jsonRenderer) encodeTherapies() {
	type list struct {
		ID      string   `json:"id"`
		Because []string `json:"because"`
	}
	type area struct {
		Area    string   `json:"area"`
		Because []string `json:"because"`
	}
	for i := range r.pack.Therapies {
		t := &r.pack.Therapies[i]
		name := r.wording.Say(t.Name)
		pieces := therapyPieces{toScore: r.addItem(fmt.Appendf(nil, `{"id":%s,"score":`, encode(t.ID)))}
		if r.full {
			pieces.toScore = r.addItem(fmt.Appendf(nil, `{"id":%s,"name":%s,"score":`, encode(t.ID), encode(name)))
		}
		for p := range pieces.toMinutes {
			pieces.toMinutes[p] = r.addf(`,"pressure":"%s","minutes":`, rules.Pressure(p))
		}
		pieces.toAreas = r.addf(`,"provider":"%s","areas":[`, t.Provider)
		r.therapies = append(r.therapies, pieces)
		r.withheld = append(r.withheld, r.opening(list{t.ID, []string{}}, engine.Withheld{ID: t.ID, Name: name, Because: []engine.Reason{}}, "]}"))
	}
	options := r.pack.Questions[r.pack.Areas].Options
	for i := range options {
		id := options[i].ID
		r.areas = append(r.areas, r.item(id, id))
		r.avoid = append(r.avoid, r.opening(area{id, []string{}}, area{id, []string{}}, "]}"))
	}
}

func (r *jsonRenderer) encodeSchedules() {
	most := rules.Rate(0)
	for i := range r.pack.Schedules {
		s := &r.pack.Schedules[i]
		pieces := schedulePieces{
			toPhases:  r.addf(`{"schedule":%s,"phases":[`, encode(s.ID)),
			toMaximum: r.addf(`],"review_week":%d,"max_sessions":`, s.ReviewWeek),
		}
		for _, phase := range s.Phases {
			most = max(most, phase.Rate[1])
			item := fmt.Appendf(nil, `{"weeks":[%d,%d],"sessions_per_week":[`, phase.Weeks[0], phase.Weeks[1])
			pieces.toRates = append(pieces.toRates, r.addItem(item))
		}
		r.schedules = append(r.schedules, pieces)
	}
	for rate := range most + 1 {
		r.rates = append(r.rates, r.addItem(strconv.AppendFloat(nil, rate.PerWeek(), 'f', -1, 64)))
	}
}

func (r *jsonRenderer) encodeQuestions() {
	type missing struct {
		Question string `json:"question"`
		State    string `json:"state"`
	}
	for q := range r.pack.Questions {
		id := r.pack.Questions[q].ID
		var states [3]piece
		for state := range states {
			m := engine.MissingDecision{Question: int32(q), State: engine.MissingState(state)}
			name := m.State.String()
			states[state] = r.item(missing{id, name}, engine.Missing{Question: id, State: name, Matters: r.wording.Matters(m)})
			if r.full && m.State == engine.MissingNotes {
				states[state] = r.opening(nil, engine.Missing{Question: id, State: name}, `""}`)
			}
		}
		r.missing = append(r.missing, states)
		r.ignored = append(r.ignored, r.item(id, id))
	}
}
