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

// base is where the names of this package live. The host is reserved and never answers:
// names are compared, not fetched.
const base = "https://knead.example/fhir/"

// Extensions of this package.
const (
	// extSetAside holds an answer to a question that does not apply: its id and the answer
	// as it stands in a table. A response may not hold such an answer as an item.
	extSetAside = base + "StructureDefinition/answer-set-aside"
	// extAssumed says that the intake did not name its pack: the questionnaire is the one
	// it was read with.
	extAssumed = base + "StructureDefinition/questionnaire-assumed"
	// extConfirmed says of an item that its question was asked again because of the notes. Beside
	// an answer set aside it is a part called "confirmed".
	extConfirmed = base + "StructureDefinition/confirmed"
	// extExact holds, as a JSON string, a text that FHIR's strings cannot hold as it is.
	extExact = base + "StructureDefinition/exact-text"
)

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

// URL returns the canonical URL of a pack's Questionnaire unless another is chosen.
func URL(p *rules.Pack) string { return base + "Questionnaire/" + p.Name }

// system is a code system of a pack: that of a question's options by its id, or another
// one, whose name begins with a hyphen.
func system(p *rules.Pack, name string) string { return base + "CodeSystem/" + p.Name + "/" + name }

// Kinds of linkIds beside a question's id.
func sectionLink(s *rules.Section) string { return "section." + s.ID }
func unsureLink(q *rules.Question) string { return q.ID + ".unsure" }

// asksUnsureApart reports whether "not sure" needs an item of its own, because the answers
// of the question are not codes.
func asksUnsureApart(q *rules.Question) bool {
	return q.Unsure && (q.Kind.IsYesNo() || q.Kind.IsNumber())
}
