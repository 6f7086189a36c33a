package mock_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"sparring/mock"
	"sparring/mock/clock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
)

// lab is the assembled server on a real port with its default world, and the two clients that faults are tried on.
type lab struct {
	t       *testing.T
	server  *mock.Server
	base    string
	control *client.Client
	calls   *http.Transport // a fresh connection for each call: net/http repeats a GET whose old connection broke
}

func newLab(t *testing.T, secure bool, opts mock.Options) *lab {
	t.Helper()
	opts.Seed, opts.At, opts.Clock = 7, time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), clock.Frozen
	opts.ServerLog = log.New(io.Discard, "", 0) // broken TLS connections are what this is about
	server, err := mock.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	var config *tls.Config
	scheme := "http://"
	if secure {
		if config, err = mock.SelfSigned(); err != nil {
			t.Fatal(err)
		}
		scheme = "https://"
	}
	address, err := server.Listen("127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	trust := &tls.Config{InsecureSkipVerify: true} //nolint:gosec // as the vendor's curl -k samples do
	l := &lab{t: t, server: server, base: scheme + address, calls: &http.Transport{DisableKeepAlives: true, TLSClientConfig: trust}}
	control := &http.Transport{TLSClientConfig: trust}
	l.control = client.New(l.base)
	l.control.HTTP = &http.Client{Transport: control}
	t.Cleanup(func() {
		control.CloseIdleConnections()
		_ = server.Close()
	})
	return l
}

// request is what both clients can send.
type request struct {
	method, path, body string // path with the API's prefix and the query
	header             http.Header
}

// outcome is what a client made of the answer.
type outcome struct {
	status int
	header http.Header
	body   string
	fail   string // "timeout", "reset", "empty" (no byte came), "short" (the body breaks off); "" where all came
	took   time.Duration
}

// goClient calls by net/http, without following redirects.
func (l *lab) goClient(r request, patience time.Duration) (out outcome) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.method, l.base+r.path, strings.NewReader(r.body))
	if err != nil {
		return outcome{fail: err.Error()}
	}
	maps.Copy(req.Header, r.header)
	began := time.Now()
	resp, err := l.calls.RoundTrip(req)
	if err == nil {
		var data []byte
		data, err = io.ReadAll(resp.Body)
		resp.Body.Close()
		out = outcome{status: resp.StatusCode, header: resp.Header, body: string(data)}
	}
	out.took = time.Since(began)
	var wait net.Error
	switch {
	case err == nil:
	case errors.Is(err, syscall.ECONNRESET):
		out.fail = "reset"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &wait) && wait.Timeout():
		out.fail = "timeout"
	case errors.Is(err, io.ErrUnexpectedEOF) && out.status != 0:
		out.fail = "short"
	case errors.Is(err, io.EOF):
		out.fail = "empty"
	default:
		out.fail = err.Error()
	}
	return out
}

// curlClient calls by curl, as the vendors' samples do.
func (l *lab) curlClient(r request, patience time.Duration) (out outcome) {
	args := []string{"-sSkiN", "--http1.1", "--max-time", fmt.Sprint(patience.Seconds()), "-X", r.method}
	for name, values := range r.header {
		for _, v := range values {
			args = append(args, "-H", name+": "+v)
		}
	}
	if r.body != "" {
		args = append(args, "--data-binary", r.body)
	}
	began := time.Now()
	text, err := exec.Command("curl", append(args, l.base+r.path)...).Output() //nolint:gosec // our own arguments
	out.took = time.Since(began)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		out.fail = map[int]string{18: "short", 28: "timeout", 35: "reset", 52: "empty", 56: "reset"}[exit.ExitCode()]
		if out.fail == "" {
			out.fail = fmt.Sprintf("curl ended with %d: %s", exit.ExitCode(), exit.Stderr)
		}
	} else if err != nil {
		out.fail = err.Error()
	}
	head, body, _ := bytes.Cut(text, []byte("\r\n\r\n"))
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

