package iqchannels

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/fake"
	"sparring/mock/message"
	"sparring/mock/world"
)

// Streams.
const (
	opStreamEvents    = "streamEvents"
	opStreamUnread    = "streamUnread"
	opStreamMultichat = "streamUnreadMultichat"
)

func isStream(operation string) bool {
	return operation == opStreamEvents || operation == opStreamUnread || operation == opStreamMultichat
}

// heartbeat is below the 120 s of silence after which Kotlin and Java drop a stream.
const heartbeat = 25 * time.Second

// batch bounds the events of one message of a stream when it resumes without a Limit.
const batch = 50

// frame is one event: one data line in one piece, ended by \n\n; the iOS parser knows neither \r\n nor a split event.
func frame(body []byte) []byte {
	out := make([]byte, 0, len(body)+8)
	out = append(out, "data: "...)
	out = append(out, body...)
	return append(out, "\n\n"...)
}

// streamHeader has exactly text/event-stream: Kotlin and Java refuse a charset.
func streamHeader() http.Header {
	return http.Header{"Content-Type": {"text/event-stream"}, "Cache-Control": {"no-cache"}}
}

// refusedStream is a refusal for an SSE operation: 200, one event with OK false, the end.
func refusedStream(body []byte) fake.Response {
	return fake.Response{Response: message.Response{Header: streamHeader()}, Stream: &world.Stream{
		Pull: func() ([][]byte, bool) { return [][]byte{frame(body)}, true },
	}}
}

// query of a stream.
type query struct {
	chatType string
	last     int64
	resumes  bool
	limit    int
	token    string
	doubled  bool // came with a second question mark
}

// streamQuery reads the query leniently: Kotlin builds "?ChatType=regular?LastEventId=102" when it resumes.
// Source: iqchannels-kotlin, chatsChannelEvents. Assumed: without it, the header Last-Event-ID of the SSE standard
// counts.
func streamQuery(r *world.Request) query {
	raw := strings.ReplaceAll(r.RawQuery, "?", "&")
	values, _ := url.ParseQuery(raw) // what cannot be unescaped is left out
	q := query{
		chatType: values.Get("ChatType"), token: values.Get("x-client-token"), doubled: raw != r.RawQuery, limit: batch,
	}
	last := values.Get("LastEventId")
	if last == "" {
		last = r.Header.Get("Last-Event-ID")
	}
	if n, err := strconv.ParseInt(last, 10, 64); err == nil && n >= 0 {
		q.last, q.resumes = n, true
	}
	if n, err := strconv.Atoi(values.Get("Limit")); err == nil && n > 0 {
		q.limit = min(n, 1000)
	}
	return q
}

// streamEvents opens the events of the client's chat, resumed after LastEventId.
// Source: iqchannels-widget, iqchannels-kotlin, chatsChannelEvents. Assumed: without LastEventId only what happens from
// now on; an id that was never given (of a world before) counts as the last one.
func (x *exchange) streamEvents() (fake.Response, error) {
	s, err := x.subscribe(false)
	if err != nil {
		return refused(err)
	}
	q, last := streamQuery(x.Request), x.last.event.Get()
	s.limit, s.cursor = q.limit, last
	if q.chatType != "" {
		s.kind = chatType(q.chatType)
	}
	if q.resumes {
		s.cursor = min(q.last, last)
		if q.last > last {
			x.Because("last_event_unknown", fmt.Sprintf("there was no event %d yet, the last is %d", q.last, last))
		}
		if first, _, ok := x.events.First(); ok && q.last < first-1 {
			x.events.NotFound()
		}
	}
	if q.doubled {
		x.Because("question_mark_doubled",
			"the query has a second question mark, as Kotlin sends it; it was read as an ampersand")
	}
	return x.stream(s, (*exchange).newEvents), nil
}

// streamUnread tells the number of unread messages, at once and at every change.
// Source: iqchannels-ios, iqchannels-kotlin.
func (x *exchange) streamUnread() (fake.Response, error) {
	s, err := x.subscribe(false)
	if err != nil {
		return refused(err)
	}
	s.kind = kindUnread
	return x.stream(s, (*exchange).newNumbers), nil
}

// streamUnreadMultichat tells the numbers of all channels. Source: iqchannels-kotlin. Assumed: the form of the result.
func (x *exchange) streamUnreadMultichat() (fake.Response, error) {
	s, err := x.subscribe(true)
	if err != nil {
		return refused(err)
	}
	s.kind = kindUnread
	return x.stream(s, (*exchange).newNumbers), nil
}

