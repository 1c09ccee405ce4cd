package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"testing"
	"time"
)

// TestArchivesUnpack packs files both ways and reads them back.
func TestArchivesUnpack(t *testing.T) {
	files := []file{{"knead", bytes.Repeat([]byte("program "), 9000), 0o755}, {"docs/a.md", []byte("text"), 0o644}}
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	packed, err := tarGz("k", files, at)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(z)
	for _, f := range files {
		h, err := r.Next()
		if err != nil || h.Name != "k/"+f.name || h.Mode != int64(f.mode) || !h.ModTime.Equal(at) {
			t.Fatal(err, h)
		}
		if data, err := io.ReadAll(r); err != nil || !bytes.Equal(data, f.data) {
			t.Errorf("%s came back with %d bytes: %v", f.name, len(data), err)
		}
	}
	if _, err := io.Copy(io.Discard, z); err != nil {
		t.Error(err)
	}
	packed, err = zipped("k", files, at)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		entry, err := folder.File[i].Open()
		if err != nil || folder.File[i].Name != "k/"+f.name {
			t.Fatal(err, folder.File[i].Name)
		}
		if data, err := io.ReadAll(entry); err != nil || !bytes.Equal(data, f.data) {
			t.Errorf("%s came back with %d bytes: %v", f.name, len(data), err)
		}
	}
}

// TestPackageFiles wants the files of a package where the programs of Linux look for them.
func TestPackageFiles(t *testing.T) {
	shared := []file{{"README.md", nil, 0o644}, {"docs/man/knead.1", []byte("page"), 0o644}, {"completions/_knead", nil, 0o644}, {"examples/a.yaml", nil, 0o644}, {"examples/spark/b.py", nil, 0o644}, {noticesFile, nil, 0o644}}
	files, err := packageFiles([]file{{"knead", []byte("program"), 0o755}}, shared, version{name: "1.2.3-rc.1"})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]byte{}
	for _, f := range files {
		found[f.name] = f.data
	}
	for _, name := range []string{
		"usr/bin/knead", "usr/share/zsh/vendor-completions/_knead", "usr/share/doc/knead/README.md", "usr/share/doc/knead/examples/a.yaml",
		"usr/share/doc/knead/examples/spark/b.py", "usr/share/doc/knead/" + noticesFile,
	} {
		if _, ok := found[name]; !ok {
			t.Errorf("no file %s", name)
		}
	}
	if got, want := ownFolders(files), []string{"usr/share/doc/knead", "usr/share/doc/knead/docs", "usr/share/doc/knead/examples", "usr/share/doc/knead/examples/spark"}; !slices.Equal(got, want) {
		t.Errorf("the folders are %v", got)
	}
	z, err := gzip.NewReader(bytes.NewReader(found["usr/share/man/man1/knead.1.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	if page, err := io.ReadAll(z); err != nil || string(page) != "page" {
		t.Errorf("the page is %q: %v", page, err)
	}
}

var update = flag.Bool("update", false, "rewrite the notices")

// TestNotices holds the notices to the modules that are linked.
func TestNotices(t *testing.T) {
	name := filepath.Join("..", "..", "..", filepath.FromSlash(noticesFile))
	want, err := notices()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what is linked, go test ./internal/release/build -update writes it: %v", noticesFile, err)
	}
}

// TestBillOfMaterials wants each linked module once, and the same bytes from the same builds.
func TestBillOfMaterials(t *testing.T) {
	linked := []*debug.BuildInfo{
		{GoVersion: "go1.26.8", Deps: []*debug.Module{{Path: "example.org/a", Version: "v1.0.0", Sum: "h1:x"}, {Path: "example.org/b", Version: "v2.0.0", Sum: "h1:y"}}},
		{GoVersion: "go1.26.8", Deps: []*debug.Module{{Path: "example.org/b", Version: "v2.0.0", Sum: "h1:y"}}},
	}
	v := version{name: "1.2.3", time: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	data, err := billOfMaterials(v, linked)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := billOfMaterials(v, []*debug.BuildInfo{linked[1], linked[0]})
	if !bytes.Equal(data, again) {
		t.Error("the order of builds shows")
	}
	var bom struct {
		SerialNumber string
		Components   []component
	}
	if err := json.Unmarshal(data, &bom); err != nil {
		t.Fatal(err)
	}
	var refs []string
	for _, c := range bom.Components {
		refs = append(refs, c.PURL)
	}
	if want := []string{"pkg:golang/example.org/a@v1.0.0", "pkg:golang/example.org/b@v2.0.0", "pkg:golang/std@1.26.8"}; !slices.Equal(refs, want) || len(bom.SerialNumber) != len("urn:uuid:")+36 {
		t.Errorf("%s %v", bom.SerialNumber, refs)
	}
}

// TestWorkflowsArePinned wants every action of the workflows named by its commit, every tool by its version, and releases built with
// Go's latest fixes.
func TestWorkflowsArePinned(t *testing.T) {
	names, err := filepath.Glob("../../../.github/workflows/*.y*ml")
	if err != nil || len(names) < 2 {
		t.Fatal(names, err)
	}
	used := regexp.MustCompile(`uses: \S+|go (?:run|install) \S+@\S+`)
	pinned := regexp.MustCompile(`^uses: \S+@[0-9a-f]{40}$|^go .*@v\d+\.\d+\.\d+$`)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, what := range used.FindAllString(string(text), -1) {
			if !pinned.MatchString(what) {
				t.Errorf("%s: %s: not pinned", filepath.Base(name), what)
			}
		}
		if filepath.Base(name) == "release.yml" && !bytes.Contains(text, []byte("check-latest: true")) {
			t.Error("the release may be built with a Go that lacks fixes")
		}
	}
}

func TestVersionsInDebian(t *testing.T) {
	for name, want := range map[string]string{"1.2.3": "1.2.3", "1.2.3-rc.1": "1.2.3~rc.1", "0.0.0-20261123081305-f3b765958968+dirty": "0.0.0~20261123081305~f3b765958968~dirty"} {
		if got := (version{name: name}).debian(); got != want {
			t.Errorf("%s becomes %s, want %s", name, got, want)
		}
	}
}
