package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// These tests hold the promises of docs/SECURITY.md.

// TestSecurityPageNamesTests wants behind every promise tests that exist.
func TestSecurityPageNamesTests(t *testing.T) {
	page, err := os.ReadFile("../../docs/SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	var sources []byte
	for _, pattern := range []string{"*_test.go", "../../rules/*_test.go", "../../internal/*/*_test.go", "../knead-*/*_test.go"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, data...)
		}
	}
	for _, row := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(row, "| **") {
			continue
		}
		tests := regexp.MustCompile("`(Test[A-Za-z]+)`").FindAllStringSubmatch(row, -1)
		if len(tests) == 0 {
			t.Errorf("no test stands behind: %s", row)
		}
		for _, test := range tests {
			if !bytes.Contains(sources, []byte("func "+test[1]+"(")) {
				t.Errorf("there is no test %s", test[1])
			}
		}
	}
}

// execute runs knead within the test and returns its status and what it wrote.
func execute(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, streams{strings.NewReader(stdin), &out, &errs, nil})
	return status, out.String(), errs.String()
}

func TestPromiseNoNetworkPackages(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(string(out)) {
		switch name {
		case "net/http", "net/rpc", "net/smtp", "crypto/tls", "log/syslog", "plugin":
			t.Errorf("the program links %s", name)
		}
	}
}

// TestPromiseNoSocket traces the system calls of every example of every command's help.
func TestPromiseNoSocket(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		if full && runtime.GOOS == "linux" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	if err := exec.Command("strace", "-qq", "-o", os.DevNull, "true").Run(); err != nil {
		t.Skip("strace may not trace here: ", err)
	}
	bin := t.TempDir()
	program := filepath.Join(bin, "program")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const strace = "strace -f -qq -e trace=%network,%process,openat,open,creat,rename,renameat,renameat2,mkdir,mkdirat -o "
	control := filepath.Join(bin, "control")
	_ = exec.Command("bash", "-c", strace+control+" bash -c 'echo > /dev/tcp/127.0.0.1/1'").Run()
	if data, _ := os.ReadFile(control); !slices.ContainsFunc(strings.Split(string(data), "\n"), socketCall.MatchString) {
		t.Fatal("a program that opens a socket is not noticed")
	}
	wrapper := "#!/bin/sh\nexec " + strace + "\"$TRACES/$$\" " + program + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(bin, "knead"), []byte(wrapper), 0o700); err != nil {
		t.Fatal(err)
	}
	for i, line := range helpExamples() {
		if !full && i%4 != 0 && !strings.HasPrefix(line, "knead batch") {
			continue // the gate tries some
		}
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			traces := t.TempDir()
			dir := exampleFolder(t, strings.Contains(line, "backcare ./mypack"))
			inTheWay(t, dir, line)
			cmd := exec.Command("bash", "-c", line)
			cmd.Dir = dir
			cmd.Env = []string{"HOME=" + dir, "PATH=" + bin + ":" + os.Getenv("PATH"), "LANG=C.UTF-8", "TRACES=" + traces}
			_ = cmd.Run() // whether it does its work is for another test
			checkTraces(t, traces, dir)
		})
	}
}

var (
	socketCall = regexp.MustCompile(`^\d+ +(socket|socketpair|connect|bind|listen|accept4?|send\w*|recv\w*|getsockopt|setsockopt)\(`)
	execCall   = regexp.MustCompile(`^\d+ +execve(at)?\(`)
	writeCall  = regexp.MustCompile(`^\d+ +(?:open|openat|creat|rename\w*|mkdir\w*)\((?:AT_FDCWD, )?"([^"]*)"(?:, (?:AT_FDCWD, )?(O_[A-Z_|]+|"[^"]*"))?`)
)

// checkTraces looks for calls that no command may make. Files may be written in dir only.
func checkTraces(t *testing.T, traces, dir string) {
	names, _ := filepath.Glob(filepath.Join(traces, "*"))
	if len(names) == 0 {
		t.Fatal("nothing was traced")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		programs := 0
		for _, call := range strings.Split(string(data), "\n") {
			if socketCall.MatchString(call) {
				t.Errorf("a socket: %s", call)
			}
			if execCall.MatchString(call) {
				if programs++; programs > 1 {
					t.Errorf("another program: %s", call)
				}
			}
			if m := writeCall.FindStringSubmatch(call); m != nil {
				opened := strings.Contains(m[0], "openat(") || strings.Contains(m[0], " open(")
				writes := !opened || strings.Contains(m[2], "O_WRONLY") || strings.Contains(m[2], "O_RDWR") || strings.Contains(m[2], "O_CREAT")
				if writes && filepath.IsAbs(m[1]) && !strings.HasPrefix(m[1], dir) && !strings.HasPrefix(m[1], "/dev/") {
					t.Errorf("a file that was not named: %s", call)
				}
			}
		}
	}
}

