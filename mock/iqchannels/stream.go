package iqchannels

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"sparring/mock/journal"
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

// maxTransient bounds what waits for a slow stream without being stored: typing.
const maxTransient = 8

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
func refusedStream(body []byte) world.Answer {
	return world.Answer{Response: message.Response{Header: streamHeader()}, Stream: &world.Stream{
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

// hub knows the open streams, by client. Its lock comes after the fake's.
type hub struct {
	mu   sync.Mutex
	subs map[int64]map[*subscriber]struct{}
}

// subscriber is one open stream: a cursor into the stored events, and the few things that are not stored.
type subscriber struct {
	wake      chan struct{}
	client    int64
	session   int64
	channel   int64 // 0: all channels
	kind      string
	limit     int
	cursor    int64
	unread    string // what was told last
	transient [][]byte
}

func newHub() *hub { return &hub{subs: map[int64]map[*subscriber]struct{}{}} }

func (h *hub) add(s *subscriber) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subs[s.client] == nil {
		h.subs[s.client] = map[*subscriber]struct{}{}
	}
	h.subs[s.client][s] = struct{}{}
}

func (h *hub) remove(s *subscriber) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.subs[s.client], s)
	if len(h.subs[s.client]) == 0 {
		delete(h.subs, s.client)
	}
}

// listening reports whether a client has an open stream.
func (h *hub) listening(client int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.subs[client]) > 0
}

func (s *subscriber) ping() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// wake lets the streams of a client look again.
func (h *hub) wake(client int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs[client] {
		s.ping()
	}
}

func (h *hub) wakeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, subs := range h.subs {
		for s := range subs {
			s.ping()
		}
	}
}

// whisper sends what is not stored to the streams of a client in a channel; the oldest is forgotten where one is slow.
func (h *hub) whisper(client, channel int64, frame []byte) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for s := range h.subs[client] {
		if s.channel != channel || s.kind == kindUnread {
			continue
		}
		if len(s.transient) >= maxTransient {
			s.transient = s.transient[1:]
		}
		s.transient = append(s.transient, frame)
		s.ping()
		n++
	}
	return n
}

// taken gives and forgets what waits for a stream.
func (h *hub) taken(s *subscriber) [][]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := s.transient
	s.transient = nil
	return out
}

// kindUnread marks a stream of numbers; the kinds of event streams are chat types, "" for all.
const kindUnread = "unread"

// streamEvents opens the events of the client's chat, resumed after LastEventId.
// Source: iqchannels-widget, iqchannels-kotlin, chatsChannelEvents. Assumed: without LastEventId only what happens
// from now on; an id that was
// never given (of a world before) counts as the last one.
func streamEvents(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	x, client, err := f.authorized(r, now)
	if err != nil {
		return world.Answer{}, err
	}
	channel, err := f.openChannel(r.Vars["channel"])
	if err != nil {
		return world.Answer{}, err
	}
	q := streamQuery(r)
	s := &subscriber{
		wake: make(
			chan struct{},
			1,
		), client: client.ID, session: x.ID, channel: channel.ID, limit: q.limit, cursor: f.st.next.Event,
	}
	if q.chatType != "" {
		s.kind = chatType(q.chatType)
	}
	var why []journal.Why
	if q.resumes {
		s.cursor = min(q.last, f.st.next.Event)
		if q.last > f.st.next.Event {
			why = append(
				why,
				journal.Why{
					Code: "last_event_unknown",
					Text: fmt.Sprintf("there was no event %d yet, the last is %d", q.last, f.st.next.Event),
				},
			)
		}
	}
	if note, has := f.meters.events.Missing(); has && q.resumes && len(f.st.events) > 0 &&
		q.last < f.st.events[0].ID-1 {
		why = append(why, journal.Why(note))
	}
	if q.doubled {
		why = append(
			why,
			journal.Why{
				Code: "question_mark_doubled",
				Text: "the query has a second question mark, as Kotlin sends it; it was read as an ampersand",
			},
		)
	}
	return f.stream(s, f.pullEvents, why)
}

