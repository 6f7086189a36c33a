package mock

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"

	"sparring/mock/clock"
	"sparring/mock/control/wire"
	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/problem"
)

// callWait is how long a call that moves the clock waits for the calls that this caused: wire time.
const callWait = 5 * time.Second

// longestPoll bounds how long a reader of the journal may wait.
const longestPoll = 10 * time.Minute

// controlShared serves a call of the control API for worlds that several servers share. A call of one world is a turn;
// those that make, fork, close and delete worlds take turns of their own.
func (s *Server) controlShared(w http.ResponseWriter, r *http.Request) {
	id := worldOf(r.URL.Path)
	_, below, _ := strings.Cut(r.URL.Path, "/worlds/"+id)
	if !strings.HasPrefix(r.URL.Path, wire.Prefix+"/worlds") {
		s.control.ServeHTTP(w, r)
		return
	}
	if err := s.storeDown(); err != nil {
		refuseDown(w, r, err)
		return
	}
	if id == "" || r.Method == http.MethodDelete && below == "" || below == "/close" || below == "/fork" {
		s.control.ServeHTTP(w, r)
		return
	}
	in, err := s.instance(id)
	if err != nil && !errors.Is(err, errUnknownWorld) {
		refuseDown(w, r, err)
		return
	}
	if err == nil {
		err = s.controlTurn(w, r, in, below)
		if errors.Is(err, errGone) {
			s.leave(in)
			err = errUnknownWorld
		}
	}
	switch {
	case err == nil:
	case errors.Is(err, errUnknownWorld): // or another one was made meanwhile
		s.control.ServeHTTP(w, r)
	case isUnsure(err):
		panic(http.ErrAbortHandler)
	default:
		refuseDown(w, r, err)
	}
}

// controlTurn serves a call of one world. Errors: those of the turn; nothing was answered then.
func (s *Server) controlTurn(w http.ResponseWriter, r *http.Request, in *instance, below string) error {
	t := in.keeper.turns
	in.touch()
	in.users.Add(1)
	defer in.users.Add(-1)
	const page, events = "application/json", "text/event-stream"
	if below == "/journal" && message.Negotiate(r.Header, page, events) == events {
		if err := t.turn(true, t.sweep); err != nil {
			return err
		}
		_, stop := t.watch()
		defer stop()
		s.control.ServeHTTP(w, r)
		return nil
	}
	wait := time.Duration(0)
	if below == "/journal" {
		r, wait = withoutWait(r)
	}
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	body := s.fetchCall(w, r)
	for {
		changed, stop := t.watch()
		rec := new(recorder)
		err := t.turn(true, func() {
			*rec = recorder{header: http.Header{}}
			t.sweep()
			s.control.ServeHTTP(rec, again(r, body))
		})
		if err == nil && wait > 0 && nothingFound(rec) {
			select {
			case <-changed:
				stop()
				continue
			case <-ctx.Done():
			case <-in.Context().Done():
			}
		}
		stop()
		if err != nil {
			return err
		}
		t.afterCall(r, below, body, rec)
		maps.Copy(w.Header(), rec.header)
		w.WriteHeader(rec.status)
		message.Deadline(w)
		_, _ = w.Write(rec.body.Bytes()) // the caller may be gone
		return nil
	}
}

// afterCall waits for what a call has caused before it is answered: calls of the world, and released requests.
func (t *turns) afterCall(r *http.Request, below string, body []byte, rec *recorder) {
	if rec.status/100 != 2 {
		return
	}
	if below == "/clock" && r.Method == http.MethodPatch {
		ctx, cancel := context.WithTimeout(r.Context(), callWait)
		defer cancel()
		t.in.Outbound.Idle(ctx)
	}
	id, released := strings.CutSuffix(strings.TrimPrefix(below, "/faults/"), "/release")
	var asked wire.Release
	if !released || json.Unmarshal(body, &asked) != nil || len(asked.Entries) == 0 {
		return
	}
	for busy := true; busy; {
		changed, stop := t.watch()
		if t.turn(true, func() {
			t.sweep()
			busy = t.in.Faults.Busy(id, asked.Entries)
		}) != nil {
			busy = false
		}
		if busy {
			select {
			case <-changed:
			case <-r.Context().Done():
				busy = false
			case <-t.in.closing:
				busy = false
			}
		}
		stop()
	}
}

// fetchCall reads the body of a call, which may be handled several times.
func (s *Server) fetchCall(w http.ResponseWriter, r *http.Request) []byte {
	if bodiless(r) {
		return nil
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(clock.Wire().Add(bodyTime)) // a recorder has no deadline
	body, _ := io.ReadAll(io.LimitReader(r.Body, mostCall)) // what is missing makes it no JSON
	_ = control.SetReadDeadline(time.Time{})
	if len(body) == mostCall {
		discard(w, r)
	}
	return body
}

// mostCall is how many bytes of a call are read; the control API refuses fewer.
const mostCall = 9 << 20

// again returns the request with its body as if that had not been read.
func again(r *http.Request, body []byte) *http.Request {
	out := r.WithContext(r.Context())
	out.Body, out.ContentLength = http.NoBody, 0
	if len(body) > 0 {
		out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	return out
}

// withoutWait takes the parameter wait out of a query, if it is right: the waiting is done between two turns.
func withoutWait(r *http.Request) (*http.Request, time.Duration) {
	q := r.URL.Query()
	wait, err := time.ParseDuration(q.Get("wait"))
	if len(q["wait"]) != 1 || err != nil || wait <= 0 || wait > longestPoll {
		return r, 0
	}
	q.Del("wait")
	out := r.WithContext(r.Context())
	u := *r.URL
	u.RawQuery = q.Encode()
	out.URL = &u
	return out, wait
}

// nothingFound reports whether a page of the journal has no entries.
func nothingFound(rec *recorder) bool {
	var page struct {
		Entries []json.RawMessage `json:"entries"`
	}
	return rec.status == http.StatusOK && json.Unmarshal(rec.body.Bytes(), &page) == nil && len(page.Entries) == 0
}

// Close closes a shared world: what waits at any server ends, which is awaited for a bounded time.
func (in *instance) closeShared() error {
	t := in.keeper.turns
	err := t.turn(true, func() {
		in.mu.Lock()
		in.closed = true
		in.mu.Unlock()
		in.Faults.ReleaseAll()
	})
	if err != nil {
		return err
	}
	in.part()
	ctx, cancel := context.WithTimeout(context.Background(), closeWait)
	defer cancel()
	for open := true; open; {
		changed, stop := t.watch()
		err = t.turn(true, func() {
			t.sweep()
			open = len(t.owners) > 0
		})
		if open = open && err == nil; open {
			select {
			case <-changed:
			case <-ctx.Done():
				open = false
			}
		}
		stop()
	}
	return err
}

// summary counts what the journal holds.
func (in *instance) summary() (sum journal.Summary, err error) {
	t := in.keeper.shares()
	if t == nil {
		return in.Journal.Summary(), nil
	}
	err = t.turn(true, func() { sum = in.Journal.Summary() })
	return sum, err
}

// sharedProblem is what a call gets whose turn failed.
func (s *Server) sharedProblem(id string, err error) error {
	if errors.Is(err, errGone) {
		return s.absent(id)
	}
	return problem.New(problem.Store, err.Error())
}
