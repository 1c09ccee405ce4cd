package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/fhir"
	"knead/internal/files"
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
func readIntakes(s streams, names []string, format inputFormat, program *engine.Program) ([]*rules.Intake, error) {
	files, err := readFiles(s, names)
	if err != nil {
		return nil, err
	}
	return decodeFiles(s, files, format, program)
}

type intakeFile struct {
	name string
	data []byte
}

func readFiles(s streams, names []string) (files []intakeFile, err error) {
	for _, name := range names {
		data, err := readBounded(s, name)
		if err != nil {
			return nil, err
		}
		files = append(files, intakeFile{name, data})
	}
	return files, nil
}

// decodeFiles is [readIntakes] for files that have been read.
func decodeFiles(s streams, files []intakeFile, format inputFormat, program *engine.Program) ([]*rules.Intake, error) {
	var intakes []*rules.Intake
	var problems rules.Problems
	for _, f := range files {
		read, found := f.decode(format, program)
		intakes = append(intakes, read...)
		problems = append(problems, found...)
	}
	if err := reportProblems(s, problems, "this intake cannot be used"); err != nil {
		return nil, err
	}
	return intakes, nil
}

func (f *intakeFile) decode(format inputFormat, program *engine.Program) ([]*rules.Intake, rules.Problems) {
	if format == fhirFormat || format == anyFormat && fhirResource.Match(f.data) {
		in, problems := fhir.NewImporter(program).Import(f.data, displayName(f.name))
		if in == nil {
			return nil, problems
		}
		return []*rules.Intake{in}, problems
	}
	return packfile.ParseIntakes(f.data, displayName(f.name), f.syntax(format), program.Pack())
}

// fhirResource matches JSON that is a FHIR resource and no intake: it has a key that no
// intake has, wherever it stands. In the text of an answer a backslash precedes the quotes.
var fhirResource = regexp.MustCompile(`^\x{feff}?\s*\{(?s:.*[,{])?\s*"resourceType"\s*:`)

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
