package mock_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/store"
)

// A world is made, changed, closed and deleted at any server.
func TestSharedWorlds(t *testing.T) {
	f := newFleet(t, 2)
	ctx := t.Context()
	made, err := f.control[0].MakeWorld(ctx, client.WorldRequest{ID: "w", Label: "ours"})
	f.must(err)
	if _, err := f.control[1].MakeWorld(ctx, client.WorldRequest{ID: "w"}); err == nil {
		t.Error("a name is taken twice")
	}
	if _, err := f.control[1].MakeWorld(ctx, client.WorldRequest{ID: "v", Listen: true}); err == nil {
		t.Error("a shared world has ports of its own")
	}
	shown, err := f.control[1].World(ctx, "w")
	if err != nil || shown.Label != "ours" || shown.Seed != made.Seed {
		t.Errorf("%+v %v", shown, err)
	}
	one, err := f.control[0].MakeWorld(ctx, client.WorldRequest{})
	f.must(err)
	two, err := f.control[1].MakeWorld(ctx, client.WorldRequest{})
	if err != nil || one.ID == two.ID {
		t.Errorf("%v and %v, %v", one.ID, two.ID, err)
	}
	list, err := f.control[1].Worlds(ctx)
	if err != nil || len(list) != 4 {
		t.Errorf("%d worlds, %v", len(list), err)
	}
	if r := f.send(1, "GET", "/w/w/bonder/nothing", ""); r.status != http.StatusNotFound {
		t.Errorf("%+v", r)
	}
	fork, err := f.control[0].Fork(ctx, "w", client.ForkRequest{ID: "fork"})
	if err != nil || fork.Seed != made.Seed {
		t.Errorf("%v %v", fork, err)
	}
	sum, err := f.control[1].Close(ctx, "w")
	if err != nil || sum.Entries != 1 {
		t.Errorf("%+v %v", sum, err)
	}
	if r := f.send(0, "GET", "/w/w/bonder/nothing", ""); !r.has("late") {
		t.Errorf("a world that was closed at another server answers %+v", r)
	}
	f.must(f.control[1].DeleteWorld(ctx, "w"))
	if r := f.send(0, "GET", "/w/w/bonder/nothing", ""); r.status != http.StatusNotFound || !r.has("unknown-world") {
		t.Errorf("a world that was deleted at another server answers %+v", r)
	}
	if _, err := f.control[0].Journal(ctx, "w", client.Query{}); err == nil {
		t.Error("its journal is there")
	}
	_, err = f.control[0].MakeWorld(ctx, client.WorldRequest{ID: "w", Seed: new(uint64)})
	f.must(err)
	if shown, err := f.control[1].World(ctx, "w"); err != nil || shown.Seed != 0 {
		t.Errorf("the world that was made again: %+v %v", shown, err)
	}
	for _, id := range []string{"w", "fork", one.ID, two.ID, "default"} {
		f.must(f.control[1].DeleteWorld(ctx, id))
	}
	if left, err := f.store.Worlds(); err != nil || len(left) > 0 {
		t.Errorf("left: %q %v", left, err)
	}
}

// The bound of worlds holds for all servers together. To be full is no failure of the store.
func TestSharedWorldsAreBounded(t *testing.T) {
	f := &fleet{t: t, store: store.NewMemory(), log: &lockedBuffer{}, most: 3}
	f.start()
	f.start()
	for i := range 8 {
		_, err := f.control[i%2].MakeWorld(t.Context(), client.WorldRequest{})
		if i < f.most {
			f.must(err)
			continue
		}
		if p, ok := errors.AsType[*client.Problem](err); !ok || p.Code() != client.Full {
			t.Errorf("the world %d beside %d: %v", i+1, f.most, err)
		}
	}
	f.must(f.send(1, "GET", "/w/world-1/bonder/repositories", "").failed(http.StatusOK))
	if said := f.log.String(); said != "" {
		t.Errorf("the log says %s", said)
	}
}

