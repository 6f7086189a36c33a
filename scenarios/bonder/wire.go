package bonder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// envelope is what every response of Bonder is wrapped in. Source: bonder#L32-L57.
type envelope struct {
	success  bool
	code     string // of a failure
	warnings []any  // codes that come with success
	result   map[string]any
}

// exchange sends one request. The response is Bonder's, or foreign (a proxy's, a page), or lost.
func (c *client) exchange(ctx context.Context, p driver.Params, r request, token string) (
	e *envelope, foreign *driver.Result, l *lost,
) {
	header := http.Header{"Accept": {"application/json"}}
	var body any
	if r.body != nil {
		body = r.body
		header.Set("Content-Type", "application/json")
	}
	if token != "" {
		header.Set("X-Auth-Key", token)
		header.Set("X-Auth-Email", p.Credentials["username"])
	}
	response, err := c.Send(ctx, r.method, address(p, r.path), header, body)
	var unsent *reference.Unsent
	switch {
	case errors.As(err, &unsent):
		f := reference.FailLater("unreachable", 30, "%v", err)
		return nil, &f, nil
	case err != nil:
		return nil, nil, &lost{err: err}
	case response.Status != http.StatusOK:
		return nil, byStatus(response, r), nil
	}
	e, err = c.read(response.Body)
	if err != nil {
		return nil, nil, &lost{err: fmt.Errorf("the response cannot be read: %w", err), unread: true}
	}
	return e, nil, nil
}

// byStatus is what the caller is told of a response that is not Bonder's, whose status is always 200.
func byStatus(a *reference.Answer, r request) *driver.Result {
	after := 30.0
	if s, err := strconv.ParseFloat(a.Header.Get("Retry-After"), 64); err == nil {
		after = s
	}
	code := strconv.Itoa(a.Status)
	refused := a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable
	var f driver.Result
	switch {
	case refused, a.Status >= 500 && r.harmless():
		f = reference.FailLater(code, after, "HTTP %d", a.Status)
	case a.Status >= 500:
		f = reference.Fail(code, driver.UnknownOutcome, "HTTP %d", a.Status)
	default:
		f = reference.Fail(code, driver.FixRequest, "HTTP %d", a.Status)
	}
	return &f
}

// read reads an envelope. Unknown members are ignored; an empty result is {} or [].
func read(data []byte) (*envelope, error) {
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	success, ok := raw["success"].(bool)
	if !ok {
		return nil, errors.New("it has no success")
	}
	e := &envelope{success: success, result: map[string]any{}}
	if result := reference.Object(raw["result"]); result != nil {
		e.result = result
	}
	codes, _ := raw["errors"].([]any)
	if success {
		e.warnings = codes
	} else if len(codes) > 0 {
		e.code = fmt.Sprint(codes[0])
	}
	return e, nil
}
