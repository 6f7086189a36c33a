package bonder

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
)

// rules are the demands on clients of Bonder.
func rules() []rule.Rule {
	return []rule.Rule{
		renewOnce(), oneRenewal(), noLoginLoop(), honestSuccess(), fiveLanguages(),
		onlyWhatIsAsked(), retryLaterIsLater(), retryNowIsBounded(), createsOnce(), freshToken(),
	}
}

const (
	invalidCredentials = "INVALID_CREDENTIALS_ERROR"
	cardNotFound       = "CARD_ID_NOT_FOUND_ERROR"
)

// failureOf tells whether the answer meant was a failure, and its code.
func failureOf(e journal.Entry) (string, bool) {
	body := rule.Body(e.Response)
	if success, ok := body["success"].(bool); !ok || success {
		return "", false
	}
	codes, _ := body["errors"].([]any)
	if len(codes) == 0 {
		return "", true
	}
	code, _ := codes[0].(string)
	return code, true
}

// succeeded tells whether the answer meant was a success.
func succeeded(e journal.Entry) bool {
	success, _ := rule.Body(e.Response)["success"].(bool)
	return success
}

// tokenOf is the mark of the token that a request bore.
func tokenOf(e journal.Entry) string {
	if e.Request == nil {
		return ""
	}
	return e.Request.Header.Get("X-Auth-Key")
}

// renewalsIn are the authorizations that succeeded after the first one: the client has taken another token.
func renewalsIn(entries []journal.Entry) []journal.Entry {
	given := slices.DeleteFunc(rule.Of(entries, "bonder.authorize"), func(e journal.Entry) bool { return !succeeded(e) })
	return given[min(1, len(given)):]
}

// refusals are the requests that were refused for their token or credentials, authorize left out.
func refusals(entries []journal.Entry) []journal.Entry {
	return slices.DeleteFunc(rule.Of(entries, "bonder.*"), func(e journal.Entry) bool {
		code, _ := failureOf(e)
		return e.Operation == "authorize" || code != invalidCredentials
	})
}
