package packs

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"knead/rules"
	"knead/rules/packfile"
)

// forbidden are claims and words of fear that no text of a pack may use, in neither wording. Most match a denial
// of the claim as well: who skims a text takes it for the claim.
var forbidden = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(cures?|cured|curing|heals? (you|your|the) (back|spine|pain))\b`),
	regexp.MustCompile(`(?i)\bpermanent(ly)?\b|\bforever\b|\bfor good\b`),
	regexp.MustCompile(`(?i)\btoxins\b|\bdetox\w*|\bpurif(y|ies|ied|ication)\b|\bcleans(e|es|ing) (the|your)\b`),
	regexp.MustCompile(`(?i)\b(re)?balanc(e|es|ing) (the|your|vata|pitta|kapha|dosha\w*|energ\w+|body)\b|\bimbalance`),
	regexp.MustCompile(`(?i)\brealign\w*|\bout of (place|line)\b|\b(put|puts|putting|push|pushes) .{0,20}\b(disc|bone|vertebra)\w* back\b`),
	regexp.MustCompile(`(?i)\badhesions?\b`),
	regexp.MustCompile(`(?i)\b(boosts?|improves?|increases?) (the |your |blood )*(circulation|flow|immunity)\b`),
	regexp.MustCompile(`(?i)\bworn[- ]?out\b|\bwear and tear\b|\bcrumbl\w+|\bdegenerat\w+|\bbulg(e|es|ing)\b|\bslipped (vertebra|bone)\b|\bshifted (vertebra|bone)\b`),
	regexp.MustCompile(`(?i)\bbad posture\b|\bposture (has )?caused?\b|\bcaused by (your )?posture\b|\bcorrect(s|ing) (your |the )?posture\b|\bcorrect your posture\b`),
	regexp.MustCompile(`(?i)\bnever bend\b`),
	regexp.MustCompile(`(?i)\bsafe for (everyone|everybody|all)\b|\b(100|hundred) ?(%|per ?cent) safe\b|\b(completely|totally|perfectly|always) safe\b`),
	regexp.MustCompile(`(?i)\b(no|without|free of) (any )?side effects?\b|\brisk[- ]free\b|\bharmless remed`),
	regexp.MustCompile(`(?i)\b(no|without a|need no) doctor (is )?need\w*|\binstead of (a|your) doctor\b`),
	regexp.MustCompile(`(?i)(^|[.;:] )(please )?(stop|reduce|skip|change) (taking )?your (medicine|medicines|tablets|drugs)\b`),
	regexp.MustCompile(`(?i)\b(the )?best (massage|therapy|treatment|technique)\b|\bmiracle\b|\bguarantee\w*|\bproven to\b`),
}

// TestNoForbiddenClaims looks for them in every text of the embedded packs.
func TestNoForbiddenClaims(t *testing.T) {
	for _, name := range Names() {
		files, _ := Open(name)
		p, problems := packfile.Parse(files)
		if problems.Errors() != nil {
			t.Fatal(problems)
		}
		for _, ref := range p.Texts() {
			for _, text := range []string{ref.Text.Patient, ref.Text.Practitioner} {
				for _, claim := range forbidden {
					if hit := claim.FindString(text); hit != "" {
						t.Errorf("%s: %s says %q:\n%s", name, ref.Key, hit, text)
					}
				}
			}
		}
	}
}

// hindiClaims are the same claims as they are commonly made in Hindi.
var hindiClaims = regexp.MustCompile(`डिटॉक्स|विषैले|विषाक्त|जड़ से|हमेशा के लिए|गारंटी|चमत्कार|रामबाण|साइड ?इफ़ेक्ट नहीं|100 ?%|सबके लिए सुरक्षित|पूरी तरह सुरक्षित`)

func TestNoForbiddenClaimsInHindi(t *testing.T) {
	_, hi := hindi(t)
	for _, ref := range hi.Texts() {
		if hit := hindiClaims.FindString(ref.Text.Patient + " " + ref.Text.Practitioner); hit != "" {
			t.Errorf("%s says %q", ref.Key, hit)
		}
	}
}

// TestUnsureWordsAreTrueOfNotes holds the words for what is not sure to lay it to nobody: a note can leave
// open what the person answered for certain.
func TestUnsureWordsAreTrueOfNotes(t *testing.T) {
	_, hi := hindi(t)
	said := regexp.MustCompile(`(?i)\byou (were|are) (not sure|unsure)\b|आपको पक्का पता नहीं`)
	n := 0
	for _, p := range []*rules.Pack{backcare(t, ownLanguage), hi} {
		for _, ref := range p.Texts() {
			if !strings.HasSuffix(ref.Key, ".unsure_text") && !strings.HasSuffix(ref.Key, ".unsure") {
				continue
			}
			n++
			if hit := said.FindString(ref.Text.Patient); hit != "" {
				t.Errorf("%s says %q:\n%s", ref.Key, hit, ref.Text.Patient)
			}
		}
	}
	if n < 200 {
		t.Errorf("looked at %d texts, want all of two languages", n)
	}
}

// counts are what the grade of a text is made of.
type counts struct{ sentences, words, syllables int }

// grade is the Flesch–Kincaid reading grade: school years in the United States.
func (c counts) grade() float64 {
	return 0.39*float64(c.words)/float64(c.sentences) + 11.8*float64(c.syllables)/float64(c.words) - 15.59
}

var (
	sentenceEnd = regexp.MustCompile(`[.!?]+(\s|$)`)
	aWord       = regexp.MustCompile(`[A-Za-z][A-Za-z'’]*|[0-9]+`)
	vowels      = regexp.MustCompile(`[aeiouy]+`)
)

