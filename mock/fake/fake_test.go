package fake_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock/fake"
	"sparring/mock/param"
	"sparring/mock/world"
)

// The fake of these tests is a library with one operation for each part of the kit.

var (
	sw       = fake.NewSwitches("library")
	loanTime = sw.Duration("loanTime", time.Hour, "how long a book is lent")
	perUser  = sw.Int("perUser", param.Between(1, 10), 2, "books that one reader may have")
)

var (
	unknown = &fake.Refusal{Code: "unknown", Status: http.StatusNotFound, Why: "no such book"}
	toomany = &fake.Refusal{Code: "too_many", Status: http.StatusConflict, Why: "the reader has enough books"}
)

func TestTransactions(t *testing.T) {
	w, f := open(t)
	var tried []fake.Rehearsal
	fake.Rehearse(f, func(r fake.Rehearsal) { tried = append(tried, r) })
	a := send(w, f, "lend", "b", "reader")
	if a.Status != 0 || !strings.Contains(string(a.Body), `"number":0`) {
		t.Fatalf("got %d %s: the first run left its changes", a.Status, a.Body)
	}
	want := `{"books":[{"title":"a","marks":["mark a"]},` +
		`{"title":"b","reader":"reader","until":"2026-11-21T13:00:00Z","marks":["mark b"]},` +
		`{"title":"c","marks":["mark c"]}],"loans":1}`
	if got := shown(f); got != want {
		t.Errorf("the state is\n%s\nwant\n%s", got, want)
	}
	if box, _ := w.Outbound.Messages(); len(box) != 1 {
		t.Errorf("%d messages in the outbox: effects are performed once", len(box))
	}
	r := tried[0]
	if fmt.Sprint(r.First) != fmt.Sprint(r.Second) || r.Before != r.After || len(r.Second.Secrets) != 1 {
		t.Errorf("the runs differ: %+v", r)
	}
	if got := fmt.Sprint(r.Second.Changes); !strings.HasPrefix(got, "[{loans <nil> 1} {books b {b reader ") {
		t.Errorf("changes are %s", got)
	}
}

func TestRefusalsKeepChanges(t *testing.T) {
	w, f := open(t)
	send(w, f, "lend", "a", "reader")
	send(w, f, "lend", "b", "reader")
	a := send(w, f, "lend", "c", "reader")
	if a.Status != http.StatusConflict || fmt.Sprint(a.Why) != "[{too_many the reader has enough books}]" {
		t.Errorf("got %d, why %v", a.Status, a.Why)
	}
	if !strings.HasSuffix(shown(f), `"loans":3}`) {
		t.Errorf("the refused request was not counted: %s", shown(f))
	}
	if a = f.Fail(&world.Request{}, "too_many"); len(a.Why) != 0 || a.Status != http.StatusConflict {
		t.Errorf("a forced error explains itself: %+v", a)
	}
}

