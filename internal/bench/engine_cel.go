package main

import (
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/traits"

	"knead/rules"
)

func celRules(w *workload) (contender, error) {
	c := contender{name: "cel-go"}
	var options []cel.EnvOption
	for _, q := range w.questions {
		kinds := map[rules.Kind]*cel.Type{rules.Bool: cel.BoolType, rules.Int: cel.IntType, rules.Choice: cel.StringType, rules.Multi: cel.ListType(cel.StringType)}
		options = append(options, cel.Variable(q.name, kinds[q.kind]))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		return c, err
	}
	var texts []string
	for _, r := range w.rules {
		texts = append(texts, r.text(func(a atom) string { return w.infix(a, "!") }))
	}
	checked, issues := env.Compile("[" + strings.Join(texts, ",\n") + "]")
	if issues.Err() != nil {
		return c, issues.Err()
	}
	program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return c, err
	}
	var inputs []map[string]any
	for _, in := range w.intakes {
		inputs = append(inputs, w.record(in))
	}
	c.eval = func(i int) (held fired, err error) {
		out, _, err := program.Eval(inputs[i])
		if err != nil {
			return held, err
		}
		n := 0
		for it := out.(traits.Lister).Iterator(); it.HasNext().Value() == true; n++ {
			if it.Next().Value() == true {
				held.add(n)
			}
		}
		return held, nil
	}
	return c, nil
}
