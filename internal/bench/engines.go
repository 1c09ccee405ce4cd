package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/traits"
	"github.com/diegoholiveira/jsonlogic/v3"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/hyperjumptech/grule-rule-engine/ast"
	"github.com/hyperjumptech/grule-rule-engine/builder"
	grule "github.com/hyperjumptech/grule-rule-engine/engine"
	"github.com/hyperjumptech/grule-rule-engine/pkg"
	opa "github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"knead/engine"
	"knead/rules"
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
		kneadRules, kneadDecision, kneadInterpreter, exprRules, celRules, gruleMatches, gruleRuns, opaRules, jsonlogicRules,
	} {
		c, err := build(w)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		all = append(all, c)
	}
	return all, nil
}

// pack writes the workload as a pack: a rule's output is a care item, and it gives a
// caution too, so that certain and possible are both computed.
func (w *workload) pack() *rules.Pack {
	p := &rules.Pack{Name: "neutral", Version: "1.0.0", SessionsDone: -1, Areas: len(w.questions) - 1}
	for _, q := range w.questions {
		made := rules.Question{ID: q.name, Kind: q.kind, Unsure: true}
		if q.kind == rules.Int {
			made.Max = 100
		}
		for i := range q.options {
			made.Options = append(made.Options, rules.Option{ID: option(i)})
		}
		p.Questions = append(p.Questions, made)
	}
	for i := range outputCount {
		p.Care = append(p.Care, rules.Care{ID: "o" + strconv.Itoa(i)})
	}
	for i, r := range w.rules {
		made := rules.Rule{ID: "r" + strconv.Itoa(i), When: &rules.Condition{Op: rules.All}, Then: rules.Effect{Schedule: -1, Care: []int{r.output}, Caution: rules.Caution{General: true}}}
		for _, group := range r.groups {
			any := &rules.Condition{Op: rules.Any}
			for _, a := range group {
				any.Of = append(any.Of, w.condition(a))
			}
			made.When.Of = append(made.When.Of, any)
		}
		p.Rules = append(p.Rules, made)
	}
	return p
}

func (w *workload) condition(a atom) *rules.Condition {
	c := &rules.Condition{Op: rules.OneOf, Question: a.question, Derived: -1, Options: a.options}
	if w.questions[a.question].kind == rules.Int {
		c = &rules.Condition{Op: rules.Compare, Question: a.question, Derived: -1, Min: a.bound, Max: 100}
	}
	if a.negated {
		return &rules.Condition{Op: rules.Not, Of: []*rules.Condition{c}}
	}
	return c
}

// answers returns an intake as rules.Intake.
func (w *workload) answers(p *rules.Pack, in intake) *rules.Intake {
	made := rules.NewIntake(p)
	for q, v := range in {
		made.Answers[q] = rules.Answer{State: rules.Answered, Ticks: v.ticks, Int: v.number}
	}
	return made
}

// compile makes a program and the facts of all intakes.
func (w *workload) compile(p *rules.Pack) (*engine.Program, []*engine.Facts, error) {
	program, err := engine.Compile(p)
	if err != nil {
		return nil, nil, err
	}
	var facts []*engine.Facts
	for _, in := range w.intakes {
		f := program.NewFacts()
		f.Load(w.answers(p, in))
		facts = append(facts, f)
	}
	return program, facts, nil
}

// kneadRules finds the rules that hold, as peers do.
func kneadRules(w *workload) (contender, error) {
	c := contender{name: "knead"}
	p := w.pack()
	for r := range p.Rules {
		p.Rules[r].Then.Caution = rules.Caution{} // no effect needs the possible
	}
	program, facts, err := w.compile(p)
	c.eval = func(i int) (fired, error) {
		surely, _ := program.Fire(facts[i])
		return fired{surely[0], surely[1]}, nil
	}
	return c, err
}

// kneadDecision finds the rules that hold certainly and possibly, and combines them.
func kneadDecision(w *workload) (contender, error) {
	c := contender{name: "knead, certain and possible, combined"}
	program, facts, err := w.compile(w.pack())
	var d engine.Decision
	c.eval = func(i int) (held fired, err error) {
		program.DecideFacts(facts[i], &d)
		for _, r := range d.Cautions {
			held.add(int(r))
		}
		return held, nil
	}
	return c, err
}

// kneadInterpreter is the plain evaluator, words included.
func kneadInterpreter(w *workload) (contender, error) {
	c := contender{name: "knead, interpreter with words"}
	p := w.pack()
	program, err := engine.Compile(p)
	if err != nil {
		return c, err
	}
	var intakes []*rules.Intake
	for _, in := range w.intakes {
		intakes = append(intakes, w.answers(p, in))
	}
	c.eval = func(i int) (held fired, err error) {
		for _, r := range program.EvalByInterpreter(intakes[i], engine.Voice{}).Cautions {
			n, _ := strconv.Atoi(r.Rule[1:])
			held.add(n)
		}
		return held, nil
	}
	return c, nil
}

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
				return "!(" + text + ")"
			}
			return text
		}))
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

func jsonlogicRules(w *workload) (contender, error) {
	c := contender{name: "jsonlogic"}
	variable := func(a atom) any { return map[string]any{"var": w.questions[a.question].name} }
	var all []any
	for _, r := range w.rules {
		var and []any
		for _, group := range r.groups {
			var or []any
			for _, a := range group {
				var one any
				switch w.questions[a.question].kind {
				case rules.Int:
					one = map[string]any{">=": []any{variable(a), a.bound}}
				case rules.Bool:
					one = map[string]any{"==": []any{variable(a), true}}
				case rules.Multi:
					one = map[string]any{"in": []any{strings.Trim(a.words()[0], `"`), variable(a)}}
				default:
					var list []any
					for _, word := range a.words() {
						list = append(list, strings.Trim(word, `"`))
					}
					one = map[string]any{"in": []any{variable(a), list}}
				}
				if a.negated {
					one = map[string]any{"!": []any{one}}
				}
				or = append(or, one)
			}
			and = append(and, map[string]any{"or": or})
		}
		all = append(all, map[string]any{"and": and})
	}
	for i := range all {
		all[i] = throughJSON(all[i])
	}
	var inputs []any
	for _, in := range w.intakes {
		inputs = append(inputs, throughJSON(w.record(in)))
	}
	c.eval = func(i int) (held fired, err error) {
		for r, logic := range all {
			out, err := jsonlogic.ApplyInterface(logic, inputs[i])
			if err != nil {
				return held, err
			}
			if out == true {
				held.add(r)
			}
		}
		return held, nil
	}
	return c, nil
}

// throughJSON gives a value the types that encoding/json gives it.
func throughJSON(v any) any {
	var b bytes.Buffer
	var out any
	if json.NewEncoder(&b).Encode(v) != nil || json.NewDecoder(&b).Decode(&out) != nil {
		return nil
	}
	return out
}
