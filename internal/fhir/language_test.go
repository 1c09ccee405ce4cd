package fhir

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// TestLanguagesShareTheirForm wants the same Questionnaire in every language and wording but
// for its words.
func TestLanguagesShareTheirForm(t *testing.T) {
	p := backcare(t).Pack()
	files, _ := packs.Open(packs.Default)
	english, _ := NewQuestionnaire(p, Wording{})
	for _, lang := range packfile.Translations(files) {
		translated, problems := packfile.Translate(files, lang, p)
		if errs := problems.Errors(); errs != nil {
			t.Fatal(errs)
		}
		for _, reader := range []rules.Audience{rules.Patient, rules.Practitioner} {
			other, _ := NewQuestionnaire(translated, Wording{Audience: reader})
			if other.Title == english.Title || other.Language != lang {
				t.Errorf("%s: the title is %q", lang, other.Title)
			}
			if diff := cmp.Diff(wordless(english), wordless(other)); diff != "" {
				t.Errorf("%s: the form differs:\n%s", lang, diff)
			}
		}
	}
}

// wordless returns a copy without words. Help is words too: a question may have it in one
// wording only.
func wordless(q *Questionnaire) *Questionnaire {
	w := *q
	w.Language, w.Title, w.Description, w.Publisher, w.Text = "", "", "", "", nil
	w.Item = wordlessItems(q.Item)
	return &w
}

func wordlessItems(items []Item) (without []Item) {
	for _, item := range items {
		if item.Type == "display" {
			continue
		}
		item.Text = ""
		item.Item = wordlessItems(item.Item)
		options := item.AnswerOption
		item.AnswerOption = nil
		for _, o := range options {
			o.ValueCoding.Display = ""
			item.AnswerOption = append(item.AnswerOption, o)
		}
		without = append(without, item)
	}
	return without
}
