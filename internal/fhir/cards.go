package fhir

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

// Cards answers calls of CDS Hooks 2.0 (https://cds-hooks.hl7.org/2.0/) about one pack: the hook is
// patient-view, and what is asked for beforehand is the patient's latest response to the pack's
// Questionnaire. It is immutable and safe for concurrent use, and asks no server for anything.
type Cards struct {
	Importer *Importer
	Names    Names
	// Page, when there is one, is where people answer the questions; cards link to it.
	Page string
	// Codes, when there are any, say which question is the age, so that it is known from the record.
	Codes *Codes
}

// ServiceID names the service of a pack.
func ServiceID(p *rules.Pack) string { return "knead-" + p.Name }

// Services writes the answer to discovery.
func (c *Cards) Services(p *rules.Pack) json.Marshaler {
	response := "QuestionnaireResponse?subject=Patient/{{context.patientId}}&questionnaire=" + c.Names.questionnaire(p) +
		"&status=completed,amended,in-progress,stopped&_sort=-authored&_count=1"
	prefetch := element{{"response", response}}
	if c.age(p) >= 0 {
		prefetch = append(element{{"patient", "Patient/{{context.patientId}}"}}, prefetch...)
	}
	return element{{"services", []element{{
		{"hook", "patient-view"}, {"id", ServiceID(p)}, {"title", shown(p.Title.Practitioner)}, {"description", shown(p.Use.For.Practitioner)},
		{"prefetch", prefetch},
	}}}}
}

// Answer answers a call, in the words of a program of the pack. Today is the day of the call, by
// which an age is reckoned. The error says what is wrong with the request; what is wrong with the
// response in it is said by a card. File is the name of the request in messages.
func (c *Cards) Answer(request []byte, file string, program *engine.Program, voice engine.Voice, today time.Time) (json.Marshaler, error) {
	call, faults := readTree(request, file)
	if len(faults) > 0 {
		return nil, rules.Problems{{Pos: faults[0].pos, Code: faults[0].code, Message: faults[0].message}}
	}
	patient, err := c.check(call)
	if err != nil {
		return nil, err
	}
	if err := c.checkPatient(call, patient); err != nil {
		return nil, err
	}
	card := &cardBuilder{Cards: c, program: program, voice: voice, today: today, w: newWriter(program.Pack(), Wording{Audience: voice.Audience, Names: c.Names})}
	im := c.Importer.newImporter()
	response := im.latest(call.get("prefetch").get("response"))
	switch {
	case im.problems.Errors() != nil:
		return card.unusable(im), nil
	case response == nil:
		return card.unanswered(c.known(call, program.Pack(), today)), nil
	}
	if named, err := im.isAbout(response, call.string("fhirServer"), patient); err != nil {
		return nil, err
	} else if !named {
		return card.card(card.w.texts.Say("cards_nobody"), "info", card.disclaimer()), nil
	}
	im.response(response)
	if im.problems.Errors() != nil {
		return card.unusable(im), nil
	}
	in := im.intake
	in.Context = c.situation(call, patient)
	return card.advice(in, response, im.problems, card.otherAge(call, in)), nil
}

// isAbout reports whether a response names the patient of the call, as their server does. It fails
// when the response names somebody else, or in a way that cannot be compared.
func (im *importer) isAbout(response *value, server, patient string) (named bool, err error) {
	subject := response.get("subject")
	ref := subject.string("reference")
	if subject == nil || ref == "" && im.unnamed(subject) {
		return false, nil
	}
	if server = strings.TrimSuffix(server, "/"); server != "" {
		ref = strings.TrimPrefix(ref, server+"/")
	}
	if ref, _, _ = strings.Cut(ref, "/_history/"); ref != "Patient/"+patient {
		return false, refusal(response, "other-patient", "the response is not about the patient of the call: expected the subject's reference Patient/ and the id in context.patientId, alone or below fhirServer")
	}
	return true, nil
}

// checkPatient refuses a call that brings another patient than the one it is about.
func (c *Cards) checkPatient(call *value, patient string) error {
	brought := call.get("prefetch").get("patient")
	if brought.string("resourceType") == "Patient" && brought.string("id") != patient {
		return refusal(brought, "other-patient", "the prefetch \"patient\" is another patient than context.patientId")
	}
	return nil
}

func refusal(at *value, code, message string) error {
	return rules.Problems{{Pos: at.pos, Code: code, Message: message}}
}

// check checks the call itself, and returns the id of the patient.
func (c *Cards) check(call *value) (patient string, err error) {
	for _, key := range []string{"hook", "hookInstance"} {
		if call.string(key) == "" {
			return "", refusal(call, "bad-request", fmt.Sprintf("expected a call of CDS Hooks with the text %q", key))
		}
	}
	if hook := call.get("hook"); hook.text != "patient-view" {
		return "", refusal(hook, "bad-hook", "expected the hook patient-view")
	}
	context := call.get("context")
	patient = context.string("patientId")
	if !rules.ContextFieldOf("subject").Valid("Patient/" + patient) {
		return "", refusal(call, "bad-request", "context: expected the text \"patientId\", the id of a patient")
	}
	return patient, nil
}

