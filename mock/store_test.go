package mock_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/clock"
	"sparring/mock/control/client"
	"sparring/mock/fake"
	"sparring/mock/fault"
	"sparring/mock/keep"
	"sparring/mock/problem"
	"sparring/mock/store"
	"sparring/mock/store/storetest"
	"sparring/spec"
)

// keptServer is a server whose worlds are in a store. It ends with the test.
func keptServer(t *testing.T, s store.Store) *mock.Server {
	t.Helper()
	server, err := mock.New(mock.Options{
		PublicURL: "http://127.0.0.1:8080", Seed: 1, Clock: clock.Frozen,
		At: time.Date(2030, 1, 2, 3, 4, 5, 6, time.UTC), Store: s,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

// shownAt returns what the server shows at a path.
func shownAt(t *testing.T, s http.Handler, path string) string {
	t.Helper()
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080"+path, nil))
	if rec.Code != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, rec.Code, rec.Body)
	}
	return rec.Body.String()
}

// all is all that the control API shows of a world, by path.
func all(t *testing.T, s http.Handler, world string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, path := range []string{
		"", "/journal", "/faults", "/outbox", "/clock", "/state/bonder", "/state/iqchannels", "/state/radist",
		"/state/timconnect",
	} {
		out[path] = shownAt(t, s, client.Prefix+"/worlds/"+world+path)
	}
	return out
}

func sameWorld(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for path := range want {
		if got[path] == want[path] {
			continue
		}
		at := 0
		for at < min(len(got[path]), len(want[path])) && got[path][at] == want[path][at] {
			at++
		}
		from := max(0, at-200)
		t.Errorf("%s: %q differs at byte %d:\n%.500s\nwant\n%.500s", what, path, at, got[path][from:],
			want[path][from:])
	}
}

// live does in a world what each part of it has to remember: facts of all APIs, a planted one, messages, rules that
// count, switches, the clock.
func live(t *testing.T, s *mock.Server) {
	t.Helper()
	next(t, s)
	c, ctx, id := inProcess(s), t.Context(), mock.DefaultWorld
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.SetSwitches(ctx, id, client.Switches{"bonder": {"regexMode": "literal", "tokenTTL": "2h"}})
	check(err)
	_, err = c.Advance(ctx, id, 90*time.Second)
	check(err)
	none := 0
	for _, r := range []client.FaultRequest{
		{Match: fault.Match{API: "bonder", Body: map[string]any{"/n": json.Number("9007199254740993")}}, After: 2,
			Fault: fault.Spec{Kind: "status", Parameters: map[string]any{"status": json.Number("503")}}},
		{Match: fault.Match{API: "radist"}, Times: &none,
			Fault: fault.Spec{Kind: "delay", Parameters: map[string]any{"duration": "1ms"}}},
		{Match: fault.Match{API: "timconnect"}, Fault: fault.Spec{Kind: "mutate"}},
	} {
		_, err = c.AddFault(ctx, id, r)
		check(err)
	}
	check(c.RemoveFault(ctx, id, "f1"))
	var state map[string]any
	check(c.State(ctx, id, "bonder", &state))
	_, err = c.Plant(ctx, id, "bonder", state)
	check(err)
	_, err = c.Raise(ctx, id, client.Event{API: "iqchannels", Event: "auth.failing", Args: map[string]any{
		"mode": "status", "status": 503, "times": 100}})
	check(err)
}

// next sends requests of every API and returns what was answered.
func next(t *testing.T, s *mock.Server) (answers []string) {
	t.Helper()
	for _, api := range spec.APIs() {
		credentials := signIn(t, s, api)
		for _, op := range spec.Operations(api) {
			examples, err := spec.Examples(op)
			if op.Stream || err != nil || len(examples) == 0 {
				continue
			}
			ex := examples[0]
			r := httptest.NewRequest(ex.Method, "/"+api+ex.Path+"?"+ex.Query.Encode(),
				strings.NewReader(string(ex.Body)))
			for name, values := range credentials {
				r.Header[name] = values
			}
			for name, values := range ex.Header {
				r.Header[name] = values
			}
			if ex.ContentType != "" {
				r.Header.Set("Content-Type", ex.ContentType)
			}
			rec := httptest.NewRecorder()
			s.ServeHTTP(rec, r)
			answers = append(answers, op.ID+" "+rec.Body.String())
		}
	}
	return answers
}

// A server that begins with what a killed one has left has the same worlds, and goes on as that would have: the same
// facts, time, rules, messages, entries with their marks, and the same chance.
func TestWorldsOutliveTheirServer(t *testing.T) {
	kept := &storetest.Memory{}
	first := keptServer(t, kept)
	live(t, first)
	want := all(t, first, mock.DefaultWorld)
	left := kept.Copy()
	second := keptServer(t, left)
	sameWorld(t, "second", all(t, second, mock.DefaultWorld), want)
	third := keptServer(t, left.Copy())
	sameWorld(t, "third", all(t, third, mock.DefaultWorld), want)

	before, after := next(t, first), next(t, second)
	if len(before) < 40 {
		t.Fatalf("only %d requests were sent", len(before))
	}
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("answered\n%.300s\nwant\n%.300s", after[i], before[i])
		}
	}
	sameWorld(t, "a killed second", all(t, keptServer(t, left.Copy()), mock.DefaultWorld), all(t, second,
		mock.DefaultWorld))
}

