package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"knead/engine"
	"knead/internal/gen"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// program is a command line to measure on a file of some spelling.
type program struct {
	name     string
	line     []string
	spelling string
	// part is the share of the records it gets, so that slow ones end.
	part float64
}

// jqName is the program that all others are compared with.
const jqName = "`jq -c .`"

// slow is the part of the records for programs that are slow.
const slow = 0.2

// spellings are the forms of the same intakes: as records of JSON, and the others.
var spellings = []string{"plain", "python", "shuffled", "escaped", "all", "csv", "gzip"}

// programs returns the command lines to compare: ours once for each spelling.
func programs(knead string) []program {
	batch := []string{knead, "batch", "--no-progress"}
	one := append(batch, "--jobs", "1")
	all := []program{{"knead, " + spellings[0], one, spellings[0], 1}, {jqName, []string{"jq", "-c", "."}, spellings[0], slow}}
	for _, s := range spellings[1:] {
		all = append(all, program{"knead, " + s, one, s, 1})
	}
	script := `const r=require("readline").createInterface({input:require("fs").createReadStream(process.argv[1])});r.on("line",l=>process.stdout.write(JSON.stringify(JSON.parse(l))+"\n"))`
	return append(all,
		program{"knead, all workers", batch, "plain", 1},
		program{"knead --detail full", append(one, "--detail", "full"), "plain", 1},
		program{"`gzip -dc`", []string{"gzip", "-dc"}, "gzip", 1},
		program{"`wc -l`", []string{"wc", "-l"}, "plain", 1},
		program{"`gojq -c .`", []string{"gojq", "-c", "."}, "plain", slow},
		program{"`mlr --ijsonl --ojsonl cat`", []string{"mlr", "--ijsonl", "--ojsonl", "cat"}, "plain", slow},
		program{"node: parse and write", []string{"node", "-e", script, "--"}, "plain", slow},
	)
}

func embedded() (*engine.Program, error) {
	files, _ := packs.Open(packs.Default)
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); len(errs) > 0 {
		return nil, errs
	}
	return engine.Compile(pack)
}

// comparePrograms measures whole programs on random intakes of the embedded pack.
func comparePrograms(p *engine.Program, rounds, records int, noNotes bool) error {
	folder, err := os.MkdirTemp("", "knead-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	knead := filepath.Join(folder, "knead")
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "knead").Output()
	if err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", knead, "./cmd/knead")
	build.Dir = strings.TrimSpace(string(root))
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	for _, part := range []float64{1, slow} {
		for _, spelling := range spellings {
			if err := writeFile(inputName(folder, spelling, part), p, int(float64(records)*part), spelling, noNotes); err != nil {
				return err
			}
		}
	}
	all := programs(knead)
	cpu, wall := make([][]float64, len(all)), make([][]float64, len(all)) // microseconds per record
	for range rounds {
		for i, c := range all {
			if _, err := exec.LookPath(c.line[0]); err != nil {
				continue
			}
			inCPU, inAll, err := c.run(folder)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			per := float64(int(float64(records)*c.part)) * 1000
			cpu[i], wall[i] = append(cpu[i], float64(inCPU)/per), append(wall[i], float64(inAll)/per)
		}
	}
	info, err := os.Stat(inputName(folder, "plain", 1))
	if err != nil {
		return err
	}
	fmt.Printf("%d random intakes of %s %s, %d bytes each.\n\n", records, p.Pack().Name, p.Pack().Version, info.Size()/int64(records))
	printPrograms(all, cpu, wall)
	return nil
}

// printPrograms prints medians, and how many times less CPU than jq each program takes.
func printPrograms(all []program, cpu, wall [][]float64) {
	jq := 0.0
	for i := range all {
		if all[i].name == jqName && len(cpu[i]) > 0 {
			jq = median(cpu[i])
		}
	}
	fmt.Println("| program | CPU µs per record | jq takes × | records/s |\n|---|---|---|---|")
	for i, c := range all {
		if len(cpu[i]) == 0 {
			fmt.Printf("| %s | not installed | | |\n", c.name)
			continue
		}
		fmt.Printf("| %s | %.3g | %.3g | %.0f |\n", c.name, median(cpu[i]), jq/median(cpu[i]), 1e6/median(wall[i]))
	}
}

// run runs the program once on its file, and returns the times it took.
func (p program) run(folder string) (cpu, wall time.Duration, err error) {
	c := exec.Command(p.line[0], append(p.line[1:len(p.line):len(p.line)], inputName(folder, p.spelling, p.part))...)
	start := time.Now()
	if err := c.Run(); err != nil { // its output goes to the null device
		return 0, 0, err
	}
	wall = time.Since(start)
	rusage := c.ProcessState.SysUsage().(*syscall.Rusage)
	return time.Duration(rusage.Utime.Nano() + rusage.Stime.Nano()), wall, nil
}

// inputName returns the file that holds that part of the intakes in a spelling.
func inputName(folder, spelling string, part float64) string {
	ext := map[string]string{"csv": ".csv", "gzip": ".jsonl.gz"}[spelling]
	if ext == "" {
		ext = ".jsonl"
	}
	return filepath.Join(folder, fmt.Sprint(spelling, part)+ext)
}

func writeFile(name string, p *engine.Program, n int, spelling string, noNotes bool) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if spelling != "gzip" {
		return write(file, p, n, 1, spelling, noNotes)
	}
	zipper := gzip.NewWriter(file)
	if err := write(zipper, p, n, 1, "plain", noNotes); err != nil {
		return err
	}
	return zipper.Close()
}

// write writes random intakes in a spelling.
func write(to io.Writer, p *engine.Program, n int, seed uint64, spelling string, noNotes bool) error {
	intakes := gen.Plausible(p.Pack(), seed)
	intakes.Applies, intakes.NoNotes = p.Applies, noNotes
	w := bufio.NewWriterSize(to, 1<<20)
	if spelling == "csv" {
		table := csv.NewWriter(w)
		table.Write(gen.Header(p.Pack()))
		for range n {
			table.Write(gen.Row(intakes.Next(), p.Pack()))
		}
		table.Flush()
		return w.Flush()
	}
	s, known := gen.Spellings(seed)[spelling]
	if !known {
		return fmt.Errorf("unknown spelling %q", spelling)
	}
	var line []byte
	for range n {
		line = append(s.AppendJSON(line[:0], intakes.Next(), p.Pack()), '\n')
		w.Write(line)
	}
	return w.Flush()
}
