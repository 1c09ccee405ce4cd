package main

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/diegoholiveira/jsonlogic/v3"

	"knead/rules"
)

func jsonlogicRules(w *workload) (contender, error) {
	c := contender{name: "jsonlogic"}
	variable := func(a atom) any { return map[string]any{"var": w.questions[a.question].name} }
	var all []any
	for _, r := range w.rules {
		var and []any
		for _, group := range r.groups {
			var or []any
			for _, a := range group {
				var one any
				switch w.questions[a.question].kind {
				case rules.Int:
					one = map[string]any{">=": []any{variable(a), a.bound}}
				case rules.Bool:
					one = map[string]any{"==": []any{variable(a), true}}
				case rules.Multi:
					one = map[string]any{"in": []any{strings.Trim(a.words()[0], `"`), variable(a)}}
				default:
					var list []any
					for _, word := range a.words() {
						list = append(list, strings.Trim(word, `"`))
					}
					one = map[string]any{"in": []any{variable(a), list}}
				}
				if a.negated {
					one = map[string]any{"!": []any{one}}
				}
				or = append(or, one)
			}
			and = append(and, map[string]any{"or": or})
		}
		all = append(all, map[string]any{"and": and})
	}
	for i := range all {
		all[i] = throughJSON(all[i])
	}
	var inputs []any
	for _, in := range w.intakes {
		inputs = append(inputs, throughJSON(w.record(in)))
	}
	c.eval = func(i int) (held fired, err error) {
		for r, logic := range all {
			out, err := jsonlogic.ApplyInterface(logic, inputs[i])
			if err != nil {
				return held, err
			}
			if out == true {
				held.add(r)
			}
		}
		return held, nil
	}
	return c, nil
}

// throughJSON gives a value the types that encoding/json gives it.
func throughJSON(v any) any {
	var b bytes.Buffer
	var out any
	if json.NewEncoder(&b).Encode(v) != nil || json.NewDecoder(&b).Decode(&out) != nil {
		return nil
	}
	return out
}
