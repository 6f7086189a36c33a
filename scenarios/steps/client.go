package steps

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// clientSteps are about the client under test: what it is asked to do and what it reports.
func clientSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{
			Keyword:  vocabulary.Given,
			Or:       vocabulary.When,
			Validate: aCredential(0, 1),
			Pattern:  `the client's "([^"]*)" for (\w+) (?:is|changes to) "([^"]*)"`,
			Example:  `the client's "password" for bonder is "wrong"`,
			Russian: vocabulary.Sentence{
				Pattern: `"([^"]*)" клиента для (\w+) (?:равен|меняется на) "([^"]*)"`,
				Example: `"password" клиента для bonder равен "wrong"`,
				Doc: "с этого шага клиенту при каждом вызове дают другое значение: пароль, ключ, " +
					"токен",
			},
			Doc:  "change a credential that the client is given with every call from now on",
			Bind: bind(func(s sentences) any { return s.setCredential }),
		},
		{
			Keyword:  vocabulary.When,
			Validate: aCredential(0, 1),
			Pattern:  `the client's "([^"]*)" for (\w+) is corrected`,
			Example:  `the client's "password" for bonder is corrected`,
			Russian: vocabulary.Sentence{
				Pattern: `"([^"]*)" клиента для (\w+) исправлен`,
				Example: `"password" клиента для bonder исправлен`,
				Doc:     "клиенту снова дают прежнее значение",
			},
			Doc:  "give the client the credential back that it had before",
			Bind: bind(func(s sentences) any { return s.World.RestoreCredential }),
		},
		{Keyword: vocabulary.Given, Pattern: `the client is already working`,
			Example: `the client is already working`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент уже работает`, Example: `клиент уже работает`,
				Doc: "клиент уже сделал что-то обычное, и у него есть токен или сессия",
			},
			SignOfLife: true,
			Doc:        "the client has done one ordinary thing, so that it holds a token or session",
			Bind:       bind(func(s sentences) any { return s.Alive })},
		{
			Keyword:  vocabulary.When,
			Validate: anAbility(0),
			Asks:     vocabulary.AsksNamed,
			Pattern:  `the client is asked for "([^"]*)"`,
			Example:  `the client is asked for "bonder.createProfile"`,
			Russian: vocabulary.Sentence{
				Pattern: `клиента просят выполнить "([^"]*)"`,
				Example: `клиента просят выполнить "bonder.createProfile"`,
				Doc: "просит клиента об одном действии и ждёт результата; {имя} заменяется " +
					"значением, которое записали или запомнили",
			},
			Doc: "call an ability and wait for the result; {name} stands for a value that was planted or remembered",
			Bind: bind(func(s sentences) any {
				return func(ability string) error { return s.Ask(ability, nil) }
			}),
			With: &vocabulary.With{
				Suffix:  " with:",
				Example: "the client is asked for \"bonder.loadCard\" with:\n  | card_id | {card_id} |",
				Russian: vocabulary.Sentence{
					Pattern: ` с аргументами:`,
					Example: "клиента просят выполнить \"bonder.loadCard\" с аргументами:\n  | card_id | {card_id} |",
				},
				Bind: bind(func(s sentences) any { return s.askWith }),
			},
		},
		{
			Keyword:  vocabulary.When,
			Validate: vocabulary.All(anAbility(0), aNumber(1, 1, mostAtOnce)),
			Asks:     vocabulary.AsksNamed,
			Pattern:  `the client starts "([^"]*)"(?: (\d+) times)?`,
			Example:  `the client starts "bonder.languages" 3 times`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент начинает "([^"]*)"(?: (\d+) раза?)?`,
				Example: `клиент начинает "bonder.languages" 3 раза`,
				Doc:     "просит о действии один или несколько раз сразу и не ждёт",
			},
			Doc: "call an ability, once or several times at once, without waiting",
			Bind: bind(func(s sentences) any {
				return func(ability, times string) error { return s.startWith(ability, times, &godog.Table{}) }
			}),
			With: &vocabulary.With{
				Suffix:  " with:",
				Example: "the client starts \"bonder.loadCard\" 10 times with:\n  | card_id | {card_id} |",
				Russian: vocabulary.Sentence{
					Pattern: ` с аргументами:`,
					Example: "клиент начинает \"bonder.loadCard\" 10 раз с аргументами:\n  | card_id | {card_id} |",
				},
				Bind: bind(func(s sentences) any { return s.startWith }),
			},
		},
		{Keyword: vocabulary.When, Pattern: `the client has finished`, Example: `the client has finished`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент закончил`, Example: `клиент закончил`,
				Doc: "ждёт конца всех начатых вызовов",
			},
			Doc:  "wait for all calls that were started",
			Bind: bind(func(s sentences) any { return s.Finish })},
		{Keyword: vocabulary.Then, Pattern: `the client reports success`, Example: `the client reports success`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент сообщает об успехе`, Example: `клиент сообщает об успехе`,
				Doc: "последний вызов закончился успехом",
			},
			Doc:  "the last call was reported as a success",
			Bind: bind(func(s sentences) any { return s.reportsSuccess })},
		{Keyword: vocabulary.Then, Pattern: `every call reports success`, Example: `every call reports success`,
			Russian: vocabulary.Sentence{
				Pattern: `каждый вызов успешен`, Example: `каждый вызов успешен`,
				Doc: "все вызовы до сих пор закончились успехом",
			},
			Doc:  "of all calls so far",
			Bind: bind(func(s sentences) any { return s.allSucceed })},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(someAdvice(0), aDuration(1), aDuration(2)),
			Pattern:  `the client reports a failure(?: with the advice "([^"]*)")?(?: after "([^"]*)" to "([^"]*)")?`,
			Example:  `the client reports a failure with the advice "retry_now or retry_later"`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент сообщает о неудаче(?: с советом "([^"]*)")?(?: через "([^"]*)" – "([^"]*)")?`,
				Example: `клиент сообщает о неудаче с советом "retry_later" через "45m" – "1h"`,
				Doc: "последний вызов закончился неудачей; и что клиент советует вызвавшему: " +
					"retry_now, retry_later, reauthorize, fix_request, contact_support, " +
					"unknown_outcome, none; через \"45m\" – \"1h\": назван срок retry_after_s в этих " +
					"пределах",
			},
			Doc: "the last call was reported as a failure; and what the caller is advised to do: " + strings.Join(
				driver.Advices(),
				", ",
			) +
				`; after "45m" to "1h": retry_after_s is given and lies between`,
			Bind: bind(func(s sentences) any { return s.advises }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: someAdvice(0),
			Pattern:  `the client succeeds by itself or advises "([^"]*)"`,
			Example:  `the client succeeds by itself or advises "retry_now"`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент справляется сам или советует "([^"]*)"`,
				Example: `клиент справляется сам или советует "retry_now"`,
				Doc:     "клиент может повторить сам или посоветовать это вызвавшему",
			},
			Doc:  "it may try again itself, or advise its caller to",
			Bind: bind(func(s sentences) any { return s.succeedsOrAdvises }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: anError(0),
			Pattern:  `the client reports the error "([^"]*)"`,
			Example:  `the client reports the error "PROFILE_LIMIT_REACHED_ERROR"`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент сообщает об ошибке "([^"]*)"`,
				Example: `клиент сообщает об ошибке "PROFILE_LIMIT_REACHED_ERROR"`,
				Doc:     "код неудачи, как его пишет поставщик",
			},
			Doc:  "the code of the failure, as the vendor has it",
			Bind: bind(func(s sentences) any { return s.reportsError }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(aName(0), aValue(1)),
			Pattern:  `the client reports "([^"]*)"(?: as (.+))?`,
			Example:  `the client reports "/translatable/pl/name" as "Jan"`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент сообщает "([^"]*)"(?: со значением (.+))?`,
				Example: `клиент сообщает "/translatable/pl/name" со значением "Jan"`,
				Doc: "значение из последнего успеха, по имени или указателю JSON, равно этому " +
					"значению JSON; без значения — оно есть, не пусто и запоминается: {card_id}",
			},
			Doc: "a value of the last success, by name or JSON pointer, is this JSON value; without one it must " +
				"be there and not be empty, and is remembered: {card_id}",
			Remembers: func(groups []string) string { return strings.TrimPrefix(groups[0], "/") },
			Bind:      bind(func(s sentences) any { return s.reportsAs }),
		},
		{Keyword: vocabulary.Then, Pattern: `the client still works`, Example: `the client still works`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент по-прежнему работает`,
				Example: `клиент по-прежнему работает`,
				Doc:     "признак жизни после сценария с отказом: одно обычное действие удаётся",
			},
			SignOfLife: true,
			Doc:        "the sign of life after a negative scenario: one ordinary thing is done correctly",
			Bind:       bind(func(s sentences) any { return s.Alive })},
	}
}

func (s sentences) setCredential(name, api, value string) error {
	text, err := s.Text(value)
	if err != nil {
		return err
	}
	return s.World.SetCredential(name, api, text)
}

func (s sentences) askWith(ability string, table *godog.Table) error {
	args, err := s.arguments(table)
	if err != nil {
		return err
	}
	return s.Ask(ability, args)
}

// mostAtOnce is how many calls one step starts at most.
const mostAtOnce = 100

func (s sentences) startWith(ability, times string, table *godog.Table) error {
	args, err := s.arguments(table)
	if err != nil {
		return err
	}
	n := 1
	if times != "" {
		if _, err := fmt.Sscan(times, &n); err != nil || n < 1 || n > mostAtOnce {
			return feature.Usagef("expected 1 to %d times, got %s", mostAtOnce, times)
		}
	}
	return s.StartCalls(ability, args, n)
}

func (s sentences) reportsSuccess() error {
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	return telling(c, s.Demand(
		"client.success",
		c.OK,
		nil,
		"expected the client to report success of %s, it reported: %s", c.Method, run.Describe(c),
	))
}

func (s sentences) allSucceed() error {
	claims := s.Calls.All()
	if len(claims) == 0 {
		return s.Missing("client.all-succeed", "the client has not been asked for anything")
	}
	for i := range claims {
		if c := &claims[i]; !c.OK {
			return s.Demand(
				"client.all-succeed",
				false,
				nil,
				"expected every call to succeed, call %d (%s) reported: %s",
				i+1,
				c.Method,
				run.Describe(c),
			)
		}
	}
	return s.Demand("client.all-succeed", true, nil, "")
}

func (s sentences) advises(text, least, most string) error {
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	if text == "" || c.OK {
		return s.Demand(
			"client.failure",
			!c.OK,
			nil,
			"expected the client to report a failure of %s, it reported: %s", c.Method, run.Describe(c),
		)
	}
	list, err := choices(text)
	if err != nil {
		return err
	}
	err = telling(c, s.Demand(
		"client.advice",
		slices.Contains(list, c.Advice),
		nil,
		"expected the advice %s for %s, got %s: %s", text, c.Method, c.Advice, run.Describe(c),
	))
	if err != nil || least == "" {
		return err
	}
	from, err := feature.Duration(least)
	if err != nil {
		return err
	}
	to, err := feature.Duration(most)
	if err != nil {
		return err
	}
	after, given := c.Values["retry_after_s"].(float64)
	return s.Demand(
		"client.retry-after",
		given && after >= from.Seconds() && after <= to.Seconds(),
		nil,
		"expected retry_after_s between %v and %v, the client reported %s",
		from.Seconds(),
		to.Seconds(),
		feature.Show(c.Values["retry_after_s"], given),
	)
}

func (s sentences) succeedsOrAdvises(text string) error {
	list, err := choices(text)
	if err != nil {
		return err
	}
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	return telling(c, s.Demand(
		"client.recovery",
		c.OK || slices.Contains(list, c.Advice),
		nil,
		"expected success, or a failure with the advice %s for %s; it reported: %s", text, c.Method, run.Describe(c),
	))
}

// telling adds the advice that a call gave to the check of a demand that it did not keep.
func telling(c *rule.Claim, err error) error {
	var unkept *run.Failed
	if errors.As(err, &unkept) {
		unkept.Check.Detail = c.Advice
	}
	return err
}

func (s sentences) reportsError(code string) error {
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	return s.Demand(
		"client.code",
		!c.OK && c.Code == code,
		nil,
		"expected the client to report the error %s, it reported: %s",
		code,
		run.Describe(c),
	)
}

func (s sentences) reports(name string) error {
	value, ok, err := s.Calls.Told(name)
	if err != nil {
		return err
	}
	if known := strings.TrimPrefix(name, "/"); ok && !feature.Empty(value) {
		s.Remember(known, value)
	} else {
		s.NotTold(known)
	}
	return s.Demand(
		"client.value",
		ok && !feature.Empty(value),
		nil,
		"expected the client to report %s, it reported %s",
		name,
		feature.Show(value, ok),
	)
}

func (s sentences) reportsAs(name, want string) error {
	value, ok, err := s.Calls.Told(name)
	if err != nil {
		return err
	}
	if want == "" {
		return s.reports(name)
	}
	expected, err := s.Wanted(want)
	if err != nil {
		return err
	}
	return s.Demand(
		"client.value",
		ok && feature.Same(value, expected),
		nil,
		"expected the client to report %s as %s, it reported %s",
		name,
		feature.Show(expected, true),
		feature.Show(value, ok),
	)
}
