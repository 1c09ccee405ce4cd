//go:build !windows

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestBatchPairs starts two runs on one output together, again and again: the output is always
// there and right, and the run that did not write it says so truly.
func TestBatchPairs(t *testing.T) {
	t.Parallel()
	knead, in, folder := kneadProgram(t), randomFile(t, 2000), t.TempDir()
	want := outputOf(t, knead, "batch", in, "--no-progress")
	pairs := 8
	if full {
		pairs = 40
	}
	refused := 0
	for i := range pairs {
		output := filepath.Join(folder, fmt.Sprint(i))
		var pair [2]*exec.Cmd
		var said [2]bytes.Buffer
		for k := range pair {
			pair[k] = exec.Command(knead, "batch", in, "-o", output, "--summary", output+".txt", "--no-progress")
			pair[k].Stderr = &said[k]
			if err := pair[k].Start(); err != nil {
				t.Fatal(err)
			}
		}
		ended := 0
		for k, c := range pair {
			switch got := status(c.Wait()); {
			case got == exitDone:
				ended++
			case got == exitFailed && strings.Contains(said[k].String(), fmt.Sprintf("is being written by another run: another process holds the lock (number %d); nothing was changed", pair[1-k].Process.Pid)):
				refused++
			default:
				t.Errorf("pair %d: exit status %d: %s", i, got, &said[k])
			}
		}
		if got, err := os.ReadFile(output); err != nil || !bytes.Equal(got, want) || ended == 0 {
			t.Errorf("pair %d: %d ended well, output of %d bytes, want %d, %v", i, ended, len(got), len(want), err)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 2*pairs {
		t.Errorf("left are %v, %v", left, err)
	}
	t.Logf("%d of the runs were refused", refused)
}

// TestShard reads numbers of shards, which may stand in what schedulers set.
func TestShard(t *testing.T) {
	const slurm, kubernetes = "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"
	for _, c := range []struct{ slurm, kubernetes, text, want string }{
		{"", "", "3/8", "{3 8}"}, {"", "", "8/8", "{8 8}"}, {"5", "", "3/8", "{3 8}"},
		{"", "", "", "expected I/N"}, {"", "", "9/8", "expected I/N"}, {"", "", "0/8", "expected I/N"}, {"", "", "1/2/3", "expected I/N"},
		{"", "", "/8", "expected I/N"}, {"", "", "1/99999999999999999999", "expected I/N"}, {"1", "", "env/", "expected I/N"}, {"1", "", "env", "expected I/N"},
		{"1", "", "env/8", "{1 8}"}, {"8", "", "env/8", "{8 8}"}, {"", "0", "env/8", "{1 8}"}, {"", "7", "env/8", "{8 8}"},
		{"0", "", "env/8", slurm + ` is "0", expected a number from 1 to 8`}, {"9", "", "env/8", slurm + ` is "9", expected a number from 1 to 8`},
		{"", "8", "env/8", kubernetes + ` is "8", expected a number from 0 to 7`}, {"", "-1", "env/8", kubernetes + ` is "-1"`},
		{"4294967296 ", "", "env/8", slurm}, {"99999999999999999999", "", "env/8", slurm}, {"1", "", "env/0", slurm},
		{"", "", "env/8", "neither " + slurm + " nor " + kubernetes + " is set"}, {"1", "1", "env/8", "both " + slurm + " and " + kubernetes + " are set"},
	} {
		t.Setenv(slurm, c.slurm)
		t.Setenv(kubernetes, c.kubernetes)
		shard, err := parseShard(c.text)
		if got := fmt.Sprint(shard); err != nil && !strings.Contains(err.Error(), c.want) || err == nil && got != c.want {
			t.Errorf("%+v: %v, %v", c, shard, err)
		}
	}
}

// outputOf runs the program and returns what it writes to standard output.
func outputOf(t *testing.T, knead string, args ...string) []byte {
	t.Helper()
	out, err := exec.Command(knead, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestBatchClosedPipeLosesNoFile holds that a run whose reader has seen enough does not end
// quietly when files beside the results were asked for.
func TestBatchClosedPipeLosesNoFile(t *testing.T) {
	t.Parallel()
	knead, in := kneadProgram(t), randomFile(t, 3000)
	rejects := filepath.Join(t.TempDir(), "rejects")
	c := exec.Command("bash", "-c", `set -o pipefail; "$0" batch "$1" --rejects "$2" | head -n 1`, knead, in, rejects)
	var said bytes.Buffer
	c.Stderr = &said
	if err := c.Run(); status(err) != exitFailed || !strings.Contains(said.String(), fmt.Sprintf("closed before all results were written, so there is no %q", rejects)) {
		t.Errorf("%v, said %q", err, &said)
	}
	output := filepath.Join(t.TempDir(), "out")
	c = exec.Command("bash", "-c", `set -o pipefail; "$0" batch "$1" -o "$2" --summary - | true`, knead, in, output)
	if said, err := c.CombinedOutput(); status(err) != exitDone {
		t.Errorf("a summary nobody reads: %v, said %q", err, said)
	}
	if left, err := os.ReadDir(filepath.Dir(output)); err != nil || len(left) != 1 {
		t.Errorf("left are %v, %v", left, err)
	}
}

// TestMachineLanguage holds that what programs read is in the language that was asked for, and
// follows no locale; what people read does.
func TestMachineLanguage(t *testing.T) {
	t.Parallel()
	knead, example := kneadProgram(t), filepath.Join("..", "..", "examples", "saddle-numbness.yaml")
	for _, args := range [][]string{
		{"batch", example, "--no-progress"}, {"recommend", "--format", "json", example}, {"explain", "--format", "json", example},
		{"fhir", "export", example}, {"recommend", example},
	} {
		said := map[string]string{}
		for _, variable := range []string{"LC_ALL=C", "LC_ALL=hi_IN.UTF-8", "KNEAD_LANG=hi"} {
			c := exec.Command(knead, args...)
			c.Env = []string{variable}
			out, err := c.Output()
			if err != nil {
				t.Fatal(args, err)
			}
			said[variable] = string(out)
		}
		people := args[0] == "recommend" && len(args) == 2
		if (said["LC_ALL=C"] == said["LC_ALL=hi_IN.UTF-8"]) == people || said["LC_ALL=C"] == said["KNEAD_LANG=hi"] {
			t.Errorf("%v: the locale counts: %t, KNEAD_LANG counts: %t", args, said["LC_ALL=C"] != said["LC_ALL=hi_IN.UTF-8"], said["LC_ALL=C"] != said["KNEAD_LANG=hi"])
		}
	}
}
