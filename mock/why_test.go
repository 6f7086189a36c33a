package mock_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/limit"
)

var update = flag.Bool("update", false, "write docs/why.md")

// unreadable are the codes of why that the source makes of something else than a text, by where it does.
var unreadable = map[string][]string{
	"mock: a call in refuse": {"http_version_not_supported", "method_not_allowed", "misdirected", "not_a_proxy",
		"unknown_api", "unknown_host",
		"unknown_world"},
	"mock: a call in guard":  {"foreign_host", "foreign_origin"},
	"bonder: a call in gate": {"token_dead_count", "token_dead_time", "token_replaced", "token_revoked"},
	// Lists that were collected where their codes can be read.
	"bonder: d.why in store":         {},
	"bonder: sent.why in authorize":  {},
	"bonder: sent.why in authorized": {},
}

// Each code that the server can put under why is explained, and no other: a new one needs a line in why.go beside it.
func TestWhyIsExplained(t *testing.T) {
	seen := map[string]bool{}
	for _, dir := range []string{"mock", "bonder", "iqchannels", "radist", "timconnect"} {
		api, path := dir, dir
		if dir == "mock" {
			api, path = "", "."
		}
		explained := map[string]bool{}
		for _, e := range mock.Why() {
			if e.API != api || e.Vendor || e.Finding {
				continue
			}
			explained[e.Code] = true
			if len(e.Doc) < 15 || !strings.HasSuffix(strings.TrimSuffix(e.Doc, ")"), ".") &&
				!strings.HasSuffix(e.Doc, ".") {
				t.Errorf("%s: %s is explained by %q, want a sentence", dir, e.Code, e.Doc)
			}
		}
		used := map[string]bool{}
		for _, r := range limit.Reasons() { // used wherever a bound is kept
			used[r[0]] = true
		}
		r := readReasons(t, path)
		if len(r.codes) < 5 {
			t.Errorf("%s: only %d codes found in the source", dir, len(r.codes))
		}
		for code, where := range r.codes {
			used[code] = true
			if !explained[code] {
				t.Errorf("%s: the code %q is not explained: add it to why.go", where, code)
			}
		}
		for head, where := range r.heads {
			n := 0
			for code := range explained {
				if strings.HasPrefix(code, head) {
					used[code] = true
					n++
				}
			}
			if n == 0 {
				t.Errorf("%s: no code that begins with %q is explained: add them to why.go", where, head)
			}
		}
		for odd, where := range r.odd {
			codes, known := unreadable[dir+": "+odd]
			if !known {
				t.Errorf("%s: this test cannot read the code of a why: give a text, or name its codes in unreadable "+
					"(%s: %s)",
					where, dir, odd)
			}
			seen[dir+": "+odd] = true
			for _, code := range codes {
				used[code] = true
				if !explained[code] {
					t.Errorf("%s: the code %q is not explained: add it to why.go", where, code)
				}
			}
		}
		for code := range explained {
			if !used[code] {
				t.Errorf("%s: %q is explained and never used", dir, code)
			}
		}
	}
	for place := range unreadable {
		if !seen[place] {
			t.Errorf("%s: there is no such place", place)
		}
	}
}

