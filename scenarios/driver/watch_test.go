package driver

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// waiting is a session whose client has waited for a processor.
type waiting struct {
	Session
	delay time.Duration
}

func (w *waiting) Delay() time.Duration { return w.delay }

// TestWatch: what a client has waited for a processor does not count, up to a bound.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := &waiting{delay: time.Hour} // before
		w := NewWatch(client)
		look := func(limit time.Duration, over, crowded bool) {
			t.Helper()
			if o, c := w.Over(limit); o != over || c != crowded {
				t.Errorf("after %s of which %s were lost: over %v and crowded %v, expected %v and %v", w.Wall(),
					client.delay-time.Hour, o, c, over, crowded)
			}
		}
		time.Sleep(9 * time.Second)
		look(10*time.Second, false, false)
		time.Sleep(2 * time.Second)
		look(10*time.Second, true, false)
		client.delay += 4 * time.Second
		look(10*time.Second, false, false)
		look(6*time.Second, true, false)
		if w.Elapsed() != 7*time.Second {
			t.Errorf("elapsed %s", w.Elapsed())
		}
		time.Sleep(time.Minute)
		client.delay += time.Minute
		look(10*time.Second, false, false)
		time.Sleep(50 * time.Second)
		client.delay += 50 * time.Second
		look(10*time.Second, true, true) // two minutes
	})
}

// TestDelays: of tasks that run at once the longest wait counts, and none is counted twice. Who wants to run has
// waited for all that was not run.
func TestDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const s = time.Second
		var tasks map[string]share
		d := newDelays(func() map[string]share { return tasks })
		for _, step := range []struct {
			tasks map[string]share
			want  time.Duration
		}{
			{map[string]share{"1": {0, 3 * s, false}, "2": {7 * s, 2 * s, false}}, 3 * s},
			{map[string]share{"1": {0, 3 * s, false}, "2": {7 * s, 6 * s, false}}, 7 * s},
			{map[string]share{"1": {9 * s, 3 * s, false}}, 7 * s}, // 2 has ended
			{map[string]share{"1": {9 * s, 4 * s, false}, "3": {0, s / 2, false}}, 8 * s},
			{map[string]share{"1": {9 * s, time.Hour, false}}, 18 * s},                    // no more than has passed
			{map[string]share{"1": {9 * s, time.Hour, false}, "4": {s, 0, true}}, 27 * s}, // children may have ended
			{map[string]share{"4": {11 * s, 0, true}}, 27 * s},                            // it ran all the time
			{nil, 27 * s},
		} {
			time.Sleep(10 * s)
			if tasks = step.tasks; d.Delay() != step.want {
				t.Errorf("after %v: %s, expected %s", step.tasks, d.Delay(), step.want)
			}
		}
	})
}

// TestLimited: a context that expires says why, and one that is given up does not.
func TestLimited(t *testing.T) {
	ctx, cancel := Limited(t.Context(), nil, "hello", 20*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	var failure *Failure
	if !errors.As(context.Cause(ctx), &failure) || failure.Kind != Hang {
		t.Errorf("got %v", context.Cause(ctx))
	}
	ctx, cancel = Limited(t.Context(), nil, "hello", time.Minute)
	cancel()
	<-ctx.Done()
	if errors.As(context.Cause(ctx), &failure) {
		t.Errorf("got %v", context.Cause(ctx))
	}
}
