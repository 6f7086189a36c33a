package mock_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// A redirect without a location leads to another host of the server's own: a client that follows it and brings its
// secrets along is seen in the journal of its world, with the secrets marked; plain and under TLS.
func TestRedirectElsewhere(t *testing.T) {
	for _, secure := range []bool{false, true} {
		l := newLab(t, secure, mock.Options{})
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // its own
		t.Cleanup(transport.CloseIdleConnections)
		follower := &http.Client{Transport: transport}
		for _, status := range []int{301, 302, 307, 308} {
			rule := client.FaultRequest{}
			rule.Match.API, rule.Fault.Kind = "radist", "redirect"
			rule.Fault.Parameters = map[string]any{"status": status}
			if _, err := l.control.AddFault(context.Background(), "default", rule); err != nil {
				t.Fatal(err)
			}
			world, err := l.control.World(context.Background(), "default")
			if err != nil {
				t.Fatal(err)
			}
			key := world.Credentials["radist"]["api_key"]
			body := `{"password": "` + key + `"}`
			req, err := http.NewRequestWithContext(context.Background(), http.MethodPost,
				l.base+"/radist/v2/companies/1/connections/", strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("X-Api-Key", key)
			resp, err := follower.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			text, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			if !bytes.Contains(text, []byte("Another host")) || resp.Request.URL.Host == req.URL.Host ||
				resp.Request.URL.Hostname() == req.URL.Hostname() {
				t.Fatalf("%d led to %s: %s", status, resp.Request.URL, text)
			}
			page, err := l.control.Journal(context.Background(), "default", client.Query{})
			if err != nil {
				t.Fatal(err)
			}
			e := page.Entries[len(page.Entries)-1]
			sent := strings.Join(e.Request.Header["X-Api-Key"], "")
			whole := status >= http.StatusTemporaryRedirect // the others drop method and body
			if !e.IsElsewhere() || e.API != "radist" || e.Unmatched || e.State != journal.Closed ||
				!strings.HasPrefix(sent, "‹") || whole != strings.Contains(string(e.Request.Body), "‹") {
				t.Errorf("%d: %+v, key %q, body %q", status, e, sent, e.Request.Body)
			}
			if strings.Contains(e.URL+strconv.Quote(string(e.Request.Body)), key) {
				t.Errorf("%d: the entry shows the key", status)
			}
		}
	}
}
