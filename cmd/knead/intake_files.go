package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/draft"
	"knead/internal/files"
	"knead/internal/report"
	"knead/internal/text"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packs"
)

// checkFiles refuses, before anything is asked, files that could not take the answers or
// the report in the end, or in which one would overwrite the other.
func (o *intakeOptions) checkFiles() error {
	if o.output == "-" {
		return errors.New("-o -: the answers need a file, standard output carries the result")
	}
	for flag, name := range map[string]string{"--resume": o.resume, "--from": o.from} {
		if name == "-" {
			return fmt.Errorf("%s -: expected a file, standard input carries the replies", flag)
		}
	}
	if draft.OtherFormat(o.output) {
		return fmt.Errorf("-o %q: the answers are written as YAML, so expected a name such as %q",
			o.output, strings.TrimSuffix(o.output, filepath.Ext(o.output))+".yaml")
	}
	if draft.OtherFormat(o.resume) && o.output == "" {
		return fmt.Errorf("--resume %q: the answers are written as YAML; name a file for them with -o", o.resume)
	}
	if err := o.checkApart(); err != nil {
		return err
	}
	if o.overwrites(o.output) {
		return fmt.Errorf("-o %q: this file exists; name another, or go on from its answers with --resume", o.output)
	}
	if err := checkTarget(cmp.Or(o.output, o.resume)); err != nil {
		return err
	}
	return checkTarget(o.report)
}

// overwrites reports whether a file holds anything but the answers to go on from.
func (o *intakeOptions) overwrites(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular() && info.Size() > 0 && !draft.SameName(name, o.resume)
}

// reportFormat returns the format that a report's file name asks for.
func reportFormat(name string) (report.Format, error) {
	ext := strings.ToLower(filepath.Ext(name))
	for _, f := range report.Formats() {
		if slices.Contains(f.Extensions, ext) {
			return f, nil
		}
	}
	return report.Format{}, fmt.Errorf("--report %q: expected a file name that ends in %s", name, either(reportExtensions()))
}

// reportExtensions are the ends of a report's name, the plainest last.
func reportExtensions() (all []string) {
	for _, f := range report.Formats() {
		all = append([]string{f.Extensions[0]}, all...)
	}
	return all
}

// checkApart refuses flags that name the same file; only --resume and -o may.
func (o *intakeOptions) checkApart() error {
	flags := []struct{ flag, name string }{{"-o", o.output}, {"--resume", o.resume}, {"--from", o.from}, {"--report", o.report}}
	for i, one := range flags {
		for j, other := range flags[:i] {
			if (i != 1 || j != 0) && draft.SameName(one.name, other.name) {
				return fmt.Errorf("%s and %s both name the file %q: name two files", other.flag, one.flag, one.name)
			}
		}
	}
	return nil
}

// checkTarget returns an error when a file cannot be written.
func checkTarget(name string) error {
	info, err := os.Stat(name)
	switch {
	case name == "":
		return nil
	case err == nil && info.IsDir():
		return fmt.Errorf("cannot write %q: it is a folder", name)
	case err == nil && !info.Mode().IsRegular():
		return nil
	}
	folder := filepath.Dir(name)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fmt.Errorf("no folder %q to write %q in", folder, name)
	}
	file, err := os.CreateTemp(folder, ".knead-*")
	if err != nil {
		return fmt.Errorf("cannot write %q: no file can be made in the folder %q", name, folder)
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// taken is the error when the draft's file is there already.
func (r *intake) taken(d *draft.Draft, err error) error {
	if errors.Is(err, files.ErrLocked) {
		return fmt.Errorf("%q belongs to another interview that is under way: finish that one first", d.Name)
	}
	if !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("cannot write %q: %w", d.Name, err)
	}
	if info, err := os.Stat(d.Name); err == nil && info.Size() == 0 {
		return fmt.Errorf("%q belongs to another interview that has just begun: finish that one, or delete the file", d.Name)
	}
	return fmt.Errorf("%q holds the answers of an interview that was interrupted or is under way: go on with %q, or delete it first",
		d.Name, r.resumeCommand(d))
}

// sayDraft says where the answers are when an interview ended before its time.
func (r *intake) sayDraft(d *draft.Draft) {
	command := r.resumeCommand(d)
	switch {
	case d.Err != nil && d.Saved:
		r.tell(r.words.Say("draft_old", "error", d.Err, "file", d.Name, "command", command), command)
	case d.Err != nil:
		r.tell(r.words.Say("draft_lost", "error", d.Err), "")
	case d.Saved:
		r.tell(r.words.Say("draft_at", "file", d.Name, "command", command), command)
	default:
		r.tell(r.words.Say("draft_none"), "")
	}
	if d.Saved && d.UnconfirmedErr != nil {
		r.tell(r.words.Say("unconfirmed_lost", "error", d.UnconfirmedErr), "")
	}
}

