package schema

import (
	"fmt"
	"regexp"

	"knead/rules"
)

// object is a part of a schema. Its keys are written in alphabetical order.
type object map[string]any

// intake is the schema of a file of intakes.
func intake(p *rules.Pack) object {
	answers := object{}
	for i := range p.Questions {
		answers[p.Questions[i].ID] = answer(&p.Questions[i])
	}
	context := object{}
	for _, f := range rules.ContextFields {
		context[f.Key] = object{"type": []string{"string", "null"}, "maxLength": rules.MaxContextLength, "pattern": f.Pattern, "description": f.Expected}
	}
	skippable := []string{}
	for i := range p.Questions {
		if p.Questions[i].Skippable() {
			skippable = append(skippable, p.Questions[i].ID)
		}
	}
	one := object{
		"type": "object", "additionalProperties": false, "required": []string{"answers"},
		"properties": object{
			"id":   object{"type": []string{"string", "integer", "null"}, "maxLength": rules.MaxIntakeIDLength, "description": fmt.Sprintf("any text; at most %d bytes; in JSON also a number", rules.MaxIntakeIDLength)},
			"date": object{"type": []string{"string", "null"}, "pattern": rules.DatePattern, "description": "the day of the answers"},
			"pack": object{"type": []string{"string", "null"}, "pattern": "^" + regexp.QuoteMeta(p.Name) + `( (0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?)?$`,
				"description": "name and version of the pack it was asked with"},
			"confirmed": object{"type": []string{"array", "null"}, "items": object{"enum": p.QuestionIDs()}, "uniqueItems": true,
				"description": "questions that were asked again because of the notes: their answers are believed"},
			"skipped": object{"type": []string{"array", "null"}, "items": object{"enum": skippable}, "uniqueItems": true,
				"description": "questions that were not asked, since no answer to them could change the result"},
			"screened": object{"enum": []any{rules.ScreenedWord, nil}, "description": "lists were answered by short statements"},
			"context": object{"type": []string{"object", "null"}, "additionalProperties": false, "properties": context,
				"description": "whose it is and where it comes from, as the system that keeps the record says it; no rule reads it"},
			"answers": object{"type": []string{"object", "null"}, "additionalProperties": false, "properties": answers,
				"description": "by question; one that is absent or null was not answered"},
		},
	}
	return object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     "https://knead.example/schema/intake-" + p.Name + "-" + p.Version + ".schema.json",
		"title":   "An intake of " + p.Name + " " + p.Version + ", or a list of them",
		"$defs":   object{"intake": one},
		"anyOf":   []object{{"$ref": "#/$defs/intake"}, {"type": "array", "minItems": 1, "items": object{"$ref": "#/$defs/intake"}}},
	}
}

// answer is the schema of the answers to a question.
func answer(q *rules.Question) object {
	var forms []object
	described := func(o object, text string) object {
		if text != "" {
			o["description"] = text
		}
		return o
	}
	var options []object
	for _, o := range q.Options {
		options = append(options, described(object{"const": o.ID}, o.Label.Practitioner))
	}
	unsure := object{"const": "unsure", "description": "the person does not know, or prefers not to say"}
	none := object{"const": "none", "description": "none of them applies"}
	switch q.Kind {
	case rules.Choice:
		forms = options
	case rules.Bool:
		forms = []object{{"type": "boolean"}}
	case rules.Int:
		forms = []object{{"type": "integer", "minimum": q.Min, "maximum": q.Max}}
	case rules.FreeText:
		forms = []object{{"type": "string", "maxLength": q.Max}}
	case rules.Multi:
		if q.Unsure {
			options = append(options, unsure)
		}
		ticks := object{"type": "array", "items": object{"anyOf": options}, "uniqueItems": true}
		forms = []object{ticks}
		if q.AtLeastOne {
			ticks["minItems"] = 1
		} else {
			forms = append(forms, none, object{"const": []string{"none"}})
		}
	}
	if q.Unsure {
		forms = append(forms, unsure)
	}
	return described(object{"anyOf": append(forms, object{"type": "null", "description": "not answered"})}, q.Ask.Practitioner)
}
