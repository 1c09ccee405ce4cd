package main

import (
	"context"
	"fmt"
	"slices"

	"knead/engine"
	"knead/engine/verify"
	"knead/internal/diag"
	"knead/internal/packtest"
	"knead/rules"
	"knead/rules/packfile"
)

// survivor is a fault that no case notices, and somebody who could.
type survivor struct {
	packtest.Mutant
	verify.Equivalence
	faulty *engine.Program
}

// faultUnnoticed is the code of what survivors finds.
const faultUnnoticed = "fault-unnoticed"

// survivors lists the faults that no case notices, less safe ones first. Those that make the
// pack less safe, or may do so, are errors.
func survivors(ctx context.Context, a *authored, cases []rules.Case) (all []diag.Diagnostic, err error) {
	mutants := packtest.Mutants(a.program.Pack())
	same := 0
	var left []survivor
	for _, m := range packtest.Survivors(a.program, cases, mutants) {
		faulty, err := engine.Compile(m.Pack())
		if err != nil {
			return nil, err
		}
		e, err := verify.Equivalent(ctx, a.program, faulty, verify.Options{})
		if err != nil {
			return nil, err
		}
		s := survivor{m, e, faulty}
		if s.Same {
			same++
			continue
		}
		left = append(left, s)
	}
	slices.SortStableFunc(left, func(x, y survivor) int { return y.rank() - x.rank() })
	bases := packfile.ParseBases(a.files, a.program.Pack())
	for i := range left {
		all = append(all, left[i].diagnosed(a, bases))
	}
	tried := len(mutants) - same
	return append(all, diag.At(rules.Pos{File: a.place("")}, diag.Pass, "mutation", a.program.Pack().Name,
		fmt.Sprintf("mutation: %d of %d faults noticed (%d %%); %d more change nothing for anybody",
			tried-len(left), tried, percent(tried-len(left), tried), same))), nil
}

func percent(part, all int) int {
	if all == 0 {
		return 100
	}
	return 100 * part / all
}

// rank orders survivors: less safe ones first, then those nothing is known of.
func (s *survivor) rank() int {
	switch {
	case s.LessSafe:
		return 2
	case s.Witness == nil:
		return 1
	}
	return 0
}

func (s *survivor) diagnosed(a *authored, bases []rules.Base) diag.Diagnostic {
	level := diag.Error
	if s.rank() == 0 {
		level = diag.Warning
	}
	d := diag.At(a.at(s.Pos), level, faultUnnoticed, a.program.Pack().Name, s.What)
	d.Verdict = [...]string{"different", "not decided", "less safe"}[s.rank()]
	if s.Witness != nil {
		d.Witness, d.Proposal = inYAML(s.Witness, a.program.Pack()), s.proposal(a, bases)
	}
	return d
}

// proposal writes a case that notices the fault, or nothing when none is found.
func (s *survivor) proposal(a *authored, bases []rules.Base) string {
	pack := a.program.Pack()
	changes := func(who *rules.Intake) []verify.Change {
		all := verify.Results(verify.Compare(pack, a.program.Decide(who), s.faulty.Pack(), s.faulty.Decide(who)))
		if s.LessSafe {
			all = slices.DeleteFunc(all, func(c verify.Change) bool { return c.Direction != verify.LessSafe })
		}
		return slices.DeleteFunc(all, func(c verify.Change) bool { return c.Property == "score" })
	}
	tells := func(who *rules.Intake) bool { return len(changes(who)) > 0 }
	if !tells(s.Witness) {
		return "" // a score cannot be expected
	}
	noticing := func(who *rules.Intake) (expect []string) {
		for _, c := range changes(who) {
			expect = append(expect, packtest.Expect(pack, a.program.Decide(who), c.Property, c.Subject))
		}
		return packtest.Noticing(a.program, s.faulty, who, s.Rules, expect)
	}
	base, who, differs := packtest.Nearest(bases, s.Witness, tells)
	expect := noticing(who)
	if len(expect) == 0 { // somebody else, whom the fault changes in another way
		base, who, differs = packtest.Nearest(bases, s.Witness, func(who *rules.Intake) bool { return len(noticing(who)) > 0 })
		expect = noticing(who)
	}
	if len(expect) == 0 {
		return ""
	}
	return packtest.Suggest(pack, "Not the same: "+s.What, base, who, differs, expect)
}