// helpExamples returns every example of every command's help.
func helpExamples() (lines []string) {
	for _, c := range commands(newRootCommand(streams{})) {
		for _, line := range strings.Split(c.Example, "\n") {
			line, _, _ := strings.Cut(strings.TrimSpace(line), "    ") // a remark may follow
			lines = append(lines, line)
		}
	}
	return lines
}

func TestPromiseFileModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_STATE_HOME", filepath.Join(dir, "state"))
	out := func(name string) string { return filepath.Join(dir, name) }
	const desk = "../../examples/desk-worker.yaml"
	records := out("in.jsonl")
	if err := os.WriteFile(records, []byte("{\"answers\":{}}\n{\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"recommend", "-o", out("r.txt"), desk},
		{"recommend", "--format", "html", "-o", out("r.html"), desk},
		{"explain", "-o", out("e.txt"), desk},
		{"fhir", "export", "-o", out("b.json"), desk},
		{"fhir", "import", "-o", out("i.yaml"), "../../internal/fhir/testdata/response.json"},
		{"batch", records, "-o", out("o.jsonl"), "--rejects", out("x.jsonl"), "--manifest", out("m.json"), "--summary", out("s.html"), "--allow-rejects", "9"},
	} {
		if status, _, stderr := execute(t, "", args...); status != exitDone {
			t.Fatalf("%v: %d\n%s", args, status, stderr)
		}
	}
	// An interview that ends early leaves a draft.
	if status, _, stderr := execute(t, "1\n41\n", "intake", "--plain"); status != exitInterrupted {
		t.Fatalf("%d\n%s", status, stderr)
	}
	seen := 0
	err := filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		switch {
		case err != nil:
			return err
		case info.IsDir() && filepath.Base(name) == "knead" && info.Mode().Perm() != 0o700:
			t.Errorf("%s has mode %o", name, info.Mode().Perm())
		case !info.IsDir():
			if seen++; info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %o", name, info.Mode().Perm())
			}
		}
		return nil
	})
	if err != nil || seen < 11 {
		t.Errorf("%d files were written: %v", seen, err)
	}
}