func TestErrorsAndPanicsLeaveNothing(t *testing.T) {
	w, f := open(t)
	before := shown(f)
	var impossible *world.Refusal
	if _, err := f.Event("lost", nil); !errors.As(err, &impossible) {
		t.Errorf("the event gave %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		send(w, f, "crash", "a", "")
	}()
	if got := shown(f); got != before {
		t.Errorf("the state is\n%s\nwas\n%s", got, before)
	}
}

// A handler that changes a record in place is found by the comparison of all facts.
func TestRehearsalFindsWhatIsChangedInPlace(t *testing.T) {
	w, f := open(t)
	var last fake.Rehearsal
	fake.Rehearse(f, func(r fake.Rehearsal) { last = r })
	send(w, f, "spoil", "a", "")
	if last.Before == last.After {
		t.Error("a record was changed in place, and nobody noticed")
	}
}

func TestDue(t *testing.T) {
	w, f := open(t)
	fake.Rehearse(f, func(r fake.Rehearsal) {
		if fmt.Sprint(r.First) != fmt.Sprint(r.Second) || r.Before != r.After {
			t.Errorf("the runs differ: %+v", r)
		}
	})
	send(w, f, "lend", "a", "x")
	send(w, f, "lend", "b", "y")
	if fired, err := w.Clock.Advance(59 * time.Minute); fired != 0 || err != nil || f.Pending() != 2 {
		t.Fatalf("%d fired, %d pending: %v", fired, f.Pending(), err)
	}
	if fired, _ := w.Clock.Advance(time.Minute); fired != 2 || f.Pending() != 0 {
		t.Errorf("%d fired, %d pending", fired, f.Pending())
	}
}

// A limit holds under concurrency: to check it and to count is one transaction.
func TestConcurrentRequests(t *testing.T) {
	w, f := open(t)
	fake.Rehearse(f, func(fake.Rehearsal) {})
	for i := range 10 {
		send(w, f, "buy", fmt.Sprint("new", i), "")
	}
	var group sync.WaitGroup
	var lent atomic.Int64
	for i := range 10 {
		group.Go(func() {
			if send(w, f, "lend", fmt.Sprint("new", i), "reader").Status == 0 {
				lent.Add(1)
			}
		})
	}
	group.Wait()
	if lent.Load() != 2 || !strings.HasSuffix(shown(f), `"loans":10}`) {
		t.Errorf("%d books were lent, want 2: %s", lent.Load(), shown(f))
	}
}

// A stream is a Resident, so it goes on over a Plant; what it pulls are the present facts.
func TestStream(t *testing.T) {
	w, f := open(t)
	stream := send(w, f, "watch", "", "").Stream
	pull := func() string { messages, _ := stream.Pull(); return string(messages[0]) }
	if got := pull(); got != "0" {
		t.Errorf("pulled %s", got)
	}
	send(w, f, "lend", "a", "reader")
	select {
	case <-stream.Wake:
	default:
		t.Error("the effect did not wake the stream")
	}
	if got := pull(); got != "1" {
		t.Errorf("pulled %s", got)
	}
	if err := f.Plant(json.RawMessage(`{"books":[{"title":"z"}],"loans":7}`)); err != nil {
		t.Fatal(err)
	}
	if send(w, f, "lend", "z", "reader"); pull() != "8" || len(stream.Wake) != 1 {
		t.Errorf("after planting: pulled %s, %d wakes", pull(), len(stream.Wake))
	}
}

// A Put that makes other records go may stand in a loop over the table.
func TestForgettingInALoop(t *testing.T) {
	w, f := open(t)
	for i := range 8 {
		send(w, f, "buy", fmt.Sprint("new", i), strings.Repeat("x", 7<<10))
	}
	send(w, f, "swell", "", "")
	if used := w.Ledger.Find("library", "books").Used(); used > 64<<10 {
		t.Errorf("%d bytes are kept", used)
	}
}

func TestLookUp(t *testing.T) {
	w, f := open(t)
	shop := newShop(t)
	a := send(w, f, "price", "a", shop)
	if string(a.Body) != `"5"` || fmt.Sprint(a.Why) != "[{asked the shop was asked}]" {
		t.Errorf("got %s, why %v", a.Body, a.Why)
	}
	if !strings.HasSuffix(shown(f), `"loans":1}`) {
		t.Errorf("the first handler's changes were lost: %s", shown(f))
	}
	if a = send(w, f, "price", "z", shop); a.Status != http.StatusNotFound {
		t.Errorf("the second handler did not check again: %d", a.Status)
	}
}

func TestBounds(t *testing.T) {
	w, f := open(t)
	tried := 0
	fake.Rehearse(f, func(r fake.Rehearsal) {
		tried++
		if fmt.Sprint(r.First) != fmt.Sprint(r.Second) || r.Before != r.After {
			t.Errorf("the runs differ: %+v", r)
		}
	})
	var a world.Answer
	for i := range 12 {
		a = send(w, f, "buy", fmt.Sprint("new", i), strings.Repeat("x", 8<<10))
	}
	if used := w.Ledger.Find("library", "books").Used(); used > 64<<10 || tried != 12 {
		t.Errorf("%d bytes are kept, %d runs", used, tried)
	}
	if len(a.Why) != 1 || a.Why[0].Code != "bound_forgot" {
		t.Errorf("why %v", a.Why)
	}
	if a = send(w, f, "lend", "a", "x"); len(a.Why) != 1 || a.Why[0].Code != "bound_missing" {
		t.Errorf("why %v", a.Why)
	}
}

func TestPlantAndFork(t *testing.T) {
	_, f := open(t)
	before := shown(f)
	for _, state := range []string{
		`{"books":[{"title":""}]}`, `{"x":1}`, `{"books":[{"title":"a"},{"title":"a"}]}`,
		`{"books":[{"title":"` + strings.Repeat("x", 70<<10) + `"}]}`,
	} {
		if err := f.Plant(json.RawMessage(state)); err == nil {
			t.Errorf("%.40s was planted", state)
		}
	}
	if shown(f) != before {
		t.Fatal("a refused state changed the facts")
	}
	state := `{"books":[{"title":"z","reader":"r","until":"2026-11-21T13:00:00Z"},{"title":"a"}],"loans":7}`
	if err := f.Plant(json.RawMessage(state)); err != nil || shown(f) != state || f.Pending() != 1 {
		t.Fatalf("%v: the state is %s, %d pending", err, shown(f), f.Pending())
	}
	into, g := open(t)
	if err := f.CopyTo(g); err != nil || shown(g) != state || g.Pending() != 1 {
		t.Fatalf("%v: the fork is %s, %d pending", err, shown(g), g.Pending())
	}
	send(into, g, "lend", "a", "other")
	if shown(f) != state || shown(g) == state {
		t.Error("a fork and its origin are not apart")
	}
}
