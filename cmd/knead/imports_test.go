package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed holds for each package of the project what it may import: packages of the
// project, and libraries from outside the standard library. Imports only go down.
var allowed = map[string][]string{
	"rules":                  {"knead/internal/text"},
	"rules/packfile":         {"knead/internal/text", "knead/internal/words", "knead/rules", "gopkg.in/yaml.v3"},
	"rules/packs":            {"knead/rules", "knead/rules/packfile"},
	"engine":                 {"knead/internal/words", "knead/rules"},
	"engine/verify":          {"knead/engine", "knead/engine/verify/sat", "knead/rules"},
	"engine/verify/sat":      {"github.com/crillab/gophersat/solver"},
	"questionnaire":          {"knead/internal/text", "knead/rules"},
	"internal/author":        {"knead/engine", "knead/engine/verify", "knead/internal/diag", "knead/internal/files", "knead/internal/packtest", "knead/rules", "knead/rules/packfile", "knead/rules/packs"},
	"internal/batch":         {"knead/engine", "knead/internal/fastread", "knead/internal/fastwrite", "knead/internal/files", "knead/internal/records", "knead/internal/words", "knead/rules", "knead/rules/packfile"},
	"internal/fastwrite":     {"knead/engine", "knead/internal/records", "knead/internal/text", "knead/rules"},
	"internal/gen":           {"knead/rules"},
	"internal/diag":          {"knead/internal/text", "knead/rules"},
	"internal/draft":         {"knead/internal/files", "knead/internal/text", "knead/questionnaire", "knead/rules", "knead/rules/packfile"},
	"internal/fhir":          {"knead/engine", "knead/internal/text", "knead/internal/words", "knead/rules", "knead/rules/packfile"},
	"internal/fastread":      {"knead/engine", "knead/internal/records", "knead/rules", "knead/rules/packfile"},
	"internal/files":         {"golang.org/x/sys"},
	"internal/packdoc":       {"knead/internal/text", "knead/rules"},
	"internal/packtest":      {"knead/engine", "knead/rules", "knead/rules/packfile"},
	"internal/records":       {"knead/internal/files", "github.com/klauspost/compress", "golang.org/x/sys"},
	"internal/release/build": {},
	"internal/report":        {"knead/engine", "knead/internal/text", "knead/internal/words", "knead/rules"},
	"internal/schema":        {"knead/rules"},
	"internal/text":          {"github.com/rivo/uniseg"},
	"internal/tui":           {"knead/internal/text", "knead/questionnaire", "knead/rules", "github.com/AlecAivazis/survey/v2", "golang.org/x/sys", "golang.org/x/term"},
	"internal/words":         {},
	"cmd/knead":              {"*"},
}

// TestImports holds the arrows between packages to the table. Tests may import more.
func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2 || d.Name() == "testdata" || ownModule(name) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, filepath.Dir(name))
		may, known := allowed[filepath.ToSlash(rel)]
		if !known {
			t.Errorf("%s: package %s is not in the table of allowed imports", name, rel)
			return nil
		}
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if outside := strings.Contains(strings.Split(imported, "/")[0], ".") || strings.HasPrefix(imported, "knead/"); !outside {
				continue
			}
			if !slices.ContainsFunc(may, func(m string) bool {
				return m == "*" || m == imported || strings.HasPrefix(imported, m+"/") && !strings.HasPrefix(m, "knead/")
			}) {
				t.Errorf("%s: %s may not import %s", name, rel, imported)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ownModule reports whether a folder below the root is a module of its own.
func ownModule(name string) bool {
	matches, _ := filepath.Glob(filepath.Join(name, "go.mod"))
	return len(matches) > 0 && path.Clean(filepath.ToSlash(name)) != "../.."
}
