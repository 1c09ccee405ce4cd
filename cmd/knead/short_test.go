package main

import (
	"bytes"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"knead/engine"
	"knead/internal/text"
	"knead/internal/words"
	"knead/rules"
)

// TestShortFits holds the short and full text of every example, for both readers and in both
// languages, to a size, and logs it as a table. What protects is always written out: with more
// than three such lines a text may have 32 lines instead of 24, and where the words that protect
// leave no room, the others stay few.
func TestShortFits(t *testing.T) {
	program := backcare(t)
	all := examples(t, program)
	t.Log("example, reader, language: lines and words of the short form, those of them that protect; lines and words in full")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, reader := range []rules.Audience{rules.Practitioner, rules.Patient} {
			things := protections(program.Eval(all[name], engine.Voice{Audience: reader}))
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
				if said > 170 && said-protectiveWords > 95 {
					t.Errorf("%s: %d words, %d without those that protect", name, said, said-protectiveWords)
				}
				if fullWords > 900+40*max(0, things-12) {
					t.Errorf("%s: %d words in full", name, fullWords)
				}
			}
		}
	}
}

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

// protections counts what a result says to protect the person.
func protections(r *engine.Result) int {
	beside := map[string]bool{}
	for _, therapy := range r.Therapies {
		for _, c := range therapy.Cautions {
			beside[c.Rule] = true
		}
	}
	return len(r.Cautions) + len(beside) + len(r.Withheld) + len(r.Avoid)
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
