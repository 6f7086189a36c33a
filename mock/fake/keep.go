package fake

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"sparring/mock/keep"
)

// A table's records are kept under tableKeys, the API, the table and the record's key; a value under valueKeys, the API
// and its name.
const (
	tableKeys = "facts/"
	valueKeys = "value/"
)

// kept is a part that a store keeps.
type kept interface {
	// keep says what to keep: of what the running transaction changed, or all.
	keep(to *keep.Changes, all bool)
	// restore takes over a record that was kept, arrange ends this.
	restore(key string, data []byte) error
	arrange()
	// apply takes over a record that another server has changed; nil: deleted.
	apply(key string, data []byte) error
	prefix() string // of the keys
	// record is the type of the records; completes reports whether the table completes those that are restored.
	record() reflect.Type
	completes() bool
}

// keep says what a transaction changed. It holds what else belongs to the transaction: the position of its chance.
func (tx *Tx) keep(to *keep.Changes) {
	for _, p := range tx.store.touched {
		p.keep(to, false)
	}
	if tx.drawn {
		name := tx.store.home.api.Name
		to.Put("chance/"+name, tx.store.home.world.ExportChance()[name])
	}
}

// KeepAll hands all facts to the keeper of the world: when it is new, and when a state was planted.
func (f *Fake[F, X]) KeepAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.keepAll()
}

func (f *Fake[F, X]) keepAll() {
	w := f.home.world
	if w.Keeper == nil {
		return
	}
	var all keep.Changes
	all.Clear(tableKeys + f.api.Name + "/")
	all.Clear(valueKeys + f.api.Name + "/")
	for _, p := range f.store.parts {
		p.keep(&all, true)
	}
	all.Put("chance/"+f.api.Name, w.ExportChance()[f.api.Name])
	w.Keeper.RLock()
	defer w.Keeper.RUnlock()
	w.Keeper.Keep(all)
}

// Restore replaces all facts by those that were kept. The world has no keeper yet, and nobody else uses it. Errors name
// the record.
func (f *Fake[F, X]) Restore(records keep.Records) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	fresh, facts := f.empty()
	fresh.loading = true
	parts := map[string]part{}
	for _, p := range fresh.parts {
		parts[p.prefix()] = p
	}
	var failed error
	take := func(prefix string, ofTable bool) {
		for _, r := range records.Below(prefix) {
			name, key := r.Key, ""
			if ofTable {
				n := len(prefix) + strings.Index(r.Key[len(prefix):], "/") + 1
				name, key = r.Key[:n], r.Key[n:]
			}
			err := errors.New("there is no such table")
			if p := parts[name]; p != nil {
				err = p.restore(key, r.Value)
			}
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("the record %q: %w", r.Key, err))
			}
		}
	}
	take(tableKeys+f.api.Name+"/", true)
	take(valueKeys+f.api.Name+"/", false)
	if failed != nil {
		return failed
	}
	for _, p := range fresh.parts {
		p.arrange()
	}
	f.store, f.facts = fresh, facts
	fresh.loaded()
	return nil
}

func (t *Table[K, V]) prefix() string { return tableKeys + t.store.home.api.Name + "/" + t.name + "/" }

func (t *Table[K, V]) keep(to *keep.Changes, all bool) {
	if all {
		for _, r := range t.order.rows {
			t.keepRow(to, r)
		}
		return
	}
	seen := map[K]bool{}
	for _, s := range t.log {
		key := s.row.key
		if seen[key] {
			continue
		}
		seen[key] = true
		if r := t.rows[key]; r != nil {
			t.keepRow(to, r)
		} else {
			to.Delete(t.prefix() + keyText(key))
		}
	}
}

// keepRow keeps a record behind its place in the order of making.
func (t *Table[K, V]) keepRow(to *keep.Changes, r *row[K, V]) {
	to.Put(t.prefix()+keyText(r.key), append(binary.AppendUvarint(nil, r.place), keep.Encode(r.value)...))
}

func (t *Table[K, V]) restore(key string, data []byte) error {
	var k K
	if err := parseKey(key, &k); err != nil {
		return err
	}
	r, err := t.read(k, data)
	if err == nil {
		t.restored = append(t.restored, r)
	}
	return err
}

// read reads a record that was kept.
func (t *Table[K, V]) read(key K, data []byte) (*row[K, V], error) {
	place, n := binary.Uvarint(data)
	if n <= 0 {
		return nil, errors.New("it has no place")
	}
	r := &row[K, V]{key: key, place: place}
	if err := keep.Decode(data[n:], &r.value); err != nil {
		return nil, err
	}
	if t.complete != nil {
		t.complete(&r.value)
	}
	return r, nil
}

// arrange inserts the restored records in their order, so that each is put behind the others.
func (t *Table[K, V]) arrange() {
	slices.SortFunc(t.restored, t.order.compare)
	for _, r := range t.restored {
		t.last = max(t.last, r.place)
		t.insert(r)
		if t.meter != nil {
			t.weigh(r, t.size(&r.value))
		}
	}
	t.restored = nil
}

// Complete says what a record needs beside what a store keeps, which is its exported fields: fields that follow from
// them.
func Complete[K cmp.Ordered, V any](complete func(v *V)) Option[K, V] {
	return func(t *Table[K, V]) { t.complete = complete }
}

func (v *Value[V]) prefix() string { return valueKeys + v.store.home.api.Name + "/" + v.name }

func (v *Value[V]) keep(to *keep.Changes, _ bool) { to.JSON(v.prefix(), v.value) }

func (v *Value[V]) restore(_ string, data []byte) error { return keep.Decode(data, &v.value) }

func (v *Value[V]) arrange() {}

// keyText returns the key of a record as a part of the key under which it is kept.
func keyText[K cmp.Ordered](key K) string {
	switch k := any(key).(type) {
	case string:
		return k
	case int64:
		return keep.Number(k)
	}
	panic(fmt.Sprintf("keys of a table are string or int64, not %T", key))
}

func parseKey[K cmp.Ordered](text string, key *K) (err error) {
	switch k := any(key).(type) {
	case *string:
		*k = text
	case *int64:
		*k, err = keep.ParseNumber(text)
	}
	return err
}
