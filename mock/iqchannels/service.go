package iqchannels

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/message"
)

// Operations of the auth service.
const (
	opGetCard  = "getClientCard"
	opPostCard = "postClientCard"
)

func isCard(operation string) bool { return operation == opGetCard || operation == opPostCard }

// serviceVersions are the versions of the page, oldest first; "page" is the newest with the page's own examples.
var serviceVersions = []string{"v10", "v11", "v12", "v13", "page"}

// hasPost reports whether our auth service has the method POST. Source: iqchannels#L424-L426 (since 1.3).
func (x *exchange) hasPost() bool {
	return slices.Index(serviceVersions, cardsVersion.Get(x)) >= slices.Index(serviceVersions, "v13")
}

// getClientCard answers the card for the token in the path, one percent-encoded segment of any bytes.
// Source: iqchannels#L40-L49.
func (x *exchange) getClientCard() (fake.Response, error) {
	if x.Header.Get("Token") != "" {
		x.Finding(fake.Violation("token_twice", "header/token", "the token in the path only",
			"a header token beside it", "GET takes the token from the path; the header token was not read",
			journal.Derived, "Q-12"))
	}
	if x.Vars["token"] == "" {
		x.Finding(fake.Violation("missing_parameter", "path/token", "present", "absent",
			"the path parameter token is required; send it as the last segment of the path",
			journal.Documented, "iqchannels#L49"))
	}
	return x.card(x.Vars["token"])
}

// postClientCard answers the card for the token in the header "token".
// Source: iqchannels#L51-L56, iqchannels#L424-L426 (since 1.3).
func (x *exchange) postClientCard() (fake.Response, error) {
	if !x.hasPost() {
		x.Because("post_since_13", "the switch cards says "+cardsVersion.Get(x)+
			", and POST came with version 1.3: ask by GET, or set cards to v13")
		return methodRefused([]string{http.MethodGet}, true), nil
	}
	if x.Vars["token"] != "" {
		x.Finding(fake.Violation("token_in_path", "path/token", "the token in the header token only",
			"a token in the path", "POST takes the token from the header; the one in the path was not read",
			journal.Derived, "Q-12"))
	}
	return x.card(x.Header.Get("Token"))
}

// card is the response of the auth service for a token.
// Assumed: an unknown token is 404 with 1001, an empty one 400 with 1001; both statuses are switches. Q-15.
func (x *exchange) card(token string) (fake.Response, error) {
	if failing := x.failing.Get(); failing != nil {
		x.countFailure(*failing)
		return x.failAs(failing)
	}
	t, known := x.tokens.Get(token)
	switch {
	case token == "":
		return refused(x.failed(withStatus(errNoToken, emptyTokenStatus.Get(x)), "token_empty", "no token was given"))
	case !known:
		return refused(x.failed(x.unknownToken(), "token_unknown", "no client was put for this token"))
	case t.Revoked != "":
		return refused(x.failed(x.unknownToken(), "token_revoked", "the token was ended: "+t.Revoked))
	}
	version := cardsVersion.Get(x)
	if version == "page" {
		if page := pageExample(&t); page != nil {
			return fake.Encoded(http.StatusOK, page), nil
		}
	}
	return fake.Encoded(http.StatusOK, renderAnswer(t.Answer, version, scalars.Get(x) == scalarsString)), nil
}

func (x *exchange) unknownToken() *fake.Refusal {
	return withStatus(errNoClient, unknownTokenStatus.Get(x))
}

// Modes of auth.failing.
const (
	failStatus      = "status"
	failEmpty       = "empty"
	failHTML        = "html"
	failTimeout     = "timeout"
	failMalformed   = "malformed"
	failErrorIn200  = "error_in_200"
	failEmptyObject = "empty_object"
)

var failingModes = []string{
	failStatus, failEmpty, failHTML, failTimeout, failMalformed, failErrorIn200, failEmptyObject,
}

// countFailure counts a failure of a service that fails a number of times.
func (x *exchange) countFailure(failing Failing) {
	if failing.Remaining == nil {
		return
	}
	left := *failing.Remaining - 1
	failing.Remaining = &left
	if left <= 0 {
		x.failing.Set(nil)
	} else {
		x.failing.Set(&failing)
	}
}

// failAs is a failure on purpose. A timeout waits until the client leaves, or the world ends.
// Source: iqchannels#L398-L406: not 200, a JSON body is only possible.
func (x *exchange) failAs(failing *Failing) (fake.Response, error) {
	x.Because("auth_failing", "the event auth.failing set mode "+failing.Mode)
	status := cmp.Or(failing.Status, http.StatusInternalServerError)
	r := fake.Response{Response: message.Response{Status: status, Header: http.Header{}}}
	switch failing.Mode {
	case failStatus:
		r = fake.Encoded(status, encode(authFailure{fmt.Sprint(status), http.StatusText(status)}))
	case failEmpty:
	case failHTML:
		r.SetHeader("Content-Type", "text/html; charset=utf-8")
		r.Body = []byte("<html><head><title>" + http.StatusText(status) +
			"</title></head><body><h1>nginx</h1></body></html>\n")
	case failTimeout:
		r.Status, r.Late = http.StatusGatewayTimeout, true
	case failMalformed:
		r = fake.Encoded(http.StatusOK, []byte(`{"client":{"id":"1064775","name":"Смирнова`))
	case failErrorIn200:
		r = fake.Encoded(http.StatusOK, encode(authFailure{errNoClient.Code, textOf(errNoClient)}))
	default:
		r = fake.Encoded(http.StatusOK, []byte("{}"))
	}
	r.Arbitrary = true
	return r, nil
}

// cardBase is where an auth service answers, behind its root.
const cardBase = "/rest/chat/client/id"

// cardPath returns the URL that an auth service of a root answers at. The root may also be given as the page writes its
// URLs: with the path, with a slash behind it, with {token}. Q-36.
func cardPath(root, escaped string) string {
	root = strings.TrimSuffix(root, "/")
	for _, token := range []string{"/{token}", "/%7Btoken%7D"} {
		root = strings.TrimSuffix(root, token)
	}
	return strings.TrimSuffix(root, cardBase) + cardBase + "/" + escaped
}
