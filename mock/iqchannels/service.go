package iqchannels

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/world"
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
func (f *Fake) hasPost() bool {
	return slices.Index(serviceVersions, f.text("cards")) >= slices.Index(serviceVersions, "v13")
}

// getClientCard answers the card for the token in the path, one percent-encoded segment of any bytes.
// Source: iqchannels#L40-L49.
func getClientCard(f *Fake, r *world.Request) (world.Answer, error) {
	var findings []journal.Finding
	if r.Header.Get("token") != "" {
		findings = append(findings, journal.Finding{
			Kind: journal.Violation, By: journal.ByClient, Code: "token_twice", Pointer: "header/token",
			Expected: "the token in the path " +
				"only", Actual: "a header token beside it", Provenance: journal.Derived, Source: "Q-12",
			Message: "GET takes the token from the path; the header token was not read",
		})
	}
	if r.Vars["token"] == "" {
		findings = append(findings, journal.Finding{
			Kind: journal.Violation, By: journal.ByClient, Code: "missing_parameter", Pointer: "path/token",
			Expected: "present", Actual: "absent", Provenance: journal.Documented, Source: "iqchannels#L49",
			Message: "the path parameter token is required; send it as the last segment of the path",
		})
	}
	a := f.card(r, r.Vars["token"])
	a.Findings = append(a.Findings, findings...)
	return a, nil
}

// postClientCard answers the card for the token in the header "token".
// Source: iqchannels#L51-L56, iqchannels#L424-L426 (since 1.3).
func postClientCard(f *Fake, r *world.Request) (world.Answer, error) {
	if !f.hasPost() {
		a := methodRefused([]string{http.MethodGet}, true)
		a.Why = []journal.Why{{Code: "post_since_13", Text: "the switch cards says " + f.text("cards") +
			", and POST came with version 1.3: ask by GET, or set cards to v13"}}
		return a, nil
	}
	var findings []journal.Finding
	if r.Vars["token"] != "" {
		findings = append(findings, journal.Finding{
			Kind: journal.Violation, By: journal.ByClient, Code: "token_in_path", Pointer: "path/token",
			Expected: "the token in the header token " +
				"only", Actual: "a token in the path", Provenance: journal.Derived, Source: "Q-12",
			Message: "POST takes the token from the header; the one in the path was not read",
		})
	}
	a := f.card(r, r.Header.Get("token"))
	a.Findings = append(a.Findings, findings...)
	return a, nil
}

// card is the answer of the auth service for a token.
// Assumed: an unknown token is 404 with 1001, an empty one 400 with 1001; both statuses are switches. Q-15.
func (f *Fake) card(r *world.Request, token string) world.Answer {
	if failing := f.takeFailure(); failing != nil {
		return f.failingAnswer(failing, r)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if token == "" {
		e := errNoToken
		e.Status = f.status("emptyTokenStatus")
		return fail(r.Operation, refuse(e, "token_empty", "no token was given"))
	}
	t := f.st.token[token]
	if t == nil {
		return fail(r.Operation, refuse(f.unknownToken(), "token_unknown", "no client was put for this token"))
	}
	if t.Revoked != "" {
		return fail(r.Operation, refuse(f.unknownToken(), "token_revoked", "the token was ended: "+t.Revoked))
	}
	version := f.text("cards")
	if version == "page" {
		if page := pageExample(t); page != nil {
			return world.JSON(http.StatusOK, page)
		}
	}
	return world.JSON(http.StatusOK, renderAnswer(t.Answer, version, f.text("scalars") == "string"))
}

func (f *Fake) unknownToken() vendorError {
	e := errNoClient
	e.Status = f.status("unknownTokenStatus")
	return e
}

// Modes of auth.failing.
var failingModes = []string{"status", "empty", "html", "timeout", "malformed", "error_in_200", "empty_object"}

// takeFailure counts one failure and gives its mode; nil where the service works.
func (f *Fake) takeFailure() *Failing {
	f.mu.Lock()
	defer f.mu.Unlock()
	failing := f.st.failing
	if failing == nil {
		return nil
	}
	taken := *failing
	if failing.Remaining != nil {
		left := *failing.Remaining - 1
		failing.Remaining = &left
		if left <= 0 {
			f.st.failing = nil
		}
	}
	return &taken
}

// failingAnswer is a failure on purpose. f.mu is not held: a timeout waits for the client, or the world, to leave.
// Source: iqchannels#L398-L406: not 200, a JSON body is only possible.
func (f *Fake) failingAnswer(x *Failing, r *world.Request) world.Answer {
	status := x.Status
	if status == 0 {
		status = http.StatusInternalServerError
	}
	var a world.Answer
	switch x.Mode {
	case "status":
		a = world.JSON(status, encode(authFailure{fmt.Sprint(status), http.StatusText(status)}))
	case "empty":
		a = world.Answer{Response: message.Response{Status: status, Header: http.Header{}}}
	case "html":
		a = world.Answer{
			Response: message.Response{
				Status: status,
				Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
				Body: []byte(
					"<html><head><title>" + http.StatusText(
						status,
					) + "</title></head><body><h1>nginx</h1></body></html>\n",
				),
			},
		}
	case "timeout":
		select {
		case <-r.Context.Done():
		case <-f.w.Context().Done():
		}
		a = world.Answer{Response: message.Response{Status: http.StatusGatewayTimeout, Header: http.Header{}}}
	case "malformed":
		a = world.JSON(http.StatusOK, []byte(`{"client":{"id":"1064775","name":"Смирнова`))
	case "error_in_200":
		a = world.JSON(http.StatusOK, encode(authFailure{errNoClient.Code, errNoClient.Text}))
	default:
		a = world.JSON(http.StatusOK, []byte("{}"))
	}
	a.Arbitrary = true
	a.Why = []journal.Why{{Code: "auth_failing", Text: "the event auth.failing set mode " + x.Mode}}
	return a
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
