package main

import (
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// exprRules evaluates all rules as one expression, which is faster than one for each.
func exprRules(w *workload) (contender, error) {
	c := contender{name: "expr-lang/expr"}
	var env []map[string]any
	for _, in := range w.intakes {
		env = append(env, w.record(in))
	}
	var texts []string
	for _, r := range w.rules {
		texts = append(texts, r.text(func(a atom) string { return w.infix(a, "not ") }))
	}
	program, err := expr.Compile("["+strings.Join(texts, ",\n")+"]", expr.Env(env[0]))
	if err != nil {
		return c, err
	}
	machine := vm.VM{}
	c.eval = func(i int) (held fired, err error) {
		out, err := machine.Run(program, env[i])
		if err != nil {
			return held, err
		}
		for r, holds := range out.([]any) {
			if holds.(bool) {
				held.add(r)
			}
		}
		return held, nil
	}
	return c, nil
}
