package batch

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

// tableRenderer writes results as rows of a flat table. Cells hold ids, numbers and fixed
// texts; the only text from outside is the id of a record, which no spreadsheet will take
// for a formula.
type tableRenderer struct {
	pack *rules.Pack
	tail []byte // digest, no errors, disclaimer
}

// tableColumns are the columns of the table. Therapies, pressure and minutes belong
// together, in order; sessions are those of the plan's first phase.
var tableColumns = [...]string{
	"id", "disposition", "actions", "therapies", "pressure", "minutes", "sessions_per_week", "review_week", "max_sessions",
	"withheld", "avoid", "care", "cautions", "missing", "pack_digest", "errors", "disclaimer",
}

func newTableRenderer(p *engine.Program, v engine.Voice) *tableRenderer {
	t := &tableRenderer{pack: p.Pack()}
	t.tail = append(append([]byte(","), t.pack.Digest...), ",,"...)
	t.tail = append(appendCell(t.tail, p.Wording(v).Say(t.pack.DisclaimerLine)), '\n')
	return t
}

func (t *tableRenderer) forWorker() renderer { return t }

func (t *tableRenderer) header() []byte {
	return []byte(strings.Join(tableColumns[:], ",") + "\n")
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

func (t *tableRenderer) result(to []byte, id records.ID, d *engine.Decision) []byte {
	if !id.Absent {
		to = appendCell(to, string(id.Text))
	}
	to = append(append(append(to, ','), d.Disposition.String()...), ',')
	for i, a := range d.Actions {
		to = semicolon(to, i)
		if a.Rule < 0 {
			to = append(to, "incomplete"...)
		} else {
			to = append(to, t.pack.Rules[a.Rule].ID...)
		}
	}
	to = t.therapies(append(to, ','), d)
	to = t.plan(append(to, ','), d)
	to = append(to, ',')
	for i := range d.Withheld {
		to = append(semicolon(to, i), t.pack.Therapies[d.Withheld[i].Therapy].ID...)
	}
	to = append(to, ',')
	for i := range d.Avoid {
		to = append(semicolon(to, i), t.pack.Questions[t.pack.Areas].Options[d.Avoid[i].Area].ID...)
	}
	to = append(to, ',')
	for i, c := range d.Care {
		to = append(semicolon(to, i), t.pack.Care[c].ID...)
	}
	to = t.cautions(append(to, ','), d)
	to = append(to, ',')
	for i, m := range d.Missing {
		to = append(semicolon(to, i), t.pack.Questions[m.Question].ID...)
		to = append(append(to, ':'), m.State.String()...)
	}
	return append(to, t.tail...)
}

func semicolon(to []byte, i int) []byte {
	if i > 0 {
		return append(to, ';')
	}
	return to
}

// therapies appends the columns from therapies to minutes.
func (t *tableRenderer) therapies(to []byte, d *engine.Decision) []byte {
	for i := range d.Therapies {
		to = append(semicolon(to, i), t.pack.Therapies[d.Therapies[i].Therapy].ID...)
	}
	to = append(to, ',')
	for i := range d.Therapies {
		to = append(semicolon(to, i), d.Therapies[i].Pressure.String()...)
	}
	to = append(to, ',')
	for i := range d.Therapies {
		to = appendInt(semicolon(to, i), d.Therapies[i].Minutes)
	}
	return to
}

// plan appends the columns from sessions_per_week to max_sessions. A range is written "1 to
// 2", because a spreadsheet takes "1-2" for a date.
func (t *tableRenderer) plan(to []byte, d *engine.Decision) []byte {
	if d.Plan.Schedule < 0 {
		return append(to, ",,"...)
	}
	schedule := &t.pack.Schedules[d.Plan.Schedule]
	rate := schedule.Phases[0].Within(d.Plan.Cap).Rate
	to = strconv.AppendFloat(to, rate[0].PerWeek(), 'f', -1, 64)
	if rate[1] != rate[0] {
		to = strconv.AppendFloat(append(to, " to "...), rate[1].PerWeek(), 'f', -1, 64)
	}
	to = appendInt(append(to, ','), schedule.ReviewWeek)
	return appendInt(append(to, ','), d.Plan.MaxSessions)
}

// cautions appends the rules of general cautions and of those beside therapies, in the
// pack's order.
func (t *tableRenderer) cautions(to []byte, d *engine.Decision) []byte {
	var sets [8]uint64 // 512 rules
	set := sets[:]
	if n := (len(t.pack.Rules) + 63) / 64; n > len(set) {
		set = make([]uint64, n)
	}
	for _, r := range d.Cautions {
		set[r/64] |= 1 << (r % 64)
	}
	for i := range d.Therapies {
		for _, r := range d.Rules(d.Therapies[i].Cautions) {
			set[r/64] |= 1 << (r % 64)
		}
	}
	n := 0
	for w, left := range set {
		for ; left != 0; left &= left - 1 {
			to = append(semicolon(to, n), t.pack.Rules[w*64+bits.TrailingZeros64(left)].ID...)
			n++
		}
	}
	return to
}

func (t *tableRenderer) reject(to []byte, record int64, r *records.Reject) []byte {
	if r.ID != nil {
		to = appendCell(to, *r.ID)
	}
	to = append(to, ",rejected"...)
	for _, name := range tableColumns[2:] {
		to = append(to, ',')
		switch name {
		case "pack_digest":
			to = append(to, t.pack.Digest...)
		case "errors":
			to = appendCell(to, t.errors(record, r))
		}
	}
	return append(to, '\n')
}

func (t *tableRenderer) errors(record int64, r *records.Reject) string {
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
	return text.String()
}
