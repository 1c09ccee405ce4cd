package main

import (
	"bytes"
	"io"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/diag"
	"knead/internal/files"
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
	style := report.Style{Pack: p.Pack(), Wording: p.Wording(v), Audience: v.Audience, Width: 80}
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
}

// writeDiagnostics writes diagnostics in the format, where text writes what people read. Its
// error is errFound when something was found that has to be mended.
func writeDiagnostics(w io.Writer, format string, all []diag.Diagnostic, text func(b *bytes.Buffer), found bool) error {
	var b bytes.Buffer
	if format == textFormat {
		text(&b)
	} else {
		version, _ := buildVersion()
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
