package mock_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

const chat = "/public/api/v1/"

// envelope is what every call to the chat server answers.
type envelope struct {
	OK     bool
	Error  *struct{ Code, Text string }
	Result json.RawMessage
}

// chatCall calls the chat server; a refusal is HTTP 200, too.
func chatCall(tb testing.TB, url, path, body string, headers ...string) (e envelope) {
	tb.Helper()
	status, text, _ := call(tb, "POST", url+chat+path, body, headers...)
	if err := json.Unmarshal([]byte(text), &e); status != 200 || err != nil || e.OK == (e.Error != nil) {
		tb.Fatalf("%s: %d %s (%v)", path, status, text, err)
	}
	return e
}

// chatSession authorizes by a token and gives the header of further calls and the client's id.
func chatSession(tb testing.TB, url, token string) (header []string, id int64) {
	tb.Helper()
	e := chatCall(tb, url, "clients/integration_auth",
		jsonOf(tb, map[string]string{"Credentials": token, "Channel": "support"}))
	var result struct {
		Session struct{ Token string }
		Client  struct {
			ID int64 `json:"Id"`
		}
	}
	if err := json.Unmarshal(e.Result, &result); err != nil || result.Session.Token == "" {
		tb.Fatalf("no session: %+v %v", e, err)
	}
	return []string{"Authorization", "Client " + result.Session.Token}, result.Client.ID
}

func setSwitch(tb testing.TB, s *mocktest.Server, api, name string, value any) {
	tb.Helper()
	if _, err := s.Control.SetSwitches(context.Background(), s.World.ID,
		client.Switches{api: {name: value}}); err != nil {
		tb.Fatal(err)
	}
}

