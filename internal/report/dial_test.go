package report

import (
	"bytes"
	"strings"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestNumbersAreLinks wants the telephone numbers of a region, and no others, to be links in HTML.
func TestNumbersAreLinks(t *testing.T) {
	program := smallProgram(t)
	for region, want := range map[int]bool{0: false, 1: true} {
		for _, audience := range []rules.Audience{rules.Patient, rules.Practitioner} {
			v := engine.Voice{Audience: audience, Region: region}
			visits := visitsOf(program, v, answered(t, program.Pack(), "numb"))
			var page, text bytes.Buffer
			if err := HTML(&page, NewStyle(program, v), visits); err != nil {
				t.Fatal(err)
			}
			if err := Text(&text, NewStyle(program, v), visits); err != nil {
				t.Fatal(err)
			}
			action, _, _ := strings.Cut(page.String(), `class="notice"`)
			number := strings.Join(program.Pack().Regions[region].Numbers(), "")
			if got := number != "" && strings.Contains(action, `<a href="tel:`+number+`">`+number+`</a>`); got != want {
				t.Errorf("region %d, %s: a link to %q: %v, want %v:\n%s", region, audience, number, got, want, action)
			}
			if strings.Contains(text.String(), "tel:") || strings.Count(page.String(), "tel:") > 0 != want {
				t.Errorf("region %d: %s", region, text.String())
			}
		}
	}
}

func TestDialEscapes(t *testing.T) {
	r := &rules.Region{ID: "GB", Emergency: rules.Text{Patient: `999"><script>`, Practitioner: "999"}}
	for said, want := range map[string]string{
		`999"><script>`:    `<a href="tel:999">999</a>&#34;&gt;&lt;script&gt;`,
		"1999, 9990 & 112": "1999, 9990 &amp; 112",
		"":                 "",
	} {
		if got := string(Dial(said, r)); got != want {
			t.Errorf("%s: %s, want %s", said, got, want)
		}
		if got := string(Dial(said, nil)); strings.Contains(got, "<") {
			t.Errorf("without a region: %s", got)
		}
	}
}
