package fake

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"sparring/mock/journal"
	"sparring/mock/limit"
)

// Table holds the records of one kind by their keys, in an order that does not depend on Go's maps. A record is a
// value: Get returns a copy, and a change is a Put of a changed copy. What a record refers to (a slice, a map, a
// pointer) must not be changed in place either: clone it first.
//
// If the API declares a bound with the table's name, the table keeps to it: beyond a bound of kind limit.Forgotten a
// Put makes the first records of the order go, and the journal says so. Ask Full before a Put under a bound of kind
// limit.Refused.
type Table[K cmp.Ordered, V any] struct {
	name    string
	at      string // where the state shows the records
	store   *Store
	rows    map[K]*row[K, V]
	order   list[K, V]
	last    uint64            // greatest place of a row
	sorted  func(a, b *V) int // by what the records are ordered, if OrderBy says so
	size    func(v *V) int64
	meter   *limit.Meter // nil if there is no bound
	used    int64
	indexes []indexed[K, V]
	old     *V           // of the update that runs: space for what indexes compare, made with the first one
	log     []step[K, V] // how to take back what the running transaction changed

	complete func(v *V)   // see Complete; may be nil
	restored []*row[K, V] // while a store gives back what it kept
}

// row is a place in a table.
type row[K cmp.Ordered, V any] struct {
	key   K
	value V
	place uint64 // in the order of making
	size  int64
}

// step is one change of a table. In the order of a table's log it is taken back from the last to the first.
type step[K cmp.Ordered, V any] struct {
	what    action
	row     *row[K, V]
	old     V     // of an update
	oldSize int64 // of an update
}

type action uint8

const (
	inserted action = iota
	updated
	deleted
	forgotten // deleted to make room
)

// indexed is an index of a table.
type indexed[K cmp.Ordered, V any] interface {
	insert(r *row[K, V])
	remove(r *row[K, V])
	update(r *row[K, V], old *V) // r holds the new value
}

// Option is a property of a table.
type Option[K cmp.Ordered, V any] func(t *Table[K, V])

// ByKey orders a table by its keys instead of by the making of its records.
func ByKey[K cmp.Ordered, V any]() Option[K, V] {
	return func(t *Table[K, V]) {
		t.order.compare = func(a, b *row[K, V]) int { return cmp.Compare(a.key, b.key) }
	}
}

// OrderBy orders a table by its records, and those that are equal by their keys.
func OrderBy[K cmp.Ordered, V any](compare func(a, b *V) int) Option[K, V] {
	return func(t *Table[K, V]) {
		t.sorted = compare
		t.order.compare = func(a, b *row[K, V]) int {
			return cmp.Or(compare(&a.value, &b.value), cmp.Compare(a.key, b.key))
		}
	}
}

// Sized says how many bytes a record counts for the table's bound. Without it the record is measured by limit.Size,
// which takes about a microsecond.
func Sized[K cmp.Ordered, V any](size func(v *V) int64) Option[K, V] {
	return func(t *Table[K, V]) { t.size = size }
}

// At says where the state shows the records, for the error of one that is too large. Without it that is at the table's
// name.
func At[K cmp.Ordered, V any](pointer string) Option[K, V] {
	return func(t *Table[K, V]) { t.at = pointer }
}

// NewTable declares a table of a store. Its name is that of its bound, if it has one.
func NewTable[K cmp.Ordered, V any](s *Store, name string, options ...Option[K, V]) *Table[K, V] {
	t := &Table[K, V]{name: name, at: "/" + name, store: s, meter: s.bound(name)}
	t.order.compare = func(a, b *row[K, V]) int { return cmp.Compare(a.place, b.place) }
	t.size = func(v *V) int64 { return limit.Size(v) + 2*limit.Slot }
	for _, set := range options {
		set(t)
	}
	s.parts = append(s.parts, t)
	return t
}

