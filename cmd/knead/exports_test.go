package main

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"knead/engine"
	"knead/internal/draft"
	"knead/internal/words"
	"knead/internal/xlsx"
	"knead/rules"
)

// export is a table as one program writes it.
type export struct {
	name      string
	flags     []string // of batch
	tableMap  string   // says what columns of bookkeeping are
	delimiter rune     // 0: a comma
	quoted    bool     // every cell is
	lines     string   // what ends a row
	wide      bool     // UTF-16, little end first
	mark      bool     // a byte order mark
	before    []string // headings of bookkeeping, with one cell of every row each
	beforeRow func(in *rules.Intake) []string
	after     []string
	blank     int // rows without anything at the end

	labels           bool   // headings and answers are the words shown
	yes, no          string // of questions to be answered so
	separator        string // between the answers of a list; "": a column for each
	box              func(q *rules.Question, option, label string) string
	ticked, unticked string
	whole            bool // beside the columns of the boxes stands the list
}

var exports = []export{
	{name: "google-forms", tableMap: "columns: {Timestamp: date}\ndate: ymd\nignore: [Email Address]\n", quoted: true, lines: "\n",
		before: []string{"Timestamp", "Email Address"}, beforeRow: func(in *rules.Intake) []string {
			return []string{strings.ReplaceAll(in.Date, "-", "/") + " 10:15:02 am GMT+5:30", *in.ID + "@example.org"}
		}, labels: true, yes: "Yes", no: "No", separator: ", "},
	{name: "excel-germany", flags: []string{"--date", "dmy"}, delimiter: ';', lines: "\r\n", mark: true,
		before: []string{"ID", "Date"}, beforeRow: func(in *rules.Intake) []string { return []string{*in.ID, dayFirst(in.Date, ".")} },
		after: []string{"", ""}, blank: 3, labels: true, yes: "WAHR", no: "FALSCH", separator: "\n"},
	{name: "excel-us", flags: []string{"--date", "mdy"}, lines: "\r\n", mark: true,
		before: []string{"id", "date"}, beforeRow: func(in *rules.Intake) []string { return []string{*in.ID, monthFirst(in.Date)} },
		after: []string{""}, blank: 2, yes: "TRUE", no: "FALSE", separator: ";"},
	{name: "redcap", tableMap: "columns: {record_id: id, intake_timestamp: date}\nignore: [redcap_survey_identifier, intake_complete]\n", lines: "\n",
		before: []string{"record_id", "redcap_survey_identifier", "intake_timestamp"}, beforeRow: func(in *rules.Intake) []string {
			return []string{*in.ID, "", in.Date + " 10:15:02"}
		}, after: []string{"intake_complete=2"}, yes: "1", no: "0",
		box: func(q *rules.Question, option, _ string) string { return q.ID + "___" + option }, ticked: "1", unticked: "0"},
	{name: "redcap-labels", tableMap: "columns: {Record ID: id, Survey Timestamp: date}\nignore: [Survey Identifier, \"Complete?\"]\n", quoted: true, lines: "\n",
		before: []string{"Record ID", "Survey Identifier", "Survey Timestamp"}, beforeRow: func(in *rules.Intake) []string {
			return []string{*in.ID, "", in.Date + " 10:15"}
		}, after: []string{"Complete?=Complete"}, labels: true, yes: "Yes", no: "No",
		box: func(q *rules.Question, _, label string) string { return q.Ask.Patient + " (choice=" + label + ")" }, ticked: "Checked", unticked: "Unchecked"},
	{name: "jotform", tableMap: "columns: {Submission Date: date, Submission ID: id}\nignore: [IP]\n", quoted: true, lines: "\n", mark: true,
		before: []string{"Submission Date"}, beforeRow: func(in *rules.Intake) []string { return []string{in.Date + " 10:15:02"} },
		after: []string{"Submission ID=", "IP=203.0.113.7"}, labels: true, yes: "Yes", no: "No", separator: "\n"},
	{name: "numbers", flags: []string{"--date", "dmy"}, delimiter: ';', lines: "\n",
		before: []string{"Id", "Date"}, beforeRow: func(in *rules.Intake) []string { return []string{*in.ID, dayFirst(in.Date, "/")} },
		after: []string{""}, blank: 5, labels: true, yes: "TRUE", no: "FALSE",
		box: func(q *rules.Question, _, label string) string { return q.Ask.Patient + " [" + label + "]" }, ticked: "TRUE", unticked: "FALSE"},
	{name: "kobo", tableMap: "columns: {start: date, _id: id}\nignore: [end, _uuid, _submission_time, _validation_status, _notes, _status, _submitted_by, __version__, _tags, _index]\n",
		delimiter: ';', quoted: true, lines: "\n", mark: true,
		before: []string{"start", "end"}, beforeRow: func(in *rules.Intake) []string {
			return []string{in.Date + "T10:15:02.123+05:30", in.Date + "T10:31:40.456+05:30"}
		},
		after: []string{"_id=", "_uuid=0c6f", "_submission_time=2026-03-09T05:01:44", "_validation_status=", "_notes=", "_status=submitted_via_web", "_submitted_by=", "__version__=v1", "_tags=", "_index=1"},
		yes:   "yes", no: "no", whole: true, separator: " ",
		box: func(q *rules.Question, option, _ string) string { return q.ID + "/" + option }, ticked: "1", unticked: "0"},
	{name: "kobo-labels", tableMap: "columns: {start: date, _id: id}\nignore: [end]\n", delimiter: ';', quoted: true, lines: "\n", mark: true,
		before: []string{"start", "end"}, beforeRow: func(in *rules.Intake) []string {
			return []string{in.Date + "T10:15:02.123+05:30", in.Date + "T10:31:40.456+05:30"}
		},
		after: []string{"_id="}, labels: true, yes: "Yes", no: "No", // "select many: separate columns"
		box: func(q *rules.Question, _, label string) string { return q.Ask.Patient + "/" + label }, ticked: "1", unticked: "0"},
	{name: "limesurvey", tableMap: "columns: {submitdate: date}\nignore: [lastpage, startlanguage, seed]\n", quoted: true, lines: "\n", mark: true,
		before: []string{"id", "submitdate", "lastpage", "startlanguage", "seed"}, beforeRow: func(in *rules.Intake) []string {
			return []string{*in.ID, in.Date + " 10:15:02", "7", "en", "1187430512"}
		}, yes: "Y", no: "N",
		box: func(q *rules.Question, option, _ string) string { return q.ID + "[" + option + "]" }, ticked: "Y", unticked: ""},
	{name: "by-hand", delimiter: '\t', lines: "\r\n", wide: true, mark: true,
		before: []string{" ID ", "date"}, beforeRow: func(in *rules.Intake) []string { return []string{*in.ID, in.Date} },
		blank: 1, labels: true, yes: "y ", no: "n", separator: "; "},
}

