package clock_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"sparring/mock/clock"
)

var start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// agenda is a source: due times that note when they fired, and may add further ones.
type agenda struct {
	mu    sync.Mutex
	name  string
	c     *clock.Clock
	due   []time.Time
	again time.Duration // each firing adds one more, so much later, while left is positive
	left  int
	log   *[]string
}

func (a *agenda) NextDue() (time.Time, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.due) == 0 {
		return time.Time{}, false
	}
	first := a.due[0]
	for _, d := range a.due {
		if d.Before(first) {
			first = d
		}
	}
	return first, true
}

func (a *agenda) Fire(at time.Time) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	rest := a.due[:0:0]
	for _, d := range a.due {
		if d.After(at) {
			rest = append(rest, d)
			continue
		}
		n++
		*a.log = append(*a.log, fmt.Sprintf("%s@%s now %s", a.name, d.Sub(start), a.c.Now().Sub(start)))
		if a.left > 0 {
			a.left--
			rest = append(rest, d.Add(a.again))
		}
	}
	a.due = rest
	return n
}

func (a *agenda) Pending() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.due)
}

func (a *agenda) add(d time.Duration) {
	a.mu.Lock()
	a.due = append(a.due, start.Add(d))
	a.mu.Unlock()
	a.c.Due(start.Add(d))
}

func TestAdvanceFiresInOrderAtItsOwnTime(t *testing.T) {
	c, err := clock.New(start, clock.Frozen, 0)
	if err != nil {
		t.Fatal(err)
	}
	var log []string
	b := &agenda{name: "b", c: c, log: &log}
	a := &agenda{name: "a", c: c, log: &log, again: time.Minute, left: 1}
	c.Attach("b", b)
	c.Attach("a", a)
	b.add(2 * time.Minute)
	a.add(time.Minute)
	b.add(time.Hour)

	fired, err := c.Advance(10 * time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a@1m0s now 1m0s", "a@2m0s now 2m0s", "b@2m0s now 2m0s"}
	if fmt.Sprint(log) != fmt.Sprint(want) || fired != 3 {
		t.Errorf("fired %d: %v, want %v", fired, log, want)
	}
	if got := c.Now(); !got.Equal(start.Add(10 * time.Minute)) {
		t.Errorf("now %s", got)
	}
	if c.Pending() != 1 {
		t.Errorf("pending %d, want 1", c.Pending())
	}
}

func TestNeverBack(t *testing.T) {
	c, _ := clock.New(start, clock.Frozen, 0)
	if _, err := c.Set(start.Add(-time.Second)); !isPast(err) {
		t.Errorf("set back: %v", err)
	}
	if _, err := c.Advance(-1); !isPast(err) {
		t.Errorf("advance back: %v", err)
	}
	if !c.Now().Equal(start) {
		t.Errorf("moved to %s", c.Now())
	}
}

func TestSettings(t *testing.T) {
	for _, row := range []struct {
		mode  clock.Mode
		scale float64
	}{{"walking", 1}, {clock.Running, -1}, {clock.Running, 1e7}, {"", 1}} {
		if _, err := clock.New(start, row.mode, row.scale); !isSetting(err) {
			t.Errorf("%q %v: %v", row.mode, row.scale, err)
		}
	}
}

func TestRunningFiresByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := clock.New(start, clock.Running, 60)
		defer c.Stop()
		var log []string
		a := &agenda{name: "a", c: c, log: &log}
		c.Attach("a", a)
		a.add(time.Minute)
		time.Sleep(900 * time.Millisecond)
		if a.Pending() != 1 {
			t.Fatal("fired before its time")
		}
		time.Sleep(200 * time.Millisecond)
		if a.Pending() != 0 {
			t.Fatal("a minute at scale 60 has passed and nothing fired")
		}
		if got := c.Now().Sub(start).Round(time.Second); got != 66*time.Second {
			t.Errorf("world time moved by %s, want 66s", got)
		}
	})
}

// TestFarDue: what is due beyond the span of world time is never due, and costs nothing.
func TestFarDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := mustClock(t, clock.Running, 1)
		var log []string
		far := &agenda{name: "a", c: c, log: &log, due: []time.Time{time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}}
		early := &agenda{name: "b", c: c, log: &log, due: []time.Time{time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)}}
		c.Attach("a", far)
		c.Attach("b", early)
		c.Due(far.due[0])
		c.Rearm()
		time.Sleep(time.Hour)
		synctest.Wait() // a clock that fires without end would not get here
		if len(log) != 1 || c.Pending() != 1 || c.Settle() != 0 {
			t.Errorf("fired %q, %d pending", log, c.Pending())
		}
	})
}

