package mock

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"sparring/mock/clock"
	"sparring/mock/keep"
	"sparring/mock/store"
	"sparring/mock/world"
)

// apply takes over what others have changed. Errors: errRemade, and those of records, which they name.
func (in *instance) apply(news keep.News) error {
	k := in.keeper
	var of about
	named, err := news.Read(aboutKey, &of)
	if err != nil {
		return err
	}
	if named && of.Nonce != in.nonce {
		return errRemade
	}
	forgot, err := in.Journal.Secrets().Apply(news)
	if err == nil {
		err = in.Journal.Apply(&k.known.journal, news, forgot)
	}
	for _, f := range in.Fakes {
		if err == nil {
			err = f.(sharedFake).Apply(news)
		}
	}
	if err == nil {
		err = in.applyRest(news)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	if named {
		in.rename(&of)
	}
	k.changes = nil
	k.collect() // the parts are what the store has
	return nil
}

// applyRest takes over what is one record each.
func (in *instance) applyRest(news keep.News) error {
	chances := map[string][]byte{}
	for _, c := range news.Below(chanceKeys) {
		if c.Value != nil {
			chances[strings.TrimPrefix(c.Key, chanceKeys)] = c.Value
		}
	}
	var switches map[string]map[string]any
	if err := errors.Join(in.ImportChance(chances), in.Faults.Apply(news), in.Outbound.Apply(news)); err != nil {
		return err
	}
	changed, err := news.Read(switchesKey, &switches)
	if err == nil && changed {
		err = in.Switches.Set(switches)
	}
	if err != nil {
		return err
	}
	var kept clock.Kept
	var least time.Time
	moved, err := news.Read(clock.Key, &kept)
	if err != nil {
		return err
	}
	if passed, err := news.Read(lastKey, &least); err != nil {
		return err
	} else if moved || passed {
		in.Clock.Apply(kept, least)
	}
	return nil
}

// rename takes over what changes of a world itself.
func (in *instance) rename(of *about) {
	if of.Label != in.Label() {
		in.World.SetLabel(of.Label)
	}
	in.mu.Lock()
	was := in.closed
	in.closed = of.Closed
	in.mu.Unlock()
	if of.Closed && !was {
		go in.part()
	}
}

// sharedFake is a fake that several servers share.
type sharedFake interface {
	world.Fake
	Apply(news keep.News) error
	Abandon(lives func(server string) bool)
}
