package bonder

import (
	"slices"

	"sparring/scenarios/reference"
)

// patch changes one policy.
type patch = reference.Patch[policies]

// mutants are the mistakes of clients of Bonder. Longer ones are in mistakes.go.
func mutants() []patch {
	return slices.Concat(tokenMutants(), errorMutants(), dataMutants(), wireMutants(), restartMutants(), twoMutants())
}
