package engine_test

import (
	"testing"

	"knead/engine"
	"knead/internal/gen"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// intakeCount is how many intakes benchmarks look at, a power of two.
const intakeCount = 512

// benchmark returns the embedded pack and the facts of many random.
func benchmark(b *testing.B) (*engine.Program, []*engine.Facts) {
	files, _ := packs.Open(packs.Default)
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); len(errs) > 0 {
		b.Fatal(errs)
	}
	program, err := engine.Compile(pack)
	if err != nil {
		b.Fatal(err)
	}
	random := gen.Plausible(pack, 1)
	random.Applies = program.Applies
	facts := make([]*engine.Facts, intakeCount)
	for i := range facts {
		facts[i] = program.NewFacts()
		facts[i].Load(random.Next())
	}
	return program, facts
}

// BenchmarkFire is from answer codes to the rules that hold, certain and possible together:
// the difference between bringing codes and firing, and bringing them alone.
func BenchmarkFire(b *testing.B) {
	program, facts := benchmark(b)
	f := program.NewFacts()
	for _, fire := range []bool{false, true} {
		b.Run(map[bool]string{false: "codes", true: "codes+fire"}[fire], func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				f.CopyCodes(facts[i&(intakeCount-1)])
				if fire {
					program.Fire(f)
				}
				i++
			}
		})
	}
}

// BenchmarkDecide is from answer codes to a decision.
func BenchmarkDecide(b *testing.B) {
	program, facts := benchmark(b)
	f, d := program.NewFacts(), engine.Decision{}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		f.CopyFrom(facts[i&(intakeCount-1)])
		program.DecideFacts(f, &d)
		i++
	}
}

// BenchmarkLoad is from an intake to answer codes.
func BenchmarkLoad(b *testing.B) {
	program, _ := benchmark(b)
	random := gen.Plausible(program.Pack(), 1)
	random.Applies = program.Applies
	intakes := make([]*rules.Intake, 1024)
	for i := range intakes {
		intakes[i] = random.Next()
	}
	facts := program.NewFacts()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		facts.Load(intakes[i%len(intakes)])
		i++
	}
}
