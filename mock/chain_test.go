package mock_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(patient{m}, lasting()...) }

// lasting are goroutines that may outlive a test.
func lasting() []goleak.Option {
	return []goleak.Option{
		goleak.IgnoreTopFunction("net/http.(*persistConn).readLoop"),
		goleak.IgnoreTopFunction("net/http.(*persistConn).writeLoop"),
		goleak.IgnoreTopFunction("internal/poll.runtime_pollWait"),      // idle connections of the default client
		goleak.IgnoreAnyFunction("github.com/dlclark/regexp2.runClock"), // the pattern library's clock ends by itself
	}
}

// patient returns what is about to end ten seconds: goleak alone gives half a one, as much as net/http's server lingers
// after 413.
type patient struct{ *testing.M }

func (p patient) Run() int {
	code := p.M.Run()
	for tries := 0; tries < 20 && goleak.Find(lasting()...) != nil; tries++ {
	}
	return code
}

// sendsAllFirst is a client that reads no answer before its whole body has left, as many do.
func sendsAllFirst(t *testing.T, s *mocktest.Server, path, body string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn,
		"POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", path, len(body),
		body); err != nil {
		t.Fatalf("%s: the body could not be sent: %v", path, err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 413 ") {
		t.Errorf("%s: %v, %.100s", path, err, answer)
	}
}

func TestClientThatLeavesInTheMiddle(t *testing.T) {
	s := mocktest.Start(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn,
		"POST /w/%s/bonder/auth HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "+
			"100\r\n\r\n{\"user", s.World.ID)
	conn.Close()
	e, err := s.Control.Await(t.Context(), s.World.ID, client.Query{}, func(e journal.Entry) bool {
		return e.State != journal.Open
	})
	if err != nil || e.State != journal.Aborted || string(e.Request.Body) != `{"user` {
		t.Errorf("entry %+v, %v", e, err)
	}
	bonderToken(t, s.URL("bonder"), 1000) // the server goes on
}

func TestHeaderFloodIsRefused(t *testing.T) {
	s := mocktest.Start(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /bonder/repositories HTTP/1.1\r\nHost: x\r\n")
	go func() {
		line := []byte("X-Flood: " + strings.Repeat("f", 8000) + "\r\n")
		for range 64 {
			if _, err := conn.Write(line); err != nil {
				return
			}
		}
	}()
	answer := make([]byte, 64)
	n, err := io.ReadAtLeast(conn, answer, 12)
	if err != nil || !bytes.Contains(answer[:n], []byte("431")) {
		t.Errorf("got %q, %v; want 431", answer[:n], err)
	}
}

func TestWhatTheClientHasIsInTheJournal(t *testing.T) {
	s := mocktest.Start(t)
	headers := bonderToken(t, s.URL("bonder"), 1000)
	for i := range 200 {
		call(t, "GET", s.URL("bonder")+"/repositories", "", headers...)
		if e := last(t, s); e.State != journal.Closed || e.Seq != int64(i+2) {
			t.Fatalf("request %d: the last entry is %d, %s", i, e.Seq, e.State)
		}
	}
}

// noQR leaves out the QR codes: they hold the address, and so the port.
func noQR(text string) string {
	return regexp.MustCompile(`"cardQrc":"[^"]*"`).ReplaceAllString(text, `"cardQrc":""`)
}

// Two worlds used side by side answer exactly as each would alone, and two with the same seed answer the same bytes.
func TestWorldsAreIsolatedAndDeterministic(t *testing.T) {
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	visit := func(url string) string {
		var b strings.Builder
		headers := bonderToken(t, url, 1000)
		_, text, _ := call(t, "POST", url+"/users", "", headers...)
		b.WriteString(text)
		var made struct{ Result struct{ CardID string } }
		if err := json.Unmarshal([]byte(text), &made); err != nil {
			t.Fatal(err)
		}
		for _, step := range []string{`{"translatable":{"pl":{"name":"Jan","lastname":"Kowalski"}}}`,
			`{"non-translatable":{"mobileA":"48 22"}}`} {
			_, text, _ = call(t, "PUT", url+"/users/"+made.Result.CardID, step, headers...)
			b.WriteString(text)
		}
		_, text, _ = call(t, "GET", url+"/users/"+made.Result.CardID, "", headers...)
		return b.String() + text
	}
	canonical := func(s *mocktest.Server) string {
		page, err := s.Control.Journal(t.Context(), s.World.ID, client.Query{Canonical: true})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(page)
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(string(text), s.Base, "BASE")
	}
	a, b := mocktest.Start(t, mocktest.At(at), mocktest.Seed(42)), mocktest.Start(t, mocktest.At(at), mocktest.Seed(42))
	first := noQR(strings.ReplaceAll(visit(a.URL("bonder")), a.Base, "BASE"))
	second := noQR(strings.ReplaceAll(visit(b.URL("bonder")), b.Base, "BASE"))
	if first != second {
		t.Errorf("answers differ:\n%s\n%s", first, second)
	}

	// Side by side on one server: the other world's use changes nothing.
	var wg sync.WaitGroup
	results := make([]string, 2)
	for i, id := range []string{"alone", "noisy"} {
		w, err := a.Control.MakeWorld(t.Context(), client.WorldRequest{ID: id, Seed: &a.World.Seed, At: &at,
			Clock: client.Frozen()})
		if err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			for range 3 {
				bonderToken(t, a.URL("bonder"), 1000) // a third world is noisy meanwhile
			}
			results[i] = noQR(strings.ReplaceAll(visit(w.URLs["bonder"]), id, "ID"))
		})
	}
	wg.Wait()
	if results[0] != results[1] || !strings.Contains(results[0], "Kowalski") {
		t.Errorf("worlds disturb each other:\n%s\n%s", results[0], results[1])
	}
	// The same world twice on one server: the same bytes, journal included.
	var journals []string
	for range 2 {
		w, err := a.Control.MakeWorld(t.Context(), client.WorldRequest{ID: "again", Seed: &a.World.Seed, At: &at,
			Clock: client.Frozen()})
		if err != nil {
			t.Fatal(err)
		}
		answers := visit(w.URLs["bonder"])
		s := *a
		s.World = w
		journals = append(journals, answers+canonical(&s))
		if err := a.Control.DeleteWorld(t.Context(), "again"); err != nil {
			t.Fatal(err)
		}
	}
	if journals[0] != journals[1] {
		t.Errorf("the same seed and calls gave other bytes:\n%s\n%s", journals[0], journals[1])
	}
}

