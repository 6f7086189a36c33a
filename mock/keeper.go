package mock

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/clock"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/keep"
	"sparring/mock/outbound"
	"sparring/mock/problem"
	"sparring/mock/world"
)

// keeper brings what changes in a world to the store. The fakes hand over their changes (Keep); of the other parts it
// asks what is new when it writes. Flush returns when all that has happened in the world is in the store: no response
// leaves before.
type keeper struct {
	in    *instance
	stale atomic.Bool // something may have changed since the last flush

	turns *turns // nil unless several servers share the store

	sync.RWMutex // see world.Keeper; flush holds the lock while it asks the parts

	facts   sync.Mutex // of changes
	changes keep.Changes

	flushing  sync.Mutex // before the lock of world.Keeper
	unwritten keep.Changes
	known     known
	gone      bool // the world is deleted, or was never served: nothing is kept any more
	ended     bool // the server ends: what happens from now on is not kept, and not answered either
}

// known is what the store has of the parts that are asked.
type known struct {
	about    variable
	journal  journal.Kept
	outbox   outbound.Kept
	faults   fault.Kept
	clock    clock.Kept
	switches any               // their version
	chance   world.ChanceState // of the fault rules
}

// flushPeriod is how long a change may wait that no response waits for.
const flushPeriod = time.Second

// faultChance is the stream of chance of the fault rules.
const faultChance = "fault"

// Where the store has what belongs to no part of a world. The fakes keep their chance themselves.
const (
	aboutKey    = "world"
	switchesKey = "switches"
	lastKey     = "time" // the last world time that something happened at
	chanceKeys  = "chance/"
)

// variable is what changes of a world itself.
type variable struct {
	known, closed bool
	label         string
}

// about is what a store keeps of a world itself.
type about struct {
	Seed   uint64            `json:"seed"`
	Label  string            `json:"label,omitempty"`
	TTL    time.Duration     `json:"ttl,omitempty"` // nanoseconds
	URLs   map[string]string `json:"urls"`
	Base   string            `json:"base"`
	Own    bool              `json:"own,omitempty"` // it has ports of its own
	Closed bool              `json:"closed,omitempty"`
	Nonce  string            `json:"nonce,omitempty"` // of this world, and of none that has its name later
}

// attachKeeper lets changes of a world be kept. It is called before the world has fakes: nothing changes in it yet.
func (in *instance) attachKeeper() {
	if in.server.opts.Store == nil {
		return
	}
	in.keeper = &keeper{in: in}
	in.Journal.Secrets().Keep()
	in.World.Keeper = in.keeper
	if in.server.shared != nil {
		in.keeper.share(in.server.shared)
		return
	}
	in.Outbound.SetBefore(in.keeper.flush)
}

// keepAll brings a world that is complete to the store. Errors: the store's.
func (in *instance) keepAll() error {
	if in.keeper == nil {
		return nil
	}
	for _, f := range in.Fakes {
		f.(keptFake).KeepAll()
	}
	if in.keeper.turns != nil {
		return in.create()
	}
	if err := in.keeper.flush(); err != nil {
		return notStored(err)
	}
	return nil
}

// forget ends a world in the store.
func (in *instance) forget() error {
	if in.keeper == nil {
		return nil
	}
	_ = in.keeper.stop(false)
	if in.keeper.turns != nil {
		in.keeper.turns.mark()
	}
	err := in.server.opts.Store.Delete(in.ID)
	in.server.stored(err)
	if err != nil {
		return notStored(err)
	}
	return nil
}

// shares returns the turns of a world that several servers share, else nil.
func (k *keeper) shares() *turns {
	if k == nil {
		return nil
	}
	return k.turns
}

// notStored is the problem of a store that takes no changes.
func notStored(err error) *problem.Problem { return problem.New(problem.Store, err.Error()) }

// keptFake is a fake whose facts a store can keep.
type keptFake interface {
	KeepAll()
	Restore(records keep.Records) error
}

// Keep takes the changes of one transaction.
func (k *keeper) Keep(changes keep.Changes) {
	k.facts.Lock()
	k.changes = append(k.changes, changes...)
	k.facts.Unlock()
	k.stale.Store(true)
}

// Server names this server if several share the world.
func (k *keeper) Server() string {
	if k.turns == nil {
		return ""
	}
	return k.turns.server
}

