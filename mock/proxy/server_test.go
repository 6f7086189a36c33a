package proxy_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// proxied starts a server that passes the requests of an API on, and returns its address and its world.
func proxied(t *testing.T, o mock.Options) *mocktest.Server {
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
	control := client.New("http://" + address)
	w, err := control.World(t.Context(), mock.DefaultWorld)
	if err != nil {
		t.Fatal(err)
	}
	return mocktest.Of(t, control, w)
}

// altered is a server in front of another, whose responses a function changes.
func altered(t *testing.T, target string, change func(r *http.Response, body []byte) []byte) string {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: u.Scheme, Host: u.Host}) },
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			body = change(r, body)
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", fmt.Sprint(len(body)))
			return nil
		},
	})
	t.Cleanup(s.Close)
	return s.URL + u.Path
}

// called is what came of one request through the proxy.
type called struct {
	*http.Response
	text  string
	entry journal.Entry
}

// call sends a request and returns its response with its entry.
func call(t *testing.T, s *mocktest.Server, method, url, body string, header ...string) called {
	t.Helper()
	before, err := s.Control.Journal(t.Context(), s.World.ID, client.Query{})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	plain := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := plain.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.Control.Journal(t.Context(), s.World.ID, client.Query{Since: before.Next, Kind: journal.Exchange})
	if err != nil || len(page.Entries) != 1 {
		t.Fatalf("%d entries, %v", len(page.Entries), err)
	}
	return called{resp, string(text), page.Entries[0]}
}

// codes are the findings of an entry as "code pointer".
func (c *called) codes() string {
	var out []string
	for _, f := range c.entry.Findings {
		out = append(out, fmt.Sprintf("%s %s %s", f.By, f.Code, f.Pointer))
	}
	return strings.Join(out, ", ")
}

// radistCall asks for the connections of the real company, as a client that is configured with the proxy.
func radistCall(t *testing.T, s, origin *mocktest.Server) called {
	t.Helper()
	own := origin.Credentials("radist")
	return call(t, s, http.MethodGet, s.URL("radist")+"/companies/"+own["company_id"]+"/connections/", "",
		"X-Api-Key", own["api_key"])
}

// connected makes one connection at the real server, so that there is something to list.
func connected(t *testing.T) *mocktest.Server {
	t.Helper()
	origin := mocktest.Start(t)
	own := origin.Credentials("radist")
	made := call(t, origin, http.MethodPost, origin.URL("radist")+"/companies/"+own["company_id"]+"/connections/",
		`{"type":"whatsapp"}`, "X-Api-Key", own["api_key"], "Content-Type", "application/json")
	if made.StatusCode/100 != 2 {
		t.Fatalf("%d %s", made.StatusCode, made.text)
	}
	return origin
}

// TestProxyReportsDrift checks that what a real server does otherwise than our document is a finding by the service,
// and that the client gets it as it came.
func TestProxyReportsDrift(t *testing.T) {
	origin := connected(t)
	for name, row := range map[string]struct {
		change func(r *http.Response, body string) string
		want   string
	}{
		"as it is": {func(_ *http.Response, body string) string { return body }, ""},
		"another field": {func(_ *http.Response, body string) string {
			return strings.Replace(body, `"id":`, `"colour":"red","id":`, 1)
		}, "service unknown_field /connections/0/colour"},
		"another type": {func(_ *http.Response, body string) string {
			return strings.Replace(body, `"count":1`, `"count":"1"`, 1)
		}, "service wrong_type /count"},
		"a field gone": {func(_ *http.Response, body string) string {
			return strings.Replace(body, `"count":1,`, ``, 1)
		}, "service missing_field /count"},
		"another header": {func(r *http.Response, body string) string {
			r.Header.Set("X-Shard", "7")
			return body
		}, "service unknown_header header/X-Shard"},
		"another content type": {func(r *http.Response, body string) string {
			r.Header.Set("Content-Type", "text/plain")
			return body
		}, "service wrong_content_type header/Content-Type"},
		"another status": {func(r *http.Response, body string) string {
			r.StatusCode = http.StatusTeapot
			return body
		}, "service undocumented_status status"},
		"no JSON": {func(_ *http.Response, _ string) string { return `{"count":` },
			"service malformed_json "},
	} {
		t.Run(name, func(t *testing.T) {
			was := ""
			s := proxied(t, mock.Options{Upstream: map[string]string{"radist": altered(t, origin.URL("radist"),
				func(r *http.Response, body []byte) []byte {
					was = row.change(r, string(body))
					return []byte(was)
				})}})
			got := radistCall(t, s, origin)
			if got.text != was {
				t.Errorf("the client got %q, the server sent %q", got.text, was)
			}
			if !strings.HasPrefix(got.codes(), row.want) || row.want == "" && got.codes() != "" {
				t.Errorf("findings %q, want %q", got.codes(), row.want)
			}
			if len(got.entry.Why) == 0 || got.entry.Why[0].Code != "upstream" {
				t.Errorf("why %v", got.entry.Why)
			}
			if key := origin.Credentials("radist")["api_key"]; strings.Contains(fmt.Sprint(got.entry.Request), key) {
				t.Errorf("the key is in the journal: %v", got.entry.Request)
			}
		})
	}
}

