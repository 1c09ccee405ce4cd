package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine/verify"
	"knead/internal/files"
	"knead/rules"
)

// diffFlags are the flags of rules diff.
type diffFlags struct {
	options     verify.Options
	allow       string
	witnesses   string
	inputFormat string
}

func newRulesDiffCommand(s streams, g *globals) *cobra.Command {
	var f diffFlags
	c := &cobra.Command{
		Use:   "diff OLD NEW [INTAKE|-]...",
		Short: "Say for whom two packs give different results",
		Long: `Diff compares two packs (embedded ones or folders) over all possible people and lists every
change of the disposition, of therapies with their pressure, minutes, provider and areas, of
every week of the plan, its sessions and review, of cautions, areas to avoid and care. Each
comes with the plainest person found who shows it and whether it makes the new pack safer or
less safe. With intake files it also lists the records whose result changes. A file given
with --allow names less safe changes that are meant:

  accepted:
    - {property: therapy_added, subject: deep_tissue, reason: "reviewed on 2026-11-02"}` +
			exits("0 nothing becomes less safe, or all of it is allowed", "1 something does, it could not be decided, or an allowed change does not occur", "2 a pack or file cannot be used"),
		Example: `  knead rules diff ./mypack-1.0 ./mypack-1.1
  knead rules diff backcare ./mypack records/*.yaml --allow allowed.yaml`,
		Args: checked(cobra.MinimumNArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			old, err := openAuthored(args[0])
			if err != nil {
				return err
			}
			new, err := openAuthored(args[1])
			if err != nil {
				return err
			}
			d := packDiff{diffFlags: f, old: old, new: new}
			return d.run(s, args[2:])
		},
	}
	c.Flags().StringVar(&f.allow, "allow", "", "less safe changes that are meant, in `FILE`")
	c.Flags().StringVar(&f.witnesses, "witnesses", "", "write the person of each change as an intake file into folder `DIR`")
	c.Flags().StringVar(&f.inputFormat, "input-format", "", "`FORMAT` of the intakes: yaml or json (default: by name, or by the first character)")
	c.Flags().IntVar(&f.options.Budget, "budget", 0, "give up after the solver learned `N` clauses (default 200000)")
	return c
}

// packDiff compares two packs.
type packDiff struct {
	diffFlags
	old, new *authored
	allowed  []rules.Accepted
	used     []bool // by entry of allowed
	bad      bool   // something less safe is not allowed, or an entry is not needed
}

func (d *packDiff) run(s streams, names []string) error {
	if d.options.Budget < 0 {
		return errNegativeBudget
	}
	if err := d.readAllowed(s); err != nil {
		return err
	}
	if d.witnesses != "" {
		if err := os.MkdirAll(d.witnesses, 0o755); err != nil {
			return plainPathError(err)
		}
	}
	changes, complete := verify.Diff(d.old.program, d.new.program, d.options)
	var b bytes.Buffer
	if err := d.everybody(&b, changes, complete); err != nil {
		return err
	}
	if err := d.records(s, &b, names); err != nil {
		return err
	}
	d.unused(&b)
	if _, err := s.out.Write(b.Bytes()); err != nil {
		return err
	}
	if d.bad || complete.Status != verify.Proved {
		return errFound
	}
	return nil
}

func (d *packDiff) readAllowed(s streams) error {
	if d.allow == "" {
		return nil
	}
	data, err := readBounded(s, d.allow)
	if err != nil {
		return err
	}
	allowed, problems := rules.ParseAccepted(data, displayName(d.allow))
	if errs := problems.Errors(); errs != nil {
		return fmt.Errorf("the allowed changes cannot be used:\n%w", errs)
	}
	d.allowed, d.used = allowed, make([]bool, len(allowed))
	return nil
}

// why returns the reason for which a change is allowed, or "".
func (d *packDiff) why(c verify.Change) string {
	i := slices.IndexFunc(d.allowed, func(a rules.Accepted) bool { return a.Property == c.Property && a.Subject == c.Subject })
	if i < 0 {
		return ""
	}
	d.used[i] = true
	return d.allowed[i].Reason
}

