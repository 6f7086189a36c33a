package spec

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestNames checks that every document beside this test is embedded and known.
func TestNames(t *testing.T) {
	paths, err := filepath.Glob("*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no documents found: %v", err)
	}
	var names []string
	for _, path := range paths {
		name := strings.TrimSuffix(path, ".yaml")
		if document, isOverlay := strings.CutSuffix(name, ".overlay"); isOverlay {
			if _, err := files.ReadFile(path); err != nil || !slices.Contains(Names(), document) {
				t.Errorf("the overlay %s is not embedded, or has no document: %v", path, err)
			}
			continue
		}
		names = append(names, name)
	}
	got := Names()
	slices.Sort(got)
	slices.Sort(names)
	if !slices.Equal(got, names) {
		t.Errorf("Names() has %v, the folder %v", got, names)
	}
}

func TestUnknownName(t *testing.T) {
	_, textErr := Text("nothing")
	_, jsonErr := JSON("nothing")
	_, loadErr := Load("../spec/bonder")
	_, lintErr := Lint("")
	for _, err := range []error{textErr, jsonErr, loadErr, lintErr} {
		if err == nil || !strings.Contains(err.Error(), Names()[0]) {
			t.Errorf("got error %v, want one that names the known documents", err)
		}
	}
}

func TestText(t *testing.T) {
	for _, name := range Names() {
		got, err := Text(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s: the text is not the file", name)
		}
	}
}

