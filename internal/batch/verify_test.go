package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestVerify holds that the manifests of all shards prove their outputs whole, and that
// whatever is missing, doubled, changed or of another run is named.
func TestVerify(t *testing.T) {
	p := backcare(t)
	folder := t.TempDir()
	in := []string{save(t, "a.jsonl", spoil(written(t, p, randomIntakes(p, 5, 60))["in.jsonl"], 1)), save(t, "b.jsonl", []byte("{\"answers\":{}}\n"))}
	const n = 4
	named := func(i int) string { return filepath.Join(folder, fmt.Sprintf("m%d", i)) }
	run := func(i int, change func(*Options)) {
		o := Options{Program: p, Inputs: in, Shard: Shard{i, n}, Output: filepath.Join(folder, fmt.Sprintf("out%d", i)), Manifest: named(i)}
		o.Rejects = o.Output + ".rejects"
		change(&o)
		evaluate(t, o)
	}
	all := []string{named(3), named(1), named(4), named(2)}
	for i := range n {
		run(i+1, func(*Options) {})
	}
	v, err := Verify(all)
	if err != nil || v.Problems != nil || v.Shards != n || v.Records != 61 || v.Rejects == 0 {
		t.Fatalf("%+v, %v", v, err)
	}
	moved := t.TempDir()
	if err := os.CopyFS(moved, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	folder = moved
	for i := range all {
		all[i] = filepath.Join(folder, filepath.Base(all[i]))
	}
	for what, c := range map[string]struct {
		change func()
		names  []string
		want   string // "" for nothing
	}{
		"moved together":  {func() {}, all, ""},
		"one is missing":  {func() {}, all[:3], "shard 2 of 4 is missing"},
		"one twice":       {func() {}, append(all[:4:4], all[0]), "shard 3 is there twice"},
		"output changed":  {func() { change(t, filepath.Join(folder, "out2")) }, all, `is not what was written`},
		"rejects gone":    {func() { os.Remove(filepath.Join(folder, "out1.rejects")) }, all, `out1.rejects" is not there`},
		"other addresses": {func() { run(2, func(o *Options) { o.Foreign = "https://a.example" }) }, all, "addresses=https://a.example in place of none"},
		"other order":     {func() { run(2, func(o *Options) { o.Inputs = []string{in[1], in[0]} }) }, all, "is of another run than"},
		"other settings":  {func() { run(2, func(o *Options) { o.Full = true }) }, all, "full=true in place of full=false"},
		"other count":     {func() { run(2, func(o *Options) { o.Shard.N = 5 }) }, all, "is of another run than"},
		"other input":     {func() { run(2, func(o *Options) { o.Inputs = in[:1] }) }, all, "is of another run than"},
		"another part":    {func() { edit(t, named(2), func(m *manifest) { m.Inputs[0].From++ }) }, all, "does not join what is before"},
		"no name":         {func() { edit(t, named(1), func(m *manifest) { m.Inputs[0].Name = "" }) }, all, "does not join what is before"},
		"very many":       {func() { edit(t, named(2), func(m *manifest) { m.Shard[1] = 1 << 40 }) }, all[3:], "and 1099511627765 more shards of 1099511627776 are missing"},
		"another version": {func() { run(2, func(o *Options) { o.Version = "2" }) }, all, "program=2 in place of program="},
	} {
		c.change()
		v, err := Verify(c.names)
		if said := strings.Join(v.Problems, "\n"); err != nil || (said == "") != (c.want == "") || !strings.Contains(said, c.want) {
			t.Errorf("%s: %v\n%s", what, err, said)
		}
		for i := range n {
			run(i+1, func(*Options) {})
		}
	}
	for _, shard := range [][2]int{{0, 0}, {0, 4}, {5, 4}, {-5, -1}} {
		edit(t, named(1), func(m *manifest) { m.Shard = shard })
		if _, err := Verify(all[1:2]); err == nil || !strings.Contains(err.Error(), "is not a manifest") {
			t.Errorf("shard %v: %v", shard, err)
		}
	}
	if _, err := Verify(in); err == nil || !strings.Contains(err.Error(), "is not a manifest") {
		t.Errorf("no manifest: %v", err)
	}
}

// change changes a byte of a file.
func change(t *testing.T, name string) {
	data, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, bytes.Replace(data, []byte("disclaimer"), []byte("disclaimex"), 1), 0o600)
	}
	if err != nil || !bytes.Contains(data, []byte("disclaimer")) {
		t.Fatal(err)
	}
}

// edit changes a manifest.
func edit(t *testing.T, name string, change func(*manifest)) {
	var m manifest
	data, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err == nil {
		change(&m)
		data, err = json.Marshal(m)
	}
	if err == nil {
		err = os.WriteFile(name, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
