package scenarios

import (
	bonder "sparring/scenarios/bonder/sentences"
	iqchannels "sparring/scenarios/iqchannels/sentences"
	radist "sparring/scenarios/radist/sentences"
	"sparring/scenarios/steps"
	"sparring/scenarios/suite"
	timconnect "sparring/scenarios/timconnect/sentences"
	"sparring/scenarios/vocabulary"
)

// all is the one list of the APIs that the suite judges.
func all() []vocabulary.API {
	return []vocabulary.API{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()}
}

// APIs returns what the suite knows of each API.
func APIs() suite.APIs {
	var out suite.APIs
	for _, api := range all() {
		out = append(out, api.API)
	}
	return out
}

// newVocabulary returns all sentences: the shared ones, and those of each API.
func newVocabulary() *vocabulary.Vocabulary { return vocabulary.New(steps.Shared(), all()) }
