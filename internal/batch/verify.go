package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"knead/internal/files"
)

// Verified is what the manifests of a run's shards say together.
type Verified struct {
	Shards                    int
	Records, Results, Rejects int64
	// Problems say what keeps the outputs from being the whole of one run, each naming its
	// manifest; empty when nothing does.
	Problems []string
}

// Verify reads manifests and the outputs that they name, and checks that these are the whole
// of one run: one program, pack and settings, every shard once, parts of the inputs that join
// without gap or overlap, and outputs as they were written.
func Verify(names []string) (v Verified, err error) {
	shards := make([]shardManifest, len(names))
	for i, name := range names {
		shards[i].file = name
		data, err := os.ReadFile(name)
		if err != nil {
			return v, fmt.Errorf("cannot read %q: %w", name, files.Cause(err))
		}
		err = json.Unmarshal(data, &shards[i].manifest)
		if shard := shards[i].Shard; err != nil || shards[i].Format != manifestFormat || shard[0] < 1 || shard[0] > shard[1] {
			return v, fmt.Errorf("%q is not a manifest of knead batch (expected the format %q)", name, manifestFormat)
		}
	}
	slices.SortStableFunc(shards, func(a, b shardManifest) int { return a.Shard[0] - b.Shard[0] })
	v.Shards = len(shards)
	for i := range shards {
		m := &shards[i]
		v.Records, v.Results, v.Rejects = v.Records+m.Records, v.Results+m.Results, v.Rejects+m.Rejects
		if m.Records != m.Results+m.Rejects {
			v.problem(m, "%d records are not %d results and %d rejects", m.Records, m.Results, m.Rejects)
		}
		v.checkOutput(m, "output", &m.Output)
		if m.Rejected != nil {
			v.checkOutput(m, "rejects file", m.Rejected)
		}
		if i > 0 {
			v.checkAlike(&shards[0], m)
		}
	}
	v.checkWhole(shards)
	return v, nil
}

// shardManifest is a manifest and where it was read.
type shardManifest struct {
	file string
	manifest
}

func (v *Verified) problem(m *shardManifest, format string, args ...any) {
	v.Problems = append(v.Problems, m.file+": "+fmt.Sprintf(format, args...))
}

// checkAlike compares what all shards of a run have in common.
func (v *Verified) checkAlike(first, m *shardManifest) {
	common := func(m *shardManifest) []string {
		own := fmt.Sprintf("shard=%d/%d", m.Shard[0], m.Shard[1])
		settings := slices.DeleteFunc(slices.Clone(m.Settings), func(s string) bool {
			return s == own || strings.HasPrefix(s, "rejects=")
		})
		return append(settings, "program="+m.Program, "pack="+m.Pack.Digest, fmt.Sprintf("shards=%d", m.Shard[1]))
	}
	if a, b := common(first), common(m); !slices.Equal(a, b) {
		v.problem(m, "is of another run than %s: %s", first.file, otherSettings(b, a))
	}
}

// checkWhole checks that every shard is there once and that their parts of the inputs join.
func (v *Verified) checkWhole(shards []shardManifest) {
	n := shards[0].Shard[1]
	at := map[int]string{}
	for i := range shards {
		m := &shards[i]
		if other, twice := at[m.Shard[0]]; twice {
			v.problem(m, "shard %d is there twice, also as %s", m.Shard[0], other)
		}
		at[m.Shard[0]] = m.file
	}
	missing := n - len(at)
	for i, named := 1, 0; i <= n && named < min(missing, maxFirst); i++ {
		if _, there := at[i]; !there {
			v.Problems = append(v.Problems, fmt.Sprintf("shard %d of %d is missing", i, n))
			named++
		}
	}
	if missing > maxFirst {
		v.Problems = append(v.Problems, fmt.Sprintf("and %d more shards of %d are missing", missing-maxFirst, n))
	}
	if len(v.Problems) > 0 || n < 2 {
		return
	}
	var last manifestInput
	for i := range shards {
		m := &shards[i]
		for _, in := range m.Inputs {
			switch {
			case in.Until == nil:
				v.problem(m, "does not say which part of %q it is about", in.Name)
			case last.Until != nil && in.Name == last.Name && in.From == *last.Until && in.Bytes == last.Bytes && in.Length == last.Length:
			case in.From > 0 || !last.whole():
				v.problem(m, "its part of %q begins at %d, which does not join what is before", in.Name, in.From)
			}
			if in.Until == nil {
				return
			}
			last = in
		}
	}
	if !last.whole() {
		v.problem(&shards[len(shards)-1], "the last part of %q ends at %d of %d", last.Name, *last.Until, last.Length)
	}
}

// whole reports whether the part reaches the input's end; so does no input at all.
func (in manifestInput) whole() bool { return in.Until == nil || *in.Until == in.Length }

// checkOutput compares an output with what its manifest says of it. It is looked for under
// its name, and beside the manifest.
func (v *Verified) checkOutput(m *shardManifest, what string, o *manifestOutput) {
	if o.Name == "" {
		v.problem(m, "the %s went to standard output, so there is no file to compare", what)
		return
	}
	found, err := digestOf(o.Name)
	if errors.Is(err, fs.ErrNotExist) {
		found, err = digestOf(filepath.Join(filepath.Dir(m.file), filepath.Base(o.Name)))
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.problem(m, "the %s %q is not there", what, o.Name)
	case err != nil:
		v.problem(m, "the %s %q cannot be read: %v", what, o.Name, files.Cause(err))
	case found.Bytes != o.Bytes || found.SHA256 != o.SHA256:
		v.problem(m, "the %s %q is not what was written: it holds %d bytes, expected %d with the SHA-256 %s", what, o.Name, found.Bytes, o.Bytes, o.SHA256)
	}
}

func digestOf(name string) (o manifestOutput, err error) {
	file, err := os.Open(name)
	if err != nil {
		return o, err
	}
	defer file.Close()
	h := sha256.New()
	n, err := io.Copy(h, file)
	return manifestOutput{name, n, hex.EncodeToString(h.Sum(nil))}, err
}
