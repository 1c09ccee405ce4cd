package report

import (
	"bytes"
	"strings"
	"testing"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// backcare compiles the default pack and reads one intake for it.
func backcare(t *testing.T, intake string) (*engine.Program, *rules.Intake) {
	t.Helper()
	fsys, _ := packs.Open(packs.Default)
	p, problems := packfile.Parse(fsys)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	intakes, problems := packfile.ParseIntakes([]byte(intake), "intake", packfile.YAML, p)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	return program, intakes[0]
}

// TestUnsureNerveSignsFillNoPage shows that the many actions of one unsure answer are
// joined where they ask for the same, and that none of what is unsure is lost.
func TestUnsureNerveSignsFillNoPage(t *testing.T) {
	program, in := backcare(t, "answers: {age: 40, nerve_signs: unsure}")
	for _, audience := range []rules.Audience{rules.Practitioner, rules.Patient} {
		v := engine.Voice{Audience: audience}
		r := program.Eval(in, v)
		doc := newDocument(NewStyle(program, v), []Visit{{Result: r, Intake: in}}, 0)
		if len(r.Actions) < 15 || len(doc.Actions) > 7 {
			t.Errorf("%d actions are listed as %d, want all in the result and at most 7 on the page", len(r.Actions), len(doc.Actions))
		}
		var ids, all string
		for _, c := range doc.Actions {
			ids, all = ids+c.Rule+", ", all+c.Text+"\n"
		}
		for _, a := range r.Actions {
			if a.Rule == incomplete {
				continue // not said beside something urgent
			}
			lead, rest := firstSentence(a.Text)
			if strings.Count(all, lead) != 1 || !strings.Contains(all, rest) || strings.Count(ids, a.Rule+", ") != 1 {
				t.Errorf("action %s is not said once: %s", a.Rule, a.Text)
			}
		}
	}
}

// TestWhatIsKnownIsNotJoined shows that actions of sure answers stay apart, and that those
// of different weight do.
func TestWhatIsKnownIsNotJoined(t *testing.T) {
	unsure := engine.Action{Rule: "a", Disposition: "urgent", Text: "One is open. See a doctor.", Unsure: true}
	for name, c := range map[string]struct {
		change func(*engine.Action)
		want   bool
	}{
		"another sign":        {func(a *engine.Action) { a.Text = "Two is open. See a doctor." }, true},
		"the same words":      {func(*engine.Action) {}, true},
		"known":               {func(a *engine.Action) { a.Unsure = false }, false},
		"less urgent":         {func(a *engine.Action) { a.Disposition = "refer" }, false},
		"something to do":     {func(a *engine.Action) { a.Text = "One is open. Call for help." }, false},
		"nothing else to do":  {func(a *engine.Action) { a.Text = "One is open." }, false},
		"other single phrase": {func(a *engine.Action) { a.Text = "See a doctor." }, false},
	} {
		other := unsure
		if c.change(&other); askTheSame(unsure, other) != c.want || askTheSame(other, unsure) != c.want {
			t.Errorf("%s: want joined %v", name, c.want)
		}
	}
	if first, rest := firstSentence("पता नहीं है। जाँच करवाएँ।"); first != "पता नहीं है।" || rest != "जाँच करवाएँ।" {
		t.Errorf("got %q and %q", first, rest)
	}
}

// TestPatientReadsCautionOnce shows that a caution which also keeps a therapy away, an area
// alone or is about two therapies is said in full once, and by its first sentence elsewhere.
func TestPatientReadsCautionOnce(t *testing.T) {
	program, in := backcare(t, `answers: {respondent: patient, age: 31, visit: first, pregnancy: later_pregnancy, pregnancy_risk: false,
  pregnancy_signs: none, clinician_agreed: true, nerve_signs: none, onset_signs: none, illness_signs: none, trunk_signs: none,
  head_neck_signs: none, limb_signs: none, pain_area: [lower_back], chronicity: subacute, pain_intensity: 4, pain_quality: [stiffness, knots],
  pain_change: [easing], heart_blood: none, bone_joint: none, general_health: none, medicines: none, devices_surgery: none, skin: none,
  allergies: none, today: none, desk_job: false, posture: neutral, oil_preference: no_preference, setting: home}`)
	v := engine.Voice{Audience: rules.Patient}
	var b bytes.Buffer
	style := NewStyle(program, v)
	style.Width = 1000
	if err := Text(&b, style, visitsOf(program, v, []*rules.Intake{in})); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{
		"In pregnancy, only light pressure, no heat, and nothing on the legs or belly, because clots in the leg are more common now.": 3, // take care, better not, leave alone
		"Lie on your side, not on your front or flat on your back.":                                                                   1,
		"If somebody at home does it, keep to slow strokes and soft":                                                                  1, // of both therapies
		"No pressing on bones, no thumbs on the neck, no cracking, no ":                                                               1,
	} {
		if got := strings.Count(b.String(), text); got != want {
			t.Errorf("%q stands %d times, want %d:\n%s", text, got, want, b.String())
		}
	}
}

// TestOpenCautionsStandTogether shows that what applies to a patient only perhaps stands below one
// line that says so, in every form, and that with a single one the line leads it.
func TestOpenCautionsStandTogether(t *testing.T) {
	program, in := backcare(t, `answers: {respondent: patient, age: 41, visit: first, pregnancy: not_pregnant, nerve_signs: none, onset_signs: none,
  illness_signs: none, trunk_signs: none, head_neck_signs: none, limb_signs: none, pain_area: [upper_back], chronicity: acute, pain_intensity: 4,
  pain_quality: [stiffness], pain_change: [easing], heart_blood: none, bone_joint: none, general_health: none, medicines: unsure, devices_surgery: none,
  skin: none, allergies: none, today: none, massage_experience: some, activity_limits: 3, desk_job: false, posture: neutral, setting: therapist}`)
	v := engine.Voice{Audience: rules.Patient}
	visits := visitsOf(program, v, []*rules.Intake{in})
	for _, f := range Formats() {
		if f.Name == "json" {
			continue
		}
		var b bytes.Buffer
		if err := f.Write(&b, NewStyle(program, v), visits); err != nil {
			t.Fatal(err)
		}
		_, care, _ := strings.Cut(b.String(), "Take care")
		care, _, _ = strings.Cut(care, "Better not for now")
		if lead := strings.Count(care, "If this applies to you:"); lead != 1 {
			t.Errorf("%s: %d times \"If this applies to you\":\n%s", f.Name, lead, care)
		}
		for _, medicine := range []string{"blood thinner", "aspirin", "insulin", "Steroid tablets", "Strong painkillers", "herbal"} {
			if !strings.Contains(care, medicine) {
				t.Errorf("%s: no word of %s:\n%s", f.Name, medicine, care)
			}
		}
	}
	in.Answers[program.Pack().QuestionIndex("medicines")] = rules.Answer{State: rules.Answered}
	in.Answers[program.Pack().QuestionIndex("massage_experience")] = rules.Answer{}
	var b bytes.Buffer
	if err := Text(&b, NewStyle(program, v), visitsOf(program, v, []*rules.Intake{in})); err != nil {
		t.Fatal(err)
	}
	if want := "  - If this applies to you: If massage is new to you"; !strings.Contains(b.String(), want) {
		t.Errorf("no %q in:\n%s", want, b.String())
	}
}
