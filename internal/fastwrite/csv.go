package fastwrite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"knead/engine"
	"knead/internal/records"
	"knead/internal/text"
	"knead/rules"
)

// csvWriter writes results as rows of a flat table. Cells hold ids, numbers and fixed texts;
// the only text from outside is the id of a record, which no spreadsheet will take for a
// formula.
type csvWriter struct {
	pack       *rules.Pack
	disclaimer []byte // a cell
}

// column is a column of the table: what appends the cell of a result, and that of a
// rejection. One that is nil leaves the cell empty.
type column struct {
	name     string
	result   func(w *csvWriter, to []byte, d *engine.Decision) []byte
	rejected func(w *csvWriter, to []byte, record int64, r *records.Reject) []byte
}

// columns are those behind the id. Therapies, pressure and minutes belong together, in
// order; sessions are those of the plan's first phase.
var columns = [...]column{
	{"disposition",
		func(_ *csvWriter, to []byte, d *engine.Decision) []byte { return append(to, d.Disposition.String()...) },
		func(_ *csvWriter, to []byte, _ int64, _ *records.Reject) []byte { return append(to, "rejected"...) }},
	{"actions", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Actions, func(to []byte, a *engine.ActionDecision) []byte {
			if a.Rule < 0 {
				return append(to, "incomplete"...)
			}
			return append(to, w.pack.Rules[a.Rule].ID...)
		})
	}, nil},
	{"therapies", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Therapies, func(to []byte, t *engine.TherapyDecision) []byte {
			return append(to, w.pack.Therapies[t.Therapy].ID...)
		})
	}, nil},
	{"pressure", func(_ *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Therapies, func(to []byte, t *engine.TherapyDecision) []byte { return append(to, t.Pressure.String()...) })
	}, nil},
	{"minutes", func(_ *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Therapies, func(to []byte, t *engine.TherapyDecision) []byte { return appendInt(to, t.Minutes) })
	}, nil},
	{"sessions_per_week", (*csvWriter).sessions, nil},
	{"review_week", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		if d.Plan.Schedule < 0 {
			return to
		}
		return appendInt(to, w.pack.Schedules[d.Plan.Schedule].ReviewWeek)
	}, nil},
	{"max_sessions", func(_ *csvWriter, to []byte, d *engine.Decision) []byte {
		if d.Plan.Schedule < 0 {
			return to
		}
		return appendInt(to, d.Plan.MaxSessions)
	}, nil},
	{"withheld", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Withheld, func(to []byte, t *engine.WithheldDecision) []byte {
			return append(to, w.pack.Therapies[t.Therapy].ID...)
		})
	}, nil},
	{"avoid", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		areas := w.pack.Questions[w.pack.Areas].Options
		return each(to, d.Avoid, func(to []byte, a *engine.AvoidDecision) []byte { return append(to, areas[a.Area].ID...) })
	}, nil},
	{"care", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Lists[rules.EffectCare], func(to []byte, c *int32) []byte { return append(to, w.pack.Care[*c].ID...) })
	}, nil},
	{"cautions", (*csvWriter).cautions, nil},
	{"missing", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Missing, func(to []byte, m *engine.MissingDecision) []byte {
			to = append(append(to, w.pack.Questions[m.Question].ID...), ':')
			return append(to, m.State.String()...)
		})
	}, nil},
	{"notes", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Notes, func(to []byte, n *engine.NoteDecision) []byte {
			to = append(append(to, w.pack.Questions[w.pack.Notes[n.Term].Question].ID...), ':')
			return append(to, n.Taken.String()...)
		})
	}, nil},
	{"contradictions", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		return each(to, d.Contradictions, func(to []byte, c *int32) []byte { return append(to, w.pack.Contradicts[*c].ID...) })
	}, nil},
	{"never_asked", func(w *csvWriter, to []byte, d *engine.Decision) []byte {
		names := w.pack.OptionNames(d.NeverAsked)
		return each(to, names, func(to []byte, name *string) []byte { return append(to, *name...) })
	}, nil},
	{"pack_digest",
		func(w *csvWriter, to []byte, _ *engine.Decision) []byte { return append(to, w.pack.Digest...) },
		func(w *csvWriter, to []byte, _ int64, _ *records.Reject) []byte { return append(to, w.pack.Digest...) }},
	{"errors", nil, (*csvWriter).errors},
	{"disclaimer", func(w *csvWriter, to []byte, _ *engine.Decision) []byte { return append(to, w.disclaimer...) }, nil},
	{"at_least", nil,
		func(_ *csvWriter, to []byte, _ int64, r *records.Reject) []byte {
			return append(to, r.AtLeast.String()...)
		}},
}

