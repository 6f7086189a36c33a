package iqchannels

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock/journal"
)

// TestMapping is the table of what the SDK sees for each outcome at the auth service, through our own service.
func TestMapping(t *testing.T) {
	h := newHarness(t, nil)
	for _, c := range []struct{ mode, code, why, text string }{
		{"status", "unauthorized", "auth_refused", "Internal Server " +
			"Error"}, {"empty", "unauthorized", "auth_refused", ""},
		{"html", "unauthorized", "auth_refused", ""}, {"error_in_200", "unauthorized", "auth_no_client",
			"Client not found"},
		{"empty_object", "unauthorized", "auth_no_client", ""}, {"malformed", "internal_server_error",
			"auth_no_json", ""},
		{"timeout", "internal_server_error", "auth_timeout", ""},
	} {
		if c.mode == failTimeout {
			h.set("authTimeout", "30ms")
		}
		h.must("auth.failing", map[string]any{"mode": c.mode})
		e := h.call(opIntegrationAuth, map[string]any{"Credentials": TokenPerson, "Channel": ChannelSupport})
		if e.OK || e.code() != c.code || e.why() != c.why || (c.text != "" && e.Error.Text != c.text) {
			t.Errorf("%s: %s, why %v", c.mode, e.answer.Body, e.answer.Why)
		}
		h.set("authTimeout", "5s")
		if e := h.call(opIntegrationAuth, map[string]any{"Credentials": TokenPerson}); !e.OK {
			t.Errorf("after %s: %s %v", c.mode, e.code(), e.answer.Why)
		}
	}
	if n := len(h.facts().Clients); n != 1 {
		t.Errorf("%d clients, expected one", n)
	}
}

// foreignAnswer is what a bank's service answers, and what comes of it.
type foreignAnswer struct {
	name      string
	answer    http.HandlerFunc
	code, why string
	finding   string // code of a finding by the service
}

func foreignAnswers() []foreignAnswer {
	body := func(status int, contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	good := `{"client":{"id":"9","name":"Иванов Иван","surname":"Иванов","firstname":"Иван","patronymic":"",` +
		`"type":"0","enabled":"true","x":1}}`
	return []foreignAnswer{
		{"good", body(200, "application/json", good), "", "session", ""},
		{"good with a charset", body(200, "application/json; charset=utf-8", good), "", "session", ""},
		{
			"wrong types",
			body(200, "application/json", `{"client":{"id":"9","enabled":{}}}`),
			"internal_server_error",
			"auth_wrong_types",
			"*",
		},
		{
			"a number for the id",
			body(200, "application/json", `{"client":{"id":9}}`),
			"internal_server_error",
			"auth_wrong_types",
			"*",
		},
		{"a list", body(200, "application/json", `[1]`), "internal_server_error", "auth_wrong_types", "*"},
		{
			"a client without id",
			body(200, "application/json", `{"client":{"name":"x"}}`),
			"internal_server_error",
			"auth_wrong_types",
			"*",
		},
		{"broken JSON", body(200, "application/json", `{"client":`), "internal_server_error", "auth_no_json", "*"},
		{
			"deep JSON",
			body(200, "application/json", `{"a":`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+"}"),
			"internal_server_error",
			"auth_too_deep",
			"answer_too_deep",
		},
		{"HTML in a 200", body(200, "text/html", "<html>"), "internal_server_error", "auth_no_json", "*"},
		{"no client", body(200, "application/json", `{}`), "unauthorized", "auth_no_client", "client_missing"},
		{
			"error pair in a 200",
			body(200, "application/json", `{"errorCode":"1001","errorText":"нет"}`),
			"unauthorized",
			"auth_no_client",
			"error_in_200",
		},
		{
			"disabled",
			body(200, "application/json", strings.Replace(good, `"true"`, `"false"`, 1)),
			"forbidden",
			"client_disabled",
			"",
		},
		{
			"404 with the pair",
			body(404, "application/json", `{"errorCode":"1001","errorText":"нет"}`),
			"unauthorized",
			"auth_refused",
			"",
		},
		{"500 empty", body(500, "", ""), "unauthorized", "auth_refused", ""},
		{"418 in HTML", body(418, "text/html", "<html>"), "unauthorized", "auth_refused", ""},
		{
			"204",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
			"unauthorized",
			"auth_refused",
			"",
		},
		{
			"redirect",
			func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
			"unauthorized",
			"auth_redirected",
			"redirect",
		},
		{
			"hangs",
			func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
			"internal_server_error",
			"auth_timeout",
			"no_answer",
		},
		{
			"closes",
			func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
			"internal_server_error",
			"auth_unreachable",
			"no_answer",
		},
		{"50 MB", func(w http.ResponseWriter, _ *http.Request) {
			chunk := make([]byte, 1<<20)
			for range 50 {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}, "internal_server_error", "auth_too_large", "answer_too_large"},
	}
}

// TestForeignService: every answer that a bank's service may give, one outgoing entry each, and no session lost.
func TestForeignService(t *testing.T) {
	var answer atomic.Pointer[http.HandlerFunc]
	var seen atomic.Pointer[http.Request]
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r)
		(*answer.Load())(w, r)
	}))
	defer service.Close()
	h := newHarness(t, nil)
	session, _ := h.login(TokenPerson)
	h.set("authService", service.URL+"/bank/")
	for _, c := range foreignAnswers() {
		t.Run(c.name, func(t *testing.T) {
			h.T = t
			answer.Store(&c.answer)
			if c.name == "hangs" {
				h.set("authTimeout", "100ms")
				defer h.set("authTimeout", "5s")
			}
			e := h.call(opIntegrationAuth, map[string]any{"credentials": "a/b ё%", "channel": ChannelSupport})
			if e.code() != c.code || e.why() != c.why {
				t.Errorf("the SDK sees %s, why %v", e.answer.Body, e.answer.Why)
			}
			r := seen.Load()
			if r.Method != http.MethodGet || r.URL.EscapedPath() != "/bank/rest/chat/client/id/a%2Fb%20%D1%91%25" {
				t.Errorf("the service was asked %s %s", r.Method, r.URL.EscapedPath())
			}
			out := h.outgoing()
			if out.Peer != journal.Service || out.Operation != opGetCard || out.State != journal.Closed {
				t.Errorf("outgoing entry: %+v", out)
			}
			found := c.finding == "" && len(out.Findings) == 0 || c.finding == "*" && len(out.Findings) > 0
			for _, x := range out.Findings {
				found = found || x.Code == c.finding
				if x.By != journal.ByService || x.Kind != journal.Violation {
					t.Errorf("finding %+v", x)
				}
			}
			if !found {
				t.Errorf("findings %+v, expected %q", out.Findings, c.finding)
			}
			if shown := fmt.Sprint(out.URL, out.Path, out.Request.Header); strings.Contains(shown, "a%2Fb") {
				t.Errorf("the token stands in the journal: %s", shown)
			}
			if !strings.HasPrefix(out.Path, "/bank/rest/chat/client/id/") {
				t.Errorf("path %q", out.Path)
			}
			if e := h.call("getMe", nil, bearing(session)); !e.OK {
				t.Errorf("the other session is gone: %s", e.why())
			}
		})
	}
	h.T = t
	service.Close()
	if e := h.call(opIntegrationAuth, map[string]any{"Credentials": "x"}); e.code() != "internal_server_error" ||
		e.why() != "auth_unreachable" {
		t.Errorf("nobody listens: %s %v", e.code(), e.answer.Why)
	}
}

