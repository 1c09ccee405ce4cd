package main

import (
	"knead/engine"
	"knead/internal/fhir"
	"knead/internal/records"
	"knead/rules"
)

// bundles writes a Bundle for each intake, and an OperationOutcome for each rejection.
type bundles struct {
	program *engine.Program
	voice   engine.Voice
	names   fhir.Names
}

func (b *bundles) Result(to []byte, in *rules.Intake) []byte {
	result := b.program.Eval(in, b.voice)
	export := fhir.Export{Wording: fhir.Wording{Audience: b.voice.Audience, Names: b.names}}
	var err error
	if export.Report, err = plainReport(b.program, b.voice, in, result); err != nil {
		panic("batch: " + err.Error()) // a buffer takes everything
	}
	bundle, err := fhir.NewBundle(b.program, in, result, export)
	if err != nil {
		panic("batch: " + err.Error()) // a collection needs nothing of an intake
	}
	return fhir.AppendLine(to, bundle)
}

func (b *bundles) Reject(to []byte, record int64, r *records.Reject) []byte {
	var faults []fhir.Fault
	for _, f := range r.Listed() {
		faults = append(faults, fhir.Fault{Field: f.Field, Code: f.Code, Message: f.Message, Item: b.program.Pack().QuestionIndex(f.Field) >= 0})
	}
	return fhir.AppendLine(to, fhir.NewOutcome(b.names, record, r.ID, faults, r.AtLeast.String()))
}
