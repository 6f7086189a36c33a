package driver

import (
	"context"
	"time"
)

// Watch measures the time that a client has had: wall time less the time in which the machine kept programs waiting. A
// client must not fail because others crowd its machine.
type Watch struct {
	began    time.Time
	pressure readings      // of the machine when it began
	late     time.Duration // by which our own timers came too late
	measure  func() readings
}

// mostDelay bounds the growth of a limit: after so many times the limit, a client has had its chance.
const mostDelay = 12

// readings are for how long programs have been kept waiting so far, for one reason or another.
type readings [4]time.Duration

// NewWatch begins to measure.
func NewWatch() *Watch { return newWatch(pressure) }

func newWatch(measure func() readings) *Watch {
	return &Watch{began: time.Now(), pressure: measure(), measure: measure}
}

// Wall is the time since the watch was made.
func (w *Watch) Wall() time.Duration { return time.Since(w.began) }

// Elapsed is the time that the client has had since.
func (w *Watch) Elapsed() time.Duration {
	wall := w.Wall()
	delay := w.late
	for i, total := range w.measure() {
		delay = max(delay, total-w.pressure[i])
	}
	return max(wall-delay, 0)
}

// Over reports whether a limit has passed. crowded says that the client had less time than that: the machine was so busy
// that nobody can say what the client would have done.
func (w *Watch) Over(limit time.Duration) (over, crowded bool) {
	wall := w.Wall()
	switch {
	case wall <= limit:
		return false, false
	case w.Elapsed() > limit:
		return true, false
	}
	over = wall > mostDelay*limit
	return over, over
}

// Pause waits and keeps by how much the wait was longer than asked. It ends early, with false, when ctx does.
func (w *Watch) Pause(ctx context.Context, d time.Duration) bool {
	began := time.Now()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		w.late += max(time.Since(began)-d, 0)
		return true
	case <-ctx.Done():
		return false
	}
}

// tick is how often a limit is looked at.
func tick(limit time.Duration) time.Duration {
	return min(max(limit/20, time.Millisecond), 250*time.Millisecond)
}

// within waits until something is done, for as long as a limit allows.
func (w *Watch) within(limit time.Duration, done <-chan struct{}) (ended, crowded bool) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-done:
			cancel()
		case <-ctx.Done():
		}
	}()
	for w.Pause(ctx, tick(limit)) {
		if over, crowded := w.Over(limit); over {
			return false, crowded
		}
	}
	return true, false
}

// Expiring returns a context that ends when over returns a failure, which is asked every now and then and is the context's
// cause: calls with the context return it. Only over may use the watch.
func (w *Watch) Expiring(ctx context.Context, every time.Duration, over func() *Failure) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		for w.Pause(ctx, every) {
			if failure := over(); failure != nil {
				cancel(failure)
				return
			}
		}
	}()
	return ctx, func() { cancel(nil) }
}

// Limited returns a context in which something, hello for example, must be answered.
func Limited(ctx context.Context, what string, limit time.Duration) (context.Context, context.CancelFunc) {
	w := NewWatch()
	return w.Expiring(ctx, tick(limit), func() *Failure {
		over, crowded := w.Over(limit)
		if !over {
			return nil
		}
		return Hung(crowded, "no answer to %s within %s", what, Rounded(w.Wall()))
	})
}

// Rounded is a duration as messages have it.
func Rounded(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) }
