package bonder

import (
	"context"
	"errors"
	"fmt"
	"net/http"

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
	e *envelope, foreign *driver.Result, l *reference.Loss,
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
		return nil, nil, &reference.Loss{Err: err}
	case response.Status != http.StatusOK:
		return nil, reference.Foreign(response, r.harmless()), nil
	}
	e, err = c.read(response.Body)
	if err != nil {
		return nil, nil, &reference.Loss{Err: fmt.Errorf("the response cannot be read: %w", err), Unread: true}
	}
	return e, nil, nil
}

// read reads an envelope. Unknown members are ignored; an empty result is {} or [].
func read(data []byte) (*envelope, error) {
	var raw map[string]any
	if err := reference.Decode(data, &raw); err != nil {
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
