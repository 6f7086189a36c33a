package iqchannels

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// longestToken is where a token is sent in the header: many servers refuse longer paths.
const longestToken = 2048

// resolveToken asks the auth service for a card: by GET with the token as one segment of the path, or by POST with the
// token as it is in the header "token". Only 200 with a client is a success.
func (q *client) resolveToken(ctx context.Context, c driver.Call) driver.Result {
	token, root := c.Arg("token"), strings.TrimSuffix(c.Params.BaseURL, "/")+"/rest/chat/client/id/"
	if q.is("cuts-tokens") {
		token = token[:min(len(token), 16)]
	}
	if known, ok := q.cardOf(c); ok {
		return known
	}
	method, address, header := http.MethodGet, root+q.segment(token), http.Header{"Accept": {"application/json"}}
	if q.is("resolves-by-post") || c.Arg("by") == "post" || c.Arg("by") == "" && (token == "." || token == ".." || len(token) > longestToken) {
		method, address = http.MethodPost, root
		if q.is("encodes-the-header") {
			token = url.PathEscape(token)
		}
		header.Set("token", token)
	}
	a, err := q.Send(ctx, method, address, header, nil)
	var gone *reference.Lost
	if errors.As(err, &gone) && !reference.Silent(err) {
		a, err = q.Send(ctx, method, address, header, nil) // asking again does no harm
	}
	if err != nil {
		if q.is("hangs-on-silence") {
			<-ctx.Done()
		}
		return reference.FailLater("no_answer", 5, "%v", err)
	}
	return q.remember(c, q.card(a))
}

// segment puts a token into a path: percent-encoded as one segment, whatever stands in it.
func (q *client) segment(token string) string {
	switch {
	case q.is("puts-raw-tokens-into-paths"):
		return token
	case q.is("encodes-tokens-like-forms"):
		return url.QueryEscape(token)
	case q.is("encodes-twice"):
		return url.PathEscape(url.PathEscape(token))
	case q.is("trims-tokens"):
		return url.PathEscape(strings.TrimSpace(token))
	}
	return url.PathEscape(token)
}

// card reads an answer of the auth service.
func (q *client) card(a *reference.Answer) driver.Result {
	raw, err := decoded(a.Body)
	code, _ := raw["errorCode"].(string)
	text, _ := raw["errorText"].(string)
	if q.is("hides-codes") {
		code = ""
	}
	if q.is("takes-anything-for-a-card") {
		return reference.Done(map[string]any{"card": reference.Object(raw["client"])})
	}
	client := reference.Object(raw["client"])
	switch {
	case a.Status != http.StatusOK && (!q.is("overlooks-the-status") || len(client) == 0):
		code = cmp.Or(code, strconv.Itoa(a.Status))
		if !q.is("blames-the-token") && (a.Status >= 500 || a.Status == http.StatusTooManyRequests) {
			return reference.FailLater(code, 5, "HTTP %d %s", a.Status, text)
		}
		return reference.Fail(code, driver.Reauthorize, "HTTP %d %s", a.Status, text)
	case err != nil:
		return reference.FailLater("bad_answer", 5, "the answer cannot be read: %v", err)
	case len(client) == 0 && !q.is("believes-empty-answers"):
		return reference.Fail(cmp.Or(code, "no_client"), driver.Reauthorize, "200 without a client: %s", text)
	}
	companies, _ := raw["companyList"].([]any)
	if err := q.normalize(client, companies); err != nil {
		return reference.Fail("bad_card", driver.ContactSupport, "%v", err)
	}
	return reference.Done(map[string]any{"card": client, "companies": companies})
}

// normalize makes booleans of what the document's examples write as strings. All other members stay as they came.
func (q *client) normalize(client map[string]any, companies []any) error {
	if err := q.dislikes(client, companies); err != nil {
		return err
	}
	for _, name := range []string{"enabled", "positionStream", "betaUser"} {
		q.truth(client, name)
	}
	for _, c := range companies {
		q.truth(reference.Object(c), "enabled")
		q.truth(reference.Object(c), "resident")
	}
	if q.is("serves-everybody") {
		client["enabled"] = true
	}
	if fields, ok := client["fieldList"].([]any); ok && q.is("sorts-fields") {
		slices.SortFunc(fields, func(a, b any) int {
			return cmp.Compare(fmt.Sprint(reference.Object(a)["name"]), fmt.Sprint(reference.Object(b)["name"]))
		})
	}
	if q.is("drops-old-fields") {
		delete(client, "fields")
	}
	if branch := reference.Object(client["bankBranch"]); q.is("cuts-names-at-quotes") && len(branch) > 0 {
		branch["name"], _, _ = strings.Cut(fmt.Sprint(branch["name"]), `"`)
	}
	return nil
}

func (q *client) truth(o map[string]any, name string) {
	if text, ok := o[name].(string); ok {
		o[name] = text == "true" || q.is("takes-any-text-for-true")
	}
}

// dislikes is where the mutants refuse what a correct client takes.
func (q *client) dislikes(client map[string]any, companies []any) error {
	enabled, isBool := client["enabled"].(bool)
	_, has13 := client["lvlClient"]
	switch {
	case q.is("demands-json-booleans") && !isBool:
		return fmt.Errorf("enabled is no boolean")
	case q.is("demands-new-cards") && !has13:
		return fmt.Errorf("lvlClient is missing")
	case q.is("refuses-new-members") && (has13 || client["loyalty"] != nil):
		return fmt.Errorf("unknown members")
	case q.is("refuses-disabled-cards") && (isBool && !enabled || client["enabled"] == "false"):
		return fmt.Errorf("the client may not be served")
	}
	for _, c := range companies {
		_, text := reference.Object(c)["id"].(string)
		_, num := reference.Object(c)["id"].(json.Number)
		if q.is("demands-text-ids") && !text || q.is("demands-number-ids") && !num {
			return fmt.Errorf("an id of a wrong type")
		}
	}
	return nil
}
