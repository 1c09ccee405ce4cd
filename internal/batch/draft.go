package batch

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"knead/internal/fastread"
	"knead/internal/files"
	"knead/internal/records"
	"knead/rules"
	"knead/rules/packfile"
)

// draftRows is how many rows a draft of a map looks at.
const draftRows = 1000

// DraftMap returns a map of the first input, which must be a table, and what is open in it.
func DraftMap(o Options) (draft []byte, open []string, err error) {
	in, err := o.table()
	if err != nil {
		return nil, nil, err
	}
	if in.Format != records.CSV {
		return nil, nil, fmt.Errorf("%s is no table: a map says how a table is read", in.Shown())
	}
	reader := o.rowReader()
	var d *fastread.Draft
	header := func(in *records.Input, row []byte) (delimiter byte, err error) {
		if d, err = fastread.NewDraft(reader, in.Shown(), row, o.tableOptions(in)); err != nil {
			return 0, err
		}
		return d.Delimiter(), nil
	}
	rows := 0
	err = o.eachRow(in, header, func(row []byte, _ int64, unread *records.Reject) bool {
		if unread == nil {
			d.Row(row)
			rows++
		}
		return rows < draftRows
	})
	if err != nil {
		return nil, nil, err
	}
	draft = d.Bytes()
	return draft, d.Open, nil
}

// IsTable reports whether a file is a table by its name.
func IsTable(name string) bool { return records.FormatOf(name) == records.CSV }

// Rows reads each row of the first input, a table of at most so many, as an intake, and says what
// else the input holds.
func Rows(o Options, most int) (rows []packfile.Record, ignored string, err error) {
	in, err := o.table()
	if err != nil {
		return nil, "", err
	}
	reader := o.rowReader()
	var plan *fastread.Plan
	header := func(in *records.Input, row []byte) (delimiter byte, err error) {
		if plan, err = reader.Plan(in.Shown(), row, o.tableOptions(in)); err != nil {
			return 0, err
		}
		return plan.Delimiter, nil
	}
	err = o.eachRow(in, header, func(row []byte, line int64, unread *records.Reject) bool {
		r := packfile.Record{Pos: rules.Pos{File: in.Shown(), Line: int(line)}}
		id, rejected := records.ID{}, unread
		if unread == nil {
			id, rejected = reader.Row(plan, row)
		}
		if rejected == nil {
			r.Intake = reader.Intake(plan, id)
			r.Intake.Pos, r.ID = r.Pos, r.Intake.ID
			if reader.Void {
				r.Problems = append(r.Problems, rules.Problem{Pos: r.Pos, Code: packfile.VoidConfirmed, Message: packfile.VoidMessage, Warning: true})
			}
		} else {
			r.ID, r.Readable = rejected.ID, rejected.Readable
			for _, f := range rejected.Faults {
				r.Problems = append(r.Problems, rules.Problem{Pos: r.Pos, Code: f.Code, Field: f.Field, Message: f.Message})
			}
		}
		rows = append(rows, r)
		return len(rows) <= most
	})
	switch {
	case err != nil:
		return nil, "", err
	case len(rows) > most:
		return nil, "", fmt.Errorf("%s has more than %d rows: use \"knead batch\" for many records", in.Shown(), most)
	case len(rows) == 0:
		return nil, "", fmt.Errorf("%s holds no intake: expected rows below the names of the columns", in.Shown())
	}
	return rows, ignoredIn(in, plan.Ignored), nil
}

// ignoredIn says which columns of an input are passed over, and what else it holds; "" is nothing.
func ignoredIn(in *records.Input, columns []string) string {
	if columns = append(slices.Clip(columns), in.Others()...); len(columns) == 0 {
		return ""
	}
	return in.Shown() + ": " + strings.Join(columns, ", ")
}

// tableOptions returns how an input is read that is a table.
func (o *Options) tableOptions(in *records.Input) fastread.TableOptions {
	t := o.Tables
	t.Line = in.Line
	switch {
	case in.IsSheet():
		t.Delimiter = ','
	case t.Delimiter == 0:
		t.Delimiter = in.Stated
	}
	return t
}

// table returns the first input.
func (o *Options) table() (*records.Input, error) {
	inputs, err := records.Find(o.Inputs, o.InputFormat, new(files.Seen))
	if err != nil {
		return nil, err
	}
	in := inputs[0]
	in.Encoding, in.Sheet = o.Encoding, o.Sheet
	if in.Info != nil {
		o.Seen.AddInfo(in.Info)
	}
	return in, nil
}

func (o *Options) rowReader() *fastread.Reader {
	return fastread.NewReader(fastread.NewTables(o.Program, o.Languages), o.Program.NewFacts())
}

// eachRow hands out the rows of a table that are not blank with the lines they begin in, and why
// one is not read, until use has seen enough.
func (o *Options) eachRow(in *records.Input, header func(in *records.Input, row []byte) (byte, error), use func(row []byte, line int64, unread *records.Reject) bool) error {
	r := records.Reader{Inputs: []*records.Input{in}, Stdin: o.Stdin, Header: header, Counted: func(int) {}, Size: records.ChunkSize}
	line := int64(1)
	for {
		c, err := r.Next(nil, nil)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line += c.Lead
		counted := 0
		for _, s := range c.Records {
			row := c.Data[s.From:s.To]
			line += records.LineFeeds(c.Data[counted:s.From])
			counted = s.From
			var unread *records.Reject
			if len(row) > records.MaxSize {
				unread = records.TooLong()
			}
			if c.IsRecord(row) && !use(row, line, unread) {
				return nil
			}
		}
		line += records.LineFeeds(c.Data[counted:])
		if c.Unread != nil {
			if !use(nil, line, c.Unread.Reject) {
				return nil
			}
			line += c.Unread.Lines
		}
	}
}
