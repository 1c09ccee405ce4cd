package packfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// locked is a file system of which some paths cannot be opened.
type locked struct {
	fs.FS
	path string
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.path {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.FS.Open(name)
}

func TestUnreadableFilesAreProblems(t *testing.T) {
	for path, want := range map[string]string{
		"rules.yaml": "rules.yaml: cannot read: permission denied",
		".":          "cannot read: permission denied",
		"sub":        "sub: cannot read: permission denied",
	} {
		files := editedSmall(t, "")
		files["sub/more.yaml"] = &fstest.MapFile{Data: []byte("sources: [{id: more, citation: A}]")}
		p, problems := Parse(locked{files, path})
		if p != nil || problems.Error() != strings.ReplaceAll(want, "permission denied", fs.ErrPermission.Error()) {
			t.Errorf("%s: got %v", path, problems)
		}
	}
}

func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/small")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "zero.yaml")); err != nil {
		t.Skip(err)
	}
	_, problems := Parse(os.DirFS(dir))
	if got := problems.Error(); got != "zero.yaml: cannot read: not a regular file" {
		t.Errorf("got %s", got)
	}
}

func TestMissingFolder(t *testing.T) {
	_, problems := Parse(os.DirFS(filepath.Join(t.TempDir(), "nowhere")))
	if len(problems) != 1 || problems[0].Code != "unreadable" {
		t.Errorf("got %v", problems)
	}
}

func TestDigest(t *testing.T) {
	digest := func(edit func(fstest.MapFS)) string {
		files := editedSmall(t, "")
		edit(files)
		p, problems := Parse(files)
		if p == nil {
			t.Fatal(problems)
		}
		return p.Digest
	}
	plain := digest(func(fstest.MapFS) {})
	if !strings.HasPrefix(plain, "sha256:") || len(plain) != len("sha256:")+64 {
		t.Errorf("malformed digest %s", plain)
	}
	same := digest(func(f fstest.MapFS) { f["tests/a.yaml"] = &fstest.MapFile{Data: []byte("x")} })
	if same != plain {
		t.Error("a test changes the digest")
	}
	moved := digest(func(f fstest.MapFS) { f["r.yaml"] = f["rules.yaml"]; delete(f, "rules.yaml") })
	changed := digest(func(f fstest.MapFS) { f["rules.yaml"].Data = append(f["rules.yaml"].Data, '\n') })
	if moved == plain || changed == plain || moved == changed {
		t.Error("different files have the same digest")
	}
}
