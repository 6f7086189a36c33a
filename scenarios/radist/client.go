package radist

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// client is a client of Radist.Online. What it decides is in its policies.
type client struct {
	*reference.Wire
	policies
	handle reference.Handler

	mu      sync.Mutex
	waiting map[string]chan string // by id of the call that asks the user
}

// newClient returns the reference client, or the mutant of a name.
func newClient(name string) reference.Client {
	c := &client{
		Wire:     reference.NewWire(),
		policies: reference.Patched(documented(), name, mutants, liberties),
		waiting:  map[string]chan string{},
	}
	c.Time(c.Wire)
	c.Use(c.Seams)
	c.handle = c.Seams.Handler(c.do)
	return c
}

// Call does what is asked. Errors: driver.ErrNoAbility.
func (c *client) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	known := func(a driver.Ability) bool { return a.Name == call.Method }
	if call.Method != "radist.answer" && !slices.ContainsFunc(abilities(), known) {
		return driver.Result{}, driver.ErrNoAbility
	}
	return c.handle(ctx, call), nil
}

// do does what one ability asks for.
func (c *client) do(ctx context.Context, call driver.Call) driver.Result {
	key := map[string]any{"api_key": call.Arg("api_key")}
	switch call.Method {
	case "radist.answer":
		return c.answered(call)
	case "radist.connections":
		return c.connections(ctx, call)
	case "radist.connection":
		return c.connection(ctx, call)
	case "radist.connectTelegram":
		return c.connectTelegram(ctx, call)
	case "radist.connectMax":
		return c.connectMax(ctx, call)
	case "radist.connectWhatsApp":
		return c.connectWhatsApp(ctx, call)
	case "radist.connectBot":
		return c.create(ctx, call, "telegram_bot", key)
	case "radist.connectGroup":
		return c.create(ctx, call, "odnoklassniki", key)
	case "radist.setKey":
		return c.setKey(ctx, call)
	default: // radist.deleteConnection
		return c.deletion(c, ctx, call)
	}
}

// connections reads the list, page after page, until it has as many as there are.
func (c *client) connections(ctx context.Context, call driver.Call) driver.Result {
	all := []any{}
	for path := "connections/"; ; path = fmt.Sprintf("connections/?offset=%d", len(all)) {
		body, failed := c.request(ctx, call.Params, request{method: http.MethodGet, path: path})
		if failed != nil {
			return c.tell(failed, true)
		}
		list, ok := body["connections"].([]any)
		if !ok {
			return c.tell(unread("the response has no connections"), true)
		}
		all = append(all, list...)
		count, _ := body["count"].(json.Number)
		if n, err := count.Int64(); err != nil || len(list) == 0 || !c.pages || int64(len(all)) >= n {
			return reference.Done(map[string]any{"connections": all})
		}
	}
}

func (c *client) connection(ctx context.Context, call driver.Call) driver.Result {
	path := connectionPath(call.Arg("connection_id"))
	body, failed := c.request(ctx, call.Params, request{method: http.MethodGet, path: path})
	if failed != nil {
		return c.tell(failed, true)
	}
	return reference.Done(map[string]any{"connection_id": body["id"], "type": body["type"], "params": body["params"]})
}

// create makes a connection. The API cannot delete it, so a creation whose response is lost is not sent again.
func (c *client) create(ctx context.Context, call driver.Call, kind string, params map[string]any) driver.Result {
	body := map[string]any{"type": kind}
	if params != nil {
		body["params"] = params
	}
	made, failed := c.request(ctx, call.Params, request{method: http.MethodPost, path: "connections/", body: body})
	if failed == nil && made["id"] == nil {
		failed = unread("the response has no id")
	}
	if failed != nil {
		return c.tell(failed, false)
	}
	return reference.Done(map[string]any{"connection_id": made["id"]})
}

// setKey sends the new key and nothing else: nothing else can be edited. Source: radist#L8, radist#L59-L63.
func (c *client) setKey(ctx context.Context, call driver.Call) driver.Result {
	_, failed := c.request(ctx, call.Params, request{
		method: http.MethodPatch, path: connectionPath(call.Arg("connection_id")),
		body: map[string]any{"params": map[string]any{"api_key": call.Arg("api_key")}},
	})
	if failed != nil {
		return c.tell(failed, true) // the same key may be set twice
	}
	return reference.Done(nil)
}

func connectionPath(id string) string { return "connections/" + url.PathEscape(id) }

// connectionID is the id of a connection to authorize again, nil if a new one is to be made.
func connectionID(call driver.Call) any {
	id := call.Arg("connection_id")
	if id == "" {
		return nil
	}
	return json.Number(id)
}

// ask asks the user of a call and waits for the answer; false if the session of the suite ended before.
func (c *client) ask(ctx context.Context, call driver.Call, what string) (string, bool) {
	id := strconv.FormatInt(call.ID, 10)
	answer := make(chan string, 1)
	c.mu.Lock()
	c.waiting[id] = answer
	c.mu.Unlock()
	call.Ask(what)
	select {
	case value := <-answer:
		return value, true
	case <-ctx.Done():
		return "", false
	}
}

// answered hands an answer to the call that waits for it.
func (c *client) answered(call driver.Call) driver.Result {
	id := strings.Trim(string(call.Params.Call), `" `)
	c.mu.Lock()
	id = c.waiter(slices.Sorted(maps.Keys(c.waiting)), id)
	answer := c.waiting[id]
	delete(c.waiting, id)
	c.mu.Unlock()
	if answer == nil {
		return reference.Fail("bad_argument", driver.FixRequest, "the call %s has asked for nothing", id)
	}
	answer <- fmt.Sprint(call.Params.Value)
	return reference.Done(nil)
}
