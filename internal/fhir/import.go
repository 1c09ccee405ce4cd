package fhir

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

// Importer reads responses to a pack's questionnaire. It is immutable and safe for
// concurrent use.
type Importer struct {
	program *engine.Program
	names   []Names
	links   map[string]link
	mapping *packfile.TableMap // of responses to another questionnaire; nil for those to the pack's
}

// resource matches JSON that is a FHIR resource and no intake: it has a key that no intake has,
// wherever it stands. In the text of an answer a backslash precedes the quotes.
var resource = regexp.MustCompile(`^\x{feff}?\s*\{(?s:.*[,{])?\s*"resourceType"\s*:`)

// IsResource reports whether data looks like a FHIR resource rather than an intake.
func IsResource(data []byte) bool {
	return bytes.Contains(data, []byte(`"resourceType"`)) && resource.Match(data)
}

// NewImporter returns the importer of a program's pack. It takes responses to the
// Questionnaire under its usual address and under the names given.
func NewImporter(program *engine.Program, names ...Names) *Importer {
	return &Importer{program: program, names: append([]Names{{}}, names...), links: links(program.Pack())}
}

// Import reads a QuestionnaireResponse, or a Bundle with exactly one, as an intake. The
// intake is nil when there are errors; every error and warning about an item names its
// linkId, in its Field too. Answers to questions that do not apply are left out with a
// warning.
func (reader *Importer) Import(data []byte, file string) (*rules.Intake, rules.Problems) {
	r := reader.Read(data, file)
	return r.Intake, r.Problems
}

// Read is [Importer.Import] with what can be read of a bad response.
func (reader *Importer) Read(data []byte, file string) packfile.Record {
	im := reader.newImporter()
	if data = bytes.TrimPrefix(data, []byte("\ufeff")); len(data) > packfile.MaxIntakeBytes {
		im.complain(&value{pos: rules.Pos{File: file}}, "", "too-large", "the file is larger than %d MiB", packfile.MaxIntakeBytes>>20)
		return packfile.Record{Problems: im.problems}
	}
	root, faults := readTree(data, file)
	for _, f := range faults {
		im.fault(f)
	}
	said := im // what the response says
	if len(faults) > 0 {
		said = reader.newImporter()
		root, _ = readTree(bytes.ToValidUTF8(data, []byte("\ufffd")), file)
		said.torn = true
	}
	response := said.find(root)
	said.response(response)
	im.problems.Sort()
	r := packfile.Record{ID: said.intake.ID, Pos: said.intake.Pos, Problems: im.problems}
	if im.problems.Errors() == nil {
		r.Intake = im.intake
	} else if response != nil {
		r.Readable = said.readable(root.cut, im.problems.Errors())
	}
	return r
}

func (reader *Importer) newImporter() *importer {
	return &importer{
		Importer: reader, pack: reader.program.Pack(), intake: rules.NewIntake(reader.program.Pack()),
		seen: map[string]bool{}, aside: map[int]setAside{}, answered: map[int]*value{}, confirmed: map[int]bool{},
		said: map[int][]saidWord{}, boxes: map[int][]string{},
	}
}

// importer reads one response.
type importer struct {
	*Importer
	pack     *rules.Pack
	intake   *rules.Intake
	problems rules.Problems
	torn     bool // the JSON is at fault, and what can be read of it is

	entries map[string]*value // of the Bundle, by their full URLs

	seen      map[string]bool  // linkIds met so far
	aside     map[int]setAside // by question
	answered  map[int]*value   // by question: where its answer stands
	confirmed map[int]bool     // by question: it was asked again
	skipped   []*value         // extensions that name questions not asked

	// By question, of a response to another questionnaire: what it said, and which options have boxes.
	said  map[int][]saidWord
	boxes map[int][]string
}

// setAside is an answer to a question that did not apply.
type setAside struct {
	answer rules.Answer
	at     *value
}

// complain adds an error about the item with that linkId, which may be empty.
func (im *importer) complain(at *value, linkID, code, format string, args ...any) {
	im.problems = append(im.problems, rules.Problem{Pos: at.pos, Field: clipped(linkID), Code: code, Message: fmt.Sprintf(format, args...)})
}

func (im *importer) warn(at *value, linkID, code, format string, args ...any) {
	im.complain(at, linkID, code, format, args...)
	im.problems[len(im.problems)-1].Warning = true
}