// TestMethods: how a token is sent, by the switch authMethod.
func TestMethods(t *testing.T) {
	var got []string
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Method+" "+shorten([]byte(r.URL.EscapedPath()))+" "+shorten([]byte(r.Header.Get("token"))))
		w.WriteHeader(http.StatusNotFound)
	}))
	defer service.Close()
	h := newHarness(t, map[string]any{"authService": service.URL})
	long := strings.Repeat("x", 3000)
	const root = "/rest/chat/client/id/"
	for _, c := range []struct{ method, token, want, code string }{
		{"auto", "abc", "GET " + root + "abc ", "unauthorized"}, {"auto", "ё", "GET " + root + "%D1%91 ",
			"unauthorized"},
		{"auto", ".", "POST " + root + " .", "unauthorized"}, {"auto", "..", "POST " + root + " ..", "unauthorized"},
		{"auto", long, "POST " + root + " " + shorten([]byte(long)), "unauthorized"}, {"auto", "a\r\nb",
			"GET " + root + "a%0D%0Ab ",
			"unauthorized"},
		{"get", "..", "GET " + root + "%2E%2E ", "unauthorized"}, {"get", "a\x00", "GET " + root + "a%00 ",
			"unauthorized"},
		{"post", "abc", "POST " + root + " abc", "unauthorized"}, {"post", "ё", "", "invalid"}, {"post", "a\r\nb", "",
			"invalid"},
	} {
		got = nil
		h.set("authMethod", c.method)
		e := h.call(opIntegrationAuth, map[string]any{"Credentials": c.token})
		if e.code() != c.code || strings.Join(got, ",") != c.want {
			t.Errorf("%s %.10q: %s, service asked %q, expected %q", c.method, c.token, e.code(), got, c.want)
		}
	}
}

// TestConsumer13: the switch consumer reports what 1.3 requires and a foreign card lacks.
func TestConsumer13(t *testing.T) {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(
			w,
			`{"client":{"id":"9","name":"И","surname":"И","firstname":"И","patronymic":"И","type":"0",`+
				`"enabled":true,"device":"x"}}`,
		)
	}))
	defer service.Close()
	h := newHarness(t, map[string]any{"authService": service.URL, "consumer": "v13"})
	h.login("x")
	if n := len(h.outgoing().Findings); n != 7 {
		t.Errorf("%d findings, expected 7: %+v", n, h.outgoing().Findings)
	}
}

