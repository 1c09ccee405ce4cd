package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/engine/verify"
	"knead/internal/author"
	"knead/rules"
	"knead/rules/packfile"
)

type diffFlags struct {
	options     verify.Options
	allow       string
	format      string
	witnesses   string
	inputFormat inputFormat
}

func newRulesDiffCommand(s streams, g *globals) *cobra.Command {
	var f diffFlags
	c := &cobra.Command{
		Use:   "diff OLD NEW [INTAKE|-]...",
		Short: "Say for whom two packs give different results",
		Long: `Diff compares two packs (embedded ones or folders) over all possible people and lists every
change of the disposition and the actions, of therapies with their scores, pressure, minutes,
provider, areas and order, of every week of the plan, its sessions and review, of cautions,
areas to avoid and care, of what is withheld, missing or ignored, of the rules that are named
as reasons, and of what can be answered at all. Each comes with the plainest person found who
shows it, the rules that play a part in it and whether it makes the new pack safer or less
safe. Rules that have nothing but another id, and what has other words, sources or certainty,
are named once. With intake files it also lists the records whose result changes. A file given
with --allow names less safe changes that are meant, with all the rules that bring them
about, and with when: for whom, unless for everybody:

  accepted:
    - property: therapy_added
      subject: deep_tissue
      rules: [old_scar]
      when: {age: {below: 60}}
      reason: "reviewed on 2026-11-02"

Anybody else who shows the change, or for whom another rule plays a part in it, is still
reported.` +
			exits("0 nothing becomes less safe, or all of it is allowed", "1 something does, it could not be decided, or an allowed change does not occur", "2 a pack or file cannot be used"),
		Example: `  knead rules diff ./mypack-1.0 ./mypack-1.1
  knead rules diff backcare ./mypack records/*.yaml --allow allowed.yaml`,
		Args: checked(cobra.MinimumNArgs(2)),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c.Context(), s, args[0], args[1], args[2:]) },
	}
	c.Flags().StringVar(&f.allow, "allow", "", "less safe changes that are meant, in `FILE`")
	addDiagFormat(c, &f.format)
	c.Flags().StringVar(&f.witnesses, "witnesses", "", "write the person of each change as an intake file into folder `DIR`")
	addInputFormat(c, &f.inputFormat, "intakes", fhirFormat)
	c.Flags().IntVar(&f.options.Budget, "budget", 0, "give up after the solver learned `N` clauses (default 200000)")
	complete(c, "budget", cobra.NoFileCompletions)
	return c
}

func (f *diffFlags) run(ctx context.Context, s streams, oldName, newName string, intakes []string) error {
	if f.options.Budget < 0 {
		return errNegativeBudget
	}
	before, err := author.Load(oldName, s.seen)
	if err != nil {
		return err
	}
	after, err := author.Load(newName, s.seen)
	if err != nil {
		return err
	}
	c := author.NewComparison(before, after)
	allowed, err := f.readAllowed(s, c)
	if err != nil {
		return err
	}
	records, err := readFiles(s, intakes)
	if err != nil {
		return err
	}
	folder, err := author.OpenFolder(f.witnesses, "rules diff", s.seen)
	if err != nil {
		return err
	}
	if err := c.Everybody(ctx, allowed, f.options, folder); err != nil {
		return err
	}
	if err := f.compareRecords(s, c, records); err != nil {
		return err
	}
	return writeDiagnostics(s.out, f.format, c.All(), c.Text, c.Failed())
}

func (f *diffFlags) readAllowed(s streams, c *author.Comparison) ([]rules.Waiver, error) {
	if f.allow == "" {
		return nil, nil
	}
	data, err := readBounded(s, f.allow)
	if err != nil {
		return nil, err
	}
	allowed, problems := packfile.ParseWaivers(data, displayName(f.allow), c.Old.Program.Pack(), c.New.Program.Pack())
	return allowed, reportProblems(s, problems, "the allowed changes cannot be used")
}

func (f *diffFlags) compareRecords(s streams, c *author.Comparison, files []intakeFile) error {
	if len(files) == 0 {
		return nil
	}
	olds, err := decodeForBoth(s, files, f.inputFormat, c.Old, c.New)
	if err != nil {
		return err
	}
	news, err := decodeForBoth(s, files, f.inputFormat, c.New, c.Old)
	if err != nil {
		return err
	}
	c.Records(olds, news)
	return nil
}

// decodeForBoth reads the intakes of files for one of two packs, and leaves out answers to
// questions that the other one alone asks.
func decodeForBoth(s streams, files []intakeFile, format inputFormat, of, other *author.Pack) ([]*rules.Intake, error) {
	pack := of.Program.Pack()
	program, err := alsoAsking(of.Program, other.Program.Pack())
	if err != nil {
		return nil, err
	}
	intakes, err := decodeFiles(s, files, input{format: format}, program)
	if err != nil {
		return nil, fmt.Errorf("for pack %q, %w", of.Name, err)
	}
	for _, in := range intakes {
		in.Answers = in.Answers[:len(pack.Questions)]
	}
	return intakes, nil
}

// alsoAsking returns a program that reads answers to another pack's questions too, behind
// its own. It is for reading intakes alone.
func alsoAsking(program *engine.Program, other *rules.Pack) (*engine.Program, error) {
	pack := *program.Pack()
	pack.Questions = slices.Clone(pack.Questions)
	for _, q := range other.Questions {
		if pack.QuestionIndex(q.ID) < 0 {
			q.Section, q.AskIf, q.Returning = 0, nil, rules.Returning{} // they speak of the other pack
			pack.Questions = append(pack.Questions, q)
		}
	}
	return engine.Compile(&pack)
}
