package fhir

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"knead/rules"
	"knead/rules/packfile"
)

var update = flag.Bool("update", false, "rewrite the expected output")

// TestImportComplaints holds each response in testdata/import.txtar to the complaints that
// stand after it. The responses are about the small pack of package rules.
func TestImportComplaints(t *testing.T) {
	const file = "testdata/import.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	importer := NewImporter(small(t))
	for i := 0; i+1 < len(archive.Files); i += 2 {
		response, want := archive.Files[i], &archive.Files[i+1]
		t.Run(response.Name, func(t *testing.T) {
			got := describe(importer.Read(bytes.ReplaceAll(response.Data, []byte("SYSTEM"), []byte(DefaultBase+"/CodeSystem/small")), "r.json"))
			if *update {
				want.Data = []byte(got)
			} else if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// describe writes complaints and the intake, or what could be read of it.
func describe(r packfile.Record) string {
	var b strings.Builder
	for _, p := range r.Problems {
		if p.Code == "missing" {
			continue // the responses are short
		}
		if p.Warning {
			b.WriteString("warning: ")
		}
		b.WriteString(p.String() + " [" + p.Code + " " + p.Field + "]\n")
	}
	p, _ := packfile.Parse(os.DirFS("../../rules/packfile/testdata/small"))
	switch {
	case r.Intake != nil:
		_ = packfile.WriteIntake(&b, r.Intake, p)
	case r.Readable != nil:
		b.WriteString("readable:")
		for q, a := range r.Readable.Answers {
			if a.State != rules.Unanswered {
				b.WriteString(" " + p.Questions[q].ID + ": " + p.Questions[q].Format(a))
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestEveryRefusalNamesItsLinkID breaks each item of a full response in many ways and
// wants the item's linkId in the complaint.
func TestEveryRefusalNamesItsLinkID(t *testing.T) {
	program := small(t)
	importer := NewImporter(program)
	for i := range program.Pack().Questions {
		q := &program.Pack().Questions[i]
		for _, answer := range []string{
			`{"valueDecimal":1.5}`, `{"valueString":7}`, `{"valueBoolean":"true"}`, `{"valueInteger":1000}`, `{"valueInteger":1.0}`, `{}`, `7`,
			`{"valueCoding":{"system":"http://other","code":"x"}}`, `{"valueCoding":{"code":"neck"}}`, `{"valueBoolean":true,"valueInteger":1}`,
			`{"valueCoding":{"system":"` + Names{}.system(program.Pack(), q.ID) + `","code":"nowhere"}}`, `{"valueInteger":3,"modifierExtension":[{"url":"x"}]}`,
		} {
			in, problems := importer.Import([]byte(`{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"`+q.ID+`","answer":[`+answer+`]}]}`), "")
			errs := problems.Errors()
			if in != nil || len(errs) == 0 {
				t.Errorf("%s: the answer %s was accepted", q.ID, answer)
			}
			for _, p := range errs {
				if p.Field != q.ID || !strings.Contains(p.Message, "linkId") || !strings.Contains(p.Message, q.ID) {
					t.Errorf("%s: the complaint about %s does not name it: %v", q.ID, answer, p)
				}
			}
		}
	}
}

// FuzzImport feeds anything to the importer: whatever it accepts goes round.
func FuzzImport(f *testing.F) {
	program := small(f)
	importer := NewImporter(program)
	archive, err := txtar.ParseFile("testdata/import.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(archive.Files); i += 2 {
		f.Add(bytes.ReplaceAll(archive.Files[i].Data, []byte("SYSTEM"), []byte(DefaultBase+"/CodeSystem/small")))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in, _ := importer.Import(data, "")
		if in == nil {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, NewResponse(program, in, Wording{})); err != nil {
			t.Fatal(err)
		}
		back, problems := importer.Import(b.Bytes(), "")
		in.Pos = rules.Pos{}
		if back != nil {
			back.Pos = in.Pos
		}
		if diff := cmp.Diff(in, back); diff != "" {
			t.Fatalf("%v\n%s", problems, diff)
		}
	})
}
