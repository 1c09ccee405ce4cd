package verify

import (
	"testing"
	"time"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

func load(t testing.TB, name string) *engine.Program {
	t.Helper()
	files, _ := packs.Open(name)
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	p, err := engine.Compile(pack)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func proved(t testing.TB, p *engine.Program, o Options) []Finding {
	t.Helper()
	return whole(t)(Prove(t.Context(), p, o))
}

func audited(t testing.TB, p *engine.Program, o Options) []Finding {
	t.Helper()
	return whole(t)(Audit(t.Context(), p, o))
}

func whole(t testing.TB) func([]Finding, error) []Finding {
	return func(findings []Finding, err error) []Finding {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return findings
	}
}

func diffed(t testing.TB, old, new *engine.Program, allowed []rules.Waiver, o Options) ([]FoundChange, Finding) {
	t.Helper()
	found, complete, err := Diff(t.Context(), old, new, allowed, o)
	if err != nil {
		t.Fatal(err)
	}
	return found, complete
}

// TestEmbeddedPacks proves everything about the embedded packs.
func TestEmbeddedPacks(t *testing.T) {
	for _, name := range packs.Names() {
		p := load(t, name)
		start := time.Now()
		for _, f := range append(proved(t, p, Options{}), audited(t, p, Options{})...) {
			if !f.InOrder() {
				t.Errorf("%s: %s %s: %s: %s (%s)", f.Pos, f.Property, f.Subject, f.Status, f.Message, f.How)
			}
		}
		t.Log(name, time.Since(start))
	}
}

// TestBudget makes sure that a question given up is never taken for a proof.
func TestBudget(t *testing.T) {
	open := 0
	for _, f := range proved(t, load(t, packs.Default), Options{Budget: 1, Quick: true}) {
		switch {
		case f.Status == NotDecided:
			open++
		case f.Status == Refuted:
			t.Errorf("%s is refuted", f.Subject)
		}
	}
	if open == 0 {
		t.Error("the solver never ran out of a budget of one clause")
	}
}
