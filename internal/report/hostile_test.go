package report

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"knead/engine"
	"knead/rules"
)

// attacks are texts that could do harm where they are shown as they are.
func attacks() []string {
	return []string{
		"\x1b[2J\x1b]0;owned\x07\x1b[31m a\rb\nc\td\x00e\x7f \u009b31m \xff",
		"\u202e\u2066abc\u2069\u200f \u2028\u2029\ufeff\U000e0041",
		`<script>alert(1)</script>"><img src=x onerror=alert(1)></style><b>{{.Title}} javascript:alert(1) &lt;b&gt;&#x202e;`,
		"=cmd|' /C calc'!A0", "+1", "@SUM(1)", "-2+3",
		"# head", "1. one", "- item", "> quote", "| cell | cell |", "---", "```",
		"`code` **b** _i_ ~~s~~ [x](http://evil.example) ![x](http://evil.example/p.png) <http://evil.example> http://evil.example www.evil.example \\ [^1] $x$",
		strings.Repeat("x", 10_000), strings.Repeat("word ", 2_000) + strings.Repeat("🙂é", 500),
	}
}

// poison puts a text before and after every wording of a record, ids excepted.
func poison(v reflect.Value, with string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), with)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			poison(v.Index(i), with)
		}
	case reflect.Struct:
		if text, ok := v.Addr().Interface().(*rules.Text); ok {
			if !text.Empty() {
				*text = rules.Text{Patient: with + text.Patient + with, Practitioner: with + text.Practitioner + with}
			}
			return
		}
		for i := range v.NumField() {
			switch name := v.Type().Field(i).Name; {
			case name == "Title" && v.Field(i).Kind() == reflect.String, name == "Citation", name == "Note", name == "Author":
				v.Field(i).SetString(with + v.Field(i).String() + with)
			case name == "Terms" && v.Field(i).Type() == reflect.TypeFor[[]string]():
				for j := range v.Field(i).Len() {
					v.Field(i).Index(j).SetString(v.Field(i).Index(j).String())
				}
			default:
				poison(v.Field(i), with)
			}
		}
	}
}

// hostileReports writes every format for every case with a text put everywhere.
func hostileReports(t *testing.T, with string) map[string]string {
	t.Helper()
	program := smallProgram(t)
	pack := *program.Pack()
	poison(reflect.ValueOf(&pack).Elem(), with)
	program, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, audience := range []rules.Audience{rules.Practitioner, rules.Patient} {
		v := engine.Voice{Audience: audience}
		style := NewStyle(program, v)
		intakes := answered(t, &pack, "plain", "later", "unsure", "agree", "numb", "blank")
		for i, in := range intakes {
			id := with + "id"
			if i > 1 {
				id += string(rune('a' + i))
			}
			in.ID = &id
		}
		visits := visitsOf(program, v, intakes)
		for ending, write := range everyWay() {
			var b bytes.Buffer
			if err := write(&b, style, visits); err != nil {
				t.Fatal(err)
			}
			out[ending] += b.String()
		}
		var explained []*engine.Explanation
		var b bytes.Buffer
		for i, in := range intakes {
			explained = append(explained, program.Explain(in, v))
			if err := JSON(&b, explained[i]); err != nil {
				t.Fatal(err)
			}
			if err := JSON(&b, visits[i].Result); err != nil {
				t.Fatal(err)
			}
		}
		out["json"] += b.String()
		if err := Explain(&b, style, explained); err != nil {
			t.Fatal(err)
		}
		out["explained"] += b.String()
	}
	return out
}

// TestHostile puts each attack into every id and every text of a pack.
func TestHostile(t *testing.T) {
	tags := regexp.MustCompile(`</?[a-zA-Z!][a-zA-Z0-9]*`)
	harmless := hostileReports(t, "")
	for _, attack := range attacks() {
		for format, text := range hostileReports(t, attack) {
			if r := strings.IndexFunc(text, dangerous); r >= 0 {
				t.Errorf("%s: %.30q leaves %q", format, attack, text[r:min(r+10, len(text))])
			}
			switch format {
			case "html":
				if want, got := tags.FindAllString(harmless[format], -1), tags.FindAllString(text, -1); !slices.Equal(want, got) {
					t.Errorf("html: %.30q changes the tags", attack)
				}
				external(t, text)
			case "md":
				unescaped(t, attack, text)
			}
		}
	}
}

// dangerous reports whether a character could steer a terminal or turn the writing.
func dangerous(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r >= 0xe0000 && r < 0xe0080
}

// unescaped complains about Markdown that would be markup.
func unescaped(t *testing.T, attack, text string) {
	t.Helper()
	for _, markup := range []string{"<", "](", "![", "```", " ~~", "://evil", " www.", "`code"} {
		for at := 0; ; {
			i := strings.Index(text[at:], markup)
			if i < 0 {
				break
			}
			if at += i; at == 0 || text[at-1] != '\\' {
				if markup != " www." || text[at+1] == 'w' {
					t.Errorf("md: %.30q leaves %q", attack, text[max(0, at-10):min(at+20, len(text))])
				}
				return
			}
			at++
		}
	}
}

// external complains about anything a page would load or lead to.
func external(t *testing.T, page string) {
	t.Helper()
	for _, tag := range regexp.MustCompile(`<[a-zA-Z][^>]*>`).FindAllString(page, -1) {
		for _, attribute := range []string{" src=", " href=\"h", " href=\"/", " action=", " on", " style=", "<script", "<link", "<iframe", "<object"} {
			if strings.Contains(strings.ToLower(tag), attribute) && !strings.HasPrefix(tag, "<svg class") && !strings.Contains(tag, "aria-label") {
				t.Errorf("the page holds %.80q", tag)
			}
		}
	}
}

// TestSelfContained shows that style and pictures refer to nothing outside the file.
func TestSelfContained(t *testing.T) {
	css, _ := templates.ReadFile("style.css")
	for _, word := range []string{"http", "@import", "url("} {
		rest := strings.ReplaceAll(string(css), "url(#hatch)", "")
		if strings.Contains(rest, word) {
			t.Errorf("style.css holds %q", word)
		}
	}
	for format, text := range hostileReports(t, "") {
		if format == "html" {
			external(t, text)
		}
	}
}
