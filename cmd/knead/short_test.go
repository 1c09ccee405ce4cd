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
	"knead/rules"
)

// TestShortFits holds the short and full text of every example, for both readers and in both
// languages, to a size, and logs it as a table. What protects is always written out: beyond a few
// things of that kind, each may take a line and some words more.
func TestShortFits(t *testing.T) {
	program := backcare(t)
	all := examples(t, program)
	t.Log("example, reader, language: lines and words of the short form; lines and words in full; protections")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, reader := range []rules.Audience{rules.Practitioner, rules.Patient} {
			protects := protections(program.Eval(all[name], engine.Voice{Audience: reader}))
			for _, lang := range []string{"en", "hi"} {
				write := func(detail string) (lines, words int) {
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
					return strings.Count(out.String(), "\n"), spoken(out.String())
				}
				lines, words := write("short")
				fullLines, fullWords := write("full")
				t.Logf("%-26s %-12s %s %4d %4d %6d %5d %4d", name, reader, lang, lines, words, fullLines, fullWords, protects)
				if most := mostLines(protects); lines > most {
					t.Errorf("%s, %s, %s: %d lines, want at most %d", name, reader, lang, lines, most)
				}
				if reader == rules.Patient && lang == "en" && fullWords > 900+40*max(0, protects-12) {
					t.Errorf("%s, %s: %d words in full", name, lang, fullWords)
				}
				if most := 170 + 10*max(0, protects-6); reader == rules.Patient && lang == "en" && words > most {
					t.Errorf("%s, %s: %d words, want at most %d", name, lang, words, most)
				}
			}
		}
	}
}

// mostLines is how many lines a short form may have with so many things that protect.
func mostLines(protects int) int {
	if protects <= 3 {
		return 24
	}
	return 32
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
