package mock

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/keep"
	"sparring/mock/store"
)

// restoreAll makes the worlds that the store has. Errors name the world and the record.
func (s *Server) restoreAll() error {
	if s.opts.Store == nil || s.shared != nil { // shared worlds are read when they are used
		return nil
	}
	ids, err := s.opts.Store.Worlds()
	if err != nil {
		return err
	}
	for _, id := range ids {
		var records keep.Records
		err := s.opts.Store.Load(id, func(key string, value []byte) error {
			records = append(records, keep.Record{Key: key, Value: value})
			return nil
		})
		if err == nil {
			err = s.restore(id, records)
		}
		if err != nil {
			return fmt.Errorf("the world %q: %w", id, err)
		}
	}
	return nil
}

// restore makes a world of its records, and serves it.
func (s *Server) restore(id string, records keep.Records) (err error) {
	defer func() { // records are whole, but another version may have written them
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", store.ErrDamaged, v)
		}
	}()
	p, of, err := planOf(id, records)
	if err != nil {
		return err
	}
	in, err := s.make(p)
	if err != nil {
		return err
	}
	if err := in.restore(records); err != nil {
		in.end()
		return err
	}
	for api, address := range of.URLs {
		in.URLs[api] = address
	}
	in.ports = of.Own
	if of.Label != "" {
		in.SetLabel(of.Label)
	}
	if of.Closed {
		in.shut()
	}
	s.worlds[id] = in
	s.expireLater(in)
	in.Clock.Rearm()
	return nil
}

// planOf returns the plan of a world that a store has kept.
func planOf(id string, records keep.Records) (p plan, of about, err error) {
	found, err := records.Read(aboutKey, &of)
	if err == nil && !found {
		err = errors.New("it is missing")
	}
	if err != nil {
		return p, of, fmt.Errorf("%w: the record %q: %w", store.ErrDamaged, aboutKey, err)
	}
	kept, err := clock.ReadKept(records)
	if err != nil {
		return p, of, err
	}
	p = plan{id: id, base: of.Base, seed: of.Seed, mode: kept.Mode, scale: kept.Scale, ttl: of.TTL}
	p.at = kept.Now(newest(records))
	var switches map[string]map[string]any
	_, err = records.Read(switchesKey, &switches)
	p.switches = append(p.switches, switches)
	return p, of, err
}

// newest returns the last world time of a journal, before which no clock goes back.
func newest(records keep.Records) (at time.Time) {
	_, _ = records.Read(lastKey, &at)
	return at
}

// restore takes over what the store has of the parts of a world.
func (in *instance) restore(records keep.Records) error {
	for _, f := range in.Fakes {
		if err := f.(keptFake).Restore(records); err != nil {
			return err
		}
	}
	chances := map[string][]byte{}
	for _, r := range records.Below(chanceKeys) {
		chances[strings.TrimPrefix(r.Key, chanceKeys)] = r.Value
	}
	if err := in.ImportChance(chances); err != nil {
		return err
	}
	k := in.keeper
	if err := in.Faults.Restore(&k.known.faults, records); err != nil {
		return err
	}
	if err := in.Journal.Secrets().Import(records); err != nil {
		return err
	}
	if err := in.Outbound.Import(&k.known.outbox, records); err != nil {
		return err
	}
	k.changes = nil // of the making of the fakes
	return in.Journal.Import(&k.known.journal, records, interrupted)
}

// serverEnded is why an exchange is not complete.
func serverEnded() journal.Why {
	return journal.Why{
		Code: "server_ended", Text: "the server ended before this was complete; what it had changed is kept",
	}
}

// interrupted ends an entry that was open when the server ended.
func interrupted(e *journal.Record) {
	if e.Kind == journal.Outgoing {
		e.State, e.Error = journal.Closed, serverEnded().Text
		return
	}
	e.State = journal.Aborted
	e.Why = append(e.Why, serverEnded())
}

// Kept returns how many worlds the server took over from its store, and the bases of those whose URLs have another base
// than the server has now.
func (s *Server) Kept() (worlds int, elsewhere []string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, in := range s.worlds {
		if in.base != s.baseURL() && !slices.Contains(elsewhere, in.base) {
			elsewhere = append(elsewhere, in.base)
		}
	}
	slices.Sort(elsewhere)
	return len(s.worlds), elsewhere
}

// reopenPorts opens the own ports of the worlds that the store has. One that cannot be opened is logged: the world is
// still at its path.
func (s *Server) reopenPorts() {
	s.mu.RLock()
	var worlds []*instance
	for _, in := range s.worlds {
		in.mu.RLock()
		if in.ports && len(in.own) == 0 && !in.closed {
			worlds = append(worlds, in)
		}
		in.mu.RUnlock()
	}
	s.mu.RUnlock()
	for _, in := range worlds {
		for _, a := range s.apis {
			err := s.reopenPort(in, a.Name)
			if err != nil && s.opts.Log != nil {
				s.opts.Log.Error("an own port of a world cannot be opened again", "world", in.ID, "api", a.Name,
					"url", in.URLs[a.Name], "error", err.Error())
			}
		}
	}
}

func (s *Server) reopenPort(in *instance, api string) error {
	u, err := url.Parse(in.URLs[api])
	if err != nil {
		return err
	}
	host := "127.0.0.1"
	s.mu.RLock()
	config := s.tls
	if h, _, err := net.SplitHostPort(s.listens[0].address()); err == nil {
		host = h
	}
	s.mu.RUnlock()
	l, err := s.listen(net.JoinHostPort(host, u.Port()), config, s.rootOf(in.ID, api))
	if err != nil {
		return err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.own = append(in.own, l)
	return nil
}
