// Package steps has the sentences that all features share, in English and in Russian, by subject: the world and its
// clock, faults, the client and its notes, the journal.
package steps

import (
	"slices"

	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// Shared returns the sentences that all features share, by subject.
func Shared() []vocabulary.Step {
	return slices.Concat(about("world", worldSteps()), about("clock", clockSteps()), about("fault", faultSteps()),
		about("client", clientSteps()), about("client", restartSteps()),
		about("client", patienceSteps()), about("note", noteSteps()),
		about("journal", journalSteps()))
}

func about(subject string, list []vocabulary.Step) []vocabulary.Step {
	for i := range list {
		list[i].Subject = subject
	}
	return list
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
