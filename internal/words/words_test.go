package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// placeholders returns the names of a text's placeholders, sorted.
func placeholders(text string) (names []string) {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return names
}

// TestEveryLanguageSaysTheSame holds every language to the texts of the first, and each text
// to its placeholders.
func TestEveryLanguageSaysTheSame(t *testing.T) {
	first := For("")
	for _, lang := range Languages() {
		other, err := In(lang)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(first.IDs(), other.IDs()); d != "" {
			t.Errorf("%s has other texts than %s:\n%s", lang, first.Language, d)
		}
		for id, text := range other.texts {
			if want, got := placeholders(first.texts[id]), placeholders(text); text == "" || !slices.Equal(want, got) {
				t.Errorf("%s, %q: placeholders %v, want %v", lang, id, got, want)
			}
		}
	}
}

// use is one place where the program asks for a text by its id, or by how the id begins, with
// placeholders that it fills in; or one that names an id.
type use struct {
	at     string
	id     string
	begins bool
	fills  []string
	asks   bool // else the id is only named
}

// TestUses holds the program's sources and templates to the texts there are: each text that
// is asked for exists, with the placeholders that are filled in, and no text is left unused.
func TestUses(t *testing.T) {
	ids, used := For("").IDs(), map[string]bool{}
	for _, u := range uses(t) {
		if !u.asks {
			used[u.id] = true
			continue
		}
		found := false
		for _, id := range ids {
			if id != u.id && !(u.begins && strings.HasPrefix(id, u.id)) {
				continue
			}
			found, used[id] = true, true
			if want := placeholders(For("").texts[id]); u.fills != nil && !u.begins && !slices.Equal(u.fills, want) {
				t.Errorf("%s: %q is given %v, and has the placeholders %v", u.at, id, u.fills, want)
			}
		}
		if !found {
			t.Errorf("%s: there is no text %q", u.at, u.id)
		}
	}
	for _, id := range ids {
		if !used[id] {
			t.Errorf("nobody uses %q", id)
		}
	}
}

// uses returns every use of a text in the tree.
func uses(t *testing.T) (all []use) {
	template := regexp.MustCompile(`\b(?:word|Say) (\(print )?"(\w+)"((?: "\w+" [$.][\w.]*)*)|"(\w+)"`)
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return filepath.SkipDir
		case strings.HasSuffix(name, ".tmpl"):
			data, err := os.ReadFile(name)
			for _, m := range template.FindAllStringSubmatch(string(data), -1) {
				if m[4] != "" {
					all = append(all, use{id: m[4]})
					continue
				}
				u := use{at: name, id: m[2], begins: m[1] != "", fills: []string{}, asks: true}
				for i, word := range strings.Fields(m[3]) {
					if i%2 == 0 {
						u.fills = append(u.fills, strings.Trim(word, `"`))
					}
				}
				slices.Sort(u.fills)
				all = append(all, u)
			}
			return err
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					all = append(all, usesOf(n, set.Position(n.Pos()).String())...)
				case *ast.BasicLit:
					all = append(all, use{id: literal(n)})
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// usesOf returns the use of a text that a call is, if it is one.
func usesOf(call *ast.CallExpr, at string) []use {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	if !slices.Contains([]string{"word", "words", "Words", "Say"}, name) || len(call.Args) == 0 {
		return nil
	}
	u := use{at: at, asks: true, fills: []string{}}
	id := call.Args[0]
	if sum, ok := id.(*ast.BinaryExpr); ok {
		u.begins, id = true, sum.X
	}
	if u.id = literal(id); u.id == "" {
		return nil
	}
	for i := 1; i < len(call.Args); i += 2 {
		u.fills = append(u.fills, literal(call.Args[i]))
	}
	slices.Sort(u.fills)
	return []use{u}
}

// literal returns the value of a string that stands in the source, or "".
func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}
