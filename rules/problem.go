package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"knead/internal/text"
)

// Pos is a place in a file that was read. Line and Col count from 1, Col in characters;
// zero means unknown.
type Pos struct {
	File      string
	Line, Col int
}

// String returns file:line:col without the parts that are unknown.
func (p Pos) String() string {
	s := p.File
	if p.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, p.Line)
		if p.Col > 0 {
			s = fmt.Sprintf("%s:%d", s, p.Col)
		}
	}
	return strings.TrimPrefix(s, ":")
}

// Compare orders positions by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(strings.Compare(p.File, q.File), p.Line-q.Line, p.Col-q.Col)
}

// Problem is one complaint about something that was read.
type Problem struct {
	Pos
	// Code names the kind of problem, such as "unknown-question"; it never changes wording.
	Code string
	// Field is the question id or key the problem is about; empty when there is none.
	Field string
	// Message says what is wrong and what was expected. It never repeats a person's answer
	// to a question, except an id that is not in the pack's vocabulary.
	Message string
	// Related is a second place that is part of the problem, such as an earlier definition.
	Related *Pos
	// Alike counts the problems beside itself that this one stands for, because one list of
	// an intake has very many of them; their places and messages are not kept.
	Alike int
	// Warning marks advice that does not make the file unusable.
	Warning bool
}

func (p Problem) String() string {
	s := p.Message
	if where := p.Pos.String(); where != "" {
		s = where + ": " + s
	}
	if p.Alike > 0 {
		s += fmt.Sprintf(" (and %d more such problems)", p.Alike)
	}
	if p.Related != nil {
		s += " (see " + p.Related.String() + ")"
	}
	return s
}

// Problems are all complaints about what was read, in order of place. As an error it
// prints one problem per line, and no more than fit a screen.
type Problems []Problem

// maxErrorLines is how many problems Error prints.
const maxErrorLines = 20

func (ps Problems) Error() string {
	lines := make([]string, 0, maxErrorLines+1)
	for i, p := range ps {
		if i == maxErrorLines {
			lines = append(lines, fmt.Sprintf("and %d more", ps[i:].Count()))
			break
		}
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// Count returns how many problems there are, those included that others stand for.
func (ps Problems) Count() int {
	n := len(ps)
	for i := range ps {
		n += ps[i].Alike
	}
	return n
}

// Sort orders the problems by place, then message, and drops exact repetitions.
func (ps *Problems) Sort() {
	slices.SortStableFunc(*ps, func(a, b Problem) int {
		return cmp.Or(a.Pos.Compare(b.Pos), strings.Compare(a.Message, b.Message))
	})
	*ps = slices.CompactFunc(*ps, func(a, b Problem) bool { return a.Pos == b.Pos && a.Message == b.Message })
}

// Errors returns the problems that make what was read unusable, or nil.
func (ps Problems) Errors() Problems {
	var errs Problems
	for _, p := range ps {
		if !p.Warning {
			errs = append(errs, p)
		}
	}
	return errs
}

// UnknownOption words the end of a complaint about a word that is no option. A person's
// answer is health data: only a misspelling is repeated, which says no more than the hint
// beside it, and any other word is answered by what was expected.
func UnknownOption(word string, known []string) string {
	if h := text.Hint(word, known); h != "" {
		return "option " + text.Quote(word) + h
	}
	which := "such option"
	if word == NoneWord || word == UnsureWord {
		which = "option " + text.Quote(word)
	}
	return which + ": expected one of " + strings.Join(known, ", ")
}
