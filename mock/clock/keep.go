package clock

import (
	"math"
	"time"

	"sparring/mock/keep"
)

// Key is where a store keeps a clock.
const Key = "clock"

// Kept is a clock as a store keeps it: a clock that runs goes on while no process does.
type Kept struct {
	Mode   Mode      `json:"mode"`
	Scale  float64   `json:"scale"`
	Base   time.Time `json:"base"`   // world time at Anchor
	Anchor time.Time `json:"anchor"` // wall time
}

// Export says what to keep if the clock was moved since the last call.
func (c *Clock) Export(k *Kept, to *keep.Changes) {
	c.mu.Lock()
	now := Kept{c.mode, c.scale, c.base, c.anchor.UTC().Round(0)}
	c.mu.Unlock()
	if now != *k {
		*k = now
		to.JSON(Key, now)
	}
}

// ReadKept returns the clock that a store has kept.
func ReadKept(records keep.Records) (k Kept, err error) {
	_, err = records.Read(Key, &k)
	return k, err
}

// Now returns the world time of a clock that was kept, never before least: the wall clock may have been set back.
func (k *Kept) Now(least time.Time) time.Time {
	now := k.Base
	if k.Mode == Running {
		passed := float64(time.Since(k.Anchor)) * k.Scale
		if end := last(); passed >= float64(end.Sub(now)) {
			return end
		}
		now = now.Add(time.Duration(max(passed, 0)))
	}
	if now.Before(least) {
		return least
	}
	return now
}

// Apply takes over a clock that another server has moved; least is the last world time that something happened at,
// which no clock that runs goes back before.
func (c *Clock) Apply(k Kept, least time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.Mode != "" {
		c.mode, c.scale, c.base, c.anchor = k.Mode, k.Scale, k.Base, k.Anchor
	}
	c.least = least
	c.arm()
}

// AtLeast notes a time that a clock which runs goes back before no more.
func (c *Clock) AtLeast(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.least) {
		c.least = at
	}
}

// Share lets the clock go by the time of an engine, which several servers have in common, and hands over to settle what
// the timer would do: to settle the clock when something is due. It is called before the clock is used.
func (c *Clock) Share(wall func() time.Time, settle func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wall, c.settle = wall, settle
	c.anchor = wall()
}

// NextDue returns when something is due next by the time of Share, zero if nothing is before the clock is moved.
func (c *Clock) NextDue() time.Time {
	at, _, ok := c.look()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !ok || nanos(at) == never || c.mode == Frozen {
		return time.Time{}
	}
	wait := float64(at.Sub(c.now())) / c.scale
	return c.wall().Add(time.Duration(min(max(wait, 0), math.MaxInt64/4)))
}
