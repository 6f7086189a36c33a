package scenarios_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/run"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

func protocol(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("driver/PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestProtocolCredentials: PROTOCOL.md names the credentials that the server gives.
func TestProtocolCredentials(t *testing.T) {
	world, err := client.New(running(t, mock.Options{})).World(t.Context(), mock.DefaultWorld)
	if err != nil {
		t.Fatal(err)
	}
	page := protocol(t)
	for _, api := range scenarios.APIs().Names() {
		row := regexp.MustCompile("(?m)^\\| `" + api + "` \\| ([^|]*) \\|").FindStringSubmatch(page)
		if row == nil {
			t.Errorf("no row names the credentials of %s", api)
			continue
		}
		var named []string
		for _, name := range strings.Split(row[1], ", ") {
			named = append(named, strings.Trim(name, "`"))
		}
		slices.Sort(named)
		if given := slices.Sorted(maps.Keys(world.Credentials[api])); !slices.Equal(named, given) {
			t.Errorf("%s: PROTOCOL.md names %q, the server gives %q", api, named, given)
		}
	}
}

// TestProtocolNames: what PROTOCOL.md calls an ability, an advice or a kind of misbehaviour is one, and all are
// named.
func TestProtocolNames(t *testing.T) {
	page := protocol(t)
	var abilities []string
	for _, a := range scenarios.APIs().Abilities("") {
		abilities = append(abilities, a.Name)
	}
	named := regexp.MustCompile(`[^/]\b((?:bonder|iqchannels|radist|timconnect)\.[a-zA-Z]+)[^a-zA-Z…]`)
	for _, found := range named.FindAllStringSubmatch(page, -1) {
		if !slices.Contains(abilities, found[1]) {
			t.Errorf("PROTOCOL.md speaks of %s, which does not exist", found[1])
		}
	}
	for _, advice := range driver.Advices() {
		if !strings.Contains(page, "\n| `"+advice+"` |") {
			t.Errorf("PROTOCOL.md does not explain the advice %s", advice)
		}
	}
	for _, kind := range []driver.Kind{
		driver.Crash, driver.Exit, driver.Hang, driver.Flood, driver.Garbage,
		driver.Breach, driver.Children, driver.Unanswered,
		driver.Waiting,
	} {
		if !strings.Contains(page, "*"+string(kind)+"*") {
			t.Errorf("PROTOCOL.md does not name the misbehaviour %s", kind)
		}
	}
	for _, says := range []string{
		fmt.Sprintf("`--timeout` (%.0f s)", scenarios.DefaultTimeout.Seconds()),
		fmt.Sprintf("at most %.0f s", run.LongestTimeout.Seconds()),
	} {
		if !strings.Contains(page, says) {
			t.Errorf("PROTOCOL.md does not say %q", says)
		}
	}
}

// parting is the reference client that saves the good values of a save with a bad one.
type parting struct{ *suite.Client }

func (p parting) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	result, err := p.Client.Call(ctx, c)
	if c.Method != "bonder.saveCard" || err != nil || result.OK || result.Error.Code != "bad_value" {
		return result, err
	}
	wood := map[string]any{"translatable": map[string]any{"pl": map[string]any{"keywords": "wood"}}}
	c.Params.Args = map[string]any{"card_id": c.Params.Args["card_id"], "data": wood}
	if _, err := p.Client.Call(ctx, c); err != nil {
		return driver.Result{}, err
	}
	return result, nil
}

// TestProtocolSaves: of a save with one bad value the rest may be saved or not.
func TestProtocolSaves(t *testing.T) {
	const text = `Feature: F
  @must
  Scenario: s
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "keywords": "steel"}}}
      """
    When the client saves:
      """json
      {"translatable": {"pl": {"name": "Janjanjanjanjanjanjanjanja", "keywords": "wood"}}}
      """
    Then the client reports a failure with the advice "fix_request"
    And the card still holds "pl" "name" as "Jan"
    And the card now holds "pl" "keywords" as "KEYWORDS"
    And the client still works
`
	adapters := map[string]driver.Adapter{
		"steel": scenarios.APIs().Client(""),
		"wood":  parting{scenarios.APIs().Client("")},
	}
	for keywords, adapter := range adapters {
		client := driver.Local{Name: "saving", New: func() driver.Adapter { return adapter }}
		s := one(t, strings.Replace(text, "KEYWORDS", keywords, 1), scenarios.Options{Client: client})
		if s.Verdict != verdict.Passed {
			t.Errorf("%s: %s by %s: %s", keywords, s.Verdict, s.Cause, s.Reason)
		}
	}
}

// TestAnswers: a client that asks its user must take the answer, and is told what it asked for instead.
func TestAnswers(t *testing.T) {
	asks := func(what string) driver.Starter {
		return local(func(ctx context.Context, c driver.Call) (driver.Result, error) {
			if strings.HasSuffix(c.Method, ".answer") {
				return driver.Result{}, driver.ErrNoAbility
			}
			c.Ask(what)
			return driver.Result{Error: &driver.Problem{Code: "x", Message: "x"}}, nil
		})
	}
	const starts = `Feature: F
  Scenario: s
    When the client starts "radist.connectMax" with:
      | phone | "+79990000001" |
`
	const told = starts + `    And the client asks for the "code" and gets "12345"
    Then the client reports a failure
`
	s := one(t, told, scenarios.Options{Client: asks("code")})
	if s.Cause != "client.breach" || !strings.Contains(s.Reason, "does not know radist.answer") {
		t.Errorf("%s by %s: %s", s.Verdict, s.Cause, s.Reason)
	}
	s = one(t, told, scenarios.Options{Client: asks("otp")})
	if s.Cause != "client.asks" || !strings.Contains(s.Reason, `ask for the code, it asked for "otp"`) {
		t.Errorf("%s by %s: %s", s.Verdict, s.Cause, s.Reason)
	}
	const finished = starts + `    And the client has finished
    Then the client reports a failure with the advice "none"
`
	s = one(t, finished, scenarios.Options{Client: asks("code")})
	if s.Cause != "unasked.idle" { // it sent nothing, and has no advice
		t.Errorf("%s by %s: %s", s.Verdict, s.Cause, s.Reason)
	}
}
