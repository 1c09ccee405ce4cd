package packtest

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"knead/engine/notes"
	"knead/rules"
	"knead/rules/packs"
)

// remarks are of one kind: NEG (denials), FAM (other people) and HARM (harmless words) raise
// nothing, FLAGS (warning signs), DRUGS (medicines) and REVEAL (medicines that reveal an
// illness) raise the question.
type remarks struct {
	Kind, Question string
	Phrases        []string
	Misses         []string // known to do otherwise
}

// TestNotesOfBackcare holds the terms and cues of the pack to remarks as people write them.
func TestNotesOfBackcare(t *testing.T) {
	pack, _, err := packs.Load(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/notes.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []remarks
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	reader, scratch := notes.New(pack), notes.Scratch{}
	// said are the entries of the pack that a text is taken to say, of questions that a person
	// who is not pregnant answers.
	said := func(text string) (entries []int) {
		for _, m := range reader.Read([]byte(text), &scratch) {
			if m.Taken == rules.Said && pack.Questions[pack.Notes[m.Term].Question].AskIf == nil {
				entries = append(entries, m.Term)
			}
		}
		return entries
	}
	raises := func(text, question string) bool {
		return slices.ContainsFunc(said(text), func(e int) bool {
			return question == "" || pack.Questions[pack.Notes[e].Question].ID == question
		})
	}
	var beside, signs []string
	for _, r := range all {
		wanted := r.Question != ""
		for _, phrase := range r.Phrases {
			if raises(phrase, r.Question) != wanted {
				t.Errorf("%s %q: want %q asked again: %v", r.Kind, phrase, r.Question, wanted)
			}
		}
		for _, phrase := range r.Misses {
			if raises(phrase, r.Question) == wanted {
				t.Errorf("%s %q is no miss", r.Kind, phrase)
			}
		}
		switch r.Kind {
		case "NEG", "FAM":
			beside = append(beside, slices.Concat(r.Phrases, r.Misses)...)
		case "FLAGS", "DRUGS":
			signs = append(signs, r.Phrases...)
		}
	}
	if testing.Short() {
		beside = beside[:28]
	}
	for i, sign := range signs {
		alone := said(sign)
		for k, other := range beside {
			if (i+k)%4 != 0 && k >= 28 {
				continue // each stands beside some of the rest
			}
			for _, joint := range []string{", ", ". ", " and ", " but "} {
				for _, text := range []string{sign + joint + other, other + joint + sign} {
					here := said(text)
					for _, e := range alone {
						if !slices.Contains(here, e) {
							t.Errorf("%q does not say what %q says: %v of %s", text, sign, pack.Notes[e].Terms[0], pack.Questions[pack.Notes[e].Question].ID)
						}
					}
				}
			}
		}
	}
}

// joining are words with which a sentence goes on as it likes.
var joining = strings.Fields(`a an the in on of for with my your his her our their to at by about when while out over off from and or
	this that round into after before during since because some up down but as if through so now not very was are be been am i we`)

// TestHarmlessPhrasesOfBackcare holds the harmless phrases to more than a term and joining words:
// "stroke a" is meant for "stroke a cat", and would take "stroke a year ago" for it too.
func TestHarmlessPhrasesOfBackcare(t *testing.T) {
	idioms := map[string]bool{ // and durations, which have digits
		"on a stool": true, "stopped working out": true, "to walk it off": true, "can walk it off": true, "by accident": true, "over the hump": true, "in stitches": true,
		"to warm up": true, "til now": true, "not edible": true, "out of": true, "that fits": true, "snapped at her": true, "burnt out": true, "burned out": true,
	}
	pack, _, err := packs.Load(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range pack.Notes {
		own := map[string]bool{}
		for _, phrase := range slices.Concat(n.Terms, n.With) {
			own[strings.Join(rules.NoteWords(phrase), "")] = true
		}
		joins := func(word string) bool { return !own[word] && slices.Contains(joining, word) }
		for _, phrase := range n.Harmless {
			words := rules.NoteWords(phrase)
			if idioms[phrase] || strings.ContainsAny(phrase, "0123456789") {
				continue
			}
			from, to := 0, len(words)
			for from < to && joins(words[from]) {
				from++
			}
			for to > from && joins(words[to-1]) {
				to--
			}
			if own[strings.Join(words[from:to], "")] {
				t.Errorf("%s: the harmless phrase %q is a term and joining words only: say what makes it harmless", n.Pos, phrase)
			}
		}
	}
}
