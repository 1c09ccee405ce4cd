package fhir

import (
	"encoding/json"
	"fmt"
)

// Fault is one reason why a record was rejected.
type Fault struct {
	Field, Code, Message string
	Item                 bool // the field is that of an answer
}

// NewOutcome writes why a record of a run was rejected as an OperationOutcome: its number, its id if
// it has one, and what its readable answers call for at least, or "".
func NewOutcome(n Names, record int64, id *string, faults []Fault, atLeast string) json.Marshaler {
	var extensions, issues []element
	if id != nil {
		extensions = append(extensions, extension(n.at(extIntakeID), "valueString", quoteJSON(*id)))
	}
	for _, f := range faults {
		var at []string
		if f.Item {
			at = []string{itemPath(f.Field)}
		}
		issues = append(issues, element{
			{"severity", "error"}, {"code", "invalid"}, {"details", element{{"text", f.Code}}}, {"diagnostics", shown(f.Message)}, {"expression", at},
		})
	}
	if atLeast != "" {
		issues = append(issues, element{
			{"severity", "warning"}, {"code", "business-rule"}, {"details", element{{"text", "at_least"}}}, {"diagnostics", atLeast},
		})
	}
	return element{{"resourceType", "OperationOutcome"}, {"id", fmt.Sprintf("record-%d", record)}, {"extension", extensions}, {"issue", issues}}
}

// AppendLine appends a resource as a line of NDJSON.
func AppendLine(to []byte, resource json.Marshaler) []byte {
	to, err := appendValue(to, resource)
	if err != nil {
		panic("fhir: " + err.Error()) // what is written is text, numbers and lists of them
	}
	return append(to, '\n')
}
