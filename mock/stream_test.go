package mock_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// listener is an open stream, read from its socket byte by byte as the server framed it.
type listener struct {
	conn   net.Conn
	head   string // status line and headers as sent
	chunks *bufio.Reader
}

// listen opens a stream on a connection of its own; path goes behind the API's URL.
func listen(url, path string, headers []string) (*listener, error) {
	host, prefix, _ := strings.Cut(strings.TrimPrefix(url, "http://"), "/")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	l := &listener{conn: conn}
	l.wait()
	fmt.Fprintf(conn, "GET /%s%s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\n\r\n", prefix, path, host, headers[0], headers[1])
	in := bufio.NewReader(conn)
	for !strings.HasSuffix(l.head, "\r\n\r\n") {
		line, err := in.ReadString('\n')
		if err != nil {
			conn.Close()
			return nil, fmt.Errorf("after %q: %w", l.head, err)
		}
		l.head += line
	}
	l.chunks = bufio.NewReader(httputil.NewChunkedReader(in))
	return l, nil
}

// wait bounds what is read or written next: a slow machine is not a failure.
func (l *listener) wait() { _ = l.conn.SetDeadline(time.Now().Add(time.Minute)) }

// next reads one event with the empty line that ends it.
func (l *listener) next() (string, error) {
	l.wait()
	event := ""
	for {
		line, err := l.chunks.ReadString('\n')
		event += line
		if err != nil || line == "\n" {
			return event, err
		}
	}
}

const eventsPath = chat + "sse/chats/channel/events/support?ChatType=regular"

func mustListen(t *testing.T, url, path string, headers []string) *listener {
	t.Helper()
	l, err := listen(url, path, headers)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.conn.Close() })
	return l
}

func mustNext(t *testing.T, l *listener, part string) {
	t.Helper()
	event, err := l.next()
	if err != nil || !strings.HasPrefix(event, "data: {") || !strings.HasSuffix(event, "}\n\n") ||
		strings.Count(event, "\n") != 2 ||
		strings.Contains(event, "\r") || !strings.Contains(event, part) {
		t.Fatalf("event %q, %v; want one data line with %s", event, err, part)
	}
}

