package batch

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"testing"

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
