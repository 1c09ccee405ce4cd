package batch

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"knead/internal/gen"
	"knead/internal/records"
)

// BenchmarkRun evaluates random intakes of the embedded pack from memory to nowhere.
func BenchmarkRun(b *testing.B) {
	p := backcare(b)
	intakes := gen.Plausible(p.Pack(), 1)
	intakes.Applies, intakes.NoNotes = p.Applies, true
	var lines, rows bytes.Buffer
	table := csv.NewWriter(&rows)
	_ = table.Write(gen.Header(p.Pack())) // which a bytes.Buffer takes
	const count = 20000
	for range count {
		in := intakes.Next()
		lines.Write(append(gen.Spelling{}.AppendJSON(nil, in, p.Pack()), '\n'))
		_ = table.Write(gen.Row(in, p.Pack()))
	}
	table.Flush()
	for _, run := range []struct {
		name   string
		data   []byte
		format records.Format
		full   bool
	}{{"compact", lines.Bytes(), records.JSONL, false}, {"table", rows.Bytes(), records.CSV, false}, {"full", lines.Bytes(), records.JSONL, true}} {
		b.Run(run.name, func(b *testing.B) {
			b.SetBytes(int64(len(run.data)))
			for b.Loop() {
				_, err := Run(context.Background(), Options{Program: p, Inputs: []string{"-"}, InputFormat: run.format, Stdin: bytes.NewReader(run.data), Stdout: io.Discard, Full: run.full, Jobs: 1})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/record")
		})
	}
}

// parts are how long the parts of a chunk's way from file to file take.
type parts struct{ read, evaluate, place, write, count time.Duration }

// BenchmarkCores measures the parts of the way from file to file with one worker, and says how many times
// as many records as with one core more cores would write, by a simulation that knows of nothing but who
// waits for whom: with all writing in turn; outside of it, where the system lets only one write a file at
// a time, as Linux does; and where it lets all.
func BenchmarkCores(b *testing.B) {
	p := backcare(b)
	intakes := gen.Plausible(p.Pack(), 1)
	intakes.Applies = p.Applies
	var data []byte
	for range 20000 {
		data = append(gen.Spelling{}.AppendJSON(data, intakes.Next(), p.Pack()), '\n')
	}
	in := filepath.Join(b.TempDir(), "in.jsonl")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		b.Fatal(err)
	}
	var all []parts
	for i := 0; b.Loop(); i++ {
		all = append(all, partsOf(b, Options{Program: p, Inputs: []string{in}, Output: filepath.Join(b.TempDir(), fmt.Sprint(i))})...)
	}
	usual := func(of func(parts) time.Duration) time.Duration { // where nothing else took the processor
		times := make([]time.Duration, len(all))
		for i := range all {
			times[i] = of(all[i])
		}
		slices.Sort(times)
		return times[len(times)/10]
	}
	m := parts{
		usual(func(x parts) time.Duration { return x.read }), usual(func(x parts) time.Duration { return x.evaluate }), usual(func(x parts) time.Duration { return x.place }),
		usual(func(x parts) time.Duration { return x.write }), usual(func(x parts) time.Duration { return x.count }),
	}
	b.Logf("of a chunk, reading takes %v, evaluating %v, placing %v, writing %v, counting %v", m.read, m.evaluate, m.place, m.write, m.count)
	inTurn := parts{m.read, m.evaluate, m.place + m.write + m.count, 0, 0}
	for _, cores := range []int{1, 2, 4, 8, 16, 64} {
		one := simulated(m, 1, false)
		times := func(x parts, lock bool) float64 { return float64(one) / float64(simulated(x, cores, lock)) }
		b.Logf("%2d cores: %4.1f × in turn, %4.1f × outside, %4.1f × outside without a lock", cores, times(inTurn, false), times(m, true), times(m, false))
	}
}

// partsOf measures the parts of each full chunk.
func partsOf(b *testing.B, o Options) (all []parts) {
	r := &run{Options: o}
	defer r.release()
	if err := r.prepare(); err != nil {
		b.Fatal(err)
	}
	w := newWorker(r)
	for {
		var at [6]time.Time
		at[0] = time.Now()
		c, err := r.reader.Next(w.data, w.spans)
		if errors.Is(err, io.EOF) {
			r.abandon()
			return all
		}
		at[1] = time.Now()
		w.data, w.spans = c.Data, c.Records
		w.evaluate(&c, func() { b.Fatal("a chunk is too large") })
		at[2] = time.Now()
		out, err := r.sink.place(&c, &w.chunkResult)
		place := r.sink.out.reserve(len(out))
		r.sink.ahead.pass(&c, &w.chunkResult)
		at[3] = time.Now()
		err = errors.Join(err, r.sink.write(out, place))
		at[4] = time.Now()
		if err = r.sink.count(out, &w.chunkResult, err); err != nil {
			b.Fatal(err)
		}
		r.sink.advance(&c, &w.chunkResult)
		at[5] = time.Now()
		if !c.Last {
			all = append(all, parts{at[1].Sub(at[0]), at[2].Sub(at[1]), at[3].Sub(at[2]), at[4].Sub(at[3]), at[5].Sub(at[4])})
		}
	}
}

// simulated returns how long many chunks take on some cores, each with a worker; with the lock only one
// of them is written at a time.
func simulated(x parts, cores int, lock bool) time.Duration {
	free := make([]time.Duration, cores)
	var read, placed, written, counted time.Duration
	for range 10000 {
		i := slices.Index(free, slices.Min(free))
		read = max(free[i], read) + x.read
		placed = max(read+x.evaluate, placed) + x.place
		end := placed
		if lock {
			end = max(end, written)
		}
		written = end + x.write
		counted = max(written, counted) + x.count
		free[i] = counted
	}
	return counted
}
