package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"knead/internal/draft"
	"knead/internal/report"
)

// checkFiles refuses, before anything is asked, files that could not take the answers or
// the report in the end, or in which one would overwrite the other.
func (o *intakeOptions) checkFiles() error {
	if o.output == "-" {
		return errors.New("-o -: the answers need a file, standard output carries the result")
	}
	for flag, name := range map[string]string{"--resume": o.resume, "--from": o.from} {
		if name == "-" {
			return fmt.Errorf("%s -: expected a file, standard input carries the replies", flag)
		}
	}
	if draft.OtherFormat(o.output) {
		return fmt.Errorf("-o %q: the answers are written as YAML, so expected a name such as %q",
			o.output, strings.TrimSuffix(o.output, filepath.Ext(o.output))+".yaml")
	}
	if draft.OtherFormat(o.resume) && o.output == "" {
		return fmt.Errorf("--resume %q: the answers are written as YAML; name a file for them with -o", o.resume)
	}
	if err := o.checkApart(); err != nil {
		return err
	}
	if info, err := os.Stat(o.output); o.output != "" && err == nil && info.Mode().IsRegular() &&
		info.Size() > 0 && !draft.SameName(o.output, o.resume) {
		return fmt.Errorf("-o %q: this file exists; name another, or go on from its answers with --resume", o.output)
	}
	targets := []string{o.output, o.report}
	if o.output == "" {
		targets[0] = o.resume
	}
	for _, name := range targets {
		if err := checkTarget(name); err != nil {
			return err
		}
	}
	return nil
}

// reportFormat returns the format that a report's file name asks for.
func reportFormat(name string) (report.Format, error) {
	ext := strings.ToLower(filepath.Ext(name))
	for _, f := range report.Formats() {
		if slices.Contains(f.Extensions, ext) {
			return f, nil
		}
	}
	return report.Format{}, fmt.Errorf("--report %q: expected a file name that ends in %s", name, either(reportExtensions()))
}

// reportExtensions are the ends of a report's name, the plainest last.
func reportExtensions() (all []string) {
	for _, f := range report.Formats() {
		all = append([]string{f.Extensions[0]}, all...)
	}
	return all
}

// checkApart refuses flags that name the same file; only --resume and -o may.
func (o *intakeOptions) checkApart() error {
	flags := []struct{ flag, name string }{{"-o", o.output}, {"--resume", o.resume}, {"--from", o.from}, {"--report", o.report}}
	for i, one := range flags {
		for j, other := range flags[:i] {
			if (i != 1 || j != 0) && draft.SameName(one.name, other.name) {
				return fmt.Errorf("%s and %s both name the file %q: name two files", other.flag, one.flag, one.name)
			}
		}
	}
	return nil
}

// checkTarget returns an error when a file cannot be written.
func checkTarget(name string) error {
	info, err := os.Stat(name)
	switch {
	case name == "":
		return nil
	case err == nil && info.IsDir():
		return fmt.Errorf("cannot write %q: it is a folder", name)
	case err == nil && !info.Mode().IsRegular():
		return nil
	}
	folder := filepath.Dir(name)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fmt.Errorf("no folder %q to write %q in", folder, name)
	}
	file, err := os.CreateTemp(folder, ".knead-*")
	if err != nil {
		return fmt.Errorf("cannot write %q: no file can be made in the folder %q", name, folder)
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}
