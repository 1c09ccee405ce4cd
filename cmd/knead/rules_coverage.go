package main

import (
	"context"
	"fmt"
	"strings"

	"knead/engine/verify"
	"knead/internal/diag"
	"knead/internal/packtest"
	"knead/rules"
)

// covered says what no case shows, why, and who would show it.
func covered(ctx context.Context, a *authored, c packtest.Coverage) (all []diag.Diagnostic, err error) {
	pack := a.program.Pack()
	var examples *verify.Examples
	for _, gap := range c.Gaps {
		if examples == nil {
			examples = verify.NewExamples(a.program)
		}
		rule := &pack.Rules[gap.Rule]
		what, pos, when := "rule "+rule.ID, rule.Pos, rule.When
		if gap.Atom != nil {
			what, pos, when = fmt.Sprintf("%q in rule %s", pack.Words(gap.Atom), rule.ID), gap.Atom.Pos, gap.Atom
		}
		d := diag.At(a.at(pos), diag.Warning, "not-covered", rule.ID, fmt.Sprintf("no case shows %s %v: %s", what, gap.Truth, seen(gap)))
		example, status, err := examples.Find(ctx, when, gap.Truth)
		if err != nil {
			return nil, err
		}
		if example != nil {
			d.Witness = inYAML(example, pack)
		}
		d.Proposal = "  " + proposal(pack, example, status) + "\n"
		all = append(all, d)
	}
	return append(all, diag.At(rules.Pos{File: a.place("")}, diag.Pass, "coverage", pack.Name,
		fmt.Sprintf("coverage: %d of %d rules true, %d false in a case; %d of %d atoms both ways", c.Fired, c.Rules, c.Missed, c.Both, c.Atoms))), nil
}

// seen says what the cases show instead.
func seen(gap packtest.Gap) string {
	if gap.Unknown+gap.Other == 0 {
		return "there are no cases"
	}
	return fmt.Sprintf("%v in %s, unknown in %d", !gap.Truth, counted(gap.Other, "case"), gap.Unknown)
}

// proposal writes the answers that would show it, or that nobody's do.
func proposal(p *rules.Pack, example *rules.Intake, status verify.Status) string {
	switch {
	case status == verify.Proved:
		return "nobody can show it: proved"
	case example == nil:
		return "no person found who shows it"
	}
	var answers []string
	for q := range p.Questions {
		if example.Answers[q].State != rules.Unanswered {
			answers = append(answers, p.Questions[q].ID+": "+p.Questions[q].Format(example.Answers[q]))
		}
	}
	return "shown by answers: {" + strings.Join(answers, ", ") + "}"
}