// rule adds a fault rule to the default world.
func (l *lab) rule(match fault.Match, spec fault.Spec) client.FaultRule {
	l.t.Helper()
	rule, err := l.control.AddFault(l.t.Context(), mock.DefaultWorld, client.FaultRequest{Match: match, Fault: spec})
	if err != nil {
		l.t.Fatalf("%+v on %+v: %v", spec, match, err)
	}
	return rule
}

// shaped waits for the finished entry on which a rule acted.
func (l *lab) shaped(rule string) journal.Entry {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), 20*time.Second)
	defer cancel()
	e, err := l.control.Await(ctx, mock.DefaultWorld, client.Query{Kind: journal.Exchange}, func(e journal.Entry) bool {
		return e.State != journal.Open && len(e.Faults) > 0 && e.Faults[0].Rule == rule
	})
	if err != nil {
		l.t.Fatalf("no entry of rule %s: %v", rule, err)
	}
	return e
}

// signedIn is the plain request of each API that the kinds are tried on, with a live credential.
func (l *lab) signedIn(api string) (operation string, r request) {
	l.t.Helper()
	h := signIn(l.t, l.server, api)
	switch api {
	case "bonder":
		return "listRepositories", request{"GET", "/bonder/repositories", "", h}
	case "iqchannels":
		h.Set("Content-Type", "application/json")
		return "getMe", request{"POST", "/iqchannels/public/api/v1/clients/me", "{}", h}
	case "radist":
		return "UsersGetMe", request{"GET", "/radist/v2/users/me", "", h}
	default:
		return "listCategories", request{"GET", "/timconnect/api/categories", "", h}
	}
}

// kindCase is a kind with parameters, and what must come of it for any operation.
type kindCase struct {
	fault  fault.Spec
	status int    // 0: that of the plain answer
	fail   string // how the client fails
	end    string // of Sent
	sent   bool   // the entry says what left
	alone  bool   // the fault answers by itself: nothing is handled
	check  func(got, plain outcome) bool
}

func same(got, plain outcome) bool { return got.body == plain.body && got.status == plain.status }

func unlike(got, plain outcome) bool {
	return got.body != plain.body && got.header.Get("Content-Length") == strconv.Itoa(len(got.body))
}

func after(least time.Duration) func(got, plain outcome) bool {
	return func(got, plain outcome) bool { return same(got, plain) && got.took >= least }
}

func header(name, want string) func(got, plain outcome) bool {
	return func(got, _ outcome) bool { return got.header.Get(name) == want }
}

func kindCases(code string) []kindCase {
	half := func(got, plain outcome) bool { return got.body == plain.body[:len(plain.body)/2] }
	broken := func(got, plain outcome) bool { return unlike(got, plain) && !json.Valid([]byte(got.body)) }
	edited := func(got, plain outcome) bool { return unlike(got, plain) && json.Valid([]byte(got.body)) }
	return []kindCase{
		{fault: faultOf("error", "code", code), alone: true, status: -1, check: func(got, plain outcome) bool { return got.body != plain.body }},
		{fault: faultOf("status", "status", 503, "body", map[string]any{"down": true}), alone: true, status: 503, check: func(got, _ outcome) bool { return got.body == `{"down":true}` }},
		{fault: faultOf("redirect", "location", "/elsewhere"), alone: true, status: 307, check: header("Location", "/elsewhere")},
		{fault: faultOf("rate_limit", "retry_after", "7s"), alone: true, status: 429, check: header("Retry-After", "7")},
		{fault: faultOf("timeout"), alone: true, fail: "timeout", end: "silence", sent: true},
		{fault: faultOf("reset"), alone: true, fail: "reset", end: "reset", sent: true},
		{fault: faultOf("empty"), alone: true, fail: "empty", end: "close", sent: true},
		{fault: faultOf("delay", "duration", "60ms"), sent: true, check: after(60 * time.Millisecond)},
		{fault: faultOf("truncate"), fail: "short", end: "cut", sent: true, check: half},
		{fault: faultOf("dribble", "bytes", 50, "interval", "2ms"), sent: true, check: same},
		{fault: faultOf("malform"), sent: true, check: broken},
		{fault: faultOf("malform", "as", "html"), sent: true, check: broken},
		{fault: faultOf("malform", "as", "utf8"), sent: true, check: func(got, plain outcome) bool { return unlike(got, plain) && !utf8.ValidString(got.body) }},
		{fault: faultOf("malform", "as", "content_type"), sent: true, check: func(got, plain outcome) bool {
			return got.body == plain.body && got.header.Get("Content-Type") != plain.header.Get("Content-Type")
		}},
		{fault: faultOf("mutate"), sent: true, check: edited},
		{fault: faultOf("lose_reply"), fail: "reset", end: "reset", sent: true},
		{fault: faultOf("lose_reply", "by", "close"), fail: "empty", end: "close", sent: true},
		{fault: faultOf("lose_reply", "by", "silence"), fail: "timeout", end: "silence", sent: true},
		{fault: faultOf("hold", "timeout", "60ms"), check: after(60 * time.Millisecond)},
		{fault: faultOf("expire", "reason", "revoked"), status: -1, check: func(got, plain outcome) bool { return got.body != plain.body }},
	}
}

