package radist

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// request is one request; its path lies below the company.
type request struct {
	method, path string
	body         map[string]any
}

// problem is why a request failed.
type problem struct {
	status int
	loss   *reference.Loss // without a usable response it is unknown whether the request was handled
	unsent bool            // it was not handled
	after  float64         // seconds of Retry-After, 0 without it
	text   string
}

// passes reports whether the same request may work soon.
func (p *problem) passes() bool {
	return p.loss != nil || p.unsent || p.status == http.StatusTooManyRequests || p.status >= 500
}

// request makes one request, again if the response was lost and that does no harm.
func (c *client) request(ctx context.Context, p driver.Params, q request) (map[string]any, *problem) {
	for before := 0; ; before++ {
		body, failed := c.exchange(ctx, p, q)
		if failed == nil || failed.loss == nil {
			return body, failed
		}
		failed.loss.Before = before
		if !c.RepeatLost(q, *failed.loss) {
			return nil, failed
		}
	}
}

func (c *client) exchange(ctx context.Context, p driver.Params, q request) (map[string]any, *problem) {
	header := http.Header{"Accept": {"application/json"}, "X-Api-Key": {p.Credentials["api_key"]}}
	var body any
	if q.body != nil {
		header.Set("Content-Type", "application/json")
		body = q.body
	}
	path := "/companies/" + url.PathEscape(p.Credentials["company_id"]) + "/" + q.path
	response, err := c.Send(ctx, q.method, strings.TrimSuffix(p.BaseURL, "/")+path, header, body)
	var unsent *reference.Unsent
	switch {
	case errors.As(err, &unsent):
		return nil, &problem{unsent: true, text: err.Error()}
	case err != nil:
		return nil, c.lost(ctx, err)
	case response.Status != http.StatusOK:
		after := reference.RetryAfter(response.Header, 0)
		text := fmt.Sprintf("HTTP %d %s", response.Status, detail(response.Body))
		return nil, &problem{status: response.Status, after: after, text: text}
	}
	return c.read(response.Body)
}

// unread is a response that came and is not the API's.
func unread(format string, args ...any) *problem {
	err := fmt.Errorf(format, args...)
	return &problem{loss: &reference.Loss{Err: err, Unread: true}, text: err.Error()}
}

// read reads a response. Unknown members are ignored.
func read(data []byte) (map[string]any, *problem) {
	var body map[string]any
	if err := reference.Decode(data, &body); err != nil {
		return nil, unread("the response cannot be read: %w", err)
	}
	return body, nil
}

// detail is the vendor's text, or the places of a malformed request.
func detail(data []byte) string {
	var body struct {
		Detail any `json:"detail"`
	}
	if json.Unmarshal(data, &body) != nil || body.Detail == nil {
		return ""
	}
	return fmt.Sprint(body.Detail)
}

// tell returns what the caller is told of a problem. A harmless request may be sent again whatever became of it.
func (c *client) tell(p *problem, harmless bool) driver.Result {
	after := 5.0
	if p.after > 0 {
		after = p.after
	}
	code := strconv.Itoa(p.status)
	switch {
	case p.unsent:
		return reference.FailLater("unreachable", 30, "%s", p.text)
	case p.loss != nil && harmless:
		return reference.FailLater("no_answer", after, "%s", p.text)
	case p.loss != nil:
		return reference.Fail("no_answer", driver.UnknownOutcome,
			"%s: look at the list of connections before this is done again", p.text)
	case p.status == http.StatusTooManyRequests, p.status == http.StatusServiceUnavailable && p.after > 0,
		p.status >= 500 && harmless:
		return reference.FailLater(code, after, "%s", p.text)
	case p.status >= 500:
		return reference.Fail(code, driver.UnknownOutcome, "%s", p.text)
	}
	return reference.Fail(code, c.advice(p.status), "%s", p.text)
}
