package engine_test

import (
	"fmt"
	"slices"
	"strings"

	"knead/rules"
)

// plainAreas is how many options of the areas question stand for themselves. They come
// before the one that covers others.
func (m *packMaker) plainAreas() int {
	options := m.p.Questions[m.p.Areas].Options
	if options[len(options)-1].Covers != 0 {
		return len(options) - 1
	}
	return len(options)
}

// sources are up to two of the pack's.
func (m *packMaker) sources() []int {
	var list []int
	for range m.dice(3) {
		if s := m.dice(len(m.p.Sources)); !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// minutes is a range of lengths.
func (m *packMaker) minutes() [2]int {
	least := 5 * m.between(1, 8)
	return [2]int{least, least + 5*m.dice(6)}
}

// treatments makes therapies, schedules and care.
func (m *packMaker) treatments() {
	for i := range m.number(1, 4, 64) {
		least := m.between(1, 5)
		most := m.between(least, 5)
		m.p.Therapies = append(m.p.Therapies, rules.Therapy{
			ID:       fmt.Sprintf("t%d", i),
			Name:     m.said(fmt.Sprintf("therapy %d", i)),
			Areas:    m.some(m.plainAreas(), m.plainAreas()+1),
			Usual:    rules.Pressure(m.between(least, most)),
			Least:    rules.Pressure(least),
			Most:     rules.Pressure(most),
			Minutes:  m.minutes(),
			Provider: pick(m.dice, []rules.Provider{rules.Therapist, rules.Therapist, rules.Home, rules.Home, rules.Physician}),
			Sources:  m.sources(),
		})
	}
	for i := range m.number(0, 3, 10) {
		m.p.Schedules = append(m.p.Schedules, m.schedule(i))
	}
	for i := range m.number(0, 3, 10) {
		id := fmt.Sprintf("c%d", i)
		m.p.Care = append(m.p.Care, rules.Care{ID: id, Name: m.said(id), Text: m.said("do " + id), Sources: m.sources()})
	}
}

func (m *packMaker) schedule(i int) rules.Schedule {
	s := rules.Schedule{ID: fmt.Sprintf("s%d", i), ReviewWeek: 1}
	week := 1
	for range m.between(1, 2) {
		last := week + m.dice(4)
		rate := m.between(1, 8)
		s.Phases = append(s.Phases, rules.Phase{
			Weeks:   [2]int{week, last},
			Rate:    [2]rules.Rate{rules.Rate(rate), rules.Rate(rate + m.dice(8))},
			Minutes: m.minutes(),
		})
		week = last + 1
	}
	if m.chance(50) {
		s.CourseSessions = m.between(1, 5)
	} else {
		s.MaxSessions = m.between(1, 12)
	}
	return s
}

func (m *packMaker) rule(i int) rules.Rule {
	id := fmt.Sprintf("r%d", i)
	r := rules.Rule{
		ID:         id,
		When:       m.condition(m.dice(4), m.everything()),
		Text:       m.said(id),
		UnsureText: m.maybeSaid(id + " perhaps"),
		Sources:    m.sources(),
		Then:       rules.Effect{Schedule: -1},
	}
	m.effect(&r.Then)
	for m.chance(40) {
		m.effect(&r.Then)
	}
	if len(r.Then.Suggest) > 0 && m.chance(30) {
		r.When = m.condition(0, m.everything())
	}
	return r
}

// physiciansOnly is the rule that a pack has to have: it always withholds the therapies that
// only physicians perform.
func (m *packMaker) physiciansOnly() rules.Rule {
	r := rules.Rule{ID: "physicians", When: &rules.Condition{Op: rules.Always}, Text: m.said("ask a physician"), Then: rules.Effect{Schedule: -1}}
	for t, therapy := range m.p.Therapies {
		if therapy.Provider == rules.Physician {
			r.Then.Exclude |= 1 << t
		}
	}
	return r
}

// effect adds one effect, an argument for a therapy most often.
func (m *packMaker) effect(e *rules.Effect) {
	therapies := len(m.p.Therapies)
	switch m.dice(18) {
	default:
		m.suggest(e)
	case 3:
		e.Schedule = len(m.p.Schedules) - 1
	case 4:
		e.Disposition = pick(m.dice, []rules.Disposition{rules.Clearance, rules.Clearance, rules.Defer, rules.Refer, rules.Urgent, rules.Emergency})
		e.IfUnsure = m.ifUnsure(e.Disposition)
	case 5:
		e.Exclude = m.some(therapies, 2)
		e.ExcludeBy = nil
		for t := range therapies {
			if e.Exclude&(1<<t) != 0 {
				e.ExcludeBy = append(e.ExcludeBy, rules.Selector{Tag: -1, Therapy: t})
			}
		}
	case 6:
		e.Cap.Pressure = rules.Pressure(m.between(1, 5))
	case 7:
		e.Cap.Minutes = 5 * m.between(1, 12)
	case 8:
		e.Cap.Rate = rules.Rate(m.between(1, 12))
	case 9:
		e.Avoid = m.some(m.plainAreas(), 2)
	case 10:
		e.Caution.General = m.chance(50)
		e.Caution.Therapies = m.some(therapies, 2)
	case 11:
		e.Schedule = m.dice(len(m.p.Schedules)+1) - 1
	case 12:
		e.Prefer = rules.Pressure(m.between(1, 5))
	case 13:
		if len(m.p.Care) > 0 {
			e.Care = []int{m.dice(len(m.p.Care))}
		}
	}
}

// suggest argues for one therapy that the effect does not yet argue for.
func (m *packMaker) suggest(e *rules.Effect) {
	s := rules.Suggestion{Therapy: m.dice(len(m.p.Therapies)), Score: m.between(1, 10)}
	had := func(had rules.Suggestion) bool { return had.Therapy == s.Therapy }
	if slices.ContainsFunc(e.Suggest, had) {
		return
	}
	e.Suggest = append(e.Suggest, s)
	e.SuggestBy = append(e.SuggestBy, rules.Selector{Tag: -1, Therapy: s.Therapy, Score: s.Score})
}

// ifUnsure is the default, or another disposition that carries therapies only if the
// rule's own does.
func (m *packMaker) ifUnsure(own rules.Disposition) rules.Disposition {
	if m.chance(50) {
		from := []rules.Disposition{rules.Defer, rules.Refer, rules.Urgent, rules.Emergency}
		if own == rules.Clearance {
			from = append(from, rules.Clearance)
		}
		return pick(m.dice, from)
	}
	switch own {
	case rules.Emergency:
		return rules.Urgent
	case rules.Urgent:
		return rules.Refer
	}
	return own
}

// notes makes note terms and cues.
func (m *packMaker) notes() {
	terms := []string{"warfarin", "blood thinner", "blood", "Numb", "naïve", "गर्भवती", "no", "since 2019", "Telma40", "co-warfarin", "थिनर ख़ून"}
	for i, q := range m.p.Questions {
		if q.Options == nil || !m.chance(40) {
			continue
		}
		for range m.between(1, 2) {
			note := rules.NoteTerm{Question: i, Options: m.some(len(q.Options), 2), PastCounts: m.chance(30), Slips: m.chance(50)}
			for range m.between(1, 3) {
				note.Terms = append(note.Terms, pick(m.dice, terms))
			}
			for range m.between(1, 2) * m.dice(2) {
				note.With = append(note.With, pick(m.dice, terms))
			}
			if m.chance(50) {
				around := pick(m.dice, []string{"%s thinner", "no %s", "blood %s test", "no-%s", "%s since 2019", "no no %s", "warfarins"})
				note.Harmless = append(note.Harmless, strings.ReplaceAll(around, "%s", pick(m.dice, note.Terms)))
			}
			m.p.Notes = append(m.p.Notes, note)
		}
	}
	for range m.dice(12) {
		cue := rules.NoteCue{Category: rules.CueCategory(m.between(1, int(rules.CuePseudo)))}
		if cue.Category.HasScope() {
			cue.Direction, cue.List = rules.CueDirection(m.between(1, 3)), m.chance(40)
			cue.Open, cue.Correlative = cue.List && m.chance(40), m.chance(10)
			if cue.Category == rules.Negated && m.chance(20) {
				cue.Direction = rules.Answering
			}
		}
		if cue.Category == rules.CueTerminate {
			cue.Ends = uint16(m.dice(64)) | 1<<rules.Negated
			cue.Direction = rules.CueDirection(m.dice(2)) * rules.Backward
			cue.Far = cue.Direction > 0 && m.chance(50)
		}
		for range m.between(1, 3) {
			cue.Phrases = append(cue.Phrases, pick(m.dice, noteCues))
		}
		m.p.Cues = append(m.p.Cues, cue)
	}
}

// noteCues are phrases of cues, and of texts.
var noteCues = []string{"no", "not", "not only", "denies", "or", "and", "no blood", "h/o", "nahi hai", "नहीं", "my mother", "mother", "now", "since", "can't", "now.", "me too"}
