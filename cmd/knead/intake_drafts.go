package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"knead/internal/draft"
	"knead/internal/text"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// latestDraft is what --resume says without a file.
const latestDraft = "latest"

// resumeLatest makes the latest draft the one to resume.
func (o *intakeOptions) resumeLatest() error {
	left := draft.Unfinished()
	if l, ok := draft.ForOutput(o.output); ok && o.output != "" {
		left = []draft.Left{l}
	}
	i := slices.IndexFunc(left, func(l draft.Left) bool { return !l.InUse })
	if i < 0 {
		return errors.New(`--resume: no draft is left to go on from; name a file, as in "--resume anna.yaml"`)
	}
	o.goOn(left[i])
	return nil
}

// goOn makes a draft the one to resume. Its answers end in the file that they were meant for.
func (o *intakeOptions) goOn(l draft.Left) {
	if name, beside := strings.CutSuffix(l.Name, ".draft"); beside && o.output == "" {
		o.output = name
	}
	o.resume = l.Name
}

// askGoOn asks whoever sits at a terminal whether to go on with the interview that the same command
// began before.
func (r *intake) askGoOn(ctx context.Context) error {
	if r.resume != "" || !isTerminal(r.in) {
		return nil
	}
	left, ok := draft.ForOutput(r.output)
	if !ok || left.InUse || !r.comesFrom(left.Name) {
		return nil
	}
	n := r.stoppedAt(left.Name)
	if n == 0 {
		return nil
	}
	anew, beside := "go_on_anew", r.output != "" && left.Name == r.output+".draft"
	if beside {
		anew = "go_on_delete"
	}
	entry, err := r.choose(ctx, questionnaire.Menu{
		Title: r.words.Say("go_on_title"), Text: r.describe(left), Prompt: r.words.Say("choice_prompt", "n", 2),
		Entries: []questionnaire.Entry{{Label: r.words.Say("go_on", "n", n)}, {Label: r.words.Say(anew)}},
	})
	switch {
	case err != nil:
		return err
	case entry == 0:
		r.resume = left.Name
	case beside:
		return draft.Delete(left.Name)
	}
	return nil
}

// comesFrom reports whether a draft began with the last visit that this command begins with. It may be
// somebody else's.
func (r *intake) comesFrom(name string) bool {
	if r.from == "" {
		return true
	}
	pack := r.program.Pack()
	from, last := r.parseDraft(r.from), draft.ReadUnconfirmed(name, pack).Last
	if from == nil || last == nil {
		return false
	}
	for q, a := range from.Answers {
		if !pack.Questions[q].Kind.IsText() && a != last[q] {
			return false
		}
	}
	return true
}

// parseDraft reads a draft in silence; it is nil where it cannot be read.
func (r *intake) parseDraft(name string) *rules.Draft {
	data, err := readBounded(r.streams, name)
	if err != nil {
		return nil
	}
	file := intakeFile{name: name, data: data}
	d, _ := packfile.ParseDraft(data, displayName(name), file.syntax(anyFormat), r.program.Pack())
	return d
}

// choose puts a menu before the person. The way back from it ends the command.
func (r *intake) choose(ctx context.Context, m questionnaire.Menu) (entry int, err error) {
	m.Urgent = true // it has to be read: nothing typed ahead counts
	reply, err := r.asker().Ask(ctx, questionnaire.Page{Menu: &m}, nil)
	if err == nil && reply.Act != questionnaire.Give {
		err = errInterrupted
	}
	return reply.Entry, err
}

// stoppedAt returns the number of the question at which a draft of this pack stops, or 0.
func (r *intake) stoppedAt(name string) int {
	pack, d := r.program.Pack(), r.parseDraft(name)
	if d == nil || d.Pack != "" && !strings.HasPrefix(d.Pack, pack.Name+" ") {
		return 0
	}
	n := 1
	for q, applies := range r.program.Applies(d.Intake) {
		if applies && (d.Answers[q].State != rules.Unanswered || d.Passed[q]) {
			n++
		}
	}
	return n
}

// describe says where a draft is and from when.
func (r *intake) describe(l draft.Left) string {
	return r.words.Say("draft_from", "file", l.Name, "time", l.Changed.Format("2006-01-02 15:04"))
}

// drafts names the drafts that are left. At a terminal one of them can be deleted or gone on with; goOn
// reports the latter.
func (r *intake) drafts(ctx context.Context) (goOn bool, err error) {
	for {
		var left []draft.Left
		var entries []questionnaire.Entry
		for _, l := range draft.Unfinished() {
			n := r.stoppedAt(l.Name)
			if n == 0 && filepath.Dir(l.Name) == "." {
				continue // a file that only ends in .draft, or of another pack
			}
			left = append(left, l)
			value := ""
			switch {
			case l.InUse:
				value = r.words.Say("draft_in_use")
			case n > 0:
				value = r.words.Say("draft_question", "n", n)
			}
			entries = append(entries, questionnaire.Entry{Label: r.describe(l), Value: value})
		}
		switch {
		case len(left) == 0:
			_, err := fmt.Fprintln(r.out, r.words.Say("drafts_none"))
			return false, err
		case r.draftsDo == deleteDrafts:
			return false, r.deleteDrafts(left)
		case !isTerminal(r.in):
			for _, e := range entries {
				if _, err := fmt.Fprintln(r.out, strings.TrimSpace(text.Screen.Clean(e.Label+" "+e.Value))); err != nil {
					return false, err
				}
			}
			return false, nil
		}
		entries = append(entries, questionnaire.Entry{Label: r.words.Say("drafts_end")})
		i, err := r.choose(ctx, questionnaire.Menu{
			Title: r.words.Say("drafts_title"), Prompt: r.words.Say("choice_prompt", "n", len(entries)), Entries: entries,
		})
		if err != nil || i == len(left) {
			return false, err
		}
		if goOn, err = r.oneDraft(ctx, left[i]); goOn || err != nil {
			return goOn, err
		}
	}
}

// oneDraft asks what is to become of a draft.
func (r *intake) oneDraft(ctx context.Context, l draft.Left) (goOn bool, err error) {
	i, err := r.choose(ctx, questionnaire.Menu{
		Title: r.describe(l), Prompt: r.words.Say("choice_prompt", "n", 3),
		Entries: []questionnaire.Entry{
			{Label: r.words.Say("go_on_this")}, {Label: r.words.Say("draft_delete")}, {Label: r.words.Say("draft_leave")},
		},
		Focus: 2,
	})
	switch {
	case err != nil:
		return false, err
	case i == 0:
		r.goOn(l)
		return true, nil
	case i == 1:
		return false, draft.Delete(l.Name)
	}
	return false, nil
}

// deleteDrafts deletes all drafts that no interview uses, and names each.
func (r *intake) deleteDrafts(left []draft.Left) (failed error) {
	for _, l := range left {
		word := "draft_in_use_left"
		if !l.InUse {
			if err := draft.Delete(l.Name); err != nil {
				failed = errors.Join(failed, err)
				continue
			}
			word = "draft_deleted"
		}
		if _, err := fmt.Fprintln(r.out, r.words.Say(word, "file", l.Name)); err != nil {
			return err
		}
	}
	return failed
}
