package rules

import (
	"fmt"
	"strconv"
	"strings"
)

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
		if d := distance(word, c); d < least && d < len(c) {
			best, least = c, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with their neighbour to
// turn a into b, ignoring case.
func distance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	var room [3 * (MaxIDLength + 1)]int // usually enough
	all, n := room[:], len(b)+1
	if 3*n > len(all) {
		all = make([]int, 3*n)
	}
	before, last, row := all[:n], all[n:2*n], all[2*n:3*n]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
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
