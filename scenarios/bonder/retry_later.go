package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// retryLaterIsLater: what is to be tried again in 45 to 60 minutes is not tried again at once.
func retryLaterIsLater() rule.Rule {
	repeats := rule.Repeats{API: "bonder", Most: 0,
		Of: oneOf("SERVER_OFFLINE_ERROR", "AUTH_SERVICE_OFFLINE_ERROR", "API_SERVICE_OFFLINE_ERROR")}
	return rule.Rule{
		ID: "bonder.retry-later", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source:  "bonder#L63-L74 “попробуйте еще раз через 45-60 мин.”",
		Text:    "a service that is offline is not tried again within the same call",
		Judge:   repeats.Judge,
		Traffic: repeats.Traffic,
	}
}
