package bonder

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// client is a client of the Bonder business-card API. What it decides is in its policies.
type client struct {
	*reference.Wire
	policies
	handle reference.Handler

	mu       sync.Mutex
	accounts map[string]*account // by base URL and credentials, which come with every call
}

// newClient returns the reference client, or the mutant or liberty of a name.
func newClient(name string) reference.Client {
	c := &client{
		Wire:     reference.NewWire(),
		policies: reference.Patched(documented(), name, mutants, liberties),
		accounts: map[string]*account{},
	}
	c.Time(c.Wire)
	c.Use(c.Seams)
	c.handle = c.Seams.Handler(c.do)
	return c
}

// Call does what is asked. Errors: driver.ErrNoAbility.
func (c *client) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	if !slices.ContainsFunc(abilities(), func(a driver.Ability) bool { return a.Name == call.Method }) {
		return driver.Result{}, driver.ErrNoAbility
	}
	return c.handle(ctx, call), nil
}

// do makes the requests of one ability.
func (c *client) do(ctx context.Context, call driver.Call) driver.Result {
	card := "/users/" + url.PathEscape(call.Arg("card_id")) // case-sensitive; bonder#L387
	switch call.Method {
	case "bonder.languages":
		return c.languages(ctx, call)
	case "bonder.createProfile":
		return c.createProfile(ctx, call)
	case "bonder.saveCard":
		return c.saveCard(ctx, call, card)
	case "bonder.loadCard":
		return c.result(ctx, call, request{method: http.MethodGet, path: card})
	case "bonder.setStatus":
		return c.setStatus(ctx, call, card)
	case "bonder.deleteLanguage":
		return c.deleteLanguage(ctx, call, card)
	default: // bonder.deleteCard
		return c.result(ctx, call, request{method: http.MethodDelete, path: card})
	}
}

// result hands the result of an operation to the caller as it is.
func (c *client) result(ctx context.Context, call driver.Call, r request) driver.Result {
	e, failed := c.operate(ctx, call.Params, r)
	if failed != nil {
		return *failed
	}
	return reference.Done(e.result)
}

func (c *client) languages(ctx context.Context, call driver.Call) driver.Result {
	path, value := "/repositories", "repositories"
	if in := call.Arg("in"); in != "" {
		path, value = path+"/"+url.PathEscape(in), "languages"
	}
	e, failed := c.operate(ctx, call.Params, request{method: http.MethodGet, path: path})
	switch {
	case failed != nil:
		return *failed
	case value == "repositories":
		return reference.Done(map[string]any{value: e.result["langList"]})
	}
	return reference.Done(map[string]any{value: e.result})
}

// createProfile hands out all three values: no other request returns them again. Source: bonder#L395.
func (c *client) createProfile(ctx context.Context, call driver.Call) driver.Result {
	e, failed := c.operate(ctx, call.Params, request{method: http.MethodPost, path: "/users"})
	if failed != nil {
		return *failed
	}
	id, _ := e.result["cardId"].(string)
	if id == "" {
		return reference.Fail("bad_answer", driver.UnknownOutcome,
			"the response has no cardId: a profile may have been created")
	}
	return reference.Done(map[string]any{
		"card_id": id, "card_qrc": e.result["cardQrc"], "card_addr": e.result["cardAddr"],
	})
}

// setStatus uses the short form of the three switches. Source: bonder#L504-L562.
func (c *client) setStatus(ctx context.Context, call driver.Call, card string) driver.Result {
	status := "disable"
	if on, _ := call.Params.Args["on"].(bool); on {
		status = "enable"
	}
	switch call.Arg("what") {
	case "card":
		card += "/cardStatus/"
	case "photo":
		card += "/usePhoto/"
	case "language":
		card += "/langStatus/" + url.PathEscape(call.Arg("language")) + "/"
	default:
		return reference.Fail("bad_argument", driver.FixRequest, "what is one of card, photo and language")
	}
	return c.result(ctx, call, request{method: http.MethodPut, path: card + status})
}

// saveCard checks values before it sends them, sends only what it was given, and at most five languages at a time.
func (c *client) saveCard(ctx context.Context, call driver.Call, card string) driver.Result {
	data, _ := call.Params.Args["data"].(map[string]any)
	if refused := c.check(data); refused != nil {
		return *refused
	}
	var warnings []any
	for _, body := range portions(data, c.mostLanguages) {
		e, failed := c.operate(ctx, call.Params, request{method: http.MethodPut, path: card, body: body})
		if failed != nil {
			return *failed
		}
		warnings = append(warnings, e.warnings...)
	}
	if len(warnings) == 0 {
		return reference.Done(nil)
	}
	return reference.Done(map[string]any{"warnings": warnings})
}

// deleteLanguage demands a language: without one the path is that of the profile. Source: bonder#L622-L642.
func (c *client) deleteLanguage(ctx context.Context, call driver.Call, card string) driver.Result {
	language := url.PathEscape(call.Arg("language"))
	switch {
	case language == "" && c.needsLanguage:
		return reference.Fail("bad_argument", driver.FixRequest, "expected a language: nothing was deleted")
	case language != "":
		card += "/" + language
	}
	return c.result(ctx, call, request{method: http.MethodDelete, path: card})
}

// check refuses values of which the document says that they would be dropped.
func (c *client) check(data map[string]any) *driver.Result {
	bounds := []struct {
		field       string
		least, most int
	}{{"name", c.shortestName, c.longestName}, {"keywords", 1, c.longestKeywords}}
	languages := reference.Object(data["translatable"])
	for _, lang := range slices.Sorted(maps.Keys(languages)) {
		values := reference.Object(languages[lang])
		for _, b := range bounds {
			text, _ := values[b.field].(string)
			if n := c.length(text); text != "" && (n < b.least || n > b.most) {
				r := reference.Fail("bad_value", driver.FixRequest,
					"%s in %s has %d characters, not %d to %d: nothing was sent", b.field, lang, n, b.least, b.most)
				return &r
			}
		}
	}
	return nil
}

// portions cuts data into bodies with at most so many languages. Source: bonder#L420.
func portions(data map[string]any, most int) []map[string]any {
	languages := reference.Object(data["translatable"])
	if len(languages) <= most {
		return []map[string]any{data}
	}
	var bodies []map[string]any
	for codes := range slices.Chunk(slices.Sorted(maps.Keys(languages)), most) {
		body, part := map[string]any{}, map[string]any{}
		if len(bodies) == 0 {
			maps.Copy(body, data) // the other sections go with the first
		}
		for _, code := range codes {
			part[code] = languages[code]
		}
		body["translatable"] = part
		bodies = append(bodies, body)
	}
	return bodies
}

// address returns the URL of a path.
func address(p driver.Params, path string) string { return strings.TrimSuffix(p.BaseURL, "/") + path }
