package fhir

import (
	"bytes"
	"os"
	"testing"

	"knead/engine"
	"knead/rules/packfile"
)

// BenchmarkCards answers a call about the desk worker of the examples.
func BenchmarkCards(b *testing.B) {
	program := backcare(b)
	data, err := os.ReadFile("../../examples/desk-worker.yaml")
	if err != nil {
		b.Fatal(err)
	}
	in, _ := packfile.ParseIntakes(data, "", packfile.YAML, program.Pack())
	in[0].Context = somebody
	var response, answer bytes.Buffer
	if err := Write(&response, NewResponse(program, in[0], Wording{})); err != nil {
		b.Fatal(err)
	}
	request := call(`{"response":` + response.String() + `}`)
	cards := &Cards{Importer: NewImporter(program)}
	b.ReportAllocs()
	for b.Loop() {
		a, err := cards.Answer(request, "", program, engine.Voice{}, today)
		if err != nil {
			b.Fatal(err)
		}
		answer.Reset()
		if err := Write(&answer, a); err != nil {
			b.Fatal(err)
		}
	}
}