// Worlds that were made, forked, closed and deleted are so after a restart, with their clocks.
func TestKeptWorlds(t *testing.T) {
	kept := &storetest.Memory{}
	s := keptServer(t, kept)
	c, ctx := inProcess(s), t.Context()
	ttl := client.Duration(time.Hour)
	for _, id := range []string{"made", "gone", "closed"} {
		if _, err := c.MakeWorld(ctx, client.WorldRequest{ID: id, Label: "the " + id, TTL: &ttl}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.Run(ctx, "made", 60)
	if err == nil {
		_, err = c.Fork(ctx, "made", client.ForkRequest{ID: "forked"})
	}
	if err == nil {
		_, err = c.Close(ctx, "closed")
	}
	if err := errors.Join(err, c.DeleteWorld(ctx, "gone")); err != nil {
		t.Fatal(err)
	}
	was, err := c.Clock(ctx, "made")
	if err != nil {
		t.Fatal(err)
	}
	again := inProcess(keptServer(t, kept.Copy()))
	worlds, err := again.Worlds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, w := range worlds {
		ids = append(ids, w.ID)
		if want := "the " + w.ID; w.Label != want && w.ID != "forked" && w.ID != mock.DefaultWorld {
			t.Errorf("the label of %s is %q", w.ID, w.Label)
		}
		if w.ID != mock.DefaultWorld && (w.TTL == nil || *w.TTL != ttl) {
			t.Errorf("the ttl of %s is %v", w.ID, w.TTL)
		}
	}
	if got := strings.Join(ids, " "); got != "closed default forked made" {
		t.Errorf("worlds %s", got)
	}
	if now, err := again.Clock(ctx, "made"); err != nil || now.Now.Before(was.Now) || now.Scale != 60 {
		t.Errorf("the clock was %v, and is %v, %v", was, now, err)
	}
	var closed *client.Problem
	_, err = again.Advance(ctx, "closed", time.Second)
	if !errors.As(err, &closed) || closed.Code() != problem.WorldClosed {
		t.Errorf("the closed world: %v", err)
	}
}

// The own ports of a world are opened again at the same address.
func TestKeptPorts(t *testing.T) {
	kept := &storetest.Memory{}
	var url string
	for range 2 {
		s, err := mock.New(mock.Options{Store: kept})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		address, err := s.Listen("127.0.0.1:0", nil)
		if err != nil {
			t.Fatal(err)
		}
		if url == "" {
			w, err := client.New("http://"+address).MakeWorld(t.Context(), client.WorldRequest{ID: "own", Listen: true})
			if err != nil {
				t.Fatal(err)
			}
			url = w.URLs["bonder"]
		}
		if status, text, _ := call(t, "GET", url+"/repositories", ""); status != http.StatusOK ||
			!strings.Contains(text, "INVALID_CREDENTIALS_ERROR") {
			t.Errorf("%s: %d %s", url, status, text)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A store keeps all of each record.
func TestRecordsAreKept(t *testing.T) {
	w, err := keptServer(t, &storetest.Memory{}).Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range w.Fakes {
		for _, field := range fake.Unkept(f) {
			t.Errorf("%s is not kept", field)
		}
	}
}

// keptFile has the records that a server of this format wrote.
const keptFile = "testdata/store.json"

// TestFormat reads what an earlier build of the same format wrote. If it fails, what a store has means something else
// now: store.Format has to grow, and then -update writes the file anew.
func TestFormat(t *testing.T) {
	type file struct {
		Format  int               `json:"format"`
		Records map[string][]byte `json:"records"`
	}
	kept := &storetest.Memory{}
	if *update {
		live(t, keptServer(t, kept))
		out := file{store.Format, map[string][]byte{}}
		for key, value := range storetest.Content(t, kept)["default"] {
			if !strings.HasPrefix(key, "entry/") || key <= "entry/"+keep.Number(5) { // many, and all alike
				out.Records[key] = []byte(value)
			}
		}
		text, err := json.MarshalIndent(out, "", " ")
		if err == nil {
			err = os.WriteFile(keptFile, text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(keptFile)
	var in file
	if err == nil {
		err = json.Unmarshal(text, &in)
	}
	if err != nil || in.Format != store.Format || len(in.Records) < 30 {
		t.Fatalf("%v: format %d with %d records", err, in.Format, len(in.Records))
	}
	var changes keep.Changes
	for key, value := range in.Records {
		changes.Put(key, value)
	}
	if err := kept.Commit("default", changes); err != nil {
		t.Fatal(err)
	}
	s := keptServer(t, kept)
	for _, answer := range next(t, s)[:20] {
		if strings.Contains(answer, problem.URN) {
			t.Errorf("answered %s", answer)
		}
	}
}

// While a server ends, a request is in the store, or it is not answered.
func TestEndingServerAnswersNothingThatIsLost(t *testing.T) {
	kept := &storetest.Memory{}
	s, err := mock.New(mock.Options{Store: kept, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	const authorization = `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":1000}`
	var answered atomic.Int64
	var clients sync.WaitGroup
	begun := make(chan struct{}, 1000)
	for range 4 {
		clients.Go(func() {
			defer func() { _ = recover() }() // the connection breaks
			for {
				rec := httptest.NewRecorder()
				s.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/bonder/auth", strings.NewReader(authorization)))
				if rec.Code != http.StatusOK {
					return
				}
				answered.Add(1)
				select {
				case begun <- struct{}{}:
				default:
				}
			}
		})
	}
	for range 50 {
		<-begun
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	clients.Wait()
	var state struct {
		Tokens []json.RawMessage `json:"tokens"`
	}
	if err := inProcess(keptServer(t, kept)).State(t.Context(), mock.DefaultWorld, "bonder", &state); err != nil {
		t.Fatal(err)
	}
	if n := int64(len(state.Tokens)); n < answered.Load() || n > answered.Load()+4 {
		t.Errorf("%d answered, %d in the store", answered.Load(), n)
	}
}
