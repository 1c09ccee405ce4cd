package batch

import (
	"bytes"
	"context"
	"io"
	"testing"

	"knead/internal/gen"
)

// BenchmarkRun evaluates random intakes of the embedded pack from memory to nowhere.
func BenchmarkRun(b *testing.B) {
	p := backcare(b)
	intakes := gen.Plausible(p.Pack(), 1)
	intakes.Applies = p.Applies
	var data []byte
	const records = 20000
	for range records {
		data = append(gen.Spelling{}.AppendJSON(data, intakes.Next(), p.Pack()), '\n')
	}
	for _, full := range []bool{false, true} {
		b.Run(map[bool]string{false: "compact", true: "full"}[full], func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				_, err := Run(context.Background(), Options{Program: p, Inputs: []string{"-"}, Stdin: bytes.NewReader(data), Stdout: io.Discard, Full: full, Jobs: 1})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/records, "ns/record")
		})
	}
}
