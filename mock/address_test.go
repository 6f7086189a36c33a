package mock_test

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// raw sends bytes over a socket and reads one response.
func raw(t *testing.T, address, request string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// What is not a request for an API is refused as what it is, on every port, and is in the server's own journal.
func TestTheDoorRefusesWhatIsNoRequestForAnAPI(t *testing.T) {
	s := mocktest.Start(t)
	w, err := s.Control.MakeWorld(t.Context(), client.WorldRequest{Listen: true})
	if err != nil {
		t.Fatal(err)
	}
	main, own := strings.TrimPrefix(s.Base, "http://"), strings.TrimPrefix(w.URLs["bonder"], "http://")
	const head = "\r\nHost: localhost\r\nConnection: close\r\n\r\n"
	for _, row := range []struct {
		address, request string
		status           int
		kind, allow      string
	}{
		{main, "CONNECT api.bonder.example:443 HTTP/1.1\r\nHost: api.bonder.example:443\r\n\r\n", 501,
			"not-a-proxy", ""},
		{own, "CONNECT api.bonder.example:443 HTTP/1.1\r\nHost: api.bonder.example:443\r\n\r\n", 501,
			"not-a-proxy", ""},
		{main, "CONNECT /bonder/auth HTTP/1.1" + head, 501, "not-a-proxy", ""},
		{main, "GET http://api.bonder.example/ HTTP/1.1" + head, 421, "misdirected", ""},
		{own, "GET http://api.bonder.example/repositories HTTP/1.1" + head, 421, "misdirected", ""},
		{main, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http-version-not-supported", ""},
		{own, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http-version-not-supported", ""},
		{main, "POST / HTTP/1.1" + head, 405, "method-not-allowed", "GET, HEAD"},
		{main, "DELETE / HTTP/1.1" + head, 405, "method-not-allowed", "GET, HEAD"},
		{main, "TRACE / HTTP/1.1" + head, 405, "method-not-allowed", "GET, HEAD"},
		{main, "BREW / HTTP/1.1" + head, 405, "method-not-allowed", "GET, HEAD"},
		{main, "OPTIONS / HTTP/1.1" + head, 405, "method-not-allowed", "GET, HEAD"},
		{main, "OPTIONS * HTTP/1.1" + head, 200, "", ""},
		{own, "OPTIONS * HTTP/1.1" + head, 200, "", ""},
	} {
		before := serverEntries(t, s)
		resp, body := raw(t, row.address, row.request)
		var p client.Problem
		if row.kind != "" && (json.Unmarshal([]byte(body), &p) != nil ||
			resp.Header.Get("Content-Type") != "application/problem+json") {
			t.Errorf("%.40q: %s %q", row.request, resp.Header.Get("Content-Type"), body)
		}
		if resp.StatusCode != row.status || p.Code() != row.kind || resp.Header.Get("Allow") != row.allow {
			t.Errorf("%.40q: %d %s Allow %q, want %d %s %q", row.request, resp.StatusCode, p.Code(),
				resp.Header.Get("Allow"), row.status, row.kind, row.allow)
		}
		after := serverEntries(t, s)
		if len(after) != len(before)+1 {
			t.Errorf("%.40q: %d entries more in the server's journal, want 1", row.request, len(after)-len(before))
			continue
		}
		e, method := after[len(after)-1], strings.Fields(row.request)[0]
		if e.Method != method || e.Response == nil || e.Response.Status != row.status ||
			e.Unmatched != (row.kind != "") {
			t.Errorf("%.40q: entry %+v", row.request, e)
		}
	}
	for _, method := range []string{"GET", "HEAD"} {
		if resp, body := raw(t, main, method+" / HTTP/1.1"+head); resp.StatusCode != 200 ||
			(body == "") != (method == "HEAD") {
			t.Errorf("%s /: %d %q", method, resp.StatusCode, body)
		}
	}
	// A request in absolute form is one for this server, if it names it (RFC 9112, 3.2.2).
	for _, host := range []string{main, "localhost:80", "bonder.default.localhost"} {
		if resp, _ := raw(t, main, "GET http://"+host+"/_sparring/v1/health HTTP/1.1"+head); resp.StatusCode == 421 {
			t.Errorf("%s is taken for another server", host)
		}
	}
}

func serverEntries(t *testing.T, s *mocktest.Server) []journal.Entry {
	t.Helper()
	page, err := s.Control.ServerJournal(t.Context(), noQuery)
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries
}

// An HTTP client that takes the server for its proxy is told so, and not by a TLS error.
func TestAClientThatTakesTheServerForItsProxy(t *testing.T) {
	s := mocktest.Start(t)
	proxy, err := url.Parse(s.Base)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true,
	}}
	if resp, err := c.Get("https://api.bonder.example/auth"); err == nil ||
		!strings.Contains(err.Error(), "Not Implemented") {
		t.Errorf("%v, %v", resp, err)
	}
	resp, err := c.Get("http://api.bonder.example/bonder/repositories")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != 421 || !strings.Contains(string(body), "Not a proxy") {
		t.Errorf("%s %s", resp.Status, body)
	}
}

// A host below localhost that is no {api}.{world}.localhost is a typing error, and nobody else's world.
func TestHostsBelowLocalhost(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	get := func(host, path string) (*http.Response, string) {
		return raw(t, addressOf(l), fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, host))
	}
	for _, host := range []string{
		"hst.localhost", "hst.localhost:8080", "default.localhost", "bonder.localhost", "a.bonder.default.localhost",
		"nobody.default.localhost", "Bonder..localhost", ".localhost", "hst.LOCALHOST.",
	} {
		for _, path := range []string{"/bonder/repositories", "/repositories", "/", "/w/default/bonder/repositories"} {
			resp, body := get(host, path)
			if resp.StatusCode != 404 || !strings.Contains(body, "unknown-host") ||
				!strings.Contains(body, "bonder.default.localhost") {
				t.Errorf("%s%s: %s %s", host, path, resp.Status, body)
			}
		}
	}
	for host, path := range map[string]string{
		"localhost": "/bonder/repositories", "LOCALHOST.:80": "/bonder/repositories",
		"bonder.default.localhost":       "/repositories",
		"BONDER.default.localhost.:8080": "/repositories", "notlocalhost": "/bonder/repositories",
		"mylocalhost.example": "/bonder/repositories",
	} {
		if resp, body := get(host, path); resp.StatusCode != 200 ||
			!strings.Contains(body, "INVALID_CREDENTIALS_ERROR") {
			t.Errorf("%s%s: %s %s", host, path, resp.Status, body)
		}
	}
	named := newLab(t, false, mock.Options{PublicURL: "http://mock.localhost:8080"})
	if resp, body := raw(t, addressOf(named),
		"GET /bonder/repositories HTTP/1.1\r\nHost: mock.localhost:8080\r\nConnection: "+
			"close\r\n\r\n"); resp.StatusCode != 200 {
		t.Errorf("the public URL's own host: %s %s", resp.Status, body)
	}
}

