package mock

import (
	"errors"
	"fmt"
	"maps"
	"net/http"

	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/world"
)

// An exchange in a world that several servers share is made of steps, each of which is a turn: all until there is a
// response, or until it has to wait; then what follows. A step can run several times, so it writes its response into a
// recorder, and what waits or acts on the connection runs between two steps, once.

// turns returns the turns of the exchange's world, nil unless several servers share it.
func (x *exchange) turns() *turns {
	return x.in.keeper.shares()
}

// later runs what waits or acts on the connection: at once, or when the step that runs is kept.
func (x *exchange) later(f func()) {
	if x.turns() == nil {
		f()
		return
	}
	x.then = f
}

// during runs what changes the entry, as a step of its own if the world is shared.
func (x *exchange) during(f func()) {
	if x.turns() == nil {
		f()
		return
	}
	x.mustStep(f)
}

// step runs f as a turn, sends the response that it has written, and does what follows.
func (x *exchange) step(f func()) error {
	sent, saved := x.w, *x
	rec := new(recorder)
	err := x.turns().turn(false, func() {
		*rec = recorder{header: http.Header{}}
		*x = saved
		x.w, x.then = rec, nil
		f()
	})
	if err != nil {
		*x = saved
		return err
	}
	x.w = sent
	then := x.then
	x.then = nil
	if rec.status != 0 {
		x.play(rec)
	}
	if then != nil {
		then()
	}
	return nil
}

// play sends a response that was recorded.
func (x *exchange) play(rec *recorder) {
	maps.Copy(x.w.Header(), rec.header)
	x.w.WriteHeader(rec.status)
	body := rec.body.Bytes()
	if len(body) == 0 {
		return
	}
	message.Deadline(x.w)
	if _, err := x.w.Write(body); err != nil && x.entry != nil {
		entry := x.entry
		x.turns().finish(func() { entry.Close(journal.Aborted, nil) })
	}
}

// mustStep runs a step behind the first. If it cannot be kept, the connection breaks: the client learns nothing that
// may be lost. The entry is ended when the store takes changes again.
func (x *exchange) mustStep(f func()) {
	err := x.step(f)
	if err == nil {
		return
	}
	if x.open {
		seq, journal := x.entry.Seq(), x.in.Journal
		x.turns().owe(func() { journal.End(seq, interrupted) })
		x.open = false
	}
	panic(http.ErrAbortHandler)
}

// runInSteps takes the request through the chain. Errors: those of the first step; then nothing was changed and nothing
// was answered.
func (x *exchange) runInSteps() error {
	defer x.recoverBetween()
	entered := x.in.enter()
	if entered {
		defer x.in.leave()
	}
	return x.step(func() {
		if !entered || x.in.isClosed() {
			x.refuseLate()
			return
		}
		x.run()
	})
}

// runLocal is runInSteps for a call of the world to itself.
func (x *exchange) runLocal() error {
	if !bodiless(x.r) {
		x.fetched = x.in.server.fetch(x.w, x.r)
	}
	return x.runInSteps()
}

// recoverBetween ends the entry if something panics between two steps.
func (x *exchange) recoverBetween() {
	v := recover()
	if v == nil {
		return
	}
	if v != http.ErrAbortHandler { //nolint:errorlint // the sentinel that net/http compares by identity
		x.in.server.logPanic(x.in.Journal.Secrets().Hide(fmt.Sprint(v)))
	}
	if x.open {
		x.open = false
		entry := x.entry
		x.turns().finish(func() { entry.Close(journal.Closed, nil) })
	}
	panic(http.ErrAbortHandler)
}

// count counts a request that is over, once its end is kept.
func (x *exchange) count(e *journal.Record, state journal.State) {
	t := x.turns()
	if t == nil || !t.running {
		x.in.server.meters.request(x, e, state)
		return
	}
	counted, copied := *x, *e
	t.later(func() { counted.in.server.meters.request(&counted, &copied, state) })
}

// waits reports whether the fake waits for something, and lets it happen between two steps.
func (x *exchange) waits(out *outcome, to *route, firing *fault.Firing) bool {
	switch {
	case out.LookUp != nil:
		x.lookUp(*out.LookUp, *to, firing)
	case out.Late:
		x.comeLate(*out, *to, firing)
	default:
		return false
	}
	return true
}

// lookUp makes a call between two steps, whose response the second one goes on with.
func (x *exchange) lookUp(l world.LookUp, to route, firing *fault.Firing) {
	h := x.in.Outbound.Begin(l.Call)
	x.later(func() {
		reply, err := x.in.Outbound.Make(x.r.Context(), l.Call)
		x.mustStep(func() {
			x.in.Outbound.Finish(h, l.Call, reply, err)
			x.finish(x.protected(l.Then(reply, err)), &to, firing)
		})
	})
}

// comeLate answers when the client has left.
func (x *exchange) comeLate(out outcome, to route, firing *fault.Firing) {
	out.Late = false
	x.later(func() {
		select {
		case <-x.r.Context().Done():
		case <-x.in.Context().Done():
		}
		x.mustStep(func() { x.finish(out, &to, firing) })
	})
}

// holdInSteps is hold: it waits between two steps.
func (x *exchange) holdInSteps(to route, firing *fault.Firing, k holder) {
	x.later(func() {
		end := k.Wait(x.r.Context(), firing)
		x.mustStep(func() {
			ended, handled := k.Leave(firing, end)
			defer handled()
			if !x.held(firing, ended) {
				return
			}
			x.in.Clock.Settle()
			x.finish(x.handle(&to), &to, firing)
		})
	})
}

// target is what a request is for.
type target struct {
	world, api, base, path string
	origin                 string // see exchange
}

// serveShared takes a request through the chain of one API of a world that several servers share. A world that was
// deleted in the meantime is looked for once more: the default one is made again.
func (s *Server) serveShared(w http.ResponseWriter, r *http.Request, to target) {
	x := exchange{
		router: s.routers[to.api], request: message.Request{Path: to.path, BasePath: to.base},
		peer: journal.Client, r: r, origin: to.origin,
	}
	if err := s.storeDown(); err != nil {
		refuseDown(w, r, err)
		return
	}
	if !bodiless(r) {
		x.fetched = s.fetch(w, r)
		if errors.Is(x.fetched.err, errLarge) || int64(len(x.fetched.body)) > s.opts.MaxBody {
			discard(w, r)
		}
	}
	var err error
	for range mostRemade {
		var in *instance
		if in, err = s.instance(to.world); err != nil {
			break
		}
		attempt := x
		attempt.in, attempt.fake, attempt.w = in, in.Fake(to.api), w
		if err = attempt.runInSteps(); !errors.Is(err, errGone) {
			break
		}
		s.leave(in)
	}
	s.refuseShared(w, r, to, err)
}

// mostRemade is how often a world is looked for that is deleted while it is used.
const mostRemade = 3

// refuseShared answers a request that no world has handled.
func (s *Server) refuseShared(w http.ResponseWriter, r *http.Request, to target, err error) {
	switch {
	case err == nil:
	case errors.Is(err, errGone):
		s.refuseWorld(w, r, to.world, to.api, to.path, errUnknownWorld)
	case isUnsure(err):
		panic(http.ErrAbortHandler)
	default:
		s.refuseWorld(w, r, to.world, to.api, to.path, err)
	}
}
