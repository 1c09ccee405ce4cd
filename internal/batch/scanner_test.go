package batch

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"knead/engine"
	"knead/internal/crowd"
	"knead/rules"
	"knead/rules/packfile"
)

// spellings are ways to write the same records.
func spellings(seed uint64) map[string]crowd.Spelling {
	random := rand.New(rand.NewPCG(seed, 2))
	return map[string]crowd.Spelling{
		"plain":    {},
		"python":   {Comma: ", ", Colon: ": "},
		"wide":     {Comma: " ,\t", Colon: " :  "},
		"shuffled": {Shuffle: random},
		"escaped":  {Escape: random},
		"all":      {Comma: ", ", Colon: ": ", Shuffle: random, Escape: random},
	}
}

// padded returns a record as the scanner wants it.
func padded(record []byte) []byte {
	return append(append(record[:len(record):len(record)], '\n'), make([]byte, padding)...)
}

// paths evaluates a record by the scanner and by the judge.
type paths struct {
	program    *engine.Program
	scanner    *scanner
	render     *jsonRenderer
	fast, slow *engine.Facts
	decision   engine.Decision
}

func newPaths(p *engine.Program) *paths {
	fast := p.NewFacts()
	return &paths{
		program: p, fast: fast, slow: p.NewFacts(),
		scanner: newScanner(newVocabulary(p), fast),
		render:  newJSONRenderer(p, engine.Voice{}, true),
	}
}

// scanned returns the result by the scanner; it is nil when that is not sure.
func (p *paths) scanned(record []byte) []byte {
	if !p.scanner.scan(padded(record), len(record)) {
		return nil
	}
	p.program.DecideFacts(p.fast, &p.decision)
	return p.render.result(nil, p.scanner.id, &p.decision)
}

// judged returns the result by the judge; it is nil when that refuses.
func (p *paths) judged(record []byte) []byte {
	in, _ := judge(record, packfile.JSON, p.program.Pack())
	if in == nil {
		return nil
	}
	p.slow.Load(in)
	p.program.DecideFacts(p.slow, &p.decision)
	return p.render.result(nil, identityOf(in), &p.decision)
}

func TestScannerAgreesWithJudge(t *testing.T) {
	testAgreement(t, backcare(t))
	testAgreement(t, oddPack(t))
}

func testAgreement(t *testing.T, program *engine.Program) {
	p := newPaths(program)
	for name, spelling := range spellings(1) {
		people := crowd.New(p.program.Pack(), 7)
		people.Wild, people.Ill = true, 0.3
		for range 300 {
			record := spelling.AppendJSON(nil, people.Next(), p.program.Pack())
			fast, slow := p.scanned(record), p.judged(record)
			if fast == nil || !bytes.Equal(fast, slow) {
				t.Fatalf("%s: %s\nscanner: %s\njudge: %s", name, record, fast, slow)
			}
		}
	}
}

// TestGlideAsPlainly reads records, some of them damaged, with assembly and without.
func TestGlideAsPlainly(t *testing.T) {
	if !hasGlide {
		t.Skip("there is no assembly for this machine")
	}
	for _, program := range []*engine.Program{backcare(t), oddPack(t)} {
		for name, spelling := range spellings(3) {
			fast, plain := newPaths(program), newPaths(program)
			plain.scanner.plainly = true
			people := crowd.New(program.Pack(), 3)
			people.Wild = true
			random := rand.New(rand.NewPCG(3, 3))
			for range 2000 {
				record := spelling.AppendJSON(nil, people.Next(), program.Pack())
				if random.IntN(2) == 0 {
					record[random.IntN(len(record))] = `[]{}",:0_ x`[random.IntN(11)]
				}
				if got, want := fast.scanned(record), plain.scanned(record); !bytes.Equal(got, want) {
					t.Fatalf("%s: %s\nwith assembly: %s\nplainly: %s", name, record, got, want)
				} else if got != nil && !reflect.DeepEqual(fast.fast, plain.fast) {
					t.Fatalf("%s: %s\nwith assembly the facts are others", name, record)
				}
			}
		}
	}
}

// TestWrongRecordsAmongRight reads records that are wrong behind a right one that is spelled
// alike, with assembly where there is some, and without.
func TestWrongRecordsAmongRight(t *testing.T) {
	program := oddPack(t)
	for _, plainly := range []bool{!hasGlide, true} {
		p := newPaths(program)
		p.scanner.plainly = plainly
		check := func(right, wrong string) {
			t.Helper()
			for range 2 {
				if p.scanned([]byte(right)) == nil {
					t.Fatalf("not scanned: %q", right)
				}
			}
			if p.judged([]byte(wrong)) != nil {
				t.Fatalf("not wrong: %q", wrong)
			}
			if got := p.scanned([]byte(wrong)); got != nil {
				t.Errorf("scanned, plainly %v: %q: %s", plainly, wrong, got)
			}
		}
		check(`{"answers":{"desk_job":true,"age":41}}`, `{"answers":{"age":41,"desk_job":true,"age":41}}`)
		check(`{"id":"a","answers":{"age":41}}`, `{"answers":{"desk_job":true},"id":"a","answers":{"age":41}}`)
		check(`{"id":"a","answers":{"age":41}}`, `{"answers":{},"id":"a","answers":{"age":41}}`)
		check(`{"id":"a","answers":{"age":41}}`, `{"id":0,"answers":{"age":41}}`)
		for _, q := range program.Pack().Questions {
			if q.Kind != rules.Int {
				continue
			}
			record := func(v any) string { return fmt.Sprintf(`{"answers":{"desk_job":true,"%s":%v}}`, q.ID, v) }
			for v := range 2000 {
				if v < q.Min || v > q.Max {
					check(record(q.Min), record(v))
				}
			}
			for b := 0x80; b <= 0xff; b++ {
				check(record(q.Min), record("1"+string([]byte{byte(b)})))
			}
		}
	}
}

// TestGlidesGoFar counts the glides over usual records.
func TestGlidesGoFar(t *testing.T) {
	program := backcare(t)
	for _, plainly := range []bool{false, true} {
		s := newPaths(program).scanner
		s.plainly = plainly || !hasGlide
		people := crowd.New(program.Pack(), 9)
		people.Applies = program.Applies
		glides, records := 0, 2000
		for range records {
			record := crowd.Spelling{}.AppendJSON(nil, people.Next(), program.Pack())
			data := padded(record)
			s.facts.Reset()
			s.stamp++
			for at, i := s.place(placeStart), 0; at != s.place(placeEnd); glides++ {
				var there bool
				if at, i, there = s.glide(data, i, at); !there {
					at, i = s.step(data, len(record), i, at)
				}
				if at != s.place(placeEnd) {
					i = s.read(data, len(record), i, at)
				}
			}
		}
		if glides > 5*records {
			t.Errorf("plainly %v: %d records take %d glides", plainly, records, glides)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	p := newPaths(backcare(b))
	for name, spelling := range spellings(1) {
		b.Run(name, func(b *testing.B) {
			people := crowd.New(p.program.Pack(), 7)
			var records [][]byte
			size := 0
			for range 1000 {
				r := spelling.AppendJSON(nil, people.Next(), p.program.Pack())
				size += len(r)
				records = append(records, padded(r))
			}
			b.SetBytes(int64(size / 1000))
			i := 0
			for b.Loop() {
				r := records[i%1000]
				i++
				if !p.scanner.scan(r, len(r)-padding-1) {
					b.Fatalf("not scanned: %s", r)
				}
			}
		})
	}
}
