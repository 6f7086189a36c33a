package fake

import (
	"errors"
	"fmt"
	"strings"

	"sparring/mock/keep"
)

// Apply brings the facts up to date with what a store that several servers share has of them. Nobody else uses the
// fake meanwhile. Errors name the record.
func (f *Fake[F, X]) Apply(news keep.News) error {
	for _, r := range f.home.resident {
		if shared, ok := r.(SharedPart); ok {
			if err := shared.Apply(news); err != nil {
				return err
			}
		}
	}
	if news.Whole {
		return f.Restore(news.Records())
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, ofTable := range []bool{true, false} {
		prefix := valueKeys + f.api.Name + "/"
		if ofTable {
			prefix = tableKeys + f.api.Name + "/"
		}
		// What has changed is taken out first: a row that was not kept may have the place of one that was.
		for _, gone := range []bool{true, false} {
			for _, c := range news.Below(prefix) {
				switch {
				case gone && ofTable:
					c.Value = nil
				case gone != (c.Value == nil):
					continue
				}
				name, key := c.Key, ""
				if ofTable {
					n := len(prefix) + strings.Index(c.Key[len(prefix):], "/") + 1
					name, key = c.Key[:n], c.Key[n:]
				}
				if err := f.apply(name, key, c.Value); err != nil {
					return fmt.Errorf("the record %q: %w", c.Key, err)
				}
			}
		}
	}
	return nil
}

// SharedPart is what a fake keeps in a world beside its facts (see Resident), if the servers of the world share it:
// records that it keeps by the world's keeper under keys of its own.
type SharedPart interface {
	// Apply brings it up to date.
	Apply(news keep.News) error
	// Abandon takes out what belongs to servers that do not live any more.
	Abandon(lives func(server string) bool)
}

// Abandon takes out what belongs to servers that do not live any more.
func (f *Fake[F, X]) Abandon(lives func(server string) bool) {
	for _, r := range f.home.resident {
		if shared, ok := r.(SharedPart); ok {
			shared.Abandon(lives)
		}
	}
}

func (f *Fake[F, X]) apply(name, key string, value []byte) error {
	for _, p := range f.store.parts {
		if p.prefix() == name {
			return p.apply(key, value)
		}
	}
	return errors.New("there is no such table")
}

// apply puts the record as it was kept, or takes it out.
func (t *Table[K, V]) apply(key string, data []byte) error {
	var k K
	if err := parseKey(key, &k); err != nil {
		return err
	}
	old := t.rows[k]
	if data == nil {
		if old != nil {
			t.remove(old)
		}
		return nil
	}
	r, err := t.read(k, data)
	if err != nil {
		return err
	}
	if old != nil && old.place == r.place {
		t.update(old, r.value)
		r = old
	} else {
		if old != nil {
			t.remove(old)
		}
		t.last = max(t.last, r.place)
		t.insert(r)
	}
	if t.meter != nil {
		t.weigh(r, t.size(&r.value))
	}
	return nil
}

func (v *Value[V]) apply(_ string, data []byte) error {
	var value V
	if data != nil {
		if err := keep.Decode(data, &value); err != nil {
			return err
		}
	}
	v.value = value
	return nil
}
