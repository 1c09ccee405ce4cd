package main

import (
	"bytes"
	"encoding/json"
	"strings"

	"knead/internal/schema"
	"knead/rules"
)

// object is a part of the OpenAPI document. Its keys are written in alphabetical order.
type object map[string]any

// openAPI describes the interface for programs as OpenAPI 3.1. The schemas are those that
// "knead rules schema" prints, of the pack that is served.
func openAPI(p *rules.Pack, languages []string) ([]byte, error) {
	schemas := object{"FHIR": object{
		"type": "object", "required": []string{"resourceType"}, "title": "A FHIR R4 QuestionnaireResponse, or a Bundle with one",
		"properties": object{"resourceType": object{"enum": []string{"QuestionnaireResponse", "Bundle"}}},
	}}
	for _, name := range []string{"intake", "result", "reject"} {
		text, err := schema.Of(name, p)
		if err != nil {
			return nil, err
		}
		text = bytes.ReplaceAll(text, []byte(`"#/$defs/`), []byte(`"#/components/schemas/`+name+`/$defs/`))
		var s map[string]any
		if err := json.Unmarshal(text, &s); err != nil {
			return nil, err
		}
		if name == "intake" { // one of them, not the list that a file may hold
			s = s["$defs"].(map[string]any)[name].(map[string]any)
		}
		delete(s, "$id")
		delete(s, "$schema")
		schemas[name] = s
	}
	parameter := func(name, description, usual string, values []string) object {
		return object{"name": name, "in": "query", "description": description, "schema": object{"enum": values, "default": usual}}
	}
	content := func(description, schema string) object {
		return object{"description": description, "content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + schema}}}}
	}
	document := object{
		"openapi": "3.1.0",
		"info":    object{"title": p.Title.Practitioner, "version": p.Version, "description": strings.TrimSpace(p.DisclaimerLine.Practitioner)},
		"paths": object{
			"/api/v1/recommend": object{"post": object{
				"operationId": "recommend", "summary": "Recommend for one intake or FHIR response",
				"parameters": []object{
					parameter("for", "whom the words are for", rules.Practitioner.String(), []string{rules.Patient.String(), rules.Practitioner.String()}),
					parameter("lang", "language of the words", p.Language, languages),
					parameter("region", "whose telephone numbers are named", p.Regions[0].ID, regions(p)),
				},
				"requestBody": object{"required": true, "content": object{
					"application/json":      object{"schema": object{"$ref": "#/components/schemas/intake"}},
					"application/fhir+json": object{"schema": object{"$ref": "#/components/schemas/FHIR"}},
				}},
				"responses": object{
					"200": content("the result, as knead recommend --format json writes it", "result"),
					"400": content("a parameter is wrong, or the record did not arrive whole", "reject"),
					"413": content("the record is too large", "reject"),
					"415": content("the content is of another type", "reject"),
					"422": content("the record cannot be used", "reject"),
				},
			}},
			"/api/v1/openapi.json": object{"get": object{
				"operationId": "openapi", "summary": "This document",
				"responses": object{"200": object{"description": "OpenAPI 3.1", "content": object{"application/json": object{"schema": object{"type": "object"}}}}},
			}},
			"/healthz": object{"get": object{
				"operationId": "health", "summary": "Whether the server answers",
				"responses": object{"200": object{"description": "it does", "content": object{"text/plain": object{"schema": object{"const": "ok\n"}}}}},
			}},
		},
		"components": object{"schemas": schemas},
	}
	return json.MarshalIndent(document, "", " ")
}
