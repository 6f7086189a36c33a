// Package keep is how the parts of a world say what a store has to keep of them: as changes of records, which have a
// key and a value. Each part chooses its keys and reads its own records; a store knows neither.
package keep

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Change is one change of a world's records.
type Change struct {
	Key   string
	Value []byte // nil deletes the record
	// Below, with a nil Value, deletes all records whose keys begin with Key.
	Below bool
}

// Changes are made in their order.
type Changes []Change

// Put keeps a record. A nil value is an empty one.
func (c *Changes) Put(key string, value []byte) {
	if value == nil {
		value = []byte{}
	}
	*c = append(*c, Change{Key: key, Value: value})
}

// JSON keeps a record as JSON. A value that has no JSON is a bug of its part.
func (c *Changes) JSON(key string, v any) { c.Put(key, Encode(v)) }

// Delete deletes a record.
func (c *Changes) Delete(key string) { *c = append(*c, Change{Key: key}) }

// Clear deletes all records whose keys begin with a text.
func (c *Changes) Clear(prefix string) { *c = append(*c, Change{Key: prefix, Below: true}) }

// Encode returns a value as JSON, with texts as they are.
func Encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("a record that has no JSON: %v", err))
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Decode reads what Encode wrote, strictly. Numbers of unknown type are json.Number.
func Decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// Number returns a number as a part of a key: keys have the order of their numbers, from 0 on.
func Number(n int64) string { return fmt.Sprintf("%016x", n) }

// ParseNumber reads what Number wrote.
func ParseNumber(text string) (int64, error) { return strconv.ParseInt(text, 16, 64) }

// Record is what is kept under a key.
type Record struct {
	Key   string
	Value []byte
}

// Records are those of a world, in order of their keys.
type Records []Record

// Get returns the value of a key.
func (r Records) Get(key string) (value []byte, ok bool) {
	i, found := slices.BinarySearchFunc(r, key, func(a Record, key string) int { return strings.Compare(a.Key, key) })
	if !found {
		return nil, false
	}
	return r[i].Value, true
}

// Read decodes the JSON of a key, and reports whether there is one.
func (r Records) Read(key string, into any) (found bool, err error) {
	value, found := r.Get(key)
	if !found {
		return false, nil
	}
	if err := Decode(value, into); err != nil {
		return true, fmt.Errorf("the record %q: %w", key, err)
	}
	return true, nil
}

// Below returns the records whose keys begin with a text.
func (r Records) Below(prefix string) Records {
	from := sort.Search(len(r), func(i int) bool { return r[i].Key >= prefix })
	to := from
	for to < len(r) && strings.HasPrefix(r[to].Key, prefix) {
		to++
	}
	return r[from:to]
}

// News are changes of single records, in order of their keys, as a shared store tells what others have changed.
type News struct {
	Changes Changes // a nil Value says that there is no such record
	Whole   bool    // these are all records of the world: any other is gone
}

// Find returns the change of a key. With Whole, a record that is missing is one that was deleted.
func (n News) Find(key string) (value []byte, changed bool) {
	i, found := slices.BinarySearchFunc(n.Changes, key, func(c Change, key string) int {
		return strings.Compare(c.Key, key)
	})
	if found {
		return n.Changes[i].Value, true
	}
	return nil, n.Whole
}

// Read decodes the JSON of a key into what is zero, and reports whether the record has changed. One that was deleted
// leaves it zero.
func (n News) Read(key string, into any) (changed bool, err error) {
	value, changed := n.Find(key)
	if value == nil {
		return changed, nil
	}
	if err := Decode(value, into); err != nil {
		return true, fmt.Errorf("the record %q: %w", key, err)
	}
	return true, nil
}

// Below returns the changes of keys that begin with a text.
func (n News) Below(prefix string) Changes {
	from := sort.Search(len(n.Changes), func(i int) bool { return n.Changes[i].Key >= prefix })
	to := from
	for to < len(n.Changes) && strings.HasPrefix(n.Changes[to].Key, prefix) {
		to++
	}
	return n.Changes[from:to]
}

// Records returns the records that there are.
func (n News) Records() Records {
	all := make(Records, 0, len(n.Changes))
	for _, c := range n.Changes {
		if c.Value != nil {
			all = append(all, Record{c.Key, c.Value})
		}
	}
	return all
}
