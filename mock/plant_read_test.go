package mock_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/journal"
	"sparring/mock/mocktest/outside"
	"sparring/mock/pointer"
	"sparring/mock/problem"
	"sparring/spec"
)

// readers are the operations that show facts and change none: those by GET, and those of iQChannels that a client calls
// by POST to read.
func readers(t *testing.T, api string) (list []spec.Operation) {
	t.Helper()
	reads := regexp.MustCompile(`^(get|list|query|clientAuth$|postClientCard$|sendSystemChat$)`)
	for _, op := range spec.Operations(api) {
		if op.Method == http.MethodGet || api == "iqchannels" && reads.MatchString(op.ID) {
			list = append(list, op)
		}
	}
	if len(list) < 4 {
		t.Fatalf("%s: only %d operations read", api, len(list))
	}
	return list
}

// sources names, for each variable of a path or a query, the places of a state that have its values.
var sources = map[string][]string{
	"bonder card_id": {"/cards/*/card_id"}, "bonder cardId": {"/cards/*/card_id"}, "bonder lang": {"/repositories/*"},
	"iqchannels channel": {"/channels/*/name"}, "iqchannels id": {"/files/*/id"},
	"iqchannels token":  {"/tokens/*/value"},
	"radist company_id": {"/companies/*/id"}, "radist connection_id": {"/connections/*/id"},
	"radist session_id": {"/sessions/*/id"}, "radist radist_token": {"/connections/*/radist_token"},
	"radist chat_id": {"/chats/*/id"}, "timconnect id": {"/kittens/*/id", "/messages/*/id", "/calls/*/id"},
}

// found lists the texts and numbers of a state at a place; * is any member.
func found(state any, place string) (list []string) {
	tokens := strings.Split(strings.TrimPrefix(place, "/"), "/")
	at := []any{state}
	for _, token := range tokens {
		var next []any
		for _, v := range at {
			switch v := v.(type) {
			case map[string]any:
				for _, name := range slices.Sorted(maps.Keys(v)) {
					if token == "*" || token == name {
						next = append(next, v[name])
					}
				}
			case []any:
				if token == "*" {
					next = append(next, v...)
				}
			}
		}
		at = next
	}
	for _, v := range at {
		if v != nil && v != "" {
			list = append(list, fmt.Sprint(v))
		}
	}
	return list
}

// credentialsIn are the headers of the last client that a state knows.
func credentialsIn(api string, state any) http.Header {
	last := func(place string) string {
		if list := found(state, place); len(list) > 0 {
			return list[len(list)-1]
		}
		return ""
	}
	switch api {
	case "bonder":
		return http.Header{"X-Auth-Key": {last("/tokens/*/token")}, "X-Auth-Email": {last("/tokens/*/username")}}
	case "iqchannels":
		return http.Header{"Authorization": {"Client " + last("/sessions/*/token")}}
	case "radist":
		return http.Header{"X-Api-Key": {"sparring-radist-key"}}
	}
	return http.Header{"Authorization": {last("/keys/*/key")},
		"Cookie": {"sessionid=" + last("/devices/*/sessions/*/id")}}
}

// requests are those by which an operation reads a state: one for each value that the state has for a variable.
func requests(t *testing.T, op spec.Operation, state any) (list []*http.Request) {
	t.Helper()
	examples, err := spec.Examples(op)
	if err != nil || len(examples) == 0 {
		t.Fatalf("%s: no example (%v)", op.ID, err)
	}
	ex := examples[len(examples)-1] // the one with all parameters
	paths := []string{"/default" + op.Path}
	for _, variable := range regexp.MustCompile(`{([^}]*)}`).FindAllStringSubmatch(op.Path, -1) {
		var values []string
		for _, place := range sources[op.API+" "+variable[1]] {
			values = append(values, found(state, place)...)
		}
		var next []string
		for _, path := range paths {
			for _, value := range values[:min(len(values), 6)] {
				next = append(next, strings.Replace(path, variable[0], url.PathEscape(value), 1))
			}
		}
		paths = next
	}
	for _, path := range paths {
		path = strings.Replace(path, "/default", "/"+op.API, 1)
		queries := []string{""}
		if _, ok := ex.Query["chat_id"]; ok {
			queries = nil
			for _, chat := range found(state, "/chats/*/id") {
				queries = append(queries, "?chat_id="+chat)
			}
		}
		for _, query := range queries {
			r := httptest.NewRequest(op.Method, path+query, strings.NewReader(string(ex.Body)))
			maps.Copy(r.Header, ex.Header)
			maps.Copy(r.Header, credentialsIn(op.API, state))
			if ex.ContentType != "" {
				r.Header.Set("Content-Type", ex.ContentType)
			}
			list = append(list, r)
		}
	}
	return list
}

