// Package clock is world time: one Clock per world, frozen or running at a scale, moved only forward.
//
// A fake keeps what is due in its own state and answers NextDue; the clock calls Fire in order of (time, name of the
// source, the source's own sequence). No closure is held, so a world can be forked, planted and snapshotted with all that
// is due in it. Not for wire time: latency, holds and heartbeats live in fault and in the chain.
package clock

import (
	"errors"
	"fmt"
	"math"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// Mode says whether world time moves by itself.
type Mode string

// The two modes of a clock.
const (
	Frozen  Mode = "frozen"
	Running Mode = "running"
)

// ErrPast is returned when a clock is asked to go back.
var ErrPast = errors.New("world time never goes back")

// ErrSetting is returned for an unknown mode or a scale that is not positive.
var ErrSetting = errors.New("unknown clock setting")

// Source is a part of the world with due times: a fake.
type Source interface {
	// NextDue tells the earliest due time, and false when nothing is due.
	NextDue() (time.Time, bool)
	// Fire does all that is due at or before at and tells how many due facts that were.
	Fire(at time.Time) int
	// Pending counts the due facts that have not fired.
	Pending() int
}

// Wire is the wall clock: for what happens on the wire (deadlines, entries' wire time), never for a vendor's rule.
func Wire() time.Time { return time.Now() }

const never = int64(math.MaxInt64)

// Clock is the time of one world. All methods are safe for concurrent use.
type Clock struct {
	mu      sync.Mutex
	mode    Mode
	scale   float64
	base    time.Time // world time at anchor
	anchor  time.Time // wall time, with its monotonic reading
	names   []string
	sources []Source
	timer   *time.Timer
	stopped bool

	firing sync.Mutex   // one firing at a time, in order
	next   atomic.Int64 // earliest due time known, in Unix nanoseconds; never when none
}

// New makes a clock that shows at. The zero at means the wall clock's now; scale 0 means 1.
func New(at time.Time, mode Mode, scale float64) (*Clock, error) {
	if at.IsZero() {
		at = time.Now()
	}
	c := &Clock{base: at.UTC().Round(0), anchor: time.Now(), mode: Frozen, scale: 1}
	c.next.Store(never)
	if err := c.SetMode(mode, scale); err != nil {
		return nil, err
	}
	return c, nil
}

// Attach registers a source under its API's name. Sources fire in the order of their names when due at the same time.
func (c *Clock) Attach(name string, s Source) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := sort.SearchStrings(c.names, name)
	c.names = append(c.names, "")
	copy(c.names[i+1:], c.names[i:])
	c.names[i] = name
	c.sources = append(c.sources, nil)
	copy(c.sources[i+1:], c.sources[i:])
	c.sources[i] = s
}

// Now tells world time, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.mode == Frozen {
		return c.base
	}
	return c.base.Add(time.Duration(float64(time.Since(c.anchor)) * c.scale))
}

// Setting tells mode and scale.
func (c *Clock) Setting() (Mode, float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mode, c.scale
}

// SetMode freezes the clock or lets it run. Scale is world seconds per wall second; 0 keeps 1. Errors: ErrSetting.
func (c *Clock) SetMode(mode Mode, scale float64) error {
	if scale == 0 {
		scale = 1
	}
	if mode != Frozen && mode != Running {
		return fmt.Errorf("%w: mode %q, expected %q or %q", ErrSetting, mode, Frozen, Running)
	}
	if scale < 0 || scale > 1e6 || math.IsNaN(scale) {
		return fmt.Errorf("%w: scale %v, expected a number above 0 and at most 1000000", ErrSetting, scale)
	}
	c.mu.Lock()
	c.base, c.anchor = c.now(), time.Now()
	c.mode, c.scale = mode, scale
	c.arm()
	c.mu.Unlock()
	return nil
}

// Due tells the clock that something is due at at: cheap, called by a fake under its own lock after it stored the fact.
func (c *Clock) Due(at time.Time) {
	n := at.UnixNano()
	for {
		old := c.next.Load()
		if n >= old {
			return
		}
		if c.next.CompareAndSwap(old, n) {
			break
		}
	}
	c.mu.Lock()
	c.arm()
	c.mu.Unlock()
}

