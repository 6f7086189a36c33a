package radist

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// radist is a client of Radist.Online. Source of its duties: radist.
type client struct {
	*reference.Wire
	mistake string

	mu      sync.Mutex
	waiting map[string]chan string // by id of the call that asks
}

func newClient(mistake string) reference.Client {
	w := reference.NewWire()
	if mistake == "radist-has-no-patience" {
		w.Patience = reference.Haste
	}
	return &client{Wire: w, mistake: mistake, waiting: map[string]chan string{}}
}

// is tells whether this is the mutant of a name.
func (r *client) is(mistake string) bool { return r.mistake == "radist-"+mistake }

func (r *client) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	switch c.Method {
	case "radist.answer":
		return r.answered(c), nil
	case "radist.connections":
		return r.connections(ctx, c), nil
	case "radist.connection":
		return r.connection(ctx, c), nil
	case "radist.connectTelegram":
		return r.connectTelegram(ctx, c), nil
	case "radist.connectMax":
		return r.connectMax(ctx, c), nil
	case "radist.connectWhatsApp":
		return r.connectWhatsApp(ctx, c), nil
	case "radist.connectBot":
		return r.create(ctx, c, "telegram_bot", map[string]any{"api_key": c.Arg("api_key")}), nil
	case "radist.connectGroup":
		return r.create(ctx, c, "odnoklassniki", map[string]any{"api_key": c.Arg("api_key")}), nil
	case "radist.setKey":
		return r.setKey(ctx, c), nil
	case "radist.deleteConnection":
		return r.deleteConnection(ctx, c), nil
	}
	return driver.Result{}, driver.ErrNoAbility
}

func (r *client) connections(ctx context.Context, c driver.Call) driver.Result {
	body, failed := r.do(ctx, c.Params, request{method: http.MethodGet, path: "connections/"})
	if failed != nil {
		return r.tell(failed, true)
	}
	list, ok := body["connections"].([]any)
	if !ok && !r.is("trusts-any-answer") {
		return r.tell(&problem{lost: true, text: "the answer has no connections"}, true)
	}
	for _, item := range list {
		one := reference.Object(item)
		if phone, ok := reference.Object(one["params"])["phone"]; ok && phone == nil && r.is("dies-of-no-phone") {
			panic("connection without a phone")
		}
		switch one["type"] {
		case "telegram", "max_personal", "whatsapp", "telegram_bot", "odnoklassniki":
		default:
			if r.is("knows-five-types") {
				return r.tell(&problem{lost: true, text: fmt.Sprintf("unknown type %v", one["type"])}, true)
			}
		}
	}
	return reference.Done(map[string]any{"connections": list})
}

func (r *client) connection(ctx context.Context, c driver.Call) driver.Result {
	body, failed := r.do(ctx, c.Params, request{method: http.MethodGet, path: connectionPath(c.Arg("connection_id"))})
	if failed != nil {
		return r.tell(failed, true)
	}
	return reference.Done(map[string]any{"connection_id": body["id"], "type": body["type"], "params": body["params"]})
}

// create makes a connection. It cannot be deleted through the API, so a creation whose answer is lost is not sent again.
func (r *client) create(ctx context.Context, c driver.Call, kind string, params map[string]any) driver.Result {
	body := map[string]any{"type": kind}
	if params != nil {
		body["params"] = params
	}
	q := request{method: http.MethodPost, path: "connections/", body: body}
	made, failed := r.do(ctx, c.Params, q)
	if failed != nil && failed.lost && r.is("creates-again") {
		made, failed = r.do(ctx, c.Params, q)
	}
	if failed != nil {
		return r.tell(failed, false)
	}
	if made["id"] == nil && !r.is("trusts-any-answer") {
		return r.tell(&problem{lost: true, text: "the answer has no id"}, false)
	}
	if r.is("tells-no-ids") {
		return reference.Done(nil)
	}
	return reference.Done(map[string]any{"connection_id": made["id"]})
}

