package notes_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"knead/engine/notes"
	"knead/rules"
	"knead/rules/packfile"
)

var update = flag.Bool("update", false, "rewrite what is expected in testdata")

// pack is the small pack with the terms and cues in testdata.
func pack(t testing.TB) *rules.Pack {
	files := fstest.MapFS{}
	for name, path := range map[string]string{
		"pack.yaml": "../../rules/packfile/testdata/small/pack.yaml", "questions.yaml": "../../rules/packfile/testdata/small/questions.yaml",
		"rules.yaml": "../../rules/packfile/testdata/small/rules.yaml", "therapies.yaml": "../../rules/packfile/testdata/small/therapies.yaml",
		"notes.yaml": "testdata/pack.yaml",
	} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	p, problems := packfile.Parse(files)
	if p == nil {
		t.Fatal(problems)
	}
	return p
}

// read returns what is read in a text, a mention a line.
func read(p *rules.Pack, r *notes.Reader, text string) string {
	var b strings.Builder
	for _, m := range r.Read([]byte(text), &notes.Scratch{}) {
		q := &p.Questions[p.Notes[m.Term].Question]
		var options []string
		for i, o := range q.Options {
			if p.Notes[m.Term].Options>>i&1 != 0 {
				options = append(options, o.ID)
			}
		}
		fmt.Fprintf(&b, "\t%v %s: %s\n", m.Taken, strings.Join(options, " "), text[m.Context.From:m.Context.To])
	}
	return b.String()
}

// TestTexts reads the texts of a file, below each of which stands what is read in it.
func TestTexts(t *testing.T) {
	const file = "testdata/texts.txt"
	p := pack(t)
	r := notes.New(p)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "\t") {
			continue
		}
		got.WriteString(line)
		if text := strings.TrimSuffix(line, "\n"); text != "" && text[0] != '#' {
			got.WriteString(read(p, r, strings.ReplaceAll(text, `\n`, "\n")))
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(data), got.String()); diff != "" {
		t.Errorf("run with -update to accept (-want +got):\n%s", diff)
	}
}

// TestSaidBesideDenials puts what raises a question alone beside denials and what is told of
// others, before and behind, by every joiner: it raises the question still.
func TestSaidBesideDenials(t *testing.T) {
	p := pack(t)
	r := notes.New(p)
	said := func(text string) map[int]bool {
		terms := map[int]bool{}
		for _, m := range r.Read([]byte(text), &notes.Scratch{}) {
			if m.Taken == rules.Said {
				terms[m.Term] = true
			}
		}
		return terms
	}
	signs := []string{
		"numb between the legs", "no feeling between my legs", "can't feel when I wipe", "Cauda equina", "weak legs since Friday", "cannot pee",
		"on warfarin", "takes Telma40", "Xarelto20", "prednislone", "I used to have fits and still do", "not only fever", "had a stroke", "ब्लड थिनर",
		"peshab nahi aata", "mujhe bukhar hai", "बुखार", "never stopped warfarin", "no relief from codeine", "chills, sweats", "it began with a fever",
	}
	denials := []string{
		"No blood thinners", "I am not pregnant", "No history of cancer, no weight loss, no fever", "denies fever or chills", "without fever or chills",
		"stopped prednisolone five years ago", "Cancer: no. Pregnant: no", "never had a stroke", "negative pregnancy test", "cancer negative",
		"scan ruled out cauda equina", "mujhe bukhar nahi hai", "खून पतला करने की दवा नहीं लेता", "बुखार नहीं है", "no fever, chills or sweats",
		"My mother had cancer", "my father takes warfarin", "my wife is pregnant", "family history of cancer", "meri maa ko cancer tha",
		"मेरी माँ को कैंसर था", "afraid of cancer", "my zodiac sign is Cancer", "I am a cancer nurse", "neither fever nor chills", "no", "not",
	}
	for _, sign := range signs {
		alone := said(sign)
		if len(alone) == 0 {
			t.Errorf("%q raises nothing", sign)
		}
		for _, denial := range denials {
			for _, join := range []string{", ", ". ", "\n", "; ", " and ", " but ", " aur ", " और ", " lekin ", " लेकिन "} {
				for _, text := range []string{sign + join + denial, denial + join + sign} {
					together := said(text)
					for term := range alone {
						if !together[term] {
							t.Errorf("%q does not raise %v", text, p.Notes[term].Terms)
						}
					}
				}
			}
		}
	}
}

// TestOddTexts reads texts of cues, marks and other odd things, which raise nothing.
func TestOddTexts(t *testing.T) {
	r := notes.New(pack(t))
	for name, text := range oddTexts {
		if found := r.Read([]byte(text), &notes.Scratch{}); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

var oddTexts = map[string]string{
	"nothing":    "",
	"cues":       strings.Repeat("no not denies or and my mother ", 60),
	"negations":  strings.Repeat("no ", 500),
	"pseudo":     strings.Repeat("not only ", 200),
	"directions": strings.Repeat("\u202e\u200f\u200b\u00ad", 300),
	"marks":      strings.Repeat("\u093c\u0301\u0901", 300),
	"no text":    strings.Repeat("\xff\xe0\xa4", 300),
	"scripts":    strings.Repeat("не 不 नहीं لا ", 100),
	"near names": strings.Repeat("asprins codainne cod ", 60),
}

// BenchmarkRead reads texts of 200 and of 2,000 characters.
func BenchmarkRead(b *testing.B) {
	r := notes.New(pack(b))
	plain := "Back has been stiff since we moved house in spring; worse in the morning and after long drives, better when I walk. "
	texts := map[string]string{
		"plain 200":     strings.Repeat(plain, 2)[:200],
		"terms 200":     strings.Repeat("no fever, chills or sweats. My father takes warfarin, I take prednislone. ", 3)[:200],
		"hindi 200":     string([]rune(strings.Repeat("मुझे बुखार नहीं है और कमर में दर्द बहुत दिनों से है, ", 5))[:200]),
		"negations 2k":  strings.Repeat("no ", 667),
		"terms 2k":      strings.Repeat("no fever ", 222),
		"long list 2k":  "no " + strings.Repeat("fever, ", 284) + " or chills",
		"scripts 2k":    strings.Repeat("не no 不 नहीं لا\u200f fever ", 85),
		"one word 2k":   strings.Repeat("a", 2000),
		"unclosed list": strings.Repeat("no fever, chills, ", 111),
	}
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			var s notes.Scratch
			for b.Loop() {
				r.Read([]byte(text), &s)
			}
		})
	}
}
