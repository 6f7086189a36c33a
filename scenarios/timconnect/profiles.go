package timconnect

import "sparring/scenarios/suite"

// profiles are what the vendor demands of every client.
func profiles() []suite.Profile {
	return []suite.Profile{{
		Name: "timconnect.mandatory",
		Doc: "the three steps of an integration, without which TIM Connect's services cannot work: " +
			"pushes that are shown, messages that are stored and listed, calls both ways",
		Source:  "timconnect#L36-L43",
		Demands: []string{"timconnect.takePush", "timconnect.feed", "timconnect.call", "timconnect.answerCall"},
		With:    []string{"timconnect.registerByDigest", "timconnect.registerPhone", "timconnect.confirmPhone"},
	}}
}
