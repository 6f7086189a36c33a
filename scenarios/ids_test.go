package scenarios_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// retyping is the reference client that tells ids as texts that are numbers on the wire, and the other way round.
type retyping struct{ consistent }

func (r retyping) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	result, err := r.consistent.Call(ctx, c)
	if err == nil && result.OK {
		data, failed := json.Marshal(result.Values)
		if failed != nil {
			return result, failed
		}
		d := json.NewDecoder(strings.NewReader(string(data)))
		d.UseNumber()
		result.Values = nil
		if failed := d.Decode(&result.Values); failed != nil {
			return result, failed
		}
		retype(result.Values)
	}
	return result, err
}

var digits = regexp.MustCompile(`^[1-9][0-9]*$`)

func retype(value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if name != "id" && !strings.HasSuffix(name, "_id") {
				retype(inner)
				continue
			}
			switch id := inner.(type) {
			case string:
				if digits.MatchString(id) {
					v[name] = json.Number(id)
				}
			case json.Number:
				v[name] = id.String()
			}
		}
	case []any:
		for _, inner := range v {
			retype(inner)
		}
	}
}

// freely returns the reference client that does all that the protocol lets a client do: it works on one call at a time,
// insists on its advice to authorize again, and tells an id as a number or as its digits in a text.
func freely() driver.Local {
	return driver.Local{Name: "free", New: func() driver.Adapter {
		one := oneAtATime{scenarios.APIs().Client(""), &sync.Mutex{}}
		return retyping{consistent{one, &sync.Mutex{}, map[string]bool{}}}
	}}
}

// TestFreeClient: it passes all that the reference client passes.
func TestFreeClient(t *testing.T) {
	t.Parallel()
	o := scenarios.Options{Client: freely(), Seed: 1}
	inParts(t, *onlyAPI, 0, o, func(t *testing.T, r verdict.Report) {
		for _, s := range r.Scenarios {
			if s.Verdict != verdict.Passed {
				t.Errorf("%s %s: %s by %s: %s", s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
			}
		}
	})
}

// TestToldIDs: what a client has told is an argument of the next call, whatever its type.
func TestToldIDs(t *testing.T) {
	for _, text := range []string{`Feature: F
  Scenario: s
    When the client connects a group
    Then the client reports "connection_id"
    When the client is asked for "radist.connection" with:
      | connection_id | {connection_id} |
    Then the client reports success
    And the client reports "connection_id" as {connection_id}
`, `Feature: F
  Scenario: s
    Given the client is registered as "79991234567"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports "/messages/0/id" as {message_id}
    When the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try          |
    Then the message now has "hashtag" as "Try"
`} {
		if s := one(t, text, scenarios.Options{Client: freely()}); s.Verdict != verdict.Passed {
			t.Errorf("%s by %s: %s\n%s", s.Verdict, s.Cause, s.Reason, text)
		}
	}
}
