package mock_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
	"sparring/spec"
)

// Every unmatched entry names an operation: one of the same path if there is one, else the most similar one.
func TestNearestOperation(t *testing.T) {
	s := mocktest.Start(t)
	for request, want := range map[string]string{
		"GET bonder/repository":        "listRepositories",
		"GET bonder/nope":              "listRepositories",
		"POST bonder/nope":             "authorize",
		"PATCH bonder/users/x":         "getCard saveCard deleteProfile",
		"HEAD bonder/card/x":           "viewCard",
		"PATCH timconnect/api/kittens": "listKittens",
		// A prefix that is missing, doubled or another one, a wrong number, a typing error: the path decides, not the
		// method.
		"GET timconnect/kittens":             "listKittens",
		"POST timconnect/kittens":            "listKittens",
		"GET timconnect/v1/kittens/2":        "getKitten",
		"DELETE timconnect/api/kitten/2":     "deleteKitten",
		"GET timconnect/api/api/kittens":     "listKittens",
		"GET radist/companies":               "CompaniesGetItems",
		"GET radist/v2/v2/companies/":        "CompaniesGetItems",
		"GET radist/companys/1/connection/":  "ConnectionsGetItems",
		"POST iqchannels/chats/channel/send": "sendMessage",
		"POST timconnect/api/authorize/":     "authorize",
		"GET bonder/api/user/x":              "getCard",
		"GET bonder/reposotories":            "listRepositories",
	} {
		method, path, _ := strings.Cut(request, " ")
		call(t, method, s.Base+"/w/"+s.World.ID+"/"+path, "")
		if e := last(t, s); !e.Unmatched || !slices.Contains(strings.Fields(want), e.Hint) {
			t.Errorf("%s: unmatched %t, hint %q, want %q", request, e.Unmatched, e.Hint, want)
		} else if len(e.Why) == 0 {
			t.Errorf("%s: the entry does not say why", request)
		}
	}
}

// A slash too many at the end of a path is named, whatever the API and the operation.
func TestTrailingSlashes(t *testing.T) {
	s := mocktest.Start(t)
	variable, named := regexp.MustCompile(`{[^}]*}`), 0
	for _, api := range spec.APIs() {
		for _, op := range spec.Operations(api) {
			path := variable.ReplaceAllString(op.Path, "x")
			if strings.HasSuffix(path, "/") || op.Page {
				continue
			}
			call(t, op.Method, s.Base+"/w/"+s.World.ID+"/"+api+path+"/", "")
			e := last(t, s)
			if !e.Unmatched {
				continue // an alias, or redirected to the path without the slash
			}
			named++
			if len(e.Why) == 0 || e.Hint == "" {
				t.Errorf("%s %s/: why %v, hint %q", op.Method, path, e.Why, e.Hint)
			} else if why := e.Why[len(e.Why)-1]; e.Response.Status == http.StatusNotFound &&
				why.Code != "trailing_slash" {
				t.Errorf("%s %s/: %v", op.Method, path, e.Why)
			}
		}
	}
	if named < 30 {
		t.Errorf("only %d paths", named)
	}
}

// A reader sees the Host header among the others; the canonical view has nothing that differs from run to run.
func TestHeadersOfAnEntry(t *testing.T) {
	s := mocktest.Start(t)
	rule, err := s.Control.AddFault(t.Context(), s.World.ID, client.FaultRequest{
		Match: matchOp("bonder", "listRepositories"), Fault: faultOf("rate_limit", "form", "date"),
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _, h := call(t, "GET", s.URL("bonder")+"/repositories", "")
	if !strings.HasSuffix(h.Get("Retry-After"), "GMT") {
		t.Fatalf("%s gave %v", rule.ID, h)
	}
	for _, canonical := range []bool{false, true} {
		page, err := s.Control.Journal(t.Context(), s.World.ID, client.Query{Kind: journal.Exchange,
			Canonical: canonical})
		if err != nil || len(page.Entries) != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		e := page.Entries[0]
		host, after := e.Request.Header.Get("Host"), e.Response.Header.Get("Retry-After")
		if canonical && host+after != "" || !canonical && (host != strings.TrimPrefix(s.Base, "http://") ||
			after != h.Get("Retry-After")) {
			t.Errorf("canonical %t: Host %q, Retry-After %q", canonical, host, after)
		}
	}
}

// A full server makes no more worlds, however few of them there are, and makes them again when somebody deletes.
func TestFullServer(t *testing.T) {
	l := newLab(t, false, mock.Options{JournalBytes: 1 << 20})
	body := `{"username":"` + strings.Repeat("x", 100_000) + `"}`
	for range 15 {
		call(t, "POST", l.base+"/bonder/auth", body)
	}
	_, err := l.control.MakeWorld(t.Context(), client.WorldRequest{})
	if p, ok := err.(*client.Problem); !ok || p.Status != http.StatusInsufficientStorage || p.Hint == "" {
		t.Errorf("a world beyond the bound: %v", err)
	}
	if err := l.control.ClearJournal(t.Context(), mock.DefaultWorld); err != nil {
		t.Fatal(err)
	}
	if _, err := l.control.MakeWorld(t.Context(), client.WorldRequest{}); err != nil {
		t.Errorf("after the journal was cleared: %v", err)
	}
}
