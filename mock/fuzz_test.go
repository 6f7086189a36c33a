package mock_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/spec"
)

// ring is a server with one world in which something exists already; every fuzzed request meets a fork of it.
type ring struct {
	server  *mock.Server
	control *client.Client
	known   map[string]string // path variables of what exists
	signIn  string            // header lines of a client that has its credential
}

func newRing(tb testing.TB, api string) *ring {
	tb.Helper()
	s, err := mock.New(mock.Options{Seed: 1, At: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Clock: "frozen",
		PublicURL: "http://127.0.0.1:8080"})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	r := &ring{server: s, control: inProcess(s), known: map[string]string{}}
	for name, values := range signIn(tb, s, api) {
		r.signIn += name + ": " + values[0] + "\r\n"
	}
	// post makes something exist; it gives the value of a member of the answer, wherever it stands.
	post := func(path, body, member string) string {
		status, answer := r.send(tb, mock.DefaultWorld, api, "POST", path, r.signIn+
			"Content-Type: application/json\r\n", []byte(body))
		_, rest, found := strings.Cut(string(answer), `"`+member+`":`)
		if status > 299 || !found {
			tb.Fatalf("%s %s: %d %s", api, path, status, answer)
		}
		return strings.Trim(rest[:strings.IndexAny(rest, ",}")], `"`)
	}
	raise := func(event string, args map[string]any) {
		if _, err := r.control.Raise(context.Background(), mock.DefaultWorld,
			client.Event{API: api, Event: event, Args: args}); err != nil {
			tb.Fatal(err)
		}
	}
	switch api {
	case "bonder":
		r.known["card_id"] = post("/users", "", "cardId")
		r.known["cardId"] = r.known["card_id"]
	case "iqchannels":
		raise("operator.message", map[string]any{"client": 1, "text": "Hello"})
	case "radist":
		r.known["connection_id"] = post("/v2/companies/7/connections/", `{"type":"whatsapp"}`, "id")
		raise("whatsapp.qr_scanned", nil)
		raise("customer.message", map[string]any{"from": "79990000001", "text": "Hello"})
		r.known["session_id"] = post("/v2/companies/7/telegram/init", `{"auth_type":"qr"}`, "session_id")
	case "timconnect":
		raise("smsc.message", map[string]any{"receiver": "79991234567", "sender": "BANK", "message": "Paid"})
		raise("call.incoming", map[string]any{"phone": "79991234567", "caller": "79990000000"})
	}
	return r
}

// unsent says that net/http would refuse a request before any handler.
const unsent = -1

// send writes a request as a client would and hands it to the server as net/http does.
func (r *ring) send(tb testing.TB, id, api, method, path, headers string, body []byte) (int, []byte) {
	tb.Helper()
	var raw bytes.Buffer
	fmt.Fprintf(&raw, "%s /w/%s/%s%s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n%sContent-Length: %d\r\n\r\n", method, id, api,
		path, headers, len(body))
	raw.Write(body)
	req, err := http.ReadRequest(bufio.NewReader(&raw))
	if err != nil || req.ContentLength != int64(len(body)) || !strings.HasPrefix(req.URL.EscapedPath(), "/w/"+
		id+"/"+api) {
		return unsent, nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	w := &leaver{ResponseRecorder: httptest.NewRecorder(), leave: cancel}
	r.server.ServeHTTP(w, req.WithContext(ctx))
	return w.Code, w.Body.Bytes()
}

// leaver is a client that leaves a stream when its header has come.
type leaver struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

func (h *leaver) Flush() { h.leave() }

// FuzzBonder, FuzzIqchannels, FuzzRadist and FuzzTimconnect send anything through the whole chain: never a panic, never
// a defect, always one entry that is closed.
func FuzzBonder(f *testing.F) { fuzzChain(f, "bonder") }

// FuzzIqchannels is the same for iQChannels.
func FuzzIqchannels(f *testing.F) { fuzzChain(f, "iqchannels") }

// FuzzRadist is the same for Radist.Online.
func FuzzRadist(f *testing.F) { fuzzChain(f, "radist") }

// FuzzTimconnect is the same for TIM Connect and Kittn.
func FuzzTimconnect(f *testing.F) { fuzzChain(f, "timconnect") }

func fuzzChain(f *testing.F, api string) {
	r := newRing(f, api)
	seeds := 0
	for _, op := range spec.Operations(api) {
		examples, err := spec.Examples(op)
		if err != nil || len(examples) == 0 {
			f.Fatalf("%s: no example (%v)", op.ID, err)
		}
		for _, ex := range examples {
			headers := ""
			for name, values := range ex.Header {
				headers += name + ": " + values[0] + "\r\n"
			}
			if ex.ContentType != "" {
				headers += "Content-Type: " + ex.ContentType + "\r\n"
			}
			path := inserted(op.Path, ex.Path, r.known)
			if len(ex.Query) > 0 {
				path += "?" + ex.Query.Encode()
			}
			f.Add(ex.Method, path, headers, ex.Body, true)
			seeds++
		}
	}
	if seeds == 0 {
		f.Fatal("no seeds")
	}
	op := spec.Operations(api)[0]
	f.Add("PATCH", op.Path, "Content-Type: text/plain; charset=\"\r\n", []byte("\xff{\"a\":1,\"a\":[}"), false)
	f.Add("GET", "//%2e%2e/%00?a=%zz&a;b",
		"Accept: */*;q=x\r\nAccept: ,\r\nCookie: sessionid=\x80\r\nAuthorization: \r\n", []byte("null"), false)
	f.Fuzz(func(t *testing.T, method, path, headers string, body []byte, signedIn bool) {
		if path == "" || path[0] != '/' {
			path = "/" + path
		}
		w, err := r.control.Fork(context.Background(), mock.DefaultWorld, client.ForkRequest{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := r.control.DeleteWorld(context.Background(), w.ID); err != nil {
				t.Error(err)
			}
		}()
		if signedIn {
			headers = r.signIn + headers
		}
		status, answer := r.send(t, w.ID, api, method, path, headers, body)
		if status == unsent {
			return
		}
		page, err := r.control.Journal(context.Background(), w.ID, noQuery)
		if err != nil {
			t.Fatal(err)
		}
		exchanges := 0
		for _, e := range page.Entries {
			if e.State == journal.Open {
				t.Errorf("%s %s: entry %d is left open", method, path, e.Seq)
			}
			if e.Kind == journal.Exchange {
				exchanges++
			}
			for _, found := range e.Findings {
				if found.Kind == journal.Defect {
					t.Errorf("%s %s %q\n%s%q\ndefect %s at %s: %s (expected %s, got %s) in %d %q",
						e.Operation, method, path, headers, body, found.Code, found.Pointer, found.Message,
						found.Expected, found.Actual, status, answer)
				}
			}
		}
		if exchanges != 1 || status < 200 || status > 599 {
			t.Errorf("%s %s: %d entries, status %d", method, path, exchanges, status)
		}
	})
}

// inserted puts what exists into a path that was made from a template.
func inserted(template, path string, known map[string]string) string {
	names, values := strings.Split(template, "/"), strings.Split(path, "/")
	if len(names) != len(values) {
		return path
	}
	for i, name := range names {
		if v, ok := known[strings.Trim(name, "{}")]; ok && strings.HasPrefix(name, "{") {
			values[i] = url.PathEscape(v)
		}
	}
	return strings.Join(values, "/")
}