// says is a service that answers the same to everything.
func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// A foreign auth service misbehaves in every way: the SDK gets the mapped answer, the call is one entry of its own that
// names the cause, and no session is lost.
func TestForeignAuthService(t *testing.T) {
	var answer atomic.Pointer[http.HandlerFunc]
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter,
		r *http.Request) {
		(*answer.Load())(w, r)
	}))
	defer service.Close()
	s := mocktest.Start(t)
	url := s.URL("iqchannels")
	session, _ := chatSession(t, url, s.Credentials("iqchannels")["token"])
	setSwitch(t, s, "iqchannels", "authService", service.URL)
	for _, row := range []struct {
		name    string
		answer  http.HandlerFunc
		code    string // of the refusal
		finding bool   // by the service
		cause   string // in the exchange's why
	}{
		{"good", says(200, "application/json",
			`{"client":{"id":"9","name":"Иванов `+
				`Иван","surname":"Иванов","firstname":"Иван","patronymic":"","type":"0","enabled":true}}`),
			"", false, ""},
		{"wrong types", says(200, "application/json", `{"client":{"id":9,"enabled":{},"fieldList":7}}`),
			"internal_server_error", true, "auth_wrong_types"},
		{"a list", says(200, "application/json", `[]`), "internal_server_error", true, "auth_wrong_types"},
		{"HTML", says(200, "text/html", "<html>"), "internal_server_error", true, "auth_no_json"},
		{"empty", says(200, "application/json", ""), "internal_server_error", true, "auth_no_json"},
		{"no client", says(200, "application/json", "{}"), "unauthorized", true, "auth_no_client"},
		{"404", says(404, "application/json", `{"errorCode":"1001","errorText":"Client not found"}`), "unauthorized",
			false, "auth_refused"},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.Base, http.StatusFound) },
			"unauthorized", true, "auth_redirected"},
		{"hangs", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "internal_server_error", true,
			"auth_timeout"},
		{"closes", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "internal_server_error",
			true, "auth_unreachable"},
		{"closes in the middle", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"client":`)
			panic(http.ErrAbortHandler)
		}, "internal_server_error", true, "auth_unreachable"},
		{"50 MB", func(w http.ResponseWriter, _ *http.Request) {
			for chunk := make([]byte, 1<<20); ; {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}, "internal_server_error", true, "auth_too_large"},
	} {
		t.Run(row.name, func(t *testing.T) {
			answer.Store(&row.answer)
			patience := "1m"
			if row.name == "hangs" {
				patience = "100ms"
			}
			setSwitch(t, s, "iqchannels", "authTimeout", patience)
			before := s.Journal()
			e := chatCall(t, url, "clients/integration_auth", `{"Credentials":"a/b ё","Channel":"support"}`)
			if code := codeOf(e); code != row.code {
				t.Errorf("the SDK sees %q, want %q", code, row.code)
			}
			var exchange, out *journal.Entry
			entries := s.Journal()[len(before):]
			for i := range entries {
				switch entries[i].Kind {
				case journal.Exchange:
					exchange = &entries[i]
				case journal.Outgoing:
					out = &entries[i]
				}
			}
			if len(entries) != 2 || exchange == nil || out == nil {
				t.Fatalf("%d entries, want the exchange and the call: %+v", len(entries), entries)
			}
			if out.Peer != journal.Service || out.State != journal.Closed || out.Operation != "getClientCard" ||
				!strings.HasPrefix(out.URL, service.URL) {
				t.Errorf("the call: %s %s %s %s", out.Peer, out.State, out.Operation, out.URL)
			}
			if (len(out.Findings) > 0) != row.finding {
				t.Errorf("findings %+v", out.Findings)
			}
			for _, f := range out.Findings {
				if f.Kind != journal.Violation || f.By != journal.ByService {
					t.Errorf("finding %+v", f)
				}
			}
			if len(exchange.Findings) > 0 || row.cause != "" &&
				(len(exchange.Why) == 0 || exchange.Why[0].Code != row.cause) {
				t.Errorf("the exchange: why %v, findings %v", exchange.Why, exchange.Findings)
			}
			if me := chatCall(t, url, "clients/me", "", session...); !me.OK {
				t.Errorf("the other session is lost: %+v", me.Error)
			}
		})
	}
}

func codeOf(e envelope) string {
	if e.Error == nil {
		return ""
	}
	return e.Error.Code
}

// A world that is closed ends a look-up that hangs.
func TestClosedWorldEndsLookUp(t *testing.T) {
	asked := make(chan struct{}, 1)
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer service.Close()
	s := mocktest.Start(t, mocktest.Switch("iqchannels", "authService", service.URL),
		mocktest.Switch("iqchannels", "authTimeout", "1m"))
	answered := make(chan string, 1)
	go func() {
		resp, err := http.Post(s.URL("iqchannels")+chat+"clients/integration_auth", "application/json",
			strings.NewReader(`{"Credentials":"x"}`))
		if err != nil {
			answered <- err.Error()
			return
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		answered <- string(text)
	}()
	<-asked
	if err := s.Control.DeleteWorld(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	select {
	case text := <-answered:
		if !strings.Contains(text, "internal_server_error") {
			t.Errorf("got %s", text)
		}
	case <-time.After(30 * time.Second): // its own time is a minute
		t.Fatal("the look-up goes on although its world has ended")
	}
}

// An SDK that does not wait for the look-up is not a fault of the auth service, be it a foreign one or the world's own.
func TestSDKLeavesLookUp(t *testing.T) {
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer hangs.Close()
	for name, service := range map[string]string{"foreign": hangs.URL, "own": ""} {
		s := mocktest.Start(t, mocktest.Switch("iqchannels", "authService", service),
			mocktest.Switch("iqchannels", "authTimeout", "1m"))
		s.Event("iqchannels", "auth.failing", map[string]any{"mode": "timeout"})
		ctx, leave := context.WithCancel(t.Context())
		r, err := http.NewRequestWithContext(ctx, "POST", s.URL("iqchannels")+chat+"clients/integration_auth",
			strings.NewReader(`{"Credentials":"x"}`))
		if err != nil {
			t.Fatal(err)
		}
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			if resp, err := http.DefaultTransport.RoundTrip(r); err == nil {
				resp.Body.Close()
			}
		}()
		outgoing := func(closed bool) journal.Entry {
			e, err := s.Control.Await(t.Context(), s.World.ID, client.Query{Kind: journal.Outgoing},
				func(e journal.Entry) bool { return closed == (e.State != journal.Open) })
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		outgoing(false)
		leave()
		if e := outgoing(true); len(e.Findings) > 0 || e.Error == "" {
			t.Errorf("%s: error %q, findings %+v", name, e.Error, e.Findings)
		}
		<-gone
	}
}

// Tokens of every kind at the auth service: as one path segment and as a header; never a redirect, always an entry.
func TestTokensOverTheSocket(t *testing.T) {
	s := mocktest.Start(t)
	root := s.URL("iqchannels") + "/rest/chat/client/id/"
	card := map[string]any{"client": map[string]any{"id": "1", "name": "Иванов", "surname": "Иванов",
		"firstname": "Иван", "patronymic": "", "type": "0", "enabled": true}}
	huge := strings.Repeat("t", 100_000)
	known := []string{"a/b", "ё", "%", "two words", ".", "..", "%2F", "a?b#c", "\r\n", "\x00",
		"a\r\nX-Injected: 1", huge}
	for _, token := range known {
		s.Event("iqchannels", "client.put", map[string]any{"token": token, "card": card})
	}
	escape := func(token string) string {
		return strings.ReplaceAll(url.PathEscape(token), ".", "%2E")
	}
	get := func(path string, headers ...string) (int, string, http.Header) {
		return call(t, "GET", root+path, "", headers...)
	}
	for _, token := range known {
		for _, slash := range []string{"", "/"} {
			status, text, header := get(escape(token) + slash)
			if status != 200 || !strings.Contains(text, `"id":"1"`) || header.Get("X-Injected") != "" {
				t.Errorf("GET %.30q%s: %d %.200s", token, slash, status, text)
			}
		}
	}
	for _, token := range []string{"nobody", "nobody\r\n", "nobody\x00", huge + "x", "NaN", "null"} {
		if status, text, _ := get(escape(token)); status != 404 || !strings.Contains(text, `"errorCode":"1001"`) {
			t.Errorf("GET %.30q: %d %.200s", token, status, text)
		}
	}
	for _, token := range []string{"", " "} { // net/http cuts the space
		if status, text, _ := call(t, "POST", strings.TrimSuffix(root, "/"), "", "token", token); status != 400 ||
			!strings.Contains(text, `"errorCode":"1001"`) {
			t.Errorf("POST %q: %d %s", token, status, text)
		}
	}
	if status, _, _ := call(t, "POST", root, "", "token", huge); status != 200 {
		t.Errorf("POST with a token of 100 kB: %d", status)
	}
	// Header and path both: the method decides which is read, and the other one is a finding.
	status, _, _ := get(escape("a/b"), "token", "nobody")
	if e := last(t, s); status != 200 || len(e.Findings) == 0 {
		t.Errorf("GET with both: %d %+v", status, e.Findings)
	}
	for _, e := range s.Journal() {
		if e.State != journal.Closed || e.Unmatched {
			t.Errorf("entry %d %s %.100s: %s", e.Seq, e.Method, e.URL, e.State)
		}
		for _, f := range e.Findings {
			if f.Kind == journal.Defect {
				t.Errorf("entry %d: defect %+v", e.Seq, f)
			}
		}
		if strings.Contains(jsonOf(t, e), huge[:5000]) {
			t.Errorf("entry %d of kind %s shows the token", e.Seq, e.Kind)
		}
	}
}