// setKey sends the new key and nothing else: nothing else can be edited (L8, L59-63).
func (r *client) setKey(ctx context.Context, c driver.Call) driver.Result {
	if r.is("connects-the-group-again") {
		return r.create(ctx, c, "odnoklassniki", map[string]any{"api_key": c.Arg("api_key")})
	}
	body := map[string]any{"params": map[string]any{"api_key": c.Arg("api_key")}}
	if r.is("sends-the-type-along") {
		body["type"] = "odnoklassniki"
	}
	_, failed := r.do(ctx, c.Params, request{method: http.MethodPatch, path: connectionPath(c.Arg("connection_id")), body: body})
	if r.is("claims-new-keys") {
		return reference.Done(nil)
	}
	if failed != nil {
		return r.tell(failed, true) // the same key may be set twice
	}
	return reference.Done(nil)
}

// deleteConnection sends nothing: connections are deleted by the vendor's support (L7).
func (r *client) deleteConnection(ctx context.Context, c driver.Call) driver.Result {
	if r.is("sends-delete") {
		_, failed := r.do(ctx, c.Params, request{method: http.MethodDelete, path: connectionPath(c.Arg("connection_id"))})
		if failed == nil {
			return reference.Done(nil)
		}
	}
	if r.is("claims-deletion") {
		return reference.Done(nil)
	}
	return reference.Fail("not_possible", driver.ContactSupport, "connections are deleted by the vendor's support only, with their chats and history")
}

func connectionPath(id string) string { return "connections/" + url.PathEscape(id) }

// connectionID is the id of a connection to authorize again, nil where there is none.
func connectionID(c driver.Call) any {
	id := c.Arg("connection_id")
	if id == "" {
		return nil
	}
	return json.Number(id)
}

// pollEvery is the vendor's advice (L20).
const pollEvery = 5 * time.Second

// rest waits between two polls, as the caller wishes or the vendor advises.
func (r *client) rest(ctx context.Context, c driver.Call) {
	every := pollEvery
	if s, err := strconv.ParseFloat(c.Arg("poll_every_s"), 64); err == nil && s > 0 {
		every = time.Duration(s * float64(time.Second))
	}
	if r.is("polls-without-rest") {
		every = 30 * time.Millisecond
	}
	reference.Pause(ctx, every)
}

// ask asks the user of a call and waits for the answer; false where the session ended before.
func (r *client) ask(ctx context.Context, c driver.Call, what string) (string, bool) {
	id := strconv.FormatInt(c.ID, 10)
	answer := make(chan string, 1)
	r.mu.Lock()
	r.waiting[id] = answer
	r.mu.Unlock()
	c.Ask(what)
	select {
	case value := <-answer:
		return value, true
	case <-ctx.Done():
		return "", false
	}
}

// answered hands an answer to the call that waits for it.
func (r *client) answered(c driver.Call) driver.Result {
	id := strings.Trim(string(c.Params.Call), `" `)
	r.mu.Lock()
	answer := r.waiting[id]
	delete(r.waiting, id)
	r.mu.Unlock()
	if answer == nil {
		return reference.Fail("bad_argument", driver.FixRequest, "the call %s has asked for nothing", id)
	}
	answer <- fmt.Sprint(c.Params.Value)
	return reference.Done(nil)
}

// request is one operation; its path lies below the company.
type request struct {
	method, path string
	body         map[string]any
}

// problem is why an operation failed. lost: whether it was handled is unknown; unsent: it certainly was not.
type problem struct {
	status       int
	lost, unsent bool
	after        float64 // seconds of Retry-After, 0 where not told
	text         string
}

// passes tells whether the same request may work soon.
func (p *problem) passes() bool {
	return p.lost || p.unsent || p.status == http.StatusTooManyRequests || p.status >= 500
}

// do makes one operation. Reading is repeated once where no answer came.
func (r *client) do(ctx context.Context, p driver.Params, q request) (map[string]any, *problem) {
	body, failed := r.exchange(ctx, p, q)
	if failed != nil && failed.lost && q.method == http.MethodGet {
		body, failed = r.exchange(ctx, p, q)
	}
	for n := 0; r.is("repeats-refused-requests") && failed != nil && failed.status >= 400 && n < 10; n++ {
		body, failed = r.exchange(ctx, p, q)
	}
	return body, failed
}

