package driver

import (
	"context"
	"sync"
	"time"
)

// Stalls is how long the whole machine stood still, as far as those that wait have noticed: even their timers came
// late. The zero value is ready for use, by any number of goroutines.
type Stalls struct {
	mu   sync.Mutex
	lost time.Duration
	seen time.Time // what lies before is counted
}

// stall is by how much a timer must be late before the machine is taken to have stood still.
const stall = 100 * time.Millisecond

// Lost is the sum of all stalls.
func (s *Stalls) Lost() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lost
}

// Pause waits, and notes a stall. It ends early, with false, when ctx does.
func (s *Stalls) Pause(ctx context.Context, d time.Duration) bool {
	due := time.Now().Add(d)
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		if now := time.Now(); now.Sub(due) > stall {
			s.note(due, now)
		}
		return true
	case <-ctx.Done():
		return false
	}
}

// note counts what nobody has counted yet of the time in which the machine stood still.
func (s *Stalls) note(from, to time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if from.Before(s.seen) {
		from = s.seen
	}
	if to.After(from) {
		s.lost += to.Sub(from)
		s.seen = to
	}
}
