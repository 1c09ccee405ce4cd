package fastwrite

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"unicode"

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
// rejection, where it is not empty.
type column struct {
	name     string
	result   func(w *csvWriter, to []byte, d *engine.Decision) []byte
	rejected func(w *csvWriter, to []byte, record int64, r *records.Reject) []byte
}

// columns are those behind the id. Therapies, pressure and minutes belong together, in
// order; sessions are those of the plan's first phase.
var columns = [...]column{
	{name: "disposition", result: func(_ *csvWriter, to []byte, d *engine.Decision) []byte {
		return append(to, d.Disposition.String()...)
	}, rejected: func(_ *csvWriter, to []byte, _ int64, _ *records.Reject) []byte { return append(to, "rejected"...) }},
	{name: "actions", result: (*csvWriter).actions},
	{name: "therapies", result: (*csvWriter).therapies},
	{name: "pressure", result: (*csvWriter).pressure},
	{name: "minutes", result: (*csvWriter).minutes},
	{name: "sessions_per_week", result: (*csvWriter).sessions},
	{name: "review_week", result: (*csvWriter).reviewWeek},
	{name: "max_sessions", result: (*csvWriter).maxSessions},
	{name: "withheld", result: (*csvWriter).withheld},
	{name: "avoid", result: (*csvWriter).avoid},
	{name: "care", result: (*csvWriter).care},
	{name: "cautions", result: (*csvWriter).cautions},
	{name: "missing", result: (*csvWriter).missing},
	{
		name:     "pack_digest",
		result:   func(w *csvWriter, to []byte, _ *engine.Decision) []byte { return append(to, w.pack.Digest...) },
		rejected: func(w *csvWriter, to []byte, _ int64, _ *records.Reject) []byte { return append(to, w.pack.Digest...) },
	},
	{name: "errors", result: nothing, rejected: (*csvWriter).errors},
	{name: "disclaimer", result: func(w *csvWriter, to []byte, _ *engine.Decision) []byte { return append(to, w.disclaimer...) }},
}

func nothing(_ *csvWriter, to []byte, _ *engine.Decision) []byte { return to }

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
		to = columns[i].result(w, append(to, ','), d)
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

func semicolon(to []byte, i int) []byte {
	if i > 0 {
		return append(to, ';')
	}
	return to
}

func (w *csvWriter) actions(to []byte, d *engine.Decision) []byte {
	for i, a := range d.Actions {
		to = semicolon(to, i)
		if a.Rule < 0 {
			to = append(to, "incomplete"...)
		} else {
			to = append(to, w.pack.Rules[a.Rule].ID...)
		}
	}
	return to
}

func (w *csvWriter) therapies(to []byte, d *engine.Decision) []byte {
	for i := range d.Therapies {
		to = append(semicolon(to, i), w.pack.Therapies[d.Therapies[i].Therapy].ID...)
	}
	return to
}

func (w *csvWriter) pressure(to []byte, d *engine.Decision) []byte {
	for i := range d.Therapies {
		to = append(semicolon(to, i), d.Therapies[i].Pressure.String()...)
	}
	return to
}

func (w *csvWriter) minutes(to []byte, d *engine.Decision) []byte {
	for i := range d.Therapies {
		to = appendInt(semicolon(to, i), d.Therapies[i].Minutes)
	}
	return to
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

func (w *csvWriter) reviewWeek(to []byte, d *engine.Decision) []byte {
	if d.Plan.Schedule < 0 {
		return to
	}
	return appendInt(to, w.pack.Schedules[d.Plan.Schedule].ReviewWeek)
}

func (w *csvWriter) maxSessions(to []byte, d *engine.Decision) []byte {
	if d.Plan.Schedule < 0 {
		return to
	}
	return appendInt(to, d.Plan.MaxSessions)
}

func (w *csvWriter) withheld(to []byte, d *engine.Decision) []byte {
	for i := range d.Withheld {
		to = append(semicolon(to, i), w.pack.Therapies[d.Withheld[i].Therapy].ID...)
	}
	return to
}

func (w *csvWriter) avoid(to []byte, d *engine.Decision) []byte {
	for i := range d.Avoid {
		to = append(semicolon(to, i), w.pack.Questions[w.pack.Areas].Options[d.Avoid[i].Area].ID...)
	}
	return to
}

func (w *csvWriter) care(to []byte, d *engine.Decision) []byte {
	for i, c := range d.Care {
		to = append(semicolon(to, i), w.pack.Care[c].ID...)
	}
	return to
}

// cautions appends the rules of general cautions and of those beside therapies, in the
// pack's order.
func (w *csvWriter) cautions(to []byte, d *engine.Decision) []byte {
	var sets [8]uint64 // 512 rules
	set := sets[:]
	if n := (len(w.pack.Rules) + 63) / 64; n > len(set) {
		set = make([]uint64, n)
	}
	add := func(rules []int32) {
		for _, r := range rules {
			set[r/64] |= 1 << (r % 64)
		}
	}
	add(d.Cautions)
	for i := range d.Therapies {
		add(d.Rules(d.Therapies[i].Cautions))
	}
	n := 0
	for word, left := range set {
		for ; left != 0; left &= left - 1 {
			to = append(semicolon(to, n), w.pack.Rules[word*64+bits.TrailingZeros64(left)].ID...)
			n++
		}
	}
	return to
}

func (w *csvWriter) missing(to []byte, d *engine.Decision) []byte {
	for i, m := range d.Missing {
		to = append(semicolon(to, i), w.pack.Questions[m.Question].ID...)
		to = append(append(to, ':'), m.State.String()...)
	}
	return to
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
	formula := isFormula(s)
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

// isFormula reports whether a spreadsheet may take text for a formula: it begins with one of
// the signs = + - @, also in their wide and small forms, after what a spreadsheet may drop,
// or with a control character. These are the characters that OWASP names under "CSV
// Injection", and their like.
func isFormula(text string) bool {
	switch {
	case text == "" || text[0] >= '0' && text[0] <= '9' || text[0] > '@' && text[0] < 0x7f:
		return false
	case text[0] < ' ' || text[0] == 0x7f:
		return true
	}
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) {
			continue
		}
		return strings.ContainsRune("=+-@＝＋－＠﹦﹢﹣﹫−", r)
	}
	return false
}
