package mock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sparring/mock/clock"
	"sparring/mock/control/wire"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/problem"
	"sparring/mock/world"
	"sparring/spec"
)

// errUnknownWorld says that there is no world of a name.
var errUnknownWorld = errors.New("unknown world")

// instance returns a world. The default one is made at its first use.
func (s *Server) instance(id string) (*instance, error) {
	s.mu.RLock()
	in := s.worlds[id]
	s.mu.RUnlock()
	if in != nil {
		return in, nil
	}
	if s.shared != nil {
		return s.load(id)
	}
	if s.ctx.Err() != nil { // its worlds are not there any more
		return nil, problem.New(problem.NotReady, "")
	}
	if id != DefaultWorld {
		return nil, errUnknownWorld
	}
	in, made, err := s.remake(id)
	if made && s.opts.Made != nil {
		s.opts.Made(id, "")
	}
	return in, err
}

// remake makes the default world, unless another request has.
func (s *Server) remake(id string) (in *instance, made bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if in := s.worlds[id]; in != nil {
		return in, false, nil
	}
	if in, err = s.make(s.defaultPlan(id)); err != nil {
		return nil, false, err
	}
	if err := in.keepAll(); err != nil {
		in.end()
		return nil, false, err
	}
	s.worlds[id] = in
	return in, true, nil
}

// Default returns the world that is addressed without a name.
func (s *Server) Default() (*world.World, error) {
	in, err := s.instance(DefaultWorld)
	if err != nil {
		return nil, err
	}
	return in.World, nil
}

// defaultPlan returns the plan of a world by the server's options.
func (s *Server) defaultPlan(id string) plan {
	p := plan{id: id, base: s.baseURL(), seed: s.opts.Seed, at: s.opts.At, mode: s.opts.Clock, scale: 1}
	if p.seed == 0 {
		p.seed = drawSeed()
	}
	if s.opts.Switches != nil {
		p.switches = append(p.switches, s.opts.Switches)
	}
	return p
}

// URL returns the base of the server's URLs.
func (s *Server) URL() string { return s.baseURL() }

// ControlURL returns the base of the control API.
func (s *Server) ControlURL() string { return s.baseURL() + "/_sparring/v1" }

// controlled is the server as the control API sees it.
type controlled struct{ *Server }

// Unready is why the server takes no requests; "" if it does.
func (s controlled) Unready() string {
	switch {
	case s.leaving.Load() || s.ctx.Err() != nil:
		return wire.Ending
	case s.storeDown() != nil:
		return wire.StoreDown
	}
	return ""
}

// Documents names the documents.
func (s controlled) Documents() []string { return spec.Names() }

// Document returns a document as JSON.
func (s controlled) Document(name string) ([]byte, bool) {
	if !slices.Contains(spec.Names(), name) {
		return nil, false
	}
	text, err := spec.JSON(name)
	return text, err == nil
}

// Authority is the server's own certificate authority as PEM.
func (s controlled) Authority() []byte {
	if s.opts.Authority == nil {
		return nil
	}
	return s.opts.Authority.PEM()
}

// Journal holds the requests that belong to no world.
func (s controlled) Journal() *journal.Journal { return s.journal }

// Reserve reserves memory.
func (s controlled) Reserve(bytes int64) (done func(), err error) { return s.room.reserve(bytes) }

// Make makes a world, unless ctx ends before. Errors: *client.Problem, and ctx's.
func (s controlled) Make(ctx context.Context, base string, req wire.WorldRequest) (*world.World, error) {
	p, err := s.plan(req)
	if err != nil {
		return nil, err
	}
	p.base = s.baseOf(base)
	done, err := s.room.reserve(worldBytes)
	if err != nil {
		return nil, err
	}
	defer done()
	return s.add(ctx, p, nil)
}

// worldBytes is about what a fresh world weighs.
const worldBytes = 32 << 10

// Fork makes a world with the state, due times, clock, chance, switches and fault rules of another, unless ctx ends
// before.
func (s controlled) Fork(ctx context.Context, base, id string, req wire.ForkRequest) (*world.World, error) {
	done, err := s.room.turn(ctx)
	defer done()
	if err != nil {
		return nil, err
	}

	from, err := s.instance(id)
	if err != nil {
		return nil, s.absent(id)
	}
	mode, scale := from.Clock.Setting()
	p := plan{
		id: req.ID, seed: from.Seed, at: from.Clock.Now(), mode: mode, scale: scale, listen: req.Listen,
		ttl:      from.TTL,
		base:     s.baseOf(base),
		switches: []map[string]map[string]any{from.Switches.All()},
	}
	return s.add(ctx, p, from)
}

// plan returns the plan of a world that a control call asks for.
func (s *Server) plan(req wire.WorldRequest) (plan, error) {
	p := s.defaultPlan(req.ID)
	if req.Seed != nil {
		p.seed = *req.Seed
	}
	if req.At != nil {
		p.at = *req.At
	}
	if req.Clock != nil {
		p.mode, p.scale = clock.Mode(req.Clock.Mode), req.Clock.Scale
		if p.mode == "" {
			p.mode = s.opts.Clock
		}
	}
	if req.Switches != nil {
		p.switches = append(p.switches, req.Switches)
	}
	p.listen, p.label = req.Listen, req.Label
	if req.TTL != nil {
		p.ttl = time.Duration(*req.TTL)
	}
	return p, nil
}

