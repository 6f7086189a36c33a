package fault_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"sparring/mock/mocktest/outside"
)

// outcome is what a client saw. fail is one of "", "reset", "empty", "timeout", "short", "header".
type outcome struct {
	status int
	header http.Header
	body   string
	fail   string
	began  time.Time
	took   time.Duration
}

// hearing is told of every part of an answer as it comes.
type hearing func(part string)

// client gives up when ctx ends.
type client func(ctx context.Context, t *testing.T, c *chain, path string, hear hearing) outcome

// heard keeps what is read and passes it on.
type heard struct {
	text bytes.Buffer
	hear hearing
}

func (h *heard) Write(part []byte) (int, error) {
	h.hear(string(part))
	return h.text.Write(part)
}

func deaf(string) {}

// silence is how long a client waits on when it has all that ever comes.
const silence = 50 * time.Millisecond

// impatient ends some silence after the rule has fired and the client has the beginning of the answer that the case
// names.
func (k kindCase) impatient(ctx context.Context, c *chain, rule string) (context.Context, hearing) {
	ctx, cancel := context.WithCancel(ctx)
	begun, got, has := make(chan struct{}), "", k.first == ""
	if has {
		close(begun)
	}
	go func() {
		defer cancel()
		select {
		case <-begun:
		case <-ctx.Done():
		}
		for r, _ := c.set.Get(rule); r.Hits == 0 && ctx.Err() == nil; r, _ = c.set.Get(rule) {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(silence)
	}()
	return ctx, func(part string) {
		if got += part; !has && strings.Contains(got, k.first) {
			has = true
			close(begun)
		}
	}
}

// viaGo calls by net/http, on a connection of its own.
func viaGo(ctx context.Context, t *testing.T, c *chain, path string, hear hearing) (out outcome) {
	t.Helper()
	transport := c.Client().Transport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	client := http.Client{Transport: transport, CheckRedirect: func(*http.Request,
		[]*http.Request) error {
		return http.ErrUseLastResponse
	}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL+path, strings.NewReader(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	out.began = time.Now()
	res, err := client.Do(req)
	if err != nil {
		out.fail = goFailure(ctx, t, err)
		return out
	}
	defer res.Body.Close()
	body := heard{hear: hear}
	_, err = io.Copy(&body, res.Body)
	// under TLS the server's farewell to a client that hangs up may look like a proper end
	if err != nil || ctx.Err() != nil {
		out.fail = goFailure(ctx, t, err)
		if out.fail == "header" {
			out.fail = "short"
		}
	}
	out.status, out.header, out.body, out.took = res.StatusCode, res.Header, body.text.String(), time.Since(out.began)
	return out
}

func goFailure(ctx context.Context, t *testing.T, err error) string {
	t.Helper()
	switch {
	case ctx.Err() != nil:
		return "timeout"
	case errors.Is(err, syscall.ECONNRESET):
		return "reset"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "header"
	case errors.Is(err, io.EOF):
		return "empty"
	}
	t.Fatalf("unknown failure: %v", err)
	return ""
}

// viaCurl calls by curl.
func viaCurl(ctx context.Context, t *testing.T, c *chain, path string, hear hearing) (out outcome) {
	t.Helper()
	curl := outside.Tool(t, "curl")
	cmd := exec.CommandContext(ctx, curl, "-sSkiN", "--http1.1", "-H", "Content-Type: application/json", "-d",
		`{"a":1}`, c.URL+path)
	answer, wrong := heard{hear: hear}, bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = &answer, &wrong
	out.began = time.Now()
	err := cmd.Run()
	out.took = time.Since(out.began)
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		out.fail = "timeout"
	case errors.As(err, &exit):
		name, ok := map[int]string{18: "short", 35: "reset", 52: "empty", 56: "reset"}[exit.ExitCode()]
		if !ok {
			t.Fatalf("curl ended with %d: %s", exit.ExitCode(), &wrong)
		}
		out.fail = name
	case err != nil:
		t.Fatal(err)
	}
	head, body, _ := bytes.Cut(answer.text.Bytes(), []byte("\r\n\r\n"))
	out.body, out.header = string(body), http.Header{}
	for i, line := range strings.Split(string(head), "\r\n") {
		if i == 0 && len(line) > 12 {
			out.status, _ = strconv.Atoi(line[9:12])
		} else if name, value, ok := strings.Cut(line, ": "); ok {
			out.header.Add(name, value)
		}
	}
	return out
}

type kindCase struct {
	name    string
	fault   string
	body    string // of the answer meant, where not answerBody
	handled bool
	path    string
	fail    string
	first   string // where the client gives up: what it has of the body by then
	status  int
	check   func(t *testing.T, o outcome)
	detail  string
	end     string // of Sent
}

func wantBody(want string) func(*testing.T, outcome) {
	return func(t *testing.T, o outcome) {
		t.Helper()
		if o.body != want {
			t.Errorf("body %q, want %q", o.body, want)
		}
	}
}

func wantHeader(name, want string) func(*testing.T, outcome) {
	return func(t *testing.T, o outcome) {
		t.Helper()
		if got := o.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func all(checks ...func(*testing.T, outcome)) func(*testing.T, outcome) {
	return func(t *testing.T, o outcome) {
		t.Helper()
		for _, check := range checks {
			check(t, o)
		}
	}
}

// spoilt checks that HTTP is intact and the body is not JSON, or is text of the wrong kind.
func spoilt(t *testing.T, o outcome) {
	t.Helper()
	if o.header.Get("Content-Length") != strconv.Itoa(len(o.body)) {
		t.Errorf("Content-Length %s for %d bytes", o.header.Get("Content-Length"), len(o.body))
	}
	if utf8.ValidString(o.body) && json.Valid([]byte(o.body)) {
		t.Errorf("the body is intact: %s", o.body)
	}
}

func late(least time.Duration) func(*testing.T, outcome) {
	return func(t *testing.T, o outcome) {
		t.Helper()
		if o.took < least {
			t.Errorf("came after %s, want at least %s", o.took, least)
		}
	}
}

func retryDate(t *testing.T, o outcome) {
	t.Helper()
	at, err := http.ParseTime(o.header.Get("Retry-After"))
	if asked := at.Add(-10 * time.Second); err != nil || asked.Before(o.began.Truncate(time.Second)) ||
		asked.After(o.began.Add(o.took+time.Second)) {
		t.Errorf("Retry-After %q: %v, want ten seconds, rounded up, after %s", o.header.Get("Retry-After"), err,
			o.began.UTC())
	}
}

func kindCases() []kindCase {
	length := strconv.Itoa(len(answerBody))
	return []kindCase{
		{name: "error", fault: `{"kind":"error","code":"DATABASE_ERROR"}`, status: 418,
			check: wantBody("DATABASE_ERROR"), detail: "DATABASE_ERROR"},
		{name: "status text",
			fault: `{"kind":"status","status":503,"headers":{"x-a":"1","X-B":["2","3"]},"body":"down"}`, status: 503,
			check: all(wantBody("down"), wantHeader("X-A", "1"), wantHeader("X-B", "2"),
				wantHeader("Content-Type", "text/plain; charset=utf-8")), detail: "503"},
		{name: "status JSON", fault: `{"kind":"status","status":200,"body":{"z":1,"a":12345678901234567890,"h":"<&>"}}`,
			status: 200,
			check: all(wantBody(`{"z":1,"a":12345678901234567890,"h":"<&>"}`),
				wantHeader("Content-Type", "application/json"))},
		{name: "status own type",
			fault:  `{"kind":"status","status":500,"headers":{"content-type":"application/problem+json"},"body":[]}`,
			status: 500,
			check:  all(wantBody(`[]`), wantHeader("Content-Type", "application/problem+json"))},
		{name: "status 204", fault: `{"kind":"status","status":204}`, status: 204, check: wantBody("")},
		{name: "redirect", fault: `{"kind":"redirect","location":"/elsewhere"}`, status: 307,
			check: wantHeader("Location", "/elsewhere")},
		{name: "redirect 302", fault: `{"kind":"redirect","status":302,"location":"https://example.org/x?y=1"}`,
			status: 302, check: wantHeader("Location", "https://example.org/x?y=1")},
		{name: "rate_limit", fault: `{"kind":"rate_limit","retry_after":"1500ms"}`, status: 429,
			check: wantHeader("Retry-After", "2")},
		{name: "rate_limit date", fault: `{"kind":"rate_limit","retry_after":"10s","form":"date"}`, status: 429,
			check: retryDate},
		{name: "timeout", fault: `{"kind":"timeout"}`, fail: "timeout", end: "silence"},
		{name: "reset", fault: `{"kind":"reset"}`, fail: "reset", end: "reset"},
		{name: "empty", fault: `{"kind":"empty"}`, fail: "empty", end: "close"},
		{name: "delay", fault: `{"kind":"delay","duration":"150ms"}`, handled: true, status: 200,
			check: all(wantBody(answerBody), late(150*time.Millisecond)), detail: "150ms"},
		{name: "delay too long", fault: `{"kind":"delay","duration":"1h"}`, handled: true, fail: "timeout", end: "cut",
			detail: "1h0m0s, the client left before"},
		{name: "truncate", fault: `{"kind":"truncate","keep":"10%"}`, handled: true, status: 200, fail: "short",
			check: all(wantBody(answerBody[:len(answerBody)/10]), wantHeader("Content-Length", length)), end: "cut"},
		{name: "truncate nothing", fault: `{"kind":"truncate","keep":"0%"}`, handled: true, status: 200, fail: "short",
			check: wantBody(""), end: "cut"},
		{name: "dribble", fault: `{"kind":"dribble","bytes":30,"interval":"40ms"}`, handled: true, status: 200,
			check: all(wantBody(answerBody), late(120*time.Millisecond))},
		{name: "dribble too long", fault: `{"kind":"dribble"}`, handled: true, status: 200, fail: "timeout",
			first: answerBody[:2], end: "cut"},
		{name: "malform", fault: `{"kind":"malform"}`, handled: true, status: 200,
			check: all(spoilt, wantHeader("Content-Type", "application/json"))},
		{name: "malform number", fault: `{"kind":"malform","as":"cut"}`, body: "1234", handled: true, status: 200,
			check: spoilt},
		{name: "malform nothing", fault: `{"kind":"malform","as":"cut"}`, body: " ", handled: true, status: 200,
			check: spoilt},
		{name: "malform type", fault: `{"kind":"malform","as":"content_type"}`, handled: true, status: 200,
			check: all(wantBody(answerBody), wantHeader("Content-Type", "text/plain; charset=utf-8"))},
		{name: "malform html", fault: `{"kind":"malform","as":"html"}`, handled: true, status: 200,
			check: all(spoilt, wantHeader("Content-Type", "text/html; charset=utf-8"))},
		{name: "malform utf8", fault: `{"kind":"malform","as":"utf8"}`, handled: true, status: 200,
			check: all(spoilt, wantBody(strings.Replace(answerBody, "+7", "\xff\xfe+7", 1)))},
		{name: "malform utf8 in a key", fault: `{"kind":"malform","as":"utf8"}`, body: `{"a":[1]}`, handled: true,
			status: 200, check: wantBody("{\"\xff\xfea\":[1]}")},
		{name: "malform utf8 without text", fault: `{"kind":"malform","as":"utf8"}`, body: `[1]`, handled: true,
			status: 200, check: wantBody("[1]\xff\xfe")},
		{name: "mutate", fault: `{"kind":"mutate","edit":"null","pointer":"/result/name"}`, handled: true, status: 200,
			check: wantBody(strings.Replace(answerBody, `"Анна"`, "null", 1)), detail: `null at "/result/name"`},
		{name: "lose_reply", fault: `{"kind":"lose_reply"}`, handled: true, fail: "reset", end: "reset"},
		{name: "lose_reply close", fault: `{"kind":"lose_reply","by":"close"}`, handled: true, fail: "empty",
			end: "close"},
		{name: "lose_reply silence", fault: `{"kind":"lose_reply","by":"silence"}`, handled: true, fail: "timeout",
			end: "silence"},
		{name: "expire", fault: `{"kind":"expire","reason":"count"}`, handled: true, status: 401, detail: "count"},
		{name: "hold", fault: `{"kind":"hold","timeout":"150ms"}`, handled: true, status: 200,
			check: late(150 * time.Millisecond), detail: "timed out after 150ms"},
		{name: "stream cut", path: "/listen", fault: `{"kind":"stream","do":"cut","after":2}`, status: 200,
			fail: "short", check: wantBody("one;two;")},
		{name: "stream cut at once", path: "/listen", fault: `{"kind":"stream","do":"cut"}`, status: 200, fail: "short",
			check: wantBody("")},
		{name: "stream stall", path: "/listen", fault: `{"kind":"stream","do":"stall","after":1}`, status: 200,
			fail: "timeout", first: "one;", check: wantBody("one;")},
		{name: "stream duplicate", path: "/listen", fault: `{"kind":"stream","do":"duplicate","after":1}`, status: 200,
			check: wantBody("one;two;two;three;four;")},
		{name: "stream reorder", path: "/listen", fault: `{"kind":"stream","do":"reorder"}`, status: 200,
			check: wantBody("two;one;three;four;")},
		{name: "stream reorder the last", path: "/listen", fault: `{"kind":"stream","do":"reorder","after":3}`,
			status: 200, check: wantBody("one;two;three;four;")},
		{name: "stream reformat", path: "/listen", fault: `{"kind":"stream","do":"reformat","after":3}`, status: 200,
			check: wantBody("one;two;three;: a comment\r\nfour;")},
	}
}

// TestKinds proves every kind on a socket, with two clients, with and without TLS, and that it stops when spent.
func TestKinds(t *testing.T) {
	clients := map[string]client{"go": viaGo, "curl": viaCurl}
	for name, call := range clients {
		for _, tls := range []bool{false, true} {
			for _, test := range kindCases() {
				t.Run(fmt.Sprintf("%s/tls=%t/%s", name, tls, test.name), func(t *testing.T) {
					t.Parallel()
					test.run(t, newChain(t, tls), call)
				})
			}
		}
	}
}

func (k kindCase) run(t *testing.T, c *chain, call client) {
	if k.body != "" {
		c.body = k.body
	}
	made := add(t, c.set, `{"fault":`+k.fault+`}`)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	hear := hearing(deaf)
	if k.fail == "timeout" {
		ctx, hear = k.impatient(ctx, c, made.ID)
	}
	got := call(ctx, t, c, k.path, hear)
	if got.fail != k.fail {
		t.Fatalf("failed by %q, want %q: %+v", got.fail, k.fail, got)
	}
	if k.status != 0 && got.status != k.status {
		t.Errorf("status %d, want %d", got.status, k.status)
	}
	if k.check != nil {
		k.check(t, got)
	}
	if handled := c.handled.Load() == 1; handled != k.handled && k.path == "" {
		t.Errorf("handled: %t, want %t", handled, k.handled)
	}
	after, _ := c.set.Get(made.ID)
	if after.Hits != 1 || *after.Remaining != 0 || !after.FirstHit.Equal(worldTime()) || !c.set.Idle() {
		t.Errorf("after one firing: %+v, idle %t", after, c.set.Idle())
	}
	if k.path == "" {
		c.note(func() { c.dead = "" })
		if got = call(t.Context(), t, c, "", deaf); got.status != 200 || got.body != c.body || got.fail != "" {
			t.Errorf("a spent rule acted: %+v", got)
		}
		k.ended(t, c)
	}
}

// ended checks what the server says about the delivery.
func (k kindCase) ended(t *testing.T, c *chain) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		c.mu.Lock()
		sent, told, detail := len(c.sent), len(c.told), len(c.detail)
		c.mu.Unlock()
		if sent == 1 && told == 1 && detail == 1 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the delivery never ended: %d sent, %d told", sent, told)
		}
		time.Sleep(time.Millisecond)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sent[0].End != k.end || c.told[0].End != k.end {
		t.Errorf("ended by %q (told %q), want %q", c.sent[0].End, c.told[0].End, k.end)
	}
	if string(c.sent[0].Body) != string(c.told[0].Body) {
		t.Errorf("sent %q, told %q", c.sent[0].Body, c.told[0].Body)
	}
	if k.detail != "" && c.detail[0] != k.detail {
		t.Errorf("detail %q, want %q", c.detail[0], k.detail)
	}
}
