package fhir

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"knead/engine"
	"knead/internal/text"
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

// cardBuilder makes cards in the words of one program.
type cardBuilder struct {
	*Cards
	program *engine.Program
	voice   engine.Voice
	today   time.Time // the day of the call
	w       writer
}

// Limits that the specification sets or recommends, in characters.
const (
	maxSummary = 139
	maxLabel   = 80
)

// card wraps what is said in the answer to a call.
func (b *cardBuilder) card(summary, indicator, detail string, more ...member) json.Marshaler {
	p := b.program.Pack()
	source := element{{"label", p.Name + " " + p.Version}}
	var links []element
	if b.Page != "" {
		source = append(source, member{"url", b.Page})
		links = []element{{{"label", b.w.texts.Say("cards_open")}, {"url", b.Page}, {"type", "absolute"}}}
	}
	id := uuid(urlNamespace, DefaultBase+"/card/"+p.Digest+summary+detail)
	card := element{{"uuid", formatUUID(id)}, {"summary", cut(summary, maxSummary)}, {"indicator", indicator}, {"detail", detail}, {"source", source}, {"links", links}}
	return element{{"cards", []element{append(card, more...)}}}
}

// cut bounds a text to so many characters.
func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return s
}

// unusable says that the response cannot be read, and what its readable answers call for at least.
func (b *cardBuilder) unusable(im *importer) json.Marshaler {
	indicator, lines := "warning", []string{b.w.texts.Say("cards_unusable")}
	p := b.program.Pack()
	if in := im.readable(false, im.problems.Errors()); in != nil {
		if d := b.program.Decide(in).Disposition; d >= rules.Refer {
			indicator = indicatorOf(d.String())
			say := b.w.texts.Say
			lines = append(lines, say("at_least", "disposition", say("disposition_"+d.String()), "text", b.program.Wording(b.voice).Say(p.Dispositions[d].Text)))
		}
	}
	for _, problem := range im.problems.Errors() {
		lines = append(lines, "- "+plainMarkdown(problem.Message))
	}
	return b.card(lines[0], indicator, strings.Join(append(lines[1:], b.disclaimer()), "\n\n"))
}

// unanswered says that there are no answers yet, and how many are needed.
func (b *cardBuilder) unanswered(known *rules.Intake) json.Marshaler {
	result := b.program.Eval(known, b.voice)
	missing := 0
	for _, m := range result.Missing {
		if m.State == "unanswered" {
			missing++
		}
	}
	return b.card(b.w.texts.Say("cards_none", "n", missing), "info", b.disclaimer())
}

func (b *cardBuilder) disclaimer() string {
	return plainMarkdown(b.program.Eval(rules.NewIntake(b.program.Pack()), b.voice).Disclaimer)
}

// indicatorOf says how a card of a disposition is to be shown.
func indicatorOf(disposition string) string {
	switch disposition {
	case rules.Emergency.String(), rules.Urgent.String():
		return "critical"
	case rules.Proceed.String():
		return "info"
	}
	return "warning"
}

// advice says what the pack says to the answers, and proposes the therapies as orders.
func (b *cardBuilder) advice(in *rules.Intake, response *value, warnings rules.Problems, otherAge string) json.Marshaler {
	result := b.program.Eval(in, b.voice)
	bundle := newBundleBuilder(b.program, in, result, Export{Wording: Wording{Audience: b.voice.Audience, Names: b.Names}})
	if bundle.basis = nil; response.string("id") != "" {
		bundle.basis = []element{reference("QuestionnaireResponse/" + response.string("id"))}
	}
	var more []member
	var suggestions []element
	for i, t := range result.Therapies {
		order := append(element{{"resourceType", "ServiceRequest"}, {"text", narrative("p", bundle.therapyLine(t))}}, bundle.order(t)...)
		action := element{{"type", "create"}, {"description", shown(bundle.therapyLine(t))}, {"resource", order}}
		suggestions = append(suggestions, element{
			{"label", cut(shown(t.Name), maxLabel)}, {"uuid", bundle.id("suggestion", t.ID)}, {"isRecommended", i == 0}, {"actions", []element{action}},
		})
	}
	if len(suggestions) > 0 {
		more = []member{{"suggestions", suggestions}, {"selectionBehavior", "any"}}
	}
	indicator := indicatorOf(result.Disposition)
	unfinished := slices.ContainsFunc(warnings, func(w rules.Problem) bool { return w.Code == "unfinished" })
	if indicator == "info" && (unfinished || otherAge != "" || len(result.NeverAsked) > 0) {
		indicator = "warning"
	}
	summary, old := shown(bundle.title()), b.old(in.Date)
	if old != "" && in.Date != "" {
		summary += " – " + b.w.texts.Say("cards_of", "date", in.Date)
	}
	doubts := b.doubts(result, warnings)
	for _, doubt := range []string{otherAge, old} {
		if doubt != "" {
			doubts = slices.Insert(doubts, 0, doubt)
		}
	}
	return b.card(summary, indicator, b.detail(result, bundle, in.Date, doubts), more...)
}

