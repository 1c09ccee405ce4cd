package fhir

import (
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/words"
	"knead/rules"
)

// Export says how a result is written.
type Export struct {
	Wording
	Shape Shape
	// Report is the result in words, as a text with lines. It stands in the narratives and holds
	// what FHIR has no place for: what is withheld, later phases, care.
	Report string
	// Given are resources that a document holds in place of what the intake's context refers to,
	// by TYPE/ID; and Kind says what kind of document it is in vocabularies of others.
	Given map[string]json.RawMessage
	Kind  []Coding
}

// NewBundle writes an intake as a response and the result that a pack gave to it:
// GuidanceResponse, RequestGroup, one proposed ServiceRequest for each therapy, and a
// DetectedIssue for each reason not to go ahead as things are. All say whom the intake is
// about. Their UUIDs follow from their content. It fails when the intake's context does not say
// what the shape needs.
func NewBundle(program *engine.Program, in *rules.Intake, result *engine.Result, o Export) (json.Marshaler, error) {
	if err := o.Shape.check(&in.Context); err != nil {
		return nil, err
	}
	b := newBundleBuilder(program, in, result, o)
	var included []element
	switch o.Shape {
	case Transaction:
		b.searched()
	case Document:
		b.include()
		for _, key := range slices.Sorted(maps.Keys(o.Given)) {
			if !b.used[key] {
				return nil, fmt.Errorf("%s is given for the document, and the intake's context does not refer to it", key)
			}
		}
		included, b.entries = b.entries, nil
	}
	b.entry("QuestionnaireResponse", "", b.response)
	b.guidance()
	b.group()
	for _, a := range b.actions {
		b.issue(a)
	}
	for _, t := range result.Therapies {
		b.request(t)
	}
	entries := b.entries
	if o.Shape == Document {
		first := element{{"fullUrl", "urn:uuid:" + b.id("Composition", "")}, {"resource", b.composition(entries)}}
		entries = slices.Concat([]element{first}, included, entries)
	}
	return b.wrap(entries), nil
}

func newBundleBuilder(program *engine.Program, in *rules.Intake, result *engine.Result, o Export) *bundleBuilder {
	response := NewResponse(program, in, o.Wording)
	b := &bundleBuilder{
		Export: o, pack: program.Pack(), names: o.Names, in: in, response: response, result: result, report: narrative("pre", o.Report),
		subject: response.Subject, encounter: response.Encounter, author: reference(in.Context.Author), included: map[string]bool{}, used: map[string]bool{},
	}
	missing := func(a engine.Action) bool { return a.Disposition == rules.Incomplete.String() }
	b.actions = slices.DeleteFunc(slices.Clone(result.Actions), missing)
	content, err := json.Marshal([]any{response, result})
	if err != nil {
		panic("fhir: " + err.Error()) // what is written is text, numbers and lists of them
	}
	b.space = uuid(urlNamespace, DefaultBase+"/"+string(content))
	b.basis = []element{b.reference("QuestionnaireResponse", "")}
	return b
}

type bundleBuilder struct {
	Export
	pack     *rules.Pack
	names    Names
	in       *rules.Intake
	response *QuestionnaireResponse
	result   *engine.Result
	actions  []engine.Action // all but what is said of missing answers
	report   *Narrative
	space    [16]byte // namespace of the UUIDs

	subject, encounter, author, custodian element
	included                              map[string]bool
	used                                  map[string]bool // the resources of Given that are included
	basis                                 []element       // refers to the response, on which everything rests

	entries []element
	kinds   []string // of the entries' resources
}

// id returns the UUID of the resource of that type and name.
func (b *bundleBuilder) id(resourceType, name string) string {
	return formatUUID(uuid(b.space, resourceType+"/"+name))
}

func (b *bundleBuilder) reference(resourceType, name string) element {
	return element{{"reference", "urn:uuid:" + b.id(resourceType, name)}}
}

func (b *bundleBuilder) entry(resourceType, name string, resource any) {
	b.kinds = append(b.kinds, resourceType)
	b.entries = append(b.entries, element{{"fullUrl", "urn:uuid:" + b.id(resourceType, name)}, {"resource", resource}})
}

// add adds a resource, of which the members behind id and text are given.
func (b *bundleBuilder) add(resourceType, name string, text *Narrative, members element) {
	head := element{{"resourceType", resourceType}, {"id", b.id(resourceType, name)}, {"text", text}}
	b.entry(resourceType, name, append(head, members...))
}

// coded is a concept of a code system of the pack, which it calls by its display.
func (b *bundleBuilder) coded(name, code, display, text string) element {
	return element{{"coding", []Coding{{System: b.names.system(b.pack, name), Code: code, Display: shown(display)}}}, {"text", shown(text)}}
}

// by returns the author where it may stand for one of the types.
func (b *bundleBuilder) by(types ...string) element {
	if c := typeOf(b.in.Context.Author); c != "" && slices.Contains(types, c) {
		return b.author
	}
	return nil
}

