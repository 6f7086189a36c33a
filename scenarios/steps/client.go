package steps

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"sparring/mock/pointer"
	"sparring/scenarios/driver"
)

// clientSteps are about the client under test: what it is asked to do and what it reports.
func clientSteps() []Step {
	return []Step{
		{Subject: "client", Keyword: Given, Sense: aCredential(0, 1), Pattern: `the client's "([^"]*)" for (\w+) is "([^"]*)"`,
			Example: `the client's "password" for bonder is "wrong"`,
			Russian: Sentence{`"([^"]*)" клиента для (\w+) равен "([^"]*)"`, `"password" клиента для bonder равен "wrong"`},
			Doc:     "change a credential that the client is given with every call from now on",
			Bind:    func(s *Scene) any { return s.credential }},
		{Subject: "client", Keyword: When, Sense: aCredential(0, 1), Pattern: `the client's "([^"]*)" for (\w+) is corrected`,
			Example: `the client's "password" for bonder is corrected`,
			Russian: Sentence{`"([^"]*)" клиента для (\w+) исправлен`, `"password" клиента для bonder исправлен`},
			Doc:     "give the client its good credential again",
			Bind:    func(s *Scene) any { return s.correct }},
		{Subject: "client", Keyword: Given, Pattern: `the client is at work`, Example: `the client is at work`,
			Russian: Sentence{`клиент уже работает`, `клиент уже работает`},
			alive:   true,
			Doc:     "the client has done one ordinary thing, so that it holds a token or session", Bind: func(s *Scene) any { return s.Alive }},
		{Subject: "client", Keyword: When, Sense: anAbility(0), Asks: named, Pattern: `the client is asked for "([^"]*)"`, Example: `the client is asked for "bonder.createProfile"`,
			Russian: Sentence{`клиента просят выполнить "([^"]*)"`, `клиента просят выполнить "bonder.createProfile"`},
			Doc:     "call an ability and wait for the result; {name} stands for a value that was planted or remembered", Bind: func(s *Scene) any {
				return func(ability string) error { return s.Ask(ability, nil) }
			},
			With: &With{Suffix: " with:", Example: "the client is asked for \"bonder.loadCard\" with:\n  | card_id | {card_id} |",
				Russian: Sentence{` с аргументами:`, "клиента просят выполнить \"bonder.loadCard\" с аргументами:\n  | card_id | {card_id} |"},
				Bind:    func(s *Scene) any { return s.askWith }}},
		{Subject: "client", Keyword: When, Sense: checks(anAbility(0), aNumber(1, 1, mostAtOnce)), Asks: named, Pattern: `the client starts "([^"]*)"(?: (\d+) times)?`, Example: `the client starts "bonder.languages" 3 times`,
			Russian: Sentence{`клиент начинает "([^"]*)"(?: (\d+) раза?)?`, `клиент начинает "bonder.languages" 3 раза`},
			Doc:     "call an ability, once or several times at once, without waiting", Bind: func(s *Scene) any {
				return func(ability, times string) error { return s.startWith(ability, times, &godog.Table{}) }
			},
			With: &With{Suffix: " with:", Example: "the client starts \"bonder.loadCard\" 10 times with:\n  | card_id | {card_id} |",
				Russian: Sentence{` с аргументами:`, "клиент начинает \"bonder.loadCard\" 10 раз с аргументами:\n  | card_id | {card_id} |"},
				Bind:    func(s *Scene) any { return s.startWith }}},
		{Subject: "client", Keyword: When, Pattern: `the client has finished`, Example: `the client has finished`,
			Russian: Sentence{`клиент закончил`, `клиент закончил`},
			Doc:     "wait for all calls that were started",
			Bind:    func(s *Scene) any { return s.Finish }},
		{Subject: "client", Keyword: Then, Pattern: `the client reports success`, Example: `the client reports success`,
			Russian: Sentence{`клиент сообщает об успехе`, `клиент сообщает об успехе`},
			Doc:     "the last call was told as a success",
			Bind:    func(s *Scene) any { return s.reportsSuccess }},
		{Subject: "client", Keyword: Then, Pattern: `every call reports success`, Example: `every call reports success`,
			Russian: Sentence{`каждый вызов успешен`, `каждый вызов успешен`},
			Doc:     "of all calls so far",
			Bind:    func(s *Scene) any { return s.allSucceed }},
		{Subject: "client", Keyword: Then, Sense: checks(someAdvice(0), aDuration(1), aDuration(2)), Pattern: `the client reports a failure(?: with the advice "([^"]*)")?(?: after "([^"]*)" to "([^"]*)")?`,
			Example: `the client reports a failure with the advice "retry_now or retry_later"`,
			Russian: Sentence{`клиент сообщает о неудаче(?: с советом "([^"]*)")?(?: через "([^"]*)" – "([^"]*)")?`, `клиент сообщает о неудаче с советом "retry_later" через "45m" – "1h"`},
			Doc: "the last call was told as a failure; and what the caller is told to do: " + strings.Join(driver.Advices(), ", ") +
				`; after "45m" to "1h": retry_after_s is given and lies between`,
			Bind: func(s *Scene) any { return s.advises }},
		{Subject: "client", Keyword: Then, Sense: someAdvice(0), Pattern: `the client succeeds by itself or advises "([^"]*)"`, Example: `the client succeeds by itself or advises "retry_now"`,
			Russian: Sentence{`клиент справляется сам или советует "([^"]*)"`, `клиент справляется сам или советует "retry_now"`},
			Doc:     "it may try again itself, or leave that to its caller", Bind: func(s *Scene) any { return s.succeedsOrAdvises }},
		{Subject: "client", Keyword: Then, Sense: anError(0), Pattern: `the client reports the error "([^"]*)"`, Example: `the client reports the error "PROFILE_LIMIT_REACHED_ERROR"`,
			Russian: Sentence{`клиент сообщает об ошибке "([^"]*)"`, `клиент сообщает об ошибке "PROFILE_LIMIT_REACHED_ERROR"`},
			Doc:     "the code of the failure, as the vendor has it", Bind: func(s *Scene) any { return s.reportsError }},
		{Subject: "client", Keyword: Then, Sense: checks(aName(0), aValue(1)), Pattern: `the client tells "([^"]*)"(?: as (.+))?`, Example: `the client tells "/translatable/pl/name" as "Jan"`,
			Russian: Sentence{`клиент сообщает "([^"]*)"(?: со значением (.+))?`, `клиент сообщает "/translatable/pl/name" со значением "Jan"`},
			Doc:     "a value of the last success, by name or JSON pointer, is this JSON value; without one it must be there and not be empty, and is remembered: {card_id}",
			Bind:    func(s *Scene) any { return s.tellsAs }},
		{Subject: "client", Keyword: Then, Pattern: `the client still works`, Example: `the client still works`,
			Russian: Sentence{`клиент по-прежнему работает`, `клиент по-прежнему работает`},
			alive:   true,
			Doc:     "the sign of life after a negative scenario: one ordinary thing is done correctly",
			Bind:    func(s *Scene) any { return s.Alive }},
	}
}

