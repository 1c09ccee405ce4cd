package batch

import (
	"math/bits"
	"strconv"

	"knead/engine"
	"knead/internal/records"
)

func (r *jsonRenderer) header() []byte { return nil }

func (r *jsonRenderer) result(to []byte, id records.ID, d *engine.Decision) []byte {
	l := append(r.list[:0], r.disposition[d.Disposition])
	first := piece(1)
	for _, a := range d.Actions {
		l = append(l, r.actions[actionIndex(a.Rule, a.Unsure)]+first)
		first = 0
	}
	if d.Disposition.CarriesTherapies() {
		l = r.advice(l, d)
	} else {
		l = append(l, r.noAdvice)
	}
	to = appendID(append(to, r.head...), id)
	first = 1
	for _, m := range d.Missing {
		l = append(l, r.missing[m.Question][m.State]+first)
		if r.full && m.State == engine.MissingNotes {
			to = append(appendString(r.put(to, l), r.wording.Matters(m)), '}')
			l = l[:0]
		}
		first = 0
	}
	l = append(l, r.toIgnored)
	l = items(l, r.ignored, d.Ignored)
	l = append(l, r.tail)
	r.list = l
	return r.put(to, l)
}

// actionIndex returns where an action is among the actions. Rule is -1 for missing answers.
func actionIndex(rule int32, unsure bool) int32 {
	i := 2 * (rule + 1)
	if unsure {
		i++
	}
	return i
}

// items adds items of a list by their indices.
func items(l, all []piece, indices []int32) []piece {
	first := piece(1)
	for _, i := range indices {
		l = append(l, all[i]+first)
		first = 0
	}
	return l
}

// advice adds everything from the therapies up to the first missing answer.
func (r *jsonRenderer) advice(l []piece, d *engine.Decision) []piece {
	l = append(l, r.toTherapies)
	first := piece(1)
	for i := range d.Therapies {
		l = r.therapy(l, d, &d.Therapies[i], first)
		first = 0
	}
	l = append(l, r.toWithheld)
	first = 1
	for i := range d.Withheld {
		l = append(l, r.withheld[d.Withheld[i].Therapy]+first)
		l = append(items(l, r.reasons, d.Rules(d.Withheld[i].Because)), r.itemEnd)
		first = 0
	}
	l = append(l, r.toAvoid)
	first = 1
	for i := range d.Avoid {
		l = append(l, r.avoid[d.Avoid[i].Area]+first)
		l = append(items(l, r.reasons, d.Rules(d.Avoid[i].Because)), r.itemEnd)
		first = 0
	}
	l = append(l, r.toPlan)
	l = append(r.plan(l, d), r.toCare)
	l = append(items(l, r.care, d.Care), r.toCautions)
	return append(items(l, r.reasons, d.Cautions), r.toMissing)
}

func (r *jsonRenderer) therapy(l []piece, d *engine.Decision, t *engine.TherapyDecision, first piece) []piece {
	pieces := &r.therapies[t.Therapy]
	l = r.count(append(l, pieces.toScore+first), t.Score, 1)
	l = r.count(append(l, pieces.toMinutes[t.Pressure]), t.Minutes, 1)
	l = append(l, pieces.toAreas)
	first = 1
	for left := t.Areas; left != 0; left &= left - 1 {
		l = append(l, r.areas[bits.TrailingZeros64(left)]+first)
		first = 0
	}
	l = append(l, r.toFor)
	l = append(items(l, r.arguments, d.Rules(t.For)), r.toCautions)
	return append(items(l, r.reasons, d.Rules(t.Cautions)), r.itemEnd)
}

func (r *jsonRenderer) plan(l []piece, d *engine.Decision) []piece {
	if d.Plan.Schedule < 0 {
		return append(l, r.noPlan)
	}
	pieces := &r.schedules[d.Plan.Schedule]
	l = append(l, pieces.toPhases)
	first := piece(1)
	for i, phase := range r.pack.Schedules[d.Plan.Schedule].Phases {
		phase = phase.Within(d.Plan.Cap)
		l = append(l, pieces.toRates[i]+first, r.rates[phase.Rate[0]]+1, r.rates[phase.Rate[1]], r.toPhaseMinutes)
		l = r.count(l, phase.Minutes[0], 1)
		l = r.count(l, phase.Minutes[1], 0)
		l = append(l, r.itemEnd)
		first = 0
	}
	l = r.count(append(l, pieces.toMaximum), d.Plan.MaxSessions, 1)
	return append(items(append(l, r.toBecause), r.reasons, d.Rules(d.Plan.Because)), r.planEnd)
}

// count adds a whole number that is not negative, as an item.
func (r *jsonRenderer) count(l []piece, v int, first piece) []piece {
	if v < len(r.counts) {
		return append(l, r.counts[v]+first)
	}
	return append(r.count(l, v/10, first), r.counts[v%10]+1)
}

// rejectFormat names the format of a rejection.
const rejectFormat = "knead/reject/v1"

func (r *jsonRenderer) reject(to []byte, record int64, rejected *records.Reject) []byte {
	return append(appendRejection(to, record, rejected), '}', '\n')
}

// appendRejection appends a rejection without its closing brace.
func appendRejection(to []byte, record int64, r *records.Reject) []byte {
	to = strconv.AppendInt(append(to, `{"format":"`+rejectFormat+`","record":`...), record, 10)
	to = append(to, `,"id":`...)
	if r.ID == nil {
		to = append(to, "null"...)
	} else {
		to = appendString(to, *r.ID)
	}
	return appendVisible(append(to, `,"errors":`...), encode(r.Listed()))
}
