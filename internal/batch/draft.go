package batch

import (
	"errors"
	"fmt"
	"io"

	"knead/internal/fastread"
	"knead/internal/files"
	"knead/internal/records"
)

// draftRows is how many rows a draft of a map looks at.
const draftRows = 1000

// DraftMap returns a map of the first input, which must be a table, and what is open in it.
func DraftMap(o Options) (draft []byte, open []string, err error) {
	inputs, err := records.Find(o.Inputs, o.InputFormat, new(files.Seen))
	if err != nil {
		return nil, nil, err
	}
	in := inputs[0]
	in.Encoding, in.Sheet = o.Encoding, o.Sheet
	if in.Format != records.CSV {
		return nil, nil, fmt.Errorf("%s is no table: a map says how a table is read", in.Shown())
	}
	if in.Info != nil {
		o.Seen.AddInfo(in.Info)
	}
	reader := fastread.NewReader(fastread.NewTables(o.Program, o.Languages), o.Program.NewFacts())
	var d *fastread.Draft
	header := func(in *records.Input, row []byte) (delimiter byte, err error) {
		if d, err = fastread.NewDraft(reader, in.Shown(), row, o.Tables); err != nil {
			return 0, err
		}
		return d.Delimiter(), nil
	}
	r := records.Reader{Inputs: inputs[:1], Stdin: o.Stdin, Header: header, Counted: func(int) {}, Size: records.ChunkSize}
	for rows := 0; rows < draftRows; {
		c, err := r.Next(nil, nil)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		for _, s := range c.Records {
			if text := c.Data[s.From:s.To]; len(text) <= records.MaxSize && c.IsRecord(text) && rows < draftRows {
				d.Row(text)
				rows++
			}
		}
	}
	draft = d.Bytes()
	return draft, d.Open, nil
}
