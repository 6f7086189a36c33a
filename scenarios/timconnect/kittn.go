package timconnect

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

const kittensPath = "/api/kittens"

// kittens lists the kittens, or gets one.
func (c *client) kittens(ctx context.Context, call driver.Call) driver.Result {
	r := request{method: http.MethodGet, path: kittensPath, query: filters(call), harmless: true}
	one := call.Method == "timconnect.getKitten"
	if one {
		r.path, r.query = kittensPath+"/"+url.PathEscape(c.messageID(call.Arg("id"))), nil
	}
	for before := 0; ; before++ {
		response, err := c.send(ctx, call.Params, r, "")
		switch {
		case err != nil && c.RepeatLost(r, reference.Loss{Err: err, Before: before}):
			continue
		case err != nil:
			return c.unanswered(ctx, r, err)
		case response.Status != http.StatusOK:
			return c.kittnRefused(response)
		}
		values, err := readKittens(response.Body, one)
		if err != nil {
			return c.unanswered(ctx, r, err)
		}
		return reference.Done(values)
	}
}

// filters are the flags that were given, as true and false.
func filters(call driver.Call) url.Values {
	q := url.Values{}
	for _, name := range []string{"include_cats", "available"} {
		if value, given := call.Params.Args[name].(bool); given {
			q.Set(name, strconv.FormatBool(value))
		}
	}
	return q
}

// kittnRefused is what the caller is told of an error of Kittn.
func (c *client) kittnRefused(a *reference.Response) driver.Result {
	var body struct {
		Message string `json:"message"`
	}
	_ = json.Unmarshal(a.Body, &body) // without a body the status says it
	code, advice := strconv.Itoa(a.Status), c.kittnAdvice(a.Status)
	if advice != driver.RetryLater {
		return reference.Fail(code, advice, "Kittn answered %s: %s", code, body.Message)
	}
	return reference.FailLater(code, reference.RetryAfter(a.Header, 60), "Kittn answered %s: %s", code, body.Message)
}

// readKittens reads one kitten or a list of them, numbers as they are.
func readKittens(body []byte, one bool) (map[string]any, error) {
	if one {
		var kitten map[string]any
		if err := reference.Decode(body, &kitten); err != nil || kitten["id"] == nil {
			return nil, errors.New("the response is not a kitten")
		}
		return map[string]any{"kitten": kitten}, nil
	}
	var list []any
	if err := reference.Decode(body, &list); err != nil || list == nil {
		return nil, errors.New("the response is not a list of kittens")
	}
	return map[string]any{"kittens": list}, nil
}
