// Package world is one complete, isolated set of the fakes with its own clock, chance, journal, faults, switches and
// outbox, and the types through which the chain, the control API and a fake speak with each other.
//
// A world is a value: made, forked, closed and thrown away. Fakes never see each other; all they get is their World.
package world

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"sparring/mock/clock"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/keep"
	"sparring/mock/limit"
	"sparring/mock/outbound"
)

// World is one set of fakes. Its fields are set when it is made and not changed afterwards.
type World struct {
	ID       string
	Seed     uint64
	Clock    *clock.Clock
	Journal  *journal.Journal
	Faults   *fault.Set
	Outbound *outbound.Outbound
	Switches *Switches
	Ledger   *limit.Ledger     // what the stores of this world hold
	URLs     map[string]string // base URL of each API, without the vendor's own base path
	TTL      time.Duration     // wire time after which it is deleted if nobody uses it; 0: never
	Keeper   Keeper            // nil if the world does not outlive the process

	// Fakes are the APIs of this world, in order of their names.
	Fakes []Fake

	label  atomic.Pointer[string]
	ctx    context.Context
	cancel context.CancelFunc
	chance map[string]*Chance
}

// Keeper collects what a store has to keep of a world. A transaction of a fake holds RLock from when it hands over its
// changes until all that follows from them has happened: so the store gets all of it, or nothing.
type Keeper interface {
	RLock()
	RUnlock()
	// Keep takes the changes of one transaction. The caller does not change them any more.
	Keep(changes keep.Changes)
	// Server names this server if several share the world, else it is empty.
	Server() string
	// Kept does something when the changes are in the store, if several servers share the world; else at once.
	Kept(do func())
}

// New makes a world without fakes: mock sets the fields, then Attach adds each fake.
func New(parent context.Context, id string, seed uint64) *World {
	ctx, cancel := context.WithCancel(parent)
	return &World{
		ID: id, Seed: seed, ctx: ctx, cancel: cancel, chance: map[string]*Chance{}, URLs: map[string]string{},
		Ledger: limit.NewLedger(nil),
	}
}

// Attach adds a fake and lets the clock fire its due times.
func (w *World) Attach(f Fake) {
	w.Fakes = append(w.Fakes, f)
	w.Clock.Attach(f.API().Name, f)
}

// Fake returns the fake of an API, or nil.
func (w *World) Fake(api string) Fake {
	for _, f := range w.Fakes {
		if f.API().Name == api {
			return f
		}
	}
	return nil
}

// Label is what people call the world, empty if they do not.
func (w *World) Label() string {
	if l := w.label.Load(); l != nil {
		return *l
	}
	return ""
}

// SetLabel changes what people call the world.
func (w *World) SetLabel(label string) {
	w.label.Store(&label)
	if w.Keeper != nil {
		w.Keeper.Keep(nil) // the store is told
	}
}

// Context ends when the world is closed or deleted, or the server ends.
func (w *World) Context() context.Context { return w.ctx }

// End ends the world's context and its clock's timer.
func (w *World) End() {
	w.cancel()
	w.Clock.Stop()
}

// Now is world time.
func (w *World) Now() time.Time { return w.Clock.Now() }

// URL is the base URL of an API of this world, fixed when the world was made.
func (w *World) URL(api string) string { return w.URLs[api] }

// Secret registers a secret that a fake issued, so that the journal marks it in every place.
func (w *World) Secret(kind, value string) { w.Journal.Secrets().Add(kind, value) }

// Chance is the API's own stream of chance, made from the world's seed at first use. Call it while making the fake.
func (w *World) Chance(name string) *Chance {
	c, ok := w.chance[name]
	if !ok {
		c = NewChance(w.Seed, name)
		w.chance[name] = c
	}
	return c
}

// ExportChance and ImportChance carry the streams of chance to a fork.
func (w *World) ExportChance() map[string][]byte {
	out := map[string][]byte{}
	for name, c := range w.chance {
		out[name] = c.export()
	}
	return out
}

// ImportChance sets the streams that were exported.
func (w *World) ImportChance(states map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(states)) {
		if err := w.Chance(name).restore(states[name]); err != nil {
			return fmt.Errorf("chance of %s: %w", name, err)
		}
	}
	return nil
}

// Chance is a seeded stream: the same seed and calls, the same values. Safe for concurrent use.
type Chance struct {
	mu  sync.Mutex
	pcg *rand.PCG
	r   *rand.Rand
}

// NewChance makes the stream of a name under a seed.
func NewChance(seed uint64, name string) *Chance {
	h := uint64(14695981039346656037) // FNV-1a: the streams of different names are independent
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	pcg := rand.NewPCG(seed, h)
	return &Chance{pcg: pcg, r: rand.New(pcg)}
}

// ChanceState is the position of a stream of chance.
type ChanceState struct{ pcg rand.PCG }

// State returns the position of the stream.
func (c *Chance) State() ChanceState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return ChanceState{*c.pcg}
}

// SetState lets the stream go on from a state.
func (c *Chance) SetState(s ChanceState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*c.pcg = s.pcg
}

func (c *Chance) export() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, _ := c.pcg.MarshalBinary() // never fails
	return b
}

func (c *Chance) restore(b []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pcg.UnmarshalBinary(b)
}

// IntN returns 0 ≤ n < limit.
func (c *Chance) IntN(limit int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.r.IntN(limit)
}

// Text returns length characters of the alphabet.
func (c *Chance) Text(alphabet string, length int) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var space [64]byte // tokens fit
	b := space[:]
	if length > len(b) {
		b = make([]byte, length)
	}
	b = b[:length]
	for i := range b {
		b[i] = alphabet[c.r.IntN(len(alphabet))]
	}
	return string(b)
}

// Alphabets for Text.
const (
	Digits       = "0123456789"
	Hex          = "0123456789abcdef"
	Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	LowerDigits  = "abcdefghijklmnopqrstuvwxyz0123456789"
)

// UUID returns a random (version 4) UUID.
func (c *Chance) UUID() string {
	var u uuid.UUID
	c.mu.Lock()
	binary.BigEndian.PutUint64(u[:], c.r.Uint64())
	binary.BigEndian.PutUint64(u[8:], c.r.Uint64())
	c.mu.Unlock()
	u[6] = u[6]&0x0f | 0x40 // version 4
	u[8] = u[8]&0x3f | 0x80 // variant of RFC 9562
	return u.String()
}