// TestProxyKnowsCodesAndOperations checks the drift that no schema shows.
func TestProxyKnowsCodesAndOperations(t *testing.T) {
	origin := mocktest.Start(t)
	s := proxied(t, mock.Options{Upstream: map[string]string{"bonder": altered(t, origin.URL("bonder"),
		func(r *http.Response, body []byte) []byte {
			if r.Request.URL.Path == "/w/"+origin.World.ID+"/bonder/v9/news" {
				r.StatusCode = http.StatusOK
			}
			return bytes.Replace(body, []byte("INVALID_CREDENTIALS_ERROR"), []byte("TOO_MANY_LOGINS"), 1)
		})}})
	login := `{"username":"nobody","password":"x","client":"x","rpt":"10"}`
	got := call(t, s, http.MethodPost, s.URL("bonder")+"/auth", login, "Content-Type", "application/json")
	t.Log(got.text, got.codes())
	if !strings.Contains(got.codes(), "service unknown_code code") {
		t.Errorf("findings %q of %s", got.codes(), got.text)
	}
	if got := call(t, s, http.MethodGet, s.URL("bonder")+"/v9/news", ""); got.entry.Unmatched ||
		got.codes() != "service unknown_operation path" {
		t.Errorf("unmatched %v, findings %q", got.entry.Unmatched, got.codes())
	}
	if got := call(t, s, http.MethodGet, s.URL("bonder")+"/v8/news", ""); !got.entry.Unmatched {
		t.Errorf("a path that nobody knows: %d, findings %q", got.StatusCode, got.codes())
	}
}

// TestFaultsBeforeARealServer checks that faults act as on the fakes, and that one which needs the fake is refused.
func TestFaultsBeforeARealServer(t *testing.T) {
	origin := connected(t)
	s := proxied(t, mock.Options{Upstream: map[string]string{"radist": origin.URL("radist")}})
	for _, row := range []struct {
		spec   fault.Spec
		status int
		kind   string
		asked  bool // the origin server was
	}{
		{fault.Spec{Kind: "error", Parameters: map[string]any{"code": "401_not_authenticated"}}, 401, "error", false},
		{fault.Spec{Kind: "status", Parameters: map[string]any{"status": 503}}, 503, "status", false},
		{fault.Spec{Kind: "rate_limit"}, 429, "rate_limit", false},
		{fault.Spec{Kind: "mutate"}, 200, "mutate", true},
		{fault.Spec{Kind: "delay", Parameters: map[string]any{"duration": "1ms"}}, 200, "delay", true},
	} {
		before := len(entriesOf(t, origin))
		s.Fault(
			client.FaultRequest{Match: fault.Match{API: "radist", Operation: "ConnectionsGetItems"}, Fault: row.spec},
		)
		got := radistCall(t, s, origin)
		if got.StatusCode != row.status || len(got.entry.Faults) != 1 || got.entry.Faults[0].Kind != row.kind {
			t.Errorf("%s: %d %s, faults %v", row.kind, got.StatusCode, got.text, got.entry.Faults)
		}
		if asked := len(entriesOf(t, origin)) > before; asked != row.asked {
			t.Errorf("%s: the real server was asked: %v", row.kind, asked)
		}
	}
	if got := radistCall(t, s, origin); got.StatusCode != 200 || got.codes() != "" {
		t.Errorf("after the faults: %d, %s", got.StatusCode, got.codes())
	}
	_, err := s.Control.AddFault(t.Context(), s.World.ID, client.FaultRequest{
		Match: fault.Match{API: "radist"}, Fault: fault.Spec{Kind: "expire"},
	})
	if err == nil || !strings.Contains(err.Error(), "expire needs the fake") {
		t.Errorf("expire: %v", err)
	}
}

func entriesOf(t *testing.T, s *mocktest.Server) []journal.Entry {
	t.Helper()
	page, err := s.Control.Journal(t.Context(), s.World.ID, client.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries
}

// TestProxyHasNoFacts checks what the control API says where only a fake has facts.
func TestProxyHasNoFacts(t *testing.T) {
	origin := mocktest.Start(t)
	s := proxied(t, mock.Options{Upstream: map[string]string{"radist": origin.URL("radist")}})
	ctx := t.Context()
	if got := call(t, s, http.MethodGet, s.URL("radist")+"/companies/", ""); got.StatusCode == 0 {
		t.Error("no response")
	}
	if resp, err := http.Get(s.Base + "/bonder/auth"); err != nil || resp.StatusCode != 404 {
		t.Errorf("an API that is not passed on: %v %v", resp, err)
	}
	if list, err := s.Control.APIs(ctx); err != nil || len(list) != 1 || len(list[0].Switches)+len(list[0].Events) > 0 {
		t.Errorf("catalogue %v, %v", list, err)
	}
	var state map[string]any
	if err := s.Control.State(ctx, s.World.ID, "radist", &state); err != nil || len(state) > 0 {
		t.Errorf("state %v, %v", state, err)
	}
	if _, err := s.Control.Plant(ctx, s.World.ID, "radist", map[string]any{"x": 1}); err == nil {
		t.Error("a fact was planted")
	}
	scanned := client.Event{API: "radist", Event: "telegram.qr_scanned"}
	if _, err := s.Control.Raise(ctx, s.World.ID, scanned); err == nil {
		t.Error("an event was raised")
	}
	if w, err := s.Control.Fork(ctx, s.World.ID, client.ForkRequest{ID: "second"}); err != nil || w.ID != "second" {
		t.Errorf("fork: %v, %v", w, err)
	}
	w, err := s.Control.MakeWorld(ctx, client.WorldRequest{ID: "third"})
	if err != nil {
		t.Fatal(err)
	}
	third := mocktest.Of(t, s.Control, w)
	if got := radistCall(t, third, origin); got.StatusCode != 200 || len(entriesOf(t, s)) != 1 {
		t.Errorf("a world of its own: %d", got.StatusCode)
	}
}