// TestWorldEnds: a world that ends meanwhile ends the look-up.
func TestWorldEnds(t *testing.T) {
	asked := make(chan struct{})
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	defer service.Close()
	h := newHarness(t, map[string]any{"authService": service.URL, "authTimeout": "1m"})
	done := make(chan envelope)
	go func() { done <- h.call(opIntegrationAuth, map[string]any{"Credentials": "x"}) }()
	<-asked
	if e := h.call("getVersion", "{}"); !e.OK {
		t.Error("the look-up holds the lock")
	}
	h.End()
	select {
	case e := <-done:
		if e.code() != "internal_server_error" || e.why() != "auth_cancelled" {
			t.Errorf("the SDK sees %s, why %s", e.code(), e.why())
		}
		if out := h.outgoing(); len(out.Findings) > 0 || out.Error == "" {
			t.Errorf("the service is blamed: %q %+v", out.Error, out.Findings)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the look-up goes on")
	}
}

// TestLeavingClient: our own service that hangs lets go when its client leaves.
func TestLeavingClient(t *testing.T) {
	h := newHarness(t, nil)
	h.must("auth.failing", map[string]any{"mode": "timeout"})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if a := h.send(h.request(opGetCard, nil, inPath("token", TokenPerson),
		within(ctx))); a.Status != http.StatusGatewayTimeout {
		t.Errorf("status %d", a.Status)
	}
}

// TestSDKLeaves: the service is not to blame for an answer that nobody waited for.
func TestSDKLeaves(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		leave()
		<-r.Context().Done()
	}))
	defer service.Close()
	h := newHarness(t, map[string]any{"authService": service.URL, "authTimeout": "1m"})
	if e := h.call(opIntegrationAuth, map[string]any{"Credentials": "x"}, within(ctx)); e.why() != "auth_cancelled" {
		t.Errorf("why %s", e.why())
	}
	if out := h.outgoing(); len(out.Findings) > 0 {
		t.Errorf("the service is blamed: %+v", out.Findings)
	}
}

// TestCardStored: what the chat server keeps: no accountNumbers in the card, companies by licence, order and unknown
// fields.
func TestCardStored(t *testing.T) {
	h := newHarness(t, nil)
	_, me := h.login(TokenPerson)
	h.login(TokenCompany)
	s := h.facts()
	if c := s.Clients[0]; strings.Contains(string(c.Card), "accountNumbers") || c.Enquiry == nil ||
		c.Enquiry.AccountNumbers != "40817810000000012345" {
		t.Errorf("account numbers: card %s, enquiry %+v", c.Card, c.Enquiry)
	}
	if c := s.Clients[1]; !strings.Contains(string(c.CompanyList), "Капитолий") || me.Client.IntegrationID == nil ||
		*me.Client.IntegrationID != "1064775" {
		t.Errorf("companies %s, client %+v", c.CompanyList, me.Client)
	}
	h.must("enquiry.closed", map[string]any{"client": me.Client.ID})
	if strings.Contains(string(encode(h.facts().Clients)), "40817810000000012345") {
		t.Error("the account numbers outlive the enquiry")
	}
	if _, err := h.event("enquiry.closed", map[string]any{"client": me.Client.ID}); err == nil {
		t.Error("an enquiry is closed twice")
	}
	h.set("companyList", false)
	h.login(TokenCompany)
	if c := h.facts().Clients[1]; c.CompanyList != nil {
		t.Errorf("without the licence: %s", c.CompanyList)
	}
	h.set("disabledClient", "accept")
	if e := h.call(opIntegrationAuth, map[string]any{"Credentials": TokenDisabled}); !e.OK {
		t.Errorf("disabledClient accept: %s", e.code())
	}
	if len(h.facts().Clients) != 3 {
		t.Error("a client was stored twice")
	}
}

// TestDisabling: the events on a client of the CRM act at the next look-up; the session stays.
func TestDisabling(t *testing.T) {
	h := newHarness(t, nil)
	session, _ := h.login(TokenPerson)
	h.must("client.disabled", map[string]any{"id": "1064775"})
	if e := h.call("integrationRefresh", map[string]any{"Credentials": TokenPerson},
		bearing(session)); e.code() != "forbidden" ||
		e.why() != "client_disabled" {
		t.Errorf("refresh: %s %s", e.code(), e.why())
	}
	if e := h.call("getMe", nil, bearing(session)); !e.OK {
		t.Errorf("the session: %s", e.code())
	}
	h.must("client.enabled", map[string]any{"id": "1064775"})
	if e := h.call("integrationRefresh", map[string]any{"Credentials": TokenPerson}, bearing(session)); !e.OK {
		t.Errorf("refresh: %s %s", e.code(), e.why())
	}
	if _, err := h.event("client.disabled", map[string]any{"id": "x"}); err == nil {
		t.Error("an unknown client is disabled")
	}
	h.must(
		"client.put",
		map[string]any{"token": "s", "card": json.RawMessage(`{"client":{"id":"s","enabled":"true"}}`)},
	)
	h.must("client.disabled", map[string]any{"id": "s"})
	if a, _ := h.card("s"); !strings.Contains(string(a.Body), `"enabled":"false"`) {
		t.Errorf("the form of enabled is lost: %s", a.Body)
	}
}
