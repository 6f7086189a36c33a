package radist

import (
	"slices"

	"sparring/scenarios/reference"
)

// patch changes one policy.
type patch = reference.Patch[policies]

// mutants are the mistakes of clients of Radist.Online. Longer ones are in mistakes.go.
func mutants() []patch {
	return slices.Concat(loginMutants(), sessionMutants(), connectionMutants(), errorMutants(), wireMutants(),
		restartMutants(), twoMutants(), valueMutants())
}
