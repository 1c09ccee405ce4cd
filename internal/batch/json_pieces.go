package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"knead/engine"
	"knead/rules"
)

// jsonRenderer assembles results from pieces of JSON that were encoded when it was made.
// A piece that is an item of a list begins with a comma.
type jsonRenderer struct {
	pack    *rules.Pack
	wording engine.Wording
	full    bool

	head        []byte    // up to the id
	disposition [7][]byte // from the id to the first action
	toMissing   []byte    // from the actions to the first missing answer, when nothing lies between
	tail        []byte    // from the ignored answers to the end of the line

	actions   [][2][]byte // by rule: sure, and through if_unsure
	blank     []byte      // the action of missing answers
	reasons   [][]byte    // by rule
	arguments [][]byte    // by rule: why a therapy is suggested
	therapies []therapyPieces
	withheld  [][]byte    // by therapy, up to the reasons
	avoid     [][]byte    // by area, up to the reasons
	areas     [][]byte    // by option of the areas question
	schedules [][]byte    // by schedule, up to the phases
	reviews   [][]byte    // by schedule, from the phases to max_sessions
	rates     [][]byte    // by rate
	care      [][]byte    // by care item
	missing   [][3][]byte // by question and state; of a note only up to the reason when full
	ignored   [][]byte    // by question
}

// therapyPieces are the fixed parts of a therapy.
type therapyPieces struct {
	toScore   []byte
	toMinutes [rules.Deep + 1][]byte // by pressure, from the score
	toAreas   []byte
}

func newJSONRenderer(p *engine.Program, v engine.Voice, full bool) *jsonRenderer {
	pack := p.Pack()
	r := &jsonRenderer{pack: pack, wording: p.Wording(v), full: full}
	r.encodeFrame()
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
func (r *jsonRenderer) item(compact, full any) []byte {
	if r.full {
		return append([]byte{','}, encode(full)...)
	}
	return append([]byte{','}, encode(compact)...)
}

// open encodes an item up to its last list, which is empty in the value.
func open(item []byte) []byte { return bytes.TrimSuffix(item, []byte("[]}")) }

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
	r.toMissing = []byte(`],"therapies":[],"withheld":[],"avoid":[],"plan":null,"care":[],"cautions":[],"missing":`)
	r.tail = fmt.Appendf(nil, `],"disclaimer":%s}`+"\n", encode(r.wording.Say(disclaimer)))
	ref := encode(engine.PackRef{Name: r.pack.Name, Version: r.pack.Version, Digest: r.pack.Digest})
	for d := range r.disposition {
		r.disposition[d] = fmt.Appendf(nil, `,"pack":%s,"disposition":"%s","actions":`, ref, rules.Disposition(d))
	}
}

func (r *jsonRenderer) encodeRules() {
	type ref struct {
		Rule string `json:"rule"`
	}
	for i := range r.pack.Rules {
		rule := &r.pack.Rules[i]
		text := r.wording.Say(rule.Text)
		r.reasons = append(r.reasons, r.item(ref{rule.ID}, engine.Reason{Rule: rule.ID, Text: text}))
		r.arguments = append(r.arguments, r.item(ref{rule.ID}, engine.SourcedReason{Rule: rule.ID, Text: text, Sources: r.wording.Sources(rule.Sources)}))
		var actions [2][]byte
		if rule.Then.Disposition != rules.Proceed {
			sure := r.wording.Action(engine.ActionDecision{Rule: int32(i), Given: rule.Then.Disposition})
			unsure := r.wording.Action(engine.ActionDecision{Rule: int32(i), Given: rule.Then.IfUnsure, Unsure: true})
			actions = [2][]byte{r.item(sure, sure), r.item(unsure, unsure)}
		}
		r.actions = append(r.actions, actions)
	}
	blank := r.wording.Action(engine.ActionDecision{Rule: -1, Given: rules.Incomplete})
	r.blank = r.item(blank, blank)
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
		pieces := therapyPieces{toScore: fmt.Appendf(nil, `,{"id":%s,"score":`, encode(t.ID))}
		if r.full {
			pieces.toScore = fmt.Appendf(nil, `,{"id":%s,"name":%s,"score":`, encode(t.ID), encode(name))
		}
		for p := range pieces.toMinutes {
			pieces.toMinutes[p] = fmt.Appendf(nil, `,"pressure":"%s","minutes":`, rules.Pressure(p))
		}
		pieces.toAreas = fmt.Appendf(nil, `,"provider":"%s","areas":`, t.Provider)
		r.therapies = append(r.therapies, pieces)
		r.withheld = append(r.withheld, open(r.item(list{t.ID, []string{}}, engine.Withheld{ID: t.ID, Name: name, Because: []engine.Reason{}})))
	}
	options := r.pack.Questions[r.pack.Areas].Options
	for i := range options {
		id := options[i].ID
		r.areas = append(r.areas, r.item(id, id))
		r.avoid = append(r.avoid, open(r.item(area{id, []string{}}, area{id, []string{}})))
	}
}

func (r *jsonRenderer) encodeSchedules() {
	most := rules.Rate(0)
	for i := range r.pack.Schedules {
		s := &r.pack.Schedules[i]
		r.schedules = append(r.schedules, fmt.Appendf(nil, `{"schedule":%s,"phases":[`, encode(s.ID)))
		r.reviews = append(r.reviews, fmt.Appendf(nil, `],"review_week":%d,"max_sessions":`, s.ReviewWeek))
		for _, phase := range s.Phases {
			most = max(most, phase.Rate[1])
		}
	}
	for rate := range most + 1 {
		r.rates = append(r.rates, strconv.AppendFloat(nil, rate.PerWeek(), 'f', -1, 64))
	}
}

func (r *jsonRenderer) encodeQuestions() {
	type missing struct {
		Question string `json:"question"`
		State    string `json:"state"`
	}
	for q := range r.pack.Questions {
		id := r.pack.Questions[q].ID
		var states [3][]byte
		for state := range states {
			m := engine.MissingDecision{Question: int32(q), State: engine.MissingState(state)}
			name := m.State.String()
			states[state] = r.item(missing{id, name}, engine.Missing{Question: id, State: name, Matters: r.wording.Matters(m)})
			if r.full && m.State == engine.MissingNotes {
				states[state] = bytes.TrimSuffix(r.item(nil, engine.Missing{Question: id, State: name}), []byte(`""}`))
			}
		}
		r.missing = append(r.missing, states)
		r.ignored = append(r.ignored, r.item(id, id))
	}
}
