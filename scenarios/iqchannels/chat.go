package iqchannels

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// request is one call of the chat server.
type request struct {
	path       string
	body       any
	repeatable bool // sent again where no answer came
}

// envelope is an answer that could be read.
type envelope struct {
	ok         bool
	code, text string
	result     any
	rels       map[string]any
}

// advice is what each code means to a caller. Source of the codes: API readme of 2017.
func advice(code string) string {
	switch code {
	case "internal_server_error":
		return driver.RetryLater
	case "bad_request", "invalid", "not_found":
		return driver.FixRequest
	case "forbidden":
		return driver.ContactSupport
	case "unauthorized":
		return driver.Reauthorize
	}
	return driver.NoAdvice
}

// refuse makes the caller's view of OK false.
func (q *client) refuse(code, text string) *driver.Result {
	advice := advice(code)
	switch {
	case q.is("dies-of-unknown-codes") && advice == driver.NoAdvice:
		panic("unknown error code " + code)
	case q.is("always-means-retry"):
		advice = driver.RetryNow
	case q.is("always-means-fix"):
		advice = driver.FixRequest
	}
	if q.is("hides-codes") {
		code = "error"
	}
	f := reference.Fail(code, advice, "iQChannels answered %s: %s", code, text)
	if advice == driver.RetryLater {
		f = reference.FailLater(code, 5, "iQChannels answered %s: %s", code, text)
	}
	return &f
}

// do makes one call in a live session, renewed once where it is refused.
func (q *client) do(ctx context.Context, p driver.Params, r request) (*envelope, *driver.Result) {
	account := q.account(p)
	renewed, lostBefore := 0, 0
	session, failed := q.session(ctx, p, account, "")
	for failed == nil {
		e, wrong, gone := q.exchange(ctx, p, r, session)
		switch {
		case gone && r.repeatable && lostBefore < 1 && !q.is("breaks-on-lost-replies"):
			lostBefore++
			r = q.again(r)
			continue
		case wrong != nil:
			return nil, wrong
		case e.ok || q.is("trusts-http-200"):
			return e, nil
		case e.code == "unauthorized" && renewed < q.mostRenewals():
			renewed++
			var fresh string
			fresh, failed = q.session(ctx, p, account, session)
			if !q.is("keeps-the-dead-session") {
				session = fresh
			}
			continue
		}
		return nil, q.refuse(e.code, e.text)
	}
	return nil, failed
}

// again is the request that is sent once more: the same to the letter, so that the server knows it by its LocalId.
func (q *client) again(r request) request {
	if form, ok := r.body.(map[string]any); ok && q.is("sends-twice") && form["LocalId"] != nil {
		form["LocalId"] = localID()
	}
	return r
}

// mostRenewals is how often one call signs in anew.
func (q *client) mostRenewals() int {
	switch {
	case q.is("never-signs-in-again"):
		return 0
	case q.is("signs-in-for-ever"):
		return 15
	}
	return 1
}

// exchange sends one request. gone: no whole answer came, so the outcome is unknown; failed tells the caller so.
func (q *client) exchange(ctx context.Context, p driver.Params, r request, session string) (e *envelope, failed *driver.Result, gone bool) {
	a, err := q.Send(ctx, http.MethodPost, q.url(p, r.path), q.header(session), q.spelled(r.body))
	var never *reference.Unsent
	switch {
	case err == nil:
	case errors.As(err, &never):
		f := reference.FailLater("unreachable", 30, "%v", err)
		return nil, &f, false
	default:
		if q.is("hangs-on-silence") {
			<-ctx.Done()
		}
		return nil, q.unknown(r, "%v", err), !reference.Silent(err)
	}
	if a.Status != http.StatusOK {
		return nil, q.byStatus(a, r), false
	}
	e, err = q.parse(a.Body)
	if err != nil {
		return nil, q.unknown(r, "the answer cannot be read: %v", err), r.repeatable
	}
	return e, nil, false
}

// unknown is the caller's view of an answer that did not come or cannot be read. What may be sent again does no harm twice.
func (q *client) unknown(r request, format string, args ...any) *driver.Result {
	f := reference.Fail("no_answer", driver.UnknownOutcome, format, args...)
	switch {
	case q.is("breaks-on-lost-replies"):
		f = reference.Fail("no_answer", driver.FixRequest, format, args...)
	case r.repeatable:
		f = reference.FailLater("no_answer", 5, format, args...)
	}
	return &f
}

