package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"knead/engine"
	"knead/internal/crowd"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// program is a command line to measure.
type program struct {
	name string
	line []string
	// part is the share of the records it gets, so that slow ones end.
	part float64
	file string
}

// usage is what one run took, per record of its input.
type usage struct{ cpu, wall float64 } // microseconds

func embedded() (*engine.Program, error) {
	files, _ := packs.Open(packs.Default)
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); len(errs) > 0 {
		return nil, errs
	}
	return engine.Compile(pack)
}

// comparePrograms measures whole programs on random intakes of the embedded pack.
func comparePrograms(rounds, records int) error {
	folder, err := os.MkdirTemp("", "knead-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "knead").Output()
	if err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(folder, "knead"), "./cmd/knead")
	build.Dir = strings.TrimSpace(string(root))
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	p, err := embedded()
	if err != nil {
		return err
	}
	const slow = 0.05
	sizes := map[string]int64{}
	for _, part := range []float64{1, slow} {
		if err := writeInputs(folder, p, int(float64(records)*part), part, sizes); err != nil {
			return err
		}
	}
	knead := filepath.Join(folder, "knead")
	script := `const r=require("readline").createInterface({input:require("fs").createReadStream(process.argv[1])});r.on("line",l=>process.stdout.write(JSON.stringify(JSON.parse(l))+"\n"))`
	all := []program{
		{"knead, 1 worker", []string{knead, "batch", "--no-progress", "--jobs", "1"}, 1, "in.jsonl"},
		{"knead", []string{knead, "batch", "--no-progress"}, 1, "in.jsonl"},
		{"knead --detail full", []string{knead, "batch", "--no-progress", "--detail", "full"}, 1, "in.jsonl"},
		{"knead, keys in another order in each record", []string{knead, "batch", "--no-progress"}, 1, "shuffled.jsonl"},
		{"knead, spaces as Python writes them", []string{knead, "batch", "--no-progress"}, 1, "python.jsonl"},
		{"knead, escapes in values", []string{knead, "batch", "--no-progress"}, 1, "escaped.jsonl"},
		{"knead, CSV", []string{knead, "batch", "--no-progress"}, 1, "in.csv"},
		{"knead, gzip", []string{knead, "batch", "--no-progress"}, 1, "in.jsonl.gz"},
		{"`gzip -dc`", []string{"gzip", "-dc"}, 1, "in.jsonl.gz"},
		{"`wc -l`", []string{"wc", "-l"}, 1, "in.jsonl"},
		{"`jq -c .`", []string{"jq", "-c", "."}, slow, "in.jsonl"},
		{"`gojq -c .`", []string{"gojq", "-c", "."}, slow, "in.jsonl"},
		{"`mlr --ijsonl --ojsonl cat`", []string{"mlr", "--ijsonl", "--ojsonl", "cat"}, slow, "in.jsonl"},
		{"node: parse and write", []string{"node", "-e", script, "--"}, slow, "in.jsonl"},
		{"Go encoding/json + expr", []string{self, "-expr"}, slow, "in.jsonl"},
	}
	taken := make([][]usage, len(all))
	written := make([]int64, len(all))
	for range rounds {
		for i, c := range all {
			if _, err := exec.LookPath(c.line[0]); err != nil {
				continue
			}
			u, out, err := c.run(folder, int(float64(records)*c.part))
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			taken[i], written[i] = append(taken[i], u), out
		}
	}
	fmt.Printf("%d random intakes of %s %s, %d bytes each.\n\n", records, p.Pack().Name, p.Pack().Version, sizes["in.jsonl"]/int64(records))
	fmt.Println("| program | CPU µs per record | × | records/s | in + out, MB/s |\n|---|---|---|---|---|")
	base := 0.0
	for i, c := range all {
		if len(taken[i]) == 0 {
			fmt.Printf("| %s | not installed | | | |\n", c.name)
			continue
		}
		var cpu, wall []float64
		for _, u := range taken[i] {
			cpu, wall = append(cpu, u.cpu), append(wall, u.wall)
		}
		if i == 0 {
			base = median(cpu)
		}
		bytes := float64(sizes[c.file])*c.part + float64(written[i])
		fmt.Printf("| %s | %.3g | %.3g | %.0f | %.0f |\n", c.name, median(cpu), median(cpu)/base, 1e6/median(wall), bytes/(median(wall)*float64(records)*c.part))
	}
	return nil
}

// run runs the program once on its file and counts what it writes.
func (p program) run(folder string, records int) (u usage, written int64, err error) {
	c := exec.Command(p.line[0], append(p.line[1:len(p.line):len(p.line)], filepath.Join(folder, fmt.Sprint(p.part), p.file))...)
	out, err := os.OpenFile(filepath.Join(folder, "size"), os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600)
	if err != nil {
		return u, 0, err
	}
	defer out.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return u, 0, err
	}
	defer null.Close()
	c.Stdout = null
	start := time.Now()
	if err := c.Run(); err != nil {
		return u, 0, err
	}
	wall := time.Since(start)
	rusage := c.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := time.Duration(rusage.Utime.Nano() + rusage.Stime.Nano())
	per := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 / float64(records) }
	return usage{per(cpu), per(wall)}, p.outputSize(folder), nil
}

// outputs remembers how much a command writes.
var outputs = map[string]int64{}

// outputSize runs the command once more, into a counter, unless it is known.
func (p program) outputSize(folder string) int64 {
	if n, known := outputs[p.name]; known {
		return n
	}
	c := exec.Command(p.line[0], append(p.line[1:len(p.line):len(p.line)], filepath.Join(folder, fmt.Sprint(p.part), p.file))...)
	pipe, err := c.StdoutPipe()
	if err != nil || c.Start() != nil {
		return 0
	}
	n, _ := io.Copy(io.Discard, pipe)
	_ = c.Wait()
	outputs[p.name] = n
	return n
}

// writeInputs writes the same people in every form, into a folder named by the part.
func writeInputs(folder string, p *engine.Program, n int, part float64, sizes map[string]int64) error {
	folder = filepath.Join(folder, fmt.Sprint(part))
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 9))
	for name, spelling := range map[string]crowd.Spelling{
		"in.jsonl": {}, "shuffled.jsonl": {Shuffle: random}, "python.jsonl": {Comma: ", ", Colon: ": "}, "escaped.jsonl": {Escape: random}, "in.csv": {}, "in.jsonl.gz": {},
	} {
		file, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		buffered := bufio.NewWriterSize(file, 1<<20)
		var w io.Writer = buffered
		var zipper *gzip.Writer
		if name == "in.jsonl.gz" {
			zipper = gzip.NewWriter(buffered)
			w = zipper
		}
		people := crowd.New(p.Pack(), 1)
		people.Applies = p.Applies
		table := csv.NewWriter(w)
		if name == "in.csv" {
			table.Write(crowd.Header(p.Pack()))
		}
		var line []byte
		for range n {
			if name == "in.csv" {
				table.Write(crowd.Row(people.Next(), p.Pack()))
				continue
			}
			line = append(spelling.AppendJSON(line[:0], people.Next(), p.Pack()), '\n')
			w.Write(line)
		}
		table.Flush()
		if zipper != nil {
			zipper.Close()
		}
		if err := buffered.Flush(); err != nil {
			return err
		}
		info, err := file.Stat()
		if err != nil {
			return err
		}
		if part == 1 {
			sizes[name] = info.Size()
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return nil
}