// guidance is the result as a whole.
func (b *bundleBuilder) guidance() {
	status := "success"
	var issues []element
	for _, m := range b.result.Missing {
		severity, code := "warning", "incomplete"
		if m.State == "unanswered" {
			severity, code, status = "error", "required", "data-required"
		}
		issues = append(issues, element{
			{"severity", severity}, {"code", code}, {"details", element{{"text", m.Question + ": " + m.State}}}, {"diagnostics", shown(m.Matters)},
			{"expression", []string{itemPath(m.Question)}},
		})
	}
	for _, n := range b.result.NeverAsked {
		issues = append(issues, element{
			{"severity", "warning"}, {"code", "incomplete"}, {"details", element{{"text", n.Question + ": never_asked"}}}, {"diagnostics", neverAsked(b.pack, b.Audience, n)},
			{"expression", []string{itemPath(n.Question)}},
		})
	}
	var outcome, message, required []element
	if len(issues) > 0 {
		outcome = []element{{{"resourceType", "OperationOutcome"}, {"id", "missing"}, {"issue", issues}}}
		message = []element{{{"reference", "#missing"}}}
	}
	if status == "data-required" {
		required = []element{{{"type", "QuestionnaireResponse"}}}
	}
	b.add("GuidanceResponse", "", b.report, element{
		{"contained", outcome}, {"moduleUri", b.names.at("pack/" + b.pack.Name + "/" + b.pack.Version)}, {"status", status},
		{"subject", b.subject}, {"encounter", b.encounter}, {"occurrenceDateTime", b.response.Authored}, {"note", b.disclaimer()},
		{"evaluationMessage", message}, {"result", b.reference("RequestGroup", "")}, {"dataRequirement", required},
	})
}

// neverAsked names a question and the options of it that the person was not asked about.
func neverAsked(p *rules.Pack, reader rules.Audience, n engine.NeverAsked) string {
	q := &p.Questions[p.QuestionIndex(n.Question)]
	labels := make([]string, len(n.Options))
	for i, id := range n.Options {
		labels[i] = q.Options[q.OptionIndex(id)].Label.For(reader)
	}
	return shown(q.Ask.For(reader) + " " + strings.Join(labels, "; "))
}

// itemPath is the FHIRPath of an answer, in whatever section it stands.
func itemPath(linkID string) string {
	return fmt.Sprintf("QuestionnaireResponse.repeat(item).where(linkId='%s')", linkID)
}

func (b *bundleBuilder) disclaimer() []Annotation { return []Annotation{{shown(b.result.Disclaimer)}} }

func (b *bundleBuilder) area(id string) string {
	q := &b.pack.Questions[b.pack.Areas]
	if i := q.OptionIndex(id); i >= 0 {
		return q.Options[i].Label.For(b.Audience)
	}
	return id
}

// title is the disposition in a few words.
func (b *bundleBuilder) title() string {
	for d := range b.pack.Dispositions {
		if rules.Disposition(d).String() == b.result.Disposition {
			return b.pack.Dispositions[d].Title.For(b.Audience)
		}
	}
	return b.result.Disposition
}

func (b *bundleBuilder) therapyLine(t engine.TherapyAdvice) string {
	areas := make([]string, len(t.Areas))
	for i, id := range t.Areas {
		areas[i] = b.area(id)
	}
	texts := words.For(b.pack.Language)
	return fmt.Sprintf("%s: %s, %d %s (%s); %s", t.Name, b.pressure(t), t.Minutes, texts.Say("report_minutes"), b.provider(t), strings.Join(areas, ", "))
}

func (b *bundleBuilder) pressure(t engine.TherapyAdvice) string {
	return words.For(b.pack.Language).Say("pressure_" + t.Pressure)
}

func (b *bundleBuilder) provider(t engine.TherapyAdvice) string {
	return words.For(b.pack.Language).Say("provider_" + t.Provider)
}

// urgency says how soon a disposition has to be acted on, and how severe its reasons are.
func urgency(disposition string) (priority, severity string) {
	switch disposition {
	case rules.Emergency.String():
		return "stat", "high"
	case rules.Urgent.String():
		return "urgent", "high"
	case rules.Refer.String():
		return "routine", "moderate"
	}
	return "routine", "low"
}

