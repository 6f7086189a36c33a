package scenarios_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/clock"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// lasting is the correct client behind HTTP: one for all scenarios and all runs, as a service would be.
func lasting(t *testing.T, sessions *sync.Map) driver.Remote {
	t.Helper()
	client := scenarios.APIs().Client("")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			ID     int64         `json:"id"`
			Method string        `json:"method"`
			Params driver.Params `json:"params"`
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		sessions.Store(r.Header.Get(driver.SessionHeader), true)
		answer := map[string]any{"jsonrpc": "2.0", "id": in.ID}
		if in.Method == "hello" {
			answer["result"] = client.Hello()
		} else if result, err := client.Call(
			r.Context(), driver.Call{ID: in.ID, Method: in.Method, Params: in.Params},
		); err != nil {
			answer["error"] = driver.Refusal{Code: -32601, Message: err.Error()}
		} else {
			answer["result"] = result
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(func() { server.Close(); _ = client.Close() })
	return driver.NewRemote(server.URL)
}

// running starts a server.
func running(t testing.TB, o mock.Options) string {
	t.Helper()
	s, err := mock.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	address, err := s.Listen("127.0.0.1:0", nil)
	if err != nil {
		t.Fatal(err)
	}
	return "http://" + address
}

// TestAgain: a client and a server that outlive the run are judged again with the same seed, as the report's “again:”
// says.
func TestAgain(t *testing.T) {
	var sessions sync.Map
	o := scenarios.Options{
		Server:    running(t, mock.Options{}),
		Seed:      5,
		Scenarios: []string{"bonder/authorization.feature", "bonder/tokens.feature"},
	}
	address := lasting(t, &sessions).URL
	n := 0
	for range 2 {
		o.Client = driver.NewRemote(address)
		r := judge(t, o)
		for _, s := range r.Scenarios {
			if n++; s.Verdict != verdict.Passed {
				t.Errorf("%s %s: %s: %s", s.Address, s.Name, s.Verdict, s.Reason)
			}
		}
	}
	names := 0
	sessions.Range(func(any, any) bool { names++; return true })
	if names < n {
		t.Errorf("%d scenarios, but %d names of sessions", n, names)
	}
}

// TestServerDefaults: a world of the suite starts now, runs, and has the documented readings, whatever the server's
// defaults are.
func TestServerDefaults(t *testing.T) {
	server := running(t, mock.Options{
		At: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), Clock: clock.Frozen,
		Switches: map[string]map[string]any{"radist": {"twoFactor": true}},
	})
	began := time.Now()
	r := judge(
		t,
		scenarios.Options{
			Server: server,
			Scenarios: []string{
				"a Telegram account is connected when the user scans the QR",
				"the client authorizes before the first request",
			},
		},
	)
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Passed {
			t.Errorf("%s: %s: %s", s.Name, s.Verdict, s.Reason)
		}
		first, last := s.Entries[0].WorldTime, s.Entries[len(s.Entries)-1].WorldTime
		if first.Before(began.Add(-time.Second)) || !last.After(first) {
			t.Errorf("%s: world time from %s to %s, began at %s", s.Name, first, last, began)
		}
	}
}

// TestByteOrderMark: a byte order mark, which some editors write, is not part of the text.
func TestByteOrderMark(t *testing.T) {
	list := write(t, map[string]string{"k": "\ufeffordinary\n"}) + "/k"
	s := one(t, "\ufeff"+ordinary, scenarios.Options{KnownFailing: []string{list}})
	if s.Cause != "run.known-failing" || !strings.Contains(s.Reason, "take it off the list") {
		t.Errorf("got %s by %s: %s", s.Verdict, s.Cause, s.Reason)
	}
}
