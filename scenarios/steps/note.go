package steps

import (
	"encoding/json"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/vocabulary"
)

// noteSteps are about what the client sends its caller during a call: show, ask, received.
func noteSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{
			Keyword:  vocabulary.Then,
			Validate: aNumber(1, 1, mostAtOnce),
			Pattern:  `the client has shown "([^"]*)"(?: (\d+) times)?`,
			Example:  `the client has shown "qr" 2 times`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент показал "([^"]*)"(?: (\d+) раза?)?`,
				Example: `клиент показал "qr" 2 раза`,
				Doc:     "ждёт, пока клиент не покажет это хотя бы столько раз, и каждый раз новое",
			},
			Doc:  "waits until the client has shown this at least N times, each time another value",
			Bind: bind(func(s sentences) any { return s.hasShown }),
		},
		{
			Keyword: vocabulary.Then,
			Pattern: `the client has received "([^"]*)" "([^"]*)" once`,
			Example: `the client has received "message" "Hello" once`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент получил "([^"]*)" "([^"]*)" один раз`,
				Example: `клиент получил "message" "Hello" один раз`,
				Doc:     "ждёт, пока клиент не передаст это вызвавшему; дважды — ошибка",
			},
			Doc:  "waits until the client has passed it on to its caller; twice is a failure",
			Bind: bind(func(s sentences) any { return s.hasReceived }),
		},
		{
			Keyword:  vocabulary.When,
			Validate: oneOf(0, "question of the protocol", "code", "password"),
			Pattern:  `the client asks for the "([^"]*)" and gets "([^"]*)"`,
			Example:  `the client asks for the "code" and gets "12345"`,
			Russian: vocabulary.Sentence{
				Pattern: `клиент спрашивает "([^"]*)" и получает ответ "([^"]*)"`,
				Example: `клиент спрашивает "code" и получает ответ "12345"`,
				Doc:     "ждёт вопроса клиента и отвечает",
			},
			Doc:  "waits until the client asks, and answers",
			Bind: bind(func(s sentences) any { return s.Tell }),
		},
	}
}

func (s sentences) hasShown(what, times string) error {
	want := 1
	if n, ok := feature.Parse(times).(json.Number); ok {
		if i, err := n.Int64(); err == nil {
			want = int(i)
		}
	}
	seen := 0
	ok, err := s.AwaitCalls(func(notes []driver.Note) bool {
		values := map[string]bool{}
		for _, n := range notes {
			if n.Method == "show" && n.What == what && !feature.Empty(n.Value) {
				values[feature.Encode(n.Value)] = true
			}
		}
		seen = len(values)
		return seen >= want
	})
	if err != nil {
		return err
	}
	return s.Demand(
		"client.shown",
		ok,
		nil,
		"expected the client to show %q %d times, each time another, it did %d times",
		what,
		want,
		seen,
	)
}

func (s sentences) hasReceived(what, value string) error {
	seen := 0
	want, err := s.Text(value)
	if err != nil {
		return err
	}
	_, err = s.Await(func(notes []driver.Note) bool {
		seen = 0
		for _, n := range notes {
			if n.Method == "received" && n.What == what &&
				(feature.Same(n.Value, want) || strings.Contains(feature.Encode(n.Value), feature.Encode(want))) {
				seen++
			}
		}
		return seen > 0
	})
	if err != nil {
		return err
	}
	return s.Demand(
		"client.received",
		seen == 1,
		nil,
		"expected the client to receive the %s %q once, it did %d times",
		what,
		want,
		seen,
	)
}
