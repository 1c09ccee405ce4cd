// Command generate writes random intakes of an embedded pack to standard output.
package main

import (
	"bufio"
	"encoding/csv"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"

	"knead/engine"
	"knead/internal/crowd"
	"knead/rules/packfile"
	"knead/rules/packs"
)

func main() {
	n := flag.Int("n", 1000000, "number of records")
	seed := flag.Uint64("seed", 1, "seed")
	spelling := flag.String("spelling", "plain", "plain, python, shuffled, escaped or csv")
	flag.Parse()
	if err := generate(*n, *seed, *spelling); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(n int, seed uint64, spelling string) error {
	files, _ := packs.Open(packs.Default)
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); len(errs) > 0 {
		return errs
	}
	program, err := engine.Compile(pack)
	if err != nil {
		return err
	}
	people := crowd.New(pack, seed)
	people.Applies = program.Applies
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	random := rand.New(rand.NewPCG(seed, 9))
	s, known := map[string]crowd.Spelling{
		"plain":    {},
		"python":   {Comma: ", ", Colon: ": "},
		"shuffled": {Shuffle: random},
		"escaped":  {Escape: random},
	}[spelling]
	switch {
	case spelling == "csv":
		table := csv.NewWriter(w)
		table.Write(crowd.Header(pack))
		for range n {
			table.Write(crowd.Row(people.Next(), pack))
		}
		table.Flush()
	case !known:
		return fmt.Errorf("unknown spelling %q", spelling)
	default:
		var line []byte
		for range n {
			line = append(s.AppendJSON(line[:0], people.Next(), pack), '\n')
			w.Write(line)
		}
	}
	return w.Flush()
}
