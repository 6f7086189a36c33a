package fake

import (
	"encoding/json"
	"fmt"

	"sparring/mock/limit"
	"sparring/mock/world"
)

// Plant replaces all facts, all or nothing. Errors say what was expected, what came, and where (a JSON pointer).
func (f *Fake[F, X]) Plant(state json.RawMessage) error {
	load, err := f.def.Plant(state)
	if err != nil {
		return err
	}
	return f.replace(func(s *Store, facts F) {
		f.store, f.facts = s, facts
		x := f.begin(&Request{Context: f.home.world.Context()}, f.home.world.Now())
		load(x)
		f.end(x.transaction(), true)
	})
}

// CopyTo lets another fake of the same API, in a fork of the world, have the same facts. Records are shared: they are
// never changed in place.
func (f *Fake[F, X]) CopyTo(to world.Fake) error {
	other := to.(*Fake[F, X])
	return other.replace(func(s *Store, _ F) {
		f.mu.Lock()
		defer f.mu.Unlock()
		for i, p := range s.parts {
			p.copyFrom(f.store.parts[i])
		}
	})
}

// Held returns about how many bytes the facts take.
func (f *Fake[F, X]) Held() (n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, m := range f.home.meters {
		if m.Unit == limit.Bytes {
			n += m.Used()
		}
	}
	return n
}

// replace replaces the store by a fresh one that fill has filled, unless it exceeds a bound.
func (f *Fake[F, X]) replace(fill func(s *Store, facts F)) error {
	if err := f.replaced(fill); err != nil {
		return fmt.Errorf("the state of %s: %w", f.def.Name, err)
	}
	f.home.world.Clock.Rearm()
	return nil
}

func (f *Fake[F, X]) replaced(fill func(s *Store, facts F)) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	store, facts := f.store, f.facts
	fresh, empty := f.empty()
	kept := false
	defer func() {
		if !kept {
			f.store, f.facts = store, facts
		}
	}()
	fresh.loading = true
	fill(fresh, empty)
	for _, p := range fresh.parts {
		if err := p.check(); err != nil {
			return err
		}
	}
	kept = true
	f.store, f.facts = fresh, empty
	fresh.loaded()
	x := f.begin(&Request{Context: f.home.world.Context()}, f.home.world.Now())
	f.def.Mark(x)
	f.end(x.transaction(), true)
	f.keepAll()
	return nil
}
