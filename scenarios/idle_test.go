package scenarios_test

import (
	"context"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// keeping is a client that says that it keeps something when it is started again, and that it takes a time limit.
type keeping struct{ adapter }

func (keeping) Hello() driver.Hello { return driver.Hello{Untold: true, Keeps: true, Patience: true} }

func (keeping) Keep(string) error { return nil }

// TestIdle: a client that sends nothing passes nothing, whatever it says.
func TestIdle(t *testing.T) {
	for name, says := range map[string]driver.Result{
		"success": {OK: true, Values: map[string]any{}},
		"failure": {Error: &driver.Problem{Code: "x", Message: "not today", Advice: driver.RetryLater}},
		"mistake": {Error: &driver.Problem{Code: "x", Message: "wrong", Advice: driver.FixRequest}},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "mistake" {
				outside.Long(t) // the failure is of its kind
			}
			nothing := func(context.Context, driver.Call) (driver.Result, error) { return says, nil }
			idle := driver.Local{Name: "idle", New: func() driver.Adapter { return keeping{nothing} }}
			always := 0
			if name == "failure" {
				always = 1
			}
			// Nothing of it is worth waiting for.
			o := scenarios.Options{Client: idle, Seed: 1, Jobs: 64, Timeout: time.Second / 2}
			inParts(t, *onlyAPI, always, o, func(t *testing.T, r verdict.Report) {
				for _, s := range r.Scenarios {
					switch s.Verdict {
					case verdict.NotExercised, verdict.Failed:
					default:
						t.Errorf("%s %s: %s by %s: %s", s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
					}
				}
			})
		})
	}
}
