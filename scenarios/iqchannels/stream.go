package iqchannels

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// Pauses before a stream is opened again; the vendor's own clients begin at a second.
const (
	firstPause   = 50 * time.Millisecond
	longestPause = 30 * time.Second
)

const streamPath = "/sse/chats/channel/events/"

// stream is what a listening client remembers from one connection to the next.
type stream struct {
	call    driver.Call
	account *account
	session string
	last    int64 // greatest event id, by which the stream is resumed
	seen    map[int64]bool
	leave   context.CancelFunc // the connection
	pause   time.Duration
	renewed int // sessions since the last event
}

// listen opens the stream and follows it until the session of the driver ends. A client that listens already goes on.
func (c *client) listen(ctx context.Context, call driver.Call) driver.Result {
	a := c.account(call.Params)
	if a.listening.Load() {
		return reference.Done(nil)
	}
	s := &stream{call: call, account: a, seen: map[int64]bool{}, pause: firstPause}
	if failed := c.catchUp(ctx, s); failed != nil {
		return *failed
	}
	session, failed := c.session(ctx, call.Params, s.account)
	if failed != nil {
		return *failed
	}
	s.session = session
	resp, failed := c.connect(ctx, s)
	if failed != nil && failed.Error.Code == "no_answer" {
		resp, failed = c.connect(ctx, s)
	}
	if failed != nil {
		return *failed
	}
	a.listening.Store(true)
	c.streams.Go(call.Guarded(func() {
		c.follow(ctx, s, resp)
		a.listening.Store(false)
	}))
	return reference.Done(nil)
}

// catchUp reads the history, whose last event is where the stream begins: nothing falls between the two.
func (c *client) catchUp(ctx context.Context, s *stream) *driver.Result {
	e, failed := c.operate(ctx, s.call.Params, latest(s.call.Params))
	if failed != nil {
		return failed
	}
	list, _ := e.result.([]any)
	for _, item := range list {
		s.last = max(s.last, int64Of(reference.Object(item)["EventId"]))
	}
	return nil
}

// connect opens the stream, behind the last event that was seen.
func (c *client) connect(ctx context.Context, s *stream) (*http.Response, *driver.Result) {
	p := s.call.Params
	path := streamPath + url.PathEscape(channel(p)) + "?ChatType=regular&LastEventId=" + strconv.FormatInt(s.last, 10)
	open, cancel := context.WithCancel(ctx)
	req, err := http.NewRequestWithContext(open, http.MethodGet, address(p, path), nil)
	if err != nil {
		cancel()
		f := reference.Fail("bad_argument", driver.FixRequest, "%v", err)
		return nil, &f
	}
	req.Header = http.Header{"Accept": {"text/event-stream"}, "Authorization": {"Client " + s.session}}
	resp, err := c.listener.Do(req)
	if err != nil {
		cancel()
		f := reference.FailLater("no_answer", 1, "%v", err)
		return nil, &f
	}
	kind := resp.Header.Get("Content-Type")
	if resp.StatusCode == http.StatusOK && strings.HasPrefix(kind, "text/event-stream") {
		s.leave = cancel
		return resp, nil
	}
	_ = resp.Body.Close()
	cancel()
	f := reference.FailLater(strconv.Itoa(resp.StatusCode), 5, "HTTP %d", resp.StatusCode)
	if resp.StatusCode == http.StatusOK {
		f = c.page(kind)
	}
	return nil, &f
}

// follow reads the stream and opens it again whenever it ends.
func (c *client) follow(ctx context.Context, s *stream, resp *http.Response) {
	for {
		code := ""
		if resp != nil {
			code = c.events(ctx, s, resp)
			_ = resp.Body.Close()
			s.leave()
		}
		if ctx.Err() != nil || !c.reconnects {
			return
		}
		if code != "" {
			if final := c.afterRefusal(ctx, s, code); final != "" {
				if c.tellsEnd {
					s.call.Received("disconnected", final)
				}
				return
			}
		}
		reference.Pause(ctx, s.pause)
		s.pause = c.pause(s.pause)
		if ctx.Err() != nil {
			return
		}
		resp, _ = c.connect(ctx, s) // what fails is tried again
	}
}

// afterRefusal decides what OK false on a stream means: a new session, an end (its code), or another attempt.
func (c *client) afterRefusal(ctx context.Context, s *stream, code string) (final string) {
	switch code {
	case "forbidden", "not_found", "invalid", "bad_request":
		return code
	case "unauthorized":
	default:
		return ""
	}
	switch {
	case c.reopens:
		return ""
	case s.renewed >= c.streamRenewals:
		return code
	}
	session, failed := c.renew(c, ctx, s.call.Params, s.account, s.session)
	switch {
	case failed == nil:
		s.session = session
		s.renewed++
	case failed.Error != nil && failed.Error.Advice != driver.RetryLater:
		return failed.Error.Code
	}
	return ""
}

// events reads server-sent events until the stream ends; code is that of a refusal.
func (c *client) events(ctx context.Context, s *stream, resp *http.Response) (code string) {
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 0, 16<<10), reference.Largest)
	var data []string
	for lines.Scan() {
		line := lines.Text()
		if text, ok := c.dataOf(line); ok {
			data = append(data, text)
			continue
		}
		if line != "" || len(data) == 0 {
			continue // comments, other fields, blank lines
		}
		text := c.joined(data)
		data = nil
		if !c.hears(text) {
			continue
		}
		e, err := c.parse([]byte(text))
		if err != nil {
			return "" // nothing that can be read comes any more: open it again
		}
		if !e.ok {
			return e.code
		}
		s.pause, s.renewed = firstPause, 0
		if !c.deliver(c, ctx, s, e) {
			return "unknown"
		}
	}
	return ""
}

// dataOf returns the data in a line of a stream. Source: HTML Standard, “Server-sent events”.
func dataOf(line string) (text string, ok bool) {
	text, ok = strings.CutPrefix(line, "data:")
	return strings.TrimPrefix(text, " "), ok
}

// tellMessages tells the caller of every message of an operator that it has not been told of.
func (c *client) tellMessages(ctx context.Context, s *stream, e *envelope) (goOn bool) {
	messages := map[int64]map[string]any{}
	list, _ := e.rels["ChatMessages"].([]any)
	for _, item := range list {
		m := reference.Object(item)
		messages[int64Of(m["Id"])] = m
	}
	events, _ := e.result.([]any)
	for _, item := range events {
		event := reference.Object(item)
		if id := int64Of(event["Id"]); id != 0 {
			if !c.isNew(id, s.last, s.seen[id]) {
				continue
			}
			s.seen[id], s.last = true, max(s.last, id)
		}
		message := messages[int64Of(event["MessageId"])]
		if event["Type"] != "message_created" || event["Actor"] == "client" || message == nil {
			continue // typing, marks, its own messages, what is new
		}
		if c.marks {
			r := request{path: "/chats/messages/received", body: []any{message["Id"]}}
			_, foreign, lost := c.exchange(ctx, s.call.Params, r, s.session)
			if c.needsMarks && (foreign != nil || lost != nil) {
				continue
			}
		}
		s.call.Received("message", message["Text"])
	}
	return true
}

// int64Of returns a JSON number, 0 if the value is not one.
func int64Of(value any) int64 {
	n, _ := value.(json.Number)
	id, _ := n.Int64()
	return id
}