// byStatus is the caller's view of another status than 200: something outside iQChannels failed (API readme of 2017).
func (q *client) byStatus(a *reference.Answer, r request) *driver.Result {
	if q.is("trusts-any-answer") {
		f := reference.Done(nil)
		return &f
	}
	after := 30.0
	if s, err := strconv.ParseFloat(a.Header.Get("Retry-After"), 64); err == nil {
		after = s
	}
	f := reference.FailLater(strconv.Itoa(a.Status), after, "HTTP %d", a.Status)
	switch {
	case a.Status == http.StatusTooManyRequests, a.Status == http.StatusServiceUnavailable:
	case a.Status >= 500 && !r.repeatable:
		f = reference.Fail(strconv.Itoa(a.Status), driver.UnknownOutcome, "HTTP %d", a.Status)
	case a.Status < 500:
		f = reference.Fail(strconv.Itoa(a.Status), driver.FixRequest, "HTTP %d", a.Status)
	}
	return &f
}

// parse reads an envelope; unknown members are let pass, and Rels may be null.
func (q *client) parse(data []byte) (*envelope, error) {
	raw, err := decoded(data)
	if err != nil {
		if q.is("trusts-any-answer") {
			return &envelope{ok: true}, nil
		}
		return nil, err
	}
	ok, known := raw["OK"].(bool)
	if !known {
		return nil, errors.New("no OK in it")
	}
	if client := reference.Object(reference.Object(raw["Result"])["Client"]); q.is("refuses-new-members") && (len(raw) > 4 || len(client) > 9) {
		return nil, errors.New("unknown members")
	}
	e := &envelope{ok: ok, result: raw["Result"]}
	if q.is("dies-of-null-rels") && ok {
		e.rels = raw["Rels"].(map[string]any) //nolint:forcetypeassert // the mistake
	}
	e.rels = reference.Object(raw["Rels"])
	no := reference.Object(raw["Error"])
	e.code, _ = no["Code"].(string)
	e.text, _ = no["Text"].(string)
	return e, nil
}

// decoded reads a JSON object, numbers as they are written.
func decoded(data []byte) (map[string]any, error) {
	var raw map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&raw); err != nil {
		return nil, err
	}
	if raw == nil {
		return nil, errors.New("no object")
	}
	return raw, nil
}

// localID makes an id of the client's own for a message: the server knows by it that a repeated message is the same.
func localID() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return int64(binary.BigEndian.Uint64(b[:])>>12) + 1
}

func (q *client) sendText(ctx context.Context, p driver.Params, text string) driver.Result {
	if q.is("claims-without-sending") {
		return reference.Done(nil)
	}
	if q.is("escapes-text") {
		text = html.EscapeString(text)
	}
	e, failed := q.do(ctx, p, request{path: "/chats/channel/send/" + url.PathEscape(q.channel(p)), repeatable: true,
		body: map[string]any{"LocalId": localID(), "Payload": "text", "Text": text, "ChatType": "regular"}})
	if q.is("fires-and-forgets") {
		return reference.Done(nil)
	}
	if failed != nil {
		return *failed
	}
	return reference.Done(map[string]any{"message_id": e.result})
}

// latest asks for the last messages of the chat.
func (q *client) latest(p driver.Params) request {
	return request{path: "/chats/channel/messages/" + url.PathEscape(q.channel(p)), repeatable: true,
		body: map[string]any{"ChatType": "regular", "Limit": 50}}
}

func (q *client) history(ctx context.Context, p driver.Params) driver.Result {
	e, failed := q.do(ctx, p, q.latest(p))
	if failed != nil {
		return *failed
	}
	list, _ := e.result.([]any)
	messages := []any{}
	for _, item := range list {
		m := reference.Object(item)
		if m["Author"] != "client" && q.is("tells-its-own-side") {
			continue
		}
		messages = append(messages, map[string]any{"text": m["Text"], "author": m["Author"]})
	}
	if q.is("turns-the-history") {
		slices.Reverse(messages)
	}
	return reference.Done(map[string]any{"messages": messages})
}
