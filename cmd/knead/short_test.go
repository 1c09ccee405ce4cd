package main

import (
	"bytes"
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"knead/internal/text"
	"knead/internal/words"
	"knead/rules"
)

// TestShortFits holds the short and full text of every example, for both readers and in both
// languages, to a size, and logs it as a table. What protects is always written out: with more
// than three such lines a text may have 32 lines instead of 24. A patient's short text takes less
// than a minute to read aloud: at most 170 words, and the full text at most 900.
func TestShortFits(t *testing.T) {
	program := backcare(t)
	all := examples(t, program)
	t.Log("example, reader, language: lines and words of the short form, those of them that protect; lines and words in full")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, reader := range []rules.Audience{rules.Practitioner, rules.Patient} {
			for _, lang := range []string{"en", "hi"} {
				write := func(detail string) string {
					var out, complaints bytes.Buffer
					args := []string{"recommend", "--detail", detail, "--for", reader.String(), "--lang", lang, filepath.Join("..", "..", "examples", name)}
					if status := run(args, streams{strings.NewReader(""), &out, &complaints, nil}); status != exitDone {
						t.Fatalf("%v: exit status %d: %s", args, status, complaints.String())
					}
					for line := range strings.Lines(out.String()) {
						if text.Width(strings.TrimSuffix(line, "\n")) > 80 {
							t.Errorf("%s, %s, %s: a line is wider than 80: %s", name, reader, lang, line)
						}
					}
					return out.String()
				}
				short, full := write("short"), write("full")
				protects := protective(short, words.For(lang))
				lines, said := strings.Count(short, "\n"), spoken(short)
				protectiveLines, protectiveWords := strings.Count(protects, "\n"), spoken(protects)
				fullWords := spoken(full)
				t.Logf("%-26s %-12s %s %4d %4d %6d %4d %6d %5d", name, reader, lang, lines, said, protectiveLines, protectiveWords, strings.Count(full, "\n"), fullWords)
				most := 24
				if protectiveLines > 3 {
					most = 32
				}
				if lines > most {
					t.Errorf("%s, %s, %s: %d lines, want at most %d", name, reader, lang, lines, most)
				}
				if reader != rules.Patient || lang != "en" {
					continue // a Hindi text says the same in more and shorter words
				}
				if most := cmp.Or(longShort[name], 170); said > most {
					t.Errorf("%s: %d words, want at most %d", name, said, most)
				}
				if most := cmp.Or(longFull[name], 900); fullWords > most {
					t.Errorf("%s: %d words in full, want at most %d", name, fullWords, most)
				}
			}
		}
	}
}

// Examples whose texts for patients may be longer than others, with what they may have: nothing that
// protects is left out for the sake of length.
var (
	longShort = map[string]int{
		"unsure-medicines.yaml": 231, // no medicine is ruled out, and each of eight asks for care of its own
	}
	longFull = map[string]int{
		"unsure-medicines.yaml": 1090, // as above
		"ayurvedic-centre.yaml": 1044, // eight therapies fit, six of them with heat or herbs and cautions of their own
	}
)

// protective returns the lines of a short text that protect: limits, what is left out or left
// alone, what to be careful of and when to stop.
func protective(short string, say *words.Catalog) string {
	var found strings.Builder
	inside := false
	for line := range strings.Lines(short) {
		if !strings.HasPrefix(line, " ") {
			inside = slices.ContainsFunc([]string{"short_limits", "short_not_now", "report_avoid", "short_careful", "short_stop"}, func(id string) bool {
				beside, labelled := strings.CutPrefix(line, say.Say(id))
				return labelled && (strings.HasPrefix(beside, "  ") || beside == "\n")
			})
		}
		if inside {
			found.WriteString(line)
		}
	}
	return found.String()
}

// spoken counts the words of a text that somebody would read aloud.
func spoken(s string) (n int) {
	for word := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}
