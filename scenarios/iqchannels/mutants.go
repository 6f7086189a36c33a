package iqchannels

import (
	"slices"

	"sparring/scenarios/reference"
)

// patch changes one policy.
type patch = reference.Patch[policies]

// mutants are the mistakes of clients of iQChannels. Longer ones are in mistakes.go.
func mutants() []patch {
	return slices.Concat(
		signInMutants(),
		sessionMutants(),
		messageMutants(),
		streamMutants(),
		cardMutants(),
		wireMutants(),
		restartMutants(),
		twoMutants(),
	)
}