// TestJSON checks that the JSON form is the same contract: it loads, is valid and has the same operations.
func TestJSON(t *testing.T) {
	for _, name := range Names() {
		data, err := JSON(name)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseText(name, data, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.T.Validate(context.Background(), openapi3.SetRegexCompiler(CompilePattern),
			openapi3.AllowExtensionsWithRef()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		original, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(original.listOperations())
		b, _ := json.Marshal(again.listOperations())
		if string(a) != string(b) || len(a) < 10 {
			t.Errorf("%s: operations differ between YAML and JSON", name)
		}
		if string(data[:1]) != "{" || !json.Valid(data) {
			t.Errorf("%s: not a JSON object", name)
		}
	}
}

// TestLoadParallel is for the race detector: documents are shared.
func TestLoadParallel(t *testing.T) {
	var wg sync.WaitGroup
	loaded := make([]*Document, 8)
	for i := range loaded {
		wg.Go(func() {
			for _, name := range Names() {
				d, err := Load(name)
				if err != nil {
					t.Error(err)
					return
				}
				loaded[i] = d
				if err := d.T.Validate(context.Background(), openapi3.SetRegexCompiler(CompilePattern),
					openapi3.AllowExtensionsWithRef()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, d := range loaded {
		if d != loaded[0] {
			t.Error("a document was parsed twice")
		}
	}
}

func TestOperations(t *testing.T) {
	for _, api := range APIs() {
		operations := Operations(api)
		if len(operations) == 0 || len(Errors(api)) == 0 {
			t.Fatalf("%s: %d operations, %d errors", api, len(operations), len(Errors(api)))
		}
		for _, op := range operations {
			d, err := Load(op.Document)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range append([]string{op.ID}, op.Aliases...) {
				if found, ok := Find(api, id); !ok || found.ID != op.ID {
					t.Errorf("%s: Find(%s) gives %q", api, id, found.ID)
				}
				if _, found := d.Operation(id); found == nil || found.OperationID != op.ID {
					t.Errorf("%s: %s does not lead to %s", op.Document, id, op.ID)
				}
			}
			if op.API != api || !strings.HasPrefix(op.Path, "/") || strings.HasPrefix(op.Path, "/"+api+"/") {
				t.Errorf("%s %s: path %s", op.API, op.ID, op.Path)
			}
		}
	}
	if _, ok := Find("bonder", "nothing"); ok {
		t.Error("an unknown operation is found")
	}
	if Operations("nothing") != nil || Errors("nothing") != nil || Routes("nothing") != nil {
		t.Error("an unknown API has operations")
	}
	if slices.Contains(APIs(), "control") {
		t.Error("the control API is listed among the faked ones")
	}
}

// TestOperationsAreCopies checks that a caller who sorts its list disturbs nobody.
func TestOperationsAreCopies(t *testing.T) {
	list := Operations("bonder")
	first := list[0].ID
	list[0].ID = "changed"
	if Operations("bonder")[0].ID != first {
		t.Error("the list is shared")
	}
}

// TestRoutes checks the order OpenAPI demands: no route stands behind another that matches all it matches.
func TestRoutes(t *testing.T) {
	for _, api := range APIs() {
		routes := Routes(api)
		count := 0
		for i, later := range routes {
			count += len(later.Operations)
			for _, earlier := range routes[:i] {
				if shadows(earlier.Path, later.Path) {
					t.Errorf("%s: %s stands before %s and shadows it", api, earlier.Path, later.Path)
				}
			}
		}
		if count < len(Operations(api)) {
			t.Errorf("%s: %d operations on routes, %d in the list", api, count, len(Operations(api)))
		}
	}
}

// shadows reports that a matches everything b matches, and b is not written alike.
func shadows(a, b string) bool {
	as, bs := strings.Split(a, "/"), strings.Split(b, "/")
	if len(as) != len(bs) || a == b {
		return false
	}
	wider := false
	for i := range as {
		switch at, bt := strings.HasPrefix(as[i], "{"), strings.HasPrefix(bs[i], "{"); {
		case at && !bt:
			wider = bs[i] != "" || wider // an empty segment is not matched by a variable
			if bs[i] == "" {
				return false
			}
		case !at && bt, !at && as[i] != bs[i]:
			return false
		}
	}
	return wider
}

func TestMatchingOrder(t *testing.T) {
	want := []string{"/a/b/c", "/a/b/{x}", "/a/{x}/c", "/a/{x}/{y}", "/{x}/b/c"}
	got := []string{want[3], want[1], want[4], want[2], want[0]}
	slices.SortFunc(got, matchingOrder)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestExamples(t *testing.T) {
	count := 0
	for _, api := range APIs() {
		for _, op := range Operations(api) {
			examples, err := Examples(op)
			if err != nil || len(examples) == 0 {
				t.Fatalf("%s: %d examples, %v", op.ID, len(examples), err)
			}
			for _, e := range examples {
				count++
				if strings.ContainsAny(e.Path, "{} ") || e.Method != op.Method {
					t.Errorf("%s: example %s %s", op.ID, e.Method, e.Path)
				}
				if strings.Contains(e.ContentType, "json") && !json.Valid(e.Body) {
					t.Errorf("%s: the body %q is not JSON", op.ID, e.Body)
				}
			}
		}
	}
	if count == 0 {
		t.Error("no examples at all")
	}
	if _, err := Examples(Operation{Document: "bonder", ID: "nothing"}); err == nil {
		t.Error("an unknown operation has examples")
	}
}

func TestCompilePattern(t *testing.T) {
	tests := []struct {
		pattern, value string
		want           bool
	}{
		{`^[a-zA-Z0-9]{32,128}$`, strings.Repeat("a", 128), true},
		{`^[a-zA-Z0-9]{32,128}$`, strings.Repeat("a", 129), false},
		{`^\d+$`, "12", true},
		{`^\d+$`, "٣", false}, // ECMAScript digits are ASCII
		{`^(?=a)ab$`, "ab", true},
		{`^[a-z]+$`, "ab\n", false},
	}
	for _, tt := range tests {
		m, err := CompilePattern(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.MatchString(tt.value); got != tt.want {
			t.Errorf("%s on %q: %v", tt.pattern, tt.value, got)
		}
	}
	if _, err := CompilePattern("("); err == nil {
		t.Error("a broken pattern compiles")
	}
}

// TestPatternTimeout checks that a pattern that would backtrack for days is stopped, and accuses nobody.
func TestPatternTimeout(t *testing.T) {
	m, err := CompilePattern(`^(a+)+$`)
	if err != nil {
		t.Fatal(err)
	}
	matched := make(chan bool, 1)
	go func() { matched <- m.MatchString(strings.Repeat("a", 40) + "!") }()
	select {
	case ok := <-matched:
		if !ok {
			t.Error("a timed-out match counts against the value")
		}
	case <-time.After(time.Minute):
		t.Fatal("the match goes on")
	}
}

// BenchmarkLoad is the cost of the first use of a document.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := parse("bonder"); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRegister checks that the ids of the register are complete and each stands once.
func TestRegister(t *testing.T) {
	page, err := os.ReadFile("PROVENANCE.md")
	if err != nil {
		t.Fatal(err)
	}
	for prefix, count := range map[string]int{"B": 66, "Q": 51, "R": 68, "T": 41} {
		for n := 1; n <= count; n++ {
			if id := fmt.Sprintf("\n| %s-%02d |", prefix, n); strings.Count(string(page), id) != 1 {
				t.Errorf("%s-%02d stands %d times", prefix, n, strings.Count(string(page), id))
			}
		}
	}
	for _, name := range Names() {
		d, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), "`"+name+".yaml`") || d.API != "control" &&
			!strings.Contains(string(page), d.Source) {
			t.Errorf("the page does not name %s.yaml or its source %q", name, d.Source)
		}
	}
}
