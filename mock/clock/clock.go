// Package clock is world time: one Clock per world, frozen or running at a scale, moved only forward.
//
// A fake keeps what is due in its own state and answers NextDue; the clock calls Fire in order of time, then of the
// source's name, then of the source's own sequence. The clock keeps no closures, so a world can be forked, planted and
// read with all that is due in it. Latency, holds and heartbeats are wire time: see packages fault and mock.
package clock

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Mode is how world time moves: only when told to, or by itself.
type Mode string

// The two modes of a clock.
const (
	Frozen  Mode = "frozen"
	Running Mode = "running"
)

// Source is a part of the world with due times: a fake.
type Source interface {
	// NextDue returns the earliest due time, and false if nothing is due.
	NextDue() (time.Time, bool)
	// Fire does all that is due at or before at and returns how many due facts that were.
	Fire(at time.Time) int
	// Pending counts the due facts that have not fired.
	Pending() int
}

// Wire is the wall clock: for what happens on the wire (deadlines, entries' wire time), never for a vendor's rule.
func Wire() time.Time { return time.Now() }

const never = int64(math.MaxInt64)

// last is the time at which a fast clock stops.
func last() time.Time { return time.Date(2262, 1, 1, 0, 0, 0, -1, time.UTC) }

// nanos is a due time for comparison: a time beyond the span is never due, one before it is due at once.
func nanos(at time.Time) int64 {
	switch {
	case at.After(last()):
		return never
	case at.Unix() < 0:
		return 0
	}
	return at.UnixNano()
}

// Clock is the time of one world. All methods are safe for concurrent use.
type Clock struct {
	mu      sync.Mutex
	mode    Mode
	scale   float64
	base    time.Time // world time at anchor
	anchor  time.Time // wall time, with its monotonic reading
	least   time.Time // of a shared clock that runs: it shows no earlier time
	names   []string
	sources []Source
	timer   *time.Timer
	stopped bool
	changes uint64       // calls of Due: look starts over if this changed while no lock was held
	next    atomic.Int64 // earliest due time known, in Unix nanoseconds, or never. Written under mu

	firing sync.Mutex // one firing at a time, in order

	wall   func() time.Time // see Share; nil: the machine's
	settle func()           // what the timer does
}

// New makes a clock that shows at. The zero at means the wall clock's now; scale 0 means 1. Errors: *SettingError.
func New(at time.Time, mode Mode, scale float64) (*Clock, error) {
	if at.IsZero() {
		at = time.Now()
	}
	if !InSpan(at) {
		return nil, outside(at)
	}
	c := &Clock{base: at.UTC().Round(0), anchor: time.Now(), mode: Frozen, scale: 1}
	c.settle = func() { c.Settle() }
	c.next.Store(never)
	if err := c.SetMode(mode, scale); err != nil {
		return nil, err
	}
	return c, nil
}

// Attach registers a source under its API's name. Sources that are due at the same time fire in the order of their
// names.
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

// Now returns world time, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.mode == Frozen {
		return c.base
	}
	passed := float64(c.passed()) * c.scale
	if end := last(); passed >= float64(end.Sub(c.base)) {
		return end
	}
	now := c.base.Add(time.Duration(passed))
	if now.Before(c.least) {
		return c.least
	}
	return now
}

// passed returns the wall time since the anchor.
func (c *Clock) passed() time.Duration {
	if c.wall != nil {
		return c.wall().Sub(c.anchor)
	}
	return time.Since(c.anchor)
}

// present returns the wall time.
func (c *Clock) present() time.Time {
	if c.wall != nil {
		return c.wall()
	}
	return time.Now()
}

// Setting returns mode and scale.
func (c *Clock) Setting() (Mode, float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mode, c.scale
}

// SetMode freezes the clock or lets it run. Scale is world seconds per wall second; 0 means 1. Errors: *SettingError.
func (c *Clock) SetMode(mode Mode, scale float64) error {
	if scale == 0 {
		scale = 1
	}
	if mode != Frozen && mode != Running {
		return &SettingError{"mode", fmt.Sprintf("%s or %s", Frozen, Running), strconv.Quote(string(mode))}
	}
	if !IsScale(scale) {
		return &SettingError{"scale", "a number " + Scales, fmt.Sprint(scale)}
	}
	c.mu.Lock()
	c.base, c.anchor = c.now(), c.present()
	c.mode, c.scale = mode, scale
	c.arm()
	c.mu.Unlock()
	return nil
}

// Due says that something is due at at. It is cheap; a fake calls it under its own lock after it stored the fact.
func (c *Clock) Due(at time.Time) {
	n := nanos(at)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	if n < c.next.Load() {
		c.next.Store(n)
		c.arm()
	}
}

