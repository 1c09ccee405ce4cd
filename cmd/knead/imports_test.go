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

	"github.com/google/go-cmp/cmp"
)

// imports holds what each package of the project imports from the project and from libraries
// outside the standard library. A package imports only those above it in the list of docs/CONTRIBUTING.md.
var imports = map[string][]string{
	"cmd/knead": {
		"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term", "golang.org/x/text/language", "knead/engine",
		"knead/engine/verify", "knead/internal/author", "knead/internal/batch", "knead/internal/diag", "knead/internal/draft",
		"knead/internal/fastread", "knead/internal/fhir", "knead/internal/files", "knead/internal/forms", "knead/internal/packdoc", "knead/internal/packtest",
		"knead/internal/records", "knead/internal/report", "knead/internal/schema", "knead/internal/text", "knead/internal/tui", "knead/internal/words",
		"knead/questionnaire", "knead/rules", "knead/rules/packfile", "knead/rules/packs",
	},
	"cmd/knead-page": {
		"github.com/spf13/cobra", "knead/engine", "knead/internal/web", "knead/internal/words", "knead/rules", "knead/rules/packs",
		"knead/rules/stored",
	},
	"cmd/knead-serve": {
		"github.com/spf13/cobra", "knead/engine", "knead/internal/fastread", "knead/internal/fastwrite", "knead/internal/fhir",
		"knead/internal/files", "knead/internal/records", "knead/internal/report", "knead/internal/schema", "knead/internal/web", "knead/rules",
		"knead/rules/packfile", "knead/rules/packs",
	},
	"engine":            {"knead/engine/notes", "knead/internal/words", "knead/rules"},
	"engine/notes":      {"knead/rules"},
	"engine/verify":     {"knead/engine", "knead/engine/verify/sat", "knead/rules"},
	"engine/verify/sat": nil,
	"internal/author": {
		"knead/engine", "knead/engine/verify", "knead/internal/diag", "knead/internal/files", "knead/internal/packtest", "knead/rules",
		"knead/rules/packfile", "knead/rules/packs",
	},
	"internal/batch": {
		"knead/engine", "knead/internal/fastread", "knead/internal/fastwrite", "knead/internal/files", "knead/internal/records",
		"knead/internal/words", "knead/rules", "knead/rules/packfile",
	},
	"internal/diag":  {"knead/internal/text", "knead/rules"},
	"internal/draft": {"knead/internal/files", "knead/internal/text", "knead/questionnaire", "knead/rules", "knead/rules/packfile"},
	"internal/fastread": {
		"golang.org/x/text/unicode/norm", "knead/engine", "knead/internal/records", "knead/internal/text", "knead/internal/words",
		"knead/internal/xlsx", "knead/rules", "knead/rules/packfile",
	},
	"internal/fastwrite": {"knead/engine", "knead/internal/records", "knead/internal/text", "knead/rules"},
	"internal/fhir":      {"knead/engine", "knead/internal/text", "knead/internal/words", "knead/rules", "knead/rules/packfile"},
	"internal/files":     {"golang.org/x/sys/unix", "golang.org/x/sys/windows"},
	"internal/forms":     {"knead/engine", "knead/internal/records", "knead/internal/words", "knead/internal/xlsx", "knead/rules"},
	"internal/gen":       {"knead/rules"},
	"internal/packdoc":   {"knead/internal/text", "knead/rules"},
	"internal/packtest":  {"knead/engine", "knead/rules", "knead/rules/packfile"},
	"internal/records": {
		"github.com/klauspost/compress/gzip", "github.com/klauspost/compress/zstd", "golang.org/x/sys/unix",
		"golang.org/x/text/encoding", "golang.org/x/text/encoding/charmap", "golang.org/x/text/encoding/unicode", "knead/internal/files", "knead/internal/text",
		"knead/internal/xlsx", "knead/rules",
	},
	"internal/release/build": nil,
	"internal/report":        {"knead/engine", "knead/internal/text", "knead/internal/words", "knead/rules"},
	"internal/schema":        {"knead/rules"},
	"internal/text":          {"github.com/rivo/uniseg"},
	"internal/tui": {
		"github.com/AlecAivazis/survey/v2", "github.com/AlecAivazis/survey/v2/terminal",
		"golang.org/x/sys/unix", "golang.org/x/term", "knead/internal/text", "knead/questionnaire", "knead/rules",
	},
	"internal/web": {
		"knead/engine", "knead/internal/report", "knead/internal/text", "knead/internal/words", "knead/questionnaire", "knead/rules",
		"knead/rules/packfile",
	},
	"internal/words": nil,
	"internal/xlsx":  {"github.com/klauspost/compress/flate"},
	"questionnaire":  {"knead/internal/text", "knead/rules"},
	"rules":          {"golang.org/x/text/unicode/norm", "knead/internal/text"},
	"rules/packfile": {"gopkg.in/yaml.v3", "knead/internal/files", "knead/internal/text", "knead/internal/words", "knead/rules"},
	"rules/packs":    {"knead/internal/files", "knead/rules", "knead/rules/packfile", "knead/rules/stored"},
	"rules/stored":   {"knead/rules"},
}

// TestImports wants every arrow between packages in the table, and no other. Tests may import
// more.
func TestImports(t *testing.T) {
	if d := cmp.Diff(imports, importsFound(t)); d != "" {
		t.Errorf("what packages import is not the table (-table +found):\n%s", d)
	}
}

// importsFound reads the imports of all packages, for every system and architecture.
func importsFound(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2 || d.Name() == "testdata" || ownModule(name)):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, filepath.Dir(name))
		rel = filepath.ToSlash(rel)
		all := found[rel]
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			first, _, _ := strings.Cut(imported, "/")
			if strings.Contains(first, ".") || first == "knead" {
				all = append(all, imported)
			}
		}
		slices.Sort(all)
		found[rel] = slices.Compact(all)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// ownModule reports whether a folder below the root is a module of its own.
func ownModule(name string) bool {
	matches, _ := filepath.Glob(filepath.Join(name, "go.mod"))
	return len(matches) > 0 && path.Clean(filepath.ToSlash(name)) != "../.."
}