func dayFirst(date, separator string) string {
	return date[8:] + separator + date[5:7] + separator + date[:4]
}

func monthFirst(date string) string {
	return strings.TrimPrefix(date[5:7], "0") + "/" + strings.TrimPrefix(date[8:], "0") + "/" + date[:4]
}

// TestExports writes intakes as the programs export them with which people ask questions, and holds
// that each table, which testdata keeps, gives the results of the intakes, but for ids that the program does not know.
func TestExports(t *testing.T) {
	program := backcare(t)
	pack := program.Pack()
	people := exported(t, program)
	medicines := pack.QuestionIndex("medicines")
	for _, id := range []string{"strong_painkiller", "insulin"} { // labels with a comma
		people[0].Answers[medicines].Ticks |= 1 << pack.Questions[medicines].OptionIndex(id)
	}
	people[1].Answers[pack.QuestionIndex("notes")] = rules.Answer{State: rules.Answered, Text: "worse when sitting; \"better\" after a walk,\nand in the morning"}
	if len(people) < 3 {
		t.Fatalf("only %d people", len(people))
	}
	dir := t.TempDir()
	var args []string
	for _, in := range people {
		name := filepath.Join(dir, *in.ID+".yaml")
		if err := draft.WriteIntake(name, in, pack); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	want := resultsOf(t, args...)
	if len(want) != len(people) {
		t.Fatalf("%d results of %d people", len(want), len(people))
	}
	for _, e := range exports {
		t.Run(e.name, func(t *testing.T) {
			name := filepath.Join("testdata", "exports", e.name+".csv")
			args := append([]string{name}, e.flags...)
			asWritten(t, name, e.write(t, pack, people))
			if e.tableMap != "" {
				asWritten(t, name+".map.yaml", []byte(e.tableMap))
				args = append(args, "--map", name+".map.yaml")
			}
			got := resultsOf(t, args...)
			if len(got) != len(want) {
				t.Fatalf("%d results, want %d", len(got), len(want))
			}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%s:\ngot  %s\nwant %s", *people[i].ID, got[i], want[i])
				}
			}
		})
	}
}