func (s *Scene) credential(name, api, value string) error {
	credentials, ok := s.World.Credentials[api]
	if !ok {
		return misuse("no API is called %q", api)
	}
	if _, ok := credentials[name]; !ok {
		return misuse("the credentials for %s have no %q", api, name)
	}
	text, err := s.Text(value)
	if err != nil {
		return err
	}
	if s.good == nil {
		s.good = map[string]string{}
	}
	s.good[api+"."+name] = credentials[name]
	credentials[name] = text
	s.learn("", name, credentials[name])
	return nil
}

func (s *Scene) correct(name, api string) error {
	good, changed := s.good[api+"."+name]
	if !changed {
		return misuse("the %s for %s was not changed before", name, api)
	}
	s.World.Credentials[api][name] = good
	return nil
}

func (s *Scene) askWith(ability string, table *godog.Table) error {
	args, err := s.arguments(table)
	if err != nil {
		return err
	}
	return s.Ask(ability, args)
}

// mostAtOnce bounds the calls that one step starts.
const mostAtOnce = 100

func (s *Scene) startWith(ability, times string, table *godog.Table) error {
	args, err := s.arguments(table)
	if err != nil {
		return err
	}
	n := 1
	if times != "" {
		if _, err := fmt.Sscan(times, &n); err != nil || n < 1 || n > mostAtOnce {
			return misuse("expected 1 to %d times, got %s", mostAtOnce, times)
		}
	}
	return s.StartCalls(ability, args, n)
}

