package iqchannels

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// request is one request to the chat server.
type request struct {
	path       string
	body       any
	repeatable bool // may be sent again if no response came
}

// envelope is what every response of the chat server is wrapped in.
type envelope struct {
	ok         bool
	code, text string
	result     any
	rels       map[string]any
}

// refuse returns what the caller is told of OK false.
func (c *client) refuse(e *envelope) *driver.Result {
	advice := c.advice(e.code)
	f := reference.Fail(e.code, advice, "iQChannels answered %s: %s", e.code, e.text)
	if advice == driver.RetryLater {
		f = reference.FailLater(e.code, 5, "iQChannels answered %s: %s", e.code, e.text)
	}
	c.refusal(&f)
	return &f
}

// operate makes one request in a live session, which is renewed if it is refused.
func (c *client) operate(ctx context.Context, p driver.Params, r request) (*envelope, *driver.Result) {
	a := c.account(p)
	session, failed := c.session(ctx, p, a)
	for renewed := 0; failed == nil; renewed++ {
		e, wrong := c.attempt(ctx, p, r, session)
		switch {
		case wrong != nil:
			c.failed(a)
			return nil, wrong
		case c.succeeded(e):
			return e, nil
		case e.code != "unauthorized" || renewed >= c.renewals:
			return nil, c.refuse(e)
		}
		session, failed = c.renew(c, ctx, p, a, session)
	}
	return nil, failed
}

// attempt makes a request, again if the response was lost and that does no harm.
func (c *client) attempt(ctx context.Context, p driver.Params, r request, session string) (*envelope, *driver.Result) {
	for before := 0; ; before++ {
		e, foreign, l := c.exchange(ctx, p, r, session)
		if l == nil {
			return e, foreign
		}
		l.Before = before
		if !c.RepeatLost(r, *l) {
			f := c.unanswered(ctx, r, l.Err)
			return nil, &f
		}
		r = c.again(r)
	}
}

// exchange sends one request. The response is iQChannels', or foreign (a proxy's, a page), or lost.
func (c *client) exchange(ctx context.Context, p driver.Params, r request, session string) (
	e *envelope, foreign *driver.Result, l *reference.Loss,
) {
	header := http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json"}}
	if session != "" {
		header.Set("Authorization", "Client "+session)
	}
	response, err := c.Send(ctx, http.MethodPost, address(p, r.path), header, r.body)
	var unsent *reference.Unsent
	switch {
	case errors.As(err, &unsent):
		f := reference.FailLater("unreachable", 30, "%v", err)
		return nil, &f, nil
	case err != nil:
		return nil, nil, &reference.Loss{Err: err}
	case response.Status != http.StatusOK:
		return nil, reference.Foreign(response, r.repeatable), nil
	}
	e, err = c.parse(response.Body)
	if err != nil {
		return nil, nil, &reference.Loss{Err: fmt.Errorf("the response cannot be read: %w", err), Unread: true}
	}
	return e, nil, nil
}

// decoded reads a JSON object, numbers as they are written.
func decoded(data []byte) (map[string]any, error) {
	var raw map[string]any
	if err := reference.Decode(data, &raw); err != nil {
		return nil, err
	}
	if raw == nil {
		return nil, errors.New("it is not an object")
	}
	return raw, nil
}

// localID makes an id of the client's own for a message: the server knows by it that a repeated message is the same.
func localID() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return int64(binary.BigEndian.Uint64(b[:])>>12) + 1
}

func (c *client) sendText(ctx context.Context, p driver.Params, text string) driver.Result {
	e, failed := c.operate(ctx, p, request{
		path: "/chats/channel/send/" + url.PathEscape(channel(p)), repeatable: true,
		body: map[string]any{"LocalId": localID(), "Payload": "text", "Text": text, "ChatType": "regular"},
	})
	if failed != nil {
		return *failed
	}
	return reference.Done(map[string]any{"message_id": e.result})
}

// latest asks for the last messages of the chat.
func latest(p driver.Params) request {
	return request{
		path: "/chats/channel/messages/" + url.PathEscape(channel(p)), repeatable: true,
		body: map[string]any{"ChatType": "regular", "Limit": 50},
	}
}

func (c *client) history(ctx context.Context, p driver.Params) driver.Result {
	e, failed := c.operate(ctx, p, latest(p))
	if failed != nil {
		return *failed
	}
	list, _ := e.result.([]any)
	messages := []any{}
	for _, item := range list {
		m := reference.Object(item)
		messages = append(messages, map[string]any{"text": m["Text"], "author": m["Author"]})
	}
	return reference.Done(map[string]any{"messages": messages})
}
