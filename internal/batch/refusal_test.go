package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/internal/files"
)

// TestRefusalsTouchNothing holds that a run that is refused leaves what an interrupted run
// left, so that the right command still goes on.
func TestRefusalsTouchNothing(t *testing.T) {
	p := backcare(t)
	var data []byte
	for name, form := range written(t, p, randomIntakes(p, 9, 1500)) {
		if filepath.Ext(name) == ".jsonl" {
			data = form
		}
	}
	o := Options{Program: p, Inputs: []string{save(t, "in.jsonl", data)}, Checkpoint: time.Nanosecond, Jobs: 1}
	o.Output = filepath.Join(t.TempDir(), "out")
	o.Rejects = o.Output + ".rejects"
	if report, err := interrupt(o, 1); err == nil || report.Read == 0 {
		t.Fatalf("not interrupted: %v", err)
	}
	left := []string{o.Output + partSuffix, o.Rejects + partSuffix, o.Output + checkpointSuffix}
	before := contents(t, left)
	for what, change := range map[string]func(*Options){
		"begin again":        func(o *Options) {},
		"other settings":     func(o *Options) { o.Resume, o.Full = true, true },
		"another shard":      func(o *Options) { o.Resume, o.Shard = true, Shard{1, 2} },
		"rejects elsewhere":  func(o *Options) { o.Rejects = o.Output + checkpointSuffix },
		"the same file":      func(o *Options) { o.Rejects = filepath.Join(filepath.Dir(o.Output), ".", "out") },
		"its own input":      func(o *Options) { o.Inputs = []string{o.Output + partSuffix} },
		"resume, input gone": func(o *Options) { o.Resume, o.Inputs = true, []string{o.Output + ".none"} },
	} {
		refused := o
		change(&refused)
		if _, err := Run(context.Background(), refused); err == nil {
			t.Errorf("%s: was not refused", what)
		}
		for i, now := range contents(t, left) {
			if now != before[i] {
				t.Errorf("%s: %s has changed", what, filepath.Base(left[i]))
			}
		}
	}
}

func contents(t *testing.T, names []string) []string {
	var all []string
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(data))
	}
	return all
}

// TestAnotherRunOnTheSameOutput holds that of two runs that write one file the second is
// refused and harms nothing.
func TestAnotherRunOnTheSameOutput(t *testing.T) {
	p := backcare(t)
	data := written(t, p, randomIntakes(p, 9, 1500))["in.jsonl"]
	o := Options{Program: p, Inputs: []string{"-"}, Output: filepath.Join(t.TempDir(), "out")}
	second, side := o, o
	o.Stdin, second.Stdin, side.Stdin = bytes.NewReader(data), bytes.NewReader(data), bytes.NewReader(data)
	side.Output, side.Rejects = o.Output+"2", o.Output
	var once sync.Once
	o.wrote = func() {
		once.Do(func() {
			for _, other := range []Options{second, side} {
				if _, err := Run(context.Background(), other); !errors.Is(err, files.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
					t.Errorf("got %v", err)
				}
			}
		})
	}
	if _, err := Run(context.Background(), o); err != nil {
		t.Error(err)
	}
	if whole, err := os.ReadFile(o.Output); err != nil || bytes.Count(whole, []byte("\n")) != 1500 {
		t.Errorf("the output has %d lines, %v", bytes.Count(whole, []byte("\n")), err)
	}
	if left, err := os.ReadDir(filepath.Dir(o.Output)); err != nil || len(left) != 1 {
		t.Errorf("left are %v, %v", left, err)
	}
}

// TestOutputReplacedWhileWritten holds that a file which somebody else has put in the place of
// the unfinished output is not taken for it.
func TestOutputReplacedWhileWritten(t *testing.T) {
	p := backcare(t)
	o := Options{Program: p, Inputs: []string{"-"}, Output: filepath.Join(t.TempDir(), "out"), Stdin: strings.NewReader("{\"answers\":{}}\n")}
	o.wrote = func() {
		if err := errors.Join(os.Remove(o.Output+partSuffix), os.WriteFile(o.Output+partSuffix, nil, 0o600)); err != nil {
			t.Error(err)
		}
	}
	if _, err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), "was removed or replaced while it was written") {
		t.Errorf("got %v", err)
	}
}

