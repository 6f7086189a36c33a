package mock_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sparring/mock"
	"sparring/mock/fault"
)

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
		{fault: faultOf("error", "code", code), alone: true, status: -1, check: func(got, plain outcome) bool {
			return got.body != plain.body
		}},
		{fault: faultOf("status", "status", 503, "body", map[string]any{"down": true}), alone: true, status: 503,
			check: func(got, _ outcome) bool { return got.body == `{"down":true}` }},
		{fault: faultOf("redirect", "location", "/elsewhere"), alone: true, status: 307,
			check: header("Location", "/elsewhere")},
		{fault: faultOf("rate_limit", "retry_after", "7s"), alone: true, status: 429,
			check: header("Retry-After", "7")},
		{fault: faultOf("timeout"), alone: true, fail: "timeout", end: "silence", sent: true},
		{fault: faultOf("reset"), alone: true, fail: "reset", end: "reset", sent: true},
		{fault: faultOf("empty"), alone: true, fail: "empty", end: "close", sent: true},
		{fault: faultOf("delay", "duration", "60ms"), sent: true, check: after(60 * time.Millisecond)},
		{fault: faultOf("truncate"), fail: "short", end: "cut", sent: true, check: half},
		{fault: faultOf("dribble", "bytes", 50, "interval", "2ms"), sent: true, check: same},
		{fault: faultOf("malform"), sent: true, check: broken},
		{fault: faultOf("malform", "as", "html"), sent: true, check: broken},
		{fault: faultOf("malform", "as", "utf8"), sent: true, check: func(got, plain outcome) bool {
			return unlike(got, plain) && !utf8.ValidString(got.body)
		}},
		{fault: faultOf("malform", "as", "content_type"), sent: true, check: func(got, plain outcome) bool {
			return got.body == plain.body && got.header.Get("Content-Type") != plain.header.Get("Content-Type")
		}},
		{fault: faultOf("mutate"), sent: true, check: edited},
		{fault: faultOf("lose_reply"), fail: "reset", end: "reset", sent: true},
		{fault: faultOf("lose_reply", "by", "close"), fail: "empty", end: "close", sent: true},
		{fault: faultOf("lose_reply", "by", "empty"), sent: true, check: func(got, plain outcome) bool {
			return got.body == "" && plain.body != ""
		}},
		{fault: faultOf("lose_reply", "by", "504"), status: 504, sent: true, check: func(got, _ outcome) bool {
			return strings.Contains(got.body, "504 Gateway Timeout")
		}},
		{fault: faultOf("lose_reply", "by", "silence"), fail: "timeout", end: "silence", sent: true},
		{fault: faultOf("hold", "timeout", "60ms"), check: after(60 * time.Millisecond)},
		{fault: faultOf("expire", "reason", "revoked"), status: -1, check: func(got, plain outcome) bool {
			return got.body != plain.body
		}},
	}
}

// Every kind on every API, over a real socket, with net/http and with curl, with and without TLS: the client sees what
// the kind says, the journal keeps the answer meant beside what left, nothing counts as a defect, and a spent rule
// stops.
func TestKindsThroughTheChain(t *testing.T) {
	for _, name := range []string{"go", "curl"} {
		for _, secure := range []bool{false, true} {
			for _, api := range []string{"bonder", "iqchannels", "radist", "timconnect"} {
				t.Run(fmt.Sprintf("%s/tls=%t/%s", name, secure, api), func(t *testing.T) {
					t.Parallel()
					l := newLab(t, secure, mock.Options{})
					operation, r := l.signedIn(api)
					code := map[string]string{"bonder": "DATABASE_ERROR", "iqchannels": "internal_server_error",
						"radist": "401_not_authenticated", "timconnect": "device_blocked"}[api]
					for _, k := range kindCases(code) {
						k.run(l, matchOp(api, operation), r, l.sender(name))
					}
				})
			}
		}
	}
}

// silence is how long a client goes on waiting when it has all that ever comes.
const silence = 100 * time.Millisecond

