package main

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/fastread"
	"knead/internal/fastwrite"
	"knead/internal/fhir"
	"knead/internal/records"
	"knead/internal/report"
	"knead/rules"
	"knead/rules/packfile"
)

// maxBody bounds what a request may bring.
const maxBody = packfile.MaxIntakeBytes

// bodies are the types of content that POST /api/v1/recommend takes.
var bodies = []string{"application/json", "application/fhir+json"}

// recommend answers with the result of one intake or FHIR response, or with why it is rejected.
func (s *server) recommend(w http.ResponseWriter, r *http.Request) {
	program, voice, fault := s.voice(r.URL.RawQuery)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if fault == nil && !slices.Contains(bodies, kind) {
		fault = &refusal{http.StatusUnsupportedMediaType, records.NewReject("", "wrong-content-type", "expected content of the type "+strings.Join(bodies, " or "))}
	}
	var data []byte
	if fault == nil {
		var err error
		data, err = io.ReadAll(r.Body)
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			fault = &refusal{http.StatusRequestEntityTooLarge, records.NewReject("", "too-large", "the record is longer than 1 MiB")}
		case err != nil:
			fault = &refusal{http.StatusBadRequest, records.NewReject("", "unread", "the record did not arrive whole")}
		}
	}
	if fault != nil {
		s.reject(w, program, fault)
		return
	}
	in, rejected := s.read(data)
	if rejected != nil {
		s.reject(w, program, &refusal{http.StatusUnprocessableEntity, rejected})
		return
	}
	var b bytes.Buffer
	if err := report.JSON(&b, program.Eval(in, voice)); err != nil {
		panic(err) // a result is written into memory
	}
	write(w, http.StatusOK, "application/json", b.Bytes())
}

// refusal is a reject and the status that goes with it.
type refusal struct {
	status int
	*records.Reject
}

// read reads one intake or FHIR response. Both mean the same in every language.
func (s *server) read(data []byte) (*rules.Intake, *records.Reject) {
	if fhir.IsResource(data) {
		read := s.importer.Read(data, "")
		return read.Intake, fastread.Rejected(read)
	}
	read, rejected := fastread.Strict(data, packfile.JSON, s.programs[0].Pack())
	return read.Intake, rejected
}

// reject writes why there is no result, and what the readable answers give at least.
func (s *server) reject(w http.ResponseWriter, p *engine.Program, r *refusal) {
	if r.Readable != nil {
		r.AtLeast = records.AtLeastOf(p.Decide(r.Readable).Disposition)
	}
	write(w, r.status, "application/json", append(fastwrite.AppendReject(nil, 1, r.Reject), "}\n"...))
}

// voice reads the parameters of the query: the words that the result is to have.
func (s *server) voice(raw string) (*engine.Program, engine.Voice, *refusal) {
	v := engine.Voice{Audience: rules.Practitioner, Region: s.region}
	program := s.programs[0]
	wrong := func(name, expected string) (*engine.Program, engine.Voice, *refusal) {
		return program, v, &refusal{http.StatusBadRequest, records.NewReject(name, "bad-parameter", "expected "+expected)}
	}
	query, err := url.ParseQuery(raw)
	if err != nil {
		return wrong("", "a query such as for=patient&lang=hi")
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		values := query[name]
		if len(values) > 1 {
			return wrong("", "each parameter once")
		}
		value := values[0]
		switch name {
		case "for":
			i := slices.IndexFunc(audiences, func(a rules.Audience) bool { return a.String() == value })
			if i < 0 {
				return wrong(name, "patient or practitioner")
			}
			v.Audience = audiences[i]
		case "lang":
			i := slices.IndexFunc(s.programs, func(p *engine.Program) bool { return p.Pack().Language == value })
			if i < 0 {
				return wrong(name, "one of "+strings.Join(s.languages(), ", "))
			}
			program = s.programs[i]
		case "region":
			i := slices.IndexFunc(program.Pack().Regions, func(r rules.Region) bool { return r.ID == value })
			if i < 0 {
				return wrong(name, "one of "+strings.Join(regions(program.Pack()), ", "))
			}
			v.Region = i
		default:
			return wrong("", "no parameters but for, lang and region")
		}
	}
	return program, v, nil
}

var audiences = []rules.Audience{rules.Patient, rules.Practitioner}

func (s *server) languages() (tags []string) {
	for _, p := range s.programs {
		tags = append(tags, p.Pack().Language)
	}
	return tags
}

func regions(p *rules.Pack) (ids []string) {
	for i := range p.Regions {
		ids = append(ids, p.Regions[i].ID)
	}
	return ids
}
