package iqchannels

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/outbound"
)

// maxAnswer bounds what the chat server reads of an auth service's answer.
const maxAnswer = 1 << 20

// longToken is where the method auto stops putting a token into a path. Assumed: many servers refuse longer ones.
const longToken = 2048

// card is an answer of an auth service that the chat server can use.
type card struct {
	raw    json.RawMessage
	answer *answer
}

// lookUp asks the auth service for the card of a token (steps 4 and 5) and maps its answer to what the SDK sees.
// No lock is held. Source: iqchannels#L20-L24; the mapping is ours, Q-04, Q-05, Q-07, Q-13, Q-15.
func (f *Fake) lookUp(ctx context.Context, token string) (*card, error) {
	post, err := f.byPost(token)
	if err != nil {
		return nil, err
	}
	timeout := f.duration("authTimeout")
	root := f.text("authService")
	call := outbound.Call{
		API: Name, Operation: opGetCard, Peer: journal.Service, Method: http.MethodGet, Local: root == "",
		Vars: map[string]string{"token": token}, Header: http.Header{"Accept": {"application/json"}},
		Timeout: timeout, Limit: "switch iqchannels.authTimeout", MaxBody: maxAnswer, Judge: f.judge,
	}
	if call.Local {
		root = f.w.URL(Name)
	}
	call.URL = cardPath(root, escapeSegment(token))
	if post {
		call.Operation, call.Method, call.Vars = opPostCard, http.MethodPost, nil
		call.URL = cardPath(root, "")
		call.Header.Set("token", token)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	reply, err := f.w.Outbound.Do(ctx, call)
	if err == nil {
		err = call.Explain(ctx.Err()) // a response after the deadline does not count
	}
	if err != nil {
		return nil, unreachable(err)
	}
	return classify(reply)
}

// byPost decides how a token is sent. Assumed: GET is the rule; "." and ".." and long tokens do not fit a path, as
// servers
// on the way tidy or refuse them; CR, LF, NUL and what is not ASCII does not fit a header. Q-13.
func (f *Fake) byPost(token string) (bool, error) {
	header := fitsHeader(token)
	switch f.text("authMethod") {
	case "get":
		return false, nil
	case "post":
		if !header {
			return false, refuse(
				errInvalid,
				"token_unfit",
				"the token does not fit a header and the switch authMethod says post",
			)
		}
		return true, nil
	default:
		unfit := token == "." || token == ".." || len(token) > longToken
		return unfit && header && (f.text("authService") != "" || f.hasPost()), nil
	}
}

func fitsHeader(token string) bool {
	for i := range len(token) {
		if token[i] < 0x20 || token[i] >= 0x7f {
			return false
		}
	}
	return strings.TrimSpace(token) == token
}

// escapeSegment percent-encodes a token as one path segment. Dots alone are encoded too: a path of dots would be
// tidied.
func escapeSegment(token string) string {
	if token == "." || token == ".." {
		return strings.ReplaceAll(token, ".", "%2E")
	}
	return url.PathEscape(token)
}

// unreachable maps what is no answer at all: all SDKs try again.
func unreachable(err error) *refusal {
	code := "auth_unreachable"
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		code = "auth_timeout"
	case errors.Is(err, outbound.ErrTooLarge):
		code = "auth_too_large"
	case errors.Is(err, context.Canceled):
		code = "auth_cancelled"
	}
	return refuse(errInternal, code, "the auth service cannot be used: "+err.Error())
}

// classify maps an answer: only "unauthorized" is read by the SDKs as a bad token.
func classify(reply outbound.Reply) (*card, error) {
	if reply.Status != http.StatusOK {
		no := refuse(errUnauthorized, "auth_refused", fmt.Sprintf("the auth service answered %d", reply.Status))
		if reply.Status >= 300 && reply.Status < 400 {
			no.why[0] = journal.Why{
				Code: "auth_redirected",
				Text: fmt.Sprintf("the auth service answered %d; redirects are not followed", reply.Status),
			}
		}
		var code string
		if code, no.text = errorPair(reply.Body); code != "" {
			no.why[0].Text += ", errorCode " + code
		}
		return nil, no
	}
	a, err := parseAnswer(reply.Body)
	switch {
	case errors.Is(err, errSyntax):
		text := "the auth service answered 200 with a body that is not JSON"
		if in := message.ContainerOf(reply.Header, reply.Body); in.Name != "" {
			text += ": it " + in.Verb()
		}
		return nil, refuse(errInternal, "auth_no_json", text)
	case errors.Is(err, errDepth):
		return nil, refuse(
			errInternal,
			"auth_too_deep",
			"the auth service answered 200 with a card nested too deep: "+err.Error(),
		)
	case err != nil:
		return nil, refuse(
			errInternal,
			"auth_wrong_types",
			"the auth service answered 200 with a card of wrong types: "+err.Error(),
		)
	case a.Client == nil:
		text := "the auth service answered 200 without a client"
		if a.ErrorCode != "" {
			text += ", errorCode " + a.ErrorCode
		}
		no := refuse(errUnauthorized, "auth_no_client", text)
		no.text = a.ErrorText
		return nil, no
	}
	return &card{raw: reply.Body, answer: a}, nil
}

// errorPair reads what a refusal says of itself, whatever else stands there: the body is only possible, and its text is
// for
// the SDK. Source: iqchannels#L398-L406.
func errorPair(body []byte) (code, text string) {
	var pair struct{ ErrorCode, ErrorText any }
	if decoder(body).Decode(&pair) != nil {
		return "", ""
	}
	if pair.ErrorCode != nil {
		code = shorten([]byte(fmt.Sprint(pair.ErrorCode)))
	}
	text, _ = pair.ErrorText.(string)
	return code, text
}
