package author

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"knead/engine/verify"
	"knead/internal/diag"
	"knead/rules"
	"knead/rules/packfile"
)

// Comparison is for whom two packs give different results.
type Comparison struct {
	Old, New *Pack // rules that only the ids tell apart have the new ones

	renamed   []verify.Renaming
	allowed   []rules.Waiver
	used      []bool // by entry of allowed
	folder    *Folder
	everybody []diag.Diagnostic // changes over all people
	complete  diag.Diagnostic   // whether there are others
	records   []changedRecord
	compared  int  // records
	failed    bool // something less safe is not allowed or not decided
}

// changedRecord is a record of an intake file whose result changes.
type changedRecord struct {
	pos     rules.Pos
	id      string
	changes []diag.Diagnostic
}

// NewComparison pairs two packs. Allowed changes are read for the packs that it holds then.
func NewComparison(before, after *Pack) *Comparison {
	c := &Comparison{Old: before, New: after}
	before.Program, c.renamed = verify.Renamed(before.Program, after.Program)
	return c
}

// Everybody compares the packs over all people. Those who show a change go to the folder.
func (c *Comparison) Everybody(ctx context.Context, allowed []rules.Waiver, o verify.Options, folder *Folder) error {
	c.allowed, c.used, c.folder = allowed, make([]bool, len(allowed)), folder
	changes, complete, err := verify.Diff(ctx, c.Old.Program, c.New.Program, allowed, o)
	if err != nil {
		return err
	}
	c.complete = diag.At(rules.Pos{File: c.New.Name}, diag.Pass, "no_other_change", complete.Subject, complete.Message)
	c.complete.Verdict, c.complete.Ground = complete.Status.String(), complete.How
	if complete.Status != verify.Proved {
		c.failed, c.complete.Severity = true, diag.Error
	}
	return c.changes(changes)
}

// changes turns the changes over all people into diagnostics, less safe ones first.
func (c *Comparison) changes(found []verify.FoundChange) error {
	slices.SortStableFunc(found, func(x, y verify.FoundChange) int { return int(y.Direction) - int(x.Direction) })
	for _, f := range found {
		d := c.diagnosed(f.Change, c.placeOf(f.Change, f.Rules), f.Rules, f.Allowed, f.Entries...)
		if d.Severity == diag.Error {
			d.Proposal = c.allowedForOthers(f.Entries)
		}
		if err := c.person(&d, f); err != nil {
			return err
		}
		c.everybody = append(c.everybody, d)
	}
	return nil
}

// diagnosed turns a change that rules bring about into a diagnostic: an error when it is less
// safe and the entries, which allow it for somebody, do not allow it here.
func (c *Comparison) diagnosed(change verify.Change, at rules.Pos, by []string, allowed bool, entries ...int) diag.Diagnostic {
	d := diag.At(at, diag.Note, change.Property.String(), change.Subject.String(), change.String())
	d.Verdict, d.Rules = change.Direction.String(), by
	for _, i := range entries {
		c.used[i], d.Reason = true, c.allowed[i].Reason
	}
	if change.Direction == verify.LessSafe && !allowed {
		c.failed, d.Severity, d.Reason = true, diag.Error, ""
	}
	return d
}

// allowedForOthers says that entries allow a change, but not so far.
func (c *Comparison) allowedForOthers(entries []int) string {
	if len(entries) == 0 {
		return ""
	}
	var at []string
	for _, i := range entries {
		at = append(at, c.allowed[i].Pos.String())
	}
	return "allowed for others only, by " + strings.Join(at, ", ")
}

// placeOf returns where the first rule that brings a change about stands, in the new pack if
// it is there; or the therapy or question that the change is about; or the pack.
func (c *Comparison) placeOf(change verify.Change, ids []string) rules.Pos {
	for _, a := range []*Pack{c.New, c.Old} {
		p := a.Program.Pack()
		for _, id := range ids {
			if r := p.RuleIndex(id); r >= 0 {
				return a.at(p.Rules[r].Pos)
			}
		}
		if t := p.TherapyIndex(change.Subject.String()); t >= 0 {
			return a.at(p.Therapies[t].Pos)
		}
		if q := p.QuestionIndex(change.Subject.Question); q >= 0 {
			return a.at(p.Questions[q].Pos)
		}
	}
	return rules.Pos{File: c.New.Name}
}

