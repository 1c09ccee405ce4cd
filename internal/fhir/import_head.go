package fhir

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"knead/rules"
	"knead/rules/packfile"
)

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
