package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/mock/keep"
)

// Memory is a Shared for servers of one process: it says what an engine has to do, and tests tell it to fail. Nothing
// outlives it, and Close does nothing, as several servers use it.
type Memory struct {
	mu      sync.Mutex
	worlds  map[string]*sharedWorld
	version int64 // of the last change of any world: so that of a new world is greater than those before
	living  map[string]time.Time
	number  int64
	watch   map[*func(string)]bool

	away      error // of all calls
	refused   error // of those that change something
	lost      int   // replies of swaps
	conflicts int   // swaps that are refused
	swaps     int
}

// sharedWorld is a world in Memory.
type sharedWorld struct {
	first   int64 // version
	version int64
	records map[string]sharedRecord
	due     time.Time
	ttl     time.Duration
	ends    time.Time        // zero: never
	made    map[string]Delta // of the last request of each server
	asked   map[string]string
}

// sharedRecord is a record, or what is left of a deleted one.
type sharedRecord struct {
	value   []byte // nil: deleted
	version int64  // that changed it
}

// NewMemory returns a store without worlds.
func NewMemory() *Memory {
	return &Memory{
		worlds: map[string]*sharedWorld{}, living: map[string]time.Time{}, watch: map[*func(string)]bool{},
	}
}

// Fail lets all calls fail with an error, such as ErrAway, until it is called with nil.
func (m *Memory) Fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.away = err
	if err == nil {
		m.wake("")
	}
}

// Refuse lets all calls that change something fail, as an engine does whose memory or disk is full, until it is called
// with nil.
func (m *Memory) Refuse(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refused = err
}

// LoseReplies lets the next swaps be made and return ErrUnsure.
func (m *Memory) LoseReplies(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lost = n
}

// Conflict refuses the next swaps, as if somebody had been faster.
func (m *Memory) Conflict(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.conflicts = n
}

// Swaps returns how many swaps were asked for.
func (m *Memory) Swaps() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.swaps
}

// enter locks the store, and forgets the worlds whose time is over. The caller unlocks it, also after an error.
func (m *Memory) enter() error {
	m.mu.Lock()
	now := time.Now()
	for name, w := range m.worlds {
		if !w.ends.IsZero() && w.ends.Before(now) {
			m.remove(name)
		}
	}
	return m.away
}

func (m *Memory) remove(world string) {
	if m.worlds[world] != nil {
		delete(m.worlds, world)
		m.wake(world)
	}
}

// wake tells all who watch. m.mu is held.
func (m *Memory) wake(world string) {
	for woken := range m.watch {
		(*woken)(world)
	}
}

// Worlds names the worlds in order.
func (m *Memory) Worlds() ([]string, error) {
	err := m.enter()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.worlds)), err
}

// Load hands over the records of a world.
func (m *Memory) Load(world string, each func(key string, value []byte) error) error {
	d, err := m.Read(world, 0)
	for i := 0; err == nil && i < len(d.Changes); i++ {
		err = each(d.Changes[i].Key, d.Changes[i].Value)
	}
	return err
}

// Commit makes all changes whatever the version is.
func (m *Memory) Commit(world string, changes keep.Changes) error {
	err := cmp.Or(m.enter(), m.refused)
	defer m.mu.Unlock()
	if err != nil || len(changes) == 0 {
		return err
	}
	m.change(world, changes)
	return nil
}

// Delete deletes a world.
func (m *Memory) Delete(world string) error {
	err := m.enter()
	defer m.mu.Unlock()
	if err == nil {
		m.remove(world)
	}
	return err
}

// Close does nothing.
func (m *Memory) Close() error { return nil }

// change makes changes in a world, which it makes if need be. m.mu is held.
func (m *Memory) change(world string, changes keep.Changes) *sharedWorld {
	w := m.worlds[world]
	if w == nil {
		w = &sharedWorld{
			records: map[string]sharedRecord{}, made: map[string]Delta{}, asked: map[string]string{},
		}
		m.worlds[world] = w
	}
	m.version++
	if w.version = m.version; w.first == 0 {
		w.first = m.version
	}
	for _, c := range changes {
		switch {
		case c.Value != nil:
			w.records[c.Key] = sharedRecord{slices.Clone(c.Value), w.version}
		case c.Below:
			for key := range w.records {
				if strings.HasPrefix(key, c.Key) {
					w.records[key] = sharedRecord{nil, w.version}
				}
			}
		default:
			w.records[c.Key] = sharedRecord{nil, w.version}
		}
	}
	m.wake(world)
	return w
}

