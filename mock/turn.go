package mock

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/keep"
	"sparring/mock/store"
)

// turns let several servers share a world. All that changes it is a turn: a function that works on the copy in memory,
// after which the changes are swapped in the store. If another server was faster, the copy is brought up to date, which
// takes the changes back, and the function runs again. What reaches beyond the world is done when the turn is kept. One
// turn of a world runs at a time on a server.
type turns struct {
	in     *instance
	store  store.Shared
	server string

	mu      sync.Mutex  // held during a turn
	version int64       // of the copy in memory; 0: all of it has to be read
	unsure  *store.Swap // whose reply is missing, with what to do if it was made
	calls   []func()
	then    []func()
	after   []func() // of the turn that runs: done when it is kept
	kept    []func() // the same, but before another turn can begin
	running bool
	gone    bool             // the world was deleted
	owed    []func()         // what ends something and could not be kept: it is done in the next turn
	owners  map[int64]string // servers of open entries, by seq

	waiting  sync.Mutex
	changed  chan struct{} // closed at the next change
	watchers int           // of changed

	visiting, again atomic.Bool // see visit
}

// How often a turn is tried, and how long a server asks again for a reply that is missing.
const (
	mostTurns  = 200
	mostUnsure = 20
	turnPause  = 10 * time.Millisecond // at most, between two tries
)

var (
	errGone   = errors.New("the world was deleted")
	errRemade = fmt.Errorf("%w, and another one made", errGone)
	errCrowd  = errors.New("other servers change the world all the time")
)

// share makes a keeper take turns.
func (k *keeper) share(s store.Shared) {
	in := k.in
	t := &turns{
		in: in, store: s, server: in.server.id, changed: make(chan struct{}), owners: map[int64]string{},
	}
	k.turns, k.known.journal.Server = t, t.server
	in.Faults.Share(t.server)
	in.Outbound.Share(func(f func()) { t.finish(f) })
	in.Clock.Share(in.server.wall, func() { _ = t.turn(false, func() { in.Clock.Settle() }) })
}

// finish takes a turn that ends something which has happened. If that cannot be kept, it is done in the next turn.
func (t *turns) finish(f func()) {
	if err := t.turn(false, f); err != nil {
		t.owe(f)
	}
}

// owe lets the next turn end something.
func (t *turns) owe(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.owed = append(t.owed, f)
}

// turn runs f as a turn, and returns when its changes are in the store. f may run several times. A turn that reads
// sees all that was in the store when it began. Errors: errGone, errCrowd, and those of the store; nothing was changed
// then, but after one that wraps store.ErrUnsure, which may have been.
func (t *turns) turn(reads bool, f func()) error {
	after, err := t.locked(reads, f)
	for _, do := range after {
		do()
	}
	if err != nil && !errors.Is(err, errGone) && !errors.Is(err, errCrowd) {
		t.in.server.stored(err)
		t.in.server.meters.stored(err)
	}
	return err
}

func (t *turns) locked(reads bool, f func()) (after []func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	earlier, err := t.resolve()
	if err == nil && (reads || t.version == 0) {
		err = t.refresh()
	}
	if err != nil {
		return earlier, err
	}
	for try := range mostTurns {
		t.run(f)
		kept, err := t.swap()
		if kept {
			t.perform()
			return append(append(earlier, t.in.Outbound.Launch()...), t.after...), nil
		}
		if t.unsure != nil {
			t.calls, t.then = t.in.Outbound.Launch(), t.after
		} else {
			t.in.Outbound.Drop()
		}
		if err != nil {
			return earlier, err
		}
		pause(try)
	}
	return earlier, errCrowd
}

// perform does what a turn that is kept leads to in the copy.
func (t *turns) perform() {
	t.in.Faults.Sync()
	for _, do := range t.kept {
		do()
	}
	t.kept = nil
}

// pause waits a moment, at random, the longer the more often a turn was tried.
func pause(try int) {
	most := min(time.Duration(try)*200*time.Microsecond, turnPause)
	if most == 0 {
		return
	}
	ticks, stop := clock.Ticker(1 + rand.N(most)) //nolint:forbidigo // chance of no world: servers must not agree
	defer stop()
	<-ticks
}

// run runs the function of a turn. After a panic the copy is read anew.
func (t *turns) run(f func()) {
	whole := false
	t.in.Outbound.Hold()
	t.after, t.kept, t.running = nil, nil, true
	defer func() {
		t.running = false
		if !whole {
			t.in.Outbound.Drop()
			t.version = 0
		}
	}()
	for _, end := range t.owed {
		end()
	}
	f()
	whole = true
}

// swap brings the changes of a turn to the store, and reports whether they are kept. If not, the copy is as the store
// has it, or will be read anew.
func (t *turns) swap() (kept bool, err error) {
	changes := t.in.keeper.collect()
	if len(changes) == 0 {
		return true, nil
	}
	return t.offer(changes)
}

// offer gives changes of this version to the store.
func (t *turns) offer(changes keep.Changes) (kept bool, err error) {
	return t.give(&store.Swap{
		From: t.version, Changes: changes, Due: t.in.Clock.NextDue(), TTL: t.in.TTL,
		Request: fmt.Sprintf("%s/%d", t.server, t.in.server.swaps.Add(1)),
	})
}

// create brings a new world to the store, and reports whether no other one has its name.
func (t *turns) create() (made bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := store.Swap{
		Changes: t.in.keeper.collect(), Due: t.in.Clock.NextDue(), TTL: t.in.TTL, Most: t.in.server.opts.MaxWorlds,
		Request: fmt.Sprintf("%s/%d", t.server, t.in.server.swaps.Add(1)),
	}
	d, made, err := t.ask(&s)
	if made {
		t.version = d.Version
	}
	return made, err
}