// A doubled slash stays a 404; the journal says what it is.
func TestDoubledSlash(t *testing.T) {
	s := mocktest.Start(t)
	for path, want := range map[string]string{
		"radist//v2/companies/":                       "CompaniesGetItems",
		"radist/v2//companies/":                       "CompaniesGetItems",
		"radist/v2/companies//1/connections///":       "ConnectionsGetItems",
		"bonder//repositories":                        "listRepositories",
		"timconnect//api/kittens":                     "listKittens",
		"iqchannels/rest/chat//client/id/secret-0042": "getClientCard",
	} {
		status, _, _ := call(t, "GET", s.Base+"/w/"+s.World.ID+"/"+path, "")
		e := last(t, s)
		text := ""
		for _, why := range e.Why {
			if why.Code == "doubled_slash" {
				text = why.Text
			}
		}
		if status != 404 || !e.Unmatched || !strings.Contains(text, "doubled slash; without it this would be "+want) ||
			e.Hint != want {
			t.Errorf("%s: %d, unmatched %v, hint %q, why %+v", path, status, e.Unmatched, e.Hint, e.Why)
		}
	}
	_, text, _ := call(t, "GET", s.Base+"//bonder/repositories", "")
	if !strings.Contains(text, "doubled slash") {
		t.Error(text)
	}
}

// The journal gives the URL that was asked, on the main port, a world's own and a world's host.
func TestTheJournalHasTheURLThatWasAsked(t *testing.T) {
	s := mocktest.Start(t)
	w, err := s.Control.MakeWorld(t.Context(), client.WorldRequest{Listen: true})
	if err != nil {
		t.Fatal(err)
	}
	mine := *s
	mine.World = w
	main, own := strings.TrimPrefix(s.Base, "http://"), strings.TrimPrefix(w.URLs["bonder"], "http://")
	for _, row := range []struct{ address, host, target, url string }{
		{own, own, "/repositories?a=1", w.URLs["bonder"] + "/repositories?a=1"},
		{own, "bonder.test:9", "/repositories", "http://bonder.test:9/repositories"},
		{main, main, "/w/" + w.ID + "/bonder/repositories?", s.Base + "/w/" + w.ID + "/bonder/repositories?"},
		{main, "bonder." + w.ID + ".localhost", "/repositories", "http://bonder." + w.ID + ".localhost/repositories"},
		{main, main, "/w/" + w.ID + "/bonder", s.Base + "/w/" + w.ID + "/bonder/"},
	} {
		raw(t, row.address, "GET "+row.target+" HTTP/1.1\r\nHost: "+row.host+"\r\nConnection: close\r\n\r\n")
		if e := last(t, &mine); e.URL != row.url {
			t.Errorf("%s at %s: the journal has %s, want %s", row.target, row.host, e.URL, row.url)
		}
		page, err := s.Control.Journal(t.Context(), w.ID, client.Query{Canonical: true})
		if err != nil {
			t.Fatal(err)
		}
		if url := page.Entries[len(page.Entries)-1].URL; !strings.HasPrefix(url, w.URLs["bonder"]+"/") {
			t.Errorf("the canonical view has %s, which is not under the world's URL", url)
		}
	}
	_, har, _ := call(t, "GET", s.Base+"/_sparring/v1/worlds/"+w.ID+"/journal.har", "")
	if !strings.Contains(har, `"`+w.URLs["bonder"]+`/repositories?a=1"`) {
		t.Errorf("the archive has no %s/repositories?a=1:\n%.600s", w.URLs["bonder"], har)
	}
}

