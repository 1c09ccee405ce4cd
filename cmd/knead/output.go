package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"knead/engine"
	"knead/internal/diag"
	"knead/internal/files"
	"knead/internal/packtest"
	"knead/internal/report"
)

// addOutput declares -o of a command that writes one file or to standard output.
func addOutput(c *cobra.Command, output *string) {
	c.Flags().StringVarP(output, "output", "o", "", "write to `FILE` (mode 0600) instead of standard output")
}

// writeWhole writes to a file or to standard output, whole or not at all.
func writeWhole(s streams, output string, write func(w io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if output == "" || output == "-" {
		_, err := s.out.Write(b.Bytes())
		return err
	}
	return s.writeFile(output, b.Bytes())
}

// writeFile writes a file whole or not at all, unless it was read.
func (s streams) writeFile(name string, data []byte) error {
	if err := s.seen.Check(name); err != nil {
		return err
	}
	return files.WriteAtomic(name, data)
}

// writeReport renders for readers into a file or standard output, whole or not at all.
func (g *globals) writeReport(s streams, output string, p *engine.Program, v engine.Voice, render func(w io.Writer, style report.Style) error) error {
	style := report.NewStyle(p, v)
	style.Program, _ = report.Version()
	if output == "" || output == "-" {
		style.Width, style.Color = g.screen(s.out)
	}
	return writeWhole(s, output, func(w io.Writer) error { return render(w, style) })
}

// textFormat is the form of diagnostics for people, which each command writes itself.
const textFormat = "text"

// addDiagFormat declares --format of a command that takes packs and writes diagnostics.
func addDiagFormat(c *cobra.Command, format *string) {
	names := []string{textFormat}
	for _, f := range diag.Formats() {
		names = append(names, f.Name)
	}
	addChoice(c, c.Flags(), format, "format", textFormat, "output `FORMAT`: %s", optionsFor(names, func(name string) string { return name })...)
	c.ValidArgsFunction = packNames
	c.Annotations = map[string]string{diagnoses: "yes"}
}

// diagnoses is the annotation of a command whose reports also say that it failed.
const diagnoses = "diagnoses"

// reportFailure writes into the reports that a command line asks for that the command failed, so
// that nobody takes an empty one, or that of an earlier run, for its outcome. It reads the flags
// by itself, since the command may have failed over them.
func reportFailure(s streams, args []string, failed error) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	format, junit := flags.String("format", textFormat, ""), flags.StringArray("junit", nil, "")
	_ = flags.Parse(args) // which has been complained about
	var b bytes.Buffer
	version, _ := report.Version()
	if diag.Write(&b, *format, version, diag.Failure(failed)) == nil { // else it is no format, or for people
		_, _ = s.out.Write(b.Bytes()) // the command has failed anyway
	}
	for _, name := range *junit {
		if !isReport(name) {
			continue
		}
		b.Reset()
		err := packtest.JUnit(&b, "knead", nil, nil, failed.Error())
		if err == nil {
			err = s.writeFile(name, b.Bytes())
		}
		if err != nil && err.Error() != failed.Error() {
			fmt.Fprintf(s.err, "knead: %v\n", err)
		}
	}
}

// isReport reports whether a name is free or that of an earlier report, which may be replaced
// although nobody knows yet what the command would have read.
func isReport(name string) bool {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return errors.Is(err, fs.ErrNotExist)
	}
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	begin, _ := files.ReadBounded(io.LimitReader(file, int64(len(xml.Header))), len(xml.Header))
	return string(begin) == xml.Header
}

// writeDiagnostics writes diagnostics in the format, where text writes what people read. Its
// error is errFound when something was found that has to be mended.
func writeDiagnostics(w io.Writer, format string, all []diag.Diagnostic, text func(b *bytes.Buffer), found bool) error {
	var b bytes.Buffer
	if format == textFormat {
		text(&b)
	} else {
		version, _ := report.Version()
		if err := diag.Write(&b, format, version, all); err != nil {
			return err
		}
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	if found {
		return errFound
	}
	return nil
}