// Get returns the record of a key.
func (t *Table[K, V]) Get(key K) (record V, ok bool) {
	if r := t.rows[key]; r != nil {
		return r.value, true
	}
	return record, false
}

// Has reports whether there is a record of a key.
func (t *Table[K, V]) Has(key K) bool { return t.rows[key] != nil }

// Len returns the number of records.
func (t *Table[K, V]) Len() int { return len(t.order.rows) }

// All returns the records in order. Do not add or delete records of the table in the loop: take Keys for that.
func (t *Table[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, r := range t.order.rows {
			if r != nil && !yield(r.key, r.value) { // nil: a Put in the loop made it go
				return
			}
		}
	}
}

// Backward returns the records from the last to the first.
func (t *Table[K, V]) Backward() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, r := range slices.Backward(t.order.rows) {
			if r != nil && !yield(r.key, r.value) { // nil: a Put in the loop made it go
				return
			}
		}
	}
}

// Keys returns the keys in order.
func (t *Table[K, V]) Keys() []K {
	keys := make([]K, 0, t.Len())
	for _, r := range t.order.rows {
		keys = append(keys, r.key)
	}
	return keys
}

// Values returns the records in order, in a list of their own that is never nil: JSON shows an empty one as [].
func (t *Table[K, V]) Values() []V {
	values := make([]V, 0, t.Len())
	for _, r := range t.order.rows {
		values = append(values, r.value)
	}
	return values
}

// First returns the first record in order.
func (t *Table[K, V]) First() (key K, record V, ok bool) { return t.order.at(0) }

// Last returns the last record in order.
func (t *Table[K, V]) Last() (key K, record V, ok bool) { return t.order.at(t.Len() - 1) }

// Put adds a record or replaces the one of its key, which keeps its place in the order.
func (t *Table[K, V]) Put(key K, record V) {
	r := t.rows[key]
	if r == nil {
		t.last++
		r = &row[K, V]{key: key, value: record, place: t.last}
		t.note(step[K, V]{what: inserted, row: r})
		t.insert(r)
	} else {
		t.note(step[K, V]{what: updated, row: r, old: r.value, oldSize: r.size})
		t.update(r, record)
	}
	if t.meter == nil {
		return
	}
	t.weigh(r, t.size(&r.value))
	if t.store.loading || t.meter.Beyond != limit.Forgotten {
		return
	}
	for t.meter.Over() && t.Len() > 1 {
		oldest := t.order.rows[0]
		if oldest == r {
			oldest = t.order.rows[1]
		}
		t.note(step[K, V]{what: forgotten, row: oldest})
		t.remove(oldest)
		t.meter.Forget(0) // remove has counted its bytes
		t.store.forgot(t.meter)
	}
}

// Count changes a record in place, if there is one of the key: a number that no index, order or size depends on. It
// costs less than a Put, and is taken back as one.
func (t *Table[K, V]) Count(key K, change func(v *V)) {
	if r := t.rows[key]; r != nil {
		t.note(step[K, V]{what: updated, row: r, old: r.value, oldSize: r.size})
		change(&r.value)
	}
}

// Delete deletes the record of a key, if there is one.
func (t *Table[K, V]) Delete(key K) {
	r := t.rows[key]
	if r == nil {
		return
	}
	t.note(step[K, V]{what: deleted, row: r})
	t.remove(r)
}

// Full reports whether a record cannot be put because of the bound of the table, and returns the reason for the
// journal.
func (t *Table[K, V]) Full(key K, record V) (why journal.Why, full bool) {
	if t.meter == nil {
		return why, false
	}
	n := t.size(&record)
	if r := t.rows[key]; r != nil {
		n -= r.size
	}
	if n <= 0 || t.meter.Fits(n) {
		return why, false
	}
	return journal.Why(t.meter.Full()), true
}

