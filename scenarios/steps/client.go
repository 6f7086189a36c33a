package steps

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"sparring/mock/pointer"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// clientSteps are about the client under test: what it is asked to do and what it reports.
func clientSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{
			Keyword:  vocabulary.Given,
			Validate: aCredential(0, 1),
			Pattern:  `the client's "([^"]*)" for (\w+) is "([^"]*)"`,
			Example:  `the client's "password" for bonder is "wrong"`,
			Russian: vocabulary.Sentence{
				Pattern: `"([^"]*)" клиента для (\w+) равен "([^"]*)"`,
				Example: `"password" клиента для bonder равен "wrong"`,
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
			},
			Doc:  "give the client the credential back that it had before",
			Bind: bind(func(s sentences) any { return s.World.RestoreCredential }),
		},
		{Keyword: vocabulary.Given, Pattern: `the client is at work`, Example: `the client is at work`,
			Russian:    vocabulary.Sentence{Pattern: `клиент уже работает`, Example: `клиент уже работает`},
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
			Russian: vocabulary.Sentence{Pattern: `клиент закончил`, Example: `клиент закончил`},
			Doc:     "wait for all calls that were started",
			Bind:    bind(func(s sentences) any { return s.Finish })},
		{Keyword: vocabulary.Then, Pattern: `the client reports success`, Example: `the client reports success`,
			Russian: vocabulary.Sentence{Pattern: `клиент сообщает об успехе`, Example: `клиент сообщает об успехе`},
			Doc:     "the last call was reported as a success",
			Bind:    bind(func(s sentences) any { return s.reportsSuccess })},
		{Keyword: vocabulary.Then, Pattern: `every call reports success`, Example: `every call reports success`,
			Russian: vocabulary.Sentence{Pattern: `каждый вызов успешен`, Example: `каждый вызов успешен`},
			Doc:     "of all calls so far",
			Bind:    bind(func(s sentences) any { return s.allSucceed })},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(someAdvice(0), aDuration(1), aDuration(2)),
			Pattern:  `the client reports a failure(?: with the advice "([^"]*)")?(?: after "([^"]*)" to "([^"]*)")?`,
			Example:  `the client reports a failure with the advice "retry_now or retry_later"`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент сообщает о неудаче(?: с советом "([^"]*)")?(?: через "([^"]*)" – "([^"]*)")?`,
				Example: `клиент сообщает о неудаче с советом "retry_later" через "45m" – "1h"`,
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
			},
			Doc:  "the code of the failure, as the vendor has it",
			Bind: bind(func(s sentences) any { return s.reportsError }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(aName(0), aValue(1)),
			Pattern:  `the client tells "([^"]*)"(?: as (.+))?`,
			Example:  `the client tells "/translatable/pl/name" as "Jan"`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент сообщает "([^"]*)"(?: со значением (.+))?`,
				Example: `клиент сообщает "/translatable/pl/name" со значением "Jan"`,
			},
			Doc: "a value of the last success, by name or JSON pointer, is this JSON value; without one it must " +
				"be there and not be empty, and is remembered: {card_id}",
			Remembers: func(groups []string) string { return strings.TrimPrefix(groups[0], "/") },
			Bind:      bind(func(s sentences) any { return s.tellsAs }),
		},
		{Keyword: vocabulary.Then, Pattern: `the client still works`, Example: `the client still works`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент по-прежнему работает`,
				Example: `клиент по-прежнему работает`,
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
	return s.Demand(
		"client.success",
		c.OK,
		nil,
		"expected the client to report success of %s, it reported: %s",
		c.Method,
		run.Describe(c),
	)
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

// aName checks a value's name, which may be a JSON pointer. Clients may tell more than abilities declare, so only a
// name
// that looks like a declared one is refused.
func aName(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		tokens, err := pointer.Parse(feature.AsPointer(q.Args[group]))
		if err != nil || q.Args[group] == "" {
			return feature.Usagef("expected the name of a value or a JSON pointer, got %q", q.Args[group])
		}
		var known []string
		for _, a := range q.APIs.Abilities("") {
			for _, value := range a.Values {
				known = append(known, value.Name)
			}
		}
		if len(tokens) == 0 || slices.Contains(known, tokens[0]) {
			return nil
		}
		if meant, ok := feature.Misspelt(tokens[0], known); ok {
			return feature.Usagef("no ability tells a value %q; the nearest is %s (sparring abilities lists "+
				"them)", tokens[0], meant)
		}
		return nil
	}
}

// choices splits "retry_now or retry_later" and checks the words.
func choices(text string) ([]string, error) {
	list := strings.Split(strings.ReplaceAll(text, " или ", " or "), " or ")
	for _, advice := range list {
		if !slices.Contains(driver.Advices(), advice) {
			return nil, feature.Usagef(
				"no advice is called %q; known: %s",
				advice,
				strings.Join(driver.Advices(), ", "),
			)
		}
	}
	return list, nil
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
			"expected the client to report a failure of %s, it reported: %s",
			c.Method,
			run.Describe(c),
		)
	}
	list, err := choices(text)
	if err != nil {
		return err
	}
	err = s.Demand(
		"client.advice",
		slices.Contains(list, c.Advice),
		nil,
		"expected the advice %s for %s, got %s: %s",
		text,
		c.Method,
		c.Advice,
		run.Describe(c),
	)
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
	after, told := c.Values["retry_after_s"].(float64)
	return s.Demand(
		"client.retry-after",
		told && after >= from.Seconds() && after <= to.Seconds(),
		nil,
		"expected retry_after_s between %v and %v, the client told %s",
		from.Seconds(),
		to.Seconds(),
		feature.Show(c.Values["retry_after_s"], told),
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
	return s.Demand(
		"client.recovery",
		c.OK || slices.Contains(list, c.Advice),
		nil,
		"expected success, or a failure with the advice %s for %s; it reported: %s",
		text,
		c.Method,
		run.Describe(c),
	)
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

func (s sentences) tells(name string) error {
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
		"expected the client to tell %s, it told %s",
		name,
		feature.Show(value, ok),
	)
}

func (s sentences) tellsAs(name, want string) error {
	value, ok, err := s.Calls.Told(name)
	if err != nil {
		return err
	}
	if want == "" {
		return s.tells(name)
	}
	expected, err := s.Wanted(want)
	if err != nil {
		return err
	}
	return s.Demand(
		"client.value",
		ok && feature.Same(value, expected),
		nil,
		"expected the client to tell %s as %s, it told %s",
		name,
		feature.Show(expected, true),
		feature.Show(value, ok),
	)
}
