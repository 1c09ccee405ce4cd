package questionnaire

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"knead/rules"
)

// Given is the reply that gives an answer to the only item of a page.
func Given(a rules.Answer) Reply { return Reply{Act: Give, Answers: []rules.Answer{a}} }

// ReadReply reads what was typed at a question: an option's number or words, several of
// them for a list, a number, a text, or one of the signs 0 - -- < > =. It returns a
// [*Complaint] when it cannot be understood.
func ReadReply(scr Item, line string) (Reply, error) {
	switch line {
	case "":
		return Reply{Act: Enter}, nil
	case "<":
		return Reply{Act: Back}, nil
	case ">":
		return Reply{Act: Keep}, nil
	case "=":
		return Reply{Act: Review}, nil
	case "--":
		return Given(rules.Answer{}), nil // no answer, after all
	}
	a, err := readAnswer(scr, line)
	return Given(a), err
}

func readAnswer(scr Item, line string) (rules.Answer, error) {
	switch {
	case scr.Kind.IsText():
	case line == "-", scr.Unsure && says(line, scr.UnsureWords):
		return rules.Answer{State: rules.Unsure}, nil
	case scr.None && says(line, scr.NoneWords):
		return rules.Answer{State: rules.Answered}, nil
	case scr.Statement && strings.EqualFold(line, "y"):
		return saidYes, nil
	case scr.Statement && strings.EqualFold(line, "n"):
		return saidNo, nil
	}
	a := rules.Answer{State: rules.Answered}
	var err error
	switch n, ok := number(line); {
	case scr.Kind.IsText():
		a.Text = line
	case scr.Kind.IsNumber() && ok:
		a.Int = n
	case scr.Kind.IsNumber():
		err = &Complaint{Code: NeedsNumber, Min: scr.Min, Max: scr.Max}
	case scr.Kind.Many():
		return readTicks(scr, line)
	default:
		a.Ticks, err = findOption(scr.Options, line)
	}
	return a, err
}

// says reports whether a line is one of the ways to say something.
func says(line string, ways []string) bool {
	line = strings.Trim(strings.ReplaceAll(line, "’", "'"), " .।!")
	return slices.ContainsFunc(ways, func(way string) bool { return strings.EqualFold(line, way) })
}

// readTicks reads a list such as "1, 3", "0", "2 -" or words separated by commas.
func readTicks(scr Item, line string) (rules.Answer, error) {
	a := rules.Answer{State: rules.Answered}
	words := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' })
	if strings.Trim(line, "0123456789०१२३४५६७८९-,; ") == "" {
		words = strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",; ", r) })
	}
	none := false
	for _, word := range words {
		word = strings.TrimSpace(word)
		switch {
		case word == "":
		case word == "-", scr.Unsure && says(word, scr.UnsureWords):
			a.State = rules.Unsure
		case scr.None && (word == "0" || word == "०" || says(word, scr.NoneWords)):
			none = true
		default:
			tick, err := findOption(scr.Options, word)
			if err != nil {
				return a, err
			}
			a.Ticks |= tick
		}
	}
	if none && (a.Ticks != 0 || a.State == rules.Unsure) {
		return a, &Complaint{Code: NoneAndMore}
	}
	if !none && a.Ticks == 0 && a.State == rules.Answered {
		return a, &Complaint{Code: NeedsTick}
	}
	return a, nil
}

// shortest is how many characters of a label find its option: fewer, such as those of "no", stand in
// labels that were not meant.
const shortest = 3

// findOption returns the bit of the option with that number or label, or of the only one
// whose label holds the words.
func findOption(opts []Option, word string) (uint64, error) {
	if n, ok := number(word); ok {
		if n < 1 || n > len(opts) {
			return 0, &Complaint{Code: NoMatch, Word: word}
		}
		return 1 << opts[n-1].Tick, nil
	}
	var found uint64
	lower := strings.ToLower(word)
	for _, opt := range opts {
		label := strings.ToLower(opt.Label)
		if label == lower {
			return 1 << opt.Tick, nil
		}
		if utf8.RuneCountInString(lower) >= shortest && strings.Contains(label, lower) {
			if found != 0 {
				return 0, &Complaint{Code: ManyMatch, Word: word}
			}
			found = 1 << opt.Tick
		}
	}
	if found == 0 {
		return 0, &Complaint{Code: NoMatch, Word: word}
	}
	return found, nil
}

// number reads a whole number written in plain or Devanagari digits.
func number(s string) (int, bool) {
	s = strings.Map(func(r rune) rune {
		if r >= '०' && r <= '९' {
			return '0' + r - '०'
		}
		return r
	}, s)
	if s == "" || strings.Trim(s, "0123456789") != "" || len(s) > 6 {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