func (s *Scene) reportsSuccess() error {
	c, err := s.Claim()
	if err != nil {
		return err
	}
	return s.Demand("client.success", c.OK, nil, "expected the client to report success of %s, it reported: %s", c.Method, say(c))
}

func (s *Scene) allSucceed() error {
	claims := s.Claims()
	if len(claims) == 0 {
		return s.Missing("client.all-succeed", "the client has not been asked for anything")
	}
	for i := range claims {
		if c := &claims[i]; !c.OK {
			return s.Demand("client.all-succeed", false, nil, "expected every call to succeed, call %d (%s) reported: %s", i+1, c.Method, say(c))
		}
	}
	return s.Demand("client.all-succeed", true, nil, "")
}

// aName checks a value's name, which may be a JSON pointer.
func aName(group int) sense {
	return func(q said) error {
		if _, err := pointer.Parse(asPointer(q.args[group])); err != nil || q.args[group] == "" {
			return misuse("expected the name of a value or a JSON pointer, got %q", q.args[group])
		}
		return nil
	}
}

// choices splits "retry_now or retry_later" and checks the words.
func choices(text string) ([]string, error) {
	list := strings.Split(strings.ReplaceAll(text, " или ", " or "), " or ")
	for _, advice := range list {
		if !slices.Contains(driver.Advices(), advice) {
			return nil, misuse("no advice is called %q; known: %s", advice, strings.Join(driver.Advices(), ", "))
		}
	}
	return list, nil
}

func (s *Scene) advises(text, least, most string) error {
	c, err := s.Claim()
	if err != nil {
		return err
	}
	if text == "" || c.OK {
		return s.Demand("client.failure", !c.OK, nil, "expected the client to report a failure of %s, it reported: %s", c.Method, say(c))
	}
	list, err := choices(text)
	if err != nil {
		return err
	}
	err = s.Demand("client.advice", slices.Contains(list, c.Advice), nil, "expected the advice %s for %s, got %s: %s", text, c.Method, c.Advice, say(c))
	if err != nil || least == "" {
		return err
	}
	from, err := duration(least)
	if err != nil {
		return err
	}
	to, err := duration(most)
	if err != nil {
		return err
	}
	after, told := c.Values["retry_after_s"].(float64)
	return s.Demand("client.retry-after", told && after >= from.Seconds() && after <= to.Seconds(), nil,
		"expected retry_after_s between %v and %v, the client told %s", from.Seconds(), to.Seconds(), show(c.Values["retry_after_s"], told))
}

func (s *Scene) succeedsOrAdvises(text string) error {
	list, err := choices(text)
	if err != nil {
		return err
	}
	c, err := s.Claim()
	if err != nil {
		return err
	}
	return s.Demand("client.recovery", c.OK || slices.Contains(list, c.Advice), nil, "expected success, or a failure with the advice %s for %s; it reported: %s", text, c.Method, say(c))
}

func (s *Scene) reportsError(code string) error {
	c, err := s.Claim()
	if err != nil {
		return err
	}
	return s.Demand("client.code", !c.OK && c.Code == code, nil, "expected the client to report the error %s, it reported: %s", code, say(c))
}

// told finds a value of the last claim, by name or pointer.
func (s *Scene) told(name string) (any, bool, error) {
	c, err := s.Claim()
	if err != nil {
		return nil, false, err
	}
	value, ok, err := lookUp(c.Values, name)
	return value, ok && c.OK, err
}

func (s *Scene) tells(name string) error {
	value, ok, err := s.told(name)
	if err != nil {
		return err
	}
	switch known := strings.TrimPrefix(name, "/"); {
	case ok && !empty(value):
		s.Remember(known, value)
	case s.untold == nil:
		s.untold = map[string]bool{known: true}
	default:
		s.untold[known] = true
	}
	return s.Demand("client.value", ok && !empty(value), nil, "expected the client to tell %s, it told %s", name, show(value, ok))
}

func (s *Scene) tellsAs(name, want string) error {
	value, ok, err := s.told(name)
	if err != nil {
		return err
	}
	if want == "" {
		return s.tells(name)
	}
	expected, err := s.wanted(want)
	if err != nil {
		return err
	}
	return s.Demand("client.value", ok && same(value, expected), nil, "expected the client to tell %s as %s, it told %s", name, show(expected, true), show(value, ok))
}

func empty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
