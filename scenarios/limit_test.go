package scenarios_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// tuned is the reference client with a pace or a hello of its own.
type tuned struct {
	*suite.Client
	every, timeout float64 // seconds; 0 leaves it as it is
	before         time.Duration
}

func (c tuned) Hello() driver.Hello {
	h := c.Client.Hello()
	if c.timeout > 0 {
		h.TimeoutS = &c.timeout
	}
	return h
}

func (c tuned) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	if c.every > 0 && strings.HasPrefix(call.Method, "radist.connect") {
		call.Params.Args["poll_every_s"] = c.every
	}
	wait(ctx, c.before)
	return c.Client.Call(ctx, call)
}

func wait(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// knocks is a client that sends a request again and again and never answers, or answers after some requests.
func knocks(every time.Duration, enough int) driver.Starter {
	return local(func(ctx context.Context, c driver.Call) (driver.Result, error) {
		for n := 1; ctx.Err() == nil; n++ {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Params.BaseURL+"/repositories", nil)
			if err != nil {
				return driver.Result{}, err
			}
			if resp, err := http.DefaultClient.Do(req); err == nil {
				resp.Body.Close()
			}
			if n == enough {
				return driver.Result{OK: true}, nil
			}
			wait(ctx, every)
		}
		return driver.Result{}, ctx.Err()
	})
}

// TestLimits: how long a call may take follows what the client declares and is seen to do, up to bounds that are
// named.
func TestLimits(t *testing.T) {
	outside.Waits(t)
	slow := func(c tuned) driver.Starter {
		return driver.Local{
			Name: "slow",
			New:  func() driver.Adapter { c.Client = scenarios.APIs().Client(""); return c },
		}
	}
	hang := func(ctx context.Context, _ driver.Call) (driver.Result, error) {
		<-ctx.Done()
		return driver.Result{}, ctx.Err()
	}
	const scan = `
    When the client connects Telegram by QR
    And the user scans the QR
    And the client has finished
    Then the client reports success`
	const changed = `
    When the client connects Telegram by QR
    Then the client has shown "qr"
    When "31s" passes
    Then the client has shown "qr" 2 times
    When the user scans the QR
    And the client has finished
    Then the client reports success`
	const languages = `
    When the client lists the languages
    Then the client reports success`
	const asks = `
    When the client starts "radist.connectMax" with:
      | phone | "+79990000001" |
    And the client has finished
    Then the client reports success`
	const short, second = 500 * time.Millisecond, time.Second
	noted := verdict.Failed // by what it sends: it has no token
	for name, test := range map[string]struct {
		steps   string
		client  driver.Starter
		timeout time.Duration
		cause   string // empty: passed
		verdict verdict.Verdict
		says    string
	}{
		"polls more slowly than the limit": {scan, slow(tuned{every: 1.5}), second, "", verdict.Passed, ""},
		"shows at its own pace":            {changed, slow(tuned{every: 1.5}), second, "", verdict.Passed, ""},
		"needs longer and says so": {languages, slow(tuned{timeout: 2, before: 1500 * time.Millisecond}), short, "",
			verdict.Passed, ""},
		"needs longer and does not": {languages, slow(tuned{before: time.Hour}), short, "client.hang", verdict.Failed,
			"no answer to bonder.languages within"},
		"is at work for longer than a limit": {languages, knocks(300*time.Millisecond, 5), second, "unasked.violation",
			noted, ""},
		"knocks without end": {languages, knocks(40*time.Millisecond, 0), short, "client.hang", verdict.Failed,
			"though the client is still at work"},
		"knocks without end and fast": {languages, knocks(0, 0), 2 * second, "client.hang", verdict.Failed,
			"but more than 200 requests"},
		"hangs after a request": {languages, local(func(ctx context.Context, c driver.Call) (driver.Result, error) {
			_, _ = scenarios.APIs().Client("").Call(ctx, c)
			return hang(ctx, c)
		}), second, "client.hang", verdict.Failed, "without a sign of the client; it made 2 requests meanwhile"},
		"asks, and nobody answers": {asks, slow(tuned{}), second, "client.unanswered", verdict.Inconclusive,
			"the client has asked for the code, and no step of the scenario answers"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := one(t, "Feature: F\n  Scenario: s"+test.steps+"\n", scenarios.Options{Client: test.client,
				Timeout: test.timeout})
			if s.Verdict != test.verdict || s.Cause != test.cause && test.cause != "unasked.violation" ||
				!strings.Contains(s.Reason, test.says) {
				t.Errorf("expected %s by %q with %q, got %s by %s: %s", test.verdict, test.cause, test.says,
					s.Verdict, s.Cause, s.Reason)
			}
			if strings.HasPrefix(s.Cause, "client.") && test.cause == "unasked.violation" {
				t.Errorf("%s: %s", s.Cause, s.Reason)
			}
		})
	}
}

// TestLongTimeout: a time limit that no scenario waits for is cut, and that is said.
func TestLongTimeout(t *testing.T) {
	client := driver.Local{Name: "slow", New: func() driver.Adapter {
		return tuned{Client: scenarios.APIs().Client(""),
			timeout: 3600}
	}}
	r := judge(t, scenarios.Options{Client: client, Features: []string{write(t,
		map[string]string{"bonder/x.feature": ordinary})}})
	if r.ExitCode != verdict.ExitGood || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0],
		"timeout_s 3600; it is taken as 600") {
		t.Errorf("exit %d, warnings %q", r.ExitCode, r.Warnings)
	}
}
