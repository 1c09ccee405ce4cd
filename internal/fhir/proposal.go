package fhir

// The resources of a result. Each holds what this package writes and nothing more.

// Bundle is a collection of resources.
type Bundle struct {
	ResourceType string        `json:"resourceType"`
	Type         string        `json:"type"`
	Entry        []BundleEntry `json:"entry"`
}

// BundleEntry is a resource with the URN by which others refer to it.
type BundleEntry struct {
	FullURL  string `json:"fullUrl"`
	Resource any    `json:"resource"`
}

// GuidanceResponse is what the pack's rules say to a response.
type GuidanceResponse struct {
	ResourceType       string            `json:"resourceType"`
	ID                 string            `json:"id"`
	Text               *Narrative        `json:"text"`
	Contained          []any             `json:"contained,omitempty"`
	ModuleURI          string            `json:"moduleUri"`
	Status             string            `json:"status"`
	Subject            *Reference        `json:"subject,omitempty"`
	OccurrenceDateTime string            `json:"occurrenceDateTime,omitempty"`
	Note               []Annotation      `json:"note,omitempty"`
	EvaluationMessage  []Reference       `json:"evaluationMessage,omitempty"`
	Result             *Reference        `json:"result,omitempty"`
	DataRequirement    []DataRequirement `json:"dataRequirement,omitempty"`
}

// DataRequirement is data that would make the guidance better.
type DataRequirement struct {
	Type string `json:"type"`
}

// OperationOutcome lists what was missing.
type OperationOutcome struct {
	ResourceType string  `json:"resourceType"`
	ID           string  `json:"id"`
	Issue        []Issue `json:"issue"`
}

// Issue is one thing that was missing.
type Issue struct {
	Severity    string           `json:"severity"`
	Code        string           `json:"code"`
	Details     *CodeableConcept `json:"details,omitempty"`
	Diagnostics string           `json:"diagnostics,omitempty"`
	Expression  []string         `json:"expression,omitempty"`
}

// RequestGroup holds what is proposed together.
type RequestGroup struct {
	ResourceType string        `json:"resourceType"`
	ID           string        `json:"id"`
	Text         *Narrative    `json:"text"`
	Status       string        `json:"status"`
	Intent       string        `json:"intent"`
	Priority     string        `json:"priority"`
	Subject      *Reference    `json:"subject,omitempty"`
	AuthoredOn   string        `json:"authoredOn,omitempty"`
	Note         []Annotation  `json:"note,omitempty"`
	Action       []GroupAction `json:"action,omitempty"`
}

// GroupAction is a resource to act on, or a group of actions: one of the two.
type GroupAction struct {
	Title          string        `json:"title,omitempty"`
	TextEquivalent string        `json:"textEquivalent,omitempty"`
	Resource       *Reference    `json:"resource,omitempty"`
	Action         []GroupAction `json:"action,omitempty"`
}

// ServiceRequest proposes a therapy.
type ServiceRequest struct {
	ResourceType     string            `json:"resourceType"`
	ID               string            `json:"id"`
	Text             *Narrative        `json:"text"`
	Status           string            `json:"status"`
	Intent           string            `json:"intent"`
	Code             CodeableConcept   `json:"code"`
	OrderDetail      []CodeableConcept `json:"orderDetail,omitempty"`
	Subject          *Reference        `json:"subject"`
	OccurrenceTiming *Timing           `json:"occurrenceTiming,omitempty"`
	AuthoredOn       string            `json:"authoredOn,omitempty"`
	PerformerType    *CodeableConcept  `json:"performerType,omitempty"`
	ReasonCode       []CodeableConcept `json:"reasonCode,omitempty"`
	SupportingInfo   []Reference       `json:"supportingInfo,omitempty"`
	BodySite         []CodeableConcept `json:"bodySite,omitempty"`
	Note             []Annotation      `json:"note,omitempty"`
}

// Timing says how often something happens.
type Timing struct {
	Repeat Repeat `json:"repeat"`
}

// Repeat is frequency and length of the sessions of a plan's first phase.
type Repeat struct {
	BoundsDuration *Duration `json:"boundsDuration,omitempty"`
	Duration       int       `json:"duration,omitempty"`
	DurationUnit   string    `json:"durationUnit,omitempty"`
	Frequency      int       `json:"frequency"`
	FrequencyMax   int       `json:"frequencyMax,omitempty"`
	Period         int       `json:"period"`
	PeriodUnit     string    `json:"periodUnit"`
}

// Duration is a length of time in UCUM units.
type Duration struct {
	Value  int    `json:"value"`
	Unit   string `json:"unit"`
	System string `json:"system"`
	Code   string `json:"code"`
}

// DetectedIssue is a reason not to go ahead as things are.
type DetectedIssue struct {
	ResourceType string           `json:"resourceType"`
	ID           string           `json:"id"`
	Text         *Narrative       `json:"text"`
	Status       string           `json:"status"`
	Code         *CodeableConcept `json:"code,omitempty"`
	Severity     string           `json:"severity,omitempty"`
	Patient      *Reference       `json:"patient,omitempty"`
	Identified   string           `json:"identifiedDateTime,omitempty"`
	Implicated   []Reference      `json:"implicated,omitempty"`
	Detail       string           `json:"detail,omitempty"`
}