// person gives a diagnostic the answers of somebody who shows a change, or the files they are
// written to: those to the new pack, and those to the old one where it asks for more.
func (c *Comparison) person(d *diag.Diagnostic, f verify.FoundChange) (err error) {
	if f.New == nil {
		return nil
	}
	before, after := c.Old.Program.Pack(), c.New.Program.Pack()
	name := c.folder.unused(f.Property.String() + "-" + strings.ReplaceAll(f.Subject.String(), " ", "_"))
	if d.Witness, err = c.folder.keep(name, f.Change.String(), f.New, after); err != nil {
		return err
	}
	if answersMore(f.Old, before, after) {
		d.OldWitness, err = c.folder.keep(name+"-old", f.Change.String(), f.Old, before)
	}
	return err
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

// Records compares the results of records, each read for the old pack and for the new one.
func (c *Comparison) Records(olds, news []*rules.Intake) {
	c.compared = len(olds)
	comparer := verify.NewComparer(c.Old.Program, c.New.Program)
	allowances := verify.NewAllowances(comparer, c.allowed)
	for i, old := range olds {
		rec := changedRecord{pos: old.Pos, id: "without id"}
		if old.ID != nil {
			rec.id = *old.ID
		}
		for _, change := range comparer.Changes(old, news[i]) {
			var entries []int
			entry, covered := allowances.Covers(change, old, news[i])
			if covered {
				entries = []int{entry}
			}
			d := c.diagnosed(change, old.Pos, allowances.Responsible(change, old, news[i]), covered, entries...)
			d.Message = fmt.Sprintf("%q: %s", rec.id, d.Message)
			rec.changes = append(rec.changes, d)
		}
		if len(rec.changes) > 0 {
			c.records = append(c.records, rec)
		}
	}
}

// unneeded lists the allowed changes that nobody showed: left in place, they would allow
// what nobody has looked at.
func (c *Comparison) unneeded() (all []diag.Diagnostic) {
	for i, a := range c.allowed {
		if !c.used[i] {
			change := a.Property + " " + a.Subject
			all = append(all, diag.At(a.Pos, diag.Error, "allowed_is_needed", change, "allowed, but nobody it covers shows such a change: "+change))
		}
	}
	return all
}

// Failed reports whether something less safe is not allowed or not decided, or an allowed change
// is not needed.
func (c *Comparison) Failed() bool { return c.failed || slices.Contains(c.used, false) }

// All returns everything as diagnostics.
func (c *Comparison) All() []diag.Diagnostic {
	all := slices.Clone(c.everybody)
	note := func(code, name, message string) {
		d := diag.At(rules.Pos{File: c.New.Name}, diag.Note, code, name, message)
		d.Verdict = verify.Different.String()
		all = append(all, d)
	}
	for _, r := range c.renamed {
		note("rule_renamed", r.String(), "renamed: rule "+r.String())
	}
	words, grounds := c.reworded()
	for _, name := range words {
		note("other_words", name, name+" is worded otherwise")
	}
	for _, name := range grounds {
		note("other_grounds", name, name+" has other sources or another certainty")
	}
	all = append(all, c.complete)
	for _, rec := range c.records {
		all = append(all, rec.changes...)
	}
	return append(all, c.unneeded()...)
}

// Text writes everything for people.
func (c *Comparison) Text(b *bytes.Buffer) {
	c.everybodyText(b)
	for _, r := range c.renamed {
		fmt.Fprintf(b, "renamed: rule %v\n", r)
	}
	words, grounds := c.reworded()
	detail(b, "other words: ", strings.Join(words, ", "))
	detail(b, "other sources or certainty: ", strings.Join(grounds, ", "))
	if c.complete.Severity == diag.Pass {
		fmt.Fprintf(b, "%s (%s)\n", c.complete.Message, c.complete.Ground)
	} else {
		fmt.Fprintf(b, "not decided whether there are others: %s\n", c.complete.Ground)
	}
	for _, rec := range c.records {
		rec.text(b)
	}
	if c.compared > 0 {
		fmt.Fprintf(b, "%d of %s change\n", len(c.records), counted(c.compared, "record"))
	}
	for _, d := range c.unneeded() {
		fmt.Fprintf(b, "%s: %s\n", d.Pos(), d.Message)
	}
}

func (rec *changedRecord) text(b *bytes.Buffer) {
	fmt.Fprintf(b, "%s: %q\n", rec.pos, rec.id)
	for i := range rec.changes {
		d := &rec.changes[i]
		fmt.Fprintf(b, "  %s: %s %s\n", d.Verdict, d.Code, d.Subject)
		detail(b, "    allowed: ", d.Reason)
	}
}

// everybodyText writes the changes over all people and how many there are.
func (c *Comparison) everybodyText(b *bytes.Buffer) {
	count := map[string]int{}
	for i := range c.everybody {
		d := &c.everybody[i]
		count[d.Verdict]++
		fmt.Fprintf(b, "%s: %s\n", d.Verdict, d.Message)
		if d.Verdict == verify.LessSafe.String() {
			detail(b, "  by rules: ", strings.Join(d.Rules, ", "))
			detail(b, "  allowed: ", d.Reason)
			detail(b, "  ", d.Proposal)
		}
		c.folder.text(b, "for", d.Witness)
		c.folder.text(b, "and to the old pack", d.OldWitness)
	}
	fmt.Fprintf(b, "%s over all people: %d less safe, %d safer, %d different\n", counted(len(c.everybody), "change"),
		count[verify.LessSafe.String()], count[verify.Safer.String()], count[verify.Different.String()])
}

// reworded lists what two packs have in common by id but word differently, translations
// included, and what rests on other sources in them or has another certainty.
func (c *Comparison) reworded() (words, grounds []string) {
	was := wordings(c.Old.Program.Pack())
	for _, w := range wordings(c.New.Program.Pack()) {
		i := slices.IndexFunc(was, func(o wording) bool { return o.name == w.name })
		if i < 0 {
			continue
		}
		if was[i].said != w.said {
			words = append(words, w.name)
		}
		if was[i].grounds != w.grounds {
			grounds = append(grounds, w.name)
		}
	}
	return append(words, retranslated(c.Old.Files, c.New.Files)...), grounds
}

// retranslated lists the translations that differ between two packs, or that one of them lacks.
func retranslated(before, after fs.FS) (all []string) {
	tags := append(packfile.Translations(before), packfile.Translations(after)...)
	slices.Sort(tags)
	for _, tag := range slices.Compact(tags) {
		was, _ := fs.ReadFile(before, "lang/"+tag+".yaml") // no content is no translation
		is, _ := fs.ReadFile(after, "lang/"+tag+".yaml")
		if !bytes.Equal(was, is) {
			all = append(all, "translation "+tag)
		}
	}
	return all
}

// wording is everything that is said about one thing of a pack, and what it rests on.
type wording struct{ name, said, grounds string }

func wordings(p *rules.Pack) (all []wording) {
	add := func(name, grounds string, said ...any) {
		all = append(all, wording{name, fmt.Sprintf("%q", said), grounds})
	}
	grounds := func(sources []int, c rules.Certainty) (ids string) {
		for _, s := range sources {
			ids += p.Sources[s].ID + " "
		}
		return ids + c.String()
	}
	add("the title", "", p.Title)
	add("the intended use", "", p.Use.For, append(slices.Clone(p.Use.NotFor), p.Use.Limits...))
	add("the disclaimer", "", p.Disclaimer, p.DisclaimerLine)
	for d, t := range p.Dispositions {
		add("disposition "+rules.Disposition(d).String(), "", t.Title, t.Text, t.Unsure)
	}
	for _, r := range p.Regions {
		add("region "+r.ID, "", r.Name, r.Emergency, r.Urgent)
	}
	for _, s := range p.Sections {
		add("section "+s.ID, "", s.Title, s.Intro)
	}
	for _, q := range p.Questions {
		add("question "+q.ID, "", q.Ask, q.Short, q.Help, q.Why)
		for _, o := range q.Options {
			add("option "+q.ID+"."+o.ID, "", o.Label, o.Help)
		}
	}
	for _, d := range p.Derived {
		add("derived "+d.ID, "", d.Title)
	}
	for _, c := range p.Conditions {
		add("condition "+c.ID, "", c.Title)
	}
	for _, t := range p.Tags {
		add("tag "+t.ID, "", t.Title)
	}
	for _, r := range p.Rules {
		add("rule "+r.ID, grounds(r.Sources, r.Certainty)+grounds(r.Because.Sources, r.Because.Certainty), r.Short, r.Text, r.UnsureText, r.Title)
	}
	for _, t := range p.Therapies {
		add("therapy "+t.ID, grounds(t.Sources, t.Certainty), t.Name, t.Short, t.About, t.Evidence, t.Harms, t.OtherNames)
	}
	for _, s := range p.Schedules {
		add("schedule "+s.ID, grounds(s.Sources, s.Certainty), s.Name)
	}
	for _, c := range p.Care {
		add("care "+c.ID, grounds(c.Sources, c.Certainty), c.Name, c.Short, c.Text, c.Evidence)
	}
	for _, s := range p.Sources {
		add("source "+s.ID, "", s.Citation, s.URL, s.Note, s.Type, s.Checked, s.Seen)
	}
	return all
}