// each appends a list, separated by semicolons, given how to append an item.
func each[T any](to []byte, items []T, item func(to []byte, t *T) []byte) []byte {
	for i := range items {
		if i > 0 {
			to = append(to, ';')
		}
		to = item(to, &items[i])
	}
	return to
}

// NewCSV returns a writer of results as rows of a table.
func NewCSV(p *engine.Program, v engine.Voice) Writer {
	return &csvWriter{p.Pack(), appendCell(nil, p.Wording(v).Say(p.Pack().DisclaimerLine))}
}

func (w *csvWriter) Header() []byte {
	header := []byte("id")
	for i := range columns {
		header = append(append(header, ','), columns[i].name...)
	}
	return append(header, '\n')
}

func (w *csvWriter) Result(to []byte, id records.ID, d *engine.Decision) []byte {
	if !id.Absent {
		to = appendCell(to, string(id.Text))
	}
	for i := range columns {
		to = append(to, ',')
		if columns[i].result != nil {
			to = columns[i].result(w, to, d)
		}
	}
	return append(to, '\n')
}

func (w *csvWriter) Reject(to []byte, record int64, r *records.Reject) []byte {
	if r.ID != nil {
		to = appendCell(to, *r.ID)
	}
	for i := range columns {
		to = append(to, ',')
		if columns[i].rejected != nil {
			to = columns[i].rejected(w, to, record, r)
		}
	}
	return append(to, '\n')
}

// sessions appends the rate of the plan's first phase. A range is written "1 to 2", because
// a spreadsheet takes "1-2" for a date.
func (w *csvWriter) sessions(to []byte, d *engine.Decision) []byte {
	if d.Plan.Schedule < 0 {
		return to
	}
	rate := w.pack.Schedules[d.Plan.Schedule].Phases[0].Within(d.Plan.Cap).Rate
	to = appendRate(to, rate[0].PerWeek())
	if rate[1] != rate[0] {
		to = appendRate(append(to, " to "...), rate[1].PerWeek())
	}
	return to
}

// cautions appends the rules of general cautions and of those beside therapies, in the
// pack's order.
func (w *csvWriter) cautions(to []byte, d *engine.Decision) []byte {
	var room [64]int32
	all := append(room[:0], d.Lists[rules.EffectCaution]...)
	for i := range d.Therapies {
		all = append(all, d.Rules(d.Therapies[i].Cautions)...)
	}
	slices.Sort(all)
	return each(to, slices.Compact(all), func(to []byte, r *int32) []byte { return append(to, w.pack.Rules[*r].ID...) })
}

// errors appends the complaints without what they say of the record.
func (w *csvWriter) errors(to []byte, record int64, r *records.Reject) []byte {
	var text strings.Builder
	text.WriteString("record " + strconv.FormatInt(record, 10))
	for _, f := range r.Faults {
		text.WriteString("; ")
		if f.Field != "" {
			text.WriteString(f.Field + " ")
		}
		text.WriteString(f.Code)
	}
	if r.Unlisted > 0 {
		fmt.Fprintf(&text, "; and %d more", r.Unlisted)
	}
	return appendCell(to, text.String())
}

// appendCell appends text as a cell. Text that a spreadsheet would take for a formula gets
// an apostrophe in front; what a terminal would obey, or what turns the direction of
// writing, is shown as an escape.
func appendCell(to []byte, s string) []byte {
	formula := text.IsFormula(s)
	s = text.Cell.Clean(s)
	if !formula && !strings.ContainsAny(s, "\",\r\n;'") && strings.TrimSpace(s) == s {
		return append(to, s...)
	}
	to = append(to, '"')
	if formula {
		to = append(to, '\'')
	}
	for i := range len(s) {
		if s[i] == '"' {
			to = append(to, '"')
		}
		to = append(to, s[i])
	}
	return append(to, '"')
}