func (r *client) exchange(ctx context.Context, p driver.Params, q request) (map[string]any, *problem) {
	h := http.Header{"Accept": {"application/json"}, "X-Api-Key": {p.Credentials["api_key"]}}
	if r.is("sends-the-key-of-version-1") {
		h = http.Header{"Accept": {"application/json"}, "X-Auth-Token": {p.Credentials["api_key"]}}
	}
	var body any
	if q.body != nil {
		h.Set("Content-Type", "application/json")
		body = q.body
	}
	path := "/companies/" + url.PathEscape(p.Credentials["company_id"]) + "/" + q.path
	if r.is("forgets-the-company") {
		path = "/" + q.path
	}
	a, err := r.Send(ctx, q.method, strings.TrimSuffix(p.BaseURL, "/")+path, h, body)
	var never *reference.Unsent
	switch {
	case err == nil:
	case errors.As(err, &never):
		return nil, &problem{unsent: true, text: err.Error()}
	default:
		if r.is("hangs-on-silence") {
			<-ctx.Done()
		}
		return nil, &problem{lost: true, text: err.Error()}
	}
	if a.Status != http.StatusOK && !r.is("trusts-any-answer") {
		after, _ := strconv.ParseFloat(a.Header.Get("Retry-After"), 64)
		return nil, &problem{status: a.Status, after: after, text: fmt.Sprintf("HTTP %d %s", a.Status, detail(a.Body))}
	}
	return r.read(a.Body)
}

// read reads an answer: unknown members are let pass.
func (r *client) read(data []byte) (map[string]any, *problem) {
	var body map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&body); err != nil && !r.is("trusts-any-answer") {
		return nil, &problem{lost: true, text: "the answer cannot be read: " + err.Error()}
	}
	if r.is("refuses-new-members") && (len(body) > 4 || len(reference.Object(body["params"])) > 4) {
		return nil, &problem{lost: true, text: "unknown members"}
	}
	return body, nil
}

// detail is the vendor's text, or the places of a malformed request.
func detail(data []byte) string {
	var body struct {
		Detail any `json:"detail"`
	}
	if json.Unmarshal(data, &body) != nil || body.Detail == nil {
		return ""
	}
	return fmt.Sprint(body.Detail)
}

// tell makes the caller's view of a problem. harmless: the request may be sent again whatever became of it.
func (r *client) tell(p *problem, harmless bool) driver.Result {
	after := 5.0
	if p.after > 0 {
		after = p.after
	}
	code := strconv.Itoa(p.status)
	switch {
	case r.is("calls-lost-answers-mistakes") && p.lost:
		return reference.Fail("no_answer", driver.FixRequest, "%s", p.text)
	case p.unsent:
		return reference.FailLater("unreachable", 30, "%s", p.text)
	case p.lost && harmless:
		return reference.FailLater("no_answer", after, "%s", p.text)
	case p.lost:
		return reference.Fail("no_answer", driver.UnknownOutcome, "%s: look at the list of connections before this is done again", p.text)
	case p.status == http.StatusTooManyRequests && r.is("slow-down-means-fix"):
		return reference.Fail(code, driver.FixRequest, "%s", p.text)
	case p.status == http.StatusTooManyRequests, p.status == http.StatusServiceUnavailable, p.status >= 500 && harmless:
		return reference.FailLater(code, after, "%s", p.text)
	case p.status >= 500:
		return reference.Fail(code, driver.UnknownOutcome, "%s", p.text)
	}
	return reference.Fail(code, r.advice(p.status), "%s", p.text)
}

// advice is what a caller can do about a status. Only what 401 to 404 and 429 are about is known of the vendor.
func (r *client) advice(status int) string {
	for mistake, wrong := range map[string]int{"wrong-keys-mean-retry": 401, "unpaid-means-retry": 402, "forbidden-means-retry": 403, "missing-means-retry": 404} {
		if r.is(mistake) && wrong == status {
			return driver.RetryNow
		}
	}
	switch status {
	case http.StatusUnauthorized:
		return driver.Reauthorize
	case http.StatusPaymentRequired, http.StatusForbidden:
		return driver.ContactSupport
	case http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
		if r.is("mistakes-mean-retry") && status != http.StatusNotFound {
			return driver.RetryNow
		}
		return driver.FixRequest
	}
	return driver.NoAdvice
}
