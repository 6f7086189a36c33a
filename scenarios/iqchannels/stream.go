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

// stream is what a listening client remembers from one connection to the next.
type stream struct {
	call    driver.Call
	account *account
	session string
	last    int64 // greatest event id, by which the stream is resumed
	seen    map[int64]bool
	leave   context.CancelFunc // the connection
	pause   time.Duration
	renewed bool // since the last event
}

// listen opens the stream and follows it until the session of the driver ends. A client that listens already does so on.
func (q *client) listen(ctx context.Context, c driver.Call) driver.Result {
	if a := q.account(c.Params); a.listening.Load() {
		return reference.Done(nil)
	}
	s := &stream{call: c, account: q.account(c.Params), seen: map[int64]bool{}, pause: firstPause}
	if failed := q.catchUp(ctx, s); failed != nil {
		return *failed
	}
	session, failed := q.session(ctx, c.Params, s.account, "")
	if failed != nil {
		return *failed
	}
	s.session = session
	resp, failed := q.connect(ctx, s)
	if failed != nil && failed.Error.Code == "no_answer" {
		resp, failed = q.connect(ctx, s)
	}
	if failed != nil {
		return *failed
	}
	s.account.listening.Store(true)
	q.streams.Go(func() {
		q.follow(ctx, s, resp)
		s.account.listening.Store(false)
	})
	return reference.Done(nil)
}

// catchUp reads the history, whose last event is where the stream begins: nothing falls between the two.
func (q *client) catchUp(ctx context.Context, s *stream) *driver.Result {
	e, failed := q.do(ctx, s.call.Params, q.latest(s.call.Params))
	if failed != nil {
		return failed
	}
	list, _ := e.result.([]any)
	for _, item := range list {
		id, _ := strconv.ParseInt(number(reference.Object(item)["EventId"]), 10, 64)
		s.last = max(s.last, id)
	}
	return nil
}

// connect opens the stream, behind the last event that was seen.
func (q *client) connect(ctx context.Context, s *stream) (*http.Response, *driver.Result) {
	p := s.call.Params
	query := "?ChatType=regular"
	switch {
	case q.is("resumes-from-the-start"):
		query += "&LastEventId=0"
	case !q.is("forgets-the-last-event"):
		query += "&LastEventId=" + strconv.FormatInt(s.last, 10)
	}
	open, cancel := context.WithCancel(ctx)
	req, err := http.NewRequestWithContext(open, http.MethodGet, q.url(p, "/sse/chats/channel/events/"+url.PathEscape(q.channel(p))+query), nil)
	if err != nil {
		cancel()
		f := reference.Fail("bad_argument", driver.FixRequest, "%v", err)
		return nil, &f
	}
	req.Header = http.Header{"Accept": {"text/event-stream"}, "Authorization": {"Client " + s.session}}
	resp, err := q.listener.Do(req)
	if err != nil {
		cancel()
		f := reference.FailLater("no_answer", 1, "%v", err)
		return nil, &f
	}
	page := !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream")
	if resp.StatusCode == http.StatusOK && !page {
		s.leave = cancel
		return resp, nil
	}
	_ = resp.Body.Close()
	cancel()
	if page && resp.StatusCode == http.StatusOK {
		f := reference.FailLater("no_answer", 1, "expected a stream, got %s", resp.Header.Get("Content-Type"))
		if q.is("gives-up-on-pages") {
			f = reference.Fail("bad_stream", driver.FixRequest, "expected a stream")
		}
		return nil, &f
	}
	f := reference.FailLater(strconv.Itoa(resp.StatusCode), 5, "HTTP %d", resp.StatusCode)
	return nil, &f
}

