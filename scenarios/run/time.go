package run

import (
	"context"
	"sync"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// Time is the wire time of a scenario: until when it may run, and where the time goes.
type Time struct {
	Ctx    context.Context // of the run
	stalls driver.Stalls   // that the scenario has noticed
	mu     sync.Mutex
	spent  verdict.Spent
}

// Spent returns where the time has gone so far.
func (t *Time) Spent() verdict.Spent {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.spent
}

// account is one of the accounts of verdict.Spent.
type account func(*verdict.Spent) *float64

// The accounts: making and ending worlds, the client's calls, the control API, and waiting.
var (
	Worlds  account = func(s *verdict.Spent) *float64 { return &s.Worlds }
	Calling account = func(s *verdict.Spent) *float64 { return &s.Client }
	Control account = func(s *verdict.Spent) *float64 { return &s.Control }
	Waiting account = func(s *verdict.Spent) *float64 { return &s.Waiting }
)

// Spend adds the time since began to an account.
func (t *Time) Spend(on account, began time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	*on(&t.spent) += float64(time.Since(began)) / float64(time.Millisecond)
}

// Pause waits, or until the run is stopped: then it returns the context's error.
func (t *Time) Pause(d time.Duration) error {
	if !t.stalls.Pause(t.Ctx, d) {
		return t.Ctx.Err()
	}
	return nil
}

// Again waits before the next look at what is awaited since began: longer, the longer it has been awaited.
func (t *Time) Again(began time.Time) error {
	return t.Pause(min(max(time.Since(began)/10, 10*time.Millisecond), 200*time.Millisecond))
}
