package mock_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sparring/spec"
)

// arrows is the dependency table of the house: what each package may import of this module and from outside. The
// standard library is free. A trailing /... means the path and all below it.
var arrows = map[string][]string{
	"spec": {"github.com/getkin/kin-openapi/...", "github.com/oasdiff/yaml",
		"github.com/oasdiff/yaml3", "github.com/dlclark/regexp2"},
	"features":        {},
	"features/bonder": {},
	"mock/clock":      {"sparring/mock/keep"},
	"mock/keep":       {},
	"mock/limit":      {},
	"mock/store": {
		"sparring/mock/keep", "go.etcd.io/bbolt", "go.etcd.io/bbolt/errors", "github.com/redis/go-redis/v9/...",
	},
	"mock/store/storetest": { // for tests
		"sparring/mock/keep", "sparring/mock/mocktest/outside", "sparring/mock/store", "pgregory.net/rapid",
		"github.com/redis/go-redis/v9",
	},
	"mock/limit/limittest": {"sparring/mock/limit"},
	"mock/pagetest":        {}, // imported by tests only
	"mock/journal/secret": {"sparring/mock/keep", "sparring/mock/limit", "sparring/mock/message",
		"sparring/mock/pointer"},
	"mock/journal/har": {"sparring/mock/journal"},
	"mock/journal": {"sparring/mock/journal/secret", "sparring/mock/keep", "sparring/mock/limit",
		"sparring/mock/message"},
	"mock/pointer": {},
	"mock/problem": {"sparring/mock/excerpt", "sparring/mock/text"},
	"mock/rawjson": {"sparring/mock/pointer"},
	"mock/text":    {},
	"mock/excerpt": {},
	"mock/message": {"sparring/mock/clock"},
	"mock/param":   {"sparring/mock/excerpt"},
	"mock/input": {"sparring/mock/clock", "sparring/mock/excerpt", "sparring/mock/message",
		"sparring/mock/pointer", "sparring/mock/rawjson"},
	"mock/fault": {
		"sparring/mock/excerpt", "sparring/mock/keep", "sparring/mock/limit", "sparring/mock/message",
		"sparring/mock/param",
		"sparring/mock/pointer",
		"sparring/mock/rawjson",
	},
	"mock/console": {},
	"mock/contract": {"sparring/spec", "sparring/mock/journal", "sparring/mock/message", "sparring/mock/pointer",
		"sparring/mock/rawjson", "github.com/getkin/kin-openapi/...", "github.com/google/uuid"},
	"mock/proxy":       {"sparring/mock/message"},
	"mock/proxy/drift": {"sparring/mock/journal", "sparring/mock/pointer", "sparring/spec"},
	"mock/outbound": {"sparring/mock/clock", "sparring/mock/journal", "sparring/mock/fault", "sparring/mock/keep",
		"sparring/mock/limit", "sparring/mock/message"},
	"mock/world": {
		"sparring/mock/clock", "sparring/mock/journal", "sparring/mock/journal/secret",
		"sparring/mock/fault", "sparring/mock/keep", "sparring/mock/limit",
		"sparring/mock/message", "sparring/mock/outbound", "sparring/mock/pointer", "sparring/mock/input",
		"sparring/mock/param", "github.com/google/uuid",
	},
	"mock/fake": {
		"sparring/mock/world", "sparring/mock/input", "sparring/mock/journal",
		"sparring/mock/journal/secret", "sparring/mock/keep", "sparring/mock/limit",
		"sparring/mock/message",
		"sparring/mock/outbound", "sparring/mock/param",
	},
	"mock/fake/faketest": { // imported by tests only
		"sparring/mock/fake", "sparring/mock/world", "sparring/mock/clock", "sparring/mock/contract",
		"sparring/mock/journal", "sparring/mock/journal/secret",
		"sparring/mock/outbound", "sparring/mock/pointer", "sparring/spec",
	},
	"mock/<api>": fakeMay,
	"mock/control/wire": {
		"sparring/mock/fault", "sparring/mock/input", "sparring/mock/journal", "sparring/mock/limit",
		"sparring/mock/param",
	},
	"mock/control/client": {
		"sparring/mock/control/wire", "sparring/mock/excerpt", "sparring/mock/journal", "sparring/mock/fault",
		"sparring/mock/limit", "sparring/mock/problem",
	},
	"mock/control": {
		"sparring/mock/control/wire", "sparring/mock/world", "sparring/mock/clock",
		"sparring/mock/journal", "sparring/mock/journal/har",
		"sparring/mock/fault",
		"sparring/mock/limit", "sparring/mock/outbound", "sparring/mock/problem", "sparring/mock/pointer",
		"sparring/mock/input", "sparring/mock/message",
		"github.com/gorilla/mux",
	},
	"mock": {"sparring/mock/...", "sparring/spec", "github.com/gorilla/mux", // but see neverClient
		"github.com/VictoriaMetrics/metrics"},
	"mock/mocktest/outside": {},
	"mock/mocktest/conduct": {
		"sparring/mock", "sparring/mock/mocktest", "sparring/mock/control/client", "sparring/scenarios/suite",
		"sparring/scenarios/watch", "sparring/scenarios/bonder", "sparring/scenarios/iqchannels",
		"sparring/scenarios/radist", "sparring/scenarios/timconnect",
	},
	"mock/mocktest": {"sparring/mock", "sparring/mock/control/client", "sparring/mock/journal",
		"sparring/mock/fault", "sparring/mock/problem"},
	"mock/measure": { // a program for contributors
		"sparring/mock/control/client", "sparring/mock/fault", "sparring/mock/journal", "sparring/mock/problem",
	},
	"scenarios/driver":         {"sparring/mock/excerpt", "sparring/mock/rawjson"},
	"scenarios/verdict":        {"sparring/scenarios/verdict/source", "sparring/mock/journal"},
	"scenarios/verdict/source": {},
	"scenarios/russian":        {},
	"scenarios/verdict/report": {
		"sparring/scenarios/russian",
		"sparring/scenarios/verdict", "sparring/scenarios/verdict/source", "sparring/scenarios/verdict/report/diagram",
		"sparring/scenarios/verdict/report/columns", "sparring/mock/journal",
		"github.com/cucumber/gherkin/go/v42/...", "github.com/cucumber/messages/go/v34/...",
	},
	"scenarios/verdict/report/columns": {"sparring/mock/excerpt"},
	"scenarios/verdict/report/diagram": {
		"sparring/scenarios/verdict", "sparring/scenarios/verdict/report/columns", "sparring/mock/journal",
	},
	"scenarios/rule": {"sparring/scenarios/verdict", "sparring/mock/journal", "sparring/mock/pointer"},
	"scenarios/fidelity": {
		"sparring/scenarios/verdict",
		"sparring/mock/journal",
		"sparring/mock/pointer",
		"sparring/spec",
	},
	"scenarios/reference": {"sparring/mock/message", "sparring/scenarios/driver"},
	"scenarios/watch": { // of mock, the judge
		"sparring/mock", "sparring/scenarios/diagnose", "sparring/scenarios/rule", "sparring/scenarios/suite",
		"sparring/scenarios/verdict",
		"sparring/mock/control/client", "sparring/mock/journal", "sparring/mock/problem",
	},
	"scenarios/carry": {"sparring/mock/pointer", "sparring/spec"},
	"scenarios/diagnose": {
		"sparring/scenarios/reference", "sparring/scenarios/suite", "sparring/scenarios/verdict",
	},
	"scenarios/explore": {
		"sparring/scenarios/catalogue", "sparring/scenarios/diagnose", "sparring/scenarios/driver",
		"sparring/scenarios/suite", "sparring/scenarios/verdict", "sparring/scenarios/verdict/report",
		"sparring/mock/control/client", "sparring/mock/journal",
	},
	"scenarios/record": {
		"sparring/scenarios/driver", "sparring/scenarios/fidelity", "sparring/scenarios/suite",
		"sparring/mock/control/client", "sparring/mock/journal", "sparring/mock/pointer",
	},
	"scenarios/suite": {
		"sparring/mock/journal", "sparring/scenarios/carry", "sparring/scenarios/driver", "sparring/scenarios/fidelity",
		"sparring/scenarios/reference", "sparring/scenarios/rule",
	},
	"scenarios/<api>": {
		"sparring/scenarios/carry", "sparring/scenarios/driver", "sparring/scenarios/fidelity",
		"sparring/scenarios/reference", "sparring/scenarios/rule",
		"sparring/scenarios/suite",
		"sparring/scenarios/verdict", "sparring/mock/journal", "sparring/mock/pointer",
	},
	"scenarios/<api>/sentences": append([]string{"sparring/scenarios/<api>", "sparring/scenarios/vocabulary"},
		scenarioMay...),
	"scenarios/watch/provider": {
		"sparring/scenarios/verdict", "sparring/mock/control/client", "sparring/mock/excerpt", "sparring/mock/journal",
		"sparring/mock/pointer", "sparring/spec",
	},
	"scenarios/feature": {"sparring/mock/excerpt", "sparring/mock/pointer", "sparring/mock/rawjson",
		"sparring/mock/text"},
	"scenarios/catalogue": {
		"sparring/scenarios/feature", "sparring/mock/control/client", "sparring/mock/fault", "sparring/mock/param",
		"sparring/mock/pointer",
	},
	"scenarios/run":        scenarioMay,
	"scenarios/vocabulary": scenarioMay,
	"scenarios/vocabulary/search": {
		"sparring/scenarios/feature", "sparring/scenarios/vocabulary", "github.com/blevesearch/snowballstem/...",
	},
	"scenarios/steps": append([]string{"sparring/scenarios/vocabulary"}, scenarioMay...),
	"scenarios": {
		"sparring/scenarios/...", "sparring/features/...", "sparring/features", "sparring/mock",
		"sparring/mock/control/client", "sparring/mock/journal",
		"sparring/mock/excerpt", "sparring/mock/fault", "sparring/mock/param", "sparring/mock/pointer",
		"sparring/mock/text",
		"github.com/cucumber/godog/...", "github.com/cucumber/gherkin/go/v42/...",
		"github.com/cucumber/messages/go/v34/...",
	},
	"scenarios/agent": {
		"sparring/scenarios", "sparring/scenarios/driver", "sparring/scenarios/verdict", "sparring/mock/control/client",
		"sparring/mock/fault", "sparring/mock/journal", "github.com/modelcontextprotocol/go-sdk/mcp",
	},
	"scenarios/clients/go": {"sparring/scenarios", "sparring/scenarios/driver"},
	"cmd/sparring/early":   {}, // it must be initialised before all others
	"cmd/sparring": {
		"sparring/mock", "sparring/mock/clock", "sparring/mock/journal", "sparring/mock/fault", "sparring/mock/problem",
		"sparring/mock/input", "sparring/mock/param", "sparring/mock/proxy/drift", "sparring/mock/store",
		"sparring/mock/text", "sparring/scenarios/...", "sparring/scenarios", "sparring/spec",
		"sparring/mock/control/client", "sparring/cmd/sparring/early",
		"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/modelcontextprotocol/go-sdk/mcp",
	},
}

