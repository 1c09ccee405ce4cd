package main

import (
	"fmt"
	"slices"

	"knead/engine"
	"knead/engine/verify"
	"knead/internal/diag"
	"knead/rules"
)

// records compares the results of the records of intake files.
func (d *packDiff) records(s streams, r *diffReport, names []string) error {
	if len(names) == 0 {
		return nil
	}
	files, err := readFiles(s, names)
	if err != nil {
		return err
	}
	olds, err := decodeForBoth(s, files, d.inputFormat, d.old, d.new)
	if err != nil {
		return err
	}
	news, err := decodeForBoth(s, files, d.inputFormat, d.new, d.old)
	if err != nil {
		return err
	}
	r.compared = len(olds)
	comparer := verify.NewComparer(d.old.program, d.new.program)
	allowances := verify.NewAllowances(comparer, d.allowed)
	for i := range olds {
		changes := comparer.Changes(olds[i], news[i])
		if len(changes) == 0 {
			continue
		}
		rec := changedRecord{pos: olds[i].Pos, id: "without id"}
		if olds[i].ID != nil {
			rec.id = *olds[i].ID
		}
		for _, c := range changes {
			x := d.change(c, olds[i].Pos)
			x.Message = fmt.Sprintf("%q: %s", rec.id, x.Message)
			x.Rules = allowances.Responsible(c, olds[i], news[i])
			entry, covered := allowances.Covers(c, olds[i], news[i])
			switch {
			case covered:
				d.used[entry], x.Reason = true, d.allowed[entry].Reason
			case c.Direction == verify.LessSafe:
				d.bad, x.Severity = true, diag.Error
			}
			rec.changes = append(rec.changes, x)
		}
		r.records = append(r.records, rec)
	}
	return nil
}

// decodeForBoth reads the intakes of files for one of two packs, and leaves out answers to
// questions that the other one alone asks.
func decodeForBoth(s streams, files []intakeFile, format inputFormat, of, other *authored) ([]*rules.Intake, error) {
	pack := of.program.Pack()
	program, err := alsoAsking(of.program, other.program.Pack())
	if err != nil {
		return nil, err
	}
	intakes, err := decodeFiles(s, files, format, program)
	if err != nil {
		return nil, fmt.Errorf("for pack %q, %w", of.name, err)
	}
	for _, in := range intakes {
		in.Answers = in.Answers[:len(pack.Questions)]
	}
	return intakes, nil
}

// alsoAsking returns a program that reads answers to another pack's questions too, behind
// its own. It is for reading intakes alone.
func alsoAsking(program *engine.Program, other *rules.Pack) (*engine.Program, error) {
	pack := *program.Pack()
	pack.Questions = slices.Clone(pack.Questions)
	for _, q := range other.Questions {
		if pack.QuestionIndex(q.ID) < 0 {
			q.Section, q.AskIf, q.Returning = 0, nil, rules.Returning{} // they speak of the other pack
			pack.Questions = append(pack.Questions, q)
		}
	}
	return engine.Compile(&pack)
}
