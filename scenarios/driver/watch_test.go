package driver

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestWatch: what the machine keeps waiting does not count, up to a bound.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lost readings
		w := newWatch(func() readings { return lost })
		look := func(limit time.Duration, over, crowded bool) {
			t.Helper()
			if o, c := w.Over(limit); o != over || c != crowded {
				t.Errorf("after %s of which %s were lost: over %v and crowded %v, expected %v and %v", w.Wall(), lost, o, c, over, crowded)
			}
		}
		time.Sleep(9 * time.Second)
		look(10*time.Second, false, false)
		time.Sleep(2 * time.Second)
		look(10*time.Second, true, false)
		lost = readings{4 * time.Second, 0, 3 * time.Second} // at the same time: they do not add up
		look(10*time.Second, false, false)
		look(6*time.Second, true, false)
		if w.Elapsed() != 7*time.Second {
			t.Errorf("elapsed %s", w.Elapsed())
		}
		time.Sleep(time.Minute)
		lost[0] += time.Minute
		look(10*time.Second, false, false)
		time.Sleep(50 * time.Second)
		lost[0] += 50 * time.Second
		look(10*time.Second, true, true) // two minutes
	})
}

// TestLimited: a context that expires says why, and one that is given up does not.
func TestLimited(t *testing.T) {
	ctx, cancel := Limited(t.Context(), "hello", 20*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	var failure *Failure
	if !errors.As(context.Cause(ctx), &failure) || failure.Kind != Hang {
		t.Errorf("got %v", context.Cause(ctx))
	}
	ctx, cancel = Limited(t.Context(), "hello", time.Minute)
	cancel()
	<-ctx.Done()
	if errors.As(context.Cause(ctx), &failure) {
		t.Errorf("got %v", context.Cause(ctx))
	}
}

// TestPressure: the measure of the machine never goes back.
func TestPressure(t *testing.T) {
	before := pressure()
	for i, after := range pressure() {
		if after < before[i] {
			t.Errorf("reading %d was %s and is %s", i, before[i], after)
		}
	}
}