// pause waits, unless the test ends before.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// firing ends some silence after the rule has fired.
func (l *lab) firing(rule string) context.Context {
	ctx, cancel := context.WithCancel(l.t.Context())
	go func() {
		defer cancel()
		for ctx.Err() == nil {
			if r, err := l.control.Fault(ctx, mock.DefaultWorld, rule); err != nil || r.Hits > 0 {
				break
			}
			pause(ctx, silence/20)
		}
		pause(ctx, silence)
	}()
	return ctx
}

func (k kindCase) run(l *lab, match fault.Match, r request, send sender) {
	l.t.Helper()
	ctx := l.t.Context()
	plain := send(ctx, r)
	meant := newest(l)
	if plain.fail != "" || len(meant.Findings) > 0 {
		l.t.Fatalf("without a fault: %+v, findings %+v", plain, meant.Findings)
	}
	rule := l.rule(match, k.fault)
	patience := ctx
	if k.fail == "timeout" {
		patience = l.firing(rule.ID)
	}
	got := send(patience, r)
	if got.fail != k.fail || k.status > 0 && got.status != k.status || k.check != nil && !k.check(got, plain) {
		l.t.Errorf("%+v: the client got %+v, plain is %+v", k.fault, got, plain)
	}
	e := l.shaped(rule.ID)
	if e.Faults[0].Kind != k.fault.Kind || (e.Sent != nil) != k.sent || k.sent && string(e.Sent.End) != k.end ||
		len(e.Findings) > 0 {
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
			l.t.Errorf("%+v: meant %s, want what the fake says without a fault: %s", k.fault, e.Response.Body,
				meant.Response.Body)
		}
		if k.sent && k.end == "" && (string(e.Sent.Body) != got.body || e.Sent.Bytes != int64(len(got.body))) {
			l.t.Errorf("%+v: sent %d bytes %q, the client got %q", k.fault, e.Sent.Bytes, e.Sent.Body, got.body)
		}
	}
	spent, err := l.control.Fault(ctx, mock.DefaultWorld, rule.ID)
	if err != nil || spent.Hits != 1 || *spent.Remaining != 0 || spent.FirstHit == nil || spent.LastHit == nil {
		l.t.Errorf("%+v: the rule after its firing: %+v, %v", k.fault, spent, err)
	}
	again := send(ctx, r)
	if dead := k.fault.Kind == "expire"; same(again, plain) == dead {
		l.t.Errorf("%+v: the next request got %+v, plain is %+v", k.fault, again, plain)
	}
}

// Streams are cut, stalled, doubled, reordered and written in another form behind so many messages.
func TestStreamFaults(t *testing.T) {
	for _, name := range []string{"go", "curl"} {
		for _, secure := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/tls=%t", name, secure), func(t *testing.T) {
				t.Parallel()
				l := newLab(t, secure, mock.Options{})
				streamFaults(l, l.sender(name))
			})
		}
	}
}

// ear hangs up some silence after so many messages of a stream have come.
type ear struct {
	heard  bytes.Buffer
	count  int
	hangUp context.CancelFunc
}

func (e *ear) Write(part []byte) (int, error) {
	before := len(event.FindAll(e.heard.Bytes(), -1))
	e.heard.Write(part)
	if before < e.count && len(event.FindAll(e.heard.Bytes(), -1)) >= e.count {
		time.AfterFunc(silence, e.hangUp)
	}
	return len(part), nil
}

var event = regexp.MustCompile(`(?m)^data:.*\r?\n\r?\n`)

// listen opens a stream and leaves it some silence after so many messages, or after half a minute without them.
func (send sender) listen(l *lab, r request, count int) outcome {
	ctx, cancel := context.WithTimeout(l.t.Context(), 30*time.Second)
	defer cancel()
	return send(ctx, r, &ear{count: count, hangUp: cancel})
}