// tell says something that ends with a command to type, if it is not empty. On a terminal that is too narrow the words are
// wrapped, and the command stands below them as it is, so that it can be copied.
func (r *intake) tell(said, command string) {
	if width, _ := r.screen(r.err); isTerminal(r.err) && text.Width(said) > width {
		lines := text.WrapScreen("", strings.TrimSuffix(said, command), width)
		if command != "" {
			lines = append(lines, command)
		}
		said = strings.Join(lines, "\n")
	}
	fmt.Fprintln(r.err, said)
}

// resumeCommand returns the command line that resumes a draft with the same settings.
func (r *intake) resumeCommand(d *draft.Draft) string {
	command := "knead intake --resume " + shellQuote(d.Name)
	audience, pack := "", r.pack
	for _, o := range audiences {
		if o.value == r.audience && !r.adapt {
			audience = o.word
		}
	}
	if pack == packs.Default {
		pack = ""
	}
	for _, flag := range [][2]string{{"-o", r.output}, {"--report", r.report}, {"--pack", pack},
		{"--for", audience}, {"--lang", r.lang}, {"--region", r.region}} {
		if flag[1] != "" {
			command += " " + flag[0] + " " + shellQuote(flag[1])
		}
	}
	if r.plain {
		command += " --plain"
	}
	if r.fullLists {
		command += " --full-lists"
	}
	return command
}

// shellQuote writes a file name as one word of a POSIX shell.
func shellQuote(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// finish saves the answers that count, writes the report and prints the result. The result
// is printed whatever happens to the files. The draft goes once the answers are in a file of
// their own, or the result has been seen; else it stays and is named.
func (r *intake) finish(ctx context.Context, session *questionnaire.Session, d *draft.Draft) error {
	final := session.Final()
	keep := cmp.Or(r.output, d.Keep)
	var failed error
	var said []string
	if keep != "" {
		if failed = r.saveNew(keep, final); failed == nil {
			said = append(said, r.words.Say("saved", "file", keep))
		}
	}
	saved := keep != "" && failed == nil
	voice := r.voiceFor(final)
	result := r.program.Eval(final, voice)
	if last := session.LastVisit(); last != nil {
		result.Changed = r.program.Changed(last, final, voice)
	}
	visits := []report.Visit{{Result: result, Intake: final}}
	if r.report != "" {
		if err := r.writeResult(r.report, r.form.Write, voice, visits); err != nil {
			failed = errors.Join(failed, err)
		} else {
			said = append(said, r.words.Say("report_saved", "file", r.report))
		}
	}
	if viewer, ok := r.asks.(resultViewer); ok {
		r.show(ctx, viewer, voice, visits, said, failed)
	}
	r.giveBack()
	for _, words := range said {
		fmt.Fprintln(r.err, words)
	}
	if err := r.writeResult("", textReport(r.full), voice, visits); failed == nil {
		failed = err
	}
	if saved || failed == nil && !unfinished(result) {
		d.Remove(keep)
	} else {
		r.sayDraft(d)
	}
	return failed
}

// resultViewer is an asker that can show the result on its screen.
type resultViewer interface {
	Result(ctx context.Context, saved string, short, whole func(width int) string) error
}

// show shows the result and what was said before the terminal is given back. Whoever ends it early
// misses nothing: the result is printed after it.
func (r *intake) show(ctx context.Context, viewer resultViewer, voice engine.Voice, visits []report.Visit, said []string, failed error) {
	pack := r.program.Pack()
	if failed != nil {
		said = append(slices.Clone(said), failed.Error())
	}
	text := func(write reportWriter) func(int) string {
		return func(width int) string {
			var b strings.Builder
			style := report.Style{Pack: pack, Wording: r.program.Wording(voice), Audience: voice.Audience, Width: width}
			if err := write(&b, style, visits); err != nil {
				return err.Error()
			}
			return b.String()
		}
	}
	_ = viewer.Result(ctx, strings.Join(said, "\n"), text(report.Short), text(report.Text))
}

// saveNew saves the answers, but not over those that another interview has saved since
// this one began.
func (r *intake) saveNew(name string, final *rules.Intake) error {
	if r.overwrites(name) {
		return fmt.Errorf("-o %q: this file has been written by another program meanwhile", name)
	}
	return draft.WriteIntake(name, final, r.program.Pack())
}

// writeResult writes the result to a file, or to standard output without a name.
func (r *intake) writeResult(name string, write reportWriter, voice engine.Voice, visits []report.Visit) error {
	return r.writeReport(r.streams, name, r.program, voice, func(w io.Writer, style report.Style) error { return write(w, style, visits) })
}

// unfinished reports whether somebody may want to go on with the interview: answers are
// missing, and no emergency ended it.
func unfinished(result *engine.Result) bool {
	return result.Disposition != rules.Emergency.String() &&
		slices.ContainsFunc(result.Missing, func(m engine.Missing) bool { return m.State == "unanswered" })
}
