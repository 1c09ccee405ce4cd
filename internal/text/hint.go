package text

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
	return DidYouMean(Nearest(word, candidates))
}

// DidYouMean returns the end of a message that offers a word, or nothing when there is none.
func DidYouMean(word string) string {
	if word == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", word)
}

// maxWord is how long the words are that may be misspelt: ids.
const maxWord = 64

// Nearest returns the candidate nearest to the word, or nothing when none is near.
func Nearest(word string, candidates []string) string {
	if len(word) > 2*maxWord {
		return ""
	}
	best, least := "", max(len(word)/3, 1)+1
	word = strings.ToLower(word)
	for _, c := range candidates {
		if len(word)-len(c) >= least || len(c)-len(word) >= least {
			continue // so is the distance
		}
		if d := distance(word, strings.ToLower(c), least); d < least && d < len(c) {
			best, least = c, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with their neighbour to
// turn a into b, up to the limit. What is very long is far from everything.
func distance(a, b string, limit int) int {
	var rows [3][4 * maxWord]uint16
	before, last, row := &rows[0], &rows[1], &rows[2]
	if len(b) >= len(row) {
		return len(b)
	}
	for j := range len(b) + 1 {
		last[j] = uint16(j)
	}
	for i := range len(a) {
		row[0] = uint16(i + 1)
		nearest := row[0]
		for j := range len(b) {
			replaced := last[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, replaced)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			nearest = min(nearest, row[j+1])
		}
		if int(nearest) > limit { // and so are all rows that follow
			return limit
		}
		before, last, row = last, row, before
	}
	return int(last[len(b)])
}