// fakeMay is what every fake may import: its world, the types that hands out, the router, and pure libraries a rule
// needs.
var fakeMay = []string{
	"sparring/mock/fake", "sparring/mock/keep", "sparring/mock/param", "sparring/mock/world", "sparring/mock/clock",
	"sparring/mock/journal", "sparring/mock/journal/secret",
	"sparring/mock/outbound", "sparring/mock/fault",
	"sparring/mock/excerpt", "sparring/mock/limit", "sparring/mock/message", "sparring/mock/input",
	"sparring/mock/pointer",
	"sparring/mock/rawjson", "github.com/gorilla/mux", "github.com/skip2/go-qrcode", "github.com/google/uuid",
	"golang.org/x/text/...", "golang.org/x/time/rate",
}

// scenarioMay is what the packages may import that let a scenario run: never package mock.
var scenarioMay = []string{
	"sparring/scenarios/catalogue", "sparring/scenarios/driver", "sparring/scenarios/feature",
	"sparring/scenarios/fidelity", "sparring/scenarios/rule",
	"sparring/scenarios/run", "sparring/scenarios/suite", "sparring/scenarios/verdict", "sparring/mock/control/client",
	"sparring/mock/excerpt", "sparring/mock/fault", "sparring/mock/journal", "sparring/mock/journal/secret",
	"sparring/mock/param", "sparring/mock/pointer", "sparring/mock/text",
	"github.com/cucumber/godog/...", "github.com/cucumber/messages/go/v34/...",
}