// ask gives a swap to the store until it says what became of it. If it never does, the swap is remembered.
func (t *turns) ask(s *store.Swap) (d store.Delta, kept bool, err error) {
	for try := range mostUnsure {
		d, kept, err = t.store.Swap(t.in.ID, *s)
		switch {
		case err == nil:
			t.unsure = nil
			return d, kept, nil
		case errors.Is(err, store.ErrUnsure):
			t.unsure = s
		case t.unsure == nil: // nothing was made
			return d, false, err
		}
		pause(try + 10)
	}
	if !errors.Is(err, store.ErrUnsure) {
		err = fmt.Errorf("%w: %w", store.ErrUnsure, err)
	}
	return d, false, err
}

// give asks for a swap, and brings the copy up to date.
func (t *turns) give(s *store.Swap) (kept bool, err error) {
	d, kept, err := t.ask(s)
	switch {
	case err == nil && kept:
		t.in.server.stored(nil)
		t.in.server.meters.stored(nil)
		t.version = d.Version
		t.own(s.Changes)
		t.owed = nil
		t.tell()
		t.in.Clock.AtLeast(t.in.Now())
	case err == nil:
		err = t.takeBack(d, s)
	case t.unsure == nil:
		t.version = 0
	}
	return kept, err
}

// takeBack brings the copy up to date after a swap that was not made.
func (t *turns) takeBack(d store.Delta, s *store.Swap) (err error) {
	t.in.server.meters.conflict()
	for _, c := range s.Changes {
		if c.Below && c.Value == nil && d.Version != 0 && !d.Whole {
			if d, err = t.store.Read(t.in.ID, 0); err != nil {
				t.version = 0
				return err
			}
		}
	}
	return t.apply(d)
}

// resolve finds out what became of the swap whose reply is missing, and returns what is left to do of its turn.
func (t *turns) resolve() (after []func(), err error) {
	if t.gone {
		return nil, errGone
	}
	if t.unsure == nil {
		return nil, nil
	}
	kept, err := t.give(t.unsure)
	switch {
	case kept:
		after = append(t.calls, t.then...)
		t.perform()
	case t.unsure == nil:
		t.in.Outbound.Cancel(len(t.calls))
	default:
		return nil, err
	}
	t.calls, t.then = nil, nil
	return after, err
}

// refresh reads what has changed. What a calm reader has numbered meanwhile is offered to the store: others may have
// numbered it, too.
func (t *turns) refresh() error {
	if t.version != 0 {
		if changes := t.in.keeper.collect(); len(changes) > 0 {
			_, err := t.offer(changes)
			return err
		}
	}
	d, err := t.store.Read(t.in.ID, t.version)
	if err != nil {
		return err
	}
	if d.Version == t.version && !d.Whole {
		return nil
	}
	return t.apply(d)
}

// apply brings all parts of the world up to date.
func (t *turns) apply(d store.Delta) error {
	if d.Version == 0 {
		t.end()
		return errGone
	}
	t.version = 0 // if this fails
	news := keep.News{Changes: d.Changes, Whole: d.Whole}
	if err := t.in.apply(news); err != nil {
		if errors.Is(err, errGone) {
			t.end()
		}
		return err
	}
	t.own(d.Changes)
	t.version = d.Version
	t.in.Faults.Sync()
	t.in.Clock.Rearm()
	t.tell()
	return nil
}

// end ends the copy of a world that was deleted. t.mu is held.
func (t *turns) end() {
	if t.gone {
		return
	}
	t.gone = true
	t.tell()
	go t.in.server.leave(t.in)
}

// own notes who writes the open entries.
func (t *turns) own(changes keep.Changes) {
	for _, c := range changes {
		rest, ok := strings.CutPrefix(c.Key, journal.OpenKeys)
		if !ok {
			continue
		}
		if c.Below && c.Value == nil {
			clear(t.owners)
			continue
		}
		seq, err := keep.ParseNumber(rest)
		switch {
		case err != nil:
		case c.Value == nil:
			delete(t.owners, seq)
		default:
			t.owners[seq] = string(c.Value)
		}
	}
}

// show runs what a follower reads, as a turn: to read is to number the secrets that are found, and another server may
// find them, too.
func (t *turns) show(read func()) {
	if err := t.turn(false, read); errors.Is(err, errGone) {
		read()
	}
}

// calm runs what only reads, when the copy has nothing that may be taken back. It does not run it if that is unknown.
func (t *turns) calm(read func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.gone && (t.unsure != nil || t.version == 0) {
		return
	}
	read()
}

// tell wakes those who wait for a change.
func (t *turns) tell() {
	t.waiting.Lock()
	defer t.waiting.Unlock()
	close(t.changed)
	t.changed = make(chan struct{})
}

// watch returns what is closed at the next change. While somebody watches, the copy follows the store.
func (t *turns) watch() (changed <-chan struct{}, stop func()) {
	t.waiting.Lock()
	defer t.waiting.Unlock()
	t.watchers++
	return t.changed, func() {
		t.waiting.Lock()
		t.watchers--
		t.waiting.Unlock()
	}
}

func (t *turns) watched() bool {
	t.waiting.Lock()
	defer t.waiting.Unlock()
	return t.watchers > 0
}

// later does something when the turn that runs is kept.
func (t *turns) later(f func()) { t.after = append(t.after, f) }
