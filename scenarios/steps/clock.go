package steps

import (
	"time"

	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// clockSteps are about world time, which moves only the server.
func clockSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{Keyword: vocabulary.Given, Pattern: `the clock is frozen`, Example: `the clock is frozen`,
			Russian: vocabulary.Sentence{
				Pattern: `часы остановлены`, Example: `часы остановлены`,
				Doc: "время мира стоит, пока его не передвинут",
			},
			Doc: "world time stands still until it is moved",
			Bind: bind(func(s sentences) any {
				return func() error {
					_, err := s.World.Control.Freeze(s.Ctx, s.World.ID)
					return err
				}
			})},
		{Keyword: vocabulary.When, Validate: aDuration(0), Pattern: `"([^"]*)" pass(?:es)?`, Example: `"1h" passes`,
			Russian: vocabulary.Sentence{
				Pattern: `проходит "([^"]*)"`, Example: `проходит "1h"`,
				Doc: "время мира идёт вперёд; что должно случиться, случается",
			},
			Doc:  "world time advances; what is due happens",
			Bind: bind(func(s sentences) any { return s.World.Advance })},
		{
			Keyword:  vocabulary.When,
			Validate: aDuration(0),
			Pattern:  `"([^"]*)" of real time pass(?:es)?`,
			Example:  `"200ms" of real time pass`,
			Russian: vocabulary.Sentence{
				Pattern: `проходит "([^"]*)" реального времени`,
				Example: `проходит "200ms" реального времени`,
				Doc: "ждёт на самом деле; только для сценариев о том, как ждёт сам клиент, а если " +
					"долго — с меткой @slow",
			},
			Doc:  "wait; only for scenarios about the client's own waiting, with the tag @slow if it is long",
			Bind: bind(func(s sentences) any { return s.waits }),
		},
	}
}

func (s sentences) waits(text string) error {
	d, err := feature.Duration(text)
	if err != nil {
		return err
	}
	began := time.Now()
	defer func() { s.Spend(run.Waiting, began) }()
	return s.Pause(d)
}