// follow reads the stream and opens it again whenever it ends.
func (q *client) follow(ctx context.Context, s *stream, resp *http.Response) {
	for {
		code := ""
		if resp != nil {
			code = q.events(ctx, s, resp)
			_ = resp.Body.Close()
			s.leave()
		}
		if ctx.Err() != nil || q.is("never-reconnects") {
			return
		}
		if code != "" {
			if final := q.afterRefusal(ctx, s, code); final != "" {
				if !q.is("hides-the-end") {
					s.call.Received("disconnected", final)
				}
				return
			}
		}
		if q.is("hammers") {
			reference.Pause(ctx, 2*time.Millisecond) // as a network has it: thousands a second only fill the journal
		} else {
			reference.Pause(ctx, s.pause)
			s.pause = min(2*s.pause, longestPause)
		}
		if ctx.Err() != nil {
			return
		}
		resp, _ = q.connect(ctx, s) // what fails is tried again
	}
}

// afterRefusal decides what OK false on a stream means: a new session, an end (its code), or another attempt.
func (q *client) afterRefusal(ctx context.Context, s *stream, code string) (final string) {
	switch code {
	case "unauthorized":
		if q.is("keeps-a-dead-stream") {
			return ""
		}
		if s.renewed && !q.is("renews-streams-for-ever") {
			return code
		}
		s.renewed = true
		session, failed := q.session(ctx, s.call.Params, s.account, s.session)
		switch {
		case failed == nil:
			s.session = session
		case failed.Error != nil && failed.Error.Advice != driver.RetryLater:
			return failed.Error.Code
		default:
			s.renewed = false
		}
		return ""
	case "forbidden", "not_found", "invalid", "bad_request":
		return code
	}
	return ""
}

// events reads server-sent events until the stream ends; code is that of a refusal.
func (q *client) events(ctx context.Context, s *stream, resp *http.Response) (code string) {
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 0, 16<<10), reference.Largest)
	var data []string
	for lines.Scan() {
		line := lines.Text()
		if text, ok := strings.CutPrefix(line, "data:"); ok {
			data = append(data, strings.TrimPrefix(text, " "))
			continue
		}
		if line != "" || len(data) == 0 {
			continue // comments, other fields, blank lines
		}
		if q.is("hears-nothing") {
			data = nil
			continue
		}
		e, err := q.parse([]byte(strings.Join(data, "\n")))
		data = nil
		if err != nil {
			return "" // nothing that can be read comes any more: open it again
		}
		if !e.ok {
			return e.code
		}
		s.pause, s.renewed = firstPause, false
		if !q.deliver(ctx, s, e) {
			return "unknown"
		}
	}
	return ""
}

// deliver tells the caller of every message of an operator that it has not been told of.
func (q *client) deliver(ctx context.Context, s *stream, e *envelope) (goOn bool) {
	messages := map[string]map[string]any{}
	list, _ := e.rels["ChatMessages"].([]any)
	for _, item := range list {
		m := reference.Object(item)
		messages[number(m["Id"])] = m
	}
	events, _ := e.result.([]any)
	for _, item := range events {
		event := reference.Object(item)
		id, _ := strconv.ParseInt(number(event["Id"]), 10, 64)
		if id != 0 && (s.seen[id] && !q.is("tells-duplicates") && !q.is("resumes-from-the-start") || q.is("drops-what-comes-late") && id <= s.last) {
			continue
		}
		if id != 0 {
			s.seen[id], s.last = true, max(s.last, id)
		}
		kind, _ := event["Type"].(string)
		if q.is("stops-at-other-events") && kind != "message_created" {
			<-ctx.Done()
			return false
		}
		message := messages[number(event["MessageId"])]
		if kind != "message_created" || event["Actor"] == "client" || message == nil {
			continue // typing, marks, its own messages, what is new
		}
		if !q.is("never-marks") {
			_, _, _ = q.exchange(ctx, s.call.Params, request{path: "/chats/messages/received", body: []any{message["Id"]}}, s.session)
		}
		s.call.Received("message", message["Text"])
	}
	return true
}

// number is a JSON number as it is written, "" where it is none.
func number(value any) string {
	n, _ := value.(json.Number)
	return n.String()
}