// group ties the proposals together. Every action is a group of actions or a resource.
func (b *bundleBuilder) group() {
	var issues, requests, groups []element
	for _, a := range b.actions {
		issues = append(issues, element{{"title", a.Disposition}, {"textEquivalent", shown(a.Text)}, {"resource", b.reference("DetectedIssue", a.Rule)}})
	}
	for _, t := range b.result.Therapies {
		requests = append(requests, element{{"title", shown(t.Name)}, {"textEquivalent", shown(b.therapyLine(t))}, {"resource", b.reference("ServiceRequest", t.ID)}})
	}
	if len(issues) > 0 {
		groups = append(groups, element{{"title", shown(b.title())}, {"action", issues}})
	}
	if len(requests) > 0 {
		groups = append(groups, element{{"title", b.pack.Title.For(b.Audience)}, {"action", requests}})
	}
	priority, _ := urgency(b.result.Disposition)
	b.add("RequestGroup", "", b.report, element{
		{"status", "draft"}, {"intent", "proposal"}, {"priority", priority}, {"subject", b.subject}, {"encounter", b.encounter},
		{"authoredOn", b.response.Authored}, {"author", b.by("Practitioner", "PractitionerRole", "Device")}, {"note", b.disclaimer()}, {"action", groups},
	})
}

// issue writes an action, which is a reason not to go ahead as things are.
func (b *bundleBuilder) issue(a engine.Action) {
	title := ruleTitle(b.pack, a.Rule)
	_, severity := urgency(a.Disposition)
	b.add("DetectedIssue", a.Rule, narrative("p", a.Text), element{
		{"status", "preliminary"}, {"code", b.coded("-rules", a.Rule, title, title)}, {"severity", severity}, {"patient", b.subject},
		{"identifiedDateTime", b.response.Authored}, {"author", b.by("Practitioner", "PractitionerRole", "Device")}, {"implicated", b.basis}, {"detail", shown(a.Text)},
	})
}

// ruleTitle is what a rule is called in short.
func ruleTitle(p *rules.Pack, id string) string {
	if i := p.RuleIndex(id); i >= 0 && p.Rules[i].Title != "" {
		return p.Rules[i].Title
	}
	return id
}

// request writes a suggestion as a proposal.
func (b *bundleBuilder) request(t engine.TherapyAdvice) {
	b.add("ServiceRequest", t.ID, narrative("p", b.therapyLine(t)), b.order(t))
}

// order is the members of a proposal.
func (b *bundleBuilder) order(t engine.TherapyAdvice) element {
	var sites, reasons []element
	title := b.pack.Title.For(b.Audience)
	for _, id := range t.Areas {
		sites = append(sites, b.coded(b.pack.Questions[b.pack.Areas].ID, id, b.area(id), b.area(id)))
	}
	for _, reason := range t.For {
		reasons = append(reasons, b.coded("-rules", reason.Rule, ruleTitle(b.pack, reason.Rule), reason.Text))
	}
	var notes []Annotation
	if b.result.Disposition == rules.Clearance.String() {
		notes = append(notes, Annotation{shown(b.title())})
	}
	for _, c := range t.Cautions {
		notes = append(notes, Annotation{shown(c.Text)})
	}
	return element{
		{"status", "draft"}, {"intent", "proposal"}, {"category", []element{b.coded("-categories", "therapies", title, title)}}, {"code", b.coded("-therapies", t.ID, t.Name, t.Name)},
		{"orderDetail", []element{b.coded("-pressures", t.Pressure, b.pressure(t), b.pressure(t)), {{"text", fmt.Sprintf("%d %s", t.Minutes, words.For(b.pack.Language).Say("report_minutes"))}}}},
		{"subject", b.subject}, {"encounter", b.encounter}, {"occurrenceTiming", b.timing(t)}, {"authoredOn", b.response.Authored}, {"requester", b.author},
		{"performerType", b.coded("-providers", t.Provider, b.provider(t), b.provider(t))}, {"reasonCode", reasons},
		{"supportingInfo", b.basis}, {"bodySite", sites}, {"note", notes},
	}
}

// timing says how often a therapy is proposed in the plan's first phase. Later phases are
// in the report only: a Timing holds one.
func (b *bundleBuilder) timing(t engine.TherapyAdvice) element {
	plan := b.result.Plan
	if plan == nil || len(plan.Phases) == 0 {
		return nil
	}
	first := plan.Phases[0]
	period, least, most := 1, first.SessionsPerWeek[0], first.SessionsPerWeek[1]
	if least != float64(int(least)) || most != float64(int(most)) {
		period, least, most = 4, 4*least, 4*most // rates are in quarters
	}
	repeat := element{
		{"boundsDuration", element{{"value", first.Weeks[1] - first.Weeks[0] + 1}, {"unit", "weeks"}, {"system", "http://unitsofmeasure.org"}, {"code", "wk"}}},
		{"duration", t.Minutes}, {"durationUnit", "min"}, {"frequency", int(least)},
	}
	if most > least {
		repeat = append(repeat, member{"frequencyMax", int(most)})
	}
	return element{{"repeat", append(repeat, member{"period", period}, member{"periodUnit", "wk"})}}
}

// uuid returns the version 5 UUID of a name within a namespace of 16 bytes.
func uuid(namespace [16]byte, name string) (id [16]byte) {
	sum := sha1.Sum(append(namespace[:], name...))
	copy(id[:], sum[:])
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
}

func formatUUID(id [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// urlNamespace is the namespace of names that are URLs, from RFC 4122.
var urlNamespace = [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
