package fault_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sparring/mock/fault"
)

// park sends n requests through a hold, one after the other, so that their seqs are 1 to n. Each notes how its wait
// ended and, when it is handled, its seq.
func park(t *testing.T, s *fault.Set, n int, handle func(seq int64)) (ends func() []string) {
	t.Helper()
	out := make([]string, n)
	var wg sync.WaitGroup
	for i := range n {
		f := s.Decide(saveCard(int64(i + 1)))
		if f == nil {
			out[i] = "passed"
			continue
		}
		wg.Go(func() {
			end, handled := wait(t.Context(), f)
			out[i] = end
			handle(int64(i + 1))
			handled()
			handled()
		})
	}
	return func() []string { wg.Wait(); return out }
}

// wait holds a request as the chain does.
func wait(ctx context.Context, f *fault.Firing) (end string, handled func()) {
	return f.Fault.(*fault.Hold).Hold(ctx, f)
}

func TestReleaseTogether(t *testing.T) {
	s := newSet()
	r := add(t, s, `{"fault":{"kind":"hold","count":3}}`)
	ends := park(t, s, 4, func(int64) {})
	got, _ := s.Get(r.ID)
	if !reflect.DeepEqual(got.Waiting, []int64{1, 2, 3}) || got.Hits != 1 || *got.Remaining != 0 || !s.Idle() {
		t.Errorf("waiting: %+v", got)
	}
	seqs, err := s.Release(t.Context(), r.ID, nil)
	if err != nil || !reflect.DeepEqual(seqs, []int64{1, 2, 3}) {
		t.Errorf("released %v, %v", seqs, err)
	}
	if got := strings.Join(ends(), ","); got != "released,released,released,passed" {
		t.Error(got)
	}
	if seqs, err = s.Release(t.Context(), r.ID, nil); err != nil || len(seqs) != 0 {
		t.Errorf("released twice: %v, %v", seqs, err)
	}
}

// TestReleaseInOrder lets some go in a chosen order. Handling takes a while, so that a wrong order would show.
func TestReleaseInOrder(t *testing.T) {
	s := newSet()
	r := add(t, s, `{"fault":{"kind":"hold","count":5}}`)
	var mu sync.Mutex
	order, busy := []int64{}, 0
	ends := park(t, s, 5, func(seq int64) {
		mu.Lock()
		if busy++; busy > 1 {
			t.Error("two were handled at once")
		}
		mu.Unlock()
		time.Sleep(5 * time.Millisecond)
		mu.Lock()
		busy--
		order = append(order, seq)
		mu.Unlock()
	})
	seqs, err := s.Release(t.Context(), r.ID, []int64{4, 1, 5})
	mu.Lock()
	if err != nil || !reflect.DeepEqual(seqs, []int64{4, 1, 5}) || !reflect.DeepEqual(order, seqs) {
		t.Errorf("released %v, %v, handled %v", seqs, err, order)
	}
	mu.Unlock()
	if got, _ := s.Get(r.ID); !reflect.DeepEqual(got.Waiting, []int64{2, 3}) {
		t.Errorf("left %v", got.Waiting)
	}
	if _, err = s.Release(t.Context(), r.ID, []int64{3}); err != nil {
		t.Error(err)
	}
	if !s.Remove(r.ID) {
		t.Error("the rule is gone")
	}
	ends()
	if want := []int64{4, 1, 5, 3, 2}; !reflect.DeepEqual(order, want) {
		t.Errorf("handled %v, want %v", order, want)
	}
}

func TestReleaseRefused(t *testing.T) {
	s := newSet()
	hold := add(t, s, `{"fault":{"kind":"hold","count":2}}`)
	other := add(t, s, `{"fault":{"kind":"reset"}}`)
	ends := park(t, s, 2, func(int64) {})
	tests := []struct {
		id     string
		seqs   []int64
		field  string
		says   string
		absent bool
	}{
		{"f9", nil, "", "no fault rule", true},
		{other.ID, nil, "/fault/kind", "only a hold", false},
		{hold.ID, []int64{1, 7}, "/entries/1", "entry 7 does not wait", false},
		{hold.ID, []int64{2, 2}, "/entries/1", "named twice", false},
	}
	for _, test := range tests {
		_, err := s.Release(t.Context(), test.id, test.seqs)
		var r *fault.Refusal
		if !errors.As(err, &r) || r.Field != test.field || !strings.Contains(r.Reason, test.says) ||
			r.Absent != test.absent {
			t.Errorf("%s %v: %v", test.id, test.seqs, err)
		}
	}
	if got, _ := s.Get(hold.ID); len(got.Waiting) != 2 {
		t.Errorf("a refused release let go: %v", got.Waiting)
	}
	s.ReleaseAll()
	if got := strings.Join(ends(), ","); got != "released,released" {
		t.Error(got)
	}
}

