package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/batch"
	"knead/internal/fhir"
	"knead/internal/files"
	"knead/internal/words"
	"knead/rules"
	"knead/rules/packfile"
)

// inputFormat is how intake files are written.
type inputFormat uint8

const (
	anyFormat inputFormat = iota // by name, or by the first character
	yamlFormat
	jsonFormat
	fhirFormat
)

// input is how intakes come in.
type input struct {
	format inputFormat
	names  fhir.Names // of responses
	tables tableFlags
	// languages are those in which tables may be written; nil where tables are not read.
	languages func(*rules.Pack) []*rules.Pack
}

// maxRows is how many rows of a table are each read as an intake file.
const maxRows = 20

// isTable reports whether the file of that name is read as a table.
func (in *input) isTable(name string) bool {
	if in.languages == nil || in.format != anyFormat || !batch.IsTable(name) {
		return false
	}
	info, err := os.Stat(name)
	return err == nil && !info.IsDir() // what is wrong with others is said where files are read
}

// rows reads a table of few rows.
func (in *input) rows(s streams, name string, program *engine.Program) ([]packfile.Record, error) {
	o := in.tables.Options
	o.Inputs, o.Program, o.Seen = []string{name}, program, s.seen
	o.Languages = func() []*rules.Pack { return in.languages(program.Pack()) }
	rows, ignored, err := batch.Rows(o, maxRows)
	if ignored != "" {
		fmt.Fprintln(s.err, "knead: not read:", ignored)
	}
	return rows, err
}

// addInputFormat declares --input-format of a command that reads what, intakes or an intake.
// Hidden formats are taken, but not offered.
func addInputFormat(c *cobra.Command, f *inputFormat, what string, hidden ...inputFormat) {
	options := []option[inputFormat]{{word: "yaml", value: yamlFormat}, {word: "json", value: jsonFormat}, {word: "fhir", value: fhirFormat}}
	for i := range options {
		options[i].hidden = slices.Contains(hidden, options[i].value)
	}
	addChoice(c, c.Flags(), f, "input-format", "", "`FORMAT` of the "+what+": %s (default: by name, or by the first character)", options...)
}

// readIntakes reads all intakes of all files; any problem is an error that names every
// problem of every file.
func readIntakes(s streams, names []string, in input, program *engine.Program) ([]*rules.Intake, error) {
	if err := in.names.Check(); err != nil {
		return nil, err
	}
	var files []intakeFile
	for _, name := range names {
		file := intakeFile{name: name}
		var err error
		if in.isTable(name) {
			file.rows, err = in.rows(s, name, program)
		} else {
			file.data, err = readBounded(s, name)
		}
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return decodeFiles(s, files, in, program)
}

type intakeFile struct {
	name string
	data []byte
	rows []packfile.Record // of a table, in place of data
}

func readFiles(s streams, names []string) (files []intakeFile, err error) {
	for _, name := range names {
		data, err := readBounded(s, name)
		if err != nil {
			return nil, err
		}
		files = append(files, intakeFile{name: name, data: data})
	}
	return files, nil
}

// decodeFiles is [readIntakes] for files that have been read.
func decodeFiles(s streams, files []intakeFile, in input, program *engine.Program) ([]*rules.Intake, error) {
	var intakes []*rules.Intake
	var bad []packfile.Record
	var problems rules.Problems
	for _, f := range files {
		var found rules.Problems
		for _, r := range f.decode(in, program) {
			if found = append(found, r.Problems...); r.Intake != nil {
				intakes = append(intakes, r.Intake)
			} else {
				bad = append(bad, r)
			}
		}
		found.Sort()
		problems = append(problems, found...)
	}
	if err := reportProblems(s, problems, "this intake cannot be used"); err != nil {
		return nil, &badIntakes{err, bad}
	}
	return intakes, nil
}

func (f *intakeFile) decode(in input, program *engine.Program) []packfile.Record {
	if f.rows != nil {
		return f.rows
	}
	if in.format == fhirFormat || in.format == anyFormat && fhir.IsResource(f.data) {
		return []packfile.Record{in.tables.importer(program, in.names).Read(f.data, displayName(f.name))}
	}
	return packfile.ParseRecords(f.data, displayName(f.name), f.syntax(in.format), program.Pack())
}

// badIntakes is the error that intakes cannot be used.
type badIntakes struct {
	error
	bad []packfile.Record
}

// withAtLeast adds to the error what the readable answers of each intake call for at least, when
// that is to see somebody.
func withAtLeast(err error, program *engine.Program, voice engine.Voice) error {
	var unusable *badIntakes
	if !errors.As(err, &unusable) {
		return err
	}
	pack, wording := program.Pack(), program.Wording(voice)
	say := words.For(pack.Language).Say
	for _, r := range unusable.bad {
		if r.Readable == nil {
			continue
		}
		d := program.Decide(r.Readable).Disposition
		if d < rules.Refer {
			continue
		}
		line := say("at_least", "disposition", say("disposition_"+d.String()), "text", wording.Say(pack.Dispositions[d].Text))
		if len(unusable.bad) > 1 {
			line = fmt.Sprintf("%s:%d: %s", r.Pos.File, r.Pos.Line, line)
		}
		err = fmt.Errorf("%w\n%s", err, line)
	}
	return err
}

// syntax decides whether a file is YAML or JSON: as asked, by name, or by its first character.
func (f *intakeFile) syntax(asked inputFormat) packfile.Format {
	begin := bytes.TrimLeft(f.data, " \t\r\n\ufeff")
	switch ext := strings.ToLower(filepath.Ext(f.name)); {
	case asked == jsonFormat:
		return packfile.JSON
	case asked == yamlFormat, ext == ".yaml", ext == ".yml":
		return packfile.YAML
	case ext == ".json", len(begin) > 0 && (begin[0] == '{' || begin[0] == '['):
		return packfile.JSON
	}
	return packfile.YAML
}

// reportProblems prints warnings to stderr and returns the errors as one, or nil.
func reportProblems(s streams, problems rules.Problems, what string) error {
	for _, problem := range problems {
		if problem.Warning {
			fmt.Fprintf(s.err, "knead: warning: %s\n", problem)
		}
	}
	if errs := problems.Errors(); len(errs) > 0 {
		return fmt.Errorf("%s:\n%w", what, errs)
	}
	return nil
}

// displayName returns the name of an input in messages.
func displayName(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

// readBounded reads a file or standard input up to the size an intake file may have.
func readBounded(s streams, name string) ([]byte, error) {
	in := s.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, files.OpenError(err)
		}
		defer file.Close()
		if info, err := file.Stat(); err == nil && info.IsDir() {
			return nil, fmt.Errorf("%q is a folder: name an intake file, or use \"knead batch\" for a folder of intakes", name)
		}
		in = file
	}
	s.seen.Add(in)
	data, err := files.ReadBounded(in, packfile.MaxIntakeBytes)
	switch {
	case errors.Is(err, files.ErrTooLarge):
		return nil, fmt.Errorf("%q is larger than %d KiB: an intake file holds one person's answers, use \"knead batch\" for many records",
			displayName(name), packfile.MaxIntakeBytes>>10)
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", displayName(name), err)
	}
	return data, nil
}
