package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"knead/internal/draft"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// session starts an interview from nothing, from a draft or from the last visit, with the
// answers of --set.
func (r *intake) session() (*questionnaire.Session, error) {
	pack := r.program.Pack()
	var session *questionnaire.Session
	switch {
	case r.resume != "":
		in, err := r.readDraft(r.resume)
		if err != nil {
			return nil, err
		}
		session = questionnaire.New(pack, in, r.logic())
		session.Restore(draft.ReadUnconfirmed(r.resume, pack))
	case r.from != "":
		last, err := r.readDraft(r.from)
		if err != nil {
			return nil, err
		}
		session = questionnaire.Returning(pack, last.Intake, daysSince(last.Date, r.now), r.logic())
	default:
		session = questionnaire.Start(pack, r.logic())
	}
	in := session.Draft().Intake
	if in.Date == "" {
		in.Date = r.now.Format(time.DateOnly)
	}
	in.Pack = pack.Name + " " + pack.Version
	return session, r.setAnswers(session)
}

// daysSince returns the days from a date to now, or -1 when the date is none or lies ahead.
func daysSince(date string, now time.Time) int {
	then, err := time.ParseInLocation(time.DateOnly, date, now.Location())
	if err != nil || then.After(now) {
		return -1
	}
	return int(now.Sub(then).Hours()+12) / 24
}

// readDraft reads an earlier intake. What this version of the pack cannot use any more is
// left out, said, and so asked again.
func (r *intake) readDraft(name string) (*rules.Draft, error) {
	data, err := readBounded(r.streams, name)
	if err != nil {
		return nil, err
	}
	file := intakeFile{name, data}
	pack := r.program.Pack()
	in, problems := packfile.ParseDraft(data, displayName(name), file.syntax(anyFormat), pack)
	if in == nil {
		return nil, fmt.Errorf("this intake cannot be used:\n%w", problems)
	}
	if now := pack.Name + " " + pack.Version; in.Pack != "" && in.Pack != now {
		r.notice = r.words.Say("resume_other_pack", "old", in.Pack, "new", now)
		fmt.Fprintln(r.err, r.notice)
	}
	if errs := problems.Errors(); len(errs) > 0 {
		r.notice = strings.TrimSpace(r.notice + " " + r.words.Say("resume_dropped") + " " + fields(errs))
		fmt.Fprintln(r.err, r.words.Say("resume_dropped"))
		fmt.Fprintln(r.err, errs.Error())
	}
	return in, nil
}

// fields names what problems are about, each once.
func fields(problems rules.Problems) string {
	var names []string
	for _, problem := range problems {
		if problem.Field != "" && !slices.Contains(names, problem.Field) {
			names = append(names, problem.Field)
		}
	}
	return strings.Join(names, ", ")
}

// setAnswers enters the answers of --set.
func (r *intake) setAnswers(session *questionnaire.Session) error {
	pack := r.program.Pack()
	ids := make([]string, len(pack.Questions))
	for i := range pack.Questions {
		ids[i] = pack.Questions[i].ID
	}
	for _, set := range r.set {
		id, value, found := strings.Cut(set, "=")
		if !found {
			return fmt.Errorf("--set %q: expected ID=ANSWER", set)
		}
		q := pack.QuestionIndex(id)
		if q < 0 {
			return fmt.Errorf("--set %q: no question is called %q%s", set, id, rules.Hint(id, ids))
		}
		a, problem := packfile.ParseCell(&pack.Questions[q], value)
		if problem != nil {
			return fmt.Errorf("--set %s: %s", id, problem.Message)
		}
		if err := session.Set(q, a); err != nil {
			return fmt.Errorf("--set %s: %w", id, err)
		}
	}
	return nil
}
