package fastread

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"knead/engine"
	"knead/internal/gen"
	"knead/internal/records"
	"knead/rules"
	"knead/rules/packfile"
)

// paths reads a record by the fast path and by the strict parser.
type paths struct {
	program    *engine.Program
	reader     *Reader
	fast, slow *engine.Facts
}

func newPaths(p *engine.Program) *paths {
	fast := p.NewFacts()
	return &paths{program: p, reader: NewReader(NewTables(p, nil), fast), fast: fast, slow: p.NewFacts()}
}

// outcome is what comes of a record: nothing, or its id, what was read, and what is decided.
type outcome struct {
	read     bool
	id       string
	ticks    []uint64
	decision engine.Decision
}

func (p *paths) outcome(id records.ID, f *engine.Facts) outcome {
	o := outcome{read: true, id: string(id.Text)}
	if id.Absent {
		o.id = "none"
	}
	for q := range p.program.Pack().Questions {
		o.ticks = append(o.ticks, f.Ticks(q))
	}
	p.program.DecideFacts(f, &o.decision)
	return o
}

func (o *outcome) equal(other *outcome) bool {
	return o.read == other.read && o.id == other.id && slices.Equal(o.ticks, other.ticks) && o.decision.Equal(&other.decision)
}

// quickly reads by the fast path.
func (p *paths) quickly(record []byte) outcome {
	id, sure := p.reader.JSON(record)
	if !sure {
		return outcome{}
	}
	return p.outcome(id, p.fast)
}

// strictly reads by the strict parser.
func (p *paths) strictly(record []byte) outcome {
	strict, _ := Strict(record, packfile.JSON, p.program.Pack())
	in := strict.Intake
	if in == nil {
		return outcome{}
	}
	p.slow.Load(in)
	return p.outcome(IDOf(in), p.slow)
}

// TestFastAgreesWithStrict reads right records in every spelling: all of them by the fast
// path.
func TestFastAgreesWithStrict(t *testing.T) {
	for _, program := range []*engine.Program{backcare(t), oddPack(t)} {
		p := newPaths(program)
		for name, spelling := range gen.Spellings(1) {
			intakes := gen.Arbitrary(p.program.Pack(), 7)
			intakes.Ticked = 0.3
			for range 300 {
				record := spelling.AppendJSON(nil, intakes.Next(), p.program.Pack())
				fast, strict := p.quickly(record), p.strictly(record)
				if !fast.read || !fast.equal(&strict) {
					t.Fatalf("%s: %s\nfast: %+v\nstrict: %+v", name, record, fast, strict)
				}
			}
		}
	}
}

// TestDamagedRecords reads records of which a byte is another. What the fast path reads, the
// strict parser reads as it does.
func TestDamagedRecords(t *testing.T) {
	for _, program := range []*engine.Program{backcare(t), oddPack(t)} {
		p := newPaths(program)
		for name, spelling := range gen.Spellings(3) {
			intakes := gen.Arbitrary(program.Pack(), 3)
			random := rand.New(rand.NewPCG(3, 3))
			for range 200 {
				record := spelling.AppendJSON(nil, intakes.Next(), program.Pack())
				record[random.IntN(len(record))] = `[]{}",:0_ x`[random.IntN(11)]
				if fast := p.quickly(record); fast.read {
					if strict := p.strictly(record); !fast.equal(&strict) {
						t.Fatalf("%s: %s\nfast: %+v\nstrict: %+v", name, record, fast, strict)
					}
				}
			}
		}
	}
}

// TestWrongRecordsAreNotRead holds the fast path to ranges, and to keys that stand once.
func TestWrongRecordsAreNotRead(t *testing.T) {
	program := oddPack(t)
	p := newPaths(program)
	check := func(wrong string) {
		t.Helper()
		if strict := p.strictly([]byte(wrong)); strict.read {
			t.Fatalf("not wrong: %q", wrong)
		}
		if fast := p.quickly([]byte(wrong)); fast.read {
			t.Errorf("read: %q", wrong)
		}
	}
	check(`{"answers":{"age":41,"desk_job":true,"age":41}}`)
	check(`{"answers":{"desk_job":true},"id":"a","answers":{"age":41}}`)
	check(`{"answers":{},"id":"a","answers":{"age":41}}`)
	check(`{"id":0.5,"answers":{"age":41}}`)
	for _, q := range program.Pack().Questions {
		if q.Kind != rules.Int {
			continue
		}
		record := func(v any) string { return fmt.Sprintf(`{"answers":{"desk_job":true,"%s":%v}}`, q.ID, v) }
		if fast := p.quickly([]byte(record(q.Min))); !fast.read {
			t.Fatalf("not read: %q", record(q.Min))
		}
		for _, v := range []int{q.Min - 1000, q.Min - 1, q.Max + 1, q.Max + 1000} {
			check(record(v))
		}
		for b := 0x80; b <= 0xff; b++ {
			check(record("1" + string([]byte{byte(b)})))
		}
	}
}

// TestLengths reads records that end at every byte of their array, in place and copied.
func TestLengths(t *testing.T) {
	p := newPaths(backcare(t))
	record := []byte(`{"id":"a","answers":{"age":41,"desk_job":true,"pain_area":["neck"],"notes":"b\u0063"}}`)
	for n := range len(record) {
		for _, behind := range []string{"\n", "\x00"} {
			padded := append(append(bytes.Clone(record[:n]), behind...), make([]byte, records.Padding)...)
			if fast := p.quickly(padded[:n]); fast.read {
				t.Errorf("read: %q", record[:n])
			}
		}
		if fast := p.quickly(record[:n:n]); fast.read {
			t.Errorf("read: %q", record[:n])
		}
		if fast := p.quickly(record[:n]); fast.read {
			t.Errorf("read: %q", record[:n])
		}
	}
	if fast := p.quickly(record[:len(record):len(record)]); !fast.read {
		t.Errorf("not read: %q", record)
	}
}

func BenchmarkJSON(b *testing.B) {
	p := newPaths(backcare(b))
	for name, spelling := range gen.Spellings(1) {
		b.Run(name, func(b *testing.B) {
			intakes := gen.Plausible(p.program.Pack(), 7)
			intakes.Applies = p.program.Applies
			var all [][]byte
			size := 0
			for range 1000 {
				r := spelling.AppendJSON(nil, intakes.Next(), p.program.Pack())
				size += len(r)
				all = append(all, append(append(r, '\n'), make([]byte, records.Padding)...)[:len(r)])
			}
			b.SetBytes(int64(size / 1000))
			i := 0
			for b.Loop() {
				if _, sure := p.reader.JSON(all[i%1000]); !sure {
					b.Fatalf("not read: %s", all[i%1000])
				}
				i++
			}
		})
	}
}
