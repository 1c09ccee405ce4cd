package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"knead/engine"
	"knead/internal/fhir"
	"knead/internal/files"
	"knead/rules"
	"knead/rules/packfile"
)

// readIntakes reads all intakes of all files; any problem is an error that names every
// problem of every file.
func readIntakes(s streams, names []string, format string, program *engine.Program) ([]*rules.Intake, error) {
	files, err := readFiles(s, names)
	if err != nil {
		return nil, err
	}
	return decodeFiles(s, files, format, program)
}

// intakeFile is an intake file's name and content.
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
func decodeFiles(s streams, files []intakeFile, format string, program *engine.Program) ([]*rules.Intake, error) {
	var intakes []*rules.Intake
	var problems rules.Problems
	for _, f := range files {
		read, found, err := decodeIntakes(f.data, f.name, format, program)
		if err != nil {
			return nil, err
		}
		intakes = append(intakes, read...)
		problems = append(problems, found...)
	}
	if err := reportProblems(s, problems, "this intake cannot be used"); err != nil {
		return nil, err
	}
	return intakes, nil
}

// decodeIntakes reads the intakes of one file.
func decodeIntakes(data []byte, name, format string, program *engine.Program) ([]*rules.Intake, rules.Problems, error) {
	if format == "fhir" || format == "" && fhirResource.Match(data) {
		in, problems := fhir.NewImporter(program).Import(data, displayName(name))
		if in == nil {
			return nil, problems, nil
		}
		return []*rules.Intake{in}, problems, nil
	}
	f, err := intakeFormat(format, name, data)
	if err != nil {
		return nil, nil, err
	}
	intakes, problems := packfile.ParseIntakes(data, displayName(name), f, program.Pack())
	return intakes, problems, nil
}

// fhirResource matches JSON that is a FHIR resource and no intake: it has a key that no
// intake has, wherever it stands. In the text of an answer a backslash precedes the quotes.
var fhirResource = regexp.MustCompile(`^\x{feff}?\s*\{(?s:.*[,{])?\s*"resourceType"\s*:`)

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

// intakeFormat decides the format of an intake file: as asked, by name, or by its first
// character.
func intakeFormat(asked, name string, data []byte) (packfile.Format, error) {
	switch asked {
	case "yaml":
		return packfile.YAML, nil
	case "json":
		return packfile.JSON, nil
	case "":
	default:
		return 0, fmt.Errorf("--input-format %q: expected yaml, json or fhir", asked)
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return packfile.JSON, nil
	case ".yaml", ".yml":
		return packfile.YAML, nil
	}
	if start := bytes.TrimLeft(data, " \t\r\n\ufeff"); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		return packfile.JSON, nil
	}
	return packfile.YAML, nil
}
