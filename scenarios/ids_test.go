package scenarios_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// retyping is the reference client that tells ids as texts that are numbers on the wire, and the other way round.
type retyping struct{ *suite.Client }

func (r retyping) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	result, err := r.Client.Call(ctx, c)
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

// TestIDs: the protocol lets a client tell an id as a number or as its digits in a text.
func TestIDs(t *testing.T) {
	t.Parallel()
	client := driver.Local{
		Name: "retyping",
		New:  func() driver.Adapter { return retyping{scenarios.APIs().Client("")} },
	}
	r := judge(t, scenarios.Options{Client: client, Tags: []string{"not @slow"}, APIs: only(), Seed: 1})
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Passed {
			t.Errorf("%s %s: %s by %s: %s", s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
		}
	}
}

// TestToldIDs: what a client has told is an argument of the next call, whatever its type.
func TestToldIDs(t *testing.T) {
	client := driver.Local{
		Name: "retyping",
		New:  func() driver.Adapter { return retyping{scenarios.APIs().Client("")} },
	}
	for _, text := range []string{`Feature: F
  Scenario: s
    When the client connects a group
    Then the client tells "connection_id"
    When the client is asked for "radist.connection" with:
      | connection_id | {connection_id} |
    Then the client reports success
    And the client tells "connection_id" as {connection_id}
`, `Feature: F
  Scenario: s
    Given the client is registered as "79991234567"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client tells "/messages/0/id" as {message_id}
    When the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try          |
    Then the message now has "hashtag" as "Try"
`} {
		if s := one(t, text, scenarios.Options{Client: client}); s.Verdict != verdict.Passed {
			t.Errorf("%s by %s: %s\n%s", s.Verdict, s.Cause, s.Reason, text)
		}
	}
}
