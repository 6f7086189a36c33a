package proxy_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// TestHeadAndTrailers checks what a whole response does not show: the length of a body that is not sent, and trailers,
// which are no headers.
func TestHeadAndTrailers(t *testing.T) {
	s := before(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodHead {
			w.Header().Set("Content-Length", "4711")
			return
		}
		w.Header().Set("Trailer", "X-Sum")
		_, _ = io.WriteString(w, `{}`)
		w.Header().Set("X-Sum", "1")
	})
	got := call(t, s, http.MethodHead, s.URL("radist")+"/users/me", "")
	if got.Header.Get("Content-Length") != "4711" || got.StatusCode != 200 {
		t.Errorf("HEAD: %d, %v", got.StatusCode, got.Header)
	}
	got = call(t, s, http.MethodGet, s.URL("radist")+"/users/me", "")
	if got.text != `{}` || got.Header.Get("X-Sum") != "" || got.Header.Get("Content-Length") != "2" {
		t.Errorf("GET: %q, %v", got.text, got.Header)
	}
}

// TestProxyInParallel checks that responses and entries are not mixed up, and that a fault meets one request only.
func TestProxyInParallel(t *testing.T) {
	s := beforeWith(t, time.Minute, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	})
	s.Fault(client.FaultRequest{
		Match: fault.Match{API: "radist", Method: http.MethodPost},
		Fault: fault.Spec{Kind: "status", Parameters: map[string]any{"status": 503}},
	})
	const many = 64
	var all sync.WaitGroup
	var refused atomic.Int64
	for i := range many {
		all.Go(func() {
			sent := fmt.Sprintf(`{"n":%d}`, i)
			resp, err := http.Post(
				s.URL("radist")+"/companies/1/connections/",
				"application/json",
				strings.NewReader(sent),
			)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			text, err := io.ReadAll(resp.Body)
			switch {
			case resp.StatusCode == http.StatusServiceUnavailable:
				refused.Add(1)
			case err != nil || string(text) != sent:
				t.Errorf("sent %s, got %d %s, %v", sent, resp.StatusCode, text, err)
			}
		})
	}
	all.Wait()
	if n := refused.Load(); n != 1 {
		t.Errorf("%d requests met the fault", n)
	}
	seen := 0
	for _, e := range entriesOf(t, s) {
		if e.Kind != journal.Exchange || len(e.Faults) > 0 {
			continue
		}
		seen++
		if string(e.Request.Body) != string(e.Response.Body) {
			t.Errorf("entry %d: asked %s, answered %s", e.Seq, e.Request.Body, e.Response.Body)
		}
	}
	if seen != many-1 {
		t.Errorf("%d entries of %d", seen, many-1)
	}
}

// TestSecretsOfRealServers checks that what the real servers hand out is marked in the journal, although no fake knows
// it: in the responses, in later requests, and in the HTTP Archive.
func TestSecretsOfRealServers(t *testing.T) {
	origin := mocktest.Start(t)
	s := proxied(t, mock.Options{Upstream: map[string]string{
		"bonder": origin.URL("bonder"), "iqchannels": origin.URL("iqchannels"),
	}})
	own := origin.Credentials("bonder")
	login := fmt.Sprintf(`{"username":%q,"password":%q,"client":%q,"rpt":"10000"}`, own["username"], own["password"],
		own["client"])
	var bonder struct{ Result struct{ Token string } }
	got := call(t, s, http.MethodPost, s.URL("bonder")+"/auth", login, "Content-Type", "application/json")
	if err := json.Unmarshal([]byte(got.text), &bonder); err != nil || bonder.Result.Token == "" {
		t.Fatalf("%v: %s", err, got.text)
	}
	call(t, s, http.MethodGet, s.URL("bonder")+"/repositories", "", "Authorization", "Bearer "+bonder.Result.Token)
	chat := origin.Credentials("iqchannels")
	var session struct {
		Result struct{ Session struct{ Token string } }
	}
	got = call(t, s, http.MethodPost, s.URL("iqchannels")+"/public/api/v1/clients/integration_auth",
		fmt.Sprintf(`{"Credentials":%q,"Channel":%q}`, chat["token"], chat["channel"]),
		"Content-Type", "application/json")
	if err := json.Unmarshal([]byte(got.text), &session); err != nil || session.Result.Session.Token == "" {
		t.Fatalf("%v: %s", err, got.text)
	}
	if cookie := got.Header.Get("Set-Cookie"); !strings.Contains(cookie, "Path=/iqchannels") {
		t.Errorf("the client would not send the cookie %q to the proxy", cookie)
	}
	archive, err := s.Control.HAR(t.Context(), s.World.ID, client.Query{})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := json.Marshal(entriesOf(t, s))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{own["password"], bonder.Result.Token, chat["token"], session.Result.Session.Token} {
		if strings.Contains(string(entries), secret) || strings.Contains(string(archive), secret) {
			t.Errorf("the secret %q is in the journal", secret)
		}
	}
}
