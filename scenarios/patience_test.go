package scenarios_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// dribbled is a scenario in which the server never gets to the end of its response.
const dribbled = `Feature: F
  @should
  Scenario: dribbled
    Given the client waits only a short time for a response
    And the server responds to the next "bonder.createProfile" with the fault "dribble" with:
      | interval | 200ms |
    When the client creates a profile
    Then the client reports a failure with the advice "unknown_outcome"
    And the client still works
`

// TestTakesNoLimit: a client that cannot be told how long to wait is judged by everything else; the report says why.
func TestTakesNoLimit(t *testing.T) {
	running := httptest.NewServer(http.HandlerFunc(answerHello))
	defer running.Close()
	for why, client := range map[string]driver.Starter{
		`its hello does not say "patience": true`: shell(
			`read hello; echo '{"jsonrpc":"2.0","id":1,"result":{"abilities":["bonder.createProfile"]}}'; read call`),
		"it runs already, and is not Sparring's to start": driver.NewRemote(running.URL),
	} {
		s := one(t, dribbled, scenarios.Options{Client: client, Jobs: 1})
		want := []verdict.Lack{{Ability: driver.Patience, Why: why}}
		if s.Verdict != verdict.Skipped || s.World != "" || !slices.Equal(s.Lacks, want) {
			t.Errorf("%s: %s, %+v", s.Verdict, s.Reason, s.Lacks)
		}
	}
}

// TestLingers: of a client that waits for all pieces of a response, the scenario only warns, and soon.
func TestLingers(t *testing.T) {
	outside.Waits(t)
	s := one(t, dribbled, scenarios.Options{
		Client: scenarios.APIs().Starter("bonder-has-no-limit-in-all"), Timeout: time.Second,
	})
	if s.Verdict != verdict.Warned || s.Cause != "client.patience" {
		t.Errorf("%s by %s: %s", s.Verdict, s.Cause, s.Reason)
	}
}

// unhurried is the reference client. With a limit that is too short for it, it does not come to its request.
type unhurried struct {
	*suite.Client
	least time.Duration
	short *bool
}

func (c *unhurried) Wait(limit time.Duration) {
	*c.short = limit < c.least
	c.Client.Wait(limit)
}

func (c *unhurried) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	if *c.short {
		return driver.Result{Error: &driver.Problem{Code: "late", Advice: driver.NoAdvice}}, nil
	}
	return c.Client.Call(ctx, call)
}

// TestMoreTime: a client that is too slow for the first limit is told a longer one before it is judged, once.
func TestMoreTime(t *testing.T) {
	outside.Waits(t)
	for least, want := range map[time.Duration]verdict.Verdict{
		time.Second: verdict.Passed,
		time.Minute: verdict.NotExercised, // by the longer one either
	} {
		starts := 0
		slow := driver.Local{Name: "slow", New: func() driver.Adapter {
			starts++
			return &unhurried{scenarios.APIs().Client(""), least, new(bool)}
		}}
		o := scenarios.Options{Client: slow, Jobs: 1}
		o.Features = []string{write(t, map[string]string{"bonder/x.feature": dribbled})}
		r := judge(t, o)
		noted := strings.Contains(strings.Join(r.Notes, "\n"), "with a limit of 1.6s")
		if s := r.Scenarios[0]; len(r.Scenarios) != 1 || s.Verdict != want || noted != (want == verdict.Passed) {
			t.Errorf("least %s: %s by %s: %s; notes %q", least, s.Verdict, s.Cause, s.Reason, r.Notes)
		}
		if starts != 3 { // the first of the run is for any scenario
			t.Errorf("least %s: %d clients were started, expected 3", least, starts)
		}
	}
}

// unlimited is the reference client with a hello that does not say that it takes a limit.
type unlimited struct{ *suite.Client }

func (c unlimited) Hello() driver.Hello {
	h := c.Client.Hello()
	h.Patience = false
	return h
}

// TestProfileWithoutLimit: a profile lets nothing be skipped, but no vendor demands that a client takes a limit.
func TestProfileWithoutLimit(t *testing.T) {
	client := driver.Local{Name: "unlimited", New: func() driver.Adapter {
		return unlimited{scenarios.APIs().Client("")}
	}}
	r := judge(t, scenarios.Options{
		Client: client, Profiles: []string{scenarios.Profiles()[0].Name}, Tags: []string{"not @slow"},
		Scenarios: []string{"timconnect/lost.feature"},
	})
	if r.Counts.Skipped == 0 || r.Counts.Passed+r.Counts.Skipped != r.Counts.Total || r.ExitCode != verdict.ExitGood {
		t.Errorf("%s, exit %d", r.Counts, r.ExitCode)
	}
}
