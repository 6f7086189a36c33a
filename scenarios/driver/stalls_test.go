package driver

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestStalls: what several have noticed of the same stall counts once, and for all watches.
func TestStalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const s = time.Second
		stalls := &Stalls{}
		first := NewWatchOf(nil, stalls)
		at := func(second time.Duration) time.Time { return first.began.Add(second * s) }
		for _, step := range []struct {
			from, to time.Duration // of a timer: when it was due, and when it came
			lost     time.Duration
		}{
			{2, 5, 3 * s}, {3, 5, 3 * s}, {2, 6, 4 * s}, {4, 5, 4 * s}, {8, 9, 5 * s},
		} {
			if stalls.note(at(step.from), at(step.to)); stalls.Lost() != step.lost {
				t.Errorf("from %d to %d: %s, expected %s", step.from, step.to, stalls.Lost(), step.lost)
			}
		}
		later := NewWatchOf(nil, stalls)
		time.Sleep(9 * s)
		if first.Elapsed() != 4*s || later.Elapsed() != 9*s {
			t.Errorf("elapsed %s and %s, expected 4s and 9s", first.Elapsed(), later.Elapsed())
		}
		if !first.Pause(t.Context(), s) || later.Elapsed() != 10*s {
			t.Errorf("elapsed %s after a pause in which nothing stood still", later.Elapsed())
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if first.Pause(gone, time.Hour) {
			t.Error("a pause has not ended with its context")
		}
	})
}