func addressOf(l *lab) string { return strings.TrimPrefix(l.base, "http://") }

// A world's URLs are those under which it was asked for: from another container the server has another name. They are
// fixed when the world is made, and a client's request never changes them.
func TestBaseOfAWorld(t *testing.T) {
	made := func(l *lab, path, host, token, body string) (status int, w client.World) {
		t.Helper()
		resp, text := raw(t, addressOf(l),
			fmt.Sprintf("POST /_sparring/v1%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n"+
				"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s", path, host, token, len(body), body))
		if resp.StatusCode == 201 {
			if err := json.Unmarshal([]byte(text), &w); err != nil {
				t.Fatal(err)
			}
		}
		return resp.StatusCode, w
	}
	open := newLab(t, false, mock.Options{ControlToken: "sesame", AnyHost: true})
	public := newLab(t, false, mock.Options{ControlToken: "sesame", AnyHost: true, PublicURL: "https://mock.test/x"})
	local := newLab(t, false, mock.Options{})
	for _, row := range []struct {
		l          *lab
		path, host string
		status     int
		want       string // before /w/ID/bonder
	}{
		{open, "/worlds", "sparring:8080", 201, "http://sparring:8080"},
		{open, "/worlds", "[fd00::1]:8080", 201, "http://[fd00::1]:8080"},
		{open, "/worlds/default/fork", "ci.example", 201, "http://ci.example"},
		{open, "/worlds", "hst.localhost:8080", 201, open.base}, // no client could call it
		{public, "/worlds", "sparring:8080", 201, "https://mock.test/x"},
		{local, "/worlds", "localhost:9", 201, "http://localhost:9"},
		{local, "/worlds", addressOf(local), 201, local.base},
		{local, "/worlds", "sparring:8080", 403, ""},
	} {
		status, w := made(row.l, row.path, row.host, "sesame", "{}")
		if want := row.want + "/w/" + w.ID + "/bonder"; status != row.status || status == 201 &&
			w.URLs["bonder"] != want {
			t.Errorf("%s by %s: %d %s, want %d %s", row.path, row.host, status, w.URLs["bonder"], row.status, want)
		}
	}
	_, w := made(open, "/worlds", "sparring:8080", "sesame", `{"listen":true}`)
	if u, err := url.Parse(w.URLs["bonder"]); err != nil || u.Hostname() != "sparring" || u.Port() == "8080" {
		t.Errorf("own ports are told as %s", w.URLs["bonder"])
	}
	// A client that calls by another name is told the same URLs as others.
	_, w = made(local, "/worlds", "localhost:9", "", "{}")
	body := fmt.Sprintf(account, 1000)
	path := "/w/" + w.ID + "/bonder"
	_, text := raw(t, addressOf(local),
		fmt.Sprintf("POST %s/auth HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s",
			path, len(body), body))
	var answer struct{ Result struct{ Token string } }
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	_, text = raw(t, addressOf(local), "POST "+path+
		"/users HTTP/1.1\r\nHost: evil.example\r\nX-Auth-Email: USERNAME\r\nX-Auth-Key: "+answer.Result.Token+
		"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
	if !strings.Contains(text, `"cardAddr":"http://localhost:9`+path+`/card/`) {
		t.Errorf("the client is told %s", text)
	}
}

// Behind nginx a stream comes message by message: every stream says that it wants no buffering, and nothing else does.
func TestStreamsAreNotBuffered(t *testing.T) {
	s := mocktest.Start(t)
	url := s.URL("iqchannels")
	session, _ := chatSession(t, url, s.Credentials("iqchannels")["token"])
	journalOf := "/_sparring/v1/worlds/" + s.World.ID + "/journal"
	for _, row := range []struct {
		url, path string
		headers   []string
	}{
		{url, eventsPath, session}, {url, eventsPath, []string{"X-Test", "no session"}},
		{s.Base, journalOf, []string{"Accept", "text/event-stream"}},
		{s.Base, "/_sparring/v1/journal", []string{"Accept", "text/event-stream"}},
	} {
		if l := mustListen(t, strings.TrimSuffix(row.url, "/")+"/", strings.TrimPrefix(row.path, "/"),
			row.headers); !strings.Contains(l.head, "X-Accel-Buffering: no\r\n") {
			t.Errorf("%s: %s", row.path, l.head)
		}
	}
	streams := 0
	for _, e := range s.Journal() {
		if e.Response == nil {
			continue
		}
		stream := e.Response.Header.Get("Content-Type") == "text/event-stream"
		if stream {
			streams++
		}
		if stream != (e.Response.Header.Get("X-Accel-Buffering") == "no") {
			t.Errorf("%s: %v", e.Path, e.Response.Header)
		}
	}
	if streams != 2 {
		t.Errorf("%d streams in the journal", streams)
	}
}
