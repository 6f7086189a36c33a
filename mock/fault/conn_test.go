package fault_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sparring/mock/fault"
	"sparring/mock/message"
)

// raw sends one request by hand and gives everything that came back until the server ended the connection.
func raw(t *testing.T, c *chain, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", c.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("after %q: %v", got, err)
	}
	return string(got)
}

const post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"

// TestRaw shows answers that clients hide.
func TestRaw(t *testing.T) {
	tests := []struct {
		name, fault, request, body string
		prefix, suffix             string
	}{
		{"interim status ends the connection", `{"kind":"status","status":102,"headers":{"X-A":"1"}}`, post, answerBody,
			"HTTP/1.1 102 Processing\r\nX-A: 1\r\n\r\n", "\r\n\r\n"},
		{"no body is cut inside the header", `{"kind":"truncate"}`, post, "",
			"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", "Content-Length: 0"},
		{"HEAD is cut inside the header", `{"kind":"truncate"}`, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "12345",
			"HTTP/1.1 200 OK\r\n", "Content-Length: 5"},
		{"HEAD is not dribbled", `{"kind":"dribble","interval":"1h"}`,
			"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "12345", "HTTP/1.1 200 OK\r\n", "\r\n\r\n"},
		{"HEAD is not malformed", `{"kind":"malform"}`, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
			"12345", "HTTP/1.1 200 OK\r\n", "\r\n\r\n"},
		{"pipelined bytes do not turn FIN into RST", `{"kind":"empty"}`, post + "and more", answerBody, "", ""},
		{"truncate with pipelined bytes", `{"kind":"truncate","keep":"40%"}`, post + "and more", "12345",
			"HTTP/1.1 200 OK\r\n", "\r\n\r\n12"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newChain(t, false)
			c.body = test.body
			add(t, c.set, `{"fault":`+test.fault+`}`)
			got := raw(t, c, test.request)
			if !strings.HasPrefix(got, test.prefix) || !strings.HasSuffix(got, test.suffix) ||
				(test.prefix == "" && got != "") {
				t.Errorf("got %q, want %q … %q", got, test.prefix, test.suffix)
			}
		})
	}
}

// TestOrderlyTLS shows that an ordered end under TLS has its close_notify, and a reset has not.
func TestOrderlyTLS(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{"empty": "EOF", "reset": "connection reset by peer"} {
		c := newChain(t, true)
		add(t, c.set, `{"fault":{"kind":"`+kind+`"}}`)
		config := c.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
		conn, err := tls.Dial("tcp", c.Listener.Addr().String(), config)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, post)
		if _, err = conn.Read(make([]byte, 1)); err == nil || !strings.HasSuffix(err.Error(), want) ||
			strings.Contains(err.Error(), "unexpected") {
			t.Errorf("%s: %v, want %s", kind, err, want)
		}
		_ = conn.Close()
	}
}

// TestWorldEnds shows that no wait outlives the world, and that a client that waits for a response then gets it.
func TestWorldEnds(t *testing.T) {
	tests := map[string]string{
		`{"kind":"timeout"}`:                   "",
		`{"kind":"lose_reply","by":"silence"}`: "",
		`{"kind":"delay","duration":"1h"}`:     answerBody,
		`{"kind":"dribble","interval":"1h"}`:   answerBody,
		`{"kind":"hold","timeout":"1h"}`:       "", // gone: the handler of the test just returns
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			c := newChain(t, false)
			made := add(t, c.set, `{"fault":`+text+`}`)
			time.AfterFunc(100*time.Millisecond, func() {
				for r, _ := c.set.Get(made.ID); r.Hits == 0; r, _ = c.set.Get(made.ID) {
					time.Sleep(time.Millisecond)
				}
				c.end()
			})
			got := raw(t, c, strings.Replace(post, "Host: x", "Host: x\r\nConnection: close", 1))
			if want != "" && !strings.HasSuffix(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			if want == "" && strings.Contains(got, answerBody) {
				t.Errorf("got an answer: %q", got)
			}
		})
	}
}

