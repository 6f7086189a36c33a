package scenarios

import (
	"slices"
	"sync"

	bonder "sparring/scenarios/bonder/sentences"
	iqchannels "sparring/scenarios/iqchannels/sentences"
	radist "sparring/scenarios/radist/sentences"
	"sparring/scenarios/steps"
	"sparring/scenarios/suite"
	timconnect "sparring/scenarios/timconnect/sentences"
	"sparring/scenarios/vocabulary"
)

// all is the one list of the APIs that the suite judges. Nobody changes it.
var all = sync.OnceValue(func() []vocabulary.API {
	return []vocabulary.API{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()}
})

// apis is what the suite knows of each API.
var apis = sync.OnceValue(func() suite.APIs {
	var out suite.APIs
	for _, api := range all() {
		out = append(out, api.API)
	}
	return out
})

// APIs returns what the suite knows of each API, in a slice that is the caller's.
func APIs() suite.APIs { return slices.Clone(apis()) }

// sentences returns the vocabulary, compiled once: the shared ones, and those of each API.
var sentences = sync.OnceValue(func() *vocabulary.Vocabulary { return vocabulary.New(steps.Shared(), all()) })