// fault adds an error about the JSON itself.
func (im *importer) fault(f fault) {
	id, message := clipped(f.parent.linkID()), f.message
	if id != "" {
		message = fmt.Sprintf("linkId %q: %s", id, message)
	}
	im.complain(&value{pos: f.pos}, id, f.code, "%s", message)
}

// find returns the response: the resource itself, or the only one of a Bundle; nil when
// there is none.
func (im *importer) find(root *value) *value {
	switch root.string("resourceType") {
	case "QuestionnaireResponse":
		return root
	case "Bundle":
	default:
		im.complain(root, "", "wrong-resource", "expected a QuestionnaireResponse or a Bundle with one")
		return nil
	}
	im.unmodified(root, "", "the Bundle")
	im.entries = map[string]*value{}
	var found []*value
	for _, entry := range root.list("entry") {
		im.unmodified(entry, "", "an entry of the Bundle")
		resource := entry.get("resource")
		im.entries[entry.string("fullUrl")] = resource
		if resource.string("resourceType") == "QuestionnaireResponse" {
			found = append(found, resource)
		}
	}
	if len(found) != 1 {
		im.complain(root, "", "wrong-resource", "expected a Bundle with one QuestionnaireResponse, found %d", len(found))
		return nil
	}
	return found[0]
}

// unmodified refuses what may change the meaning of the rest.
func (im *importer) unmodified(v *value, linkID, what string) {
	for _, key := range []string{"modifierExtension", "implicitRules"} {
		if m := v.get(key); m != nil && (m.kind != array || len(m.parts) > 0) {
			im.complain(m, linkID, "modifier", "%s has %s, which may change its meaning and is not understood", what, key)
		}
	}
}

func (im *importer) response(r *value) {
	if r == nil {
		return
	}
	im.intake.Pos = r.pos
	im.unmodified(r, "", "the response")
	im.status(r)
	im.authored(r.get("authored"))
	im.context(r)
	im.identifier(r)
	im.questionnaire(r)
	im.extensions(r)
	im.items(r.get("item"), "")
	if im.mapping != nil {
		im.takeMapped()
	}
	if !im.torn && im.problems.Errors() == nil {
		im.applySkips(r)
	}
}

// status checks that the response is meant to be used.
func (im *importer) status(r *value) {
	switch status := r.string("status"); status {
	case "completed", "amended":
	case "in-progress", "stopped":
		im.warn(r.get("status"), "", "unfinished", "the response has the status %s: answers may be missing", status)
	case "entered-in-error":
		im.complain(r.get("status"), "", "entered-in-error", "the response was entered in error: it is not used")
	default:
		im.complain(r, "", "bad-status", "expected a status: completed, amended, in-progress or stopped")
	}
}

var dateTime = regexp.MustCompile(`^(\d{4})(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$`)

// authored takes the day on which the response was written.
func (im *importer) authored(at *value) {
	switch {
	case at == nil:
	case at.kind != stringKind || !dateTime.MatchString(at.text):
		im.complain(at, "", "bad-date", "authored: expected a date and time such as 2026-03-09T10:00:00Z")
	case len(at.text) < len(time.DateOnly):
		im.warn(at, "", "bad-date", "authored names no day, so the intake has no date")
	case !rules.IsDate(at.text[:len(time.DateOnly)]):
		im.complain(at, "", "bad-date", "authored: expected a date of the calendar")
	default:
		im.intake.Date = at.text[:len(time.DateOnly)]
		im.moment(at)
	}
}

// moment keeps when on that day the response was written.
func (im *importer) moment(at *value) {
	if at.text == im.intake.Date {
		return
	}
	if rules.ContextFieldOf("authored").Valid(at.text) {
		im.intake.Context.Authored = at.text
		return
	}
	im.warn(at, "", "bad-date", "authored: expected a moment such as 2026-03-09T10:00:00Z: only its day is kept")
}

// identifier takes the intake's id if the response came from an intake, and else the
// response's own id.
func (im *importer) identifier(r *value) {
	identifier := r.get("identifier")
	if path, own := below(im.names, identifier.string("system")); !own || path != intakeIDs {
		if id := r.string("id"); id != "" && len(id) <= rules.MaxIntakeIDLength {
			im.intake.ID = &id
		}
		im.foreign(identifier)
		return
	}
	id, ok := im.exact(identifier, "value")
	switch {
	case !ok:
		im.complain(identifier, "", "bad-id", "identifier: expected a value")
	case len(id) > rules.MaxIntakeIDLength:
		im.complain(identifier, "", "too-long", "identifier: the value is longer than %d bytes", rules.MaxIntakeIDLength)
	default:
		im.intake.ID = &id
	}
}

