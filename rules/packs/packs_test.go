package packs

import (
	"bytes"
	"encoding/gob"
	"flag"
	"os"
	"reflect"
	"testing"

	"knead/rules/packfile"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "rewrite backcare.gob")

// TestStored holds the stored form of the embedded pack to its YAML.
func TestStored(t *testing.T) {
	files, _ := Open(Default)
	want, problems := packfile.Parse(files)
	for _, p := range problems {
		t.Error(p)
	}
	if want == nil {
		t.FailNow()
	}
	if *update {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(want); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("backcare.gob", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got := stored()
	if got == nil {
		t.Fatal("backcare.gob cannot be read: run go test ./rules/packs -update")
	}
	all := cmp.Exporter(func(reflect.Type) bool { return true })
	if diff := cmp.Diff(want, got, all, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("backcare.gob is not what the YAML says: run go test ./rules/packs -update\n%s", diff)
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