// neverClient are the packages that the Go client of the control API must not reach: the server does not call itself.
var neverClient = []string{"mock", "mock/control", "mock/control/wire"}

func TestArrows(t *testing.T) {
	root := ".."
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		seen++
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		allowed, known := arrows[row(pkg)]
		if !known {
			t.Errorf("package %s is not in the table of arrows", pkg)
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imp := range file.Imports {
			name, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			if !strings.Contains(strings.Split(name, "/")[0], ".") && !strings.HasPrefix(name, "sparring/") {
				continue // standard library
			}
			may := slices.ContainsFunc(allowed, func(a string) bool {
				return fits(strings.ReplaceAll(a, "<api>", api(pkg)), name)
			})
			if !may || name == "sparring/mock/control/client" && slices.Contains(neverClient, pkg) {
				t.Errorf("%s imports %s, which the house does not allow", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Fatalf("only %d files seen: the walk has lost its way", seen)
	}
}

// row returns the row of a package: those of the APIs share their rows.
func row(pkg string) string {
	parts := strings.Split(pkg, "/")
	if api(pkg) != "" {
		parts[1] = "<api>"
	}
	return strings.Join(parts, "/")
}

// api returns the API that a package belongs to, "" if it belongs to none.
func api(pkg string) string {
	if parts := strings.Split(pkg, "/"); len(parts) > 1 && slices.Contains(spec.APIs(), parts[1]) {
		return parts[1]
	}
	return ""
}

func fits(allowed, name string) bool {
	if prefix, ok := strings.CutSuffix(allowed, "/..."); ok {
		return name == prefix || strings.HasPrefix(name, prefix+"/")
	}
	return allowed == name
}

// The code is in five folders; pages and deployment files are beside them.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	code := []string{"cmd", "features", "mock", "scenarios", "spec"}
	beside := []string{"deploy", "docs", "dist"}
	var got []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(beside, e.Name()) {
			got = append(got, e.Name())
		}
	}
	if !slices.Equal(got, code) {
		t.Errorf("top-level folders %v, want %v", got, code)
	}
}

// TestOutside checks that each test package takes the flag -outside: `go test ./... -outside` hands it to all of them.
func TestOutside(t *testing.T) {
	takes := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := filepath.Dir(path)
		takes[dir] = takes[dir] || slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool {
			return i.Path.Value == `"sparring/mock/mocktest/outside"`
		})
		return nil
	})
	if err != nil || len(takes) < 10 {
		t.Fatalf("%d test packages seen: %v", len(takes), err)
	}
	for dir, ok := range takes {
		if !ok {
			t.Errorf("the tests in %s do not import sparring/mock/mocktest/outside", dir)
		}
	}
}