// ImpossibleIfFull refuses an event whose record cannot be put because of the bound of the table.
func (t *Table[K, V]) ImpossibleIfFull(key K, record V) error {
	if why, full := t.Full(key, record); full {
		return Impossible("%s", why.Text)
	}
	return nil
}

// NotFound notes in the journal that a record that was not found may have been forgotten because of the table's bound.
func (t *Table[K, V]) NotFound() {
	if t.meter == nil {
		return
	}
	if note, ok := t.meter.Missing(); ok {
		t.store.tx.note(journal.Why(note))
	}
}

// note remembers how to take back a change that is about to be made.
func (t *Table[K, V]) note(s step[K, V]) {
	if t.store.loading {
		return // what is loaded is thrown away as a whole
	}
	if len(t.log) == 0 || t.store.tx == nil {
		t.store.touch(t)
	}
	t.log = append(t.log, s)
}

func (t *Table[K, V]) insert(r *row[K, V]) {
	if t.rows == nil {
		t.rows = map[K]*row[K, V]{}
	}
	t.rows[r.key] = r
	t.order.insert(r)
	for _, x := range t.indexes {
		x.insert(r)
	}
}

func (t *Table[K, V]) update(r *row[K, V], record V) {
	if t.sorted != nil && t.sorted(&r.value, &record) != 0 {
		t.take(r)
		r.value = record
		t.insert(r)
		return
	}
	if len(t.indexes) == 0 {
		r.value = record
		return
	}
	if t.old == nil {
		t.old = new(V)
	}
	*t.old, r.value = r.value, record
	for _, x := range t.indexes {
		x.update(r, t.old)
	}
	var none V
	*t.old = none
}

// take takes a row out of the table; remove also counts that it is gone.
func (t *Table[K, V]) take(r *row[K, V]) {
	delete(t.rows, r.key)
	t.order.remove(r)
	for _, x := range t.indexes {
		x.remove(r)
	}
}

func (t *Table[K, V]) remove(r *row[K, V]) {
	t.take(r)
	t.add(-r.size)
}

// weigh counts a row at its new size.
func (t *Table[K, V]) weigh(r *row[K, V], size int64) {
	t.add(size - r.size)
	r.size = size
}

func (t *Table[K, V]) add(n int64) {
	t.used += n
	if t.meter != nil && !t.store.loading && n != 0 {
		t.meter.Add(n)
	}
}

func (t *Table[K, V]) undo() {
	for _, s := range slices.Backward(t.log) {
		switch s.what {
		case inserted:
			t.remove(s.row)
		case updated:
			t.update(s.row, s.old)
			t.weigh(s.row, s.oldSize)
		case forgotten:
			t.meter.Recall()
			fallthrough
		case deleted:
			t.insert(s.row)
			t.add(s.row.size)
		}
	}
	t.commit()
}

// longest is how many steps of a log are kept for the next transaction.
const longest = 1 << 10

func (t *Table[K, V]) commit() {
	clear(t.log)
	if t.log = t.log[:0]; cap(t.log) > longest {
		t.log = nil
	}
}

func (t *Table[K, V]) changes(to *[]Change) {
	seen := map[K]bool{}
	for _, s := range t.log {
		key := s.row.key
		if seen[key] {
			continue
		}
		seen[key] = true
		c := Change{Table: t.name, Key: key}
		if r := t.rows[key]; r != nil {
			c.Value = r.value
		}
		*to = append(*to, c)
	}
}

func (t *Table[K, V]) check() error {
	if t.meter == nil {
		return nil
	}
	if err := t.meter.Check(t.used); err != nil {
		return fmt.Errorf("%s: %w", t.at, err)
	}
	return nil
}

func (t *Table[K, V]) count() {
	if t.meter != nil {
		t.meter.Set(t.used)
	}
}

func (t *Table[K, V]) copyFrom(other part) {
	from := other.(*Table[K, V])
	t.last, t.used = from.last, from.used
	for _, r := range from.order.rows {
		copied := *r
		t.insert(&copied)
	}
}
