package main

import (
	"fmt"
	"io"
	"slices"

	"knead/internal/diag"
	"knead/internal/files"
)

// writeWhole writes to a file, whole or not at all, or to standard output.
func writeWhole(s streams, output string, data []byte) error {
	if output == "" || output == "-" {
		_, err := s.out.Write(data)
		return err
	}
	return files.WriteAtomic(output, data)
}

// apart refuses an output file that is one of the inputs, before anything is read.
func apart(output string, inputs []string) error {
	for _, input := range inputs {
		if output != "" && output != "-" && input != "-" && files.Same(output, input) {
			return fmt.Errorf("the output file %q is also an input: name another", output)
		}
	}
	return nil
}

const formatHelp = "output `FORMAT`: text, json, github or sarif"

// checkFormat refuses a format that is none of formatHelp's.
func checkFormat(format string) error {
	if format != "text" && !slices.ContainsFunc(diag.Formats(), func(f diag.Format) bool { return f.Name == format }) {
		return fmt.Errorf("--format %q: expected text, json, github or sarif", format)
	}
	return nil
}

// writeDiagnostics writes diagnostics for programs.
func writeDiagnostics(w io.Writer, format string, all []diag.Diagnostic) error {
	if err := checkFormat(format); err != nil {
		return err
	}
	version, _ := buildVersion()
	return diag.Write(w, format, version, all)
}
