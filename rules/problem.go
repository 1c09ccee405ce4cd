package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	if c := strings.Compare(p.File, q.File); c != 0 {
		return c
	}
	if p.Line != q.Line {
		return p.Line - q.Line
	}
	return p.Col - q.Col
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
		if c := a.Pos.Compare(b.Pos); c != 0 {
			return c
		}
		return strings.Compare(a.Message, b.Message)
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

// maxQuoted bounds how much of an unknown word a message repeats.
const maxQuoted = 40

// Quote writes a word from a file for a message: cut short, control characters escaped.
func Quote(word string) string {
	if runes := []rune(word[:min(len(word), 4*maxQuoted)]); len(runes) > maxQuoted {
		word = string(runes[:maxQuoted]) + "…"
	}
	return strconv.Quote(word)
}

// Hint returns ` (did you mean "x"?)` for the candidate nearest to a word that was not
// found, or nothing when none is near.
func Hint(word string, candidates []string) string {
	best := Nearest(word, candidates)
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// Nearest returns the candidate nearest to the word, or nothing when none is near.
func Nearest(word string, candidates []string) string {
	if len(word) > 2*MaxIDLength {
		return ""
	}
	best, least := "", max(len(word)/3, 1)+1
	word = strings.ToLower(word)
	for _, c := range candidates {
		if len(word)-len(c) >= least || len(c)-len(word) >= least {
			continue // so is the distance
		}
		if d := distance(word, strings.ToLower(c)); d < least && d < len(c) {
			best, least = c, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with their neighbour to
// turn a into b. Both are shorter than three ids.
func distance(a, b string) int {
	var rows [3][3 * MaxIDLength]uint8
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = uint8(j)
	}
	for i := range len(a) {
		row[0] = uint8(i + 1)
		for j := range len(b) {
			replaced := last[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, replaced)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return int(last[len(b)])
}

// UnknownOption words the end of a complaint about a word that is no option. A person's
// answer is health data: only a misspelling is repeated, which says no more than the hint
// beside it, and any other word is answered by what was expected.
func UnknownOption(word string, known []string) string {
	if h := Hint(word, known); h != "" {
		return "option " + Quote(word) + h
	}
	which := "such option"
	if word == NoneWord || word == UnsureWord {
		which = "option " + Quote(word)
	}
	return which + ": expected one of " + strings.Join(known, ", ")
}
