package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"knead/engine/verify"
	"knead/internal/author"
	"knead/internal/files"
)

var errNegativeBudget = errors.New("--budget: expected 0 or more")

type proveFlags struct {
	options   verify.Options
	witnesses string
	format    string
	quiet     bool
	fresh     bool
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
checking the solver's certificate. What it rests on is kept in the user's cache folder, and
is checked again by the next proof of a pack of that name, which so does less. Findings that
the pack lists under "accepted" count as in order. PACK is an embedded pack or a folder
(default: --pack).` +
			exits("0 everything is in order", "1 something is refuted or not decided", "2 the pack cannot be used"),
		Example: `  knead rules prove
  knead rules prove --witnesses ./found ./mypack
  knead recommend ./found/no_heat.yaml`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c.Context(), s, g.packName(args)) },
	}
	c.Flags().StringVar(&f.witnesses, "witnesses", "", "write each counterexample as an intake file into folder `DIR`")
	addDiagFormat(c, &f.format)
	c.Flags().BoolVar(&f.quiet, "quiet", false, "show nothing but what is refuted or not decided")
	c.Flags().BoolVar(&f.fresh, "fresh", false, "ignore what earlier proofs rest on")
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
	if keptProofs != (files.Cache{}) && !f.options.Quick {
		f.options.Known = &verify.Known{}
		if !f.fresh {
			f.options.Known = a.Known(keptProofs)
		}
	}
	shown := showDecided(s.err)
	defer shown.end()
	f.options.Decided = shown.decided
	proved, err := verify.Prove(ctx, a.Program, f.options)
	if err != nil {
		return err
	}
	audited, err := verify.Audit(ctx, a.Program, f.options)
	if err != nil {
		return err
	}
	shown.end()
	findings := append(proved, audited...)
	if f.options.Known != nil {
		a.Keep(keptProofs, findings)
	}
	proof, err := a.Proof(findings, folder)
	if err != nil {
		return err
	}
	if f.quiet {
		proof.Quiet()
	}
	return writeDiagnostics(s.out, f.format, proof.All, proof.Text, proof.Failed)
}

// decidedReport shows how much of a proof is decided: one line that changes on a terminal, now and
// then a line elsewhere.
type decidedReport struct {
	n   atomic.Int64
	end func()
}

func (d *decidedReport) decided() { d.n.Add(1) }

// showDecided shows how much is decided from the first second on, and on what is no terminal every ten.
func showDecided(w io.Writer) *decidedReport {
	d, done, ended := &decidedReport{}, make(chan struct{}), make(chan struct{})
	d.end = sync.OnceFunc(func() {
		close(done)
		<-ended
	})
	begin, end := "knead: ", "\n"
	every := 10 * time.Second
	if isTerminal(w) && os.Getenv("TERM") != "dumb" {
		begin, end, every = "\r\x1b[K", "", time.Second
	}
	go func() {
		defer close(ended)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fmt.Fprintf(w, "%s%d decided%s", begin, d.n.Load(), end)
			case <-done:
				if end == "" {
					fmt.Fprint(w, begin)
				}
				return
			}
		}
	}()
	return d
}
