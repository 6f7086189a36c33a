package problem_test

import (
	"regexp"
	"slices"
	"testing"

	"sparring/mock/problem"
)

// TestKinds checks that a type has one status and one title, and a hint that a person can follow as it is written.
func TestKinds(t *testing.T) {
	kinds := problem.Kinds()
	if len(kinds) < 30 {
		t.Fatalf("only %d kinds", len(kinds))
	}
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	seen := map[string]bool{}
	for i, k := range kinds {
		if seen[k.Code] || !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(k.Code) || k.Title == "" ||
			k.Hint == "" {
			t.Errorf("%+v: a code of its own, a title and a hint are needed", k)
		}
		if placeholder.MatchString(k.Hint) {
			t.Errorf("%s: the hint has a placeholder: %s", k.Code, k.Hint)
		}
		if i > 0 && kinds[i-1].Status > k.Status {
			t.Errorf("%s: out of order", k.Code)
		}
		seen[k.Code] = true
		p := problem.New(k.Code, "this one")
		if p.Code() != k.Code || p.Status != k.Status || p.Title != k.Title || p.Hint != k.Hint ||
			p.Detail != "this one" {
			t.Errorf("%s: got %+v", k.Code, p)
		}
	}
	if p := problem.New("no-such", "x"); p.Code() != problem.Internal || p.Status != 500 {
		t.Errorf("an unknown code: got %+v", p)
	}
}

// TestUnknown checks that the nearest name is told, if there is one.
func TestUnknown(t *testing.T) {
	known := []string{"authorize", "getCard", "saveCard", "createProfile"}
	for name, want := range map[string]string{"getcard": "getCard", "loadCard": "getCard", "saveCrad": "saveCard",
		"authorise": "authorize"} {
		p := problem.Unknown(problem.BadQuery, "operation", name, known)
		if p.Known[0] != want || p.Detail != `there is no operation "`+name+`"; the nearest is "`+want+`"` ||
			len(p.Known) != 4 {
			t.Errorf("%s: got %s, %v", name, p.Detail, p.Known)
		}
	}
	p := problem.Unknown(problem.BadQuery, "operation", "x", known)
	if p.Detail != `there is no operation "x"` || !slices.Contains(p.Known, "authorize") {
		t.Errorf("got %+v", p)
	}
}
