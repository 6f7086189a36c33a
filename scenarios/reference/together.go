package reference

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"sparring/scenarios/driver"
)

// The seams below are mistakes of clients that have one place for what belongs to several calls. Mutants share them.

// mostTogether is how long a mutant waits for another call to come in between.
const mostTogether = 500 * time.Millisecond

// rendezvous lets calls that go on at the same time meet.
type rendezvous struct {
	mu      sync.Mutex
	open    int
	arrived int           // of those
	all     chan struct{} // closed when all open calls have arrived
}

func (r *rendezvous) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open++; r.all == nil {
		r.all = make(chan struct{})
	}
}

// meet waits until all open calls have come here, not long.
func (r *rendezvous) meet(ctx context.Context, least int) {
	r.mu.Lock()
	all := r.all
	if r.arrived++; r.arrived >= r.open && r.arrived >= least {
		close(r.all)
		r.all, r.arrived = make(chan struct{}), 0
	}
	r.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, mostTogether)
	defer cancel()
	select {
	case <-all:
	case <-ctx.Done():
	}
}

func (r *rendezvous) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open--
	if r.arrived = 0; r.open == 0 {
		r.all = nil
	}
}

// OneResult is a mistake: calls of an ability that go on at the same time all tell the result that came last.
func (s *Seams) OneResult(ability string) {
	var mu sync.Mutex
	var last driver.Result
	together := &rendezvous{}
	s.Around(func(ctx context.Context, c driver.Call, next Handler) driver.Result {
		if c.Method != ability {
			return next(ctx, c)
		}
		together.begin()
		defer together.end()
		r := next(ctx, c)
		mu.Lock()
		last = r
		mu.Unlock()
		together.meet(ctx, 1)
		mu.Lock()
		defer mu.Unlock()
		return last
	})
}

// OneArgument is a mistake: calls of an ability that begin at the same time all take an argument of the one that began
// last.
func (s *Seams) OneArgument(ability, name string) {
	var mu sync.Mutex
	var last any
	together := &rendezvous{}
	s.Around(func(ctx context.Context, c driver.Call, next Handler) driver.Result {
		if c.Method != ability {
			return next(ctx, c)
		}
		together.begin()
		defer together.end()
		mu.Lock()
		last = c.Params.Args[name]
		mu.Unlock()
		together.meet(ctx, 2) // most calls come alone, and these wait in vain
		args := map[string]any{}
		for n, v := range c.Params.Args {
			args[n] = v
		}
		mu.Lock()
		args[name] = last
		mu.Unlock()
		c.Params.Args = args
		return next(ctx, c)
	})
}

// OneAccount is a mistake: the credentials of the first call are used for every other.
func (s *Seams) OneAccount() {
	var mu sync.Mutex
	var first map[string]string
	s.Asked(func(c *driver.Call) {
		mu.Lock()
		defer mu.Unlock()
		if first == nil {
			first = c.Params.Credentials
		}
		c.Params.Credentials = first
	})
}

// Cached is a mistake: requests that fit are answered by the first response to the same request.
func (s *Seams) Cached(fits func(r *http.Request) bool) {
	var mu sync.Mutex
	kept := map[string]*Response{}
	s.network(func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
		if !fits(r) {
			return next.RoundTrip(r)
		}
		key := r.Method + " " + r.URL.String()
		mu.Lock()
		before := kept[key]
		mu.Unlock()
		if before != nil {
			return asHTTP(before, r), nil
		}
		resp, err := next.RoundTrip(r)
		if err != nil || resp.StatusCode != http.StatusOK {
			return resp, err
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(io.LimitReader(resp.Body, Largest))
		if err != nil {
			return nil, err
		}
		whole := &Response{Status: resp.StatusCode, Header: resp.Header, Body: data}
		mu.Lock()
		kept[key] = whole
		mu.Unlock()
		return asHTTP(whole, r), nil
	})
}

// asHTTP makes a response to a request.
func asHTTP(a *Response, r *http.Request) *http.Response {
	return &http.Response{
		StatusCode: a.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, Header: a.Header.Clone(),
		Body: io.NopCloser(bytes.NewReader(a.Body)), ContentLength: int64(len(a.Body)),
	}
}
