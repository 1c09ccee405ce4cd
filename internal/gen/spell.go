package gen

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"knead/rules"
)

// Spelling is a way to write intakes as JSON.
type Spelling struct {
	Comma, Colon string     // what stands between; "" means plain "," and ":"
	Shuffle      *rand.Rand // a new order of keys for every record when not nil
	Escape       *rand.Rand // spells some letters of values as escapes when not nil
}

// Spellings are ways to write the same intakes, by their names, with random numbers from a
// seed.
func Spellings(seed uint64) map[string]Spelling {
	random := rand.New(rand.NewPCG(seed, 9))
	return map[string]Spelling{
		"plain":    {},
		"python":   {Comma: ", ", Colon: ": "},
		"wide":     {Comma: " ,\t", Colon: " :  "},
		"shuffled": {Shuffle: random},
		"escaped":  {Escape: random},
		"all":      {Comma: ", ", Colon: ": ", Shuffle: random, Escape: random},
	}
}

// AppendJSON appends the intake as one line of JSON, without a line feed.
func (s Spelling) AppendJSON(to []byte, in *rules.Intake, p *rules.Pack) []byte {
	var answers, keys []string
	for q := range p.Questions {
		if in.Answers[q].State != rules.Unanswered {
			answers = append(answers, s.pair(p.Questions[q].ID, s.value(&p.Questions[q], in.Answers[q])))
		}
	}
	if in.ID != nil {
		keys = append(keys, s.pair("id", s.quote(*in.ID)))
	}
	if in.Date != "" {
		keys = append(keys, s.pair("date", s.quote(in.Date)))
	}
	keys = append(keys, s.pair("answers", s.list("{", answers, "}")))
	return append(to, s.list("{", keys, "}")...)
}

func (s Spelling) pair(key, value string) string {
	return strconv.Quote(key) + cmp.Or(s.Colon, ":") + value
}

func (s Spelling) list(open string, items []string, end string) string {
	if s.Shuffle != nil && open == "{" {
		s.Shuffle.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	}
	return open + strings.Join(items, cmp.Or(s.Comma, ",")) + end
}

func (s Spelling) value(q *rules.Question, a rules.Answer) string {
	switch {
	case q.Kind.IsText():
		return s.quote(a.Text)
	case q.Kind.Many() && (a.Ticks != 0 || a.State == rules.Answered):
		items := q.Ticked(a)
		if a.State == rules.Unsure {
			items = append(items, rules.UnsureWord)
		}
		for i := range items {
			items[i] = s.quote(items[i])
		}
		return s.list("[", items, "]")
	case a.State == rules.Unsure:
		return s.quote("unsure")
	case q.Kind.IsNumber():
		return strconv.Itoa(a.Int)
	}
	switch ids := q.Ticked(a); {
	case len(ids) == 0:
		return "null"
	case q.Kind.IsYesNo():
		return ids[0]
	default:
		return s.quote(ids[0])
	}
}

// quote writes a string as JSON.
func (s Spelling) quote(text string) string {
	if s.Escape == nil || len(text) == 0 || s.Escape.IntN(4) > 0 {
		quoted, _ := json.Marshal(text) // a string always can be
		return string(quoted)
	}
	runes := []rune(text)
	quoted := `"`
	at := s.Escape.IntN(len(runes))
	for i, r := range runes {
		plain, _ := json.Marshal(string(r))
		if i == at && r < 0x10000 {
			plain = fmt.Appendf(nil, `"\u%04x"`, r)
		}
		quoted += string(plain[1 : len(plain)-1])
	}
	return quoted + `"`
}

// Header returns the first row of a table of the pack's intakes.
func Header(p *rules.Pack) []string {
	return append([]string{"id", "date"}, p.QuestionIDs()...)
}

// Row returns an intake as a row of the table that Header opens.
func Row(in *rules.Intake, p *rules.Pack) []string {
	row := []string{"", in.Date}
	if in.ID != nil {
		row[0] = *in.ID
	}
	for q := range p.Questions {
		row = append(row, p.Questions[q].Cell(in.Answers[q]))
	}
	return row
}
