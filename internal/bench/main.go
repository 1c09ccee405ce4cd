// Command bench compares knead with other rule engines and with other programs that read
// JSON, and prints the tables of docs/performance.md. Answers are checked to be equal before
// anything is timed. It runs everything alternately and reports medians, so that a busy
// machine disturbs all alike.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"syscall"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 7, "number of rounds")
	records := flag.Int("records", 200000, "number of records for whole programs")
	only := flag.String("only", "", "engines or programs; both when empty")
	noNotes := flag.Bool("no-notes", false, "leave free texts out of the records")
	spelling := flag.String("write", "", "instead, write random intakes in a spelling to standard output: plain, python, wide, shuffled, escaped, all or csv")
	seed := flag.Uint64("seed", 1, "seed of the intakes to write")
	flag.Parse()
	p, err := embedded()
	switch {
	case err != nil:
	case *spelling != "":
		err = write(os.Stdout, p, *records, *seed, *spelling, *noNotes)
	default:
		if *only != "programs" {
			err = compareEngines(*rounds)
		}
		if *only != "engines" && err == nil {
			err = comparePrograms(p, *rounds, *records, *noNotes)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// contender is a way to find which rules hold. Its inputs are ready in its own form.
type contender struct {
	name string
	eval func(i int) (fired, error) // for the i-th intake
}

// contenders returns ours first.
func contenders(w *workload) ([]contender, error) {
	var all []contender
	for _, build := range []func(*workload) (contender, error){
		kneadRules, kneadDecision, kneadInterpreter, exprRules, celRules,
	} {
		c, err := build(w)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		all = append(all, c)
	}
	return all, nil
}

// compareEngines times the contenders on the neutral workload.
func compareEngines(rounds int) error {
	const intakes = 1000
	w := newWorkload(intakes)
	all, err := contenders(w)
	if err != nil {
		return err
	}
	held := 0
	for i, in := range w.intakes {
		var want fired
		for r := range w.rules {
			if w.rules[r].holds(w, in) {
				want.add(r)
				held++
			}
		}
		for _, c := range all {
			got, err := c.eval(i)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if got != want {
				return fmt.Errorf("%s answers %x to intake %d, want %x", c.name, got, i, want)
			}
		}
	}
	fmt.Printf("%d rules, %.1f of them hold for an intake; all answers are equal for %d intakes.\n\n", len(w.rules), float64(held)/intakes, intakes)
	times := make([][]float64, len(all))
	for range rounds {
		for i, c := range all {
			times[i] = append(times[i], timed(c, intakes))
		}
	}
	fmt.Println("| engine | µs per intake | × |\n|---|---|---|")
	for i, c := range all {
		fmt.Printf("| %s | %.3g | %.3g |\n", c.name, median(times[i])/1000, median(times[i])/median(times[0]))
	}
	fmt.Println()
	return nil
}

// timed returns the nanoseconds of CPU, of all threads, that one intake takes; it measures
// for at least a tenth of a second.
func timed(c contender, intakes int) float64 {
	start, from, n := time.Now(), used(), 0
	for ; time.Since(start) < 100*time.Millisecond; n += intakes / 10 {
		first := n % intakes
		for i := range intakes / 10 {
			_, _ = c.eval(first + i)
		}
	}
	return float64((used() - from).Nanoseconds()) / float64(n)
}

// used returns the CPU time of this process.
func used() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
