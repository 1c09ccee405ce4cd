package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/diag"
	"knead/rules"
	"knead/rules/packfile"
)

func newRulesCheckCommand(s streams, g *globals) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "check [PACK]",
		Short: "Say everything that is wrong with a pack",
		Long: `Check reads a pack and its test cases and prints every problem of every file with the line
it is about. PACK is an embedded pack or a folder (default: --pack). It also warns of what
nothing refers to and of a review more than two years ago.` +
			exits("0 nothing was found", "1 errors or warnings were found", "2 there is no such pack"),
		Example: `  knead rules check
  knead rules check ./mypack`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := g.openFiles(args)
			if err != nil {
				return err
			}
			pack, problems := checkPack(a.files, time.Now())
			err = writeDiagnostics(s.out, format, diag.Of(a.placed(problems)), func(b *bytes.Buffer) { g.problemsText(b, s.out, a, pack, problems) })
			if err == nil && len(problems) > 0 {
				return errFound
			}
			return err
		},
	}
	addDiagFormat(c, &format)
	c.ValidArgsFunction = packNames
	return c
}

// checkPack returns everything that is wrong with a pack, its cases and its translations on that day.
func checkPack(files fs.FS, today time.Time) (*rules.Pack, rules.Problems) {
	pack, problems := packfile.Parse(files)
	if pack == nil {
		return nil, problems
	}
	if stale := rules.StaleReview(pack, today); stale != nil {
		problems = append(problems, *stale)
	}
	if _, err := engine.Compile(pack); err != nil {
		problems = append(problems, rules.Problem{Code: "not-compiled", Message: err.Error()})
	}
	_, wrong := packfile.ParseCases(files, pack)
	problems = append(problems, wrong...)
	for _, tag := range packfile.Translations(files) {
		_, wrong := packfile.Translate(files, tag, pack)
		problems = append(problems, wrong...)
	}
	problems.Sort()
	return pack, problems
}

// problemsText writes the problems and a last line that sums up, as wide as out is.
func (g *globals) problemsText(b *bytes.Buffer, out io.Writer, a *authored, pack *rules.Pack, problems rules.Problems) {
	p := diag.Printer{Place: a.place, Source: a.source}
	p.Width, p.Color = g.screen(out)
	p.Print(b, problems)
	if n := len(problems.Errors()); len(problems) > 0 {
		fmt.Fprintf(b, "%s, %s\n", counted(n, "error"), counted(len(problems)-n, "warning"))
		return
	}
	fmt.Fprintf(b, "%s %s is in order: %s, %s, %s, %s\n", pack.Name, pack.Version,
		counted(len(pack.Questions), "question"), counted(len(pack.Rules), "rule"),
		plural(len(pack.Therapies), "therapy", "therapies"), counted(len(pack.Schedules), "schedule"))
}