// unused prints the entries of --allow that nothing needed: left in place, they would allow
// what nobody has looked at.
func (d *packDiff) unused(b *bytes.Buffer) {
	for i, a := range d.allowed {
		if !d.used[i] {
			fmt.Fprintf(b, "%s: allowed, but no such change: %s %s\n", a.Pos, a.Property, a.Subject)
			d.bad = true
		}
	}
}

// everybody prints the changes over all people, less safe ones first.
func (d *packDiff) everybody(b *bytes.Buffer, changes []verify.FoundChange, complete verify.Finding) error {
	slices.SortStableFunc(changes, func(x, y verify.FoundChange) int { return int(y.Direction) - int(x.Direction) })
	count := [3]int{}
	for _, c := range changes {
		count[c.Direction]++
		fmt.Fprintf(b, "%s: %s %s\n", c.Direction, c.Property, c.Subject)
		if c.Direction == verify.LessSafe {
			d.judge(b, c.Change)
		}
		if err := d.person(b, c); err != nil {
			return err
		}
	}
	fmt.Fprintf(b, "%s over all people: %d less safe, %d safer, %d different\n", counted(len(changes), "change"), count[verify.LessSafe], count[verify.Safer], count[verify.Different])
	if words := reworded(d.old.program.Pack(), d.new.program.Pack()); len(words) > 0 {
		fmt.Fprintf(b, "other words: %s\n", strings.Join(words, ", "))
	}
	if complete.Status == verify.Proved {
		fmt.Fprintf(b, "%s (%s)\n", complete.Message, complete.How)
	} else {
		fmt.Fprintf(b, "not decided whether there are others: %s\n", complete.How)
	}
	return nil
}

func (d *packDiff) judge(w io.Writer, c verify.Change) {
	if why := d.why(c); why != "" {
		fmt.Fprintf(w, "  allowed: %s\n", why)
	} else {
		d.bad = true
	}
}

// person prints the answers of somebody who shows a change, or writes them to a file.
func (d *packDiff) person(b *bytes.Buffer, c verify.FoundChange) error {
	if c.New == nil {
		return nil
	}
	var intake bytes.Buffer
	if err := rules.WriteIntake(&intake, c.New, d.new.program.Pack()); err != nil {
		return err
	}
	if d.witnesses == "" {
		fmt.Fprintf(b, "  for\n    %s\n", strings.ReplaceAll(strings.TrimSpace(intake.String()), "\n", "\n    "))
		return nil
	}
	name := filepath.Join(d.witnesses, c.Property+"-"+strings.ReplaceAll(c.Subject, " ", "_")+".yaml")
	fmt.Fprintf(b, "  for %s\n", name)
	return files.WriteAtomic(name, intake.Bytes())
}

// records prints the records of intake files whose result changes.
func (d *packDiff) records(s streams, b *bytes.Buffer, names []string) error {
	if len(names) == 0 {
		return nil
	}
	olds, err := readIntakes(s, names, d.inputFormat, d.old.program)
	if err != nil {
		return err
	}
	news, err := readIntakes(s, names, d.inputFormat, d.new.program)
	if err != nil {
		return err
	}
	changed := 0
	for i := range olds {
		changes := verify.Compare(d.old.program.Pack(), d.old.program.Decide(olds[i]), d.new.program.Pack(), d.new.program.Decide(news[i]))
		if len(changes) == 0 {
			continue
		}
		changed++
		id := "without id"
		if olds[i].ID != nil {
			id = *olds[i].ID
		}
		fmt.Fprintf(b, "%s: %q\n", olds[i].Pos, id)
		for _, c := range changes {
			fmt.Fprintf(b, "  %s: %s %s\n", c.Direction, c.Property, c.Subject)
			if c.Direction == verify.LessSafe {
				d.judge(b, c)
			}
		}
	}
	fmt.Fprintf(b, "%d of %s change\n", changed, counted(len(olds), "record"))
	return nil
}
