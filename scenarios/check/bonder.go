package check

import (
	"slices"

	"sparring/mock/journal"
)

// bonderRules are the demands on clients of Bonder.
func bonderRules() []Rule {
	return []Rule{
		bonderRenewOnce(), bonderOneRenewal(), bonderNoLoginLoop(), bonderHonestSuccess(), bonderFiveLanguages(),
		bonderOnlyWhatIsAsked(), bonderRetryLaterIsLater(), bonderRetryNowIsBounded(), bonderCreatesOnce(), bonderFreshToken(),
	}
}

const (
	bonderInvalidCredentials = "INVALID_CREDENTIALS_ERROR"
	bonderCardNotFound       = "CARD_ID_NOT_FOUND_ERROR"
)

// bonderFailed tells whether the answer meant was a failure, and its code.
func bonderFailed(e journal.Entry) (string, bool) {
	body := Body(e.Response)
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

// bonderSucceeded tells whether the answer meant was a success.
func bonderSucceeded(e journal.Entry) bool {
	success, _ := Body(e.Response)["success"].(bool)
	return success
}

// bonderToken is the mark of the token that a request bore.
func bonderToken(e journal.Entry) string {
	if e.Request == nil {
		return ""
	}
	return e.Request.Header.Get("X-Auth-Key")
}

// bonderRenewed are the authorizations that succeeded after the first one: the client has taken another token.
func bonderRenewed(entries []journal.Entry) []journal.Entry {
	given := slices.DeleteFunc(Of(entries, "bonder.authorize"), func(e journal.Entry) bool { return !bonderSucceeded(e) })
	return given[min(1, len(given)):]
}

// bonderRefused are the requests that were refused for their token or credentials, authorize left out.
func bonderRefused(entries []journal.Entry) []journal.Entry {
	return slices.DeleteFunc(Of(entries, "bonder.*"), func(e journal.Entry) bool {
		code, _ := bonderFailed(e)
		return e.Operation == "authorize" || code != bonderInvalidCredentials
	})
}
