package driver

import (
	"sync"
	"time"
)

// share is what a task of a client has had of the processors so far.
type share struct {
	ran, waited time.Duration
	wants       bool // it could go on if it had one
}

// delays adds up for how long a client has waited for a processor. Between two looks that is what the task that
// waited longest has waited. Children that have ended meanwhile do not show: if some task wants to run now, then all
// that was not run counts.
type delays struct {
	mu    sync.Mutex
	read  func() map[string]share
	last  map[string]share // by task
	when  time.Time
	total time.Duration
}

func newDelays(read func() map[string]share) *delays {
	return &delays{read: read, last: map[string]share{}, when: time.Now()}
}

// Delay is the sum so far.
func (d *delays) Delay() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	now, tasks := time.Now(), d.read()
	var ran, longest time.Duration
	wants := false
	for name, task := range tasks {
		ran += task.ran - d.last[name].ran
		longest = max(longest, task.waited-d.last[name].waited)
		wants = wants || task.wants
	}
	passed := now.Sub(d.when)
	if wants {
		longest = max(longest, passed-ran)
	}
	d.total += min(longest, passed)
	d.last, d.when = tasks, now
	return d.total
}
