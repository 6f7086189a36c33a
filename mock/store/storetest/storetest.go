// Package storetest has a store in memory for tests, and Test, which any store has to pass.
package storetest

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"sparring/mock/keep"
)

// Memory is the simplest store: it says what the others must do. Safe for concurrent use.
type Memory struct {
	mu     sync.Mutex
	worlds map[string]map[string][]byte
	broken error
}

// Break lets all changes fail with an error, until it is called with nil.
func (m *Memory) Break(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken = err
}

// Copy returns a store with the same records: what the death of a process leaves.
func (m *Memory) Copy() *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := &Memory{worlds: map[string]map[string][]byte{}}
	for name, records := range m.worlds {
		c.worlds[name] = maps.Clone(records)
	}
	return c
}

// Worlds names the worlds in order.
func (m *Memory) Worlds() ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.worlds)), nil
}

// Load hands over the records of a world.
func (m *Memory) Load(world string, each func(key string, value []byte) error) error {
	m.mu.Lock()
	records := maps.Clone(m.worlds[world])
	m.mu.Unlock()
	for _, key := range slices.Sorted(maps.Keys(records)) {
		if err := each(key, slices.Clone(records[key])); err != nil {
			return err
		}
	}
	return nil
}

// Commit makes all changes, or none if the store is broken.
func (m *Memory) Commit(world string, changes keep.Changes) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return m.broken
	}
	if m.worlds == nil {
		m.worlds = map[string]map[string][]byte{}
	}
	if m.worlds[world] == nil && len(changes) > 0 {
		m.worlds[world] = map[string][]byte{}
	}
	for _, c := range changes {
		switch {
		case c.Value != nil:
			m.worlds[world][c.Key] = slices.Clone(c.Value)
		case c.Below:
			maps.DeleteFunc(m.worlds[world], func(key string, _ []byte) bool { return strings.HasPrefix(key, c.Key) })
		default:
			delete(m.worlds[world], c.Key)
		}
	}
	return nil
}

// Delete deletes a world.
func (m *Memory) Delete(world string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken == nil {
		delete(m.worlds, world)
	}
	return m.broken
}

// Close does nothing.
func (m *Memory) Close() error { return nil }
