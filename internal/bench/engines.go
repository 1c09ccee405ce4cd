package main

import (
	"fmt"
)

// contender is a way to find which rules hold. Its inputs are ready in its own form.
type contender struct {
	name string
	eval func(i int) (fired, error) // for the i-th intake
}

// contenders returns ours first.
func contenders(w *workload) ([]contender, error) {
	var all []contender
	for _, build := range []func(*workload) (contender, error){
		kneadRules, kneadDecision, kneadInterpreter, exprRules, celRules,
	} {
		c, err := build(w)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		all = append(all, c)
	}
	return all, nil
}