// subscribe makes a subscriber of the session's client, to the channel of the path or to all. It is not yet open.
func (x *exchange) subscribe(all bool) (*subscriber, error) {
	session, client, err := x.authorized()
	if err != nil {
		return nil, err
	}
	s := &subscriber{wake: make(chan struct{}, 1), client: client.ID, session: session.ID}
	if !all {
		c, err := x.openChannel(x.Vars["channel"])
		if err != nil {
			return nil, err
		}
		s.channel = c.ID
	}
	if !x.hub.meter.Fits(1) {
		why := x.hub.meter.Full()
		return nil, x.failed(errInternal, why.Code, why.Text)
	}
	return s, nil
}

// news returns the messages that a stream has not had yet, and where it stands after them.
type news = func(x *exchange, s *subscriber) ([][]byte, position)

// stream opens a stream. All that it does later is a transaction of its own.
func (x *exchange) stream(s *subscriber, news news) fake.Response {
	x.Perform(opened{x.hub, s})
	later := fake.Later(x)
	return fake.Response{Response: message.Response{Header: streamHeader()}, Stream: &world.Stream{
		Wake: s.wake, Heartbeat: heartbeat, Beat: []byte(": heartbeat\n\n"),
		Pull: func() (messages [][]byte, end bool) {
			later(func(x *exchange) { messages, end = x.pull(s, news) })
			return messages, end
		},
		Close: func() { later(func(x *exchange) { x.Perform(closed{x.hub, s}) }) },
	}}
}

// pull returns what is new for a stream; one whose session ended or whose channel was closed ends with a last message.
func (x *exchange) pull(s *subscriber, news news) (messages [][]byte, end bool) {
	if no := x.ended(s); no != nil {
		return [][]byte{frame(failureBody(no))}, true
	}
	messages, to := news(x, s)
	x.Perform(heard{x.hub, s, to})
	return append(messages, s.transient...), false
}

func (x *exchange) ended(s *subscriber) *fake.Refusal {
	session, ok := x.sessions.Get(s.session)
	if !ok || !session.status(x.Now()).alive() || !x.clients.Has(s.client) {
		return errUnauthorized
	}
	if s.channel == 0 {
		return nil
	}
	switch c, ok := x.channels.Get(s.channel); {
	case !ok:
		return errNotFound
	case c.ClosedAt != nil:
		return errForbidden
	}
	return nil
}

// newEvents returns the events that are new: each message has a list of them, and the objects in Rels.
func (x *exchange) newEvents(s *subscriber) (messages [][]byte, to position) {
	to = s.position
	for {
		events := x.eventsAfter(x.chatsIn(s.channel, s.client, s.kind), to.cursor, s.limit)
		if len(events) == 0 {
			return messages, to
		}
		client, _ := x.clients.Get(s.client)
		g := x.graph(&client)
		list := make([]eventJSON, 0, len(events))
		for _, e := range events {
			list = append(list, g.event(&e))
			to.cursor = e.ID
		}
		messages = append(messages, frame(encode(resultJSON{OK: true, Result: list, Rels: g.rels()})))
	}
}

// eventsAfter returns the events of chats with a greater id, ascending, at most limit.
func (x *exchange) eventsAfter(chats []Chat, after int64, limit int) (events []Event) {
	for _, c := range chats {
		n := 0
		for _, e := range x.eventsOf.After(c.ID, after) {
			if n++; n > limit {
				break
			}
			events = append(events, e)
		}
	}
	if len(chats) > 1 {
		slices.SortFunc(events, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	}
	return events[:min(len(events), limit)]
}

type unreadJSON struct {
	ChannelName string `json:"ChannelName"`
	Unread      int    `json:"Unread"`
}

// newNumbers returns the numbers of unread messages if they have changed.
func (x *exchange) newNumbers(s *subscriber) (messages [][]byte, to position) {
	var v any
	if s.channel != 0 {
		v = x.unreadOf(x.chatsIn(s.channel, s.client, "")...)
	} else {
		list := []unreadJSON{}
		for id, c := range x.channels.All() {
			list = append(list, unreadJSON{c.Name, x.unreadOf(x.chatsIn(id, s.client, "")...)})
		}
		v = list
	}
	body := encode(resultJSON{OK: true, Result: v})
	if string(body) == s.unread {
		return nil, s.position
	}
	return [][]byte{frame(body)}, position{unread: string(body)}
}