// streamUnread tells the number of unread messages, at once and at every change.
// Source: iqchannels-ios, iqchannels-kotlin.
func streamUnread(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return world.Answer{}, err
	}
	channel, err := f.openChannel(r.Vars["channel"])
	if err != nil {
		return world.Answer{}, err
	}
	s := &subscriber{
		wake:    make(chan struct{}, 1),
		client:  client.ID,
		session: x.ID,
		channel: channel.ID,
		kind:    kindUnread,
	}
	return f.stream(s, f.pullUnread, nil)
}

// streamUnreadMultichat tells the numbers of all channels. Source: iqchannels-kotlin. Assumed: the form of the result.
func streamUnreadMultichat(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return world.Answer{}, err
	}
	s := &subscriber{wake: make(chan struct{}, 1), client: client.ID, session: x.ID, kind: kindUnread}
	return f.stream(s, f.pullUnread, nil)
}

func (f *Fake) stream(s *subscriber, pull func(*subscriber) [][]byte, why []journal.Why) (world.Answer, error) {
	if err := room(f.meters.streams, 1); err != nil {
		return world.Answer{}, err
	}
	f.meters.streams.Add(1)
	f.hub.add(s)
	return world.Answer{Response: message.Response{Header: streamHeader()}, Why: why, Stream: &world.Stream{
		Wake: s.wake, Heartbeat: heartbeat, Beat: []byte(": heartbeat\n\n"),
		Pull: func() ([][]byte, bool) {
			f.mu.Lock()
			defer f.mu.Unlock()
			if end := f.ended(s); end != nil {
				return [][]byte{frame(end)}, true
			}
			return pull(s), false
		},
		Close: func() {
			f.hub.remove(s)
			f.meters.streams.Add(-1)
		},
	}}, nil
}

// ended gives the last word of a stream whose session ended or whose channel was closed. f.mu is held.
func (f *Fake) ended(s *subscriber) []byte {
	if !f.st.session[s.session].status(f.w.Now()).alive() || f.st.client[s.client] == nil {
		return failureBody(errUnauthorized, "")
	}
	if s.channel == 0 {
		return nil
	}
	switch c := f.st.channelByID(s.channel); {
	case c == nil:
		return failureBody(errNotFound, "")
	case c.ClosedAt != nil:
		return failureBody(errForbidden, "")
	}
	return nil
}

// pullEvents gives what is new: each message has a list of events, and the objects in Rels. f.mu is held.
func (f *Fake) pullEvents(s *subscriber) [][]byte {
	var out [][]byte
	for {
		events := f.st.eventsAfter(f.st.chatsIn(s.channel, s.client, s.kind), s.cursor, s.limit)
		if len(events) == 0 {
			break
		}
		g := f.graph(f.st.client[s.client])
		list := make([]eventJSON, 0, len(events))
		for _, e := range events {
			list = append(list, g.event(e))
			s.cursor = e.ID
		}
		out = append(out, frame(encode(resultJSON{OK: true, Result: list, Rels: g.rels()})))
	}
	return append(out, f.hub.taken(s)...)
}

type unreadJSON struct {
	ChannelName string `json:"ChannelName"`
	Unread      int    `json:"Unread"`
}

// pullUnread tells the numbers when they have changed. f.mu is held.
func (f *Fake) pullUnread(s *subscriber) [][]byte {
	var v any
	if s.channel != 0 {
		v = f.st.unread(f.st.chatsIn(s.channel, s.client, ""))
	} else {
		list := []unreadJSON{}
		for _, c := range f.st.channels {
			list = append(list, unreadJSON{c.Name, f.st.unread(f.st.chatsIn(c.ID, s.client, ""))})
		}
		v = list
	}
	body := encode(resultJSON{OK: true, Result: v})
	if string(body) == s.unread {
		return nil
	}
	s.unread = string(body)
	return [][]byte{frame(body)}
}
