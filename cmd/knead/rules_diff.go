package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine/verify"
	"knead/internal/diag"
	"knead/rules"
	"knead/rules/packfile"
)

// diffFlags are the flags of rules diff.
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
		RunE: func(c *cobra.Command, args []string) error {
			if f.options.Budget < 0 {
				return errNegativeBudget
			}
			old, err := openAuthored(args[0])
			if err != nil {
				return err
			}
			new, err := openAuthored(args[1])
			if err != nil {
				return err
			}
			d := packDiff{diffFlags: f, old: old, new: new}
			old.program, d.renamed = verify.Renamed(old.program, new.program)
			return d.run(c.Context(), s, args[2:])
		},
	}
	c.Flags().StringVar(&f.allow, "allow", "", "less safe changes that are meant, in `FILE`")
	addDiagFormat(c, &f.format)
	c.ValidArgsFunction = packNames
	c.Flags().StringVar(&f.witnesses, "witnesses", "", "write the person of each change as an intake file into folder `DIR`")
	addInputFormat(c, &f.inputFormat, "intakes", fhirFormat)
	c.Flags().IntVar(&f.options.Budget, "budget", 0, "give up after the solver learned `N` clauses (default 200000)")
	complete(c, "budget", offer())
	return c
}

// packDiff compares two packs.
type packDiff struct {
	diffFlags
	old, new *authored // rules that only the ids tell apart have the new ones
	renamed  []verify.Renaming
	allowed  []rules.Accepted
	used     []bool // by entry of allowed
	folder   witnesses
	bad      bool // something less safe is not allowed or not decided, or an entry is not needed
}

func (d *packDiff) run(ctx context.Context, s streams, names []string) (err error) {
	if err := d.readAllowed(s); err != nil {
		return err
	}
	if d.folder, err = openWitnesses(d.witnesses, "rules diff"); err != nil {
		return err
	}
	var r diffReport
	changes, complete, err := verify.Diff(ctx, d.old.program, d.new.program, d.allowed, d.options)
	if err != nil {
		return err
	}
	if r.everybody, err = d.everybody(changes); err != nil {
		return err
	}
	if err := d.records(s, &r, names); err != nil {
		return err
	}
	r.renamed = d.renamed
	r.words, r.grounds = reworded(d.old.program.Pack(), d.new.program.Pack())
	r.words = append(r.words, retranslated(d.old.files, d.new.files)...)
	r.unused = d.unused()
	r.complete = d.completeness(complete)
	err = writeDiagnostics(s.out, d.format, r.all(), func(b *bytes.Buffer) { r.text(b, d.folder.dir != "") })
	if err == nil && d.bad {
		return errFound
	}
	return err
}

func (d *packDiff) readAllowed(s streams) error {
	if d.allow == "" {
		return nil
	}
	data, err := readBounded(s, d.allow)
	if err != nil {
		return err
	}
	allowed, problems := packfile.ParseAccepted(data, displayName(d.allow), d.old.program.Pack(), d.new.program.Pack())
	if errs := problems.Errors(); errs != nil {
		return fmt.Errorf("the allowed changes cannot be used:\n%w", errs)
	}
	d.allowed, d.used = allowed, make([]bool, len(allowed))
	return nil
}

// unused lists the entries of --allow that nothing needed: left in place, they would allow
// what nobody has looked at.
func (d *packDiff) unused() (all []diag.Diagnostic) {
	for i, a := range d.allowed {
		if !d.used[i] {
			d.bad = true
			all = append(all, diag.At(a.Pos, diag.Error, "allowed_is_needed", a.Property+" "+a.Subject, "allowed, but nobody it covers shows such a change: "+a.Property+" "+a.Subject))
		}
	}
	return all
}

// completeness says whether there are other changes.
func (d *packDiff) completeness(f verify.Finding) diag.Diagnostic {
	c := diag.At(rules.Pos{File: d.new.place("")}, diag.Pass, "no_other_change", f.Subject, f.Message)
	c.Verdict, c.Ground = f.Status.String(), f.How
	if f.Status != verify.Proved {
		d.bad, c.Severity = true, diag.Error
	}
	return c
}

// everybody turns the changes over all people into diagnostics, less safe ones first.
func (d *packDiff) everybody(changes []verify.FoundChange) (all []diag.Diagnostic, err error) {
	slices.SortStableFunc(changes, func(x, y verify.FoundChange) int { return int(y.Direction) - int(x.Direction) })
	for _, c := range changes {
		x := d.change(c.Change, d.placeOf(c.Change, c.Rules))
		x.Rules = c.Rules
		for _, i := range c.Entries {
			d.used[i] = true
			x.Reason = d.allowed[i].Reason
		}
		if c.Direction == verify.LessSafe && !c.Allowed {
			d.bad, x.Severity, x.Reason = true, diag.Error, ""
			x.Proposal = d.narrow(c.Entries)
		}
		if err := d.person(&x, c); err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

func (d *packDiff) change(c verify.Change, at rules.Pos) diag.Diagnostic {
	x := diag.At(at, diag.Note, c.Property.String(), c.Subject.String(), c.String())
	x.Verdict = c.Direction.String()
	return x
}

// narrow says that entries allow a change, but not so far.
func (d *packDiff) narrow(entries []int) string {
	var at []string
	for _, i := range entries {
		at = append(at, d.allowed[i].Pos.String())
	}
	if at == nil {
		return ""
	}
	return "allowed for others only, by " + strings.Join(at, ", ")
}

// placeOf returns where the first rule that plays a part stands, in the new pack if it is
// there; or the therapy or question that the change is about; or the pack.
func (d *packDiff) placeOf(c verify.Change, ids []string) rules.Pos {
	for _, a := range []*authored{d.new, d.old} {
		p := a.program.Pack()
		for _, id := range ids {
			if r := p.RuleIndex(id); r >= 0 {
				return a.at(p.Rules[r].Pos)
			}
		}
		if t := p.TherapyIndex(c.Subject.String()); t >= 0 {
			return a.at(p.Therapies[t].Pos)
		}
		if q := p.QuestionIndex(c.Subject.Question); q >= 0 {
			return a.at(p.Questions[q].Pos)
		}
	}
	return rules.Pos{File: d.new.place("")}
}

// person gives a diag.Diagnostic the answers of somebody who shows a change, or the files they are
// written to: those to the new pack, and those to the old one where it asks for more.
func (d *packDiff) person(x *diag.Diagnostic, c verify.FoundChange) (err error) {
	if c.New == nil {
		return nil
	}
	old, new := d.old.program.Pack(), d.new.program.Pack()
	name := d.folder.unused(c.Property.String() + "-" + strings.ReplaceAll(c.Subject.String(), " ", "_"))
	if x.Witness, err = d.witness(name, c, c.New, new); err != nil {
		return err
	}
	if answersMore(c.Old, old, new) {
		x.OldWitness, err = d.witness(name+"-old", c, c.Old, old)
	}
	return err
}

func (d *packDiff) witness(name string, c verify.FoundChange, who *rules.Intake, p *rules.Pack) (string, error) {
	if d.folder.dir == "" {
		return inYAML(who, p), nil
	}
	return d.folder.save(name, c.Change.String(), who, p)
}

// answersMore reports whether somebody answers a question that another pack does not ask, or
// asks for another kind of answer.
func answersMore(who *rules.Intake, p, other *rules.Pack) bool {
	for q, a := range who.Answers {
		if i := other.QuestionIndex(p.Questions[q].ID); a.State != rules.Unanswered && (i < 0 || other.Questions[i].Kind != p.Questions[q].Kind) {
			return true
		}
	}
	return false
}