// Read returns what has changed since a version.
func (m *Memory) Read(world string, since int64) (Delta, error) {
	err := m.enter()
	defer m.mu.Unlock()
	w := m.worlds[world]
	if err != nil || w == nil {
		return Delta{}, err
	}
	w.use()
	return w.since(since, nil), nil
}

func (w *sharedWorld) use() {
	if w.ends = (time.Time{}); w.ttl > 0 {
		w.ends = time.Now().Add(w.ttl)
	}
}

// since returns what has changed since a version, and the state of further keys.
func (w *sharedWorld) since(version int64, also keep.Changes) Delta {
	d := Delta{Version: w.version, Whole: version < w.first}
	for key, r := range w.records {
		if r.version > version && (r.value != nil || !d.Whole) {
			d.Changes = append(d.Changes, keep.Change{Key: key, Value: slices.Clone(r.value)})
		}
	}
	seen := map[string]bool{}
	for _, c := range also {
		if r := w.records[c.Key]; !c.Below && r.version <= version && !seen[c.Key] && !d.Whole {
			seen[c.Key] = true
			d.Changes = append(d.Changes, keep.Change{Key: c.Key, Value: slices.Clone(r.value)})
		}
	}
	slices.SortFunc(d.Changes, func(a, b keep.Change) int { return cmp.Compare(a.Key, b.Key) })
	return d
}

// Swap makes changes if nobody was faster.
func (m *Memory) Swap(world string, s Swap) (Delta, bool, error) {
	err := cmp.Or(m.enter(), m.refused)
	defer m.mu.Unlock()
	if err != nil {
		return Delta{}, false, err
	}
	m.swaps++
	server := s.Request[:max(0, strings.LastIndexByte(s.Request, '/'))]
	w := m.worlds[world]
	if w != nil && w.asked[server] == s.Request {
		return w.made[server], true, nil
	}
	version := int64(0)
	if w != nil {
		version = w.version
	}
	if version != s.From || m.conflicts > 0 {
		m.conflicts = max(0, m.conflicts-1)
		if w == nil {
			return Delta{}, false, nil
		}
		return w.since(s.From, s.Changes), false, nil
	}
	if w == nil && s.Most > 0 && len(m.worlds) >= s.Most {
		return Delta{}, false, ErrFull
	}
	w = m.change(world, s.Changes)
	w.due, w.ttl = s.Due, s.TTL
	w.use()
	w.asked[server], w.made[server] = s.Request, Delta{Version: w.version}
	if m.lost > 0 {
		m.lost--
		return Delta{}, false, ErrUnsure
	}
	return w.made[server], true, nil
}

// Now returns the time of the machine.
func (m *Memory) Now() (time.Time, error) {
	err := m.enter()
	defer m.mu.Unlock()
	return time.Now(), err
}

// Due names the worlds in which something is due.
func (m *Memory) Due(until time.Time) (names []string, err error) {
	err = m.enter()
	defer m.mu.Unlock()
	for name, w := range m.worlds {
		if err == nil && !w.due.IsZero() && !w.due.After(until) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, err
}

// Live says that a server lives.
func (m *Memory) Live(server string, period time.Duration) error {
	err := cmp.Or(m.enter(), m.refused)
	defer m.mu.Unlock()
	if err == nil {
		m.living[server] = time.Now().Add(period)
	}
	return err
}

// Living names the servers that live.
func (m *Memory) Living() (names []string, err error) {
	err = m.enter()
	defer m.mu.Unlock()
	for name, until := range m.living {
		if until.After(time.Now()) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, err
}

// Number returns a new number.
func (m *Memory) Number() (int64, error) {
	err := m.enter()
	defer m.mu.Unlock()
	m.number++
	return m.number, err
}

// Watch tells of changes until ctx ends.
func (m *Memory) Watch(ctx context.Context, woken func(world string)) {
	m.mu.Lock()
	m.watch[&woken] = true
	m.mu.Unlock()
	<-ctx.Done()
	m.mu.Lock()
	delete(m.watch, &woken)
	m.mu.Unlock()
}
