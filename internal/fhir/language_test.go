package fhir

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
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

// TestDesignations wants the words of both languages for what is translated, and no words of one
// language under the name of the other.
func TestDesignations(t *testing.T) {
	languages, err := packs.LoadLanguages(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]map[string]string{} // by code, then by language
	for _, e := range decoded(t, NewCodeSystems(languages, Names{}))["entry"].([]any) {
		system := e.(map[string]any)["resource"].(map[string]any)
		for _, c := range system["concept"].([]any) {
			concept, said := c.(map[string]any), map[string]string{}
			for _, d := range concept["designation"].([]any) {
				word := d.(map[string]any)
				if l := word["language"].(string); said[l] == "" {
					said[l] = word["value"].(string)
				}
			}
			if said["hi"] != "" && said["hi"] == said["en"] {
				t.Errorf("%v: %s is said to be Hindi", concept["code"], said["hi"])
			}
			words[system["id"].(string)+" "+concept["code"].(string)] = said
		}
	}
	for code, hindi := range map[string]string{"backcare--pressures light": "हल्का", "backcare--providers physician": "केवल चिकित्सक से"} {
		if words[code]["hi"] != hindi {
			t.Errorf("%s: %v", code, words[code])
		}
	}
	if said := words["backcare--rules "+languages[0].Rules[0].ID]; said["en"] == "" || said["hi"] != "" {
		t.Errorf("the title of a rule, which is English: %v", said)
	}
	for _, p := range languages {
		b := &bundleBuilder{pack: p}
		if line := b.therapyLine(engine.TherapyAdvice{Pressure: "light", Provider: "physician"}); strings.Contains(line, "light") == (p.Language == "hi") {
			t.Errorf("%s: %s", p.Language, line)
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
