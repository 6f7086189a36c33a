package fault_test

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sparring/mock/fault"
	"sparring/mock/message"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(patient{m}) }

// patient gives what is about to end ten seconds: goleak alone gives half a one.
type patient struct{ *testing.M }

func (p patient) Run() int {
	code := p.M.Run()
	for tries := 0; tries < 20 && goleak.Find() != nil; tries++ {
	}
	return code
}

// catalogue is a small world of two APIs.
type catalogue struct{}

func (catalogue) APIs() []string { return []string{"bonder", "iqchannels"} }

func (catalogue) Operations(api string) []string {
	return map[string][]string{"bonder": {"auth", "saveCard"}, "iqchannels": {"auth", "listen", "send"}}[api]
}

func (c catalogue) Resolve(api, operation string) (string, bool) {
	if api == "bonder" && operation == "card.save" {
		return "saveCard", true
	}
	return operation, slices.Contains(c.Operations(api), operation)
}

func (catalogue) Codes(api, operation string) []string {
	return map[string][]string{
		"bonder auth": {"WRONG_PASSWORD"}, "bonder saveCard": {"DATABASE_ERROR", "TOKEN_EXPIRED"},
		"iqchannels send": {"INVALID"},
	}[api+" "+operation]
}

func (catalogue) Credential(_, operation string) bool { return operation != "auth" }
func (catalogue) Streams(_, operation string) bool    { return operation == "listen" }
func (catalogue) Route(_, operation string) (method string, paths []string) {
	paths = []string{"/" + operation, "/x/{id}/" + operation}
	switch operation {
	case "auth":
		return "POST", append(paths, "/card", "/card/{id}", "/card/{id}/load")
	case "saveCard":
		return "POST", append(paths, "/card/{id}/save")
	case "send":
		return "PUT", paths
	}
	return "GET", paths
}

func (catalogue) Describes(_, operation string, path []string) (may bool, known []string) {
	return operation != "saveCard" || path[0] != "nope", []string{"/result"}
}

// worldTime is where the test worlds stand.
func worldTime() time.Time { return time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC) }

func newSet() *fault.Set {
	return fault.NewSet(catalogue{}, worldTime, func(n int) int { return n - 1 })
}

// rule reads a rule as the control API gets it.
func rule(t testing.TB, text string) fault.Rule {
	t.Helper()
	var r fault.Rule
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

func add(t testing.TB, s *fault.Set, text string) fault.Rule {
	t.Helper()
	r, err := s.Add(rule(t, text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

const answerBody = `{ "success": true, "result": {"phone": "+79990000000", "name": "Анна", "size": 1.50}, ` +
	`"list": [1, 2] }`

// chain is the server's chain in small: decide, hold, stand in, expire, handle, deliver, on a real socket.
type chain struct {
	*httptest.Server
	set     *fault.Set
	world   context.Context
	end     context.CancelFunc
	seq     atomic.Int64
	handled atomic.Int64
	edits   []fault.Edit
	body    string // of the answer

	mu     sync.Mutex
	sent   []fault.Sent // as the fault returned
	told   []fault.Sent // as the end was announced
	detail []string
	order  []int64
	dead   string // why the credential died
}

func newChain(t testing.TB, tls bool) *chain {
	t.Helper()
	c := &chain{set: newSet(), body: answerBody}
	c.world, c.end = context.WithCancel(t.Context())
	c.Server = httptest.NewUnstartedServer(c)
	c.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that clients break off
	if tls {
		c.StartTLS()
	} else {
		c.Start()
	}
	t.Cleanup(func() {
		c.end()
		c.set.ReleaseAll()
		c.CloseClientConnections()
		c.Close()
	})
	return c
}

func (c *chain) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	f := message.Request{Seq: c.seq.Add(1), API: "bonder", Operation: "saveCard", Method: r.Method, Path: r.URL.Path,
		Header: r.Header, Body: body}
	if r.URL.Path == "/listen" {
		f.API, f.Operation = "iqchannels", "listen"
	}
	firing := c.set.Decide(&f)
	if firing == nil {
		c.answer(f.Seq).write(w)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(c.world, cancel)()
	conn := fault.NewConn(firing, w, r, func(s fault.Sent) { c.note(func() { c.told = append(c.told, s) }) })
	defer func() { c.note(func() { c.detail = append(c.detail, firing.Detail) }) }()
	sent := func(s fault.Sent) { c.note(func() { c.sent = append(c.sent, s) }) }
	plain := func(out reply) { // the chain itself sends the response
		c.note(func() { c.told = append(c.told, fault.Sent{Response: message.Response(out)}) })
		_, _ = message.Write(w, r.Method, message.Response(out))
		sent(fault.Sent{Response: message.Response(out)})
	}
	switch k := firing.Fault.(type) {
	case *fault.Hold:
		end, handled := k.Hold(ctx, firing)
		defer handled()
		if end == fault.Gone {
			return
		}
	case *fault.Error:
		plain(reply{Status: http.StatusTeapot, Header: http.Header{}, Body: []byte(k.FailCode())})
		return
	case answerer:
		given, _ := k.Answer()
		if given.Status < http.StatusOK {
			sent(conn.Interim(ctx, given))
		} else {
			plain(reply(given))
		}
		return
	case breaker:
		sent(k.Break(ctx, conn))
		return
	case *fault.Expire:
		c.note(func() { c.dead = k.ExpireReason() })
	case *fault.Stream:
		c.stream(k.Disturb(), w)
		return
	}
	out := c.answer(f.Seq)
	switch k := firing.Fault.(type) {
	case *fault.Mutate:
		out = reply(k.Edit(firing, message.Response(out), c.edits))
	case shaper:
		sent(k.Shape(ctx, conn, message.Response(out)))
		return
	}
	plain(out)
}

type (
	answerer interface {
		Answer() (response message.Response, bare bool)
	}
	breaker interface {
		Break(ctx context.Context, c *fault.Conn) fault.Sent
	}
	shaper interface {
		Shape(ctx context.Context, c *fault.Conn, response message.Response) fault.Sent
	}
)

type reply message.Response

func (r reply) write(w http.ResponseWriter) {
	for k, v := range r.Header {
		w.Header()[k] = v
	}
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.Body)
}

func (c *chain) note(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

// answer is the fake: it counts, and refuses a dead credential.
func (c *chain) answer(seq int64) (out reply) {
	c.handled.Add(1)
	c.note(func() {
		c.order = append(c.order, seq)
		out = reply{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
			Body: []byte(c.body)}
		if c.dead != "" {
			out.Status = http.StatusUnauthorized
		}
	})
	return out
}

// stream sends four messages.
func (c *chain) stream(d *fault.Disturbance, w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	control := http.NewResponseController(w)
	_ = control.Flush()
	for n, m := range []string{"", "one;", "two;", "three;", "four;"} {
		send, _, stall, cut := d.Act(n, []byte(m))
		for _, out := range send {
			_, _ = w.Write(out)
		}
		_ = control.Flush()
		if cut {
			panic(http.ErrAbortHandler)
		}
		if stall {
			<-c.world.Done()
			return
		}
	}
	for _, out := range d.Rest() {
		_, _ = w.Write(out)
	}
}
