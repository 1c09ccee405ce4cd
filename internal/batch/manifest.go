package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"knead/engine"
	"knead/internal/files"
	"knead/internal/records"
	"knead/rules"
)

// manifest says what a run did, so that the outputs of shards can be proved to be whole:
// the shards of one input are 1 to N, their windows join, and each output has its digest.
type manifest struct {
	Format   string          `json:"format"`
	Program  string          `json:"program"`
	Pack     engine.PackRef  `json:"pack"`
	Settings []string        `json:"settings"`
	Shard    [2]int          `json:"shard"` // I of N
	Inputs   []manifestInput `json:"inputs"`
	Records  int64           `json:"records"`
	Results  int64           `json:"results"`
	Rejects  int64           `json:"rejects"`
	Output   manifestOutput  `json:"output"`
	Rejected *manifestOutput `json:"rejects_file"`
	// Dispositions counts the results, AtLeast the rejects.
	Dispositions map[string]int64 `json:"dispositions"`
	AtLeast      map[string]int64 `json:"rejects_at_least"`
	Disclaimer   string           `json:"disclaimer"`
}

// manifestInput is an input and the part of it that was evaluated: the records that begin
// at From or behind it and before Until. The end of the input counts as one byte more; null
// means all of it.
type manifestInput struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"` // on disk; 0 when unknown
	From  int64  `json:"from"`
	Until *int64 `json:"until"`
	// Length is the greatest Until: one more than the bytes it holds, unpacked; 0 for a run
	// without shards, which does not ask.
	Length int64 `json:"length"`
}

type manifestOutput struct {
	Name   string `json:"name"` // empty for standard output
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

const manifestFormat = "knead/manifest/v1"

func (r *run) writeManifest() error {
	if r.Manifest == "" {
		return nil
	}
	s := r.sink
	pack := r.Program.Pack()
	m := manifest{
		Format: manifestFormat, Program: r.Version, Pack: packRef(pack),
		Settings: append(r.settings(), "inputs="+r.whole()), Shard: [2]int{max(r.Shard.I, 1), max(r.Shard.N, 1)}, Inputs: []manifestInput{},
		Records: s.Records, Results: s.Records - s.Rejected, Rejects: s.Rejected,
		Output: s.out.digest(), Dispositions: map[string]int64{}, AtLeast: map[string]int64{},
		Disclaimer: r.Program.Wording(r.Voice).Say(pack.DisclaimerLine),
	}
	if s.rejects != nil {
		rejected, err := digestOf(r.Rejects)
		if err != nil {
			return err
		}
		m.Rejected = &rejected
	}
	for _, a := range records.AtLeasts() {
		m.AtLeast[shownAtLeast(a)] = s.Counts.AtLeast[a]
	}
	for d, n := range s.Counts.Dispositions {
		m.Dispositions[dispositionName(d)] = n
	}
	for i, in := range r.inputs {
		w := r.windows[i]
		if !w.Empty() {
			part := manifestInput{Name: in.Name, Bytes: in.Size, From: w.From}
			if w != records.Whole {
				part.Until, part.Length = &w.Until, r.lengths[i]
			}
			m.Inputs = append(m.Inputs, part)
		}
	}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return files.WriteAtomic(r.Manifest, append(data, '\n'))
}

// whole returns a digest of all inputs, of which the shards of a run evaluate a part each.
func (r *run) whole() string {
	h := sha256.New()
	for _, in := range r.inputs {
		fmt.Fprintf(h, "%q %d\n", in.Name, in.Size)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func packRef(p *rules.Pack) engine.PackRef {
	return engine.PackRef{Name: p.Name, Version: p.Version, Digest: p.Digest}
}

// digest describes what was written.
func (t *target) digest() manifestOutput {
	return manifestOutput{t.name, t.written, hex.EncodeToString(t.hash.Sum(nil))}
}
