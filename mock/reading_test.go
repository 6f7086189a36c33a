package mock_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest/outside"
	"sparring/spec"
)

// TestNoReadingFailsAClient sends a corpus of wrong requests under every value of every switch. What a switch decides
// is our reading, so the findings that can fail a client are the same under all of them.
func TestNoReadingFailsAClient(t *testing.T) {
	tries := outside.Sample(t, 4)
	for _, api := range catalogueOf(t) {
		t.Run(api.Name, func(t *testing.T) {
			t.Parallel()
			corpus := wrongRequests(t, api.Name)
			if len(corpus) < 50 {
				t.Fatalf("only %d wrong requests", len(corpus))
			}
			want := failing(t, api.Name, nil, corpus)
			for _, sw := range api.Switches {
				if sw.Name == "createByPut" {
					continue // it decides whether the card of the examples exists, not what may be said of it
				}
				for _, v := range otherValues(sw) {
					if !tries(fmt.Sprint(api.Name, sw.Name, v)) {
						continue
					}
					got := failing(t, api.Name, client.Switches{api.Name: {sw.Name: v}}, corpus)
					for i := range corpus {
						if got[i] != want[i] {
							t.Errorf("%s=%v: %s\nfails a client by: %s\nby default:        %s", sw.Name, v, corpus[i],
								got[i], want[i])
						}
					}
				}
			}
		})
	}
}

// wrong is one request of the corpus.
type wrong struct {
	spec.Example
	operation string
	signed    bool
}

func (w wrong) String() string {
	return fmt.Sprintf("%s %s?%s %.200s (signed in: %t)", w.operation, w.Path, w.Query.Encode(), w.Body, w.signed)
}

// wrongRequests are the examples of an API with one thing changed in each.
func wrongRequests(t *testing.T, api string) []wrong {
	t.Helper()
	var out []wrong
	for _, op := range spec.Operations(api) {
		if op.Stream || op.Page {
			continue
		}
		examples, err := spec.Examples(op)
		if err != nil {
			t.Fatal(err)
		}
		for _, signed := range []bool{true, false} {
			add := func(e spec.Example) { out = append(out, wrong{e, op.ID, signed}) }
			add(examples[0])
			if !signed {
				continue
			}
			for _, e := range examples {
				for name := range e.Query {
					changed := e
					changed.Query = maps.Clone(e.Query)
					changed.Query[name] = []string{"x y"}
					add(changed)
				}
				for _, body := range wrongBodies(e.Body) {
					changed := e
					changed.Body = body
					add(changed)
				}
			}
			extra := examples[0]
			extra.Query = maps.Clone(extra.Query)
			extra.Query["unknown"] = []string{"1"}
			add(extra)
		}
	}
	return out
}

// wrongBodies changes one member of a JSON object in each copy, two levels deep.
func wrongBodies(body []byte) [][]byte {
	var object map[string]any
	if json.Unmarshal(body, &object) != nil {
		return nil
	}
	var out [][]byte
	write := func() {
		text, err := json.Marshal(object)
		if err == nil {
			out = append(out, text)
		}
	}
	var vary func(members map[string]any, depth int)
	vary = func(members map[string]any, depth int) {
		for _, name := range slices.Sorted(maps.Keys(members)) {
			value := members[name]
			if inner, ok := value.(map[string]any); ok && depth < 2 {
				vary(inner, depth+1)
			}
			for _, other := range []any{nil, 7, "", "x", strings.Repeat("я", 300), true, []any{}, map[string]any{}} {
				members[name] = other
				write()
			}
			delete(members, name)
			write()
			members[name] = value
		}
		members["unknown"] = 1
		write()
		delete(members, "unknown")
	}
	vary(object, 0)
	return append(out, []byte(`{}`), []byte(`[]`), []byte(`"x"`))
}

// failing sends the corpus and returns the findings that can fail a client, for each request.
func failing(t *testing.T, api string, switches client.Switches, corpus []wrong) []string {
	t.Helper()
	s, err := mock.New(mock.Options{PublicURL: "http://127.0.0.1:8080", Seed: 1, Switches: switches})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	credentials := signIn(t, s, api)
	after := int64(0)
	if entries := w.Journal.Query(journal.Filter{}).Entries; len(entries) > 0 {
		after = entries[len(entries)-1].Seq
	}
	out := make([]string, len(corpus))
	for _, c := range corpus {
		r := httptest.NewRequest(c.Method, "/"+api+c.Path+"?"+c.Query.Encode(), strings.NewReader(string(c.Body)))
		maps.Copy(r.Header, c.Header)
		if c.signed {
			maps.Copy(r.Header, credentials)
		}
		if c.ContentType != "" {
			r.Header.Set("Content-Type", c.ContentType)
		}
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	index := 0
	for _, e := range w.Journal.Query(journal.Filter{}).Entries {
		if e.Seq <= after || e.Kind != journal.Exchange {
			continue
		}
		if index < len(out) {
			out[index] = documented(e)
		}
		index++
	}
	if index != len(corpus) {
		t.Fatalf("%d entries for %d requests", index, len(corpus))
	}
	return out
}

// documented lists the findings of an entry that can fail a client.
func documented(e journal.Entry) string {
	var out []string
	for _, f := range e.Findings {
		if f.By == journal.ByClient && f.Provenance != journal.Derived {
			out = append(out, string(f.Provenance)+" "+f.Code+" "+f.Pointer)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}
