package packfile

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"knead/rules"
)

// translated writes a translation of every text of the pack, each in angle brackets.
func translated(p *rules.Pack) string {
	var b strings.Builder
	b.WriteString("language: hi\npack: small\n\"yes\": हाँ\n\"no\": नहीं\ntexts:\n")
	for _, ref := range p.Texts() {
		if ref.Needed() {
			fmt.Fprintf(&b, "  %s: {of: \"%s\", text: {patient: %q, practitioner: %q}}\n", ref.Key, ref.Text.Mark(), "<"+ref.Text.Patient+">", "<"+ref.Text.Practitioner+">")
		}
	}
	return b.String()
}

func TestTranslate(t *testing.T) {
	p := small(t)
	before := p.Questions[0].Ask
	files := fstest.MapFS{"lang/hi.yaml": {Data: []byte(translated(p))}}
	hindi, problems := Translate(files, "hi", p)
	if problems != nil {
		t.Fatal(problems)
	}
	if got := hindi.Questions[0].Ask.Patient; got != "<"+before.Patient+">" || hindi.Language != "hi" {
		t.Errorf("%s asks %q", hindi.Language, got)
	}
	fever := hindi.Questions[hindi.QuestionIndex("fever")]
	if got := fever.Options[1].Label.Patient; got != "हाँ" {
		t.Errorf("yes is %q", got)
	}
	if p.Questions[0].Ask != before || p.Language == "hi" {
		t.Error("the original has changed")
	}
	if got := Translations(files); len(got) != 1 || got[0] != "hi" {
		t.Errorf("translations: %q", got)
	}
}

func TestTranslationProblems(t *testing.T) {
	p := small(t)
	whole := translated(p)
	for _, row := range []struct{ old, replacement, want string }{
		{"language: hi", "language: ta", "expected hi, as the file is called"},
		{"pack: small", "pack: large", "expected the name of the pack, small"},
		{"\"yes\": हाँ\n", "", "missing key \"yes\""},
		{"  questions.age.ask:", "  questions.age.asks:", "warning: the pack has no text \"questions.age.asks\""},
		{"  questions.age.ask:", "  questions.age.asks:", "warning: the text \"questions.age.ask\" is not translated"},
		{p.Questions[0].Ask.Mark(), "00000000", "warning: the original of \"questions.age.ask\" has changed"},
		{"<Call {emergency} now", "<Call now", "the placeholders of \"dispositions.emergency.text\" differ"},
		{"<How old are you?>", "<How {emergency}>", "filled in results only"},
		{"texts:\n", "texts: 3\nmore:\n", "expected texts by key"},
		{"{of: \"" + p.Questions[0].Ask.Mark() + "\", ", "{", "missing key \"of\""},
	} {
		text := strings.Replace(whole, row.old, row.replacement, 1)
		if text == whole {
			t.Fatalf("%q does not occur", row.old)
		}
		_, problems := Translate(fstest.MapFS{"lang/hi.yaml": {Data: []byte(text)}}, "hi", p)
		var lines []string
		for _, problem := range problems {
			kind := ""
			if problem.Warning {
				kind = "warning: "
			}
			lines = append(lines, kind+problem.Message)
		}
		if got := strings.Join(lines, "\n"); !strings.Contains(got, row.want) {
			t.Errorf("%q instead of %q:\n%s\nwant %q", row.replacement, row.old, got, row.want)
		}
	}
	for _, data := range []string{"", "[]", "a: [", "\xff", "a: 1\n---\nb: 2\n"} {
		if pack, problems := Translate(fstest.MapFS{"lang/hi.yaml": {Data: []byte(data)}}, "hi", p); pack != nil || problems == nil {
			t.Errorf("%q was read as a translation", data)
		}
	}
	if pack, problems := Translate(os.DirFS("testdata/small"), "../x", p); pack != nil || problems == nil {
		t.Error("a path was read as a language")
	}
}
