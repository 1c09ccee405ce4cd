package fhir

import (
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
)

// NewBundle writes a response and the result that a pack gave to it as a collection:
// GuidanceResponse, RequestGroup, one proposed ServiceRequest for each therapy, and a
// DetectedIssue for each reason not to go ahead as things are. Its UUIDs follow from its
// content. The report is the result in words, as a text with lines; it stands in the
// narratives and holds what FHIR has no place for: what is withheld, later phases, care.
func NewBundle(p *rules.Pack, response *QuestionnaireResponse, result *engine.Result, a rules.Audience, report string) json.Marshaler {
	b := &bundleBuilder{
		pack: p, audience: a, response: response, result: result, report: narrative("pre", report),
		subject: element{{"type", "Patient"}, {"identifier", response.Identifier}, {"display", "the person who is asked about"}},
	}
	missing := func(a engine.Action) bool { return a.Disposition == rules.Incomplete.String() }
	b.actions = slices.DeleteFunc(slices.Clone(result.Actions), missing)
	content, _ := json.Marshal([]any{response, result})
	b.space = uuid(urlNamespace, base+string(content))
	b.entry("QuestionnaireResponse", "", response)
	b.guidance()
	b.group()
	for _, a := range b.actions {
		b.issue(a)
	}
	for _, t := range result.Therapies {
		b.request(t)
	}
	return element{{"resourceType", "Bundle"}, {"type", "collection"}, {"entry", b.entries}}
}

type bundleBuilder struct {
	pack     *rules.Pack
	audience rules.Audience
	response *QuestionnaireResponse
	result   *engine.Result
	actions  []engine.Action // all but what is said of missing answers
	report   *Narrative
	space    [16]byte // namespace of the UUIDs
	subject  element
	entries  []element
}

// id returns the UUID of the resource of that type and name.
func (b *bundleBuilder) id(resourceType, name string) string {
	id := uuid(b.space, resourceType+"/"+name)
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

func (b *bundleBuilder) reference(resourceType, name string) element {
	return element{{"reference", "urn:uuid:" + b.id(resourceType, name)}}
}

func (b *bundleBuilder) entry(resourceType, name string, resource any) {
	b.entries = append(b.entries, element{{"fullUrl", "urn:uuid:" + b.id(resourceType, name)}, {"resource", resource}})
}

// add adds a resource, of which the members behind id and text are given.
func (b *bundleBuilder) add(resourceType, name string, text *Narrative, members element) {
	head := element{{"resourceType", resourceType}, {"id", b.id(resourceType, name)}, {"text", text}}
	b.entry(resourceType, name, append(head, members...))
}

// coded is a concept of a code system of the pack.
func (b *bundleBuilder) coded(name, code, label string) element {
	return element{{"coding", []Coding{{System: system(b.pack, name), Code: code, Display: shown(label)}}}, {"text", shown(label)}}
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
			{"expression", []string{fmt.Sprintf("QuestionnaireResponse.repeat(item).where(linkId='%s')", m.Question)}},
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
		{"contained", outcome}, {"moduleUri", base + "pack/" + b.pack.Name + "/" + b.pack.Version}, {"status", status},
		{"subject", b.subject}, {"occurrenceDateTime", b.response.Authored}, {"note", b.disclaimer()},
		{"evaluationMessage", message}, {"result", b.reference("RequestGroup", "")}, {"dataRequirement", required},
	})
}

func (b *bundleBuilder) disclaimer() []Annotation { return []Annotation{{shown(b.result.Disclaimer)}} }

func (b *bundleBuilder) area(id string) string {
	q := &b.pack.Questions[b.pack.Areas]
	if i := q.OptionIndex(id); i >= 0 {
		return q.Options[i].Label.For(b.audience)
	}
	return id
}

// title is the disposition in a few words.
func (b *bundleBuilder) title() string {
	for d := range b.pack.Dispositions {
		if rules.Disposition(d).String() == b.result.Disposition {
			return b.pack.Dispositions[d].Title.For(b.audience)
		}
	}
	return b.result.Disposition
}

func (b *bundleBuilder) therapyLine(t engine.TherapyAdvice) string {
	areas := make([]string, len(t.Areas))
	for i, id := range t.Areas {
		areas[i] = b.area(id)
	}
	return fmt.Sprintf("%s: %s, %d min (%s); %s", t.Name, t.Pressure, t.Minutes, t.Provider, strings.Join(areas, ", "))
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
		groups = append(groups, element{{"title", b.pack.Title.For(b.audience)}, {"action", requests}})
	}
	priority, _ := urgency(b.result.Disposition)
	b.add("RequestGroup", "", b.report, element{
		{"status", "draft"}, {"intent", "proposal"}, {"priority", priority}, {"subject", b.subject},
		{"authoredOn", b.response.Authored}, {"note", b.disclaimer()}, {"action", groups},
	})
}

// issue writes an action, which is a reason not to go ahead as things are.
func (b *bundleBuilder) issue(a engine.Action) {
	title := a.Rule
	if i := b.pack.RuleIndex(a.Rule); i >= 0 && b.pack.Rules[i].Title != "" {
		title = b.pack.Rules[i].Title
	}
	_, severity := urgency(a.Disposition)
	b.add("DetectedIssue", a.Rule, narrative("p", a.Text), element{
		{"status", "preliminary"}, {"code", b.coded("-rules", a.Rule, title)}, {"severity", severity}, {"patient", b.subject},
		{"identifiedDateTime", b.response.Authored}, {"implicated", b.responses()}, {"detail", shown(a.Text)},
	})
}

// responses refers to the response, on which everything rests.
func (b *bundleBuilder) responses() []element {
	return []element{b.reference("QuestionnaireResponse", "")}
}

// request writes a suggestion as a proposal.
func (b *bundleBuilder) request(t engine.TherapyAdvice) {
	var sites, reasons []element
	for _, id := range t.Areas {
		sites = append(sites, b.coded(b.pack.Questions[b.pack.Areas].ID, id, b.area(id)))
	}
	for _, reason := range t.For {
		reasons = append(reasons, b.coded("-rules", reason.Rule, reason.Text))
	}
	var notes []Annotation
	if b.result.Disposition == rules.Clearance.String() {
		notes = append(notes, Annotation{shown(b.title())})
	}
	for _, c := range t.Cautions {
		notes = append(notes, Annotation{shown(c.Text)})
	}
	b.add("ServiceRequest", t.ID, narrative("p", b.therapyLine(t)), element{
		{"status", "draft"}, {"intent", "proposal"}, {"code", b.coded("-therapies", t.ID, t.Name)},
		{"orderDetail", []element{b.coded("-pressures", t.Pressure, t.Pressure), {{"text", fmt.Sprintf("%d min", t.Minutes)}}}},
		{"subject", b.subject}, {"occurrenceTiming", b.timing(t)}, {"authoredOn", b.response.Authored},
		{"performerType", b.coded("-providers", t.Provider, t.Provider)}, {"reasonCode", reasons},
		{"supportingInfo", b.responses()}, {"bodySite", sites}, {"note", notes},
	})
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

// urlNamespace is the namespace of names that are URLs, from RFC 4122.
var urlNamespace = [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