// Every kind on every API, over a real socket, with net/http and with curl, with and without TLS: the client sees what the
// kind says, the journal keeps the answer meant beside what left, nothing counts as a defect, and a spent rule stops.
func TestKindsThroughTheChain(t *testing.T) {
	for _, name := range []string{"go", "curl"} {
		for _, secure := range []bool{false, true} {
			for _, api := range []string{"bonder", "iqchannels", "radist", "timconnect"} {
				t.Run(fmt.Sprintf("%s/tls=%t/%s", name, secure, api), func(t *testing.T) {
					t.Parallel()
					l := newLab(t, secure, mock.Options{})
					send := map[string]func(request, time.Duration) outcome{"go": l.goClient, "curl": l.curlClient}[name]
					operation, r := l.signedIn(api)
					code := map[string]string{"bonder": "DATABASE_ERROR", "iqchannels": "forbidden", "radist": "401_not_authenticated", "timconnect": "device_blocked"}[api]
					for _, k := range kindCases(code) {
						k.run(l, matchOp(api, operation), r, send)
					}
				})
			}
		}
	}
}

const patient, hasty = 20 * time.Second, 150 * time.Millisecond

func (k kindCase) run(l *lab, match fault.Match, r request, send func(request, time.Duration) outcome) {
	l.t.Helper()
	plain := send(r, patient)
	meant := newest(l)
	if plain.fail != "" || len(meant.Findings) > 0 {
		l.t.Fatalf("without a fault: %+v, findings %+v", plain, meant.Findings)
	}
	rule := l.rule(match, k.fault)
	patience := patient
	if k.fail == "timeout" {
		patience = hasty
	}
	got := send(r, patience)
	if got.fail != k.fail || k.status > 0 && got.status != k.status || k.check != nil && !k.check(got, plain) {
		l.t.Errorf("%+v: the client got %+v, plain is %+v", k.fault, got, plain)
	}
	e := l.shaped(rule.ID)
	if e.Faults[0].Kind != k.fault.Kind || (e.Sent != nil) != k.sent || k.sent && e.Sent.End != k.end || len(e.Findings) > 0 {
		l.t.Errorf("%+v: entry %+v, sent %+v, findings %+v", k.fault, e, e.Sent, e.Findings)
	}
	switch k.fault.Kind {
	case "timeout", "reset", "empty":
		if e.Response != nil {
			l.t.Errorf("%+v: an answer was meant: %+v", k.fault, e.Response)
		}
	case "error", "status", "redirect", "rate_limit", "expire":
		if e.Response.Status != got.status || len(e.Response.Body) == 0 != (got.body == "") {
			l.t.Errorf("%+v: meant %d %s, the client got %+v", k.fault, e.Response.Status, e.Response.Body, got)
		}
	default:
		if !bytes.Equal(e.Response.Body, meant.Response.Body) {
			l.t.Errorf("%+v: meant %s, want what the fake says without a fault: %s", k.fault, e.Response.Body, meant.Response.Body)
		}
		if k.sent && k.end == "" && e.Sent.Bytes != int64(len(got.body)) {
			l.t.Errorf("%+v: sent %d bytes, the client got %d", k.fault, e.Sent.Bytes, len(got.body))
		}
	}
	spent, err := l.control.Fault(l.t.Context(), mock.DefaultWorld, rule.ID)
	if err != nil || spent.Hits != 1 || *spent.Remaining != 0 || spent.FirstHit == nil || spent.LastHit == nil {
		l.t.Errorf("%+v: the rule after its firing: %+v, %v", k.fault, spent, err)
	}
	again := send(r, patient)
	if dead := k.fault.Kind == "expire"; same(again, plain) == dead {
		l.t.Errorf("%+v: the next request got %+v, plain is %+v", k.fault, again, plain)
	}
}