// situation is the context of what is proposed: whom the call is about, in which visit, and who
// would order it.
func (c *Cards) situation(call *value, patient string) (of rules.Context) {
	context := call.get("context")
	said := map[string]string{"subject": "Patient/" + patient, "author": context.string("userId")}
	if encounter := context.string("encounterId"); encounter != "" {
		said["encounter"] = "Encounter/" + encounter
	}
	for i := range rules.ContextFields {
		if f := &rules.ContextFields[i]; f.Valid(said[f.Key]) {
			*f.Of(&of) = said[f.Key]
		}
	}
	return of
}

// latest returns the response of a prefetch: a response, or the latest of a Bundle of those to the
// pack's questionnaire; nil when there is none.
func (im *importer) latest(root *value) *value {
	switch root.string("resourceType") {
	case "QuestionnaireResponse":
		return root
	case "Bundle":
	case "":
		if root != nil {
			im.complain(root, "", "wrong-resource", "expected a QuestionnaireResponse or a Bundle of some")
		}
		return nil
	default:
		im.complain(root, "", "wrong-resource", "expected a QuestionnaireResponse or a Bundle of some")
		return nil
	}
	im.unmodified(root, "", "the Bundle")
	var all []*value
	for _, entry := range root.list("entry") {
		im.unmodified(entry, "", "an entry of the Bundle")
		r := entry.get("resource")
		address, _, _ := strings.Cut(r.string("questionnaire"), "|")
		ours := func(n Names) bool { return n.questionnaire(im.pack) == address }
		if r.string("resourceType") == "QuestionnaireResponse" && r.string("status") != "entered-in-error" && slices.ContainsFunc(im.names, ours) {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return slices.MaxFunc(all, func(a, b *value) int { return cmp.Compare(authored(a), authored(b)) })
}

// authored is when a response was written, as a text that orders moments of all time zones.
func authored(response *value) string {
	written := response.string("authored")
	if at, err := time.Parse(time.RFC3339, written); err == nil {
		return at.UTC().Format("2006-01-02T15:04:05.000000000")
	}
	return written
}

// loincAge is the code of LOINC for somebody's age.
const loincAge = "30525-0"

// age returns the index of the question whose codes say that it asks for the age; -1 when none does.
func (c *Cards) age(p *rules.Pack) int {
	if c.Codes == nil {
		return -1
	}
	isAge := func(code Coding) bool { return code.System == "http://loinc.org" && code.Code == loincAge }
	return slices.IndexFunc(p.Questions, func(q rules.Question) bool { return slices.ContainsFunc(c.Codes.Questions[q.ID], isAge) })
}

// withBirth returns the question for the age and the patient's day of birth, and whether both are known.
func (c *Cards) withBirth(p *rules.Pack, call *value) (question int, born time.Time, known bool) {
	born, err := time.Parse(time.DateOnly, call.get("prefetch").get("patient").string("birthDate"))
	question = c.age(p)
	return question, born, question >= 0 && err == nil
}

// ageOn is the age on a day.
func ageOn(born, day time.Time) int {
	age := day.Year() - born.Year()
	if day.Format("01-02") < born.Format("01-02") {
		age-- // the birthday is still to come
	}
	return age
}

// known returns the answers that the record gives: the age, where codes say which question asks
// for it and the patient's day of birth is known.
func (c *Cards) known(call *value, p *rules.Pack, today time.Time) *rules.Intake {
	in := rules.NewIntake(p)
	if q, born, ok := c.withBirth(p, call); ok {
		if a, problem := packfile.ParseCell(&p.Questions[q], fmt.Sprint(ageOn(born, today))); problem == nil {
			in.Answers[q] = a
		}
	}
	return in
}

// otherAge says that the age answered is not the one by the record on the day of the answers; ""
// where they agree or one is not known. Time zones may differ by a day.
func (b *cardBuilder) otherAge(call *value, in *rules.Intake) string {
	q, born, ok := b.withBirth(b.program.Pack(), call)
	if !ok || in.Answers[q].State != rules.Answered {
		return ""
	}
	day, err := time.Parse(time.DateOnly, in.Date)
	if err != nil {
		day = b.today
	}
	answered := in.Answers[q].Int
	if ageOn(born, day.AddDate(0, 0, -1)) <= answered && answered <= ageOn(born, day.AddDate(0, 0, 1)) {
		return ""
	}
	return b.w.texts.Say("cards_age", "record", ageOn(born, day), "answered", answered)
}
