package timconnect

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// idOf reads the id of a message, or of a push, in which it may be a number.
func (c *client) idOf(m map[string]any) string {
	switch id := m["id"].(type) {
	case string:
		return c.messageID(id)
	case json.Number:
		return c.messageID(id.String())
	}
	return ""
}

func (c *client) idsOf(messages []map[string]any) []string {
	var ids []string
	for _, m := range messages {
		if id := c.idOf(m); id != "" { // without one nothing can be said of it
			ids = append(ids, id)
		}
	}
	return ids
}

// pages reads a list to its last page. A message may slip to the next page meanwhile; it is taken once.
func (c *client) pages(
	ctx context.Context, call driver.Call, a *app, path string, q url.Values,
) ([]map[string]any, *driver.Result) {
	var all []map[string]any
	met := map[string]bool{}
	for page, last := 1, 1; page <= last; page++ {
		if page > 1 {
			q.Set("page", strconv.Itoa(page))
		}
		r := request{method: http.MethodGet, path: path, query: q, harmless: true}
		e, failed := c.operate(ctx, call.Params, a, r)
		if failed != nil {
			return nil, failed
		}
		list, ok := e.raw["body"].([]any)
		if !ok {
			f := reference.FailLater("bad_answer", 5, "the response has no list")
			return nil, &f
		}
		var part []map[string]any
		for _, item := range list {
			if m := reference.Object(item); !met[c.idOf(m)] {
				met[c.idOf(m)] = true
				part = append(part, m)
			}
		}
		all = append(all, part...)
		if path == queuePath && c.reportsAt(afterEachPage) {
			c.report(ctx, call, a, c.idsOf(part))
		}
		if n := c.lastPage(e); n > 0 {
			last = n
		}
	}
	return all, nil
}

// save stores a message and reports whether the caller is to be told of it.
func (c *client) save(a *app, m map[string]any) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	id := c.idOf(m)
	if !c.isNew(a.known[id]) {
		return false
	}
	a.known[id] = true
	if c.stores {
		a.store = append(a.store, m)
	}
	a.keep()
	return true
}

// report tells the server that messages were delivered, so that no SMS goes out for them.
func (c *client) report(ctx context.Context, call driver.Call, a *app, ids []string) *driver.Result {
	if ids = c.reports(ids); len(ids) == 0 {
		return nil
	}
	r := request{method: http.MethodPost, path: deliveryPath, body: map[string]any{"ids": ids}, harmless: true}
	_, failed := c.operate(ctx, call.Params, a, r)
	return failed
}

const (
	queuePath    = "/api/messages/queue"
	deliveryPath = "/api/messages/delivery"
	archivePath  = "/api/messages"
)

// receiveMessages takes the queue: all pages first, as reports move messages out of it; then it stores; then it
// reports.
// What was stored before is not told again, but reported: its report has not arrived.
func (c *client) receiveMessages(ctx context.Context, call driver.Call, a *app) driver.Result {
	queue, failed := c.pages(ctx, call, a, queuePath, url.Values{})
	if failed != nil {
		return *failed
	}
	if c.reportsAt(beforeStoring) {
		if failed := c.report(ctx, call, a, c.idsOf(queue)); failed != nil {
			return *failed
		}
	}
	fresh := []any{}
	for _, m := range queue {
		if c.save(a, m) {
			call.Received("message", m)
			fresh = append(fresh, m)
		}
	}
	if c.reportsAt(afterStoring) {
		if failed := c.report(ctx, call, a, c.idsOf(queue)); failed != nil {
			return *failed
		}
	}
	return reference.Done(map[string]any{"messages": fresh})
}

// takePush handles a push of the operating system: about a message, or about a call.
func (c *client) takePush(ctx context.Context, call driver.Call, a *app) driver.Result {
	payload := reference.Object(call.Params.Args["payload"])
	if info := reference.Object(payload["call_info"]); len(info) > 0 {
		return c.takeCall(ctx, call, a, info)
	}
	id := c.idOf(payload)
	if id == "" {
		return reference.Fail("bad_push", driver.FixRequest, "the push is neither about a message nor about a call")
	}
	if c.reportsAt(beforeLoading) {
		c.report(ctx, call, a, []string{id})
	}
	e, failed := c.operate(ctx, call.Params, a,
		request{method: http.MethodGet, path: c.messagePath(id), harmless: true})
	if failed != nil {
		return *failed
	}
	list, _ := e.raw["body"].([]any)
	if len(list) == 0 {
		return reference.FailLater("bad_answer", 5, "the response has no message")
	}
	m := reference.Object(list[0])
	if c.save(a, m) {
		c.notify(call, m["message"])
		call.Received("message", m)
	}
	if c.reportsAt(afterStoring) {
		if failed := c.report(ctx, call, a, []string{id}); failed != nil {
			return *failed
		}
	}
	return reference.Done(map[string]any{"message": m})
}

// feed lists what is stored.
func (a *app) feed() driver.Result {
	a.mu.Lock()
	defer a.mu.Unlock()
	return reference.Done(map[string]any{"messages": anys(a.store)})
}

func anys(messages []map[string]any) []any {
	out := []any{}
	for _, m := range messages {
		out = append(out, m)
	}
	return out
}

// restoreMessages fills the store from the archive. Nothing is reported: it was, before.
func (c *client) restoreMessages(ctx context.Context, call driver.Call, a *app) driver.Result {
	archive, failed := c.pages(ctx, call, a, archivePath, days(call))
	if failed != nil {
		return *failed
	}
	for _, m := range archive {
		c.save(a, m)
	}
	if c.reportsAt(afterRestoring) {
		c.report(ctx, call, a, c.idsOf(archive))
	}
	return reference.Done(map[string]any{"messages": anys(archive)})
}
