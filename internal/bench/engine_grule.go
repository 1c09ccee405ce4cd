package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hyperjumptech/grule-rule-engine/ast"
	"github.com/hyperjumptech/grule-rule-engine/builder"
	grule "github.com/hyperjumptech/grule-rule-engine/engine"
	"github.com/hyperjumptech/grule-rule-engine/pkg"

	"knead/rules"
)

// gruleFact is an intake as grule reads it: a field for every answer.
type gruleFact struct {
	Bools   [64]bool
	Choices [32]string
	Numbers [32]int64
	Held    fired
}

// Hold takes down that a rule held.
func (f *gruleFact) Hold(rule int64) { f.Held.add(int(rule)) }

// gruleMatches asks grule for the rules that hold.
func gruleMatches(w *workload) (contender, error) {
	c := contender{name: "grule, matching rules only"}
	base, facts, err := gruleRules(w)
	e := grule.NewGruleEngine()
	c.eval = func(i int) (held fired, err error) {
		data := ast.NewDataContext()
		if err := data.Add("F", facts[i]); err != nil {
			return held, err
		}
		matching, err := e.FetchMatchingRules(data, base)
		for _, r := range matching {
			n, _ := strconv.Atoi(r.RuleName[1:])
			held.add(n)
		}
		return held, err
	}
	return c, err
}

// gruleRuns lets grule run the rules that hold.
func gruleRuns(w *workload) (contender, error) {
	c := contender{name: "grule, rules run"}
	base, facts, err := gruleRules(w)
	e := grule.NewGruleEngine()
	c.eval = func(i int) (fired, error) {
		data := ast.NewDataContext()
		facts[i].Held = fired{}
		if err := data.Add("F", facts[i]); err != nil {
			return fired{}, err
		}
		err := e.Execute(data, base)
		return facts[i].Held, err
	}
	return c, err
}

// gruleRules writes the rules for grule, and the intakes.
func gruleRules(w *workload) (*ast.KnowledgeBase, []*gruleFact, error) {
	var text strings.Builder
	for i, r := range w.rules {
		when := r.text(func(a atom) string {
			q := a.question
			switch w.questions[q].kind {
			case rules.Int:
				return fmt.Sprintf("F.Numbers[%d] >= %d", q, a.bound)
			case rules.Bool:
				return fmt.Sprintf("F.Bools[%d] == %t", q, !a.negated)
			case rules.Multi:
				for o := range 8 {
					if a.options>>o&1 != 0 {
						return fmt.Sprintf("F.Bools[%d] == %t", 32+8*(q%2)+o, !a.negated)
					}
				}
			}
			var parts []string
			operator, join := "==", " || "
			if a.negated {
				operator, join = "!=", " && "
			}
			for _, word := range a.words() {
				parts = append(parts, fmt.Sprintf("F.Choices[%d] %s %s", q, operator, word))
			}
			return "(" + strings.Join(parts, join) + ")"
		})
		fmt.Fprintf(&text, "rule r%d \"\" { when %s then F.Hold(%d); Retract(\"r%d\"); }\n", i, when, i, i)
	}
	library := ast.NewKnowledgeLibrary()
	if err := builder.NewRuleBuilder(library).BuildRuleFromResource("w", "1", pkg.NewBytesResource([]byte(text.String()))); err != nil {
		return nil, nil, err
	}
	base, err := library.NewKnowledgeBaseInstance("w", "1")
	if err != nil {
		return nil, nil, err
	}
	var facts []*gruleFact
	for _, in := range w.intakes {
		f := &gruleFact{}
		for q, v := range in {
			switch w.questions[q].kind {
			case rules.Bool:
				f.Bools[q] = v.ticks == 2
			case rules.Int:
				f.Numbers[q] = int64(v.number)
			case rules.Choice:
				f.Choices[q] = w.record(in)[w.questions[q].name].(string)
			case rules.Multi:
				for o := range 8 {
					f.Bools[32+8*(q%2)+o] = v.ticks>>o&1 != 0
				}
			}
		}
		facts = append(facts, f)
	}
	return base, facts, nil
}
