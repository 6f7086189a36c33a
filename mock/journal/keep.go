package journal

import (
	"cmp"
	"fmt"
	"slices"

	"sparring/mock/keep"
)

// What a store keeps of a journal: an entry under entryKeys and its seq; the messages of a stream that goes on, one by
// one, under messageKeys, its seq and their places; and the counters.
const (
	entryKeys   = "entry/"
	messageKeys = "message/"
	aboutKey    = "journal"
)

// OpenKeys are where a store that several servers share has who writes an open entry.
const OpenKeys = "open/"

// Kept is what a store has of a journal. The zero Kept is that of a store which has nothing.
type Kept struct {
	rev      int64
	first    int64         // entries before it are not kept
	messages map[int64]int // of streams that go on, by seq
	about    about
	open     map[int64]bool // those that are kept as open, if there is a Server

	// Server names the one that writes the open entries, if several share the store: the store has it under OpenKeys
	// and the seq.
	Server string
}

// about are the counters of a journal.
type about struct {
	Seq       int64 `json:"seq"`
	Rev       int64 `json:"rev"`
	Lost      int64 `json:"lost"`
	Evicted   int64 `json:"evicted"`
	Unchecked int64 `json:"unchecked"`
}

// Export says what has changed since the last call, as one moment.
func (j *Journal) Export(k *Kept, to *keep.Changes) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := &j.store
	now := about{s.seq, s.rev, s.lost, s.evicted, s.unchecked}
	if now == k.about {
		return
	}
	var changed []*record
	for r := range s.since(k.rev) {
		changed = append(changed, r)
	}
	first := s.seq + 1
	if s.len() > 0 {
		first = s.records[s.head].seq
	}
	k.forget(first, s.seq, to)
	for _, r := range slices.Backward(changed) {
		k.entry(s, r, to)
	}
	k.rev, k.about = s.rev, now
	to.JSON(aboutKey, now)
}

// forget deletes the entries that the journal has forgotten.
func (k *Kept) forget(first, last int64, to *keep.Changes) {
	if first > last { // all
		to.Clear(entryKeys)
		to.Clear(messageKeys)
		clear(k.messages)
		if k.Server != "" {
			to.Clear(OpenKeys)
			clear(k.open)
		}
	} else {
		for seq := max(k.first, 1); seq < first; seq++ {
			to.Delete(entryKeys + keep.Number(seq))
			k.whole(seq, to)
			k.owned(seq, false, to)
		}
	}
	k.first = max(first, 1)
}

// whole deletes the single messages of a stream.
func (k *Kept) whole(seq int64, to *keep.Changes) {
	if k.messages[seq] > 0 {
		to.Clear(messageKeys + keep.Number(seq) + "/")
	}
	delete(k.messages, seq)
}

// owned keeps that this server writes an entry, or does not any more.
func (k *Kept) owned(seq int64, open bool, to *keep.Changes) {
	if k.Server == "" || k.open[seq] == open {
		return
	}
	if key := OpenKeys + keep.Number(seq); open {
		if k.open == nil {
			k.open = map[int64]bool{}
		}
		k.open[seq] = true
		to.Put(key, []byte(k.Server))
	} else {
		delete(k.open, seq)
		to.Delete(key)
	}
}

// entry keeps one entry. The messages of a stream that goes on are kept one by one, as they may be many.
func (k *Kept) entry(s *store, r *record, to *keep.Changes) {
	e := r.packed
	k.owned(r.seq, r.state == Open, to)
	if r.open == nil {
		k.whole(r.seq, to)
	} else {
		open := *r.open
		if open.Messages = nil; len(r.open.Messages) > 0 {
			if k.messages == nil {
				k.messages = map[int64]int{}
			}
			for i := k.messages[r.seq]; i < len(r.open.Messages); i++ {
				to.JSON(messageKeys+keep.Number(r.seq)+"/"+keep.Number(int64(i)), r.open.Messages[i])
			}
			k.messages[r.seq] = len(r.open.Messages)
		}
		e = s.pack(&open)
	}
	c := codec{packing: true}
	c.stored(&r.summary, &e)
	to.Put(entryKeys+keep.Number(r.seq), c.text)
}

// stored goes through all that a store keeps of an entry beside its seq.
func (c *codec) stored(s *summary, p *packed) {
	number(c, &s.rev)
	text(c, &s.state)
	text(c, &s.kind)
	text(c, &s.api)
	text(c, &s.operation)
	c.flag(&s.unjudged)
	text(c, &p.text)
	for i := range p.bodies {
		is := p.bodies[i] != nil
		c.flag(&is)
		text(c, &p.bodies[i])
		if is && p.bodies[i] == nil {
			p.bodies[i] = []byte{}
		}
	}
}

// Import takes over what a store has kept of a journal, which is empty yet. An entry that was open when the process
// ended is closed by end. Errors name the record.
func (j *Journal) Import(k *Kept, records keep.Records, end func(e *Record)) error {
	var counts about
	if _, err := records.Read(aboutKey, &counts); err != nil {
		return err
	}
	var all []*record
	for _, stored := range records.Below(entryKeys) {
		r, err := restored(stored)
		if err != nil {
			return fmt.Errorf("the record %q: %w", stored.Key, err)
		}
		r.handle = Handle{j: j, r: r}
		all = append(all, r)
	}
	j.mu.Lock()
	defer j.unlock()
	s := &j.store
	s.records = all
	s.seq, s.rev, s.lost, s.evicted, s.unchecked = counts.Seq, counts.Rev, counts.Lost, counts.Evicted, counts.Unchecked
	j.secrets.Opened(s.seq)
	*k = Kept{rev: s.rev, first: 1, about: counts, messages: map[int64]int{}, Server: k.Server}
	if len(all) > 0 {
		k.first = all[0].seq
	}
	byRev := func(a, b *record) int { return cmp.Compare(a.rev, b.rev) }
	for _, r := range slices.SortedFunc(slices.Values(all), byRev) {
		if r.older = s.newest; r.older != nil {
			r.older.newer = r
		}
		s.newest = r
		s.measure(r)
	}
	return j.endOpen(k, records, end)
}

// restored reads an entry.
func restored(stored keep.Record) (r *record, err error) {
	r = new(record)
	if r.seq, err = keep.ParseNumber(stored.Key[len(entryKeys):]); err != nil {
		return nil, err
	}
	c := codec{text: stored.Value}
	c.stored(&r.summary, &r.packed)
	return r, nil
}

// endOpen ends the entries that were open. j.mu is held.
func (j *Journal) endOpen(k *Kept, records keep.Records, end func(e *Record)) error {
	for _, r := range slices.Clone(j.store.records) {
		if r.state != Open {
			continue
		}
		var messages []StreamMessage
		for _, m := range records.Below(messageKeys + keep.Number(r.seq) + "/") {
			var message StreamMessage
			if err := keep.Decode(m.Value, &message); err != nil {
				return fmt.Errorf("the record %q: %w", m.Key, err)
			}
			messages = append(messages, message)
		}
		k.messages[r.seq] = len(messages)
		r.change(func(e *Record) {
			e.Messages = messages
			end(e)
		})
		j.touch(r)
	}
	j.store.evict(nil)
	return nil
}
