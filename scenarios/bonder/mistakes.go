package bonder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// instead advises one thing if another one was due.
func instead(before func(code string) string, due, wrong string) func(code string) string {
	return func(code string) string {
		if a := before(code); a != due {
			return a
		}
		return wrong
	}
}

func once(request, string) int { return 1 }

// also makes so many attempts in more cases.
func also(
	attempts func(request, string) int, most int, fits func(r request, code string) bool,
) func(request, string) int {
	return func(r request, code string) int {
		if fits(r, code) {
			return most
		}
		return attempts(r, code)
	}
}

// Mistakes with tokens.

func renewAndGiveUp(c *client, ctx context.Context, p driver.Params, a *account, refused string) *driver.Result {
	if failed := c.renewOnce(ctx, p, a, refused); failed != nil {
		return failed
	}
	return c.refuse("INVALID_CREDENTIALS_ERROR")
}

func keepTheRefused(*client, context.Context, driver.Params, *account, string) *driver.Result {
	return nil
}

func renewAlone(c *client, ctx context.Context, p driver.Params, a *account, _ string) *driver.Result {
	var own account
	failed := c.authorize(ctx, p, &own)
	a.mu.Lock()
	defer a.mu.Unlock()
	if failed == nil {
		a.token = own.token
	}
	return failed
}

func renewAlways(c *client, ctx context.Context, p driver.Params, a *account, _ string) *driver.Result {
	a.mu.Lock()
	defer a.mu.Unlock()
	return c.authorize(ctx, p, a)
}

// authorizeEveryTime is a mistake for a @should, and a freedom.
func authorizeEveryTime(p *policies) { p.keepTokens = false }

// Mistakes with failures and lost responses.

// retryWhatIsFinal is a mistake for a @should, and a freedom.
func retryWhatIsFinal(p *policies) {
	p.attempts = also(p.attempts, 3, func(r request, code string) bool {
		switch advice(code) {
		case driver.RetryNow, driver.RetryLater:
			return false
		case driver.Reauthorize: // a new token helps a request
			return r.path == authorizePath
		}
		return true
	})
}

func giveUpOnLogin(
	repeat func(request, reference.Loss) bool, unanswered func(context.Context, request, error) driver.Result,
) (func(request, reference.Loss) bool, func(context.Context, request, error) driver.Result) {
	return func(r request, l reference.Loss) bool { return r.path != authorizePath && repeat(r, l) },
		func(ctx context.Context, r request, reason error) driver.Result {
			if r.path == authorizePath {
				return reference.Fail("no_answer", driver.FixRequest, "authorize was not answered")
			}
			return unanswered(ctx, r, reason)
		}
}

// repeatLost sends requests of a method again once, too, if their response was lost or cannot be read.
func repeatLost(method string, repeat func(request, reference.Loss) bool) func(request, reference.Loss) bool {
	return func(r request, l reference.Loss) bool {
		return r.method == method && l.Before == 0 || repeat(r, l)
	}
}

// assumeDone reports a success if a change got no response.
func assumeDone(
	unanswered func(context.Context, request, error) driver.Result,
) func(context.Context, request, error) driver.Result {
	return func(ctx context.Context, r request, reason error) driver.Result {
		if r.method == http.MethodPut || r.method == http.MethodDelete {
			return reference.Done(nil)
		}
		return unanswered(ctx, r, reason)
	}
}

func hangOnSilence(p *policies) {
	p.RepeatLost, p.unanswered = reference.HangOnSilence(repeatHarmless, unknownOutcome)
}

func breakOnLostResponses(p *policies) {
	p.RepeatLost = func(r request, l reference.Loss) bool { return r.path == authorizePath && repeatHarmless(r, l) }
	p.unanswered = func(_ context.Context, _ request, reason error) driver.Result {
		return reference.Fail("no_answer", driver.FixRequest, "%v", reason)
	}
}

// failOnWarnings takes the first warning for the code of a failure.
func failOnWarnings(data []byte) (*envelope, error) {
	e, err := read(data)
	if err == nil && len(e.warnings) > 0 {
		e.success, e.code = false, fmt.Sprint(e.warnings[0])
	}
	return e, err
}

// trustAnything makes a success of every response.
func trustAnything(_ *http.Request, a *reference.Response) {
	var raw map[string]any
	if a.Status != http.StatusOK || json.Unmarshal(a.Body, &raw) != nil || raw == nil {
		raw = map[string]any{"result": map[string]any{}}
	}
	if _, ok := raw["success"].(bool); ok {
		return
	}
	raw["success"] = true
	a.Status = http.StatusOK
	a.Body, _ = json.Marshal(raw)
}

// Mistakes with data.

