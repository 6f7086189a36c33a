package scenarios

import (
	"sparring/scenarios/bonder"
	"sparring/scenarios/iqchannels"
	"sparring/scenarios/radist"
	"sparring/scenarios/suite"
	"sparring/scenarios/timconnect"
)

// APIs is the one list of the APIs that the suite judges.
func APIs() suite.APIs {
	return suite.APIs{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()}
}
