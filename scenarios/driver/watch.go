package driver

import (
	"context"
	"sync"
	"time"
)

// Watch measures the time that a client has had: wall time less the time in which its process waited for a processor
// and in which the whole machine stood still. A client must not fail because others crowd its machine.
type Watch struct {
	began  time.Time
	of     delayed
	before time.Duration // that the client had waited when the watch was made
	stalls *Stalls
	lost   time.Duration // in stalls when the watch was made
}

// delayed is a session that knows for how long its client has waited for a processor.
type delayed interface{ Delay() time.Duration }

// mostDelay is how many times its limit a client gets at most on a busy machine.
const mostDelay = 12

// NewWatch begins to measure the time of a session's client; of a session that does not know more, only the stalls are
// left out that its own pauses notice.
func NewWatch(s Session) *Watch { return NewWatchOf(s, &Stalls{}) }

// NewWatchOf returns a watch that leaves out what all pauses on the stalls notice.
func NewWatchOf(s Session, stalls *Stalls) *Watch {
	w := &Watch{began: time.Now(), stalls: stalls, lost: stalls.Lost()}
	if of, ok := s.(delayed); ok {
		w.of, w.before = of, of.Delay()
	}
	return w
}

// Wall is the time since the watch was made.
func (w *Watch) Wall() time.Duration { return time.Since(w.began) }

// Elapsed is the time that the client has had since.
func (w *Watch) Elapsed() time.Duration {
	wall, delay := w.Wall(), w.stalls.Lost()-w.lost
	if w.of != nil {
		delay = max(delay, w.of.Delay()-w.before)
	}
	return max(wall-delay, 0)
}

// Over reports whether a limit has passed. crowded says that the client had less time than that: the machine was so
// busy that nobody can say what the client would have done.
func (w *Watch) Over(limit time.Duration) (over, crowded bool) {
	had := w.Elapsed() // looked at even if it is early: what a child has waited is known only while it lives
	wall := w.Wall()
	over = wall > limit && had > limit || wall > mostDelay*limit
	return over, over && had <= limit
}

// Pause waits, and notes a stall. It ends early, with false, when ctx does.
func (w *Watch) Pause(ctx context.Context, d time.Duration) bool { return w.stalls.Pause(ctx, d) }

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

// Expiring returns a context that ends when over returns a failure, which is asked every now and then and is the
// context's cause: calls with the context return it. Only over may use the watch, and once cancel has returned, it is
// not asked any more.
func (w *Watch) Expiring(
	ctx context.Context,
	every time.Duration,
	over func() *Failure,
) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	var asking sync.WaitGroup
	asking.Go(func() {
		for w.Pause(ctx, every) {
			if failure := over(); failure != nil {
				cancel(failure)
				return
			}
		}
	})
	return ctx, func() {
		cancel(nil)
		asking.Wait()
	}
}

// Limited returns a context in which a session's client must answer something, hello for example.
func Limited(ctx context.Context, s Session, what string, limit time.Duration) (context.Context, context.CancelFunc) {
	w := NewWatch(s)
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
