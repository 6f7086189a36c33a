package mock

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/clock"
	"sparring/mock/keep"
	"sparring/mock/problem"
	"sparring/mock/store"
	"sparring/mock/world"
)

// sharing is what a server has whose worlds other servers serve, too.
type sharing struct {
	shared  store.Shared // nil unless the store is one
	id      string       // of this server, as long as it runs
	swaps   atomic.Int64 // numbers the requests to the store
	offset  atomic.Int64 // of the engine's time, in nanoseconds
	probed  atomic.Int64 // when the store was last asked whether it is there, in Unix nanoseconds
	leaving atomic.Bool  // see Leave
	loading sync.Mutex   // one world is read at a time

	waking sync.Mutex
	woken  map[string]bool // worlds to look at
	wakes  chan struct{}
}

// How often a server says that it lives and looks for what is due, and how long it counts as living.
const (
	sharePeriod = 500 * time.Millisecond
	lifePeriod  = 15 * time.Second
	probePeriod = 200 * time.Millisecond
	idlePeriod  = 10 * time.Minute // after which the copy of a world that nobody uses is let go
)

// share prepares the server if its store is one that several share.
func (s *Server) share() {
	shared, ok := s.opts.Store.(store.Shared)
	if !ok {
		return
	}
	s.shared, s.id = shared, rand.Text()
	s.woken, s.wakes = map[string]bool{}, make(chan struct{}, 1)
	s.budget.Max = 0 // a journal that is forgotten here would be forgotten for all
	s.measure()
}

// wall is the engine's time.
func (s *Server) wall() time.Time { return clock.Wire().Add(time.Duration(s.offset.Load())) }

// measure asks for the engine's time.
func (s *Server) measure() {
	before := clock.Wire()
	now, err := s.shared.Now()
	if err != nil {
		s.stored(err)
		return
	}
	passed := clock.Wire().Sub(before)
	offset := now.Sub(before.Add(passed / 2))
	if diff := offset - time.Duration(s.offset.Load()); diff.Abs() > passed/2+time.Millisecond {
		s.offset.Store(int64(offset))
	}
}

// probe finds out whether the store takes changes again, not too often. To be read from is not enough: an engine that
// still loads its worlds, or whose disk or memory is full, says what time it is.
func (s *Server) probe() {
	last, now := s.probed.Load(), clock.Wire().UnixNano()
	if now-last < int64(probePeriod) || !s.probed.CompareAndSwap(last, now) {
		return
	}
	_ = s.live()
}

// live says that this server lives, which is a change.
func (s *Server) live() error {
	err := s.shared.Live(s.id, lifePeriod)
	s.stored(err)
	return err
}

// follow keeps in touch with the other servers until this one ends.
func (s *Server) follow() {
	_ = s.live()
	s.ends.Go(func() { s.shared.Watch(s.ctx, s.wake) })
	s.ends.Go(s.lookAfter)
}

// wake notes that a world has changed, or all of them.
func (s *Server) wake(world string) {
	s.waking.Lock()
	s.woken[world] = true
	s.waking.Unlock()
	select {
	case s.wakes <- struct{}{}:
	default:
	}
}

func (s *Server) lookAfter() {
	ticks, stop := clock.Ticker(sharePeriod)
	defer stop()
	for {
		select {
		case <-s.wakes:
			s.waking.Lock()
			woken := s.woken
			s.woken = map[string]bool{}
			s.waking.Unlock()
			for _, in := range s.copies() {
				if (woken[in.ID] || woken[""]) && in.keeper.turns.watched() {
					s.visit(in)
				}
			}
		case <-ticks:
			s.tick()
		case <-s.ctx.Done():
			return
		}
	}
}

// copies returns the worlds that this server has in memory.
func (s *Server) copies() []*instance {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Collect(maps.Values(s.worlds))
}

// tick does what has to be done now and then.
func (s *Server) tick() {
	s.measure()
	if s.live() != nil {
		return
	}
	due, err := s.shared.Due(s.wall())
	if err != nil {
		return
	}
	for _, id := range due {
		if in, err := s.instance(id); err == nil {
			s.visit(in)
		}
	}
	for _, in := range s.copies() {
		switch {
		case in.keeper.turns.watched() || in.users.Load() > 0:
			s.visit(in)
		case clock.Wire().UnixNano()-in.used.Load() > int64(idlePeriod):
			s.leave(in)
		}
	}
}

// visit brings the copy of a world up to date and does what is due in it, unless this is being done.
func (s *Server) visit(in *instance) {
	t := in.keeper.turns
	if !t.visiting.CompareAndSwap(false, true) {
		t.again.Store(true)
		return
	}
	s.ends.Go(func() {
		for {
			t.again.Store(false)
			_ = t.turn(true, func() {
				t.sweep()
				in.Clock.Settle()
			})
			t.visiting.Store(false)
			if !t.again.Load() || !t.visiting.CompareAndSwap(false, true) {
				return
			}
		}
	})
}