func TestForkCopiesEverythingThatIs(t *testing.T) {
	s := mocktest.Start(t, mocktest.At(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)),
		mocktest.Switch("bonder", "regexMode", "literal"))
	headers := bonderToken(t, s.URL("bonder"), 1000)
	s.Fault(client.FaultRequest{Match: matchOp("bonder", "listRepositories"),
		Fault: faultOf("error", "code", "DATABASE_ERROR")})
	fork, err := s.Control.Fork(t.Context(), s.World.ID, client.ForkRequest{ID: "copy"})
	if err != nil {
		t.Fatal(err)
	}
	if fork.Switches["bonder"]["regexMode"] != "literal" || !fork.Clock.Now.Equal(s.World.Clock.Now) ||
		fork.Seed != s.World.Seed {
		t.Errorf("fork %+v", fork)
	}
	_, text, _ := call(t, "GET", fork.URLs["bonder"]+"/repositories", "", headers...)
	if !strings.Contains(text, "DATABASE_ERROR") {
		t.Errorf("the fault did not survive: %s", text)
	}
	_, text, _ = call(t, "GET", fork.URLs["bonder"]+"/repositories", "", headers...)
	if !strings.Contains(text, `"success":true`) {
		t.Errorf("the token did not survive: %s", text)
	}
	page, err := s.Control.Journal(t.Context(), "copy", client.Query{})
	if err != nil || len(page.Entries) != 2 {
		t.Errorf("the fork's journal starts with %d entries, %v", len(page.Entries), err)
	}
	a, b := bonderToken(t, s.URL("bonder"), 1000), bonderToken(t, fork.URLs["bonder"], 1000)
	if a[1] != b[1] {
		t.Error("the fork's chance goes another way")
	}
}

