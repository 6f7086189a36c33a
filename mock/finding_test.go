package mock_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sparring/mock"
)

// finders are the functions that make a finding of the code that is their first argument.
var finders = []string{"find", "violation", "Violation", "violate", "blamed", "marked", "add", "record"}

// findingCodes are the codes of findings in the source of a package, by their places.
func findingCodes(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found, set := map[string]string{}, token.NewFileSet()
	take := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if code, _ := strconv.Unquote(lit.Value); code != "" &&
				strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_0123456789") == "" {
				found[code] = set.Position(e.Pos()).String()
			}
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				name := ""
				switch f := n.Fun.(type) {
				case *ast.Ident:
					name = f.Name
				case *ast.SelectorExpr:
					name = f.Sel.Name
				}
				if len(n.Args) > 3 && slices.Contains(finders, name) {
					take(n.Args[0])
				}
			case *ast.CompositeLit:
				finding := findingType(n.Type)
				for _, e := range n.Elts {
					switch e := e.(type) {
					case *ast.KeyValueExpr:
						if key, ok := e.Key.(*ast.Ident); ok && key.Name == "Code" && finding {
							take(e.Value)
						}
					case *ast.CompositeLit: // an element of a list of findings
						if list, ok := n.Type.(*ast.ArrayType); ok && findingType(list.Elt) && e.Type == nil {
							for _, field := range e.Elts {
								if kv, ok := field.(*ast.KeyValueExpr); ok && kv.Key.(*ast.Ident).Name == "Code" {
									take(kv.Value)
								}
							}
						}
					}
				}
			case *ast.ValueSpec: // the table of codes of the contract
				if len(n.Names) == 1 && n.Names[0].Name == "codes" && len(n.Values) == 1 {
					if table, ok := n.Values[0].(*ast.CompositeLit); ok {
						for _, e := range table.Elts {
							if kv, ok := e.(*ast.KeyValueExpr); ok {
								take(kv.Value)
							}
						}
					}
				}
			}
			return true
		})
	}
	return found
}

func findingType(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name == "Finding"
	case *ast.Ident:
		return e.Name == "Finding"
	}
	return false
}

// TestFindingsAreExplained: each code that a finding can have is explained, and no other.
func TestFindingsAreExplained(t *testing.T) {
	for api, dirs := range map[string][]string{
		"": {".", "contract", "journal"}, "bonder": {"bonder"}, "iqchannels": {"iqchannels"}, "radist": {"radist"},
		"timconnect": {"timconnect"},
	} {
		explained := map[string]bool{}
		for _, e := range mock.Why() {
			if e.API == api && e.Finding {
				explained[e.Code] = true
				if len(e.Doc) < 15 || !strings.HasSuffix(e.Doc, ".") {
					t.Errorf("%s: %s is explained by %q, want a sentence", api, e.Code, e.Doc)
				}
			}
		}
		used := map[string]bool{}
		for _, dir := range dirs {
			for code, where := range findingCodes(t, dir) {
				used[code] = true
				if !explained[code] && !(api != "" && explainedByContract(code)) {
					t.Errorf("%s: the finding %q is not explained: add it to why.go", where, code)
				}
			}
		}
		for code := range explained {
			if !used[code] && (api != "" || !indirect[code]) {
				t.Errorf("%q: the finding %q is explained and never made", api, code)
			}
		}
	}
}

// indirect are the codes that the contract chooses in a variable.
var indirect = map[string]bool{"malformed_json": true, "trailing_data": true}

// explainedByContract reports whether a code means the same at every API.
func explainedByContract(code string) bool {
	return slices.ContainsFunc(mock.Why(), func(e mock.Explanation) bool {
		return e.Finding && e.API == "" && e.Code == code
	})
}
