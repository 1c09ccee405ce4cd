package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	opa "github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"knead/rules"
)

func opaRules(w *workload) (contender, error) {
	c := contender{name: "OPA"}
	var text strings.Builder
	text.WriteString("package w\n")
	for i, r := range w.rules {
		fmt.Fprintf(&text, "fired contains %d if {\n", i)
		var helpers strings.Builder
		for g, group := range r.groups {
			fmt.Fprintf(&text, "  g%d_%d\n", i, g)
			for _, a := range group {
				name := "input." + w.questions[a.question].name
				line := name + " == true"
				switch w.questions[a.question].kind {
				case rules.Int:
					line = fmt.Sprintf("%s >= %d", name, a.bound)
				case rules.Choice:
					line = fmt.Sprintf("%s in {%s}", name, strings.Join(a.words(), ","))
				case rules.Multi:
					line = fmt.Sprintf("%s in %s", a.words()[0], name)
				}
				if a.negated {
					line = "not " + line
				}
				fmt.Fprintf(&helpers, "g%d_%d if %s\n", i, g, line)
			}
		}
		text.WriteString("}\n" + helpers.String())
	}
	ctx := context.Background()
	query, err := rego.New(rego.Query("data.w.fired"), rego.Module("w.rego", text.String())).PrepareForEval(ctx)
	if err != nil {
		return c, err
	}
	var inputs []opa.Value
	for _, in := range w.intakes {
		v, err := opa.InterfaceToValue(w.record(in))
		if err != nil {
			return c, err
		}
		inputs = append(inputs, v)
	}
	c.eval = func(i int) (held fired, err error) {
		out, err := query.Eval(ctx, rego.EvalParsedInput(inputs[i]))
		if err != nil {
			return held, err
		}
		for _, r := range out[0].Expressions[0].Value.([]any) {
			n, _ := r.(json.Number).Int64()
			held.add(int(n))
		}
		return held, nil
	}
	return c, nil
}
