package proxy_test

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/mocktest"
)

// before starts a proxy in front of a server of the test.
func before(t *testing.T, h http.HandlerFunc) *mocktest.Server {
	t.Helper()
	return beforeWith(t, 300*time.Millisecond, h)
}

func beforeWith(t *testing.T, timeout time.Duration, h http.HandlerFunc) *mocktest.Server {
	t.Helper()
	upstream := httptest.NewServer(h)
	t.Cleanup(upstream.Close)
	return proxied(t, mock.Options{
		Upstream: map[string]string{"radist": upstream.URL + "/api/v2"}, UpstreamTimeout: timeout,
	})
}

// raw is a server that writes bytes instead of HTTP.
func raw(t *testing.T, text string) *mocktest.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.WriteString(conn, text)
				}
			}()
		}
	}()
	return proxied(t, mock.Options{Upstream: map[string]string{"radist": "http://" + l.Addr().String()}})
}

// refusedBy checks that the client gets a problem, and that the entry says why.
func refusedBy(t *testing.T, s *mocktest.Server, status int, code string) {
	t.Helper()
	got := call(t, s, http.MethodGet, s.URL("radist")+"/user/", "")
	var problem struct{ Type, Detail string }
	if err := json.Unmarshal([]byte(got.text), &problem); err != nil ||
		got.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("expected a problem, got %s: %.200s", got.Header.Get("Content-Type"), got.text)
	}
	if got.StatusCode != status || len(got.entry.Why) != 1 || got.entry.Why[0].Code != code ||
		got.codes() != "service no_response " {
		t.Errorf("status %d, why %v, findings %q", got.StatusCode, got.entry.Why, got.codes())
	}
}

func TestNoUsableResponse(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	for name, row := range map[string]struct {
		server func(t *testing.T) *mocktest.Server
		status int
		code   string
	}{
		"down": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return proxied(t, mock.Options{Upstream: map[string]string{"radist": closed.URL}})
		}, 502, "upstream_unreachable"},
		"slow": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return before(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		}, 504, "upstream_timeout"},
		"drips": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return before(t, func(w http.ResponseWriter, r *http.Request) {
				for r.Context().Err() == nil {
					if _, err := io.WriteString(w, " "); err != nil {
						return
					}
					_ = http.NewResponseController(w).Flush()
					time.Sleep(5 * time.Millisecond)
				}
			})
		}, 504, "upstream_timeout"},
		"huge": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return beforeWith(t, time.Minute, func(w http.ResponseWriter, _ *http.Request) {
				piece := make([]byte, 1<<20)
				for {
					if _, err := w.Write(piece); err != nil {
						return
					}
				}
			})
		}, 502, "upstream_too_large"},
		"announces too much": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx")
		}, 502, "upstream_too_large"},
		"breaks off": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx")
		}, 502, "upstream_malformed"},
		"no HTTP": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return raw(t, "SSH-2.0-OpenSSH_9.6\r\n")
		}, 502, "upstream_malformed"},
		"header bomb": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return raw(t, "HTTP/1.1 200 OK\r\nX-Bomb: "+strings.Repeat("x", 1<<20)+"\r\n\r\n")
		}, 502, "upstream_malformed"},
		"another protocol": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			return raw(t, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		}, 502, "upstream_upgrade"},
		"an untrusted certificate": {func(t *testing.T) *mocktest.Server {
			t.Helper()
			upstream := httptest.NewUnstartedServer(nil)
			upstream.Config.ErrorLog = log.New(io.Discard, "", 0)
			upstream.StartTLS()
			t.Cleanup(upstream.Close)
			return proxied(t, mock.Options{Upstream: map[string]string{"radist": upstream.URL}})
		}, 502, "upstream_unreachable"},
	} {
		t.Run(name, func(t *testing.T) { refusedBy(t, row.server(t), row.status, row.code) })
	}
}

func TestProxyOverTLS(t *testing.T) {
	upstream := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":1,"email":"a@b.example","name":"x"}`)
	}))
	defer upstream.Close()
	pool := x509.NewCertPool()
	pool.AddCert(upstream.Certificate())
	s := proxied(t, mock.Options{Upstream: map[string]string{"radist": upstream.URL}, UpstreamCA: pool})
	if got := call(t, s, http.MethodGet, s.URL("radist")+"/user/", ""); got.StatusCode != 200 {
		t.Errorf("%d %s, why %v", got.StatusCode, got.text, got.entry.Why)
	}
}

