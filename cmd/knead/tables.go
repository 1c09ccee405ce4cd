package main

import (
	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/batch"
	"knead/internal/fastread"
	"knead/internal/fhir"
	"knead/internal/records"
	"knead/rules"
)

// tableFlags say how tables are read.
type tableFlags struct {
	batch.Options        // those of tables only
	tableMap      string // a file
}

// register declares them.
func (t *tableFlags) register(c *cobra.Command) {
	f := c.Flags()
	addChoice(c, f, &t.Tables.Delimiter, "delimiter", "", "what stands between the `CELLS` of a table: %s (default: as its first row shows)",
		option[byte]{word: "comma", value: ','}, option[byte]{word: "semicolon", value: ';'}, option[byte]{word: "tab", value: '\t'})
	addChoice(c, f, &t.Encoding, "encoding", "", "`ENCODING` of tables: %s (default: utf-8 or utf-16, as they begin)",
		optionsFor(records.Encodings(), records.Encoding.String)...)
	f.StringVar(&t.Sheet, "sheet", "", "read the sheet `NAME` of spreadsheets (default: the first that is not hidden)")
	addChoice(c, f, &t.Tables.Dates, "date", "", "`ORDER` of dates in tables: %s (default: only 2026-03-09)",
		option[fastread.DateOrder]{word: "dmy", value: fastread.DayMonthYear}, option[fastread.DateOrder]{word: "mdy", value: fastread.MonthDayYear},
		option[fastread.DateOrder]{word: "ymd", value: fastread.YearMonthDay})
	f.StringVar(&t.tableMap, "map", "", "read tables, or responses to another questionnaire, as the map in `FILE` says (YAML)")
	f.BoolVar(&t.Tables.IgnoreUnknown, "ignore-unknown", false, "pass over the columns of tables that are no question")
	complete(c, "sheet", cobra.NoFileCompletions)
}

// read reads the map, if one is named.
func (t *tableFlags) read(s streams, p *rules.Pack) (err error) {
	if t.tableMap != "" {
		t.Tables.Map, err = readMap(s, t.tableMap, p)
	}
	return err
}

// importer returns a reader of responses to the pack's questionnaire, or to that of the map.
func (t *tableFlags) importer(p *engine.Program, names fhir.Names) *fhir.Importer {
	importer := fhir.NewImporter(p, names)
	if t.Tables.Map != nil {
		importer = importer.Mapped(t.Tables.Map)
	}
	return importer
}
