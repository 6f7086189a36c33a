package fake

import (
	"cmp"
	"slices"
)

// list is rows in the order of a table.
type list[K cmp.Ordered, V any] struct {
	rows    []*row[K, V]
	compare func(a, b *row[K, V]) int
}

func (l *list[K, V]) at(i int) (key K, record V, ok bool) {
	if i < 0 || i >= len(l.rows) {
		return key, record, false
	}
	return l.rows[i].key, l.rows[i].value, true
}

func (l *list[K, V]) insert(r *row[K, V]) {
	n := len(l.rows)
	if n == 0 || l.compare(l.rows[n-1], r) < 0 {
		l.rows = append(l.rows, r)
		return
	}
	i, _ := slices.BinarySearchFunc(l.rows, r, l.compare)
	l.rows = slices.Insert(l.rows, i, r)
}

// remove takes out a row. The first one, which is forgotten first, costs nothing.
func (l *list[K, V]) remove(r *row[K, V]) {
	i, found := 0, len(l.rows) > 0 && l.rows[0] == r
	if !found {
		i, found = slices.BinarySearchFunc(l.rows, r, l.compare)
	}
	switch {
	case !found:
		panic("a row is missing in an index: its record was changed in place")
	case i == 0:
		l.rows[0] = nil
		l.rows = l.rows[1:]
	default:
		l.rows = slices.Delete(l.rows, i, i+1)
	}
}
