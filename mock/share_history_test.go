package mock_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sparring/mock"
	"sparring/mock/clock"
	"sparring/mock/control/client"
	"sparring/mock/mocktest/outside"
	"sparring/mock/store"
	"sparring/spec"
)

// The same history gives the same answers and the same worlds, whether one server handles it, or three that share a
// store and are asked in any order.
func TestSharedHistories(t *testing.T) {
	type step func(s *mock.Server) string
	server := func(s store.Store) *mock.Server {
		made, err := mock.New(mock.Options{
			PublicURL: "http://127.0.0.1:8080", Seed: 1, Clock: clock.Frozen, At: newYear, Store: s,
		})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	send := func(s *mock.Server, method, path, body string, header http.Header) string {
		r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
		for name, values := range header {
			r.Header[name] = values
		}
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, r)
		return rec.Result().Status + rec.Body.String()
	}
	examples := map[string][]spec.Operation{}
	for _, api := range spec.APIs() {
		for _, op := range spec.Operations(api) {
			if found, err := spec.Examples(op); err == nil && len(found) > 0 && !op.Stream {
				examples[api] = append(examples[api], op)
			}
		}
	}
	most, histories := 6, 0
	if outside.Enabled() {
		most = 1000
	}
	rapid.Check(t, func(r *rapid.T) {
		if histories++; histories > most { // each makes four servers
			return
		}
		alone, shared := server(nil), store.NewMemory()
		three := []*mock.Server{server(shared), server(shared), server(shared)}
		for _, s := range append(three, alone) {
			defer s.Close()
		}
		credentials := map[string]http.Header{}
		both := func(do step) {
			got, want := do(three[rapid.IntRange(0, 2).Draw(r, "server")]), do(alone)
			if got != want {
				r.Fatalf("answered\n%.600s\nwant\n%.600s", got, want)
			}
		}
		for _, api := range spec.APIs() {
			credentials[api] = signIn(t, three[rapid.IntRange(0, 2).Draw(r, "server")], api)
			signIn(t, alone, api)
		}
		control := func(method, path, body string) step {
			return func(s *mock.Server) string {
				return send(s, method, client.Prefix+"/worlds/default"+path, body, nil)
			}
		}
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			if rapid.IntRange(0, 9).Draw(r, "conflict") == 0 {
				shared.Conflict(1)
			}
			switch rapid.IntRange(0, 9).Draw(r, "what") {
			case 0:
				by := rapid.SampledFrom([]string{"1s", "10m", "25h"}).Draw(r, "by")
				both(control("PATCH", "/clock", `{"advance":"`+by+`"}`))
			case 1:
				both(control("POST", "/faults", `{"match":{"api":"`+rapid.SampledFrom(spec.APIs()).Draw(r, "api")+
					`"},"after":1,"times":2,"fault":{"kind":"mutate"}}`))
			case 2:
				both(control("PATCH", "", `{"switches":{"bonder":{"tokenTTL":"2h"}},"label":"l"}`))
			case 3:
				both(control("GET", "/journal?view=canonical", ""))
			case 4:
				both(control("POST", "/events",
					`{"api":"iqchannels","event":"operator.message","args":{"text":"hi"}}`))
			default:
				api := rapid.SampledFrom(spec.APIs()).Draw(r, "api")
				op := rapid.SampledFrom(examples[api]).Draw(r, "operation")
				all, _ := spec.Examples(op)
				ex := all[0]
				header := credentials[api].Clone()
				for name, values := range ex.Header {
					header[name] = values
				}
				if ex.ContentType != "" {
					header.Set("Content-Type", ex.ContentType)
				}
				both(func(s *mock.Server) string {
					return send(s, ex.Method, "/"+api+ex.Path+"?"+ex.Query.Encode(), string(ex.Body), header)
				})
			}
		}
		for _, path := range []string{
			"/journal?view=canonical", "/faults", "/outbox", "/clock", "/state/bonder", "/state/iqchannels",
			"/state/radist", "/state/timconnect",
		} {
			want := control("GET", path, "")(alone)
			for i, s := range three {
				if got := control("GET", path, "")(s); got != want {
					r.Fatalf("server %d: %s\n%s", i, path, difference(got, want))
				}
			}
		}
	})
}

// difference shows where two texts begin to differ.
func difference(got, want string) string {
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	from := max(0, at-200)
	return got[from:min(len(got), at+300)] + "\nwant\n" + want[from:min(len(want), at+300)]
}