// add makes the planned world, as a copy of from unless that is nil, and serves it.
func (s *Server) add(ctx context.Context, p plan, from *instance) (*world.World, error) {
	if s.shared != nil && p.listen {
		return nil, problem.New(problem.BadValue,
			"/listen: a world that several servers share has no ports of its own: its URLs have a path").At("/listen")
	}
	id, err := s.reserve(p.id)
	if err != nil {
		return nil, err
	}
	p.id = id
	defer func() {
		s.mu.Lock()
		delete(s.making, id)
		s.mu.Unlock()
	}()
	in, err := s.make(p)
	if err == nil && from != nil {
		if err = from.copyTo(ctx, in); err != nil {
			in.end()
		}
	}
	if err != nil {
		return nil, err
	}
	in.SetLabel(p.label)
	if err = in.keepAll(); err != nil && s.shared != nil { // there may be another one of its name
		in.end()
		return nil, err
	}
	if err == nil {
		err = s.admit(ctx, in)
	}
	if err != nil {
		in.end()
		return nil, errors.Join(err, in.forget())
	}
	if s.opts.Made != nil {
		copied := ""
		if from != nil {
			copied = from.ID
		}
		s.opts.Made(id, copied)
	}
	return in.World, nil
}

// admit puts a new world into service, unless nobody would use it.
func (s *Server) admit(ctx context.Context, in *instance) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ctx.Err() != nil:
		return problem.New(problem.NotReady, "")
	case ctx.Err() != nil:
		return ctx.Err()
	}
	s.worlds[in.ID] = in
	s.expireLater(in)
	return nil
}

// reserve takes an id, or a free one if it is empty, within the bounds of the server.
func (s *Server) reserve(id string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.worlds) + len(s.making); n >= s.opts.MaxWorlds && s.shared == nil { // the store counts them
		return "", problem.New(problem.Full, fmt.Sprintf("there are %d worlds, as many as --max-worlds allows", n))
	}
	if s.budget.Full() {
		return "",
			problem.New(problem.Full, fmt.Sprintf("the journals hold %d bytes, as many as --journal-bytes allows",
				s.budget.Used()))
	}
	taken := func(id string) bool { return s.worlds[id] != nil || s.making[id] || id == DefaultWorld }
	if id == "" {
		for id == "" || taken(id) {
			if s.shared != nil {
				n, err := s.shared.Number()
				if err != nil {
					return "", notStored(err)
				}
				s.named = int(n) - 1
			}
			s.named++
			id = fmt.Sprintf("world-%d", s.named)
		}
	}
	if !world.IsID(id) {
		return "", problem.New(problem.BadValue, fmt.Sprintf("/id: expected %s; got %q", world.IDs, id)).At("/id")
	}
	if taken(id) {
		return "", problem.New(problem.WorldTaken, fmt.Sprintf("there is a world %q already", id)).At("/id")
	}
	s.making[id] = true
	return id, nil
}

func (s *Server) absent(id string) error {
	return problem.New(problem.UnknownWorld, fmt.Sprintf("there is no world %q", id))
}

// Worlds lists the worlds in order of their ids.
func (s controlled) Worlds() []*world.World {
	_, _ = s.Default() // it exists even before its first request
	if s.shared != nil {
		return s.sharedWorlds()
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]*world.World, 0, len(s.worlds))
	for _, in := range s.worlds {
		out = append(out, in.World)
	}
	slices.SortFunc(out, func(a, b *world.World) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// World returns one world.
func (s controlled) World(id string) (*world.World, bool) {
	in, err := s.instance(id)
	if err != nil {
		return nil, false
	}
	in.touch()
	return in.World, true
}

// Closed reports whether a world was closed.
func (s controlled) Closed(id string) bool {
	in, err := s.instance(id)
	if err != nil {
		return true
	}
	in.mu.RLock()
	defer in.mu.RUnlock()
	return in.closed
}

// Close closes a world: new requests are refused, held ones are released, streams end, and running calls are awaited
// for at most 5 s of wire time. The journal stays readable until Delete.
func (s controlled) Close(id string) (wire.Summary, error) {
	in, err := s.instance(id)
	if err != nil {
		return wire.Summary{}, s.absent(id)
	}
	if in.keeper.shares() != nil {
		if err := in.closeShared(); err != nil {
			return wire.Summary{}, s.sharedProblem(id, err)
		}
	} else {
		in.shut()
	}
	sum, err := in.summary()
	if err != nil {
		return wire.Summary{}, s.sharedProblem(id, err)
	}
	return wire.Summary{Summary: sum, UnfiredRules: append([]fault.Rule{}, in.Faults.Unfired()...)}, nil
}

// Delete removes a world. The default one is made again at its next use.
func (s controlled) Delete(id string) error {
	if _, err := s.instance(id); err != nil {
		return s.absent(id)
	}
	s.mu.Lock()
	in := s.worlds[id]
	delete(s.worlds, id)
	s.mu.Unlock()
	if in != nil {
		if s.opts.Left != nil && s.shared == nil {
			in.shut() // what is being answered belongs to it
			s.opts.Left(id, in.Journal.Query(journal.Filter{}))
		}
		_, entries := in.Journal.Held()
		weight := worldBytes + entries + in.Ledger.Used()
		err := in.forget()
		in.end()
		s.room.gone(s.ctx, weight)
		return err
	}
	return nil
}

// Bounds are those of what belongs to no API.
func (s controlled) Bounds() []limit.Bound { return s.bounds() }

// APIs returns the catalogue of what is faked. It is made once, and callers must not change it.
func (s controlled) APIs() []wire.API { return s.catalogued() }
