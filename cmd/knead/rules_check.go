package main

import (
	"fmt"
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
			name := g.pack
			if len(args) > 0 {
				name = args[0]
			}
			files, err := packFiles(name)
			if err != nil {
				return err
			}
			pack, problems := checkPack(files, time.Now())
			a := &authored{name: name, files: files}
			if format == "text" {
				return reportPack(s, g, a, pack, problems)
			}
			if err := writeDiagnostics(s.out, format, diag.Of(a.placed(problems))); err != nil {
				return err
			}
			if len(problems) > 0 {
				return errFound
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", formatHelp)
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

// reportPack prints the problems and a last line that sums up.
func reportPack(s streams, g *globals, a *authored, pack *rules.Pack, problems rules.Problems) error {
	d := diag.Printer{Place: a.place, Source: func(file string) []byte {
		if !fs.ValidPath(file) {
			return nil
		}
		data, err := fs.ReadFile(a.files, file)
		if err != nil || len(data) > packfile.MaxPackBytes {
			return nil
		}
		return data
	}}
	d.Width, d.Color = g.terminal(s.out)
	if err := d.Print(s.out, problems); err != nil {
		return err
	}
	errors := len(problems.Errors())
	if len(problems) > 0 {
		fmt.Fprintf(s.out, "%s, %s\n", counted(errors, "error"), counted(len(problems)-errors, "warning"))
		return errFound
	}
	_, err := fmt.Fprintf(s.out, "%s %s is in order: %s, %s, %s, %s\n", pack.Name, pack.Version,
		counted(len(pack.Questions), "question"), counted(len(pack.Rules), "rule"),
		plural(len(pack.Therapies), "therapy", "therapies"), counted(len(pack.Schedules), "schedule"))
	return err
}

// counted writes a number with its noun: "1 error", "2 errors".
func counted(n int, noun string) string { return plural(n, noun, noun+"s") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
