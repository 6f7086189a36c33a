package mock_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sparring/mock/control/client"
)

// BenchmarkLookup measures one ordinary read of each of the other APIs beside the bare handler that writes the same
// bytes, in process and over 32 connections: an iQChannels card, a poll of a Radist login session, TIM Connect's queue,
// a kitten.
func BenchmarkLookup(b *testing.B) {
	for _, sub := range lookups(b) {
		rec := httptest.NewRecorder()
		sub.handler.ServeHTTP(rec, sub.request())
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), sub.shows) {
			b.Fatalf("%s: %d %s", sub.name, rec.Code, rec.Body)
		}
		for _, h := range []struct {
			name    string
			handler http.Handler
		}{{"bare", bare(rec)}, {"chain", sub.handler}} {
			b.Run(sub.name+"/process/"+h.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					h.handler.ServeHTTP(httptest.NewRecorder(), sub.request())
				}
			})
			b.Run(sub.name+"/socket/"+h.name, func(b *testing.B) { overSocket(b, h.handler, sub.request()) })
		}
	}
}

type lookup struct {
	name    string
	handler http.Handler
	request func() *http.Request
	shows   string // in the answer
}

func lookups(b *testing.B) []lookup {
	b.Helper()
	rings := map[string]*ring{}
	for _, api := range []string{"iqchannels", "radist", "timconnect"} {
		rings[api] = newRing(b, api)
	}
	token := credentialsOf(b, rings["iqchannels"], "iqchannels")["token"]
	poll := `{"session_id":"` + rings["radist"].known["session_id"] + `"}`
	raise := rings["timconnect"].control
	for range 5 {
		if _, err := raise.Raise(b.Context(), "default", client.Event{API: "timconnect", Event: "smsc.message",
			Args: map[string]any{"receiver": "79991234567", "sender": "BANK", "message": "Paid"}}); err != nil {
			b.Fatal(err)
		}
	}
	build := func(api, method, path, body string, shows string) lookup {
		header := http.Header{}
		for _, line := range strings.Split(strings.TrimSpace(rings[api].signIn), "\r\n") {
			name, value, _ := strings.Cut(line, ": ")
			header.Set(name, value)
		}
		if body != "" {
			header.Set("Content-Type", "application/json")
		}
		return lookup{handler: rings[api].server, shows: shows, request: func() *http.Request {
			r := httptest.NewRequest(method, "/"+api+path, strings.NewReader(body))
			r.Header = header.Clone()
			return r
		}}
	}
	all := []lookup{
		build("iqchannels", http.MethodGet, "/rest/chat/client/id/"+token, "", `"client":{"id":`),
		build("radist", http.MethodPost, "/v2/companies/7/telegram/login", poll, `"waiting_for_qr"`),
		build("timconnect", http.MethodGet, "/api/messages/queue", "", `"message":"Paid"`),
		build("timconnect", http.MethodGet, "/api/kittens/2", "", `"name":"Max"`),
	}
	for i, name := range []string{"card", "poll", "queue", "kitten"} {
		all[i].name = name
	}
	return all
}

func credentialsOf(tb testing.TB, r *ring, api string) map[string]string {
	tb.Helper()
	w, err := r.control.World(tb.Context(), "default")
	if err != nil {
		tb.Fatal(err)
	}
	return w.Credentials[api]
}

// BenchmarkStreamMessage measures how long one message takes to a stream that is open.
func BenchmarkStreamMessage(b *testing.B) {
	r := newRing(b, "iqchannels")
	server := httptest.NewServer(r.server)
	defer server.Close()
	name, value, _ := strings.Cut(strings.TrimSpace(r.signIn), ": ")
	l, err := listen(server.URL+"/iqchannels", eventsPath, []string{name, value})
	if err != nil {
		b.Fatal(err)
	}
	defer l.conn.Close()
	for b.Loop() {
		if _, err := r.control.Raise(b.Context(), "default", client.Event{API: "iqchannels", Event: "operator.typing",
			Args: map[string]any{"client": 1}}); err != nil {
			b.Fatal(err)
		}
		_ = l.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := l.next(); err != nil {
			b.Fatal(err)
		}
	}
}
