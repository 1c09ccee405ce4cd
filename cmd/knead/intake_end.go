package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/draft"
	"knead/internal/files"
	"knead/internal/report"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packs"
)

// taken is the error when the draft's file is there already.
func (r *intake) taken(d *draft.Draft, err error) error {
	if errors.Is(err, files.ErrLocked) {
		return fmt.Errorf("%q belongs to another interview that is under way: finish that one first", d.Name)
	}
	if info, err := os.Stat(d.Name); err == nil && info.Size() == 0 {
		return fmt.Errorf("%q belongs to another interview that has just begun: finish that one, or delete the file", d.Name)
	}
	return fmt.Errorf("%q holds the answers of an interview that was interrupted or is under way: go on with %q, or delete it first",
		d.Name, r.resumeCommand(d))
}

// sayDraft says where the answers are when an interview ended before its time.
func (r *intake) sayDraft(d *draft.Draft) {
	switch {
	case d.Err != nil && d.Saved:
		fmt.Fprintln(r.err, r.words.Say("draft_old", "error", d.Err, "file", d.Name, "command", r.resumeCommand(d)))
	case d.Err != nil:
		fmt.Fprintln(r.err, r.words.Say("draft_lost", "error", d.Err))
	case d.Saved:
		fmt.Fprintln(r.err, r.words.Say("draft_at", "file", d.Name, "command", r.resumeCommand(d)))
	default:
		fmt.Fprintln(r.err, r.words.Say("draft_none"))
	}
	if d.Saved && d.UnconfirmedErr != nil {
		fmt.Fprintln(r.err, r.words.Say("unconfirmed_lost", "error", d.UnconfirmedErr))
	}
}

// resumeCommand returns the command line that goes on from a draft in the same way.
func (r *intake) resumeCommand(d *draft.Draft) string {
	command := "knead intake --resume " + shellQuote(d.Name)
	audience, pack := "", r.pack
	if i := slices.IndexFunc(audiences, func(o option[rules.Audience]) bool { return o.value == r.audience }); !r.adapt && i >= 0 {
		audience = audiences[i].word
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
func (r *intake) finish(session *questionnaire.Session, d *draft.Draft) error {
	final := session.Final()
	keep := r.output
	if keep == "" {
		keep = d.Keep
	}
	var failed error
	if keep != "" {
		if failed = r.saveNew(keep, final); failed == nil {
			fmt.Fprintln(r.err, r.words.Say("saved", "file", keep))
		}
	}
	saved := keep != "" && failed == nil
	voice := r.voiceFor(final)
	result := r.program.Eval(final, voice)
	visits := []report.Visit{{Result: result, Intake: final}}
	if r.report != "" {
		if err := r.writeResult(r.report, r.form.Write, voice, visits); err != nil {
			failed = errors.Join(failed, err)
		} else {
			fmt.Fprintln(r.err, r.words.Say("report_saved", "file", r.report))
		}
	}
	if err := r.writeResult("", report.Text, voice, visits); failed == nil {
		failed = err
	}
	if saved || failed == nil && !unfinished(result) {
		d.Remove(keep)
	} else {
		r.sayDraft(d)
	}
	return failed
}

// saveNew saves the answers, but not over those that another interview has saved since
// this one began.
func (r *intake) saveNew(name string, final *rules.Intake) error {
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() > 0 && !draft.SameName(name, r.resume) {
		return fmt.Errorf("-o %q: this file has been written by another program meanwhile", name)
	}
	return draft.WriteIntake(name, final, r.program.Pack())
}

// writeResult writes the result to a file, or to standard output without a name.
func (r *intake) writeResult(name string, write func(io.Writer, report.Style, []report.Visit) error, voice engine.Voice, visits []report.Visit) error {
	return r.writeReport(r.streams, name, r.program, voice, func(w io.Writer, style report.Style) error { return write(w, style, visits) })
}

// unfinished reports whether somebody may want to go on with the interview: answers are
// missing, and no emergency ended it.
func unfinished(result *engine.Result) bool {
	return result.Disposition != rules.Emergency.String() &&
		slices.ContainsFunc(result.Missing, func(m engine.Missing) bool { return m.State == "unanswered" })
}
