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
	w := exprWriter{pack: pack, named: map[string]bool{}}
	var texts []string
	for i := range pack.Rules {
		texts = append(texts, w.text(pack.Rules[i].When))
	}
	program, err := expr.Compile(w.lets.String()+"["+strings.Join(texts, ",\n")+"]", expr.Env(map[string]any{}), expr.AllowUndefinedVariables(), expr.MaxNodes(0))
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
		for id, answer := range record.Answers {
			if answer == "unsure" { // not comparable to numbers
				delete(record.Answers, id)
			}
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

// exprWriter writes conditions as expressions. A named condition becomes a variable, so
// that it is evaluated once.
type exprWriter struct {
	pack  *rules.Pack
	lets  strings.Builder
	named map[string]bool
}

func (w *exprWriter) text(c *rules.Condition) string {
	p := w.pack
	join := func(operator string) string {
		var parts []string
		for _, part := range c.Of {
			parts = append(parts, w.text(part))
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
		if !w.named[c.Name] {
			text := w.text(c.Of[0])
			fmt.Fprintf(&w.lets, "let is_%s = %s;\n", c.Name, text)
			w.named[c.Name] = true
		}
		return "is_" + c.Name
	case rules.Not:
		return "not " + join("")
	case rules.AtLeast:
		var parts []string
		for _, part := range c.Of {
			parts = append(parts, "("+w.text(part)+" ? 1 : 0)")
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
