package fault

import (
	"context"
	"slices"
	"time"

	"sparring/mock/keep"
)

// Several servers can share the rules of a world. A request that a hold has parked waits at one of them; that it waits
// is kept with the rules, with the name of its server, so that any server can release it: its own learns from the rules
// that it waits no more.

// held is a parked request as it is kept.
type held struct {
	Seq    int64  `json:"seq"`
	Server string `json:"server"`
	Rule   string `json:"rule,omitempty"` // of one that was released
}

// Share lets the set keep which requests wait, as those of a server. It is called before there are rules.
func (s *Set) Share(server string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.server, s.local = server, map[int64]*parked{}
}

// Apply takes over the rules as another server has changed them. Errors name the record.
func (s *Set) Apply(news keep.News) error {
	var all stored
	changed, err := news.Read(rulesKey, &all)
	if err != nil || !changed {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	for _, in := range all.Rules {
		in.Rule.Skipped, in.Rule.Parked = in.Skipped, in.Parked
		r, refusal := compile(s.catalogue, in.Rule)
		if refusal != nil {
			continue
		}
		r.Waiting, r.size = nil, r.measure()
		for _, h := range in.Held {
			p := s.local[h.Seq]
			if p == nil || h.Server != s.server {
				p = &parked{seq: h.Seq, server: h.Server}
			}
			p.rule = r
			r.waiting = append(r.waiting, p)
		}
		r.queue = in.Queue
		s.put(r)
	}
	s.made, s.going = all.Made, all.Going
	return nil
}

// Sync lets the requests of this server go on that are not waiting any more. It is called when the rules are as they
// are kept.
func (s *Set) Sync() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for seq, p := range s.local {
		if s.closed || !slices.Contains(p.rule.waiting, p) || s.byID[p.rule.ID] != p.rule {
			close(p.free)
			delete(s.local, seq)
		}
	}
}

// Close lets no more requests wait, since the world is closed.
func (s *Set) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.Sync()
}

// Abandon takes out the requests of servers that do not live any more.
func (s *Set) Abandon(lives func(server string) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rules {
		before := len(r.waiting)
		r.waiting = slices.DeleteFunc(r.waiting, func(p *parked) bool { return !lives(p.server) })
		if len(r.waiting) < before {
			s.changes++
		}
	}
	for _, h := range slices.Clone(s.going) {
		if !lives(h.Server) {
			s.went(h.Seq)
		}
	}
}

// Busy reports whether one of these requests waits, or was released and is not handled yet.
func (s *Set) Busy(id string, seqs []int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	busy := func(seq int64) bool { return slices.Contains(seqs, seq) }
	if slices.ContainsFunc(s.going, func(h held) bool { return busy(h.Seq) }) {
		return true
	}
	r := s.byID[id]
	return r != nil && slices.ContainsFunc(r.queue, busy)
}

// releaseInOrder lets the first of some requests go; each of the others goes when the one before was handled. The lock
// is held.
func (s *Set) releaseInOrder(r *rule, order []*parked) (seqs []int64) {
	for _, p := range order {
		seqs = append(seqs, p.seq)
	}
	s.changes++
	r.queue = append(slices.Clone(r.queue), seqs...)
	if !slices.ContainsFunc(s.going, func(h held) bool { return h.Rule == r.ID }) {
		s.nextOf(r)
	}
	return seqs
}

// nextOf lets the next request of a rule's queue go that still waits. The lock is held.
func (s *Set) nextOf(r *rule) {
	for len(r.queue) > 0 {
		seq := r.queue[0]
		r.queue = slices.Clone(r.queue[1:])
		i := slices.IndexFunc(r.waiting, func(p *parked) bool { return p.seq == seq })
		if i >= 0 && s.let(r, r.waiting[i]) {
			return
		}
	}
}

// went notes that a released request was handled, or never will be. The lock is held.
func (s *Set) went(seq int64) {
	i := slices.IndexFunc(s.going, func(h held) bool { return h.Seq == seq })
	if i < 0 {
		return
	}
	s.changes++
	id := s.going[i].Rule
	s.going = slices.Delete(slices.Clone(s.going), i, i+1)
	if r := s.byID[id]; r != nil {
		s.nextOf(r)
	}
}

// Wait waits as Hold does, and changes nothing: the caller brings the end to Leave, which says how it really ended.
func (h *Hold) Wait(ctx context.Context, f *Firing) (end string) {
	if f.parked == nil {
		return Released
	}
	t := time.NewTimer(h.Timeout)
	defer t.Stop()
	select {
	case <-f.parked.free:
		return Released
	case <-t.C:
		return TimedOut
	case <-ctx.Done():
		return Gone
	}
}

// Leave ends the waiting of a request, and returns why it ended. The caller calls handled as with Hold.
func (h *Hold) Leave(f *Firing, end string) (ended string, handled func()) {
	if f.parked == nil {
		return Released, func() {}
	}
	if end != Released && !f.set.leave(f.parked) {
		end = Released // in the meantime, and it was reported as such
	}
	f.Detail = end
	if end == TimedOut {
		f.Detail = "timed out after " + h.Timeout.String()
	}
	return end, func() { f.set.handled(f.parked) }
}
