package fhir

import (
	"encoding/json"
	"fmt"
	"strings"

	"knead/engine"
	"knead/rules"
)

// NewBundle writes a response and the result that a pack gave to it as a collection:
// GuidanceResponse, RequestGroup, one proposed ServiceRequest for each therapy, and a
// DetectedIssue for each reason not to go ahead as things are. Its UUIDs follow from its
// content. The report is the result in words, as a text with lines; it stands in the
// narratives and holds what FHIR has no place for: what is withheld, later phases, care.
func NewBundle(p *rules.Pack, response *QuestionnaireResponse, result *engine.Result, a rules.Audience, report string) *Bundle {
	b := &bundleBuilder{pack: p, audience: a, response: response, result: result, report: report}
	content, _ := json.Marshal([]any{response, result})
	b.space = uuid(urlNamespace(), base+string(content))
	for _, a := range result.Actions {
		if a.Disposition != rules.Incomplete.String() {
			b.actions = append(b.actions, a)
		}
	}
	b.subject = &Reference{Type: "Patient", Identifier: response.Identifier, Display: "the person who is asked about"}
	issues, therapies := b.issues(), b.therapies()
	b.add("QuestionnaireResponse", "", response)
	b.add("GuidanceResponse", "", b.guidance())
	b.add("RequestGroup", "", b.group())
	for i, issue := range issues {
		b.add("DetectedIssue", b.actions[i].Rule, issue)
	}
	for i, therapy := range therapies {
		b.add("ServiceRequest", result.Therapies[i].ID, therapy)
	}
	return &Bundle{ResourceType: "Bundle", Type: "collection", Entry: b.entries}
}

type bundleBuilder struct {
	pack     *rules.Pack
	audience rules.Audience
	response *QuestionnaireResponse
	result   *engine.Result
	actions  []engine.Action // all but what is said of missing answers
	report   string
	space    [16]byte
	subject  *Reference
	entries  []BundleEntry
}

// id returns the id of the resource of that type and name.
func (b *bundleBuilder) id(resourceType, name string) string {
	return uuidText(uuid(b.space, resourceType+"/"+name))
}

func (b *bundleBuilder) reference(resourceType, name string) *Reference {
	return &Reference{Reference: "urn:uuid:" + b.id(resourceType, name)}
}

func (b *bundleBuilder) add(resourceType, name string, resource any) {
	b.entries = append(b.entries, BundleEntry{FullURL: b.reference(resourceType, name).Reference, Resource: resource})
}

// coded is a concept of a code system of the pack.
func (b *bundleBuilder) coded(name, code, label string) CodeableConcept {
	return CodeableConcept{Coding: []Coding{{System: codes(b.pack, name), Code: code, Display: shown(label)}}, Text: shown(label)}
}

// guidance is the result as a whole.
func (b *bundleBuilder) guidance() *GuidanceResponse {
	r := b.result
	g := &GuidanceResponse{
		ResourceType: "GuidanceResponse", ID: b.id("GuidanceResponse", ""), Text: narrative("pre", b.report),
		ModuleURI: base + "pack/" + b.pack.Name + "/" + b.pack.Version, Status: "success",
		Subject: b.subject, OccurrenceDateTime: b.response.Authored, Result: b.reference("RequestGroup", ""),
		Note: []Annotation{{shown(r.Disclaimer)}},
	}
	if len(r.Missing) == 0 {
		return g
	}
	outcome := &OperationOutcome{ResourceType: "OperationOutcome", ID: "missing"}
	for _, m := range r.Missing {
		issue := Issue{Severity: "warning", Code: "incomplete", Diagnostics: shown(m.Matters), Details: &CodeableConcept{Text: m.Question + ": " + m.State},
			Expression: []string{fmt.Sprintf("QuestionnaireResponse.repeat(item).where(linkId='%s')", m.Question)}}
		if m.State == "unanswered" {
			issue.Severity, issue.Code = "error", "required"
			g.Status = "data-required"
		}
		outcome.Issue = append(outcome.Issue, issue)
	}
	g.Contained = []any{outcome}
	g.EvaluationMessage = []Reference{{Reference: "#missing"}}
	if g.Status == "data-required" {
		g.DataRequirement = []DataRequirement{{Type: "QuestionnaireResponse"}}
	}
	return g
}

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

