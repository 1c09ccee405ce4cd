package fhir

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"

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
