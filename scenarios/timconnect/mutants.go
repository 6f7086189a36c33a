package timconnect

import (
	"slices"

	"sparring/scenarios/reference"
)

// patch changes one policy.
type patch = reference.Patch[policies]

// mutants are the mistakes of applications on TIM Connect and of clients of Kittn. Longer ones are in mistakes.go.
func mutants() []patch {
	return slices.Concat(sessionMutants(), deviceMutants(), messageMutants(), markerMutants(),
		callMutants(), errorMutants(), kittnMutants(), wireMutants(), restartMutants(), twoMutants())
}