func TestClosedWorld(t *testing.T) {
	s := mocktest.Start(t)
	bonderToken(t, s.URL("bonder"), 1000)
	call(t, "GET", s.URL("bonder")+"/nowhere", "")
	rule := s.Fault(client.FaultRequest{Match: matchOp("bonder", "getCard"),
		Fault: faultOf("error", "code", "DATABASE_ERROR")})
	sum, err := s.Control.Close(t.Context(), s.World.ID)
	if err != nil || sum.Unmatched != 1 || sum.Defects != 0 || len(sum.UnfiredRules) != 1 ||
		sum.UnfiredRules[0].ID != rule.ID {
		t.Fatalf("summary %+v, %v", sum, err)
	}
	if status, text, _ := call(t, "POST", s.URL("bonder")+"/auth", fmt.Sprintf(account, 1000)); status != 503 {
		t.Errorf("a closed world answers %d %s", status, text)
	}
	if e := last(t, s); e.State != journal.Late {
		t.Errorf("the last entry is %s", e.State)
	}
	if err := s.Control.DeleteWorld(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := call(t, "POST", s.URL("bonder")+"/auth", fmt.Sprintf(account, 1000)); status != 404 {
		t.Errorf("a deleted world answers %d", status)
	}
}

// TestAnswersOfOurOwn checks that what Sparring itself answers is in a journal as it was sent, without secrets.
func TestAnswersOfOurOwn(t *testing.T) {
	s := mocktest.Start(t)
	secrets := []string{"X-Auth-Key", "secret-key-1", "Authorization", "Basic c2VjcmV0LTI=", "Cookie",
		"sessionid=secret-cookie-3"}
	call(t, "GET", s.Base+"/w/nobody/iqchannels/rest/chat/client/id/secret-path-4?password=secret-query-5",
		"", secrets...)
	call(t, "GET", s.Base+"/nothing?access_token=secret-query-6", "", secrets...)
	call(t, "GET", s.URL("bonder")+"/repository", "", secrets...)
	if e := last(t, s); !e.Unmatched || e.Hint != "listRepositories" {
		t.Errorf("unmatched %v, hint %q", e.Unmatched, e.Hint)
	}
	if _, err := s.Control.Close(t.Context(), s.World.ID); err != nil {
		t.Fatal(err)
	}
	call(t, "GET", s.URL("bonder")+"/users/x?token=secret-query-7", "", secrets...)
	if e := last(t, s); e.State != journal.Late || e.Operation != "getCard" {
		t.Errorf("state %s, operation %q", e.State, e.Operation)
	}
	own, err := s.Control.ServerJournal(t.Context(), noQuery)
	if err != nil || len(own.Entries) != 2 {
		t.Fatalf("%d entries, %v", len(own.Entries), err)
	}
	for _, e := range append(own.Entries, last(t, s)) {
		if !strings.Contains(string(e.Response.Body), `"type":"urn:sparring:problem:`) ||
			e.Response.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("the answer is kept as %+v", e.Response)
		}
	}
	text := jsonOf(t, own) + jsonOf(t, s.Journal())
	for _, secret := range []string{"secret-", "c2VjcmV0LTI="} {
		if strings.Contains(text, secret) {
			t.Errorf("%q shows in %s", secret, text)
		}
	}
}

func TestOwnPorts(t *testing.T) {
	s := mocktest.Start(t)
	w, err := s.Control.MakeWorld(t.Context(), client.WorldRequest{Listen: true})
	if err != nil {
		t.Fatal(err)
	}
	headers := bonderToken(t, w.URLs["bonder"], 1000)
	_, text, _ := call(t, "POST", w.URLs["bonder"]+"/users", "", headers...)
	if !strings.Contains(text, `"cardAddr":"`+w.URLs["bonder"]+`/card/`) {
		t.Errorf("cardAddr is not under %s: %s", w.URLs["bonder"], text)
	}
	if err := s.Control.DeleteWorld(t.Context(), w.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := net.Dial("tcp", strings.TrimPrefix(w.URLs["bonder"], "http://")); err == nil {
		t.Error("the port is open although its world is gone")
	}
}

func TestWorldBounds(t *testing.T) {
	s := mocktest.Start(t)
	for _, row := range []struct {
		req    client.WorldRequest
		status int
	}{
		{client.WorldRequest{ID: s.World.ID}, 409}, {client.WorldRequest{ID: "default"}, 409},
		{client.WorldRequest{ID: "Über"}, 422}, {client.WorldRequest{ID: "-a"}, 422},
		{client.WorldRequest{ID: strings.Repeat("a", 64)}, 422},
		{client.WorldRequest{Switches: client.Switches{"bonder": {"nothing": 1}}}, 422},
		{client.WorldRequest{Clock: &client.ClockSetting{Mode: "walking"}}, 422},
	} {
		_, err := s.Control.MakeWorld(t.Context(), row.req)
		var p *client.Problem
		if !errors.As(err, &p) || p.Status != row.status {
			t.Errorf("%+v: %v, want status %d", row.req, err, row.status)
		}
	}
	if worlds, err := s.Control.Worlds(context.Background()); err != nil || len(worlds) != 2 {
		t.Errorf("refused worlds exist: %d, %v", len(worlds), err)
	}
}

func TestFaultLoseReply(t *testing.T) {
	s := mocktest.Start(t)
	headers := bonderToken(t, s.URL("bonder"), 1000)
	s.Fault(client.FaultRequest{Match: matchOp("bonder", "createProfile"), Fault: faultOf("lose_reply")})
	r, _ := http.NewRequest("POST", s.URL("bonder")+"/users", nil)
	r.Header = http.Header{headers[0]: {headers[1]}, headers[2]: {headers[3]}}
	if resp, err := (&http.Transport{}).RoundTrip(r); err == nil {
		resp.Body.Close()
		t.Fatal("the reply was not lost")
	}
	e := last(t, s)
	var meant struct{ Result struct{ CardID string } }
	if e.Response == nil || json.Unmarshal(e.Response.Body, &meant) != nil || meant.Result.CardID == "" ||
		e.Sent == nil || e.Sent.End != "reset" || len(e.Faults) != 1 {
		t.Fatalf("entry %+v", e)
	}
	if _, text, _ := call(t, "GET", s.URL("bonder")+"/users/"+meant.Result.CardID, "",
		headers...); !strings.Contains(text, `"success":true`) {
		t.Errorf("the profile does not exist: %s", text)
	}
}
