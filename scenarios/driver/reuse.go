package driver

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// Reused opens sessions that share client processes: a session that ends in order leaves its process to a later one.
// It ends the process instead if a call has no answer yet, if a stream was opened that stays open, or if the process
// has failed or said much. Close it after the last session.
type Reused struct {
	Starter

	mu       sync.Mutex
	idle     []kept
	sessions int // opened
	starts   int // of processes
}

// kept is a process between two sessions.
type kept struct {
	*process
	hello Hello
}

// Reuse returns a starter whose sessions share the processes of another. Clients that are not processes are not shared.
func Reuse(s Starter) *Reused { return &Reused{Starter: s} }

// Start opens a session on a process that an earlier one has left, or on a new one.
func (r *Reused) Start(ctx context.Context) (Session, error) {
	r.mu.Lock()
	r.sessions++
	for len(r.idle) > 0 {
		k := r.idle[len(r.idle)-1]
		r.idle = r.idle[:len(r.idle)-1]
		if k.failure() != nil { // it has ended meanwhile: no scenario asked for anything
			_ = k.Close()
			continue
		}
		r.mu.Unlock()
		return &shared{kept: k, pool: r, notes: len(k.Heard()), odd: len(k.process.Odd()), log: k.process.Log()}, nil
	}
	r.starts++
	r.mu.Unlock()
	s, err := r.Starter.Start(ctx)
	if p, ok := s.(*process); ok && err == nil {
		return &shared{kept: kept{process: p}, pool: r}, nil
	}
	return s, err
}

// Close ends the processes that are left. Its error says what was wrong with their ends, of which no session heard.
func (r *Reused) Close() error {
	r.mu.Lock()
	idle := r.idle
	r.idle = nil
	r.mu.Unlock()
	ended := make([]error, len(idle))
	var all sync.WaitGroup
	for i, k := range idle {
		all.Go(func() { ended[i] = k.Close() })
	}
	all.Wait()
	return errors.Join(ended...)
}

// Saved says how many processes were started for how many sessions.
func (r *Reused) Saved() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprintf("%d client processes for %d sessions", r.starts, r.sessions)
}

// shared is a session on a process that others have had, or will have. It hears only what comes in its time.
type shared struct {
	kept
	pool   *Reused
	notes  int // of earlier sessions
	odd    int
	log    string
	stream atomic.Bool // it has opened one that stays open
	closed sync.Once
	err    error
}

// Hello asks the client who it is, once a process.
func (s *shared) Hello(ctx context.Context) (Hello, error) {
	if s.known.Load() {
		return s.hello, nil
	}
	var err error
	s.hello, err = s.process.Hello(ctx)
	return s.hello, err
}

// Call asks for an ability.
func (s *shared) Call(ctx context.Context, method string, params Params) (Result, error) {
	if strings.HasSuffix(method, ".listen") {
		s.stream.Store(true)
	}
	return s.process.Call(ctx, method, params)
}

// Notes returns the notifications of this session so far.
func (s *shared) Notes(context.Context) ([]Note, error) { return s.Heard(), nil }

// Heard returns the notifications of this session so far.
func (s *shared) Heard() []Note { return s.process.Heard()[s.notes:] }

// Odd returns what was odd in this session.
func (s *shared) Odd() []Oddity { return s.process.Odd()[s.odd:] }

// Log is what the client has said on stderr in this session.
func (s *shared) Log() string { return strings.TrimPrefix(s.process.Log(), s.log) }

// Close leaves the process to a later session, or ends it.
func (s *shared) Close() error {
	s.closed.Do(func() {
		if !s.good() {
			s.err = s.process.Close()
			return
		}
		s.pool.mu.Lock()
		defer s.pool.mu.Unlock()
		s.pool.idle = append(s.pool.idle, s.kept)
	})
	return s.err
}

// good reports whether another session may have the process.
func (s *shared) good() bool {
	return s.known.Load() && !s.stream.Load() && s.failure() == nil && s.calls() == 0 && s.unanswered() == 0 &&
		len(s.process.Heard()) < maxNotes/2 && len(s.process.Odd()) < mostOddities/2 &&
		len(s.process.Log()) < tailHead/2
}
