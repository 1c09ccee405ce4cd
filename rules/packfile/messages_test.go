package packfile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestEveryMessageHasACase finds every message of the parser in its source and expects
// one case in testdata/bad that shows it.
func TestEveryMessageHasACase(t *testing.T) {
	var wants strings.Builder
	for _, file := range badFiles(t) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		wants.WriteString(wanted(archive))
	}
	messages := sourceMessages(t)
	if len(messages) < 80 {
		t.Errorf("found only %d messages in the source", len(messages))
	}
	for _, m := range messages {
		if !messagePattern(m).MatchString(wants.String()) {
			t.Errorf("no case in testdata/bad shows %v", m)
		}
	}
}

// sourceMessage is a message in the source: its code and the beginning of its format.
type sourceMessage struct {
	place, code, format string
}

var verbs = regexp.MustCompile(`%[a-zA-Z]`)

// messagePattern matches a line that shows the message.
func messagePattern(m sourceMessage) *regexp.Regexp {
	literal := verbs.Split(m.format, -1)
	for i := range literal {
		literal[i] = regexp.QuoteMeta(literal[i])
	}
	code := regexp.QuoteMeta(m.code)
	if m.code == "" || strings.HasSuffix(m.code, "-") {
		code += `[a-z-]+`
	}
	return regexp.MustCompile(`(?m)^.*` + strings.Join(literal, ".*") + `.*\[(error|warning) ` + code + ` .*\]$`)
}

func sourceMessages(t *testing.T) (found []sourceMessage) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(fset, name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if code, format, ok := messageOf(n); ok {
				found = append(found, sourceMessage{fset.Position(n.Pos()).String(), code, format})
			} else if code, format, ok := messageIn(n); ok {
				found = append(found, sourceMessage{fset.Position(n.Pos()).String(), code, format})
			}
			return true
		})
	}
	return found
}

// messageIn recognises the literal of a problem and constants that name a message.
func messageIn(n ast.Node) (code, format string, ok bool) {
	if c, isConst := n.(*ast.ValueSpec); isConst && len(c.Values) == 1 && strings.HasSuffix(c.Names[0].Name, "Refused") {
		format, ok = literal(c.Values[0])
		return "", format, ok
	}
	c, isLiteral := n.(*ast.CompositeLit)
	if !isLiteral {
		return "", "", false
	}
	for _, e := range c.Elts {
		pair, isPair := e.(*ast.KeyValueExpr)
		if !isPair {
			continue
		}
		switch key, _ := pair.Key.(*ast.Ident); {
		case key == nil:
		case key.Name == "Code":
			code, _ = literal(pair.Value)
		case key.Name == "Message":
			format, ok = literal(pair.Value)
		}
	}
	return code, format, ok
}

// messageOf recognises the calls that make a problem.
func messageOf(n ast.Node) (code, format string, ok bool) {
	call, isCall := n.(*ast.CallExpr)
	if !isCall {
		return "", "", false
	}
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	first, known := map[string]int{"add": 1, "addAt": 2, "refuse": 1, "failedRecord": 1}[name]
	if !known || len(call.Args) < first+2 {
		return "", "", false
	}
	code, _ = literal(call.Args[first])
	format, ok = literal(call.Args[first+1])
	if last := len(call.Args) - 1; ok && format == "%s" && last > first+1 {
		format, ok = literal(call.Args[last])
	}
	return code, format, ok && format != "%s"
}

func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		return literal(e.X)
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" && len(e.Args) > 0 {
			return literal(e.Args[0])
		}
	}
	return "", false
}