// asWritten wants a file to hold the data, or writes it with -update.
func asWritten(t *testing.T, name string, data []byte) {
	t.Helper()
	if *update {
		writeTable(t, name, data)
	}
	if held, err := os.ReadFile(name); err != nil || !bytes.Equal(held, data) {
		t.Errorf("%s is not what the program writes now; run go test ./cmd/knead -run Exports -update (%v)", name, err)
	}
}

// exported returns the example intakes that tables can hold.
func exported(t *testing.T, program *engine.Program) (people []*rules.Intake) {
	t.Helper()
	all := examples(t, program)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		in := all[name]
		if len(in.Confirmed) == 0 && len(in.Skipped) == 0 && !in.Screened {
			in.Pack = "" // tables do not name it
			people = append(people, in)
		}
	}
	return people
}

// TestTablesGuide runs the commands of each section of docs/tables.md, one after another, in a folder
// that holds the exports they speak of.
func TestTablesGuide(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the guide is for a Unix shell")
	}
	page, err := os.ReadFile("../../docs/tables.md")
	if err != nil {
		t.Fatal(err)
	}
	program := backcare(t)
	people := exported(t, program)
	files := map[string]string{"google-forms": "google.csv", "redcap": "redcap.csv", "kobo": "kobo.csv", "excel-germany": "clients.csv"}
	commands := 0
	for _, section := range strings.Split(string(page), "\n## ")[1:] {
		title, _, _ := strings.Cut(section, "\n")
		t.Run(title, func(t *testing.T) {
			dir := t.TempDir()
			for _, e := range exports {
				if name := files[e.name]; name != "" {
					writeTable(t, filepath.Join(dir, name), e.write(t, program.Pack(), people))
				}
				if e.name == "excel-germany" {
					var book bytes.Buffer
					if err := xlsx.Write(&book, []xlsx.Sheet{{Name: "Clients", Rows: e.rows(program.Pack(), people)}}); err != nil {
						t.Fatal(err)
					}
					writeTable(t, filepath.Join(dir, "clients.xlsx"), book.Bytes())
				}
			}
			for command, want := range transcripts(section) {
				follow(t, dir, command, want)
				commands++
			}
		})
	}
	if commands < 20 {
		t.Errorf("%d commands were run", commands)
	}
}

// TestFolderOfTables reads a table and a sheet with a flag that says how the cells of the table are
// separated, which those of the sheet are not.
func TestFolderOfTables(t *testing.T) {
	dir := t.TempDir()
	writeTable(t, filepath.Join(dir, "a.csv"), []byte("id;age\na;41\n"))
	var book bytes.Buffer
	if err := xlsx.Write(&book, []xlsx.Sheet{{Name: "People", Rows: [][]string{{"id", "age"}, {"b", "42"}}}}); err != nil {
		t.Fatal(err)
	}
	writeTable(t, filepath.Join(dir, "b.xlsx"), book.Bytes())
	if results := resultsOf(t, dir, "--delimiter", "semicolon"); len(results) != 2 {
		t.Errorf("%d results of two tables", len(results))
	}
}

