package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"knead/rules"
)

// exprBatch is the program a Go programmer would write with encoding/json and expr: it
// evaluates the embedded pack's rules on every record and writes the ids of those that
// hold. It knows neither unsure nor missing answers nor what follows from rules, and does
// not check anything.
func exprBatch(name string) error {
	p, err := embedded()
	if err != nil {
		return err
	}
	pack := p.Pack()
	var texts []string
	for i := range pack.Rules {
		texts = append(texts, exprText(pack, pack.Rules[i].When))
	}
	program, err := expr.Compile("["+strings.Join(texts, ",\n")+"]", expr.Env(map[string]any{}), expr.AllowUndefinedVariables())
	if err != nil {
		return err
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	in, out := bufio.NewScanner(file), bufio.NewWriterSize(os.Stdout, 1<<16)
	in.Buffer(nil, 1<<20)
	machine := vm.VM{}
	for in.Scan() {
		var record struct {
			ID      *string
			Answers map[string]any
		}
		if err := json.Unmarshal(in.Bytes(), &record); err != nil {
			return err
		}
		held, err := machine.Run(program, record.Answers)
		if err != nil {
			return err
		}
		result := struct {
			ID    *string  `json:"id"`
			Rules []string `json:"rules"`
		}{record.ID, []string{}}
		for r, holds := range held.([]any) {
			if holds == true {
				result.Rules = append(result.Rules, pack.Rules[r].ID)
			}
		}
		line, err := json.Marshal(result)
		if err != nil {
			return err
		}
		out.Write(append(line, '\n'))
	}
	if err := in.Err(); err != nil {
		return err
	}
	return out.Flush()
}

// exprText writes a condition as an expression.
func exprText(p *rules.Pack, c *rules.Condition) string {
	join := func(operator string) string {
		var parts []string
		for _, part := range c.Of {
			parts = append(parts, exprText(p, part))
		}
		return "(" + strings.Join(parts, operator) + ")"
	}
	switch c.Op {
	case rules.Always:
		return "true"
	case rules.All:
		return join(" && ")
	case rules.Any:
		return join(" || ")
	case rules.Is:
		return join("")
	case rules.Not:
		return "not " + join("")
	case rules.AtLeast:
		var parts []string
		for _, part := range c.Of {
			parts = append(parts, "("+exprText(p, part)+" ? 1 : 0)")
		}
		return fmt.Sprintf("(%s >= %d)", strings.Join(parts, " + "), c.N)
	case rules.Compare:
		number := fmt.Sprintf("(%s ?? -1000)", p.Questions[max(c.Question, 0)].ID)
		if c.Derived >= 0 {
			var terms []string
			for _, t := range p.Derived[c.Derived].Terms {
				terms = append(terms, fmt.Sprintf("%d * (%s ?? -1000)", t.Weight, p.Questions[t.Question].ID))
			}
			number = "(" + strings.Join(terms, " + ") + ")"
		}
		return fmt.Sprintf("(%s >= %d && %s <= %d)", number, c.Min, number, c.Max)
	}
	q := &p.Questions[c.Question]
	var parts []string
	for i := range q.Options {
		if c.Options>>i&1 == 0 {
			continue
		}
		switch q.Kind {
		case rules.Bool:
			parts = append(parts, fmt.Sprintf("%s == %s", q.ID, q.Options[i].ID))
		case rules.Multi:
			parts = append(parts, fmt.Sprintf("%q in (%s ?? [])", q.Options[i].ID, q.ID))
		default:
			parts = append(parts, fmt.Sprintf("%s == %q", q.ID, q.Options[i].ID))
		}
	}
	return "(" + strings.Join(parts, " || ") + ")"
}