// whisper is a source that lets somebody speak while it is asked what is due.
type whisper struct {
	agenda
	while func()
}

func (w *whisper) NextDue() (time.Time, bool) {
	at, ok := w.agenda.NextDue()
	w.while()
	return at, ok
}

// TestDueWhileLooking: a fact that is stored while the clock looks for what is next fires like any other.
func TestDueWhileLooking(t *testing.T) {
	for _, running := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c := mustClock(t, clock.Running, 1)
			var log []string
			told := false
			w := &whisper{agenda: agenda{name: "a", c: c, log: &log,
				due: []time.Time{start.Add(time.Second), start.Add(time.Hour)}}}
			w.while = func() {
				if len(w.due) == 1 && !told {
					told = true
					w.due = append(w.due, start.Add(time.Minute))
					c.Due(start.Add(time.Minute))
				}
			}
			c.Attach("a", w)
			c.Due(start.Add(time.Second))
			if !running {
				if err := c.SetMode(clock.Frozen, 1); err != nil {
					t.Fatal(err)
				}
				if fired, err := c.Advance(time.Second); fired != 1 || err != nil {
					t.Errorf("fired %d, %v", fired, err)
				}
				if err := c.SetMode(clock.Running, 1); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(2 * time.Minute)
			synctest.Wait()
			if len(log) != 2 || !told {
				t.Errorf("fired %q", log)
			}
			c.Stop()
		})
	}
}

// TestSpan: a clock stands and moves within its span, and one that runs fast stops at its end.
func TestSpan(t *testing.T) {
	for _, at := range []time.Time{time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC),
		time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if _, err := clock.New(at, clock.Frozen, 1); !isSetting(err) {
			t.Errorf("%s: %v", at, err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		c := mustClock(t, clock.Running, 1e6)
		if _, err := c.Advance(290 * 365 * 24 * time.Hour); !isSetting(err) {
			t.Errorf("moved beyond the span: %v", err)
		}
		time.Sleep(24 * time.Hour) // 2,700 years
		if now := c.Now(); now.Year() != 2261 || c.Settle() != 0 {
			t.Errorf("it is %s", now)
		}
	})
}

func mustClock(t *testing.T, mode clock.Mode, scale float64) *clock.Clock {
	t.Helper()
	c, err := clock.New(start, mode, scale)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFrozenStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := clock.New(start, clock.Running, 1)
		time.Sleep(time.Second)
		if err := c.SetMode(clock.Frozen, 0); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		if got := c.Now().Sub(start); got != time.Second {
			t.Errorf("frozen clock moved to +%s", got)
		}
	})
}

// Whatever is added and however the clock is moved, due times fire once, in order, and none after now is missing.
func TestOrderProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := clock.New(start, clock.Frozen, 0)
		var log []string
		sources := []*agenda{{name: "a", c: c, log: &log}, {name: "b", c: c, log: &log}}
		for _, s := range sources {
			c.Attach(s.name, s)
		}
		added, fired := 0, 0
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "add") {
				offset := c.Now().Sub(start) + time.Duration(rapid.IntRange(0, 100).Draw(t, "in"))*time.Second
				sources[rapid.IntRange(0, 1).Draw(t, "who")].add(offset)
				added++
				continue
			}
			n, err := c.Advance(time.Duration(rapid.IntRange(0, 50).Draw(t, "by")) * time.Second)
			if err != nil {
				t.Fatal(err)
			}
			fired += n
			for _, s := range sources {
				if at, ok := s.NextDue(); ok && !at.After(c.Now()) {
					t.Fatalf("due at %s has not fired at %s", at, c.Now())
				}
			}
		}
		if fired != len(log) || added != fired+c.Pending() {
			t.Fatalf("added %d, fired %d, logged %d, pending %d", added, fired, len(log), c.Pending())
		}
	})
}

func isPast(err error) bool { return errors.As(err, new(*clock.PastError)) }

func isSetting(err error) bool { return errors.As(err, new(*clock.SettingError)) }