// The framing of a stream on the wire, its one entry, resuming, and its end with the session and with the world.
func TestStreamOverTheSocket(t *testing.T) {
	s := mocktest.Start(t)
	url := s.URL("iqchannels")
	session, id := chatSession(t, url, s.Credentials("iqchannels")["token"])
	l := mustListen(t, url, eventsPath, session)
	if !strings.HasPrefix(l.head, "HTTP/1.1 200 OK\r\n") ||
		!strings.Contains(l.head, "\r\nContent-Type: text/event-stream\r\n") ||
		strings.Contains(l.head, "Content-Length") || strings.Contains(l.head, "Content-Encoding") {
		t.Errorf("the head is %q", l.head)
	}
	for _, text := range []string{"one", "line\nbreak\r\n\r\nand data: x", "три"} {
		s.Event("iqchannels", "operator.message", map[string]any{"client": id, "text": text})
		mustNext(t, l, `"Text":`+jsonOf(t, text))
	}
	e := streamEntry(t, s)
	if e.State != journal.Open || len(e.Messages) != 3 || !strings.HasPrefix(e.Messages[0].Data, "data: {") ||
		len(e.Findings) > 0 {
		t.Errorf("the entry of the open stream: %s, %d messages, %v", e.State, len(e.Messages), e.Findings)
	}
	// Kotlin's doubled question mark resumes, too.
	again := mustListen(t, url, eventsPath+"?LastEventId=1", session)
	mustNext(t, again, `"Text":"три"`)

	stranger := mustListen(t, url, eventsPath, []string{"Authorization", "Client nobody"})
	mustNext(t, stranger, `"Code":"unauthorized"`)
	if rest, err := io.ReadAll(stranger.chunks); err != nil || len(rest) > 0 ||
		!strings.HasPrefix(stranger.head, "HTTP/1.1 200") {
		t.Errorf("after the refusal: %q, %v", rest, err)
	}

	second, other := chatSession(t, url, s.Credentials("iqchannels")["token"]) // another session of the same client
	if other != id {
		t.Fatalf("client %d, then %d", id, other)
	}
	kept := mustListen(t, url, eventsPath, second)
	s.Event("iqchannels", "sessions.reset", map[string]any{"client": id})
	for _, l := range []*listener{l, again, kept} {
		mustNext(t, l, `"Code":"unauthorized"`)
		if _, err := l.next(); err != io.EOF {
			t.Errorf("the stream of a dead session ends with %v", err)
		}
	}
	third, _ := chatSession(t, url, s.Credentials("iqchannels")["token"])
	open := mustListen(t, url, eventsPath, third)
	if _, err := s.Control.Close(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	if event, err := open.next(); err != io.EOF || event != "" {
		t.Errorf("the closed world's stream says %q and ends with %v, want an orderly end", event, err)
	}
	if e := streamEntry(t, s); e.State != journal.Closed {
		t.Errorf("its entry is %s", e.State)
	}
}

func streamEntry(t *testing.T, s *mocktest.Server) (e journal.Entry) {
	t.Helper()
	page, err := s.Control.Journal(t.Context(), s.World.ID, client.Query{Operation: "streamEvents"})
	if err != nil || len(page.Entries) == 0 {
		t.Fatalf("no entry of a stream: %v", err)
	}
	return page.Entries[len(page.Entries)-1]
}

// settles waits until every entry is closed and nothing runs that did not run before.
func settles(t *testing.T, s *mocktest.Server, before goleak.Option) {
	t.Helper()
	open := func(e journal.Entry) bool { return e.State == journal.Open }
	// the server learns of the last ones in a moment
	if !eventually(func() bool { return !slices.ContainsFunc(s.Journal(), open) }) {
		t.Error("entries are open though their clients have left")
	}
	var left error
	if !eventually(func() bool { left = goleak.Find(append(lasting(), before)...); return left == nil }) {
		t.Error(left)
	}
}

// heap is what is in use after two collections: the first may find what the second frees.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A thousand streams on one server: each hears the message, and all is given back when they leave.
func TestThousandStreams(t *testing.T) {
	s := mocktest.Start(t)
	url := s.URL("iqchannels")
	session, id := chatSession(t, url, s.Credentials("iqchannels")["token"])
	before, memory := goleak.IgnoreCurrent(), heap()
	const n = 1000
	streams := make([]*listener, n)
	each := func(do func(i int) error) {
		t.Helper()
		var wg sync.WaitGroup
		for worker := range 20 {
			wg.Go(func() {
				for i := worker; i < n; i += 20 {
					if err := do(i); err != nil {
						t.Errorf("stream %d: %v", i, err)
						return
					}
				}
			})
		}
		wg.Wait()
		if t.Failed() {
			t.FailNow()
		}
	}
	defer func() {
		for _, l := range streams {
			if l != nil {
				l.conn.Close()
			}
		}
	}()
	each(func(i int) (err error) {
		streams[i], err = listen(url, eventsPath, session)
		return err
	})
	if open := heap() - memory; open > 128<<20 {
		t.Errorf("%d open streams hold %d MiB", n, open>>20)
	}
	s.Event("iqchannels", "operator.message", map[string]any{"client": id, "text": "to all"})
	each(func(i int) error {
		event, err := streams[i].next()
		if err == nil && !strings.Contains(event, "to all") {
			err = fmt.Errorf("got %q", event)
		}
		return err
	})
	each(func(i int) error { return streams[i].conn.Close() })
	settles(t, s, before)
	for i := range streams {
		streams[i] = nil
	}
	if err := s.Control.ClearJournal(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	if kept := heap() - memory; kept > 16<<20 {
		t.Errorf("%d MiB are kept", kept>>20)
	}
	if me := chatCall(t, url, "clients/me", "", session...); !me.OK {
		t.Errorf("the session after it: %+v", me.Error)
	}
}

// An SDK that reopens its stream over and over leaves nothing behind but bounded entries.
func TestReconnectStorm(t *testing.T) {
	s := mocktest.Start(t)
	url := s.URL("iqchannels")
	session, id := chatSession(t, url, s.Credentials("iqchannels")["token"])
	s.Event("iqchannels", "operator.message", map[string]any{"client": id, "text": "Hello"})
	storm := func(n int) {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for i := range n {
					l, err := listen(url, eventsPath+"&LastEventId=0", session)
					if err != nil {
						t.Error(err)
						return
					}
					if i%2 == 0 { // half of them do not even read
						if _, err := l.next(); err != nil {
							t.Error(err)
						}
					}
					l.conn.Close()
				}
			})
		}
		wg.Wait()
	}
	storm(5)
	before := goleak.IgnoreCurrent()
	if err := s.Control.ClearJournal(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	memory := heap()
	storm(100)
	settles(t, s, before)
	if err := s.Control.ClearJournal(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	if kept := heap() - memory; kept > 8<<20 {
		t.Errorf("%d KiB are kept of 800 streams", kept>>10)
	}
}

// A widget that is not the page's own origin gets its CORS headers on a stream, too; a frozen clock stops no stream.
func TestStreamOfAWidget(t *testing.T) {
	s := mocktest.Start(t, mocktest.At(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)))
	url := s.URL("iqchannels")
	session, id := chatSession(t, url, s.Credentials("iqchannels")["token"])
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+eventsPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{"Origin": {"https://bank.example"}, "Accept": {"text/event-stream"},
		session[0]: {session[1]}}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := resp.Header.Get("Access-Control-Allow-Origin"); got != "https://bank.example" {
		t.Errorf("Access-Control-Allow-Origin %q", got)
	}
	s.Event("iqchannels", "operator.typing", map[string]any{"client": id})
	line, err := bufio.NewReader(resp.Body).ReadString('\n')
	if err != nil || !strings.Contains(line, `"Type":"typing"`) {
		t.Errorf("got %q, %v", line, err)
	}
}