// TestWhatTheServerSees checks the address, the path letter by letter, and the headers that say who asked.
func TestWhatTheServerSees(t *testing.T) {
	var seen *http.Request
	var body []byte
	s := before(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r
		body, _ = io.ReadAll(r.Body)
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: "1", Domain: "api.example", Path: "/", Secure: true})
		w.Header().Set("Location", "http://"+r.Host+"/api/v2/user/?x=1")
		w.WriteHeader(http.StatusFound)
	})
	const query = "limit=1;x&offset=%zz&a=b+c"
	got := call(t, s, http.MethodPost, s.URL("radist")+"/companies/1%2F2/x%20y/?"+query, "body",
		"X-Forwarded-For", "6.6.6.6", "X-Sparring-Fault", "x", "Connection", "X-Hop", "X-Hop", "1")
	if seen == nil {
		t.Fatal("nothing came")
	}
	base := strings.TrimPrefix(s.URL("radist"), "http://")
	host, _, _ := strings.Cut(base, "/")
	for what, pair := range map[string][2]string{
		"path":  {seen.URL.EscapedPath(), "/api/v2/companies/1%2F2/x%20y/"},
		"query": {seen.URL.RawQuery, query}, "body": {string(body), "body"},
		"X-Forwarded-For":   {seen.Header.Get("X-Forwarded-For"), "127.0.0.1"},
		"X-Forwarded-Host":  {seen.Header.Get("X-Forwarded-Host"), host},
		"X-Forwarded-Proto": {seen.Header.Get("X-Forwarded-Proto"), "http"},
		"X-Sparring-Fault":  {seen.Header.Get("X-Sparring-Fault"), ""},
		"X-Hop":             {seen.Header.Get("X-Hop"), ""},
		"User-Agent":        {seen.Header.Get("User-Agent"), "Go-http-client/1.1"},
		"Location":          {got.Header.Get("Location"), s.URL("radist") + "/user/?x=1"},
		"Set-Cookie":        {got.Header.Get("Set-Cookie"), "sid=1; Path=/radist/"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	if strings.Contains(seen.Host, host) {
		t.Errorf("Host %q is the proxy's", seen.Host)
	}
	if got.StatusCode != http.StatusFound || len(got.entry.Why) != 2 || got.entry.Why[1].Code != "upstream_redirect" {
		t.Errorf("%d, why %v", got.StatusCode, got.entry.Why)
	}
}

// TestNoOpenProxy checks that no request reaches a host that was not named.
func TestNoOpenProxy(t *testing.T) {
	victim := httptest.NewServer(
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was reached") }),
	)
	defer victim.Close()
	s := before(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, victim.URL, http.StatusFound)
	})
	ask := func(request string) {
		t.Helper()
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", request)
		if text, err := io.ReadAll(conn); err != nil || len(text) == 0 {
			t.Errorf("%s: %s, %v", request, text, err)
		}
	}
	address := strings.TrimPrefix(victim.URL, "http://")
	ask("CONNECT " + address)
	ask("GET " + victim.URL + "/")
	ask("GET http://elsewhere.example/radist/v2/user/")
	ask("GET /radist/v2//" + address + "/")
	ask("GET /radist/@" + address + "/")
	ask("GET /radist/v2/user/")
}

// TestStreamsPassAsTheyCome checks that a message reaches the client while the stream goes on, and that the end of
// either side ends the other.
func TestStreamsPassAsTheyCome(t *testing.T) {
	release, ended := make(chan struct{}), make(chan struct{})
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: {\"a\":1}\n\n: beat\n\ndata: {\"b\"")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-release:
			_, _ = io.WriteString(w, ":2}\n\n")
			_ = http.NewResponseController(w).Flush()
		case <-r.Context().Done():
		}
		<-r.Context().Done()
		close(ended)
	}))
	defer upstream.Close()
	s := proxied(t, mock.Options{
		Upstream: map[string]string{"iqchannels": upstream.URL}, UpstreamTimeout: 50 * time.Millisecond,
	})
	resp, err := http.Get(s.URL("iqchannels") + "/public/api/v1/sse/chats/channel/events/support")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewReader(resp.Body)
	read := func(want string) {
		t.Helper()
		for range strings.Count(want, "\n") {
			line, err := lines.ReadString('\n')
			if err != nil || !strings.HasPrefix(want, line) {
				t.Fatalf("got %q, %v, want %q", line, err, want)
			}
			want = strings.TrimPrefix(want, line)
		}
	}
	read("data: {\"a\":1}\n\n: beat\n\n")
	time.Sleep(100 * time.Millisecond) // a stream outlives the time limit of other responses
	close(release)
	read("data: {\"b\":2}\n\n")
	resp.Body.Close()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the real server's stream goes on without a client")
	}
	for _, e := range entriesOf(t, s) {
		if len(e.Messages) != 3 || e.Why[0].Code != "upstream" {
			t.Errorf("messages %v, why %v", e.Messages, e.Why)
		}
	}
}
