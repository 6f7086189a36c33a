package mock_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
	"sparring/mock/mocktest/outside"
)

// large are requests that are large in one part, as they stand on the wire.
var large = map[string]func(i int) string{
	"a header": func(i int) string {
		large := strings.Repeat(fmt.Sprint(i%10), 200<<10)
		return fmt.Sprintf("GET /bonder/repositories HTTP/1.1\r\nHost: h\r\nX-Large: %s\r\n\r\n", large)
	},
	"many headers": func(i int) string {
		var b strings.Builder
		b.WriteString("GET /timconnect/api/kittens HTTP/1.1\r\nHost: h\r\n")
		for n := range 8000 {
			fmt.Fprintf(&b, "X-%d-%d: v\r\n", i, n)
		}
		return b.String() + "\r\n"
	},
	"trailers": func(i int) string {
		return "POST /bonder/auth HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n" +
			"X-Trailer: " + strings.Repeat(fmt.Sprint(i%10), 3<<10) + "\r\n\r\n"
	},
	"a path": func(i int) string {
		return fmt.Sprintf("GET /radist/v2/%d/%s HTTP/1.1\r\nHost: h\r\n\r\n", i, strings.Repeat("p", 200<<10))
	},
	"a path variable": func(i int) string {
		return fmt.Sprintf("GET /bonder/card/%d%s HTTP/1.1\r\nHost: h\r\n\r\n", i, strings.Repeat("v", 200<<10))
	},
	"a query": func(i int) string {
		return fmt.Sprintf("GET /iqchannels/x?%d=%s HTTP/1.1\r\nHost: h\r\n\r\n", i, strings.Repeat("q", 200<<10))
	},
	"a host": func(i int) string {
		return fmt.Sprintf("GET /bonder/repositories HTTP/1.1\r\nHost: h%d%s\r\n\r\n", i, strings.Repeat("h", 200<<10))
	},
	"a cookie": func(i int) string {
		return fmt.Sprintf("GET /iqchannels/x HTTP/1.1\r\nHost: h\r\nCookie: c%d=%s\r\n\r\n", i,
			strings.Repeat("c", 200<<10))
	},
	"a body": func(i int) string {
		body := fmt.Sprintf(`{"x%d":"%s"}`, i, strings.Repeat("b", 200<<10))
		return fmt.Sprintf("POST /bonder/auth HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	},
	"what is wrong": func(i int) string {
		var b strings.Builder
		for n := range 3000 {
			fmt.Fprintf(&b, `,"unknown-%d-%d":null`, i, n)
		}
		body := "{" + b.String()[1:] + "}"
		return fmt.Sprintf("POST /bonder/auth HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	},
	"no world": func(i int) string {
		large := strings.Repeat("n", 200<<10)
		return fmt.Sprintf("GET /w/none/bonder/%d HTTP/1.1\r\nHost: h\r\nX-Large: %s\r\n\r\n", i, large)
	},
}

// TestJournalsKeepTheirBound feeds requests that are large in one part, four times as many as fit. All journals
// together hold no more than their bound, also after somebody has read them.
func TestJournalsKeepTheirBound(t *testing.T) {
	outside.Long(t)
	const bound = 8 << 20
	for name, request := range large {
		t.Run(name, func(t *testing.T) {
			before := heap()
			s, err := mock.New(mock.Options{JournalBytes: bound, Journal: journal.Limits{Bytes: bound}})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			server := mock.NewHTTPServer(s)
			socket, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			go func() { _ = server.Serve(socket) }()
			for fed, i := 0, 0; fed < 4*bound; i++ {
				text := request(i)
				fed += max(len(text), 64<<10)
				send(t, socket.Addr().String(), text)
			}
			w, err := s.Default()
			if err != nil {
				t.Fatal(err)
			}
			server.Close()
			if held := heap() - before; held > bound*5/4+4<<20 {
				t.Errorf("unread, the heap holds %d bytes, the bound is %d", held, bound)
			}
			w.Journal.Walk(journal.Filter{}, func([]journal.Entry) bool { return true })
			s.ServeHTTP(httptest.NewRecorder(),
				httptest.NewRequest(http.MethodGet, "/_sparring/v1/journal?limit=1", nil))
			if held := heap() - before; held > bound*5/4+12<<20 {
				t.Errorf("read, the heap holds %d bytes, the bound is %d", held, bound)
			}
			runtime.KeepAlive(s)
		})
	}
}

// send sends a request on a connection of its own and reads the response.
func send(t *testing.T, addr, text string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	go func() { _, _ = io.WriteString(conn, text) }()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

// TestKilledReaders: readers of the journal that are killed in the middle of a page give everything back, and others go
// on.
func TestKilledReaders(t *testing.T) {
	s := mocktest.Start(t)
	for range 1500 {
		resp, err := http.Get(s.URL("bonder") + "/repositories")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	http.DefaultClient.CloseIdleConnections()
	before := goleak.IgnoreCurrent()
	host := strings.TrimPrefix(strings.TrimSuffix(s.URL("bonder"), "/bonder"), "http://")
	host, _, _ = strings.Cut(host, "/")
	for i := range 100 {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(time.Minute))
		accept := []string{"text/event-stream", "application/json"}[i%2]
		fmt.Fprintf(conn, "GET /_sparring/v1/worlds/%s/journal HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\n\r\n",
			s.World.ID, host, accept)
		if _, err := io.ReadFull(conn, make([]byte, 5000)); err != nil {
			t.Fatal(err)
		}
		_ = conn.(*net.TCPConn).SetLinger(0) // a reset, as of a process that was killed
		conn.Close()
	}
	page, err := s.Control.Journal(t.Context(), s.World.ID, client.Query{})
	if err != nil || len(page.Entries) != 1500 {
		t.Errorf("%d entries, %v", len(page.Entries), err)
	}
	http.DefaultClient.CloseIdleConnections()
	settles(t, s, before)
}
