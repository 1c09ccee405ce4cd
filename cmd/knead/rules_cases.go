package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/engine/verify"
	"knead/internal/diag"
	"knead/internal/files"
	"knead/internal/packtest"
	"knead/rules"
	"knead/rules/packfile"
)

// testFlags are the flags of rules test.
type testFlags struct {
	format           string
	junit            string
	coverage, mutate bool
}

func newRulesTestCommand(s streams, g *globals) *cobra.Command {
	var f testFlags
	c := &cobra.Command{
		Use:   "test [PACK]",
		Short: "Run the test cases of a pack",
		Long: `Test runs the cases in a pack's tests folder and prints for each that fails what it
expected and what it got. PACK is an embedded pack or a folder (default: --pack).

With --coverage it also says which rules, and which atoms of their conditions, no case shows
true or false, and proposes a person. With --mutate it puts small faults into the pack, one
at a time, and lists those that no case notices, less safe ones first; faults that are proved
to change nothing for anybody do not count. A case to notice it is proposed for each: check
what it expects before you keep it.` +
			exits("0 every case passes, and with --mutate no fault that makes the pack less safe goes unnoticed",
				"1 a case fails, or such a fault does", "2 the pack or its cases cannot be read"),
		Example: `  knead rules test
  knead rules test --coverage ./mypack
  knead rules test --junit report.xml --format github ./mypack`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := g.authored(args)
			if err != nil {
				return err
			}
			cases, err := a.cases()
			if err != nil {
				return err
			}
			return f.run(c.Context(), s.out, a, cases)
		},
	}
	addDiagFormat(c, &f.format)
	c.ValidArgsFunction = packNames
	c.Flags().StringVar(&f.junit, "junit", "", "also write the outcomes as JUnit XML to `FILE`")
	c.Flags().BoolVar(&f.coverage, "coverage", false, "say what no case shows")
	c.Flags().BoolVar(&f.mutate, "mutate", false, "list the small faults that no case notices; takes minutes for a large pack")
	return c
}

func (f *testFlags) run(ctx context.Context, w io.Writer, a *authored, cases []rules.Case) (err error) {
	outcomes := packtest.Run(a.program, cases)
	if f.junit != "" {
		var b bytes.Buffer
		if err := packtest.JUnit(&b, a.program.Pack().Name, outcomes, a.place); err != nil {
			return err
		}
		if err := files.WriteAtomic(f.junit, b.Bytes()); err != nil {
			return err
		}
	}
	bad := packtest.Failed(outcomes) > 0
	var more []diag.Diagnostic
	if f.coverage {
		if more, err = covered(ctx, a, packtest.Cover(a.program, cases)); err != nil {
			return err
		}
	}
	if f.mutate && !bad {
		unnoticed, err := survivors(ctx, a, cases)
		if err != nil {
			return err
		}
		more = append(more, unnoticed...)
		bad = slices.ContainsFunc(unnoticed, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
	}
	all := append(failures(a, outcomes), more...)
	err = writeDiagnostics(w, f.format, all, func(b *bytes.Buffer) { casesText(b, a, outcomes, more) })
	if err == nil && bad {
		return errFound
	}
	return err
}

// casesText writes the outcomes of cases, and what else was found.
func casesText(b *bytes.Buffer, a *authored, outcomes []packtest.Outcome, more []diag.Diagnostic) {
	_ = packtest.Text(b, outcomes, a.place) // a buffer takes everything
	for i := range more {
		d := &more[i]
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
func failures(a *authored, outcomes []packtest.Outcome) (all []diag.Diagnostic) {
	for _, o := range outcomes {
		for _, d := range o.Differences {
			all = append(all, diag.At(a.at(d.Pos), diag.Error, "case-failed", o.Case.Name,
				o.Case.Name+": "+d.What+": expected "+d.Expected+", got "+d.Got))
		}
	}
	return all
}

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
	unnoticed, err := packtest.Survivors(ctx, a.program, cases, mutants)
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
	comparer := verify.NewComparer(a.program, s.faulty)
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
			expect = append(expect, packtest.Expect(pack, a.program.Decide(who), c.Property.String(), c.Subject.String()))
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
