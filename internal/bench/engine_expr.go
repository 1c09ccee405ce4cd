package main

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"knead/rules"
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
		texts = append(texts, r.text(func(a atom) string {
			name := w.questions[a.question].name
			text := name
			switch w.questions[a.question].kind {
			case rules.Int:
				return fmt.Sprintf("%s >= %d", name, a.bound)
			case rules.Choice:
				text = fmt.Sprintf("%s in [%s]", name, strings.Join(a.words(), ","))
			case rules.Multi:
				text = fmt.Sprintf("%s in %s", a.words()[0], name)
			}
			if a.negated {
				return "not (" + text + ")"
			}
			return text
		}))
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
