package packs

import (
	"flag"
	"os"
	"reflect"
	"sync"
	"testing"

	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/stored"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the stored forms of the embedded pack")

// parsed is the default pack in each language as its YAML gives it, and what is wrong with that.
var parsed = sync.OnceValues(func() (map[string]*rules.Pack, rules.Problems) {
	files, _ := Open(Default)
	own, problems := packfile.Parse(files)
	if own == nil {
		return nil, problems
	}
	all := map[string]*rules.Pack{ownLanguage: own}
	for _, tag := range packfile.Translations(files) {
		translated, wrong := packfile.Translate(files, tag, own)
		all[tag], problems = translated, append(problems, wrong...)
	}
	return all, problems
})

// backcare returns the default pack in a language.
func backcare(t *testing.T, tag string) *rules.Pack {
	t.Helper()
	all, problems := parsed()
	for _, p := range problems {
		t.Errorf("rules/packs/backcare/%v", p)
	}
	if all[tag] == nil {
		t.Fatalf("there is no pack in %q", tag)
	}
	return all[tag]
}

// TestStored holds the stored forms of the embedded pack to its YAML.
func TestStored(t *testing.T) {
	all, problems := parsed()
	for _, p := range problems {
		t.Error(p)
	}
	if len(all) != len(forms) {
		t.Fatalf("the pack speaks %d languages, and %d are stored: see packs.go", len(all), len(forms))
	}
	for tag, want := range all {
		name := Default + "." + tag + ".pack"
		if *update {
			if err := os.WriteFile(name, stored.Write(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := stored.Read(forms[tag])
		if err != nil {
			t.Fatalf("%s cannot be read: run go test ./rules/packs -update", name)
		}
		if !reflect.DeepEqual(want, got) {
			everything := cmp.Exporter(func(reflect.Type) bool { return true })
			t.Errorf("%s is not what the YAML says: run go test ./rules/packs -update\n%s", name, cmp.Diff(want, got, everything))
		}
		if string(stored.Write(got)) != forms[tag] {
			t.Errorf("%s is stored otherwise once it is read", name)
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