// foreign keeps an identifier that another system gave.
func (im *importer) foreign(identifier *value) {
	if identifier == nil {
		return
	}
	token := identifier.string("value")
	if system := identifier.string("system"); system != "" {
		token = system + "|" + token
	}
	f := rules.ContextFieldOf("identifier")
	if !f.Valid(token) || identifier.string("value") == "" || strings.Contains(identifier.string("system"), "|") {
		im.warn(identifier, "", "bad-context", "identifier: expected %s: it is left out", f.Expected)
		return
	}
	im.intake.Context.Identifier = token
}

// exact returns the string member with that key as it was before FHIR's strings had to
// hold it, and false when there is none.
func (im *importer) exact(v *value, key string) (string, bool) {
	fit := v.string(key)
	for _, e := range v.get("_" + key).list("extension") {
		if im.isOwn(e, extExact) {
			return decodeText(fit, e.string("valueString"))
		}
	}
	return fit, v.get(key) != nil && v.get(key).kind == stringKind
}

// questionnaire takes the pack that the response was asked with.
func (im *importer) questionnaire(r *value) {
	at := r.get("questionnaire")
	canonical := r.string("questionnaire")
	address, version, _ := strings.Cut(canonical, "|")
	path, own := below(im.names, address)
	known := func(n Names) bool { return n.questionnaire(im.pack) == address }
	switch {
	case im.mapping != nil, at == nil:
		return
	case canonical == "":
		im.complain(at, "", "wrong-type", "questionnaire: expected its address as text")
		return
	case slices.ContainsFunc(im.names, known):
	case own && strings.HasPrefix(path, "Questionnaire/"):
		im.complain(at, "", "other-pack", "this is a response to the questionnaire of another pack; the pack in use is %q", im.pack.Name)
		return
	default:
		im.complain(at, "", "other-questionnaire", "this is a response to another questionnaire: expected one to %s; if they are the same, name its address by --url or --base",
			im.names[len(im.names)-1].questionnaire(im.pack))
		return
	}
	im.intake.Pack = im.pack.Name
	valid := rules.IsVersion(version)
	if valid {
		im.intake.Pack += " " + version
	}
	switch {
	case version == "" || version == im.pack.Version:
	case valid:
		im.warn(at, "", "other-version", "this response was asked with version %s of the pack, now in use is %s", version, im.pack.Version)
	default:
		im.warn(at, "", "other-version", "this response was asked with another version of the pack; now in use is %s", im.pack.Version)
	}
}

// extensions reads what a response cannot say otherwise.
func (im *importer) extensions(r *value) {
	for _, e := range r.list("extension") {
		switch {
		case im.isOwn(e, extAssumed):
			if b := e.get("valueBoolean"); b != nil && b.text == "true" {
				im.intake.Pack = ""
			}
		case im.isOwn(e, extIntakeID):
			if id, ok := unquoteJSON(e.string("valueString")); ok && len(id) <= rules.MaxIntakeIDLength && im.intake.Context.Identifier != "" {
				im.intake.ID = &id
			} else {
				im.complain(e, "", "bad-id", "the extension intake-id: expected an id in quotes, of at most %d bytes, beside another identifier", rules.MaxIntakeIDLength)
			}
		case im.isOwn(e, extSetAside):
			im.setAside(e)
		case im.isOwn(e, extSkipped):
			im.skipped = append(im.skipped, e)
		case im.isOwn(e, extScreened):
			if im.intake.Screened = e.string("valueCode") == rules.ScreenedWord; !im.intake.Screened {
				im.complain(e, "", "unknown-word", "the extension screened: expected the valueCode %s", rules.ScreenedWord)
			}
		}
	}
}

// isOwn reports whether an extension is that of this package with that path.
func (im *importer) isOwn(e *value, path string) bool {
	found, own := below(im.names, e.string("url"))
	return own && found == path
}

