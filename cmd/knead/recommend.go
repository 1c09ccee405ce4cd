package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/report"
	"knead/internal/text"
	"knead/rules"
)

func newRecommendCommand(s streams, g *globals) *cobra.Command {
	var format report.Format
	var full bool
	var set []string
	var f reportFlags
	c := &cobra.Command{
		Use:   "recommend FILE|-...",
		Short: "Recommend massage, or where to go instead, from intake files",
		Long: `Recommend reads intakes (YAML, JSON, FHIR, or a table of up to 20 rows; "-" is standard input)
and prints for each what the pack's rules say: what to do first, the therapies that fit with
reasons, pressure and minutes, the plan, what was withheld and why, cautions, and what is
missing. Text is about one screen; --detail full adds every reason, source and piece of advice.` +
			exits("0 done, whatever the advice", "2 an intake or the pack cannot be used"),
		Example: `  knead recommend examples/desk-worker.yaml
  knead recommend --detail full examples/desk-worker.yaml
  knead recommend --set age=72 --set setting=home examples/desk-worker.yaml
  knead recommend --for patient --region IN examples/desk-worker.yaml
  knead recommend --format json - < examples/desk-worker.yaml`,
		Args: checked(someIntake),
		RunE: func(c *cobra.Command, args []string) error {
			g.machine = c.Flag("format").Value.String() == "json"
			program, voice, err := g.open()
			if err != nil {
				return err
			}
			f.input.languages = g.languages
			if err := f.input.tables.read(s, program.Pack()); err != nil {
				return err
			}
			intakes, err := readIntakes(s, args, f.input, program)
			if err != nil {
				return withAtLeast(err, program, voice)
			}
			assumed, err := whatIf(s, program.Pack(), intakes, set)
			if err != nil {
				return err
			}
			var visits []report.Visit
			for _, in := range intakes {
				result := program.Eval(in, voice)
				_ = reportProblems(s, contradictions(in, result), "")
				visits = append(visits, report.Visit{Result: result, Intake: in})
			}
			report.Compare(program, voice, visits)
			return g.writeReport(s, f.output, program, voice, func(w io.Writer, style report.Style) error {
				style.WhatIf = assumed
				write := textReport(full)
				if format.Name != textFormat {
					write = format.Write
				}
				return write(w, style, f.privacy().Visits(style, visits))
			})
		},
	}
	f.register(c, "intakes")
	f.input.tables.register(c)
	formats := optionsFor(report.Formats(), func(f report.Format) string { return f.Name })
	addChoice(c, c.Flags(), &format, "format", formats[0].word, "output `FORMAT`: %s", formats...)
	addDetail(c, &full)
	c.Flags().StringArrayVar(&set, "set", nil, "what if: answer `ID=ANSWER` instead, such as age=70 or medicines=none; the file stays as it is")
	complete(c, "set", g.answers)
	return c
}

// someIntake asks for a file, and says what to type without one.
func someIntake(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("expected a file with answers: %s FILE (\"-\" is standard input); without one, knead intake asks the questions", c.CommandPath())
	}
	return nil
}

// whatIf gives every intake other answers and returns them, and says so: a result of them is not
// the person's. Of an answer in words only the question is said.
func whatIf(s streams, pack *rules.Pack, intakes []*rules.Intake, sets []string) (assumed string, err error) {
	given := map[string]bool{}
	var said []string
	for _, set := range sets {
		id, q, a, problem, err := readSet(pack, set, given)
		if problem != nil {
			err = fmt.Errorf("--set %s: %w", id, problem)
		}
		if err != nil {
			return "", err
		}
		if a.State == rules.Unsure && !pack.Questions[q].Unsure {
			return "", fmt.Errorf("--set %s: the question cannot be answered unsure", id)
		}
		if pack.Questions[q].Kind.IsText() {
			set = id
		}
		said = append(said, set)
		for _, in := range intakes {
			in.Answers[q] = a
			in.Confirmed = slices.DeleteFunc(in.Confirmed, func(c int) bool { return c == q || pack.Questions[q].Kind.IsText() })
		}
	}
	assumed = text.Line.Clean(strings.Join(said, ", "))
	if assumed != "" {
		fmt.Fprintf(s.err, "knead: what if: %s\n", assumed)
	}
	return assumed, nil
}

// reportWriter writes visits for readers.
type reportWriter = func(io.Writer, report.Style, []report.Visit) error

// textReport is the writer of text that says everything, or fits a screen.
func textReport(full bool) reportWriter {
	if full {
		return report.Text
	}
	return report.Short
}

// addDetail declares how much a command's text says.
func addDetail(c *cobra.Command, full *bool) {
	addChoice(c, c.Flags(), full, "detail", "short", "how `MUCH` text says: %s", option[bool]{word: "short"}, option[bool]{word: "full", value: true})
}

// contradictions warns of answers that do not go together without saying what they are.
func contradictions(in *rules.Intake, r *engine.Result) (warnings rules.Problems) {
	for _, c := range r.Contradictions {
		message := "the answers to " + strings.Join(c.Questions, ", ") + " contradict each other; the result says how"
		warnings = append(warnings, rules.Problem{Pos: in.Pos, Code: "contradiction", Message: message, Warning: true})
	}
	return warnings
}

// reportFlags are the flags of commands that report on intakes.
type reportFlags struct {
	output           string
	input            input
	quietIDs, redact bool // for reports that are to be shared
}

func (f *reportFlags) register(c *cobra.Command, reads string) {
	addOutput(c, &f.output)
	addInputFormat(c, &f.input.format, reads)
	addNames(c, &f.input.names)
	c.Flags().BoolVar(&f.quietIDs, "quiet-ids", false, "replace ids by person-1, person-2 and so on")
	c.Flags().BoolVar(&f.redact, "redact", false, "leave out ids, dates and what notes say, for sharing")
}

func (f *reportFlags) privacy() report.Privacy {
	switch {
	case f.redact:
		return report.Redacted
	case f.quietIDs:
		return report.QuietIDs
	}
	return report.Full
}