// Rearm asks every source again what is due, after a state was planted.
func (c *Clock) Rearm() {
	c.look()
	c.mu.Lock()
	c.arm()
	c.mu.Unlock()
}

// look finds what is due next and remembers it. No lock of the clock is held while the sources are asked; if one of
// them calls Due in the meantime, they are asked again.
func (c *Clock) look() (at time.Time, s Source, ok bool) {
	for {
		c.mu.Lock()
		changes := c.changes
		c.mu.Unlock()
		at, s, ok = c.earliest()
		next := never
		if ok {
			next = nanos(at)
		}
		c.mu.Lock()
		if c.changes == changes {
			c.next.Store(next)
			c.mu.Unlock()
			return at, s, ok
		}
		c.mu.Unlock()
	}
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
	wait := float64(next-c.now().UnixNano()) / c.scale
	c.timer = time.AfterFunc(time.Duration(min(max(wait, 0), math.MaxInt64/2)), c.settle)
}

// Settle fires what is due by now and returns how many due facts that were. It is called before each request, so that a
// client never meets a world that is late; it costs one atomic load if nothing is due.
func (c *Clock) Settle() int {
	next := c.next.Load()
	if next == never || next > c.Now().UnixNano() {
		return 0
	}
	c.firing.Lock()
	defer c.firing.Unlock()
	return c.fireUntil(c.Now(), false)
}

// Advance moves the clock by d and fires everything due on the way at its own time. Errors: *PastError for a negative
// d, *SettingError beyond the span.
func (c *Clock) Advance(d time.Duration) (fired int, err error) {
	c.firing.Lock()
	defer c.firing.Unlock()
	now := c.Now()
	if d < 0 {
		return 0, &PastError{Now: now, Asked: now.Add(d), By: d}
	}
	return c.move(now.Add(d))
}

// Set moves the clock to at and fires everything due on the way. Errors: *PastError if at is before now, *SettingError
// beyond the span.
func (c *Clock) Set(at time.Time) (fired int, err error) {
	c.firing.Lock()
	defer c.firing.Unlock()
	if now := c.Now(); at.Before(now) {
		return 0, &PastError{Now: now, Asked: at}
	}
	return c.move(at.UTC().Round(0))
}

func (c *Clock) move(target time.Time) (fired int, err error) {
	if !InSpan(target) {
		return 0, outside(target)
	}
	fired = c.fireUntil(target, true)
	c.jump(target)
	return fired, nil
}

func outside(at time.Time) error {
	return &SettingError{"time", "one " + Span, at.Format(time.RFC3339)}
}

// jump sets world time to at unless it is already later.
func (c *Clock) jump(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.now()) {
		c.base, c.anchor = at, c.present()
	}
	c.arm()
}

// fireUntil fires in order; with step, world time is set to each due time before it fires. c.firing is held, c.mu is
// not.
func (c *Clock) fireUntil(target time.Time, step bool) int {
	fired := 0
	var idleAt time.Time // when a source named a due time and fired nothing
	var idle Source
	for {
		at, s, ok := c.look()
		if !ok || at.After(target) {
			c.mu.Lock()
			c.arm()
			c.mu.Unlock()
			return fired
		}
		if step {
			c.jump(at)
		}
		n := s.Fire(at)
		if fired += n; n > 0 {
			continue
		}
		if s == idle && at.Equal(idleAt) {
			return fired // a request may have done the work once; twice at the same time means a broken source
		}
		idle, idleAt = s, at
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

// Planned is what one source has due.
type Planned struct {
	Name    string    // of the source
	At      time.Time // the earliest due time
	Pending int       // due facts that have not fired
}

// Planned lists what each source has due, in order of time, then of name. Sources without anything due are left out.
func (c *Clock) Planned() []Planned {
	c.mu.Lock()
	names, sources := c.names, c.sources
	c.mu.Unlock()
	var out []Planned
	for i, s := range sources {
		if at, has := s.NextDue(); has {
			out = append(out, Planned{names[i], at, s.Pending()})
		}
	}
	slices.SortStableFunc(out, func(a, b Planned) int { return a.At.Compare(b.At) })
	return out
}

// Stop ends the wall timer; the clock still answers and can still be moved.
func (c *Clock) Stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = true
	c.arm()
}

// Ticker ticks in wire time every period; a period of 0 or less never ticks. Stop it when it is no longer needed.
func Ticker(period time.Duration) (ticks <-chan time.Time, stop func()) {
	if period <= 0 {
		return nil, func() {}
	}
	t := time.NewTicker(period)
	return t.C, t.Stop
}