// demand reads responses that fit, and no others.
func demand(fits func(raw map[string]any) error) func(data []byte) (*envelope, error) {
	return func(data []byte) (*envelope, error) {
		e, err := read(data)
		if err != nil {
			return nil, err
		}
		var raw map[string]any
		if err := json.Unmarshal(data, &raw); err != nil {
			return nil, err
		}
		if err := fits(raw); err != nil {
			return nil, err
		}
		return e, nil
	}
}

func refuseNewMembers(raw map[string]any) error {
	if len(raw) > 3 || len(reference.Object(reference.Object(raw["result"])["settings"])) > 4 {
		return errors.New("unknown members")
	}
	return nil
}

func refuseLists(raw map[string]any) error {
	if _, list := raw["result"].([]any); list {
		return errors.New("result is a list")
	}
	return nil
}

func demandLastNames(raw map[string]any) error {
	for _, values := range reference.Object(reference.Object(raw["result"])["translatable"]) {
		if _, ok := reference.Object(values)["lastname"]; !ok {
			return errors.New("lastname is missing")
		}
	}
	return nil
}

func demandTextNumbers(raw map[string]any) error {
	settings := reference.Object(reference.Object(raw["result"])["settings"])
	if _, text := settings["cardStatus"].(string); settings != nil && !text {
		return errors.New("cardStatus is not text")
	}
	return nil
}

func dropTheSixth(c *driver.Call) {
	data := reference.Object(c.Params.Args["data"])
	if c.Method == "bonder.saveCard" && data != nil {
		c.Params.Args["data"] = portions(data, documented().mostLanguages)[0]
	}
}

func encodeThumbnailForURLs(_ *http.Request, body map[string]any) {
	contacts := reference.Object(body["non-translatable"])
	if image, ok := contacts["thumbnail"].(string); ok {
		contacts["thumbnail"] = strings.NewReplacer("+", "-", "/", "_").Replace(image)
	}
}

// loseSections leaves out all but the languages if one request cannot hold them.
func loseSections(c *driver.Call) {
	data := reference.Object(c.Params.Args["data"])
	if languages := reference.Object(data["translatable"]); len(languages) > documented().mostLanguages {
		c.Params.Args["data"] = map[string]any{"translatable": languages}
	}
}

// overlookLaterParts reports what became of the first part of a save.
func overlookLaterParts(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	return saveInParts(ctx, c, next, func(parts []driver.Result) driver.Result { return parts[0] })
}

// overlookEarlierParts reports what became of the last part of a save.
func overlookEarlierParts(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	return saveInParts(ctx, c, next, func(parts []driver.Result) driver.Result { return parts[len(parts)-1] })
}

// saveInParts makes the parts of a save itself and reports one of the results.
func saveInParts(ctx context.Context, c driver.Call, next reference.Handler,
	which func(parts []driver.Result) driver.Result,
) driver.Result {
	data := reference.Object(c.Params.Args["data"])
	if c.Method != "bonder.saveCard" || data == nil {
		return next(ctx, c)
	}
	var results []driver.Result
	for _, part := range portions(data, documented().mostLanguages) {
		c.Params.Args = map[string]any{"card_id": c.Arg("card_id"), "data": part}
		results = append(results, next(ctx, c))
	}
	return which(results)
}

// deleteTheLast deletes the profile that was created last instead of the one that was meant.
func deleteTheLast() func(context.Context, driver.Call, reference.Handler) driver.Result {
	var mu sync.Mutex
	var last any
	return func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
		mu.Lock()
		if c.Method == "bonder.deleteCard" && last != nil {
			c.Params.Args = map[string]any{"card_id": last}
		}
		mu.Unlock()
		r := next(ctx, c)
		if c.Method == "bonder.createProfile" && r.OK {
			mu.Lock()
			last = r.Values["card_id"]
			mu.Unlock()
		}
		return r
	}
}

// sendTheWholeCard saves everything that it has loaded, with the changes in it.
func sendTheWholeCard(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	data := reference.Object(c.Params.Args["data"])
	if c.Method != "bonder.saveCard" {
		return next(ctx, c)
	}
	loaded := c
	loaded.Method = "bonder.loadCard"
	card := next(ctx, loaded)
	if !card.OK {
		return next(ctx, c)
	}
	all := map[string]any{
		"translatable": card.Values["translatable"], "non-translatable": card.Values["non-translatable"],
	}
	for section, values := range data {
		all[section] = merge(reference.Object(all[section]), reference.Object(values))
	}
	c.Params.Args = map[string]any{"card_id": c.Arg("card_id"), "data": all}
	return next(ctx, c)
}

// merge returns an object with changes, objects in it included.
func merge(object, changes map[string]any) map[string]any {
	out := maps.Clone(object)
	if out == nil {
		out = map[string]any{}
	}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		if inner, fields := reference.Object(out[name]), reference.Object(changes[name]); inner != nil &&
			fields != nil {
			out[name] = merge(inner, fields)
			continue
		}
		out[name] = changes[name]
	}
	return out
}
