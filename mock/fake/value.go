package fake

// Value is one fact that is there once, such as whether a maintenance goes on. Like a record it is not changed in
// place.
type Value[V any] struct {
	name    string
	store   *Store
	value   V
	old     V
	changed bool
}

// NewValue declares a value of a store. It begins as the zero value.
func NewValue[V any](s *Store, name string) *Value[V] {
	v := &Value[V]{name: name, store: s}
	s.parts = append(s.parts, v)
	return v
}

// Get returns the value.
func (v *Value[V]) Get() V { return v.value }

// Set changes the value.
func (v *Value[V]) Set(to V) {
	if !v.changed {
		v.store.touch(v)
		v.old, v.changed = v.value, true
	}
	v.value = to
}

func (v *Value[V]) undo() {
	v.value = v.old
	v.commit()
}

func (v *Value[V]) commit() {
	var zero V
	v.old, v.changed = zero, false
}

func (v *Value[V]) changes(to *[]Change) { *to = append(*to, Change{Table: v.name, Value: v.value}) }

func (v *Value[V]) check() error { return nil }

func (v *Value[V]) count() {}

func (v *Value[V]) copyFrom(other part) { v.value = other.(*Value[V]).value }

// Counter is a Value that counts: ids that are given one after the other.
type Counter struct{ *Value[int64] }

// NewCounter declares a counter of a store. It begins at 0.
func NewCounter(s *Store, name string) Counter { return Counter{NewValue[int64](s, name)} }

// Take returns the present number and counts on.
func (c Counter) Take() int64 {
	n := c.Get()
	c.Set(n + 1)
	return n
}
