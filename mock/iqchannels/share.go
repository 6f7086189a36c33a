package iqchannels

import (
	"fmt"
	"strings"

	"sparring/mock/keep"
	"sparring/mock/world"
)

// sharedStreams lets several servers of one world know which streams are open: each stream is a record, with what waits
// for it without being stored. A nil one is that of a server alone.
type sharedStreams struct {
	keeper world.Keeper
	server string
	made   int64
	byKey  map[string]*subscriber // of all servers
	own    map[string]*subscriber // of this server, until they are closed
}

// streamKeys are where a store has the open streams: behind it are the server and a number.
const streamKeys = "stream/iqchannels/"

// openStream is a stream as a store has it.
type openStream struct {
	Client    int64    `json:"client"`
	Session   int64    `json:"session"`
	Channel   int64    `json:"channel,omitempty"`
	Kind      string   `json:"kind,omitempty"`
	Transient [][]byte `json:"transient,omitempty"`
}

func shareStreams(w *world.World) *sharedStreams {
	if w.Keeper == nil || w.Keeper.Server() == "" {
		return nil
	}
	return &sharedStreams{
		keeper: w.Keeper, server: w.Keeper.Server(), byKey: map[string]*subscriber{}, own: map[string]*subscriber{},
	}
}

func (h *sharedStreams) opened(s *subscriber) {
	if h == nil {
		return
	}
	h.made++
	s.key = fmt.Sprintf("%s%s/%d", streamKeys, h.server, h.made)
	h.own[s.key], h.byKey[s.key] = s, s
	h.changed(s)
}

func (h *sharedStreams) closed(s *subscriber) {
	if h == nil {
		return
	}
	delete(h.byKey, s.key)
	var c keep.Changes
	c.Delete(s.key)
	h.keeper.Keep(c)
	h.keeper.Kept(func() { delete(h.own, s.key) })
}

// heard notes that nothing waits for a stream any more.
func (h *sharedStreams) heard(s *subscriber) {
	if h == nil || len(s.transient) == 0 {
		return
	}
	waits := s.transient
	s.transient = nil
	h.changed(s)
	s.transient = waits
}

// changed keeps a stream.
func (h *sharedStreams) changed(s *subscriber) {
	if h == nil {
		return
	}
	var c keep.Changes
	c.JSON(s.key, openStream{s.client, s.session, s.channel, s.kind, s.transient})
	h.keeper.Keep(c)
}

// kept does something when the transaction is in the store.
func (h *sharedStreams) kept(do func()) {
	if h == nil {
		do()
		return
	}
	h.keeper.Kept(do)
}

// Apply takes over the streams of all servers.
func (h *hub) Apply(news keep.News) error {
	if h.shared == nil {
		return nil
	}
	there := map[string]bool{}
	for _, c := range news.Below(streamKeys) {
		old := h.shared.byKey[c.Key]
		if c.Value == nil {
			h.forget(old)
			continue
		}
		there[c.Key] = true
		var in openStream
		if err := keep.Decode(c.Value, &in); err != nil {
			return fmt.Errorf("the record %q: %w", c.Key, err)
		}
		s := old
		if s == nil {
			if s = h.shared.own[c.Key]; s == nil {
				s = &subscriber{wake: make(chan struct{}, 1), client: in.Client, key: c.Key}
			}
			h.shared.byKey[c.Key] = s
			h.add(s)
		}
		s.session, s.channel, s.kind, s.transient = in.Session, in.Channel, in.Kind, in.Transient
		s.ping()
	}
	for key, s := range h.shared.byKey {
		if news.Whole && !there[key] {
			h.forget(s)
		}
	}
	return nil
}

// forget takes a stream out, if there is one.
func (h *hub) forget(s *subscriber) {
	if s != nil {
		delete(h.shared.byKey, s.key)
		h.remove(s)
	}
}

// Abandon takes out the streams of servers that do not live any more.
func (h *hub) Abandon(lives func(server string) bool) {
	if h.shared == nil {
		return
	}
	var c keep.Changes
	for key, s := range h.shared.byKey {
		server, _, _ := strings.Cut(strings.TrimPrefix(key, streamKeys), "/")
		if !lives(server) {
			h.forget(s)
			c.Delete(key)
		}
	}
	if len(c) > 0 {
		h.shared.keeper.Keep(c)
	}
}
