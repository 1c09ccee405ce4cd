package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"knead/internal/text"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
)

// The values of a field that are no position of an option.
const (
	noneValue   = "none"
	unsureValue = "unsure"
)

// numberAndUnsure is the code of the complaint about a number beside "not sure".
const numberAndUnsure = "number_and_unsure"

// readItem reads what a form says about an item. What is no answer is pending.
func readItem(item questionnaire.Item, form url.Values) (a rules.Answer, p questionnaire.Pending, wrong *questionnaire.Complaint) {
	ticked, typed := form[choiceField(item.Place)], form.Get(textField(item.Place))
	unsure := slices.Contains(ticked, unsureValue)
	switch {
	case item.Kind.IsText():
		typed = text.Screen.Clean(strings.ReplaceAll(typed, "\r\n", "\n"))
		if typed = strings.TrimSpace(typed); typed != "" {
			a = rules.Answer{State: rules.Answered, Text: typed}
		}
		return a, questionnaire.Pending{Text: typed}, nil
	case item.Kind.IsNumber():
		typed = strings.TrimSpace(typed)
		p = questionnaire.Pending{Text: text.Line.Clean(typed[:min(len(typed), 40)])}
		switch n, err := readNumber(typed); {
		case typed != "" && unsure:
			return a, p, &questionnaire.Complaint{Code: numberAndUnsure}
		case unsure:
			return rules.Answer{State: rules.Unsure}, p, nil
		case typed == "":
			return a, p, nil
		case err != nil:
			return a, p, &questionnaire.Complaint{Code: questionnaire.NeedsNumber, Min: item.Min, Max: item.Max}
		default:
			return rules.Answer{State: rules.Answered, Int: n}, p, nil
		}
	}
	none := slices.Contains(ticked, noneValue)
	var ticks uint64
	for _, value := range ticked {
		n, err := strconv.Atoi(value)
		known := slices.ContainsFunc(item.Options, func(o questionnaire.Option) bool { return o.Tick == n })
		switch {
		case value == noneValue && item.None, value == unsureValue && item.Unsure:
		case err != nil || !known:
			return a, p, &questionnaire.Complaint{Code: questionnaire.NoMatch}
		default:
			ticks |= 1 << n
		}
	}
	if item.Kind.Many() {
		p.Ticks = ticks
	}
	switch {
	case none && (unsure || ticks != 0), unsure && ticks != 0 && !item.Kind.Many():
		return a, p, &questionnaire.Complaint{Code: questionnaire.NoneAndMore}
	case unsure:
		a = rules.Answer{State: rules.Unsure, Ticks: ticks}
	case none, ticks != 0:
		a = rules.Answer{State: rules.Answered, Ticks: ticks}
	}
	return a, p, nil
}

// The names of the fields of an item.
func choiceField(place string) string { return "choice-" + place }
func textField(place string) string   { return "text-" + place }

// readNumber reads a whole number in the digits of any script.
func readNumber(s string) (int, error) {
	digits := strings.Map(func(r rune) rune {
		if r >= '०' && r <= '९' {
			return r - '०' + '0'
		}
		return r
	}, s)
	return strconv.Atoi(digits)
}

// missing is the complaint about a question of several that was given no answer.
func missing(item questionnaire.Item) *questionnaire.Complaint {
	code := questionnaire.NeedsChoice
	switch {
	case item.Kind.Many() && item.None:
		code = questionnaire.NeedsTick
	case item.Kind.Many():
		code = questionnaire.NeedsOne
	case item.Kind.IsNumber():
		code = questionnaire.NeedsNumber
	case item.Kind.IsText():
		code = questionnaire.NeedsAnswer
	}
	return &questionnaire.Complaint{Code: code, Min: item.Min, Max: item.Max}
}

// complain words what is wrong, for somebody before a browser.
func complain(w *words.Catalog, c *questionnaire.Complaint, item questionnaire.Item) string {
	if c.Code == questionnaire.StillOpen {
		c = missing(item)
	}
	if c.Code == questionnaire.NeedsTick && item.Unsure {
		return w.Say("web_wrong_needs_tick_or_unsure")
	}
	return w.Say("web_wrong_"+c.Code, "min", c.Min, "max", c.Max, "word", c.Word)
}
