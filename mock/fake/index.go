package fake

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"time"
)

// Index finds the records of a table by something else than their keys: the messages of a receiver. It is derived from
// the records and follows each change at once.
type Index[G comparable, K cmp.Ordered, V any] struct {
	table  *Table[K, V]
	group  func(v *V) (group G, ok bool) // nil if each is set
	each   func(v *V) []G
	groups map[G]*list[K, V] // made with the first record: most worlds use few
}

// NewIndex declares an index. group returns under which group a record is found; ok is false if under none.
func NewIndex[G comparable, K cmp.Ordered, V any](
	t *Table[K, V], group func(v *V) (group G, ok bool),
) *Index[G, K, V] {
	return addIndex(t, &Index[G, K, V]{group: group})
}

// NewManyIndex declares an index in which a record is found under several groups: a device under each of its sessions.
func NewManyIndex[G comparable, K cmp.Ordered, V any](t *Table[K, V], groups func(v *V) []G) *Index[G, K, V] {
	return addIndex(t, &Index[G, K, V]{each: groups})
}

func addIndex[G comparable, K cmp.Ordered, V any](t *Table[K, V], x *Index[G, K, V]) *Index[G, K, V] {
	x.table = t
	t.indexes = append(t.indexes, x)
	return x
}

// All returns the records of a group in the order of the table. Do not add or delete records of the table, or move one
// to another group, in the loop: take Keys for that.
func (x *Index[G, K, V]) All(group G) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, r := range x.rows(group) {
			if r != nil && !yield(r.key, r.value) { // nil: a Put in the loop made it go
				return
			}
		}
	}
}

// Backward returns the records of a group from the last to the first.
func (x *Index[G, K, V]) Backward(group G) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, r := range slices.Backward(x.rows(group)) {
			if !yield(r.key, r.value) {
				return
			}
		}
	}
}

// After returns the records of a group with a greater key. The table has to be ordered ByKey.
func (x *Index[G, K, V]) After(group G, key K) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		rows := x.rows(group)
		i := sort.Search(len(rows), func(i int) bool { return rows[i].key > key })
		for _, r := range rows[i:] {
			if !yield(r.key, r.value) {
				return
			}
		}
	}
}

func (x *Index[G, K, V]) rows(group G) []*row[K, V] {
	if l := x.groups[group]; l != nil {
		return l.rows
	}
	return nil
}

// Keys returns the keys of a group in the order of the table.
func (x *Index[G, K, V]) Keys(group G) []K {
	var keys []K
	for _, r := range x.rows(group) {
		keys = append(keys, r.key)
	}
	return keys
}

// Len returns the number of records of a group.
func (x *Index[G, K, V]) Len(group G) int {
	return len(x.rows(group))
}

// First returns the first record of a group, the only one if the group is a key of its own.
func (x *Index[G, K, V]) First(group G) (key K, record V, ok bool) {
	if l := x.groups[group]; l != nil {
		return l.at(0)
	}
	return key, record, false
}

// Last returns the last record of a group.
func (x *Index[G, K, V]) Last(group G) (key K, record V, ok bool) {
	if l := x.groups[group]; l != nil {
		return l.at(len(l.rows) - 1)
	}
	return key, record, false
}

func (x *Index[G, K, V]) insert(r *row[K, V]) {
	if x.each != nil {
		for _, group := range x.each(&r.value) {
			x.put(group, r)
		}
	} else if group, ok := x.group(&r.value); ok {
		x.put(group, r)
	}
}

func (x *Index[G, K, V]) remove(r *row[K, V]) {
	if x.each != nil {
		for _, group := range x.each(&r.value) {
			x.drop(group, r)
		}
	} else if group, ok := x.group(&r.value); ok {
		x.drop(group, r)
	}
}

func (x *Index[G, K, V]) update(r *row[K, V], old *V) {
	if x.each != nil {
		before, after := x.each(old), x.each(&r.value)
		for _, group := range before {
			if !slices.Contains(after, group) {
				x.drop(group, r)
			}
		}
		for _, group := range after {
			if !slices.Contains(before, group) {
				x.put(group, r)
			}
		}
		return
	}
	before, was := x.group(old)
	after, is := x.group(&r.value)
	if was == is && before == after {
		return
	}
	if was {
		x.drop(before, r)
	}
	if is {
		x.put(after, r)
	}
}

func (x *Index[G, K, V]) put(group G, r *row[K, V]) {
	l := x.groups[group]
	if l == nil {
		if x.groups == nil {
			x.groups = map[G]*list[K, V]{}
		}
		l = &list[K, V]{compare: x.table.order.compare}
		x.groups[group] = l
	}
	l.insert(r)
}

func (x *Index[G, K, V]) drop(group G, r *row[K, V]) {
	l := x.groups[group]
	if l.remove(r); len(l.rows) == 0 {
		delete(x.groups, group)
	}
}

// Due finds the records of a table that are due, by time. A record that is due later lets the clock know when it is
// put.
type Due[K cmp.Ordered, V any] struct {
	table *Table[K, V]
	at    func(v *V) time.Time
	list  list[K, V]
}

// NewDue declares what is due in a table: at returns the time, zero if the record waits for nothing.
func NewDue[K cmp.Ordered, V any](t *Table[K, V], at func(v *V) time.Time) *Due[K, V] {
	d := &Due[K, V]{table: t, at: at}
	d.list.compare = func(a, b *row[K, V]) int {
		return cmp.Or(at(&a.value).Compare(at(&b.value)), t.order.compare(a, b))
	}
	t.indexes = append(t.indexes, d)
	t.store.due = append(t.store.due, d)
	return d
}

// Next returns the earliest record that is due at now or before. A Fire handles it in such a way that it is not due any
// more, and asks for the next.
func (d *Due[K, V]) Next(now time.Time) (key K, record V, ok bool) {
	key, record, ok = d.list.at(0)
	return key, record, ok && !d.at(&record).After(now)
}

func (d *Due[K, V]) next() (at time.Time, ok bool) {
	if len(d.list.rows) == 0 {
		return time.Time{}, false
	}
	return d.at(&d.list.rows[0].value), true
}

func (d *Due[K, V]) pending() int { return len(d.list.rows) }

func (d *Due[K, V]) insert(r *row[K, V]) {
	at := d.at(&r.value)
	if at.IsZero() {
		return
	}
	d.list.insert(r)
	if tx := d.table.store.tx; tx != nil && (tx.due.IsZero() || at.Before(tx.due)) {
		tx.due = at
	}
}

func (d *Due[K, V]) remove(r *row[K, V]) {
	if !d.at(&r.value).IsZero() {
		d.list.remove(r)
	}
}

// update takes the row out under its old time and puts it in under its new one.
func (d *Due[K, V]) update(r *row[K, V], old *V) {
	if d.at(old).Equal(d.at(&r.value)) {
		return
	}
	record := r.value
	r.value = *old
	d.remove(r)
	r.value = record
	d.insert(r)
}