// TestPlantedFactsCanBeRead spoils each place of a full state in turn. If the state is taken, every operation that
// reads it answers as its document says: a fact that the fake could never have reached is refused.
func TestPlantedFactsCanBeRead(t *testing.T) {
	outside.Long(t)
	l := lived(t)
	w, err := l.server.Default()
	if err != nil {
		t.Fatal(err)
	}
	var since int64
	told := 0 // messages of streams
	defects := func(what string) {
		page := w.Journal.Query(journal.Filter{Since: since})
		since = page.Next
		for _, e := range page.Entries {
			told += len(e.Messages)
			for _, f := range e.Findings {
				if f.Kind == journal.Defect {
					t.Errorf("%s: %s %s answers %.200s: %s at %s: %s", what, e.Method, e.Path, e.Response.Body, f.Code,
						f.Pointer, f.Message)
				}
			}
		}
	}
	taken, good := 0, map[string]int{}
	read := func(api, what string, state any) {
		for _, op := range readers(t, api) {
			for _, r := range requests(t, op, state) {
				rec := httptest.NewRecorder()
				if op.Stream {
					ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
					l.server.ServeHTTP(firstOf{rec, cancel}, withoutQuery(r.WithContext(ctx)))
					cancel()
				} else {
					l.server.ServeHTTP(rec, r)
				}
				if rec.Code < 300 {
					good[op.ID]++
				}
				if rec.Header().Get("Content-Type") == problem.MediaType {
					t.Errorf("%s: %s: %s", what, op.ID, rec.Body)
				}
			}
		}
		defects(what)
	}
	for _, api := range spec.APIs() {
		var whole any
		if err := l.control.State(t.Context(), "default", api, &whole); err != nil {
			t.Fatal(err)
		}
		read(api, api, whole)
		for _, place := range places(whole, "")[1:] {
			if strings.Contains(place, "/answer/") || strings.Contains(place, "/card/") ||
				strings.Contains(place, "/params/") {
				continue // kept as a service or the vendor sent it
			}
			tokens, err := pointer.Parse(place)
			if err != nil {
				t.Fatal(err)
			}
			for _, value := range unreachable {
				spoilt := replaced(whole, tokens, value)
				if _, err := l.control.Plant(t.Context(), "default", api, spoilt); err != nil {
					continue
				}
				taken++
				text, _ := json.Marshal(value)
				read(api, fmt.Sprintf("%s with %.60s at %s", api, text, place), spoilt)
			}
		}
		if _, err := l.control.Plant(t.Context(), "default", api, whole); err != nil {
			t.Fatal(err)
		}
	}
	for _, api := range spec.APIs() {
		for _, op := range readers(t, api) {
			if good[op.ID] == 0 {
				t.Errorf("%s: no request of %s succeeded", api, op.ID)
			}
		}
	}
	if taken < 300 || told < 300 {
		t.Errorf("only %d states were taken, and %d messages of streams told", taken, told)
	}
}

// firstOf ends a stream once it has told something.
type firstOf struct {
	*httptest.ResponseRecorder
	end func()
}

func (f firstOf) Flush() {
	if strings.Contains(f.Body.String(), "data:") {
		f.end()
	}
}

// withoutQuery lets a stream begin with the first event.
func withoutQuery(r *http.Request) *http.Request {
	r.URL.RawQuery = ""
	return r
}

// unreachable are values of every type that few facts can have.
var unreachable = []any{
	nil, "", "fly", "\u0000", strings.Repeat("я", 3000), -1, 0, json.Number("9007199254740992"), json.Number("0.5"),
	true, false,
	[]any{}, []any{""}, map[string]any{}, map[string]any{"": ""}, "1970-01-01T00:00:00Z", "http://[::1",
}
