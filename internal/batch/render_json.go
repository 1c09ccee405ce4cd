package batch

import (
	"math/bits"
	"strconv"

	"knead/engine"
)

func (r *jsonRenderer) header() []byte { return nil }

func (r *jsonRenderer) result(to []byte, id identity, d *engine.Decision) []byte {
	to = append(to, r.head...)
	to = appendID(to, id)
	to = append(to, r.disposition[d.Disposition]...)
	first := len(to)
	for _, a := range d.Actions {
		switch {
		case a.Rule < 0:
			to = append(to, r.blank...)
		case a.Unsure:
			to = append(to, r.actions[a.Rule][1]...)
		default:
			to = append(to, r.actions[a.Rule][0]...)
		}
	}
	to = bracket(to, first)
	if d.Disposition.CarriesTherapies() {
		to = r.advice(to, d)
	} else {
		to = append(to, r.toMissing...)
	}
	first = len(to)
	for _, m := range d.Missing {
		to = append(to, r.missing[m.Question][m.State]...)
		if r.full && m.State == engine.MissingNotes {
			to = append(appendString(to, r.wording.Matters(m)), '}')
		}
	}
	to = append(bracket(to, first), `],"ignored":`...)
	first = len(to)
	for _, q := range d.Ignored {
		to = append(to, r.ignored[q]...)
	}
	return append(bracket(to, first), r.tail...)
}

// bracket opens a list whose items, each behind a comma, were appended from first on.
func bracket(to []byte, first int) []byte {
	if len(to) == first {
		return append(to, '[')
	}
	to[first] = '['
	return to
}

// advice appends everything from the therapies up to the first missing answer.
func (r *jsonRenderer) advice(to []byte, d *engine.Decision) []byte {
	to = append(to, `],"therapies":`...)
	first := len(to)
	for i := range d.Therapies {
		to = r.therapy(to, d, &d.Therapies[i])
	}
	to = append(bracket(to, first), `],"withheld":`...)
	first = len(to)
	for i := range d.Withheld {
		to = append(to, r.withheld[d.Withheld[i].Therapy]...)
		to = append(list(to, r.reasons, d.Rules(d.Withheld[i].Because)), ']', '}')
	}
	to = append(bracket(to, first), `],"avoid":`...)
	first = len(to)
	for i := range d.Avoid {
		to = append(to, r.avoid[d.Avoid[i].Area]...)
		to = append(list(to, r.reasons, d.Rules(d.Avoid[i].Because)), ']', '}')
	}
	to = append(bracket(to, first), `],"plan":`...)
	to = append(r.plan(to, d), `,"care":`...)
	to = append(list(to, r.care, d.Care), `],"cautions":`...)
	to = list(to, r.reasons, d.Cautions)
	return append(to, `],"missing":`...)
}

// list appends a list of items by their indices, but for its closing bracket.
func list(to []byte, pieces [][]byte, indices []int32) []byte {
	first := len(to)
	for _, i := range indices {
		to = append(to, pieces[i]...)
	}
	return bracket(to, first)
}

func (r *jsonRenderer) therapy(to []byte, d *engine.Decision, t *engine.TherapyDecision) []byte {
	pieces := &r.therapies[t.Therapy]
	to = appendInt(append(to, pieces.toScore...), t.Score)
	to = appendInt(append(to, pieces.toMinutes[t.Pressure]...), t.Minutes)
	to = append(to, pieces.toAreas...)
	first := len(to)
	for left := t.Areas; left != 0; left &= left - 1 {
		to = append(to, r.areas[bits.TrailingZeros64(left)]...)
	}
	to = append(bracket(to, first), `],"for":`...)
	to = append(list(to, r.arguments, d.Rules(t.For)), `],"cautions":`...)
	return append(list(to, r.reasons, d.Rules(t.Cautions)), ']', '}')
}

func (r *jsonRenderer) plan(to []byte, d *engine.Decision) []byte {
	if d.Plan.Schedule < 0 {
		return append(to, "null"...)
	}
	to = append(to, r.schedules[d.Plan.Schedule]...)
	for i, phase := range r.pack.Schedules[d.Plan.Schedule].Phases {
		if i > 0 {
			to = append(to, ',')
		}
		phase = phase.Within(d.Plan.Cap)
		to = appendInt(append(to, `{"weeks":[`...), phase.Weeks[0])
		to = appendInt(append(to, ','), phase.Weeks[1])
		to = append(append(to, `],"sessions_per_week":[`...), r.rates[phase.Rate[0]]...)
		to = append(append(to, ','), r.rates[phase.Rate[1]]...)
		to = appendInt(append(to, `],"minutes":[`...), phase.Minutes[0])
		to = appendInt(append(to, ','), phase.Minutes[1])
		to = append(to, ']', '}')
	}
	to = appendInt(append(to, r.reviews[d.Plan.Schedule]...), d.Plan.MaxSessions)
	to = append(to, `,"because":`...)
	return append(list(to, r.reasons, d.Rules(d.Plan.Because)), ']', '}')
}

// rejectFormat names the format of a rejection.
const rejectFormat = "knead/reject/v1"

func (r *jsonRenderer) reject(to []byte, record int64, rejected *rejection) []byte {
	return append(appendRejection(to, record, rejected), '}', '\n')
}

// appendRejection appends a rejection without its closing brace.
func appendRejection(to []byte, record int64, r *rejection) []byte {
	to = strconv.AppendInt(append(to, `{"format":"`+rejectFormat+`","record":`...), record, 10)
	to = append(to, `,"id":`...)
	if r.id == nil {
		to = append(to, "null"...)
	} else {
		to = appendString(to, *r.id)
	}
	return appendVisible(append(to, `,"errors":`...), encode(r.listed()))
}
