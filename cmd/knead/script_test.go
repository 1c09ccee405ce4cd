package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in scripts and golden files")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"knead": main})
}

// TestScripts runs the scripts in testdata/script: command lines with what they must
// print and how they must end. $EXAMPLES is the folder of example intakes.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs(filepath.Join("..", "..", "examples"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLES", examples)
			e.Setenv("SMALL", filepath.Join(filepath.Dir(examples), "rules", "packfile", "testdata", "small"))
			e.Setenv("HOOK", filepath.Join(filepath.Dir(examples), ".github", "hooks", "pre-commit"))
			e.Setenv("STARTER", filepath.Join(filepath.Dir(examples), "rules", "packs", "starter"))
			e.Setenv("ACTION", filepath.Join(filepath.Dir(examples), ".github", "actions", "rules", "action.yml"))
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": checkStatus,
			"mode":   checkMode,
			"empty":  checkEmpty,
		},
	})
}

// checkStatus is the script command "status N COMMAND…": it runs knead and checks its
// exact exit status, and leaves its output for stdout and stderr.
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N knead ARGUMENT...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = exitText(err)
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

func exitText(err error) string {
	text := err.Error()
	const prefix = "exit status "
	if len(text) > len(prefix) && text[:len(prefix)] == prefix {
		return text[len(prefix):]
	}
	return text
}

// checkMode is the script command "mode 0600 FILE".
func checkMode(ts *testscript.TestScript, neg bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := "0" + octal(uint32(info.Mode().Perm())); got != args[0] {
		ts.Fatalf("mode of %s is %s, want %s", args[1], got, args[0])
	}
}

func octal(m uint32) string {
	return string([]byte{byte('0' + m>>6&7), byte('0' + m>>3&7), byte('0' + m&7)})
}

// checkEmpty is the script command "empty FOLDER".
func checkEmpty(ts *testscript.TestScript, neg bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(entries) > 0 {
		ts.Fatalf("%s holds %s", args[0], entries[0].Name())
	}
}