func streamFaults(l *lab, send sender) {
	h := signIn(l.t, l.server, "iqchannels")
	h.Set("Content-Type", "application/json")
	for i := range 4 {
		body := fmt.Sprintf(`{"LocalId":%d,"Payload":"text","Text":"m%d"}`, i+1, i)
		if out := send(l.t.Context(), request{"POST", "/iqchannels/public/api/v1/chats/channel/send/support", body,
			h}); !strings.Contains(out.body, `"OK":true`) {
			l.t.Fatalf("send: %+v", out)
		}
	}
	listen := request{"GET",
		"/iqchannels/public/api/v1/sse/chats/channel/events/support?ChatType=regular&LastEventId=0&Limit=1", "", h}
	all := messages(send.listen(l, listen, 4))
	if len(all) != 4 {
		l.t.Fatalf("the stream has %d messages: %q", len(all), all)
	}
	swapped := slices.Clone(all)
	swapped[1], swapped[2] = all[2], all[1]
	do := func(what string) fault.Spec { return faultOf("stream", "do", what, "after", 1) }
	for _, row := range []struct {
		fault fault.Spec
		fail  string
		want  []string
		end   string // of what was sent, where the fault ends the stream
	}{
		{do("stall"), "timeout", all[:1], ""}, {do("reorder"), "timeout", swapped, ""},
		{do("duplicate"), "timeout", slices.Insert(slices.Clone(all), 1, all[1]), ""},
		{do("reformat"), "timeout", all, ""}, {do("cut"), "short", all[:1], "cut"},
		{faultOf("delay", "duration", "20ms"), "timeout", all, ""},
		{faultOf("dribble", "bytes", 100, "interval", "1ms"), "timeout", all, ""},
		{faultOf("mutate"), "timeout", all, ""}, {faultOf("lose_reply", "by", "close"), "empty", nil, "close"},
	} {
		rule := l.rule(matchOp("iqchannels", "streamEvents"), row.fault)
		count := len(row.want)
		if row.end != "" {
			count = len(all) + 1 // the stream ends by itself
		}
		got := send.listen(l, listen, count)
		if got.fail != row.fail || !slices.Equal(messages(got), row.want) {
			l.t.Errorf("%+v: %q %q, want %q %q", row.fault, got.fail, messages(got), row.fail, row.want)
		}
		e := l.shaped(rule.ID)
		if len(e.Findings) > 0 || (e.Sent == nil) != (row.end == "") || e.Sent != nil &&
			(string(e.Sent.End) != row.end || e.Sent.Bytes != int64(len(got.body))) {
			l.t.Errorf("%+v: entry %+v, sent %+v", row.fault, e, e.Sent)
		}
		if again := messages(send.listen(l, listen, len(all))); !slices.Equal(again, all) {
			l.t.Errorf("%+v: a spent rule acted: %q", row.fault, again)
		}
	}
}

// After an interim status the connection ends: net/http alone would go on to an empty 200.
func TestInterimStatus(t *testing.T) {
	for _, status := range []int{100, 101, 103, 199} {
		l := newLab(t, false, mock.Options{})
		rule := l.rule(matchOp("bonder", "listRepositories"), faultOf("status", "status", status, "headers",
			map[string]any{"Link": "</x>"}))
		conn, err := net.Dial("tcp", strings.TrimPrefix(l.base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn,
			"GET /bonder/repositories HTTP/1.1\r\nHost: x\r\nX-Auth-Key: x\r\nX-Auth-Email: x\r\n\r\n")
		got, err := io.ReadAll(conn)
		conn.Close()
		if err != nil || !strings.HasPrefix(string(got), fmt.Sprintf("HTTP/1.1 %d ", status)) ||
			strings.Count(string(got), "HTTP/1.1") != 1 || !strings.Contains(string(got), "Link: </x>") {
			t.Errorf("%d: %v %q", status, err, got)
		}
		if e := l.shaped(rule.ID); e.Response == nil || e.Response.Status != status || e.Sent == nil ||
			e.Sent.End != "close" || len(e.Findings) > 0 {
			t.Errorf("%d: entry %+v, sent %+v", status, e, e.Sent)
		}
	}
}

// messages returns those of a stream in the usual form, whatever form they came in.
func messages(o outcome) []string {
	var list []string
	for _, block := range strings.SplitAfter(strings.ReplaceAll(o.body, "\r\n", "\n"), "\n\n") {
		data := ""
		for _, line := range strings.Split(block, "\n") {
			if text, ok := strings.CutPrefix(line, "data:"); ok {
				data += strings.TrimPrefix(text, " ")
			}
		}
		if data != "" {
			list = append(list, "data: "+data+"\n\n")
		}
	}
	return list
}
