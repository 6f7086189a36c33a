package iqchannels

import (
	"fmt"

	"sparring/mock/limit"
	"sparring/mock/world"
)

// hub knows the open streams, by client. It is read in transactions, and changed by their effects.
type hub struct {
	meter  *limit.Meter
	open   map[int64]map[*subscriber]struct{}
	shared *sharedStreams // nil unless several servers share the world
}

// subscriber is one open stream: a position in the stored events, and the few things that are not stored.
type subscriber struct {
	wake    chan struct{}
	client  int64
	session int64
	channel int64 // 0: all channels
	kind    string
	limit   int
	position
	transient [][]byte

	key string // of its record, if several servers share the world
}

// position is how far a stream is: the last event, or the numbers that were told last.
type position struct {
	cursor int64
	unread string
}

// kindUnread marks a stream of numbers; the kinds of event streams are chat types, "" for all.
const kindUnread = "unread"

// maxTransient bounds what waits for a slow stream without being stored: typing.
const maxTransient = 8

func newHub(w *world.World, meter *limit.Meter) *hub {
	return &hub{meter: meter, open: map[int64]map[*subscriber]struct{}{}, shared: shareStreams(w)}
}

// listening reports whether a client has an open stream.
func (h *hub) listening(client int64) bool { return len(h.open[client]) > 0 }

// reached counts the streams that hear what is whispered to a client in a channel.
func (h *hub) reached(client, channel int64) (n int) {
	for s := range h.open[client] {
		if s.hears(channel) {
			n++
		}
	}
	return n
}

func (s *subscriber) hears(channel int64) bool { return s.channel == channel && s.kind != kindUnread }

func (s *subscriber) ping() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func ping(streams map[*subscriber]struct{}) {
	for s := range streams {
		s.ping()
	}
}

// everyone is all clients.
const everyone = 0

// wake lets the streams of a client look again.
func (x *exchange) wake(client int64) { x.Perform(woken{x.hub, client}) }

// The effects on streams.
type (
	opened struct {
		hub *hub
		s   *subscriber
	}
	closed opened
	heard  struct { // what was new, up to a position
		hub *hub
		s   *subscriber
		to  position
	}
	woken struct {
		hub    *hub
		client int64 // or everyone
	}
	whispered struct { // what is not stored
		hub             *hub
		client, channel int64
		frame           []byte
	}
)

// Perform opens the stream.
func (e opened) Perform() {
	e.hub.shared.opened(e.s)
	e.hub.add(e.s)
}

func (h *hub) add(s *subscriber) {
	if h.open[s.client] == nil {
		h.open[s.client] = map[*subscriber]struct{}{}
	}
	h.open[s.client][s] = struct{}{}
	h.meter.Add(1)
}

// Perform closes the stream.
func (e closed) Perform() {
	e.hub.shared.closed(e.s)
	e.hub.remove(e.s)
}

func (h *hub) remove(s *subscriber) {
	if _, ok := h.open[s.client][s]; !ok {
		return
	}
	delete(h.open[s.client], s)
	if len(h.open[s.client]) == 0 {
		delete(h.open, s.client)
	}
	h.meter.Add(-1)
}

// Perform moves the stream on.
func (e heard) Perform() {
	e.hub.shared.heard(e.s)
	e.s.transient = nil
	e.hub.shared.kept(func() { e.s.position = e.to })
}

// Perform wakes the streams.
func (e woken) Perform() {
	if e.client != everyone {
		ping(e.hub.open[e.client])
		return
	}
	for _, streams := range e.hub.open {
		ping(streams)
	}
}

// Perform sends to the streams; the oldest that waits is forgotten if a stream is slow.
func (e whispered) Perform() {
	for s := range e.hub.open[e.client] {
		if !s.hears(e.channel) {
			continue
		}
		if len(s.transient) >= maxTransient {
			s.transient = s.transient[1:]
		}
		s.transient = append(s.transient, e.frame)
		e.hub.shared.changed(s)
		s.ping()
	}
}

// String describes the effects, the same for two runs of one handler.
func (e opened) String() string {
	return fmt.Sprintf("open for session %d in channel %d, %q %d %v", e.s.session, e.s.channel, e.s.kind, e.s.limit,
		e.s.position)
}

func (e closed) String() string { return fmt.Sprintf("close for session %d", e.s.session) }

func (e heard) String() string { return fmt.Sprintf("heard by session %d up to %v", e.s.session, e.to) }

func (e woken) String() string { return fmt.Sprintf("wake client %d", e.client) }

func (e whispered) String() string {
	return fmt.Sprintf("whisper to client %d in channel %d %s", e.client, e.channel, e.frame)
}
