package journal

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"sparring/mock/keep"
)

// Apply brings the journal up to date with what a store that several servers share has of it. Who writes an open entry
// goes on with it. forgot says that secrets are gone, so that all entries have to be searched for them again. Nobody
// else uses the journal meanwhile but its readers. k is what the store has afterwards.
func (j *Journal) Apply(k *Kept, news keep.News, forgot bool) error {
	var counts about
	changed, err := news.Read(aboutKey, &counts)
	if err != nil || !changed && !forgot {
		return err
	}
	j.secrets.Lock()
	defer j.secrets.Unlock()
	j.mu.Lock()
	defer j.unlock()
	s := &j.store
	if forgot {
		j.scannedTo = 0
		for _, r := range s.records[s.head:] {
			r.scanned = progress{}
		}
	}
	if !changed {
		return nil
	}
	s.records = slices.Clone(s.records[s.head:])
	s.head = 0
	touched, err := j.takeOver(news)
	if err != nil {
		return err
	}
	s.seq, s.rev, s.lost, s.evicted, s.unchecked = counts.Seq, counts.Rev, counts.Lost, counts.Evicted, counts.Unchecked
	slices.SortFunc(touched, func(a, b *record) int { return cmp.Compare(a.rev, b.rev) })
	for _, r := range touched {
		s.link(r)
		s.measure(r)
	}
	j.secrets.Opened(s.seq)
	k.is(s, counts, news.Whole, touched)
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
	return nil
}

// takeOver puts the changed entries in their places, and returns them. j.mu is held.
func (j *Journal) takeOver(news keep.News) (touched []*record, err error) {
	s := &j.store
	there := map[int64]bool{}
	for _, c := range news.Below(entryKeys) {
		seq, err := keep.ParseNumber(c.Key[len(entryKeys):])
		if err != nil {
			return nil, fmt.Errorf("the record %q: %w", c.Key, err)
		}
		j.scannedTo = min(j.scannedTo, seq-1)
		i, found := slices.BinarySearchFunc(s.records, seq, func(r *record, seq int64) int {
			return cmp.Compare(r.seq, seq)
		})
		var old *record
		if found {
			old = s.records[i]
		}
		if c.Value == nil {
			if old != nil {
				s.expel(old)
				s.records = slices.Delete(s.records, i, i+1)
			}
			continue
		}
		there[seq] = true
		r, err := j.replaced(old, keep.Record{Key: c.Key, Value: c.Value}, news)
		if err != nil {
			return nil, err
		}
		if found {
			s.records[i] = r
		} else {
			s.records = slices.Insert(s.records, i, r)
		}
		touched = append(touched, r)
	}
	if news.Whole {
		s.records = slices.DeleteFunc(s.records, func(r *record) bool {
			if !there[r.seq] {
				s.expel(r)
			}
			return !there[r.seq]
		})
	}
	return touched, nil
}

// replaced returns the record as it is now. One that is open stays the same record, because its writer has it.
func (j *Journal) replaced(old *record, stored keep.Record, news keep.News) (*record, error) {
	r, err := restored(stored)
	if err != nil {
		return nil, err
	}
	var messages []StreamMessage
	if old != nil {
		if old.open != nil {
			messages = old.open.Messages
		}
		j.store.unlink(old)
		if r.state != Open {
			j.store.expel(old)
		}
	}
	if r.state != Open {
		r.handle = Handle{j: j, r: r}
		return r, nil
	}
	if messages, err = messagesNow(messages, r.seq, news); err != nil {
		return nil, err
	}
	if old != nil {
		old.summary, old.packed, old.open = r.summary, r.packed, nil
		old.check, old.checked, old.found, old.scanned = sync.Once{}, false, nil, progress{}
		r = old
	} else {
		r.handle = Handle{j: j, r: r}
	}
	if len(messages) > 0 {
		r.change(func(e *Record) { e.Messages = messages })
	}
	return r, nil
}

// messagesNow returns the messages of a stream that goes on.
func messagesNow(have []StreamMessage, seq int64, news keep.News) ([]StreamMessage, error) {
	prefix := messageKeys + keep.Number(seq) + "/"
	if news.Whole {
		have = nil
	}
	have = slices.Clip(have)
	for _, c := range news.Below(prefix) {
		at, err := keep.ParseNumber(c.Key[len(prefix):])
		if err != nil {
			return nil, fmt.Errorf("the record %q: %w", c.Key, err)
		}
		if c.Value == nil {
			have = have[:min(int(at), len(have))]
			continue
		}
		var m StreamMessage
		if err := keep.Decode(c.Value, &m); err != nil {
			return nil, fmt.Errorf("the record %q: %w", c.Key, err)
		}
		if int(at) < len(have) {
			have[at] = m
		} else {
			have = append(have, m)
		}
	}
	return have, nil
}

// expel takes a record out of the order of revs: what its writer still adds is not kept.
func (s *store) expel(r *record) {
	s.grow(-r.size)
	s.unlink(r)
	r.size, r.gone = 0, true
}

// link puts a record into the order of revs.
func (s *store) link(r *record) {
	s.unlink(r)
	behind := s.newest
	for behind != nil && behind.rev > r.rev {
		behind = behind.older
	}
	if r.older = behind; behind != nil {
		r.newer = behind.newer
	} else { // the oldest of all
		for r.newer = s.newest; r.newer != nil && r.newer.older != nil; {
			r.newer = r.newer.older
		}
	}
	if r.older != nil {
		r.older.newer = r
	}
	if r.newer != nil {
		r.newer.older = r
	} else {
		s.newest = r
	}
}

// is notes that the store has what the journal has. touched are the records that have changed.
func (k *Kept) is(s *store, counts about, whole bool, touched []*record) {
	k.rev, k.about, k.first = s.rev, counts, max(counts.Seq+1, 1)
	if len(s.records) > 0 {
		k.first = s.records[0].seq
	}
	if whole {
		k.messages, k.open = nil, nil
		touched = s.records
	}
	if k.messages == nil {
		k.messages = map[int64]int{}
	}
	if k.open == nil {
		k.open = map[int64]bool{}
	}
	for _, r := range touched {
		delete(k.messages, r.seq)
		delete(k.open, r.seq)
		if r.state != Open {
			continue
		}
		k.open[r.seq] = true
		if r.open != nil && len(r.open.Messages) > 0 {
			k.messages[r.seq] = len(r.open.Messages)
		}
	}
}

// End closes an open entry whose writer is gone, if it is still open.
func (j *Journal) End(seq int64, end func(e *Record)) {
	j.mu.Lock()
	defer j.unlock()
	if r := j.store.find(seq); r != nil && r.state == Open {
		r.change(end)
		j.touch(r)
	}
}