func TestPromiseWholeFiles(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out.json")
	if err := os.WriteFile(name, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := execute(t, "answers: {age: 999}", "recommend", "-o", name, "-"); status != exitFailed {
		t.Fatal(status)
	}
	if data, _ := os.ReadFile(name); string(data) != "before" {
		t.Errorf("a failure left %q", data)
	}
	if status, _, stderr := execute(t, "", "recommend", "--format", "json", "-o", name, "../../examples/desk-worker.yaml"); status != exitDone {
		t.Fatal(status, stderr)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("beside the file stand %d others", len(entries)-1)
	}
}

// TestPromiseSilentErrors gives answers that must not be repeated.
func TestPromiseSilentErrors(t *testing.T) {
	const secret = "Xq7secret"
	long := strings.Repeat(secret+" ", 400)
	inputs := map[string][]string{
		"answers: {age: 999, notes: " + secret + "}":           {"recommend", "-"},
		"answers: {notes: \"" + long + "\"}":                   {"recommend", "-"},
		"answers: {age: \"" + secret + "\"}":                   {"explain", "-"},
		"answers: {medicines: [" + secret + "]}":               {"recommend", "-"},
		"answers: {nerve_signs: [unsure, \"" + secret + "\"]}": {"explain", "-"},
		"answers: {visit: " + secret + "}":                     {"fhir", "export", "-"},
		"answers: {pain_area: " + secret + "}":                 {"recommend", "--lang", "hi", "-"},
		"answers: {stress: *" + secret + "}":                   {"recommend", "-"},
		"answers: {stress: !" + secret + " x}":                 {"recommend", "-"},
		"answers: {stress: !a!" + secret + " x}":               {"recommend", "-"},
		"answers: {stress: \"\\q" + secret + "\"}":             {"recommend", "-"},
		"answers: [" + secret + "]":                            {"recommend", "-"},
		`{"answers":{"stress":"` + secret + `"}}`:              {"batch", "-"},
		"id,stress\n1," + secret + "\n":                        {"batch", "--input-format", "csv", "-"},
		"id,notes\n1,\"" + secret + "\n":                       {"batch", "--input-format", "csv", "-"},
		`{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"visit","answer":[{"valueCoding":{"system":"https://knead.example/fhir/CodeSystem/backcare/visit","code":"` + secret + `"}}]}]}`: {"fhir", "import", "-"},
		"answers: {notes: " + secret + ": x}":                           {"recommend", "-"},
		`{"answers":{"age":"` + secret + `","notes":"` + secret + `"}}`: {"batch", "-"},
		`{"answers":{"notes":"` + secret + "\n":                         {"batch", "-"},
		"id,age,notes\n1,999," + secret + "\n":                          {"batch", "--input-format", "csv", "-"},
		`{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"age","answer":[{"valueString":"` + secret + `"}]}]}`:   {"fhir", "import", "-"},
		`{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"notes","answer":[{"valueString":"` + long + `"}]}]}`:   {"recommend", "-"},
		`{"resourceType":"QuestionnaireResponse","status":"` + secret + `","item":[{"linkId":"notes","answer":[{"valueString":"` + secret + `"`: {"fhir", "import", "-"},
	}
	for input, args := range inputs {
		status, _, stderr := execute(t, input, args...)
		if status == exitDone || stderr == "" {
			t.Errorf("%v accepts %.60q", args, input)
		}
		if strings.Contains(stderr, secret) {
			t.Errorf("%v repeats an answer of %.60q:\n%s", args, input, stderr)
		}
	}
	// A misspelling is repeated beside its hint; the stderr of a batch has not even that.
	const misspelled = "answers: {medicines: [insulinn, insulin, insulin]}"
	if _, _, stderr := execute(t, misspelled, "recommend", "-"); !strings.Contains(stderr, `has no option "insulinn" (did you mean "insulin"?)`) {
		t.Errorf("a misspelling is not explained:\n%s", stderr)
	}
	if _, _, stderr := execute(t, misspelled, "batch", "--input-format", "yaml", "-"); strings.Contains(stderr, "insulin") || !strings.Contains(stderr, "medicines") {
		t.Errorf("a batch writes an answer to stderr:\n%s", stderr)
	}
}

func TestPromiseTextStaysText(t *testing.T) {
	desk, err := os.ReadFile("../../examples/desk-worker.yaml")
	if err != nil {
		t.Fatal(err)
	}
	hostile := `=1+1 <script>alert(1)</script> [x](javascript:y) \e[31m \u202e`
	intake := strings.Replace(string(desk), "id: desk-worker", `id: "`+hostile+`"`, 1)
	intake += `  notes: "` + hostile + `, on warfarin"` + "\n"
	for _, args := range [][]string{
		{"recommend", "-"}, {"recommend", "--format", "html", "-"}, {"recommend", "--format", "markdown", "-"},
		{"explain", "-"}, {"batch", "--input-format", "yaml", "--format", "csv", "-"}, {"fhir", "export", "-"},
	} {
		status, stdout, stderr := execute(t, intake, args...)
		if status != exitDone {
			t.Fatalf("%v: %d\n%s", args, status, stderr)
		}
		data := slices.Contains(args, "fhir") // for programs, not for people
		if !data && strings.ContainsAny(stdout, "\x1b\u202e") {
			t.Errorf("%v writes a control character", args)
		}
		markup := regexp.MustCompile(`<script>`)
		if slices.Contains(args, "fhir") {
			markup = regexp.MustCompile(`"div":[^\n]*<script>`)
		}
		if (slices.Contains(args, "html") || slices.Contains(args, "markdown") || slices.Contains(args, "fhir")) && markup.MatchString(stdout) {
			t.Errorf("%v writes markup", args)
		}
		if slices.Contains(args, "csv") && regexp.MustCompile(`(?m)(^|,)"?=`).MatchString(stdout) {
			t.Errorf("%v writes a formula:\n%s", args, stdout)
		}
	}
}

func TestPromiseBoundedInput(t *testing.T) {
	deep := strings.Repeat("[", 5000)
	for name, input := range map[string]string{
		"large":   "answers: {notes: \"" + strings.Repeat("a", 1<<20) + "\"}",
		"deep":    `{"answers":` + deep,
		"deeper":  "answers: " + deep,
		"aliases": "a: &a [x, x]\nb: &b [*a, *a]\nanswers: {pain_area: *b}",
		"merged":  "answers: {<<: {age: 4}}",
		"tagged":  "answers: {age: !!binary aGk=}",
		"fhir":    `{"resourceType":"QuestionnaireResponse","item":` + deep,
	} {
		if status, stdout, _ := execute(t, input, "recommend", "-"); status != exitFailed || stdout != "" {
			t.Errorf("%s input ends with status %d", name, status)
		}
	}
	long := `{"answers":{"notes":"` + strings.Repeat("a", 3<<20) + `"}}` + "\n" + `{"id":"next","answers":{}}` + "\n"
	status, stdout, _ := execute(t, long, "batch", "-")
	if status != exitFound || !strings.Contains(stdout, "knead/reject/v1") || !strings.Contains(stdout, `"id":"next"`) {
		t.Errorf("a long record ends with status %d", status)
	}
}

func TestPromiseSameOutput(t *testing.T) {
	for _, args := range [][]string{
		{"recommend", "--format", "json", "../../examples/desk-worker.yaml"},
		{"recommend", "--format", "html", "../../examples/pregnant.yaml"},
		{"explain", "../../examples/blood-thinner.yaml"},
		{"fhir", "export", "../../examples/unsure-medicines.yaml"},
		{"fhir", "questionnaire"},
		{"rules", "schema", "intake"},
	} {
		_, first, _ := execute(t, "", args...)
		_, second, _ := execute(t, "", args...)
		if first == "" || first != second {
			t.Errorf("%v does not write the same twice", args)
		}
	}
}
