package secret

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sparring/mock/keep"
)

// What a store keeps of a registry: a secret under secretKeys and its number in the order of issue, and the counts that
// marks are made of.
const (
	secretKeys = "secret/"
	countsKey  = "marks"
)

// stored is a secret as a store keeps it.
type stored struct {
	Kind  string `json:"kind"`
	Value []byte `json:"value"` // need not be UTF-8
	Key   []byte `json:"key"`
	Mark  string `json:"mark,omitempty"`
	After int64  `json:"after"`
	Used  bool   `json:"used,omitempty"`
}

// Keep lets the registry remember what changes, for Export. It is called before the registry is used by others.
func (s *Registry) Keep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keeping = true
	s.changed = append(s.changed, s.order...)
}

// note remembers that a secret has changed. s.mu is held.
func (s *Registry) note(changed *secret) {
	if s.keeping {
		s.changed = append(s.changed, changed)
	}
}

// Export says what has changed since the last call.
func (s *Registry) Export(to *keep.Changes) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.changed) == 0 {
		return
	}
	for _, c := range s.changed {
		key := secretKeys + keep.Number(int64(c.issued))
		if c.gone {
			to.Delete(key)
			continue
		}
		to.JSON(key, stored{c.kind, []byte(c.value), []byte(c.key), c.mark, c.after, c.used})
	}
	s.changed = nil
	to.JSON(countsKey, s.counts)
}

// Import replaces all secrets by those that a store has kept. Nobody else uses the registry yet.
func (s *Registry) Import(records keep.Records) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values, s.counts = map[string]*secret{}, map[string]int{}
	s.order, s.pending, s.fresh, s.changed = nil, nil, nil, nil
	s.meter.Set(0)
	s.stale = true // the index, if somebody has used it
	if _, err := records.Read(countsKey, &s.counts); err != nil {
		return err
	}
	for _, r := range records.Below(secretKeys) {
		found, err := readSecret(r.Key, r.Value)
		if err != nil {
			return err
		}
		s.values[found.key] = found
		s.order = append(s.order, found)
		if found.mark == "" {
			s.pending = append(s.pending, found)
		}
		s.meter.Add(found.size())
		s.issued = max(s.issued, found.issued)
	}
	return nil
}

func readSecret(key string, value []byte) (*secret, error) {
	var in stored
	n, err := keep.ParseNumber(strings.TrimPrefix(key, secretKeys))
	if err == nil {
		err = keep.Decode(value, &in)
	}
	if err != nil {
		return nil, fmt.Errorf("the record %q: %w", key, err)
	}
	return &secret{
		kind: in.Kind, value: string(in.Value), key: string(in.Key), mark: in.Mark, after: in.After,
		used: in.Used, issued: uint32(n), //nolint:gosec // as it was written
	}, nil
}

// Apply takes over what another server has changed. forgot reports whether secrets are gone that were here: texts have
// to be searched for them again.
func (s *Registry) Apply(news keep.News) (forgot bool, err error) {
	changes := news.Below(secretKeys)
	if len(changes) == 0 && !news.Whole {
		return false, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := map[string]int{}
	if changed, err := news.Read(countsKey, &counts); err != nil {
		return false, err
	} else if changed {
		s.counts = counts
	}
	known := map[uint32]*secret{}
	for _, old := range s.order {
		known[old.issued] = old
	}
	there := map[uint32]bool{}
	for _, c := range changes {
		n, err := keep.ParseNumber(strings.TrimPrefix(c.Key, secretKeys))
		if err != nil {
			return forgot, fmt.Errorf("the record %q: %w", c.Key, err)
		}
		issued := uint32(n) //nolint:gosec // as it was written
		old := known[issued]
		if c.Value == nil {
			forgot = forgot || old != nil
			s.drop(known, old)
			continue
		}
		found, err := readSecret(c.Key, c.Value)
		if err != nil {
			return forgot, err
		}
		there[issued] = true
		if old != nil && old.key == found.key {
			old.kind, old.mark, old.after, old.used = found.kind, found.mark, found.after, found.used
			continue
		}
		forgot = forgot || old != nil
		s.drop(known, old)
		known[issued] = found
		s.values[found.key] = found
		s.fresh = append(s.fresh, found)
		s.meter.Add(found.size())
	}
	for issued, old := range known {
		if news.Whole && !there[issued] {
			forgot = true
			s.drop(known, old)
		}
	}
	s.arrange(known)
	s.stale = s.stale || forgot
	return forgot, nil
}

// drop forgets a secret, if there is one. s.mu is held.
func (s *Registry) drop(known map[uint32]*secret, old *secret) {
	if old == nil {
		return
	}
	old.gone = true
	delete(known, old.issued)
	if s.values[old.key] == old {
		delete(s.values, old.key)
	}
	s.meter.Add(-old.size())
}

// arrange puts the secrets in their order of issue. s.mu is held.
func (s *Registry) arrange(known map[uint32]*secret) {
	s.order, s.pending, s.issued, s.changed = s.order[:0], nil, 0, nil
	for _, n := range slices.Sorted(maps.Keys(known)) {
		found := known[n]
		s.order = append(s.order, found)
		if found.mark == "" {
			s.pending = append(s.pending, found)
		}
		s.issued = n
	}
}
