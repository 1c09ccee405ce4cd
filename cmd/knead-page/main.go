//go:build !js

// Command knead-page makes one HTML file that asks knead's questions and shows the result
// without a server: from a file, or from any place that serves files. The engine is in it as
// WebAssembly, built from the part of this program that a browser runs; the pages are those
// of internal/web. The file sends nothing anywhere: its own policy forbids the browser every
// request.
//
//	go run ./cmd/knead-page -o knead.html
//
// It needs the source and Go.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/web"
	"knead/internal/words"
	"knead/rules"
	"knead/rules/packs"
	"knead/rules/stored"
)

func main() {
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintf(os.Stderr, "knead-page: %v\n", err)
		os.Exit(2)
	}
}

func newCommand() *cobra.Command {
	var pack, output string
	c := &cobra.Command{
		Use:   "knead-page",
		Short: "Make one HTML file that asks the questions without a server",
		Long: `Knead-page writes an HTML file with the questions of a pack, in each of its languages, and
the engine that recommends. Opened in a browser, it asks and shows the result. It sends
nothing anywhere and keeps nothing; docs/web.md says how to hand it to people.

Exit status: 0 done; 2 the pack cannot be used, or the page cannot be built.`,
		Example: `  knead-page -o knead.html
  knead-page --pack ./mypack -o mypack.html`,
		Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		RunE: func(*cobra.Command, []string) error {
			page, err := build(pack)
			if err != nil {
				return err
			}
			return os.WriteFile(output, page, 0o644)
		},
	}
	c.Flags().StringVar(&pack, "pack", packs.Default, "use the embedded pack `NAME`, or the pack in a folder")
	c.Flags().StringVarP(&output, "output", "o", "knead.html", "write to `FILE`")
	return c
}

// build returns the page of a pack.
func build(name string) ([]byte, error) {
	loaded, err := packs.LoadLanguages(name)
	if err != nil {
		return nil, err
	}
	var programs []*engine.Program
	for _, p := range loaded {
		program, err := engine.Compile(p)
		if err != nil {
			return nil, err
		}
		programs = append(programs, program)
	}
	engine, script, err := compile()
	if err != nil {
		return nil, err
	}
	notices, err := notices()
	if err != nil {
		return nil, err
	}
	firsts := firstPages(programs)
	page := page{first: firsts[0], Others: firsts[1:], Engine: packed(engine), Notices: notices, Old: words.For(loaded[0].Language).Say("web_old_browser")}
	for _, p := range loaded {
		page.Packs = append(page.Packs, form{p.Language, packed(stored.Write(p))})
	}
	page.setPolicy(script + "\n" + glue)
	var b bytes.Buffer
	err = shell.Execute(&b, page)
	return b.Bytes(), err
}

// page is what the file is made of.
type page struct {
	first
	Others  []first // in the other languages
	Style   template.CSS
	Script  template.JS
	Policy  string
	Old     string // what a browser shows that cannot run it
	Packs   []form
	Engine  template.HTML // WebAssembly, compressed
	Notices template.HTML // the licences of what is linked into it
}

// first is the first page in a language, to be read while the engine starts.
type first struct {
	Language, Title string
	Body            template.HTML
}

// form is the stored form of a pack in one language, compressed.
type form struct {
	Language string
	Data     template.HTML
}

//go:embed page.tmpl
var shellText string

//go:embed page.js
var glue string

var shell = template.Must(template.New("page").Parse(shellText))

// firstPages are the first page in each language.
func firstPages(programs []*engine.Program) (all []first) {
	site := web.New(web.Compiled(programs...), web.Options{Offline: true})
	for _, program := range programs {
		p := program.Pack()
		answer, _ := site.Serve(nil, web.Request{Path: "/", Query: p.Language, Now: reviewed(p)}, nil)
		html := between(string(answer.Body), `<body class="web">`, "</body>")
		all = append(all, first{p.Language, p.Title.Patient, template.HTML(html)})
	}
	return all
}

// setPolicy fills in script and style, and the policy that lets the browser run them and do nothing else.
func (p *page) setPolicy(script string) {
	p.Style, p.Script = template.CSS("\n"+web.Style), template.JS("\n"+script)
	p.Policy = fmt.Sprintf("default-src 'none'; script-src '%s' 'wasm-unsafe-eval'; style-src '%s'; img-src data:; base-uri 'none'; form-action 'none'",
		digest(string(p.Script)+"\n"), digest(string(p.Style)+"\n"))
}

// reviewed is the day of the pack, for a page that is read for the first time on any day.
func reviewed(p *rules.Pack) time.Time {
	day, _ := time.Parse(time.DateOnly, p.Reviewed) // if it is none, the page is not old
	return day
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// digest is the hash by which a policy names a text of the page.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// packed compresses data and writes it in base64, as text of an element.
func packed(data []byte) template.HTML {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level exists
	_, err := w.Write(data)
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // it is written into memory
	}
	return template.HTML(base64.StdEncoding.EncodeToString(b.Bytes()))
}

// notices returns the licences of what is linked, which go wherever the page goes.
func notices() (template.HTML, error) {
	root, err := exec.Command("go", "list", "-f", "{{.Module.Dir}}", "knead/cmd/knead-page").Output()
	if err != nil {
		return "", fmt.Errorf("go list: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "docs", "third-party-notices.txt"))
	if bytes.Contains(text, []byte("</script")) || bytes.Contains(text, []byte("<!--")) {
		return "", errors.New("the notices would end their element")
	}
	return template.HTML(text), err
}

// compile builds what runs in the browser, and returns it with Go's own script that runs it.
func compile() (program []byte, script string, err error) {
	dir, err := os.MkdirTemp("", "knead-page-")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "page.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w -buildid=", "-o", out, "knead/cmd/knead-page")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, "", fmt.Errorf("build for the browser: %w\n%s", err, said)
	}
	if program, err = os.ReadFile(out); err != nil {
		return nil, "", err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, "", fmt.Errorf("go env: %w", err)
	}
	file, err := os.Open(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	return program, string(text), err
}