// count counts sentences, words and syllables.
func count(text string) counts {
	c := counts{sentences: max(1, len(sentenceEnd.FindAllString(strings.TrimSpace(text)+" ", -1)))}
	for _, word := range aWord.FindAllString(text, -1) {
		c.words++
		c.syllables += syllables(strings.ToLower(word))
	}
	return c
}

// syllables counts groups of vowels, without a silent e or ed at the end.
func syllables(word string) int {
	n := len(vowels.FindAllString(word, -1))
	silent := strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") ||
		strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "ted") && !strings.HasSuffix(word, "ded") ||
		strings.HasSuffix(word, "es") && !regexp.MustCompile(`(s|x|z|ch|sh|c|g)es$`).MatchString(word)
	if silent {
		n--
	}
	return max(1, n)
}

func TestCount(t *testing.T) {
	for text, want := range map[string]counts{
		"The cat sat on the mat.":                     {1, 6, 6},
		"Please ask a doctor. Massage can wait.":      {2, 7, 9},
		"Hands moved, and nobody noted the ache. 112": {1, 8, 11},
	} {
		if got := count(text); got != want {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

// TestPatientTextsReadEasily holds the patients' wording to about US grade 8 on average, and lists the single
// texts above 9, for authors to look at: run it with -v. Lists of names of medicines do not count.
func TestPatientTextsReadEasily(t *testing.T) {
	type hard struct {
		key, text string
		grade     float64
	}
	var sum float64
	var n int
	var all counts
	var above []hard
	for _, ref := range backcare(t, ownLanguage).Texts() {
		if strings.HasPrefix(ref.Key, "regions.") {
			continue
		}
		text := strings.NewReplacer("{emergency}", "112", "{urgent}", "a doctor").Replace(ref.Text.Patient)
		text, _, _ = strings.Cut(text, "Names:")
		c := count(text)
		all.sentences, all.words, all.syllables = all.sentences+c.sentences, all.words+c.words, all.syllables+c.syllables
		if c.words < 10 {
			continue // a label or title: the formula is made for prose
		}
		g := c.grade()
		sum, n = sum+g, n+1
		if g > 9 {
			above = append(above, hard{ref.Key, text, g})
		}
	}
	slices.SortFunc(above, func(a, b hard) int { return cmp.Compare(b.grade, a.grade) })
	for _, h := range above {
		t.Logf("grade %.1f: %s: %s", h.grade, h.key, h.text)
	}
	t.Logf("%d texts, grade %.1f on average, %.1f all together; %d above 9", n, sum/float64(n), all.grade(), len(above))
	if mean := sum / float64(n); mean > 8 || all.grade() > 8 {
		t.Errorf("patients' texts read at grade %.1f on average (%.1f all together), expected at most 8", mean, all.grade())
	}
	if len(above) > 0 && above[0].grade > 12 {
		t.Errorf("%s reads at grade %.1f, expected at most 12:\n%s", above[0].key, above[0].grade, above[0].text)
	}
}
