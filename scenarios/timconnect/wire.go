package timconnect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// request is one request to TIM Connect.
type request struct {
	method, path string
	query        url.Values
	body         map[string]any
	open         bool // needs no session
	harmless     bool // may be sent again if no response came
}

// reading reports whether the request changes nothing that anybody would miss.
func (r request) reading() bool { return r.method == http.MethodGet || r.path == authorizePath }

// envelope is what every response of TIM Connect is wrapped in.
type envelope struct {
	success bool
	message string
	raw     map[string]any
}

// send sends a request with the bare API key, and the session as a cookie.
func (c *client) send(ctx context.Context, p driver.Params, r request, session string) (*reference.Response, error) {
	header := http.Header{"Accept": {"application/json"}, "Authorization": {p.Credentials["api_key"]}}
	var body any
	if r.body != nil {
		body = r.body
		header.Set("Content-Type", "application/json")
	}
	if session != "" {
		header.Set("Cookie", "sessionid="+session)
	}
	address := strings.TrimSuffix(p.BaseURL, "/") + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	return c.Send(ctx, r.method, address, header, body)
}

// exchange sends one request. The response is TIM Connect's, or foreign (a proxy's, a page), or lost.
func (c *client) exchange(ctx context.Context, p driver.Params, r request, session string) (
	e *envelope, foreign *driver.Result, l *reference.Loss,
) {
	response, err := c.send(ctx, p, r, session)
	var unsent *reference.Unsent
	switch {
	case errors.As(err, &unsent):
		f := reference.FailLater("unreachable", 30, "%v", err)
		return nil, &f, nil
	case err != nil:
		return nil, nil, &reference.Loss{Err: err}
	}
	e, err = c.read(response.Body)
	switch {
	case err == nil && response.Status >= http.StatusTooManyRequests && !e.success && unknownWords(e.message):
		return nil, reference.Foreign(response, r.reading()), nil // the status says more
	case err == nil:
		return e, nil, nil // the details are in the body, whatever the status
	case response.Status != http.StatusOK:
		return nil, reference.Foreign(response, r.reading()), nil
	}
	return nil, nil, &reference.Loss{Err: fmt.Errorf("the response cannot be read: %w", err), Unread: true}
}

// unknownWords reports whether nothing is known of a failure's words.
func unknownWords(message string) bool {
	code, _ := catalogue(message)
	return code == "failed"
}
