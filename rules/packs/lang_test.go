package packs

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"knead/rules"
)

// hindi returns the default pack in English and in Hindi.
func hindi(t *testing.T) (en, hi *rules.Pack) {
	return backcare(t, ownLanguage), backcare(t, "hi")
}

// TestHindiIsComplete holds the translation to the pack: every text that people meet is
// there, made from the present English, with its placeholders, and in Devanagari.
func TestHindiIsComplete(t *testing.T) {
	en, hi := hindi(t)
	english := en.Texts()
	for i, ref := range hi.Texts() {
		if !ref.Needed() || strings.HasPrefix(ref.Key, "regions.") {
			continue
		}
		for _, a := range []rules.Audience{rules.Patient, rules.Practitioner} {
			if text := ref.Text.For(a); !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Devanagari, r) }) {
				t.Errorf("%s is not in Hindi: %q", ref.Key, text)
			}
		}
		if english[i].Key != ref.Key {
			t.Fatalf("text %d is %s in English and %s in Hindi", i, english[i].Key, ref.Key)
		}
	}
}

// The words by which each language says no.
var (
	englishNo = regexp.MustCompile(`(?i)\b(no|not|nobody|never|nothing|none|without|neither|cannot|wait|stop|unlike)\b|n't\b`)
	hindiNo   = regexp.MustCompile(`(^|[ ("“/,])(नहीं|न|ना|मत|बिना|कभी नहीं|शून्य|दूर|रुक\S*|रोक\S*|बंद|छोड़\S*|मना|शायद ही|अनुमति)([ .,;:।)"”/?]|$)`)
)

// TestHindiKeepsNegations compares where the two languages say no. A safety advice that
// forbids in English and does not in Hindi is a fault, and so is a question or an option
// that turned around.
func TestHindiKeepsNegations(t *testing.T) {
	en, hi := hindi(t)
	english := en.Texts()
	for i, ref := range hi.Texts() {
		if !ref.Needed() {
			continue
		}
		from, to := english[i].Text.Patient, ref.Text.Patient
		if englishNo.MatchString(from) && !hindiNo.MatchString(to) {
			t.Errorf("%s: %q lost its negation:\n%s", ref.Key, from, to)
		}
		asked := strings.HasSuffix(ref.Key, ".ask") || strings.HasSuffix(ref.Key, ".label")
		if asked && !englishNo.MatchString(from) && regexp.MustCompile(`(^| )(नहीं|मत)( |$)`).MatchString(to) {
			t.Errorf("%s: %q got a negation:\n%s", ref.Key, from, to)
		}
	}
}

// TestHindiKeepsYesAndNo is a fixture of polarity: what each of these texts must say.
func TestHindiKeepsYesAndNo(t *testing.T) {
	_, hi := hindi(t)
	texts := map[string]string{}
	for _, ref := range hi.Texts() {
		texts[ref.Key] = ref.Text.Patient
	}
	for key, words := range map[string][]string{
		"dispositions.emergency.text":                         {"अभी {emergency} पर फ़ोन करें", "मालिश न करवाएँ"},
		"dispositions.emergency.unsure":                       {"अभी {emergency} पर फ़ोन करें", "मालिश न करवाएँ"},
		"dispositions.urgent.text":                            {"{urgent} से संपर्क करें", "मालिश न करवाएँ"},
		"dispositions.proceed.title":                          {"हो सकती है"},
		"dispositions.clearance.title":                        {"सहमत"},
		"dispositions.defer.title":                            {"अभी नहीं"},
		"pack.disclaimer":                                     {"रोग की पहचान नहीं", "{emergency}", "{urgent}"},
		"questions.consent.options.given.label":               {"हाँ"},
		"questions.consent.options.not_given.label":           {"नहीं"},
		"questions.pregnancy.options.not_pregnant.label":      {"नहीं"},
		"questions.chronicity.options.no_pain.label":          {"दर्द नहीं है"},
		"questions.heat_feeling.options.normal.label":         {"हाँ"},
		"questions.heat_feeling.options.reduced.label":        {"नहीं", "कम"},
		"questions.massage_experience.options.none.label":     {"कभी नहीं"},
		"questions.bone_joint.options.sciatica_stable.label":  {"बढ़ नहीं रही"},
		"questions.heart_blood.options.bp_uncontrolled.label": {"काबू में नहीं"},
		"questions.heart_blood.options.bp_controlled.label":   {"काबू में है"},
		"rules.rf_01_saddle_numbness.text":                    {"अभी {emergency} पर फ़ोन करें", "मालिश न करवाएँ"},
		"rules.rf_20_calf_swelling.text":                      {"{urgent}", "मालिश करने न दें"},
	} {
		for _, word := range words {
			if !strings.Contains(texts[key], word) {
				t.Errorf("%s must say %q:\n%s", key, word, texts[key])
			}
		}
	}
	for _, q := range hi.Questions {
		if q.Kind == rules.Bool && (q.Options[0].Label.Patient != "नहीं" || q.Options[1].Label.Patient != "हाँ") {
			t.Errorf("%s: no is %q and yes is %q", q.ID, q.Options[0].Label.Patient, q.Options[1].Label.Patient)
		}
	}
}

// TestHindiSafetyTexts looks at the words of every rule that sends somebody away: they
// must name the call to make in Hindi too. That placeholders agree is checked on reading.
func TestHindiSafetyTexts(t *testing.T) {
	en, hi := hindi(t)
	for i := range hi.Rules {
		r := &hi.Rules[i]
		if r.Then.Disposition < rules.Urgent {
			continue
		}
		if r.Text.Patient == en.Rules[i].Text.Patient {
			t.Errorf("%s: the action is in English", r.ID)
		}
		if r.Then.Disposition == rules.Emergency && !strings.Contains(r.Text.Patient, "फ़ोन") {
			t.Errorf("%s: an emergency that tells nobody to call:\n%s", r.ID, r.Text.Patient)
		}
	}
}
