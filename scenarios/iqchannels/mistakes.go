package iqchannels

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// Mistakes with sessions.

func ignoreTheChannel(c *driver.Call) {
	c.Params.Credentials = maps.Clone(c.Params.Credentials)
	c.Params.Credentials["channel"] = "support"
}

// signUpInstead is a mistake for a @should, and a freedom.
func signUpInstead(c *client, ctx context.Context, p driver.Params, _ *envelope) (*chatClient, *driver.Result) {
	return c.signUp(ctx, p, "")
}

func showTheToken(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	if c.Method == "iqchannels.signInAnonymously" {
		first := c
		first.Method = "iqchannels.signIn"
		next(ctx, first)
	}
	return next(ctx, c)
}

func keepTheRefused(
	c *client, ctx context.Context, p driver.Params, a *account, refused string,
) (string, *driver.Result) {
	_, failed := c.renewOnce(ctx, p, a, refused)
	return refused, failed
}

// changeTokens presents tokens in another form than they were given.
func changeTokens(change func(token string) string) func(p *policies) {
	return func(p *policies) {
		p.SentBody(func(_ *http.Request, body map[string]any) {
			if token, ok := body["Credentials"].(string); ok {
				body["Credentials"] = change(token)
			}
		})
	}
}

func forgetTheNew(
	c *client,
	ctx context.Context,
	p driver.Params,
	a *account,
	refused string,
) (string, *driver.Result) {
	if a.anonymous {
		return c.renewOnce(ctx, p, a, refused)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	who, failed := c.authorize(ctx, p)
	if failed != nil {
		return "", failed
	}
	return who.session, nil
}

func signInAlone(c *client, ctx context.Context, p driver.Params, a *account, refused string) (string, *driver.Result) {
	if a.anonymous {
		return c.renewOnce(ctx, p, a, refused)
	}
	who, failed := c.authorize(ctx, p)
	if failed != nil {
		return "", failed
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.session = who.session
	return who.session, nil
}

// Mistakes with failures and lost responses.

func hideCodes(p *policies) {
	p.refusal = func(r *driver.Result) { r.Error.Code = "error" }
	p.Received(func(r *http.Request, a *reference.Response) {
		raw, err := decoded(a.Body)
		if err == nil && ofAuthService(r) && raw["errorCode"] != nil {
			delete(raw, "errorCode")
			a.Body, _ = json.Marshal(raw)
		}
	})
}

func ofAuthService(r *http.Request) bool { return strings.Contains(r.URL.Path, cardPath) }

// breakOnLostResponses is a mistake for a @should, and a freedom.
func breakOnLostResponses(p *policies) {
	p.RepeatLost = func(r request, l reference.Loss) bool {
		return (r.path == signInPath || r.path == cardPath) && repeatHarmless(r, l)
	}
	p.unanswered = func(ctx context.Context, r request, reason error) driver.Result {
		if r.path == cardPath {
			return unknownOutcome(ctx, r, reason)
		}
		return reference.Fail("no_answer", driver.FixRequest, "%v", reason)
	}
}

func hangOnSilence(p *policies) {
	p.RepeatLost, p.unanswered = reference.HangOnSilence(repeatHarmless, unknownOutcome)
}

// trustAnything makes a success of every response that the chat server has not written.
func trustAnything(r *http.Request, a *reference.Response) {
	if ofAuthService(r) {
		return
	}
	if _, err := decoded(a.Body); a.Status != http.StatusOK || err != nil {
		a.Status, a.Body = http.StatusOK, []byte(`{"OK":true}`)
	}
}

func overlookRefusedGuests(r *http.Request, a *reference.Response) {
	if e, err := parse(a.Body); err == nil && !e.ok && strings.HasSuffix(r.URL.Path, "/signup") {
		a.Body = []byte(`{"OK":true,"Result":{"Client":{"Type":null},"Session":{"Token":"none"}}}`)
	}
}

func failOnNullRels(data []byte) (*envelope, error) {
	e, err := parse(data)
	if err == nil && e.ok && e.rels == nil {
		panic("no Rels")
	}
	return e, err
}

func refuseNewMembers(p *policies) {
	p.parse = func(data []byte) (*envelope, error) {
		raw, err := decoded(data)
		if err != nil {
			return nil, err
		}
		if who := reference.Object(reference.Object(raw["Result"])["Client"]); len(raw) > 4 || len(who) > 9 {
			return nil, errors.New("unknown members")
		}
		return parse(data)
	}
	p.accepts = func(card map[string]any, _ []any) error {
		if _, has := card["lvlClient"]; has || card["loyalty"] != nil {
			return errors.New("unknown members")
		}
		return nil
	}
}

// Mistakes with messages and streams.

func claimWithoutSending(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	if c.Method == "iqchannels.send" {
		return reference.Done(nil)
	}
	return next(ctx, c)
}

func withAnotherID(r request) request {
	if form, ok := r.body.(map[string]any); ok && form["LocalId"] != nil {
		form["LocalId"] = localID()
	}
	return r
}

// turnTheHistory is a mistake for a @should, and a freedom.
func turnTheHistory(_ driver.Call, r *driver.Result) {
	if messages, ok := r.Values["messages"].([]any); ok {
		slices.Reverse(messages)
	}
}

func tellOwnMessages(_ driver.Call, r *driver.Result) {
	if messages, ok := r.Values["messages"].([]any); ok {
		r.Values["messages"] = slices.DeleteFunc(messages, func(m any) bool {
			return reference.Object(m)["author"] != "client"
		})
	}
}

func stopAtOthers(c *client, ctx context.Context, s *stream, e *envelope) bool {
	events, _ := e.result.([]any)
	for _, event := range events {
		if reference.Object(event)["Type"] != "message_created" {
			<-ctx.Done()
			return false
		}
	}
	return c.tellMessages(ctx, s, e)
}

// Mistakes with cards.

func demandNewCards(card map[string]any, _ []any) error {
	if _, has := card["lvlClient"]; !has {
		return errors.New("lvlClient is missing")
	}
	return nil
}

func demandBooleans(card map[string]any, _ []any) error {
	if _, is := card["enabled"].(bool); !is {
		return errors.New("enabled is not a boolean")
	}
	return nil
}

func demandIDs[T any](_ map[string]any, companies []any) error {
	for _, company := range companies {
		if id := reference.Object(company)["id"]; !is[T](id) {
			return fmt.Errorf("an id of a wrong type: %v", id)
		}
	}
	return nil
}

func is[T any](value any) bool { _, ok := value.(T); return ok }

func refuseDisabled(card map[string]any, _ []any) error {
	if card["enabled"] == false || card["enabled"] == "false" {
		return errors.New("the client may not be served")
	}
	return nil
}

func sortFields(_ driver.Call, r *driver.Result) {
	if fields, ok := reference.Object(r.Values["card"])["fieldList"].([]any); ok {
		slices.SortFunc(fields, func(a, b any) int {
			return cmp.Compare(fmt.Sprint(reference.Object(a)["name"]), fmt.Sprint(reference.Object(b)["name"]))
		})
	}
}

// dropOldFields is a mistake for a @should, and a freedom.
func dropOldFields(_ driver.Call, r *driver.Result) {
	delete(reference.Object(r.Values["card"]), "fields")
}

func cutNames(_ driver.Call, r *driver.Result) {
	if branch := reference.Object(reference.Object(r.Values["card"])["bankBranch"]); len(branch) > 0 {
		branch["name"], _, _ = strings.Cut(fmt.Sprint(branch["name"]), `"`)
	}
}

func overlookTheStatus(r *http.Request, a *reference.Response) {
	if raw, err := decoded(a.Body); err == nil && ofAuthService(r) && len(reference.Object(raw["client"])) > 0 {
		a.Status = http.StatusOK
	}
}

func takeAnything(r *http.Request, a *reference.Response) {
	if !ofAuthService(r) {
		return
	}
	a.Status = http.StatusOK
	if _, err := decoded(a.Body); err != nil {
		a.Body = []byte(`{}`)
	}
}
