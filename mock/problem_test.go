package mock_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sparring/mock/problem"
	"sparring/spec"
)

// TestProblemsOfTheDocument checks the table of problems against the errors of spec/control.yaml, both ways.
func TestProblemsOfTheDocument(t *testing.T) {
	documented := map[string]int{}
	for _, e := range spec.Errors("control") {
		documented[e.Code] = e.Status
	}
	for _, k := range problem.Kinds() {
		if status, ok := documented[k.Code]; k.Control != ok || ok && status != k.Status {
			t.Errorf("%s: status %d, in the document %d (%v)", k.Code, k.Status, status, ok)
		}
		delete(documented, k.Code)
	}
	for code := range documented {
		t.Errorf("the document has the code %s, which nothing sends", code)
	}
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// TestProblemsHaveOneSource checks that problems are made by package problem only, with a code of its table: so one
// type has one status and one title.
func TestProblemsHaveOneSource(t *testing.T) {
	calls := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			strings.HasPrefix(path, "problem/") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		makes := slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool {
			return i.Path.Value == `"sparring/mock/problem"`
		})
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if s, ok := n.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Problem" {
					t.Errorf("%s makes a problem by hand; use problem.New", path)
				}
			case *ast.CallExpr:
				s, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || len(n.Args) == 0 {
					return true
				}
				if text, ok := n.Args[0].(*ast.BasicLit); ok && s.Sel.Name == "Hinted" &&
					placeholder.MatchString(text.Value) {
					t.Errorf("%s hints at what nobody can type: %s", path, text.Value)
				}
				if p, isPackage := s.X.(*ast.Ident); !isPackage || p.Name != "problem" || s.Sel.Name != "New" &&
					s.Sel.Name != "Unknown" {
					return true
				}
				calls++
				if _, literal := n.Args[0].(*ast.BasicLit); literal {
					t.Errorf("%s makes a problem of a code that is not a constant of package problem", path)
				}
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					if s, ok := left.(*ast.SelectorExpr); ok && s.Sel.Name == "Title" && makes {
						t.Errorf("%s changes a title", path)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls < 30 {
		t.Fatalf("only %d calls seen: the walk has lost its way", calls)
	}
}