// TestUnreadableInputIsRefusedFirst holds that a file that cannot be read at all is noticed
// before the ones in front of it are.
func TestUnreadableInputIsRefusedFirst(t *testing.T) {
	p := backcare(t)
	good := written(t, p, randomIntakes(p, 9, 1500))["in.jsonl"]
	for name, c := range map[string]struct{ data, want string }{
		"b.csv":      {"id,agge\na,41\n", `b.csv:1: column 2: unknown question "agge"`},
		"c.csv":      {"", "c.csv is empty"},
		"d.csv":      {"\xffid,age\na,41\n", "d.csv:1: the first row is not UTF-8 text"},
		"h.csv":      {"id|age\na|41\n", "h.csv:1: column 1: the cells are not separated by commas"},
		"i.csv":      {"id,age;sleep\na,41;good\n", "the headings can be read with"},
		"k.csv":      {"Age,age\n41,41\n", `k.csv:1: column 2: "age" is the same as column 1, "Age"`},
		"j.csv":      {"id,age\ra,41\rb,42\r", "j.csv:1: column 2: the lines of the table end with CR"},
		"n.csv":      {"\"id,age\na,41\n", "n.csv:1: a quotation mark in the names of the columns is missing"},
		"e.jsonl":    {"\x1f\x8b\x08\x00\x00", "e.jsonl holds gzip data: give it a name that ends in .gz"},
		"f.json":     {"\x28\xb5\x2f\xfd\x00", "f.json holds zstd data: give it a name that ends in .zst"},
		"g.jsonl.gz": {"{}\n", "g.jsonl.gz"},
	} {
		folder := t.TempDir()
		for file, data := range map[string][]byte{"a.jsonl": good, name: []byte(c.data)} {
			if err := os.WriteFile(filepath.Join(folder, file), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		report, err := Run(context.Background(), Options{Program: p, Inputs: []string{folder}, Stdout: &out})
		if err == nil || !strings.Contains(err.Error(), c.want) || report.Read > 0 || out.Len() > 0 {
			t.Errorf("%s: %d read, %d bytes, %v", name, report.Read, out.Len(), err)
		}
	}
	_, err := Run(context.Background(), Options{Program: p, Inputs: []string{"-"}, Stdin: strings.NewReader("\x1f\x8b\x08"), Stdout: io.Discard})
	if err == nil || !strings.Contains(err.Error(), `standard input holds gzip data: unpack it first`) {
		t.Errorf("standard input: %v", err)
	}
}

// TestOutputIsNoOtherFile holds that an output takes the place of no input that has come by
// another way, of no open file, and of no link.
func TestOutputIsNoOtherFile(t *testing.T) {
	p := backcare(t)
	name := save(t, "in.jsonl", []byte("{\"answers\":{}}\n"))
	in, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	o := Options{Program: p, Inputs: []string{"-"}, Stdin: in, Stdout: io.Discard, Output: name}
	if _, err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), "is an input and cannot be the file for output too") {
		t.Errorf("standard input as output: %v", err)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "{\"answers\":{}}\n" {
		t.Errorf("the input is now %q, %v", data, err)
	}

	folder := t.TempDir()
	there, link := filepath.Join(folder, "there"), filepath.Join(folder, "link")
	if err := os.WriteFile(there, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(there, link); err != nil {
		t.Skip(err)
	}
	o.Inputs, o.Output, o.Summary = []string{name}, link, filepath.Join(folder, "s")
	evaluate(t, o)
	if data, err := os.ReadFile(there); err != nil || !bytes.HasPrefix(data, []byte(`{"format":`)) {
		t.Errorf("the file that the link leads to is %q, %v", data, err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced")
	}
	nowhere := filepath.Join(folder, "nowhere")
	for _, name := range []string{"dangling", "m.part"} {
		if err := os.Symlink(nowhere, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	o.Manifest = filepath.Join(folder, "m")
	evaluate(t, o)
	o.Output = filepath.Join(folder, "dangling")
	if _, err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), "it is a link to what is not there") {
		t.Errorf("a link to nothing: %v", err)
	}
	if _, err := os.Lstat(nowhere); err == nil {
		t.Error("a file was made where a link leads")
	}
	for _, open := range []string{"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"} {
		if err := replaceable(open); err == nil {
			if _, err := os.Stat(open); err == nil {
				t.Errorf("%s is taken for a file", open)
			}
		}
	}
	if err := replaceable("/dev/shm/out"); err != nil {
		t.Error(err)
	}
}
