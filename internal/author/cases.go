package author

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"knead/engine"
	"knead/engine/verify"
	"knead/internal/diag"
	"knead/internal/packtest"
	"knead/rules"
	"knead/rules/packfile"
)

// Test is what the cases of a pack came to.
type Test struct {
	Outcomes []packtest.Outcome
	Failed   bool // a case fails or is doubtful, there is none, or a fault that makes the pack less safe goes unnoticed
	pack     *Pack
	faults   []string          // in the cases themselves
	more     []diag.Diagnostic // about what no case shows or notices
}

// Test runs the cases that [Pack.Cases] has read.
func (a *Pack) Test(cases []rules.Case) *Test {
	outcomes := packtest.Run(a.Program, cases)
	t := &Test{Outcomes: outcomes, Failed: packtest.Failed(outcomes) > 0, pack: a}
	if t.more = a.doubtful; len(cases) == 0 {
		t.more = append(t.more, diag.At(rules.Pos{File: a.Place("")}, diag.Error, "no-cases", a.Program.Pack().Name,
			"there is no case to run: write one below tests/"))
	}
	for i := range t.more {
		t.Failed = true
		t.faults = append(t.faults, fmt.Sprintf("%v: %s", t.more[i].Pos(), t.more[i].Message))
	}
	return t
}

// JUnit writes the outcomes as XML for build servers.
func (t *Test) JUnit(w io.Writer) error {
	return packtest.JUnit(w, t.pack.Program.Pack().Name, t.Outcomes, t.pack.Place, t.faults...)
}

// Cover adds what no case shows.
func (t *Test) Cover(ctx context.Context, cases []rules.Case) error {
	gaps, err := t.pack.covered(ctx, packtest.Cover(t.pack.Program, cases))
	t.more = append(t.more, gaps...)
	return err
}

// Mutate adds the small faults that no case notices.
func (t *Test) Mutate(ctx context.Context, cases []rules.Case) error {
	unnoticed, err := t.pack.survivors(ctx, cases)
	t.more = append(t.more, unnoticed...)
	t.Failed = t.Failed || slices.ContainsFunc(unnoticed, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
	return err
}

// All returns everything as diagnostics.
func (t *Test) All() []diag.Diagnostic { return append(t.pack.failures(t.Outcomes), t.more...) }

// Text writes everything for people.
func (t *Test) Text(b *bytes.Buffer) {
	_ = packtest.Text(b, t.Outcomes, t.pack.Place) // a buffer takes everything
	for i := range t.more {
		d := &t.more[i]
		if d.Severity == diag.Pass {
			fmt.Fprintln(b, d.Message)
			continue
		}
		fmt.Fprintf(b, "%s: ", d.Pos())
		if d.Code == faultUnnoticed {
			fmt.Fprintf(b, "unnoticed, %s: ", d.Verdict)
		}
		fmt.Fprintln(b, d.Message)
		b.WriteString(d.Proposal)
	}
}

// failures lists what the cases that fail expected and got.
func (a *Pack) failures(outcomes []packtest.Outcome) (all []diag.Diagnostic) {
	for _, o := range outcomes {
		for _, d := range o.Differences {
			all = append(all, diag.At(a.at(d.Pos), diag.Error, "case-failed", o.Case.Name,
				o.Case.Name+": "+d.What+": expected "+d.Expected+", got "+d.Got))
		}
	}
	return all
}

// covered says what no case shows, why, and who would show it.
func (a *Pack) covered(ctx context.Context, c packtest.Coverage) (all []diag.Diagnostic, err error) {
	pack := a.Program.Pack()
	var examples *verify.Examples
	for _, gap := range c.Gaps {
		if examples == nil {
			examples = verify.NewExamples(a.Program)
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
	return append(all, diag.At(rules.Pos{File: a.Place("")}, diag.Pass, "coverage", pack.Name,
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
func (a *Pack) survivors(ctx context.Context, cases []rules.Case) (all []diag.Diagnostic, err error) {
	mutants := packtest.Mutants(a.Program.Pack())
	unnoticed, err := packtest.Survivors(ctx, a.Program, cases, mutants)
	if err != nil {
		return nil, err
	}
	same := 0
	var left []survivor
	for _, m := range unnoticed {
		faulty, err := engine.Compile(m.Pack())
		if err != nil {
			return nil, err
		}
		e, err := verify.Equivalent(ctx, a.Program, faulty, verify.Options{})
		if err != nil {
			return nil, err
		}
		if e.Same {
			same++
			continue
		}
		left = append(left, survivor{m, e, faulty})
	}
	slices.SortStableFunc(left, func(x, y survivor) int { return y.rank() - x.rank() })
	bases := packfile.ParseBases(a.Files, a.Program.Pack())
	for i := range left {
		all = append(all, left[i].diagnosed(a, bases))
	}
	tried := len(mutants) - same
	return append(all, diag.At(rules.Pos{File: a.Place("")}, diag.Pass, "mutation", a.Program.Pack().Name,
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

func (s *survivor) diagnosed(a *Pack, bases []rules.Base) diag.Diagnostic {
	level := diag.Error
	if s.rank() == 0 {
		level = diag.Warning
	}
	d := diag.At(a.at(s.Pos), level, faultUnnoticed, a.Program.Pack().Name, s.What)
	d.Verdict = [...]string{"different", "not decided", "less safe"}[s.rank()]
	if s.Witness != nil {
		d.Witness, d.Proposal = inYAML(s.Witness, a.Program.Pack()), s.proposal(a, bases)
	}
	return d
}

// proposal writes a case that notices the fault, or nothing when none is found.
func (s *survivor) proposal(a *Pack, bases []rules.Base) string {
	pack := a.Program.Pack()
	comparer := verify.NewComparer(a.Program, s.faulty)
	changes := func(who *rules.Intake) []verify.Change {
		return slices.DeleteFunc(comparer.Changes(who, who), func(c verify.Change) bool {
			return c.Property.Incidental() || c.Property == verify.ScoreChanged || s.LessSafe && c.Direction != verify.LessSafe
		})
	}
	tells := func(who *rules.Intake) bool { return len(changes(who)) > 0 }
	if !tells(s.Witness) {
		return "" // a score cannot be expected
	}
	noticing := func(who *rules.Intake) (expect []string) {
		for _, c := range changes(who) {
			expect = append(expect, packtest.Expect(pack, a.Program.Decide(who), c.Property.String(), c.Subject.String()))
		}
		return packtest.Noticing(a.Program, s.faulty, who, s.Rules, expect)
	}
	noticed := func(who *rules.Intake) bool { return len(noticing(who)) > 0 }
	for _, like := range []func(*rules.Intake) bool{tells, noticed} { // who is changed likewise, or else in another way
		base, who, differs := packtest.Nearest(bases, s.Witness, like)
		if expect := noticing(who); len(expect) > 0 {
			return packtest.Suggest(pack, "Not the same: "+s.What, base, who, differs, expect)
		}
	}
	return ""
}
