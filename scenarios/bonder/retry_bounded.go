package bonder

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// mostRetries is what “try again” may mean at most. Assumed: the vendor gives no number; ten is beyond any reading.
const mostRetries = 10

// retryNowIsBounded: what may be tried again at once is not tried without end.
func retryNowIsBounded() rule.Rule {
	repeats := rule.Repeats{API: "bonder", Most: mostRetries, Of: oneOf("INTERNAL_SERVER_ERROR", "DATABASE_ERROR")}
	return rule.Rule{
		ID: "bonder.retry-bounded", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source:  "bonder#L78-L83 “попробуйте еще раз”; the vendor gives no number",
		Text:    "a request that failed inside the server is tried again, but not without end",
		Judge:   repeats.Judge,
		Traffic: repeats.Traffic,
	}
}

// oneOf returns the code of a failure if it is one of some.
func oneOf(codes ...string) func(journal.Entry) string {
	return func(e journal.Entry) string {
		if !slices.ContainsFunc(codes, func(code string) bool { return names(e, code) }) {
			return ""
		}
		if code, _ := failureOf(e); slices.Contains(codes, code) {
			return code
		}
		return ""
	}
}
