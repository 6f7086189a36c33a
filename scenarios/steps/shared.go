package steps

import (
	"slices"

	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// Shared returns the sentences that all features share.
func Shared() []vocabulary.Step {
	return slices.Concat(worldSteps(), clockSteps(), faultSteps(), clientSteps(), noteSteps(), journalSteps())
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
