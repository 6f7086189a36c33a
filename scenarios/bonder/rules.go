package bonder

import (
	"bytes"
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
)

// rules are what clients of Bonder are judged by.
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

// failureOf returns the code of a failure, and whether the response meant is one.
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

// names reports whether a response names a code anywhere: most do not, which is found without reading their JSON.
func names(e journal.Entry, code string) bool {
	return e.Response != nil && bytes.Contains(e.Response.Body, []byte(code))
}

// succeeded reports whether the response meant is a success.
func succeeded(e journal.Entry) bool {
	return saidSuccess(rule.Value(e.Response))
}

// saidSuccess reports whether the body of a response is a success.
func saidSuccess(body any) bool {
	object, _ := body.(map[string]any)
	success, _ := object["success"].(bool)
	return success
}

// tokenOf returns the mark of the token that a request carried.
func tokenOf(e journal.Entry) string {
	if e.Request == nil {
		return ""
	}
	return e.Request.Header.Get("X-Auth-Key")
}

// refusals are the requests that were refused for their token or credentials, authorize left out.
func refusals(entries []journal.Entry) []journal.Entry {
	return slices.DeleteFunc(rule.Of(entries, "bonder.*"), func(e journal.Entry) bool {
		if !names(e, invalidCredentials) {
			return true
		}
		code, _ := failureOf(e)
		return e.Operation == "authorize" || code != invalidCredentials
	})
}

// login says how Bonder lets a client in. A token says when it ends, so that it may be renewed early (bonder#L51).
func login() *rule.Login {
	return &rule.Login{
		API: "bonder", Operation: "authorize", Word: "authorization", Credential: "token",
		Carried: tokenOf, Succeeded: succeeded, Refused: refusals, Early: true,
		Issued:  func(e journal.Entry) string { return rule.TextAt(rule.Value(e.Response), "/result/token") },
		Account: func(e journal.Entry) string { return rule.TextAt(rule.Value(e.Request), "/username") },
		Denied: func(e journal.Entry) bool {
			code, _ := failureOf(e)
			return code == invalidCredentials
		},
	}
}
