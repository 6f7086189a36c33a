package driver

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// FolderVariable names a folder in the environment of a client process that is started again within its scenario:
// what the client writes there outlives the process. Other processes do not have it.
const FolderVariable = "SPARRING_FOLDER"

// Keeper is an Adapter that keeps what must outlive it in a folder.
type Keeper interface {
	Adapter
	// Keep is called before the first call. The folder is empty, or as an earlier adapter of the scenario left it.
	Keep(folder string) error
}

// Restarter is a Starter whose clients can be started again with what they have kept.
type Restarter interface {
	Starter
	// In returns the starter whose sessions have a folder to keep things in.
	In(folder string) Starter
}

// In returns the command with the folder in the environment of its processes.
func (c Command) In(folder string) Starter {
	c.Env = append(slices.Clone(c.Env), FolderVariable+"="+folder)
	return c
}

// In returns the adapter with a folder. It means nothing to one that is not a Keeper.
func (l Local) In(folder string) Starter {
	l.folder = folder
	return l
}

// In returns what starts a process for each session: one that is started again is shared with no other scenario.
func (r *Reused) In(folder string) Starter {
	if s, ok := r.Starter.(Restarter); ok {
		return s.In(folder)
	}
	return r.Starter
}

// keepIn lets an adapter keep things, if it does and there is a folder.
func keepIn(folder string, a Adapter) error {
	if k, ok := a.(Keeper); ok && folder != "" {
		return k.Keep(folder)
	}
	return nil
}

// keep is keepIn for an adapter that is a client process.
func keep(a Adapter) error { return keepIn(os.Getenv(FolderVariable), a) }

// Renewable is a session whose client can be started again. It has heard what each of them has said.
type Renewable struct {
	mu    sync.Mutex
	now   Session
	notes []Note // of clients before
	odd   []Oddity
	log   []string
}

// NewRenewable returns a session that begins with a client that has been started.
func NewRenewable(first Session) *Renewable { return &Renewable{now: first} }

// End ends the client that runs, and keeps what it has said. A *Failure says what was wrong with its end.
func (r *Renewable) End() error {
	s := r.current()
	err := s.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	notes := s.Heard()
	for i := range notes {
		notes[i].Call = nil // the next client counts its calls anew
	}
	r.notes, r.odd = append(r.notes, notes...), append(r.odd, s.Odd()...)
	if log := s.Log(); log != "" {
		r.log = append(r.log, log)
	}
	r.now = nil
	return err
}

// Renew goes on with another client.
func (r *Renewable) Renew(s Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = s
}

func (r *Renewable) current() Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil {
		return ended{}
	}
	return r.now
}

// Hello asks the client that runs.
func (r *Renewable) Hello(ctx context.Context) (Hello, error) { return r.current().Hello(ctx) }

// Call asks the client that runs.
func (r *Renewable) Call(ctx context.Context, method string, params Params) (Result, error) {
	return r.current().Call(ctx, method, params)
}

// Notes returns the notifications of all clients so far.
func (r *Renewable) Notes(ctx context.Context) ([]Note, error) {
	notes, err := r.current().Notes(ctx)
	return slices.Concat(r.before(), notes), err
}

// Heard returns the notifications of all clients that have come so far.
func (r *Renewable) Heard() []Note { return slices.Concat(r.before(), r.current().Heard()) }

func (r *Renewable) before() []Note {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.notes)
}

// Odd returns what was odd in all clients.
func (r *Renewable) Odd() []Oddity {
	now := r.current().Odd()
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Concat(r.odd, now)
}

// Log is what all clients have said on stderr.
func (r *Renewable) Log() string {
	now := r.current().Log()
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.TrimSuffix(strings.Join(append(slices.Clone(r.log), now), "\n"), "\n")
}

// Close ends the client that runs.
func (r *Renewable) Close() error { return r.current().Close() }

// Delay is how long the client that runs has waited for a processor.
func (r *Renewable) Delay() time.Duration {
	if of, ok := r.current().(delayed); ok {
		return of.Delay()
	}
	return 0
}

// ended is the session of a client that has ended and was not started again.
type ended struct{}

var notStarted = failure(Exit, "the client has ended and was not started again")

func (ended) Hello(context.Context) (Hello, error)                 { return Hello{}, notStarted }
func (ended) Call(context.Context, string, Params) (Result, error) { return Result{}, notStarted }
func (ended) Notes(context.Context) ([]Note, error)                { return nil, nil }
func (ended) Log() string                                          { return "" }
func (ended) Odd() []Oddity                                        { return nil }
func (ended) Heard() []Note                                        { return nil }
func (ended) Close() error                                         { return nil }
