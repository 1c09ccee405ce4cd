package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"knead/internal/report"
	"knead/internal/text"
)

func newRootCommand(s streams) *cobra.Command {
	g := &globals{seen: s.seen, cache: keptPacks}
	root := &cobra.Command{
		Use:   "knead COMMAND",
		Short: "Massage advice for a sore back, with reasons, or where to go instead",
		Long: `knead asks an intake questionnaire about back pain, matches the answers against rules
written in YAML, and suggests massage types, pressure, session length and frequency,
or says clearly that massage is not the answer today and where to go instead.

It is not a diagnosis and no substitute for medical advice.` +
			exits("0 done, whatever the advice", "1 done, and something was found", "2 could not do it", "130 interrupted"),
		Example: `  knead intake
  knead recommend examples/desk-worker.yaml
  knead batch intakes.jsonl -o results.jsonl`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          commandWanted,
		RunE:          func(c *cobra.Command, args []string) error { return c.Help() },
	}
	version, commit := report.Version()
	root.Version = version + " (commit " + commit + ")"
	root.SetVersionTemplate("knead {{.Version}}\n")
	root.Flags().Bool("version", false, "print the version of the program")
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	g.register(root)
	root.SetFlagErrorFunc(usageError)
	root.AddCommand(
		newRecommendCommand(s, g),
		newExplainCommand(s, g),
		newIntakeCommand(s, g),
		newBatchCommand(s, g),
		newRulesCommand(s, g),
		newFHIRCommand(s, g),
		newCompletionCommand(s),
		newVersionCommand(s, g),
	)
	root.CompletionOptions.DisableDefaultCmd = true
	refuseRepeats(root)
	return root
}

// refuseRepeats makes it an error, for the command and all below it, to give a flag of one
// value twice: the last would count, without a word.
func refuseRepeats(c *cobra.Command) {
	for _, flags := range []*pflag.FlagSet{c.PersistentFlags(), c.LocalNonPersistentFlags()} {
		flags.VisitAll(func(f *pflag.Flag) {
			if _, many := f.Value.(pflag.SliceValue); !many {
				f.Value = &single{Value: f.Value}
			}
		})
	}
	for _, sub := range c.Commands() {
		refuseRepeats(sub)
	}
}

// single is a flag that may be given once.
type single struct {
	pflag.Value
	given bool
}

func (s *single) Set(word string) error {
	if s.given {
		return errTwice
	}
	s.given = true
	return s.Value.Set(word)
}

var errTwice = errors.New("is given twice: which one counts?")

// usageError words an error about the command line: what a flag may be or, if one is near, the
// flag that was meant, and where to find help.
func usageError(c *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	var bad badChoice
	if errors.As(err, &invalid) && errors.Is(err, errTwice) {
		return fmt.Errorf("--%s %w", invalid.GetFlag().Name, errTwice)
	}
	if errors.As(err, &invalid) && errors.As(err, &bad) {
		return fmt.Errorf("--%s %q: %w", invalid.GetFlag().Name, invalid.GetValue(), bad)
	}
	var unknown *pflag.NotExistError
	hint := ""
	if errors.As(err, &unknown) {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if hint = text.Hint(unknown.GetSpecifiedName(), names); hint != "" {
			hint = strings.Replace(hint, `"`, `"--`, 1)
		}
	}
	return fmt.Errorf("%w%s\nrun %q for help", err, hint, c.CommandPath()+" --help")
}

// commandWanted is the check of a command that only gathers others: an argument is a
// command that does not exist.
func commandWanted(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return usageError(c, fmt.Errorf("unknown command %q for %q%s", args[0], c.CommandPath(), text.Hint(args[0], names)))
}

// checked is a check of arguments with the hint of usageError.
func checked(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return usageError(c, err)
		}
		return nil
	}
}

// exits is the part of a command's help that states its exit statuses.
func exits(lines ...string) string {
	return "\n\n" + strings.Join(text.Wrap("", "", "Exit status: "+strings.Join(lines, "; ")+".", 91), "\n")
}