// newest is the last entry of the default world.
func newest(l *lab) journal.Entry {
	l.t.Helper()
	page, err := l.control.Journal(l.t.Context(), mock.DefaultWorld, client.Query{Kind: journal.Exchange})
	if err != nil || len(page.Entries) == 0 {
		l.t.Fatalf("journal: %d entries, %v", len(page.Entries), err)
	}
	return page.Entries[len(page.Entries)-1]
}

// Streams are cut, stalled, doubled and reordered behind so many messages.
func TestStreamFaults(t *testing.T) {
	for _, secure := range []bool{false, true} {
		l := newLab(t, secure, mock.Options{})
		h := signIn(t, l.server, "iqchannels")
		h.Set("Content-Type", "application/json")
		for i := range 4 {
			body := fmt.Sprintf(`{"LocalId":%d,"Payload":"text","Text":"m%d"}`, i+1, i)
			if out := l.goClient(request{"POST", "/iqchannels/public/api/v1/chats/channel/send/support", body, h}, patient); !strings.Contains(out.body, `"OK":true`) {
				t.Fatalf("send: %+v", out)
			}
		}
		listen := request{"GET", "/iqchannels/public/api/v1/sse/chats/channel/events/support?ChatType=regular&LastEventId=0&Limit=1", "", h}
		for name, send := range map[string]func(request, time.Duration) outcome{"go": l.goClient, "curl": l.curlClient} {
			all := messages(send(listen, 2*hasty))
			if len(all) < 4 {
				t.Fatalf("the stream has only %d messages: %q", len(all), all)
			}
			swapped := slices.Clone(all)
			swapped[1], swapped[2] = all[2], all[1]
			for _, row := range []struct {
				do, fail string
				want     []string
			}{
				{"cut", "short", all[:1]}, {"stall", "timeout", all[:1]}, {"reorder", "timeout", swapped},
				{"duplicate", "timeout", slices.Insert(slices.Clone(all), 1, all[1])},
			} {
				rule := l.rule(matchOp("iqchannels", "streamEvents"), faultOf("stream", "do", row.do, "after", 1))
				got := send(listen, 2*hasty)
				if got.fail != row.fail || !slices.Equal(messages(got), row.want) {
					t.Errorf("%s %s: %q %q, want %q %q", name, row.do, got.fail, messages(got), row.fail, row.want)
				}
				if e := l.shaped(rule.ID); len(e.Messages) == 0 || len(e.Findings) > 0 || row.do == "cut" && (e.Sent == nil || e.Sent.End != "cut") {
					t.Errorf("%s %s: entry %+v", name, row.do, e)
				}
				if again := messages(send(listen, 2*hasty)); !slices.Equal(again, all) {
					t.Errorf("%s %s: a spent rule acted: %q", name, row.do, again)
				}
			}
		}
	}
}

func messages(o outcome) []string {
	list := strings.SplitAfter(o.body, "\n\n")
	return slices.DeleteFunc(list, func(m string) bool { return !strings.HasPrefix(m, "data: ") })
}
