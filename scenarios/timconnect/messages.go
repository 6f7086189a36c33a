package timconnect

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// id keeps an id as it is: it has up to 64 bits, and is text on the wire.
func (t *client) id(id string) string {
	n, err := strconv.ParseInt(id, 10, 64)
	switch {
	case err != nil:
		return id
	case t.is("ids-of-32-bits"):
		return strconv.FormatInt(int64(int32(n)), 10)
	case t.is("ids-as-floats"):
		return strconv.FormatInt(int64(float64(n)), 10)
	}
	return id
}

// messageID reads the id of a message, or of a push, where it may be a number.
func (t *client) messageID(m map[string]any) string {
	switch id := m["id"].(type) {
	case string:
		return t.id(id)
	case json.Number:
		return t.id(id.String())
	}
	return ""
}

// pages reads a list to its last page. The answer to the last page says how many there are.
func (t *client) pages(ctx context.Context, c driver.Call, a *app, path string, q url.Values, between func([]map[string]any)) ([]map[string]any, *driver.Result) {
	var all []map[string]any
	met := map[string]bool{} // a message may slip to the next page while pages are read
	if q == nil {
		q = url.Values{}
	}
	for page := 1; ; page++ {
		if page > 1 {
			q.Set("page", strconv.Itoa(page))
		}
		e, failed := t.do(ctx, c.Params, a, request{method: http.MethodGet, path: path, query: q, harmless: true})
		if failed != nil {
			return nil, failed
		}
		list, ok := e.raw["body"].([]any)
		if !ok || t.is("fears-emptiness") && len(list) == 0 {
			f := reference.FailLater("bad_answer", 5, "the answer has no list")
			return nil, &f
		}
		var part []map[string]any
		for _, item := range list {
			if m := reference.Object(item); !met[t.messageID(m)] {
				met[t.messageID(m)] = true
				part = append(part, m)
			}
		}
		all = append(all, part...)
		if between != nil {
			between(part)
		}
		last := 1
		if n, ok := reference.Object(e.raw["paging"])["pages"].(json.Number); ok {
			if i, err := n.Int64(); err == nil {
				last = int(i)
			}
		}
		if page >= last || t.is("reads-one-page") {
			return all, nil
		}
	}
}

// save stores a message and tells whether it is new.
func (t *client) save(a *app, m map[string]any) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	id := t.messageID(m)
	if a.known[id] && !t.is("tells-twice") {
		return false
	}
	a.known[id] = true
	if !t.is("stores-nothing") {
		a.store = append(a.store, m)
	}
	return true
}

// report tells the server that messages were delivered, so that no SMS goes out for them.
func (t *client) report(ctx context.Context, c driver.Call, a *app, ids []string) *driver.Result {
	if len(ids) == 0 || t.is("never-reports") {
		return nil
	}
	if t.is("reports-only-the-first") {
		ids = ids[:1]
	}
	body := map[string]any{"ids": ids}
	if t.is("reports-ids-as-words") {
		body = map[string]any{"ids": fmt.Sprint(ids)}
	}
	_, failed := t.do(ctx, c.Params, a, request{method: http.MethodPost, path: "/api/messages/delivery", body: body, harmless: true})
	if t.is("claims-its-reports") {
		return nil
	}
	return failed
}

// receiveMessages takes the queue: all pages first, as reports move messages out of it; then store; then report. What was
// stored before is not told again, but reported: its report has not arrived.
func (t *client) receiveMessages(ctx context.Context, c driver.Call, a *app) driver.Result {
	path, q := "/api/messages/queue", url.Values{}
	if t.is("reads-the-archive-for-news") {
		path, q = "/api/messages", url.Values{"delivered": {"false"}}
	}
	ids := func(list []map[string]any) (out []string) {
		for _, m := range list {
			out = append(out, t.messageID(m))
		}
		return out
	}
	var between func([]map[string]any)
	if t.is("reports-between-pages") {
		between = func(part []map[string]any) { t.report(ctx, c, a, ids(part)) }
	}
	queue, failed := t.pages(ctx, c, a, path, q, between)
	if failed != nil {
		return *failed
	}
	fresh := []any{}
	for _, m := range queue {
		if t.save(a, m) {
			c.Received("message", m)
			fresh = append(fresh, m)
		}
	}
	if failed := t.report(ctx, c, a, ids(queue)); failed != nil {
		return *failed
	}
	return reference.Done(map[string]any{"messages": fresh})
}

// takePush handles a push of the operating system: about a message, or about a call.
func (t *client) takePush(ctx context.Context, c driver.Call, a *app) driver.Result {
	payload := reference.Object(c.Params.Args["payload"])
	if info := reference.Object(payload["call_info"]); len(info) > 0 {
		return t.takeCall(ctx, c, a, info)
	}
	id := t.messageID(payload)
	if id == "" {
		return reference.Fail("bad_push", driver.FixRequest, "the push is neither about a message nor about a call")
	}
	if t.is("reports-pushes-unread") {
		t.report(ctx, c, a, []string{id})
	}
	e, failed := t.do(ctx, c.Params, a, request{method: http.MethodGet, path: "/api/messages/" + url.PathEscape(id), harmless: true})
	if failed != nil {
		return *failed
	}
	list, _ := e.raw["body"].([]any)
	if len(list) == 0 {
		return reference.FailLater("bad_answer", 5, "the answer has no message")
	}
	m := reference.Object(list[0])
	if t.save(a, m) {
		if !t.is("shows-nothing") {
			c.Show("notification", m["message"])
		}
		c.Received("message", m)
	}
	if failed := t.report(ctx, c, a, []string{t.messageID(m)}); failed != nil {
		return *failed
	}
	return reference.Done(map[string]any{"message": m})
}

// feed lists what is stored.
func (t *client) feed(ctx context.Context, c driver.Call, a *app) driver.Result {
	if t.is("feeds-from-the-server") {
		return t.list(ctx, c, a, "/api/messages", nil, "messages")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	out := []any{}
	for _, m := range a.store {
		out = append(out, m)
	}
	return reference.Done(map[string]any{"messages": out})
}

// restoreMessages fills the store from the archive. Nothing is reported: it was, before.
func (t *client) restoreMessages(ctx context.Context, c driver.Call, a *app) driver.Result {
	q := days(c)
	if t.is("restores-everything") {
		q = nil
	}
	archive, failed := t.pages(ctx, c, a, "/api/messages", q, nil)
	if failed != nil {
		return *failed
	}
	out, ids := []any{}, []string{}
	for _, m := range archive {
		t.save(a, m)
		out, ids = append(out, m), append(ids, t.messageID(m))
	}
	if t.is("reports-the-archive") {
		t.report(ctx, c, a, ids)
	}
	return reference.Done(map[string]any{"messages": out})
}