// Rearm asks every source anew what is due: after a state was planted.
func (c *Clock) Rearm() {
	at, _, ok := c.earliest()
	if !ok {
		c.next.Store(never)
		return
	}
	c.next.Store(never)
	c.Due(at)
}

// arm sets the wall timer for the next due time of a running clock. c.mu is held.
func (c *Clock) arm() {
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	next := c.next.Load()
	if next == never || c.mode == Frozen || c.stopped {
		return
	}
	wait := time.Duration(float64(next-c.now().UnixNano()) / c.scale)
	if wait < 0 {
		wait = 0
	}
	c.timer = time.AfterFunc(wait, func() { c.Settle() })
}

// Settle fires what is due by now and tells how many due facts that were. The chain calls it before each request, so
// that a client never meets a world that is late; it costs one atomic load when nothing is due.
func (c *Clock) Settle() int {
	next := c.next.Load()
	if next == never || next > c.Now().UnixNano() {
		return 0
	}
	c.firing.Lock()
	defer c.firing.Unlock()
	return c.fireUntil(c.Now(), false)
}

// Advance moves the clock by d, firing everything due on the way at its own time. Errors: ErrPast for a negative d.
func (c *Clock) Advance(d time.Duration) (fired int, err error) {
	if d < 0 {
		return 0, fmt.Errorf("%w: advance by %s", ErrPast, d)
	}
	c.firing.Lock()
	defer c.firing.Unlock()
	return c.move(c.Now().Add(d)), nil
}

// Set moves the clock to at, firing everything due on the way. Errors: ErrPast when at lies before now.
func (c *Clock) Set(at time.Time) (fired int, err error) {
	c.firing.Lock()
	defer c.firing.Unlock()
	if now := c.Now(); at.Before(now) {
		return 0, fmt.Errorf("%w: it is %s, asked for %s", ErrPast, now.Format(time.RFC3339Nano), at.UTC().Format(time.RFC3339Nano))
	}
	return c.move(at.UTC().Round(0)), nil
}

func (c *Clock) move(target time.Time) int {
	fired := c.fireUntil(target, true)
	c.jump(target)
	return fired
}

// jump sets world time to at unless it is already later.
func (c *Clock) jump(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.now()) {
		c.base, c.anchor = at, time.Now()
	}
	c.arm()
}

// fireUntil fires in order; with step, world time is set to each due time before it fires. c.firing is held, c.mu is not.
func (c *Clock) fireUntil(target time.Time, step bool) int {
	fired := 0
	for {
		at, s, ok := c.earliest()
		if !ok {
			c.next.Store(never)
			return fired
		}
		if at.After(target) {
			c.next.Store(never)
			c.Due(at)
			return fired
		}
		if step {
			c.jump(at)
		}
		n := s.Fire(at)
		if n == 0 {
			// A source that names a due time and fires nothing would spin for ever.
			return fired
		}
		fired += n
	}
}

func (c *Clock) earliest() (at time.Time, s Source, ok bool) {
	c.mu.Lock()
	sources := c.sources
	c.mu.Unlock()
	for _, candidate := range sources {
		if due, has := candidate.NextDue(); has && (!ok || due.Before(at)) {
			at, s, ok = due, candidate, true
		}
	}
	return at, s, ok
}

// Pending counts what is due later, over all sources.
func (c *Clock) Pending() int {
	c.mu.Lock()
	sources := c.sources
	c.mu.Unlock()
	n := 0
	for _, s := range sources {
		n += s.Pending()
	}
	return n
}

// Stop ends the wall timer; the clock still answers and can still be moved.
func (c *Clock) Stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = true
	c.arm()
}

// Ticker ticks on the wire every period; a period of 0 or less never ticks. Stop it when it is no longer needed.
func Ticker(period time.Duration) (ticks <-chan time.Time, stop func()) {
	if period <= 0 {
		return nil, func() {}
	}
	t := time.NewTicker(period)
	return t.C, t.Stop
}