// sweep ends the entries whose servers do not live any more.
func (t *turns) sweep() {
	foreign := false
	for _, owner := range t.owners {
		foreign = foreign || owner != t.server
	}
	if !foreign {
		return
	}
	living, err := t.store.Living()
	if err != nil {
		return
	}
	lives := func(server string) bool { return server == t.server || slices.Contains(living, server) }
	for _, seq := range slices.Sorted(maps.Keys(t.owners)) {
		if !lives(t.owners[seq]) {
			t.in.Journal.End(seq, interrupted)
		}
	}
	t.in.Faults.Abandon(lives)
	for _, f := range t.in.Fakes {
		f.(sharedFake).Abandon(lives)
	}
}

// load returns the copy of a world that is in the store. The default one is made if it is not.
func (s *Server) load(id string) (*instance, error) {
	s.loading.Lock()
	defer s.loading.Unlock()
	for range mostRemade {
		s.mu.RLock()
		in := s.worlds[id]
		s.mu.RUnlock()
		if in != nil {
			return in, nil
		}
		if s.ctx.Err() != nil {
			return nil, problem.New(problem.NotReady, "")
		}
		d, err := s.shared.Read(id, 0)
		switch {
		case err != nil:
			s.stored(err)
			return nil, err
		case d.Version == 0 && id != DefaultWorld:
			return nil, errUnknownWorld
		case d.Version != 0:
			return s.copyOf(id, d)
		}
		if in, err = s.make(s.defaultPlan(id)); err != nil {
			return nil, err
		}
		if err = in.keepAll(); err == nil {
			s.serve(in)
			if s.opts.Made != nil {
				s.opts.Made(id, "")
			}
			return in, nil
		}
		in.end()
		if !isTaken(err) {
			return nil, err
		}
	}
	return nil, errCrowd
}

// isTaken reports whether a world could not be made because another server was faster.
func isTaken(err error) bool {
	p, ok := errors.AsType[*problem.Problem](err)
	return ok && p.Code() == problem.WorldTaken
}

// isUnsure reports whether it is unknown if something was changed.
func isUnsure(err error) bool { return errors.Is(err, store.ErrUnsure) }

func (s *Server) serve(in *instance) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.worlds[in.ID] = in
}

// copyOf makes the copy of a world, and serves it.
func (s *Server) copyOf(id string, d store.Delta) (in *instance, err error) {
	defer func() { // records are whole, but another version may have written them
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", store.ErrDamaged, v)
		}
	}()
	records := keep.News{Changes: d.Changes, Whole: true}.Records()
	p, of, err := planOf(id, records)
	if err != nil {
		return nil, err
	}
	if in, err = s.make(p); err != nil {
		return nil, err
	}
	for api, address := range of.URLs {
		in.URLs[api] = address
	}
	in.nonce = of.Nonce
	t := in.keeper.turns
	t.mu.Lock()
	err = t.apply(store.Delta{Version: d.Version, Changes: d.Changes, Whole: true})
	t.mu.Unlock()
	if err != nil {
		in.end()
		return nil, err
	}
	s.serve(in)
	return in, nil
}

// leave lets the copy of a world go: the world was deleted, or nobody has used it for a while.
func (s *Server) leave(in *instance) {
	in.keeper.turns.mark()
	s.mu.Lock()
	if s.worlds[in.ID] == in {
		delete(s.worlds, in.ID)
	}
	s.mu.Unlock()
	in.end()
	in.Faults.Sync()
}

// mark says that the copy is used no more.
func (t *turns) mark() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.gone {
		t.gone = true
		t.tell()
	}
}

// create brings a world that is complete to the store. Errors: problems.
func (in *instance) create() error {
	made, err := in.keeper.turns.create()
	if !errors.Is(err, store.ErrFull) {
		in.server.stored(err)
	}
	switch {
	case errors.Is(err, store.ErrFull):
		return problem.New(problem.Full,
			fmt.Sprintf("there are %d worlds, as many as --max-worlds allows", in.server.opts.MaxWorlds))
	case err != nil:
		return notStored(err)
	case !made:
		return problem.New(problem.WorldTaken, fmt.Sprintf("there is a world %q already", in.ID)).At("/id")
	}
	return nil
}

// part ends what waits in a world that was closed, for a bounded time.
func (in *instance) part() {
	in.mu.Lock()
	already := in.parted
	in.parted = true
	in.mu.Unlock()
	if already {
		return
	}
	close(in.closing)
	in.Faults.Close()
	in.settleDown()
}

// sharedWorlds lists the worlds that are in the store, in order of their ids. One that cannot be read is left out.
func (s *Server) sharedWorlds() (out []*world.World) {
	ids, err := s.shared.Worlds()
	if err != nil {
		s.stored(err)
	}
	for _, id := range ids {
		in, err := s.instance(id)
		if err != nil {
			continue
		}
		if in.keeper.turns.turn(true, func() {}) == nil {
			out = append(out, in.World)
		}
	}
	return out
}
