package main

import (
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// exprRules evaluates all rules as one expression, which is faster than one for each.
func exprRules(w *workload) (contender, error) {
	c := contender{name: "expr-lang/expr"}
	inputs := w.records()
	program, err := expr.Compile(w.text("not "), expr.Env(inputs[0]))
	if err != nil {
		return c, err
	}
	machine := vm.VM{}
	c.eval = func(i int) (held fired, err error) {
		out, err := machine.Run(program, inputs[i])
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