// Kept does something when the turn that runs is kept, or at once.
func (k *keeper) Kept(do func()) {
	if k.turns == nil {
		do()
		return
	}
	k.turns.kept = append(k.turns.kept, do)
}

var errEnded = errors.New("the server has ended")

// flush writes what has changed. After an error it is written the next time. A nil keeper has nothing to do.
func (k *keeper) flush() error {
	if k == nil || k.turns != nil {
		return nil
	}
	k.flushing.Lock()
	defer k.flushing.Unlock()
	switch {
	case k.gone:
		return nil
	case k.ended:
		return errEnded
	}
	k.stale.Store(false)
	k.unwritten = append(k.unwritten, k.collect()...)
	if len(k.unwritten) == 0 {
		return nil
	}
	err := k.in.server.opts.Store.Commit(k.in.ID, k.unwritten)
	k.in.server.stored(err)
	k.in.server.meters.stored(err)
	if err != nil {
		k.stale.Store(true)
		return err
	}
	k.unwritten = nil
	return nil
}

// collect returns what has changed since the last call, as one moment: no transaction is half of it.
func (k *keeper) collect() (all keep.Changes) {
	k.Lock()
	defer k.Unlock()
	in, has := k.in, &k.known
	in.Journal.Export(&has.journal, &all)
	in.Journal.Secrets().Export(&all)
	in.Outbound.Export(&has.outbox, &all)
	in.Clock.Export(&has.clock, &all)
	in.Faults.Export(&has.faults, &all)
	if now := in.Chance(faultChance).State(); now != has.chance {
		has.chance = now
		all.Put(chanceKeys+faultChance, in.ExportChance()[faultChance])
	}
	if now := in.Switches.Version(); now != has.switches {
		has.switches = now
		all.JSON(switchesKey, in.Switches.All())
	}
	if now := (variable{true, in.isClosed(), in.Label()}); now != has.about {
		has.about = now
		all.JSON(aboutKey, about{in.Seed, in.Label(), in.TTL, in.URLs, in.base, in.ports, now.closed, in.nonce})
	}
	k.facts.Lock()
	all = append(all, k.changes...)
	k.changes = nil
	k.facts.Unlock()
	if len(all) > 0 {
		all.JSON(lastKey, in.Now())
	}
	return all
}

func (in *instance) isClosed() bool {
	in.mu.RLock()
	defer in.mu.RUnlock()
	return in.closed
}

// stop ends the keeping of a world. last says that the server ends: what has changed is written before, and what
// changes afterwards is not answered.
func (k *keeper) stop(last bool) (err error) {
	if k == nil {
		return nil
	}
	if last {
		err = k.flush()
	}
	k.flushing.Lock()
	k.gone, k.ended = !last, last
	k.flushing.Unlock()
	return err
}

// stored remembers whether the store works. It is logged when that changes.
func (s *Server) stored(err error) {
	if err == nil {
		if s.storeError.Swap(nil) != nil && s.opts.Log != nil {
			s.opts.Log.Info("the store takes changes again")
		}
		return
	}
	if s.storeError.Swap(&err) == nil && s.opts.Log != nil {
		s.opts.Log.Error("the store takes no changes: requests get 503 until it does", "error", err.Error())
	}
}

// storeDown returns why the store takes no changes, after one more try. It costs one atomic load if it does.
func (s *Server) storeDown() error {
	if s.storeError.Load() == nil {
		return nil
	}
	if s.shared != nil {
		s.probe()
	} else {
		s.flushStale()
	}
	if err := s.storeError.Load(); err != nil {
		return *err
	}
	return nil
}

// flushStale writes what has changed without a response that waited for it: what was due, calls, streams that ended.
func (s *Server) flushStale() {
	s.mu.RLock()
	worlds := slices.Collect(maps.Values(s.worlds))
	s.mu.RUnlock()
	for _, in := range worlds {
		if in.keeper != nil && in.keeper.stale.Load() {
			_ = in.keeper.flush() // the log says it
		}
	}
}

// flushRegularly runs until the server ends.
func (s *Server) flushRegularly() {
	ticks, stop := clock.Ticker(flushPeriod)
	defer stop()
	for {
		select {
		case <-ticks:
			s.flushStale()
		case <-s.ctx.Done():
			return
		}
	}
}
