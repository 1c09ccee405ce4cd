package main

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/traits"

	"knead/rules"
)

func celRules(w *workload) (contender, error) {
	c := contender{name: "cel-go"}
	kinds := map[rules.Kind]*cel.Type{rules.Bool: cel.BoolType, rules.Int: cel.IntType, rules.Choice: cel.StringType, rules.Multi: cel.ListType(cel.StringType)}
	var options []cel.EnvOption
	for _, q := range w.questions {
		options = append(options, cel.Variable(q.name, kinds[q.kind]))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		return c, err
	}
	checked, issues := env.Compile(w.text("!"))
	if issues.Err() != nil {
		return c, issues.Err()
	}
	program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return c, err
	}
	inputs := w.records()
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
