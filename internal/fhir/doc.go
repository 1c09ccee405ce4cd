// Package fhir speaks HL7 FHIR R4 for knead: a pack's questionnaire as a Questionnaire, an
// intake as a QuestionnaireResponse and back, and a result as a Bundle of proposals.
//
// # Names
//
// The linkId of a question is its id. Everything else has a linkId with a dot, which no id
// holds: "section.ID" is a section, "ID.unsure" is the box beside a number or a yes-or-no
// question that says "not sure", "ID.if.N" is a group that exists for its enableWhen only,
// "ID.help" and "section.ID.intro" are texts. The code of an option is its id, in a code
// system of its question; "none" and "unsure" are codes of their own.
//
// # Trust
//
// A response is trusted for its linkIds and for system and code of its codings, and for
// nothing else: skip logic, ranges and exclusive answers are checked afresh, because no
// form program enforces them all. What cannot be read is refused with the linkId at fault;
// an answer is never guessed.
package fhir

import "knead/rules"

// Extensions of HL7.
const (
	hl7            = "http://hl7.org/fhir/StructureDefinition/"
	extItemControl = hl7 + "questionnaire-itemControl"
	extMinValue    = hl7 + "minValue"
	extMaxValue    = hl7 + "maxValue"
	extExclusive   = hl7 + "questionnaire-optionExclusive"
	extAbsent      = hl7 + "data-absent-reason"
	itemControls   = "http://hl7.org/fhir/questionnaire-item-control"
)

// Kinds of linkIds beside a question's id.
func introLink(s *rules.Section) string   { return sectionLink(s) + ".intro" }
func helpLink(q *rules.Question) string   { return q.ID + ".help" }
func sectionLink(s *rules.Section) string { return "section." + s.ID }
func unsureLink(q *rules.Question) string { return q.ID + ".unsure" }

// asksUnsureApart reports whether "not sure" needs an item of its own, because the answers
// of the question are not codes.
func asksUnsureApart(q *rules.Question) bool {
	return q.Unsure && (q.Kind.IsYesNo() || q.Kind.IsNumber())
}
