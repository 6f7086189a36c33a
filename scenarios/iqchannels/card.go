package iqchannels

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// longestToken is the length, in bytes, from which a token is sent in the header: many servers refuse longer paths.
const longestToken = 2048

const cardPath = "/rest/chat/client/id/"

// resolveToken asks the auth service for a card: by GET with the token as one segment of the path, or by POST with the
// token as it is in the header "token". Only 200 with a client is a success. Source: iqchannels#L33-L66.
func (c *client) resolveToken(ctx context.Context, call driver.Call) driver.Result {
	token, root := call.Arg("token"), strings.TrimSuffix(call.Params.BaseURL, "/")+cardPath
	method, address, header := http.MethodGet, root+c.segment(token), http.Header{"Accept": {"application/json"}}
	unfit := token == "." || token == ".." || len(token) > longestToken // for a path
	if by := call.Arg("by"); by == "post" || by == "" && unfit {
		method, address = http.MethodPost, root
		header.Set("token", token)
	}
	r := request{path: cardPath, repeatable: true} // asking again does no harm
	for before := 0; ; before++ {
		a, err := c.Send(ctx, method, address, header, nil)
		var gone *reference.Lost
		switch {
		case err == nil:
			return c.card(a)
		case errors.As(err, &gone) && c.RepeatLost(r, reference.Loss{Err: err, Before: before}):
			continue
		}
		return c.unanswered(ctx, r, err)
	}
}

// card reads a response of the auth service.
func (c *client) card(a *reference.Response) driver.Result {
	raw, err := decoded(a.Body)
	code, _ := raw["errorCode"].(string)
	text, _ := raw["errorText"].(string)
	card := reference.Object(raw["client"])
	switch {
	case a.Status != http.StatusOK && !c.aboutToken(a.Status):
		return reference.FailLater(cmp.Or(code, strconv.Itoa(a.Status)), 5, "HTTP %d %s", a.Status, text)
	case a.Status != http.StatusOK:
		return reference.Fail(cmp.Or(code, strconv.Itoa(a.Status)), driver.Reauthorize, "HTTP %d %s", a.Status, text)
	case err != nil:
		return reference.FailLater("bad_answer", 5, "the response cannot be read: %v", err)
	case len(card) == 0 && c.needsCard:
		return reference.Fail(cmp.Or(code, "no_client"), driver.Reauthorize, "200 without a client: %s", text)
	}
	companies, _ := raw["companyList"].([]any)
	if err := c.accepts(card, companies); err != nil {
		return reference.Fail("bad_card", driver.ContactSupport, "%v", err)
	}
	c.normalize(card, "enabled", "positionStream", "betaUser")
	for _, company := range companies {
		c.normalize(reference.Object(company), "enabled", "resident")
	}
	return reference.Done(map[string]any{"card": card, "companies": companies})
}

// normalize makes booleans of what the document's examples write as strings. All other members stay as they came.
func (c *client) normalize(object map[string]any, names ...string) {
	for _, name := range names {
		if text, ok := object[name].(string); ok {
			object[name] = c.truth(text)
		}
	}
}