// TestClientLeaves shows that every wait ends when the client leaves.
func TestClientLeaves(t *testing.T) {
	for _, text := range []string{
		`{"kind":"timeout"}`, `{"kind":"lose_reply","by":"silence"}`, `{"kind":"delay","duration":"1h"}`,
		`{"kind":"dribble","interval":"1h"}`,
		`{"kind":"hold","timeout":"1h"}`,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			c := newChain(t, false)
			made := add(t, c.set, `{"fault":`+text+`}`)
			conn, err := net.Dial("tcp", c.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(conn, post)
			waitFor(t, func() bool { r, _ := c.set.Get(made.ID); return r.Hits == 1 })
			_ = conn.Close()
			waitFor(t, func() bool {
				c.mu.Lock()
				defer c.mu.Unlock()
				return len(c.detail) == 1
			})
			if r, _ := c.set.Get(made.ID); len(r.Waiting) != 0 {
				t.Errorf("waits still: %v", r.Waiting)
			}
		})
	}
}

func waitFor(t testing.TB, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("never happened")
		}
	}
}

// inBubble runs a test on virtual time: a slow machine changes nothing.
func inBubble(f func(*testing.T)) func(*testing.T) {
	return func(t *testing.T) { synctest.Test(t, f) }
}

// TestRecorder shows that connection faults abort the handler if there is no connection, and announce the end before.
func TestRecorder(t *testing.T) {
	tests := []struct {
		fault, body, end string
		abort            bool
	}{
		{`{"kind":"reset"}`, "", "reset", true},
		{`{"kind":"empty"}`, "", "close", true},
		{`{"kind":"timeout"}`, "", "silence", true},
		{`{"kind":"lose_reply","by":"close"}`, "", "close", true},
		{`{"kind":"truncate","keep":"40%"}`, "12", "cut", true},
		{`{"kind":"status","status":103}`, "", "close", true},
		{`{"kind":"dribble","bytes":2,"interval":"0s"}`, "12345", "", false},
		{`{"kind":"malform"}`, "{", "", false},
		{`{"kind":"delay","duration":"1ms"}`, "12345", "", false},
	}
	for _, test := range tests {
		t.Run(test.fault, inBubble(func(t *testing.T) {
			s := newSet()
			add(t, s, `{"fault":`+test.fault+`}`)
			f := s.Decide(&message.Request{API: "bonder", Operation: "saveCard"})
			told := []fault.Sent{}
			w := httptest.NewRecorder()
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			defer func() {
				err, _ := recover().(error)
				if errors.Is(err, http.ErrAbortHandler) != test.abort {
					t.Errorf("panic %v, want an abort: %t", err, test.abort)
				}
				if w.Body.String() != test.body || len(told) != 1 || told[0].End != test.end {
					t.Errorf("body %q, told %+v", w.Body, told)
				}
			}()
			r := httptest.NewRequest(http.MethodPost, "/", nil)
			conn := fault.NewConn(f, w, r, func(s fault.Sent) { told = append(told, s) })
			switch k := f.Fault.(type) {
			case answerer:
				response, _ := k.Answer()
				conn.Interim(ctx, response)
			case breaker:
				k.Break(ctx, conn)
			case shaper:
				k.Shape(ctx, conn, message.Response{Status: 200, Body: []byte("12345")})
			default:
				t.Errorf("%T does not act on a connection", k)
			}
		}))
	}
}

// TestKeepAlive shows that an answer in order leaves the connection usable.
func TestKeepAlive(t *testing.T) {
	t.Parallel()
	c := newChain(t, false)
	for _, f := range []string{`{"kind":"delay","duration":"1ms"}`, `{"kind":"malform"}`,
		`{"kind":"dribble","bytes":50,"interval":"1ms"}`, `{"kind":"status","status":500}`, `{"kind":"mutate"}`} {
		add(t, c.set, `{"fault":`+f+`}`)
	}
	conn, err := net.Dial("tcp", c.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	in := bufio.NewReader(conn)
	for i := range 6 {
		_, _ = io.WriteString(conn, post)
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("answer %d: %v", i+1, err)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Fatalf("answer %d: %v", i+1, err)
		}
		_ = res.Body.Close()
	}
	if !c.set.Idle() {
		t.Error("not all rules fired")
	}
}
