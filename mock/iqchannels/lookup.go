package iqchannels

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"sparring/mock/fake"
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

// lookUp asks the auth service for the card of a token (steps 4 and 5) and maps its response to what the SDK sees; then
// gets a card that the chat server can use.
// Source: iqchannels#L20-L24; the mapping is ours, Q-04, Q-05, Q-07, Q-13, Q-15.
func (x *exchange) lookUp(
	token string, then func(x *exchange, c *card) (fake.Response, error),
) (fake.Response, error) {
	post, err := x.byPost(token)
	if err != nil {
		return refused(err)
	}
	all13, root := consumer.Get(x) == consumer13, authService.Get(x)
	call := outbound.Call{
		API: Name, Operation: opGetCard, Peer: journal.Service, Method: http.MethodGet, Local: root == "",
		Vars: map[string]string{"token": token}, Header: http.Header{"Accept": {"application/json"}},
		Timeout: authTimeout.Get(x), Limit: "switch iqchannels.authTimeout", MaxBody: maxAnswer,
		Judge: func(reply outbound.Reply, err error) []journal.Finding { return judgeReply(reply, err, all13) },
	}
	if call.Local {
		root = x.URL()
	}
	call.URL = cardPath(root, escapeSegment(token))
	if post {
		call.Operation, call.Method, call.Vars = opPostCard, http.MethodPost, nil
		call.URL = cardPath(root, "")
		call.Header.Set("token", token)
	}
	return fake.LookUp(call, func(x *exchange, reply outbound.Reply, failed error) (fake.Response, error) {
		if failed != nil {
			return refused(x.unreachable(failed))
		}
		c, err := x.classify(reply)
		if err != nil {
			return refused(err)
		}
		return then(x, c)
	}), nil
}

// byPost decides how a token is sent. Assumed: GET is the rule; "." and ".." and long tokens do not fit a path, as
// servers on the way tidy or refuse them; CR, LF, NUL and what is not ASCII does not fit a header. Q-13.
func (x *exchange) byPost(token string) (bool, error) {
	header := fitsHeader(token)
	switch authMethod.Get(x) {
	case methodGet:
		return false, nil
	case methodPost:
		if !header {
			return false, x.failed(errInvalid, "token_unfit",
				"the token does not fit a header and the switch authMethod says post")
		}
		return true, nil
	default:
		unfit := token == "." || token == ".." || len(token) > longToken
		return unfit && header && (authService.Get(x) != "" || x.hasPost()), nil
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

// unreachable maps what is no response at all: all SDKs try again.
func (x *exchange) unreachable(err error) error {
	code := "auth_unreachable"
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		code = "auth_timeout"
	case errors.Is(err, outbound.ErrTooLarge):
		code = "auth_too_large"
	case errors.Is(err, context.Canceled):
		code = "auth_cancelled"
	}
	return x.failed(errInternal, code, "the auth service cannot be used: "+err.Error())
}

// classify maps a response: only "unauthorized" is read by the SDKs as a bad token.
func (x *exchange) classify(reply outbound.Reply) (*card, error) {
	const ok = "the auth service answered 200 "
	if reply.Status != http.StatusOK {
		why, text := "auth_refused", fmt.Sprintf("the auth service answered %d", reply.Status)
		if reply.Status >= 300 && reply.Status < 400 {
			why, text = "auth_redirected", text+"; redirects are not followed"
		}
		code, said := errorPair(reply.Body)
		if code != "" {
			text += ", errorCode " + code
		}
		return nil, x.failed(withText(errUnauthorized, said), why, text)
	}
	a, err := parseAnswer(reply.Body)
	switch {
	case errors.Is(err, errSyntax):
		text := ok + "with a body that is not JSON"
		if in := message.ContainerOf(reply.Header, reply.Body); in.Name != "" {
			text += ": it " + in.Verb()
		}
		return nil, x.failed(errInternal, "auth_no_json", text)
	case errors.Is(err, errDepth):
		return nil, x.failed(errInternal, "auth_too_deep", ok+"with a card nested too deep: "+err.Error())
	case err != nil:
		return nil, x.failed(errInternal, "auth_wrong_types", ok+"with a card of wrong types: "+err.Error())
	case a.Client == nil:
		text := ok + "without a client"
		if a.ErrorCode != "" {
			text += ", errorCode " + a.ErrorCode
		}
		return nil, x.failed(withText(errUnauthorized, a.ErrorText), "auth_no_client", text)
	}
	return &card{raw: reply.Body, answer: a}, nil
}

// errorPair reads the code and text of a refusal and ignores other members: the body is only possible, and its text is
// for the SDK. Source: iqchannels#L398-L406.
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
