package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"knead/engine"
	"knead/internal/fhir"
	"knead/internal/files"
	"knead/internal/records"
	"knead/rules"
	"knead/rules/packfile"
)

// cardsPath is where CDS Hooks looks for services.
const cardsPath = "/cds-services"

// cards answers calls of CDS Hooks, and leaves other requests to next. Scripts of every origin may
// call: the answer depends on the request alone, and no cookie is read.
func (s *server) cards(next http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+cardsPath, func(w http.ResponseWriter, r *http.Request) {
		writeResource(w, s.hooks(r).Services(s.programs[0].Pack()))
	})
	mux.HandleFunc("POST "+cardsPath+"/{id}", s.answerCall)
	mux.HandleFunc("POST "+cardsPath+"/{id}/feedback", func(w http.ResponseWriter, r *http.Request) {
		if s.hasService(w, r) {
			_, _ = io.Copy(io.Discard, r.Body) // nothing is kept of it
			w.WriteHeader(http.StatusOK)
		}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != cardsPath && !strings.HasPrefix(r.URL.Path, cardsPath+"/") {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "Origin, Accept, Content-Location, Location, X-Requested-With")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
			h.Set("Access-Control-Allow-Headers", "Content-Type, Authorization")
			h.Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// hooks answers calls with links to the page that this request would have reached.
func (s *server) hooks(r *http.Request) *fhir.Cards {
	scheme := "http://"
	if s.secure() {
		scheme = "https://"
	}
	return &fhir.Cards{Importer: s.importer, Names: s.names, Page: scheme + r.Host + "/", Codes: s.vocabulary}
}

// hasService reports whether a request is to the service of the pack, and answers it if it is not.
func (s *server) hasService(w http.ResponseWriter, r *http.Request) bool {
	id := fhir.ServiceID(s.programs[0].Pack())
	if r.PathValue("id") != id {
		s.reject(w, s.programs[0], &refusal{http.StatusNotFound, records.NewReject("", "unknown-service", "expected "+cardsPath+"/"+id)})
		return false
	}
	return true
}

func (s *server) answerCall(w http.ResponseWriter, r *http.Request) {
	program := s.programs[0]
	if !s.hasService(w, r) {
		return
	}
	request, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		s.reject(w, program, &refusal{http.StatusRequestEntityTooLarge, records.NewReject("", "too-large", "the call is longer than 1 MiB")})
		return
	case err != nil:
		s.reject(w, program, &refusal{http.StatusBadRequest, records.NewReject("", "unread", "the call did not arrive whole")})
		return
	}
	answer, err := s.hooks(r).Answer(request, "", program, engine.Voice{Audience: rules.Practitioner, Region: s.region}, time.Now())
	if err != nil {
		s.reject(w, program, &refusal{http.StatusBadRequest, records.NewReject("", "bad-request", err.Error())})
		return
	}
	writeResource(w, answer)
}

func writeResource(w http.ResponseWriter, resource any) {
	var b bytes.Buffer
	if err := fhir.Write(&b, resource); err != nil {
		panic(err) // it is written into memory
	}
	write(w, http.StatusOK, "application/json", b.Bytes())
}

// readCodes reads the codes of other vocabularies; nil when there is no file.
func readCodes(name string, p *rules.Pack) (*fhir.Codes, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--codes: %w", files.OpenError(err))
	}
	defer file.Close()
	data, err := files.ReadBounded(file, packfile.MaxIntakeBytes)
	if err != nil {
		return nil, fmt.Errorf("--codes %s: %w", name, err)
	}
	codes, err := fhir.ParseCodes(data, p)
	if err != nil {
		return nil, fmt.Errorf("--codes %s: %w", name, err)
	}
	return codes, nil
}
