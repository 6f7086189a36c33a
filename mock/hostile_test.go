package mock_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest/outside"
	"sparring/spec"
)

// hostile are values put in the place of every member of every example, as JSON.
var hostile = []string{
	"null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999999", `""`, `"x"`, `" "`, `"\u0000"`, `"\ud800"`,
	`"٢"`, `"<b>&'"`, "[]", "[null]", "[[[]]]",
	"{}", `{"a":{"a":1}}`, `"` + strings.Repeat("y", 5000) + `"`,
}

// hostileTexts are put in the place of path variables and query parameters.
var hostileTexts = []string{"", " ", "x", "-1", "0", "1.5", "99999999999999999999999", "٢", "\x00", "\r\n", "..", "a/b",
	"%", "null", "<b>", strings.Repeat("9", 5000), "\xff"}

// variants returns a JSON value with one member replaced, removed or added, everywhere.
func variants(v any) (out []string) {
	text := func(v any) string {
		data, err := json.Marshal(v)
		if err != nil {
			panic(err) // it was just read from JSON
		}
		return string(data)
	}
	out = append(out, hostile...)
	switch v := v.(type) {
	case map[string]any:
		with := func(name, raw string) string {
			var b strings.Builder
			for k, member := range v {
				if k == name {
					continue
				}
				fmt.Fprintf(&b, "%s:%s,", text(k), text(member))
			}
			if raw != "" {
				fmt.Fprintf(&b, "%s:%s,", text(name), raw)
			}
			return "{" + strings.TrimSuffix(b.String(), ",") + "}"
		}
		out = append(out, with("unheard_of", "1"))
		for name, member := range v {
			// left out, and twice
			out = append(out, with(name, ""), with(name, text(member)+","+text(name)+":"+text(member)))
			for _, inner := range variants(member) {
				out = append(out, with(name, inner))
			}
		}
	case []any:
		for i, member := range v {
			for _, inner := range variants(member) {
				list := make([]string, len(v))
				for j := range v {
					list[j] = text(v[j])
				}
				list[i] = inner
				out = append(out, "["+strings.Join(list, ",")+"]")
			}
		}
	}
	return out
}

// JSON of the wrong type everywhere, and odd texts in every path variable and query parameter, with the right
// credential: never a panic, never an answer that breaks our own document.
func TestWrongTypesEverywhere(t *testing.T) {
	for _, api := range spec.APIs() {
		t.Run(api, func(t *testing.T) {
			r := newRing(t, api)
			sent, tries := 0, outside.Sample(t, 3)
			for _, op := range spec.Operations(api) {
				if !tries(op.ID) {
					continue
				}
				examples, err := spec.Examples(op)
				if err != nil || len(examples) == 0 {
					t.Fatalf("%s: no example (%v)", op.ID, err)
				}
				w, err := r.control.Fork(t.Context(), "default", client.ForkRequest{})
				if err != nil {
					t.Fatal(err)
				}
				for _, ex := range examples {
					sent += sendHostile(t, r, w.ID, api, op, ex)
				}
				noDefects(t, r, w.ID)
				if err := r.control.DeleteWorld(t.Context(), w.ID); err != nil {
					t.Fatal(err)
				}
			}
			t.Logf("%d requests", sent)
			if sent < 100 {
				t.Errorf("only %d requests were made", sent)
			}
		})
	}
}

func sendHostile(t *testing.T, r *ring, world, api string, op spec.Operation, ex spec.Example) (sent int) {
	t.Helper()
	headers := r.signIn
	if ex.ContentType != "" {
		headers += "Content-Type: " + ex.ContentType + "\r\n"
	}
	path := inserted(op.Path, ex.Path, r.known)
	send := func(path, query string, body []byte) {
		if query != "" {
			path += "?" + query
		}
		if status, _ := r.send(t, world, api, ex.Method, path, headers, body); status != unsent {
			sent++
		}
	}
	names, values := strings.Split(op.Path, "/"), strings.Split(path, "/")
	for i := range names {
		if !strings.HasPrefix(names[i], "{") || len(names) != len(values) {
			continue
		}
		for _, odd := range hostileTexts {
			other := append([]string{}, values...)
			other[i] = url.PathEscape(odd)
			send(strings.Join(other, "/"), ex.Query.Encode(), ex.Body)
		}
	}
	for name := range ex.Query {
		for _, odd := range hostileTexts {
			query := url.Values{name: {odd, odd}}
			for k, v := range ex.Query {
				if k != name {
					query[k] = v
				}
			}
			send(path, query.Encode(), ex.Body)
		}
	}
	var body any
	if json.Unmarshal(ex.Body, &body) == nil {
		for _, v := range variants(body) {
			send(path, ex.Query.Encode(), []byte(v))
		}
	}
	return sent
}

func noDefects(t *testing.T, r *ring, world string) {
	t.Helper()
	page, err := r.control.Journal(t.Context(), world, noQuery)
	if err != nil || page.Truncated {
		t.Fatalf("not all entries can be read: %v", err)
	}
	for _, e := range page.Entries {
		if e.State == journal.Open {
			t.Errorf("entry %d %s is left open", e.Seq, e.Operation)
		}
		for _, f := range e.Findings {
			if f.Kind == journal.Defect {
				t.Errorf("%s %.200s %.300s: defect %s at %s: %s (expected %s, got %s)\n%.500s", e.Operation, e.URL,
					e.Request.Body, f.Code, f.Pointer, f.Message, f.Expected, f.Actual, e.Response.Body)
			}
		}
	}
}