// TestSheetsNotRead holds that a run says which sheets of a spreadsheet it does not read, unless one was
// asked for.
func TestSheetsNotRead(t *testing.T) {
	rows := [][]string{{"id", "age"}, {"b", "42"}}
	var book bytes.Buffer
	if err := xlsx.Write(&book, []xlsx.Sheet{{Name: "People", Rows: rows}, {Name: "March", Rows: rows}, {Name: "Lists"}}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "a.xlsx")
	writeTable(t, name, book.Bytes())
	_, _, complaints := execute(t, "", "batch", "--no-progress", name)
	if want := "knead: not read: " + name + ": sheet \"March\", sheet \"Lists\"\nknead: 1 read = 1 results + 0 rejects\n"; complaints != want {
		t.Errorf("got  %swant %s", complaints, want)
	}
	_, _, complaints = execute(t, "", "recommend", name)
	if want := "knead: not read: " + name + ": sheet \"March\", sheet \"Lists\"\n"; complaints != want {
		t.Errorf("recommend: got  %swant %s", complaints, want)
	}
	if _, _, complaints = execute(t, "", "batch", "--no-progress", "--sheet", "March", name); strings.Contains(complaints, "not read") {
		t.Errorf("--sheet: got %s", complaints)
	}
}

// TestCutUTF16 holds that a table which ends within a character is an error that says where, whichever
// end of a character comes first.
func TestCutUTF16(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.csv")
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		var text []byte
		for _, unit := range utf16.Encode([]rune("\ufeffage,notes\n41,x\n42,😀")) {
			text = order.AppendUint16(text, unit)
		}
		for _, c := range []struct{ missing, place int }{{0, 0}, {1, len(text) - 2}, {2, len(text) - 4}, {3, len(text) - 4}} {
			writeTable(t, name, text[:len(text)-c.missing])
			status, _, complaints := execute(t, "", "batch", "--no-progress", name)
			want := fmt.Sprintf("%s is truncated: it ends within a character of UTF-16, at byte %d", name, c.place)
			if c.missing == 0 && status != 0 || c.missing > 0 && (status != 2 || !strings.Contains(complaints, want)) {
				t.Errorf("%v, %d bytes missing: exit status %d: %s", order, c.missing, status, complaints)
			}
		}
	}
}

func writeTable(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// resultsOf returns the full results of a batch without their ids.
func resultsOf(t *testing.T, args ...string) (results []string) {
	t.Helper()
	status, out, complaints := execute(t, "", append([]string{"batch", "--detail", "full", "--no-progress"}, args...)...)
	if status != 0 {
		t.Fatalf("exit status %d: %s\n%.2000s", status, complaints, out)
	}
	for line := range strings.Lines(out) {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		delete(fields, "id")
		line, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, string(line))
	}
	return results
}