// group ties the proposals together. Every action is a group of actions or a resource.
func (b *bundleBuilder) group() *RequestGroup {
	r := b.result
	g := &RequestGroup{
		ResourceType: "RequestGroup", ID: b.id("RequestGroup", ""), Text: narrative("pre", b.report), Status: "draft", Intent: "proposal",
		Priority: "routine", Subject: b.subject, AuthoredOn: b.response.Authored, Note: []Annotation{{shown(r.Disclaimer)}},
	}
	switch r.Disposition {
	case rules.Emergency.String():
		g.Priority = "stat"
	case rules.Urgent.String():
		g.Priority = "urgent"
	}
	first := GroupAction{Title: shown(b.title())}
	for _, a := range b.actions {
		first.Action = append(first.Action, GroupAction{Title: a.Disposition, TextEquivalent: shown(a.Text), Resource: b.reference("DetectedIssue", a.Rule)})
	}
	proposed := GroupAction{Title: b.pack.Title.For(b.audience)}
	for _, t := range r.Therapies {
		proposed.Action = append(proposed.Action, GroupAction{Title: shown(t.Name), TextEquivalent: shown(b.therapyLine(t)), Resource: b.reference("ServiceRequest", t.ID)})
	}
	for _, a := range []GroupAction{first, proposed} {
		if len(a.Action) > 0 {
			g.Action = append(g.Action, a)
		}
	}
	return g
}

// issues writes the actions, which are reasons not to go ahead as things are.
func (b *bundleBuilder) issues() (issues []*DetectedIssue) {
	for _, a := range b.actions {
		issue := &DetectedIssue{
			ResourceType: "DetectedIssue", ID: b.id("DetectedIssue", a.Rule), Text: narrative("p", a.Text), Status: "preliminary",
			Severity: severity(a.Disposition), Patient: b.subject, Identified: b.response.Authored,
			Implicated: []Reference{*b.reference("QuestionnaireResponse", "")}, Detail: shown(a.Text),
		}
		title := a.Rule
		if i := b.pack.RuleIndex(a.Rule); i >= 0 && b.pack.Rules[i].Title != "" {
			title = b.pack.Rules[i].Title
		}
		issue.Code = pointer(b.coded("-rules", a.Rule, title))
		issues = append(issues, issue)
	}
	return issues
}

func severity(disposition string) string {
	switch disposition {
	case rules.Emergency.String(), rules.Urgent.String():
		return "high"
	case rules.Refer.String():
		return "moderate"
	}
	return "low"
}

// therapies writes the suggestions as proposals.
func (b *bundleBuilder) therapies() (requests []*ServiceRequest) {
	for _, t := range b.result.Therapies {
		s := &ServiceRequest{
			ResourceType: "ServiceRequest", ID: b.id("ServiceRequest", t.ID), Text: narrative("p", b.therapyLine(t)), Status: "draft", Intent: "proposal",
			Code: b.coded("-therapies", t.ID, t.Name), Subject: b.subject, AuthoredOn: b.response.Authored,
			OrderDetail:    []CodeableConcept{b.coded("-pressures", t.Pressure, t.Pressure), {Text: fmt.Sprintf("%d min", t.Minutes)}},
			PerformerType:  pointer(b.coded("-providers", t.Provider, t.Provider)),
			SupportingInfo: []Reference{*b.reference("QuestionnaireResponse", "")}, OccurrenceTiming: b.timing(t),
		}
		for _, id := range t.Areas {
			area := b.coded("", id, b.area(id))
			area.Coding[0].System = system(b.pack, &b.pack.Questions[b.pack.Areas])
			s.BodySite = append(s.BodySite, area)
		}
		for _, reason := range t.For {
			s.ReasonCode = append(s.ReasonCode, b.coded("-rules", reason.Rule, reason.Text))
		}
		if b.result.Disposition == rules.Clearance.String() {
			s.Note = append(s.Note, Annotation{shown(b.title())})
		}
		for _, c := range t.Cautions {
			s.Note = append(s.Note, Annotation{shown(c.Text)})
		}
		requests = append(requests, s)
	}
	return requests
}

// timing says how often a therapy is proposed in the plan's first phase. Later phases are
// in the report only: a Timing holds one.
func (b *bundleBuilder) timing(t engine.TherapyAdvice) *Timing {
	plan := b.result.Plan
	if plan == nil || len(plan.Phases) == 0 {
		return nil
	}
	first := plan.Phases[0]
	weeks := first.Weeks[1] - first.Weeks[0] + 1
	r := Repeat{
		BoundsDuration: &Duration{Value: weeks, Unit: "weeks", System: "http://unitsofmeasure.org", Code: "wk"},
		Duration:       t.Minutes, DurationUnit: "min",
		Frequency: int(first.SessionsPerWeek[0]), Period: 1, PeriodUnit: "wk",
	}
	least, most := first.SessionsPerWeek[0], first.SessionsPerWeek[1]
	if least != float64(int(least)) || most != float64(int(most)) {
		r.Period, least, most = 4, 4*least, 4*most // rates are in quarters
	}
	r.Frequency = int(least)
	if most > least {
		r.FrequencyMax = int(most)
	}
	return &Timing{r}
}