// setAside reads an answer to a question that does not apply.
func (im *importer) setAside(e *value) {
	parts := map[string]string{}
	for _, part := range e.list("extension") {
		parts[part.string("url")] = part.string("valueCode") + part.string("valueString")
	}
	id := parts["question"]
	i := im.pack.QuestionIndex(id)
	if i < 0 {
		im.complain(e, id, "unknown-linkid", "an answer is set aside for the unknown linkId %q%s", clipped(id), hint(im.pack, id))
		return
	}
	written, ok := unquoteJSON(parts["answer"])
	if _, twice := im.aside[i]; !ok || twice {
		im.complain(e, id, "wrong-type", "linkId %q: the answer set aside cannot be read", id)
		return
	}
	answer, problem := packfile.ParseCell(&im.pack.Questions[i], written)
	if problem != nil {
		im.complain(e, id, problem.Code, "linkId %s, set aside", problem.Message)
		return
	}
	im.aside[i] = setAside{answer, e}
	im.confirmed[i] = isConfirmed(e, func(part *value) bool { return part.string("url") == "confirmed" })
}

// applySkips applies skip logic: answers that were set aside come back only where their
// question still does not apply, and other answers to such questions are left out.
func (im *importer) applySkips(r *value) {
	im.confirm(nil) // what is believed may decide what applies
	applies := im.program.Applies(im.intake)
	for i := range im.pack.Questions {
		q := &im.pack.Questions[i]
		at, answered := im.answered[i]
		aside, kept := im.aside[i]
		switch {
		case answered && kept:
			im.complain(aside.at, q.ID, "repeated-linkid", "linkId %q has an answer and another one set aside", q.ID)
		case answered && !applies[i]:
			im.intake.Answers[i] = rules.Answer{}
			im.warn(at, q.ID, "not-applicable", "linkId %q does not apply: its answer is left out", q.ID)
		case kept && applies[i]:
			im.warn(aside.at, q.ID, "applies-again", "linkId %q applies, so the answer set aside for it is left out", q.ID)
		case kept:
			im.intake.Answers[i] = aside.answer
		}
		if applies[i] && q.Required && im.intake.Answers[i].State == rules.Unanswered {
			im.warn(r, q.ID, "missing", "linkId %q is required and has no answer", q.ID)
		}
	}
	im.confirm(r)
	im.skip()
}

// skip takes over which questions were not asked.
func (im *importer) skip() {
	if len(im.skipped) == 0 {
		return
	}
	ids := make([]string, len(im.skipped))
	for i, e := range im.skipped {
		ids[i] = e.string("valueCode")
	}
	skipped, problem := packfile.ParseQuestions(im.pack, "skipped", strings.Join(ids, ";"), im.intake.Answered)
	if problem != nil {
		im.complain(im.skipped[0], "", problem.Code, "the extension question-skipped: %s", problem.Message)
	}
	im.intake.Skipped = skipped
}

// confirm takes over which of the answers were asked again, and warns of the response where that is void.
func (im *importer) confirm(r *value) {
	im.intake.Confirmed = nil
	for i, a := range im.intake.Answers {
		if im.confirmed[i] && a.State != rules.Unanswered {
			im.intake.Confirmed = append(im.intake.Confirmed, i)
		}
	}
	if packfile.Void(im.pack, im.intake) && r != nil {
		im.warn(r, "", packfile.VoidConfirmed, "%s", packfile.VoidMessage)
	}
}

// readable returns what can be read of a bad response, by what is wrong with it beside the
// problems of its own: see [packfile.Record]. Where a modifier may change the meaning of all
// answers, nothing can.
func (im *importer) readable(cut bool, problems rules.Problems) *rules.Intake {
	in := im.intake
	for q, kept := range im.aside {
		in.Answers[q] = im.pack.Questions[q].Joined(in.Answers[q], kept.answer)
	}
	for _, p := range append(problems, im.problems.Errors()...) {
		l, known := im.links[p.Field]
		known = known && l.question >= 0
		switch {
		case p.Code == "entered-in-error", p.Code == "modifier" && !known:
			return nil
		case p.Code == "modifier":
			in.Answers[l.question] = rules.Answer{State: rules.Unsure}
		case known:
			in.Answers[l.question] = im.pack.Questions[l.question].Doubted(in.Answers[l.question])
		}
	}
	if cut && !slices.ContainsFunc(in.Answers, func(a rules.Answer) bool { return a.State == rules.Answered || a.Ticks != 0 }) {
		return nil
	}
	for q := range in.Answers {
		if cut && in.Answers[q].State == rules.Unanswered {
			in.Answers[q].State = rules.Unsure
		}
	}
	return in
}

// clipped bounds what a message repeats of a word that is not known.
func clipped(word string) string {
	if runes := []rune(word[:min(len(word), 256)]); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return word
}