// A reader at one server waits for what happens at another.
func TestSharedJournalIsFollowed(t *testing.T) {
	f := newFleet(t, 2)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	f.send(0, "GET", "/bonder/one", "")
	waited := make(chan error, 1)
	go func() {
		page, err := f.control[0].WaitJournal(ctx, "default", client.Query{API: "radist"}, time.Minute)
		if err == nil && len(page.Entries) == 0 {
			err = errors.New("nothing came")
		}
		waited <- err
	}()
	streamed := make(chan error, 1)
	go func() {
		done := errors.New("done")
		err := f.control[0].StreamJournal(ctx, "default", client.Query{API: "radist"}, func(journal.Entry) error {
			return done
		})
		if errors.Is(err, done) {
			err = nil
		}
		streamed <- err
	}()
	for {
		f.send(1, "GET", "/radist/two", "")
		select {
		case err := <-waited:
			f.must(err)
			f.must(<-streamed)
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Without the engine requests get 503, the log says it once, and all goes on when it is back. A request whose reply
// from the engine was lost is there once.
func TestSharedStoreFails(t *testing.T) {
	f := newFleet(t, 2)
	headers := bonderToken(t, f.urls[0]+"/bonder", 1000)
	get := func(server int) (*http.Response, error) {
		r, err := http.NewRequest(http.MethodGet, f.urls[server]+"/bonder/repositories", nil)
		f.must(err)
		r.Header[headers[0]], r.Header["X-Auth-Email"] = []string{headers[1]}, []string{headers[3]}
		resp, err := http.DefaultClient.Do(r)
		if err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		return resp, err
	}
	f.store.LoseReplies(1)
	f.store.Conflict(1)
	resp, err := get(0)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	before := len(f.entries(1, "default"))
	f.store.Fail(fmt.Errorf("%w: connection refused", store.ErrAway))
	for range 3 {
		resp, err := get(1)
		if err != nil || resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
			t.Errorf("without the engine: %v %v", resp, err)
		}
	}
	if h, err := f.control[1].Health(t.Context()); err == nil && h.Ready {
		t.Error("health says that all is well")
	}
	f.store.Fail(nil)
	if !eventually(func() bool {
		h, err := f.control[1].Health(t.Context())
		return err == nil && h.Ready
	}) {
		t.Fatal("the server does not come back")
	}
	if resp, err := get(1); err != nil || resp.StatusCode != http.StatusOK {
		t.Error(resp, err)
	}
	if got := len(f.entries(0, "default")); got != before+1 || before != 2 {
		t.Errorf("%d entries, then %d", before, got)
	}
	if n := strings.Count(f.log.String(), "requests get 503"); n < 1 || n > 2 { // one line a server
		t.Errorf("the log says %d times that the store is away:\n%s", n, f.log)
	}
}

// An engine that can be read, and takes no changes, is as good as none: its memory or disk is full, or it still loads.
// The log says it once.
func TestSharedStoreRefuses(t *testing.T) {
	f := newFleet(t, 2)
	f.must(f.send(0, "GET", "/bonder/repositories", "").failed(http.StatusOK))
	f.store.Refuse(fmt.Errorf("%w: out of memory", store.ErrAway))
	for range 12 { // meanwhile the servers look twice
		f.must(f.send(0, "GET", "/bonder/repositories", "").failed(http.StatusServiceUnavailable))
		if h, err := f.control[0].Health(t.Context()); err != nil || h.Ready || h.Reason != client.StoreDown {
			t.Fatalf("health says %+v, %v", h, err)
		}
		time.Sleep(100 * time.Millisecond)
	}
	if n := strings.Count(f.log.String(), "requests get 503"); n < 1 || n > 2 { // one line a server
		t.Errorf("the log says %d times that the store takes nothing:\n%s", n, f.log)
	}
	f.store.Refuse(nil)
	if !eventually(func() bool {
		return f.send(0, "GET", "/bonder/repositories", "").failed(http.StatusOK) == nil
	}) {
		t.Error("the server does not come back")
	}
}

// A server that is gone leaves entries that read aborted, and no waiting requests.
func TestSharedServerDies(t *testing.T) {
	f := newFleet(t, 2)
	headers := bonderToken(t, f.urls[0]+"/bonder", 1000)
	rule, err := f.control[0].AddFault(t.Context(), "default", client.FaultRequest{
		Match: fault.Match{API: "bonder"}, Fault: faultOf("hold", "timeout", "10m")})
	f.must(err)
	left, leave := context.WithCancel(t.Context())
	defer leave()
	go func() {
		r, _ := http.NewRequestWithContext(left, http.MethodGet, f.urls[0]+"/bonder/repositories", nil)
		r.Header[headers[0]] = []string{headers[1]}
		if resp, err := http.DefaultClient.Do(r); err == nil {
			resp.Body.Close()
		}
	}()
	_, err = f.control[1].Await(t.Context(), "default", client.Query{}, func(e journal.Entry) bool {
		return e.State == journal.Open
	})
	f.must(err)
	mock.Die(f.servers[0])
	if !eventually(func() bool {
		shown, err := f.control[1].Fault(t.Context(), "default", rule.ID)
		return err == nil && len(shown.Waiting) == 0
	}) {
		t.Error("a request of a server that is gone still waits")
	}
	entries := f.entries(1, "default")
	if e := entries[len(entries)-1]; e.State != journal.Aborted {
		t.Errorf("its entry is %s", e.State)
	}
}

// A server that ends while requests run takes nothing from the others: the journal is whole, and a request that it held
// reads aborted at once.
func TestSharedServerEnds(t *testing.T) {
	f := newFleet(t, 2)
	headers := bonderToken(t, f.urls[0]+"/bonder", 1000)
	_, err := f.control[0].AddFault(t.Context(), "default", client.FaultRequest{
		Match: matchOp("bonder", "createProfile"), Fault: faultOf("hold", "timeout", "10m")})
	f.must(err)
	held := race{t: t}.start("POST", f.urls[0]+"/bonder/users", "", headers...)
	_, err = f.control[1].Await(t.Context(), "default", client.Query{}, func(e journal.Entry) bool {
		return e.State == journal.Open
	})
	f.must(err)
	before := f.entries(1, "default")
	closed := make(chan error)
	go func() { closed <- f.servers[0].Close() }()
	if !eventually(func() bool {
		h, err := f.control[0].Health(t.Context())
		return err == nil && h.Reason == client.Ending
	}) {
		t.Error("health does not say that the server is ending")
	}
	f.fronts[0].CloseClientConnections() // a server with ports of its own does it itself
	f.must(<-closed)
	<-held
	after := f.entries(1, "default")
	if len(after) != len(before) {
		t.Fatalf("the journal has %d entries, and had %d before", len(after), len(before))
	}
	e := after[len(after)-1]
	if e.State != journal.Aborted || len(e.Why) == 0 || e.Why[len(e.Why)-1].Code != "server_ended" {
		t.Errorf("the entry of the request that was held is %s: %v", e.State, e.Why)
	}
	f.must(f.send(1, "GET", "/bonder/repositories", "", headers...).failed(http.StatusOK))
}
