package packs

import (
	"flag"
	"os"
	"reflect"
	"testing"

	"knead/rules"
	"knead/rules/packfile"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "rewrite the stored forms of the embedded pack")

// parsed returns the default pack in each language as its YAML gives it.
func parsed(t *testing.T) map[string]*rules.Pack {
	t.Helper()
	files, _ := Open(Default)
	own, problems := packfile.Parse(files)
	for _, p := range problems {
		t.Error(p)
	}
	if own == nil {
		t.FailNow()
	}
	all := map[string]*rules.Pack{ownLanguage: own}
	for _, tag := range packfile.Translations(files) {
		translated, problems := packfile.Translate(files, tag, own)
		if problems.Errors() != nil {
			t.Fatal(problems)
		}
		all[tag] = translated
	}
	return all
}

// TestStored holds the stored forms of the embedded pack to its YAML.
func TestStored(t *testing.T) {
	all := parsed(t)
	if len(all) != len(stored) {
		t.Fatalf("the pack speaks %d languages, and %d are stored: see packs.go", len(all), len(stored))
	}
	for tag, want := range all {
		name := Default + "." + tag + ".pack"
		if *update {
			if err := os.WriteFile(name, store(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := restore(stored[tag])
		if err != nil {
			t.Fatalf("%s cannot be read: run go test ./rules/packs -update", name)
		}
		everything := cmp.Exporter(func(reflect.Type) bool { return true })
		if diff := cmp.Diff(want, got, everything, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s is not what the YAML says: run go test ./rules/packs -update\n%s", name, diff)
		}
	}
}

// TestStoredTwice wants the same bytes of what was stored and restored.
func TestStoredTwice(t *testing.T) {
	p, err := restore(stored[ownLanguage])
	if err != nil {
		t.Fatal(err)
	}
	if string(store(p)) != stored[ownLanguage] {
		t.Error("a pack that was restored is stored otherwise")
	}
}

// TestDamagedStored wants an error or a pack of what is cut off or changed, and no panic.
func TestDamagedStored(t *testing.T) {
	whole := stored[ownLanguage]
	for n := 0; n < len(whole); n += 1 + len(whole)/500 {
		if _, err := restore(whole[:n]); err == nil {
			t.Fatalf("the first %d bytes are restored", n)
		}
		for _, b := range []byte{0, 1, 0x7f, 0x80, 0xff} {
			_, _ = restore(whole[:n] + string(b) + whole[n+1:])
		}
	}
}

func TestOpenUnknown(t *testing.T) {
	if _, ok := Open("nowhere"); ok {
		t.Error("opened a pack that is not embedded")
	}
	if _, found, err := Load("nowhere"); found || err != nil {
		t.Error("loaded a pack that is not embedded")
	}
}