// TestReleaseGivesUp shows that a release does not wait for a request that is never handled, and keeps the rest.
func TestReleaseGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet()
		r := add(t, s, `{"fault":{"kind":"hold","count":2}}`)
		first, second := s.Decide(saveCard(1)), s.Decide(saveCard(2))
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		seqs, err := s.Release(ctx, r.ID, []int64{1, 2})
		if !errors.Is(err, context.DeadlineExceeded) || !reflect.DeepEqual(seqs, []int64{1}) {
			t.Errorf("released %v, %v", seqs, err)
		}
		if end, _ := wait(t.Context(), first); end != "released" {
			t.Error(end)
		}
		if got, _ := s.Get(r.ID); !reflect.DeepEqual(got.Waiting, []int64{2}) {
			t.Errorf("left %v", got.Waiting)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		if end, _ := wait(gone, second); end != "gone" || second.Detail != "gone" {
			t.Error(end)
		}
		if got, _ := s.Get(r.ID); got.Waiting != nil {
			t.Errorf("left %v", got.Waiting)
		}
	})
}

func TestHoldTimesOut(t *testing.T) {
	s := newSet()
	r := add(t, s, `{"fault":{"kind":"hold","timeout":"10ms"}}`)
	f := s.Decide(saveCard(1))
	if end, _ := wait(t.Context(), f); end != "timed out" || f.Detail != "timed out after 10ms" {
		t.Errorf("%s: %s", end, f.Detail)
	}
	if got, _ := s.Get(r.ID); got.Waiting != nil {
		t.Errorf("waits still: %v", got.Waiting)
	}
}

// TestClosedWorldHoldsNobody shows that a request that arrives while the world closes is not parked.
func TestClosedWorldHoldsNobody(t *testing.T) {
	s := newSet()
	add(t, s, `{"times":0,"fault":{"kind":"hold"}}`)
	s.ReleaseAll()
	if end, _ := wait(t.Context(), s.Decide(saveCard(1))); end != "released" {
		t.Error(end)
	}
}

// TestHoldOnSocket parks real requests and releases them against the order of arrival.
func TestHoldOnSocket(t *testing.T) {
	c := newChain(t, true)
	r := add(t, c.set, `{"match":{"path":"/x/p*"},"fault":{"kind":"hold","count":3}}`)
	var wg sync.WaitGroup
	waiting := func(n int) func() bool {
		return func() bool { got, _ := c.set.Get(r.ID); return len(got.Waiting) == n }
	}
	for i := range 3 {
		wg.Go(func() {
			if got := viaGo(t.Context(), t, c, fmt.Sprintf("/x/p%d", i), deaf); got.status != http.StatusOK {
				t.Errorf("%+v", got)
			}
		})
		waitFor(t, waiting(i+1))
	}
	if got := viaGo(t.Context(), t, c, "/other", deaf); got.status != http.StatusOK {
		t.Errorf("a request that does not match was held: %+v", got)
	}
	if _, err := c.set.Release(t.Context(), r.ID, []int64{3, 1, 2}); err != nil {
		t.Error(err)
	}
	wg.Wait()
	c.note(func() {
		if want := []int64{4, 3, 1, 2}; !reflect.DeepEqual(c.order, want) {
			t.Errorf("handled %v, want %v", c.order, want)
		}
	})
}

// TestHoldWhenClientLeaves shows that a release passes over a request whose client left.
func TestHoldWhenClientLeaves(t *testing.T) {
	c := newChain(t, false)
	r := add(t, c.set, `{"fault":{"kind":"hold","count":2}}`)
	conn, err := net.Dial("tcp", c.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = conn.Write([]byte(post))
	waitFor(t, func() bool { got, _ := c.set.Get(r.ID); return len(got.Waiting) == 1 })
	_ = conn.Close()
	waitFor(t, func() bool { got, _ := c.set.Get(r.ID); return len(got.Waiting) == 0 })
	if c.handled.Load() != 0 {
		t.Error("the request of a client that left was handled")
	}
}