// What an explanation calls a switch or an event is one of its API.
func TestWhyNamesWhatExists(t *testing.T) {
	known := map[string]bool{}
	for _, a := range mock.APIs() {
		for _, s := range a.Switches {
			known[a.Name+" switch "+s.Name] = true
		}
		for _, e := range a.Events {
			known[a.Name+" event "+e.Name] = true
		}
	}
	named, count := regexp.MustCompile(`\b(switch [a-z]\w*|event \w+\.\w+)`), 0
	for _, e := range mock.Why() {
		for _, m := range named.FindAllStringSubmatch(e.Doc, -1) {
			if count++; !known[e.API+" "+m[0]] && !e.Vendor {
				t.Errorf("%s %s: there is no %s", e.API, e.Code, m[0])
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d names found", count)
	}
}

// docs/why.md is what the server's explanations make. It is written by -update.
func TestWhyPage(t *testing.T) {
	const page = "../docs/why.md"
	var want bytes.Buffer
	want.WriteString(`# What a code in the journal means

The journal says under **why** what the client is never told: why a token ended, which rule or switch decided. Its
**findings** say what is wrong with a request, a service's response or, as a defect, with Sparring itself. The text
beside each code has the particulars; this page has what the code means. ` + "`sparring why CODE`" +
		` prints the same, and
explains the vendors' error codes, too: if nothing more can be said, such a code is the why itself.

Generated from the server: ` + "`go test ./mock -run TestWhyPage -update`" + `.
`)
	section := "-"
	for _, e := range mock.Why() {
		if e.Vendor {
			continue
		}
		title := e.API
		if title == "" {
			title = "every API"
		}
		if e.Finding {
			title += ": findings"
		}
		if title != section {
			section = title
			fmt.Fprintf(&want, "\n## %s\n\n| code | meaning |\n|---|---|\n", title)
		}
		fmt.Fprintf(&want, "| `%s` | %s |\n", e.Code, strings.ReplaceAll(e.Doc, "|", `\|`))
	}
	if *update {
		if err := os.WriteFile(page, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(page); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not up to date (%v): go test ./mock -run TestWhyPage -update", page, err)
	}
}

// reasons finds the codes of why in the source of one package: what ends up as Code of a journal.Why, directly or as
// the argument of a function that makes one.
type reasons struct {
	fset  *token.FileSet
	funcs []*ast.FuncDecl
	sinks map[string]int    // name of a function that makes a why of a parameter → index of the parameter
	codes map[string]string // code → where
	heads map[string]string // "session_" of "session_"+x → where
	odd   map[string]string // what cannot be read → where
}

func readReasons(t *testing.T, dir string) *reasons {
	t.Helper()
	r := &reasons{
		fset: token.NewFileSet(), sinks: map[string]int{".Because": 0, "bad": 0},
		// of the kit; bad is a function within one of iqchannels
		codes: map[string]string{}, heads: map[string]string{}, odd: map[string]string{},
	}
	files, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(r.fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				r.funcs = append(r.funcs, f)
			}
		}
	}
	for n := -1; n != len(r.sinks); {
		n = len(r.sinks)
		for _, f := range r.funcs {
			ast.Inspect(f.Body, func(node ast.Node) bool { r.visit(f, node); return true })
		}
	}
	return r
}

func (r *reasons) visit(f *ast.FuncDecl, n ast.Node) {
	switch n := n.(type) {
	case *ast.CompositeLit:
		switch shape := n.Type.(type) {
		case *ast.ArrayType:
			if isWhy(shape.Elt) {
				for _, e := range n.Elts {
					if lit, ok := e.(*ast.CompositeLit); ok && lit.Type == nil {
						r.literal(f, lit)
					}
				}
			}
		case *ast.Ident:
			if shape.Name == "found" { // of iqchannels: a session that a request presents, and why it does not count
				r.literal(f, n)
			}
		default:
			if isWhy(n.Type) {
				r.literal(f, n)
			}
		}
	case *ast.CallExpr:
		name := ""
		switch fun := n.Fun.(type) {
		case *ast.Ident:
			name = fun.Name
		case *ast.SelectorExpr:
			name = "." + fun.Sel.Name
		}
		if i, ok := r.sinks[name]; ok && i < len(n.Args) {
			r.take(f, n.Args[i])
		}
	}
}

func isWhy(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Why"
}

func (r *reasons) literal(f *ast.FuncDecl, lit *ast.CompositeLit) {
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if strings.EqualFold(kv.Key.(*ast.Ident).Name, "code") {
				r.take(f, kv.Value)
			}
		} else if i == 0 {
			r.take(f, e)
		}
	}
}

func (r *reasons) take(f *ast.FuncDecl, e ast.Expr) {
	where := r.fset.Position(e.Pos()).String()
	switch e := e.(type) {
	case *ast.BasicLit:
		code, _ := strconv.Unquote(e.Value)
		r.codes[code] = where
		return
	case *ast.SelectorExpr:
		if e.Sel.Name == "code" || e.Sel.Name == "Code" { // an error of the document, or of a found, which is read
			return
		}
	case *ast.BinaryExpr:
		if lit, ok := e.X.(*ast.BasicLit); ok {
			code, _ := strconv.Unquote(lit.Value)
			r.heads[code] = where
			return
		}
	case *ast.Ident:
		i := 0
		for _, p := range f.Type.Params.List {
			for _, n := range p.Names {
				if n.Name == e.Name {
					name := f.Name.Name
					if f.Recv != nil {
						name = "." + name
					}
					r.sinks[name] = i
					return
				}
				i++
			}
		}
		found := false
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok {
				i := slices.IndexFunc(a.Lhs, func(l ast.Expr) bool {
					id, ok := l.(*ast.Ident)
					return ok &&
						id.Name == e.Name
				})
				if i >= 0 && len(a.Rhs) == len(a.Lhs) {
					found = true
					r.take(f, a.Rhs[i])
				}
			}
			return true
		})
		if found {
			return
		}
	}
	if id, ok := e.(*ast.Ident); ok && closureTakes(f, id.Name) {
		return // read where the closure is called
	}
	r.odd[fmt.Sprintf("%s in %s", r.text(e), f.Name.Name)] = where
}

// closureTakes reports whether a function within f has a parameter of this name.
func closureTakes(f *ast.FuncDecl, name string) (takes bool) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			for _, p := range lit.Type.Params.List {
				takes = takes || slices.ContainsFunc(p.Names, func(id *ast.Ident) bool { return id.Name == name })
			}
		}
		return !takes
	})
	return takes
}

func (r *reasons) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.CallExpr:
		return "a call"
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return r.text(e.X) + "." + e.Sel.Name
	}
	return fmt.Sprintf("%T", e)
}
