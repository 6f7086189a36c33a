package driver_test

import (
	"context"
	"testing"
	"time"

	"sparring/scenarios/driver"
)

// clock is an adapter that tells how long it was told to wait.
type clock struct{ limit time.Duration }

func (*clock) Hello() driver.Hello {
	return driver.Hello{Name: "clock", Version: "1", Abilities: []string{"test.wait"}, Patience: true}
}

func (c *clock) Wait(limit time.Duration) { c.limit = limit }

func (c *clock) Call(context.Context, driver.Call) (driver.Result, error) {
	return driver.Result{OK: true, Values: map[string]any{"limit": c.limit.String()}}, nil
}

// TestWithin: a client is told how long to wait, in whatever way it is started, and no other client is.
func TestWithin(t *testing.T) {
	process := client("waits")
	for name, starter := range map[string]driver.Starter{
		"process": process,
		"shared":  driver.Reuse(process),
		"local":   driver.Local{Name: "clock", New: func() driver.Adapter { return &clock{} }},
	} {
		told := func(by driver.Starter) any {
			t.Helper()
			s := start(t, by)
			if h, err := s.Hello(t.Context()); err != nil || !h.Patience {
				t.Fatalf("%s: hello: %+v, %v", name, h, err)
			}
			r, err := s.Call(t.Context(), "test.wait", driver.Params{})
			if err != nil {
				t.Fatal(err)
			}
			return r.Values["limit"]
		}
		if got := told(starter.(driver.Timed).Within(1500 * time.Millisecond)); got != "1.5s" {
			t.Errorf("%s: told %v, expected 1.5s", name, got)
		}
		if got := told(starter); got != "0s" {
			t.Errorf("%s: told %v without a limit", name, got)
		}
	}
	t.Setenv(driver.PatienceVariable, "soon")
	if err := driver.Serve(t.Context(), nil, nil, &clock{}); err == nil {
		t.Error("a limit that is no number was taken")
	}
}
