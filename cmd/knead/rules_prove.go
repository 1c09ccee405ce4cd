package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"knead/engine/verify"
	"knead/internal/author"
)

var errNegativeBudget = errors.New("--budget: expected 0 or more")

type proveFlags struct {
	options   verify.Options
	witnesses string
	format    string
}

func newRulesProveCommand(s streams, g *globals) *cobra.Command {
	var f proveFlags
	c := &cobra.Command{
		Use:   "prove [PACK]",
		Short: "Prove a pack's promises for every possible person",
		Long: `Prove decides for each invariant of a pack whether it holds for every possible intake,
unsure and unanswered included, and checks properties that every pack should have: no
therapy above clearance, unknown never safer than an answer, no rule that can never fire or
never matters, and others. What is refuted comes with the plainest intake found that shows
it. What is proved is confirmed a second way, by trying every answer of a projection or by
checking the solver's certificate. Findings that the pack lists under "accepted" count as
in order. PACK is an embedded pack or a folder (default: --pack).` +
			exits("0 everything is in order", "1 something is refuted or not decided", "2 the pack cannot be used"),
		Example: `  knead rules prove
  knead rules prove --witnesses ./found ./mypack
  knead recommend ./found/no_heat.yaml`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c.Context(), s, g.packName(args)) },
	}
	c.Flags().StringVar(&f.witnesses, "witnesses", "", "write each counterexample as an intake file into folder `DIR`")
	addDiagFormat(c, &f.format)
	c.Flags().BoolVar(&f.options.Quick, "quick", false, "do not confirm proofs a second way")
	c.Flags().IntVar(&f.options.Budget, "budget", 0, "give a question up after the solver learned `N` clauses (default 200000)")
	complete(c, "budget", cobra.NoFileCompletions)
	return c
}

func (f *proveFlags) run(ctx context.Context, s streams, name string) error {
	if f.options.Budget < 0 {
		return errNegativeBudget
	}
	a, err := author.Load(name, s.seen)
	if err != nil {
		return err
	}
	folder, err := author.OpenFolder(f.witnesses, "rules prove", s.seen)
	if err != nil {
		return err
	}
	proved, err := verify.Prove(ctx, a.Program, f.options)
	if err != nil {
		return err
	}
	audited, err := verify.Audit(ctx, a.Program, f.options)
	if err != nil {
		return err
	}
	proof, err := a.Proof(append(proved, audited...), folder)
	if err != nil {
		return err
	}
	return writeDiagnostics(s.out, f.format, proof.All, proof.Text, proof.Failed)
}