// write returns the table.
func (e *export) write(t *testing.T, p *rules.Pack, people []*rules.Intake) []byte {
	t.Helper()
	text := e.text(t, e.rows(p, people))
	if e.mark {
		text = "\ufeff" + text
	}
	if !e.wide {
		return []byte(text)
	}
	data, err := binary.Append(nil, binary.LittleEndian, utf16.Encode([]rune(text)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// rows returns the cells of the table.
func (e *export) rows(p *rules.Pack, people []*rules.Intake) [][]string {
	headings := slices.Clone(e.before)
	for i := range p.Questions {
		headings = append(headings, e.headings(&p.Questions[i])...)
	}
	var values []string
	for _, column := range e.after {
		heading, value, _ := strings.Cut(column, "=")
		headings, values = append(headings, heading), append(values, value)
	}
	rows := [][]string{headings}
	for _, in := range people {
		row := e.beforeRow(in)
		for i := range p.Questions {
			row = append(row, e.cells(&p.Questions[i], in.Answers[i])...)
		}
		for i, value := range values {
			if heading := headings[len(headings)-len(values)+i]; heading == "Submission ID" || heading == "_id" {
				value = *in.ID
			}
			row = append(row, value)
		}
		rows = append(rows, row)
	}
	for range e.blank {
		rows = append(rows, make([]string, len(headings)))
	}
	return rows
}

// text writes the rows with line feeds within cells as they are.
func (e *export) text(t *testing.T, rows [][]string) string {
	t.Helper()
	var out strings.Builder
	delimiter := e.delimiter
	if delimiter == 0 {
		delimiter = ','
	}
	for _, row := range rows {
		var line bytes.Buffer
		if e.quoted {
			for i, cell := range row {
				if i > 0 {
					line.WriteRune(delimiter)
				}
				line.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
			}
		} else {
			w := csv.NewWriter(&line)
			w.Comma = delimiter
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
			w.Flush()
		}
		out.WriteString(strings.TrimSuffix(line.String(), "\n") + e.lines)
	}
	return out.String()
}

// headings returns those of the columns of a question.
func (e *export) headings(q *rules.Question) (all []string) {
	if e.box == nil || !q.Kind.Many() || e.whole {
		heading := q.ID
		if e.labels {
			heading = q.Ask.Patient
		}
		all = append(all, heading)
	}
	if e.box != nil && q.Kind.Many() {
		for id, label := range e.options(q) {
			all = append(all, e.box(q, id, label))
		}
	}
	return all
}

// options goes through the ids and labels of what a list offers.
func (e *export) options(q *rules.Question) func(yield func(id, label string) bool) {
	say := words.For("en")
	return func(yield func(id, label string) bool) {
		for _, o := range q.Options {
			if !yield(o.ID, o.Label.Patient) {
				return
			}
		}
		if q.AllowsNone() && !yield(rules.NoneWord, say.Say("none")) {
			return
		}
		if q.Unsure {
			yield(rules.UnsureWord, say.Say("unsure"))
		}
	}
}

// cells returns the cells for an answer.
func (e *export) cells(q *rules.Question, a rules.Answer) (cells []string) {
	_, cell := answerForms(q, a)
	switch {
	case q.Kind.IsYesNo() && cell == "true":
		return []string{e.yes}
	case q.Kind.IsYesNo() && cell == "false":
		return []string{e.no}
	case !q.Kind.HasOptions():
		return []string{cell}
	}
	chosen := strings.Split(cell, ";")
	var said, boxes []string
	for id, label := range e.options(q) {
		is := slices.Contains(chosen, id)
		switch {
		case is && e.labels:
			said = append(said, label)
		case is:
			said = append(said, id)
		}
		if is {
			boxes = append(boxes, e.ticked)
		} else {
			boxes = append(boxes, e.unticked)
		}
	}
	if e.box == nil || !q.Kind.Many() || e.whole {
		cells = append(cells, strings.Join(said, e.separator))
	}
	if e.box != nil && q.Kind.Many() {
		cells = append(cells, boxes...)
	}
	return cells
}

// answerForms returns an answer as JSON has it and as a cell of a table; no answer is "".
func answerForms(q *rules.Question, a rules.Answer) (value any, cell string) {
	ids := []string{}
	for i := range q.Options {
		if a.Ticks&(1<<i) != 0 {
			ids = append(ids, q.Options[i].ID)
		}
	}
	switch {
	case a.State == rules.Unanswered:
		return nil, ""
	case q.Kind == rules.Multi && a.State == rules.Unsure:
		ids = append(ids, "unsure")
	case a.State == rules.Unsure:
		return "unsure", "unsure"
	case q.Kind == rules.Int:
		return a.Int, strconv.Itoa(a.Int)
	case q.Kind == rules.FreeText:
		return a.Text, a.Text
	case q.Kind == rules.Choice:
		return ids[0], ids[0]
	case q.Kind == rules.Bool:
		return ids[0] == "true", ids[0]
	}
	if len(ids) == 0 {
		return ids, "none"
	}
	return ids, strings.Join(ids, ";")
}
