package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"knead/internal/records"
)

// TestLongQuotedCell holds that a row with a quoted cell above the limit is one reject when the
// cell is closed, and loses no other row when it is not, whether it comes from a file or a pipe.
func TestLongQuotedCell(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	lines := strings.Repeat("b,"+strings.Repeat("y", 200)+"\n", 2_000)
	for name, c := range map[string]struct {
		cell          string
		reads, reject int64
	}{
		"closed":              {"a,\"" + lines + lines + lines + "\"\n", 3, 1},
		"closed, CRLF":        {"a,\"" + lines + lines + lines + "\"\r\n", 3, 1},
		"doubled marks":       {"a,\"" + strings.Repeat("\"\"x\n", 600_000) + "\"\n", 3, 1},
		"never closed":        {"a,\"" + lines + lines + lines, 6_002, 1},
		"first line too long": {"a,\"" + strings.Repeat("x", 2<<20) + "\n" + lines, 2_003, 1},
		"opened late":         {strings.Repeat("x", 2<<20) + ",\"\n" + lines, 2_003, 1},
		"broken":              {"a,\"" + lines + lines + lines + "\"x\n", 6_003, 2},
		"then an open one":    {"a,\"" + lines + lines + lines + "\"\nc,\"" + lines + lines + lines, 6_003, 2},
	} {
		table := "id,notes\nz,\n" + c.cell
		if name != "never closed" && name != "then an open one" {
			table += "e,\n"
		} else {
			table += "e,"
		}
		file := save(t, "in.csv", []byte(table))
		for _, o := range []Options{{Inputs: []string{file}}, {Inputs: []string{"-"}, Stdin: strings.NewReader(table), InputFormat: records.CSV}} {
			o.Program, o.Stdout = p, io.Discard
			report, err := Run(context.Background(), o)
			if err != nil || report.Read != c.reads || report.Rejects != c.reject {
				t.Errorf("%s, %v: %d read, %d rejected, %v; want %d, %d", name, o.Inputs[0] == "-", report.Read, report.Rejects, err, c.reads, c.reject)
			}
		}
	}
}

// TestQuotedCellOfAPipe holds that a run ends, rather than guesses, at a quoted cell of a pipe
// whose end is too far to be looked for, and that it reads on from a file.
func TestQuotedCellOfAPipe(t *testing.T) {
	p := backcare(t)
	cell := strings.Repeat(strings.Repeat("x", 999)+"\n", 70_000)
	table := "id,notes\nz,\na,\"" + cell + "\"\ne,\n"
	o := Options{Program: p, Inputs: []string{"-"}, Stdin: strings.NewReader(table), InputFormat: records.CSV, Stdout: io.Discard}
	if _, err := Run(context.Background(), o); !errors.As(err, new(records.InputFault)) || !strings.Contains(err.Error(), "save the table as a file") {
		t.Errorf("a pipe: %v", err)
	}
	name := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(name, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Inputs = []string{name}
	if report, err := Run(context.Background(), o); err != nil || fmt.Sprint(report.Read, report.Rejects) != "3 1" {
		t.Errorf("a file: %d read, %d rejected, %v", report.Read, report.Rejects, err)
	}
}