// old says that answers are not of the day of the call, or not of a day that is known; "" when they may be.
// Somewhere on Earth a day begins 14 hours before that of UTC, and ends 12 hours after it.
func (b *cardBuilder) old(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return b.w.texts.Say("cards_undated")
	}
	if apart := b.today.Sub(day); apart < -14*time.Hour || apart >= 36*time.Hour {
		return b.w.texts.Say("cards_earlier")
	}
	return ""
}

// doubts are the lines that say why the answers may not be whole or right.
func (b *cardBuilder) doubts(result *engine.Result, warnings rules.Problems) (lines []string) {
	for _, w := range warnings {
		if w.Code != "missing" { // the result lists what is missing
			lines = append(lines, w.Message)
		}
	}
	for _, c := range result.Contradictions {
		lines = append(lines, b.w.texts.Say("report_contradictions")+": "+c.Text)
	}
	taken, mention := "notes_taken", "notes_mention"
	if b.voice.Audience == rules.Patient {
		taken, mention = "notes_taken_patient", "notes_mention_patient"
	}
	for _, n := range result.Notes {
		line := b.w.texts.Say(mention, "words", n.Words)
		if n.Taken != rules.Said.String() {
			line = b.w.texts.Say(taken, "words", n.Words, "taken", b.w.texts.Say("taken_"+n.Taken))
		}
		if n.Words != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// detail says in Markdown what to do, why the answers may not be whole or right, what fits, what to
// take care of and what is missing.
func (b *cardBuilder) detail(result *engine.Result, bundle *bundleBuilder, date string, doubts []string) string {
	var lines, items []string
	list := func(title string) {
		if len(items) > 0 {
			lines = append(lines, "**"+plainMarkdown(title)+"**", strings.Join(items, "\n"))
		}
		items = nil
	}
	add := func(s string) { items = append(items, "- "+plainMarkdown(s)) }
	if date != "" {
		lines = append(lines, plainMarkdown(b.w.texts.Say("cards_of", "date", date)))
	}
	for _, a := range result.Actions {
		add(a.Text)
	}
	list(bundle.title())
	for _, doubt := range doubts {
		add(doubt)
	}
	list(b.w.texts.Say("cards_about"))
	for _, n := range result.NeverAsked {
		add(neverAsked(b.program.Pack(), b.voice.Audience, n))
	}
	list(b.w.texts.Say("report_never_asked"))
	for _, t := range result.Therapies {
		add(bundle.therapyLine(t))
		for _, c := range t.Cautions {
			items = append(items, "  - "+plainMarkdown(c.Text))
		}
	}
	list(b.w.texts.Say("report_therapies"))
	for _, a := range result.Avoid {
		for _, because := range a.Because {
			add(bundle.area(a.Area) + ": " + because.Text)
		}
	}
	list(b.w.texts.Say("report_avoid"))
	for _, c := range result.Cautions {
		add(c.Text)
	}
	list(b.w.texts.Say("report_cautions"))
	for _, m := range result.Missing {
		if q := b.program.Pack().QuestionIndex(m.Question); q >= 0 {
			add(b.w.say(b.program.Pack().Questions[q].Ask))
		}
	}
	list(b.w.texts.Say("report_missing"))
	return strings.Join(append(lines, plainMarkdown(result.Disclaimer)), "\n\n")
}

// plainMarkdown writes a text as one line of Markdown that means the text and nothing else.
func plainMarkdown(s string) string {
	return text.EscapeMarkdown(strings.Join(strings.Fields(shown(s)), " "))
}
