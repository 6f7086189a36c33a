package mock

import (
	"context"
	"sync"
	"time"
)

// How long a server that leaves serves on, so that balancers see that it is not ready, and how long it then waits for
// what still runs.
const (
	leavePeriod  = 3 * time.Second
	finishPeriod = 5 * time.Second
	brokenPeriod = closeWait // for what it has broken off to be written
)

// Leave lets the other servers of its store take over, and returns when nothing runs here any more, or after
// leavePeriod and finishPeriod. First it says that it is not ready, serves on, and ends each connection behind the
// next response; then it takes no more connections. A server that shares no worlds returns at once.
func (s *Server) Leave() {
	if s.shared == nil {
		return
	}
	s.leaving.Store(true)
	if s.opts.Log != nil {
		s.opts.Log.Info("leaves to the other servers what is new, and finishes what runs")
	}
	noticed, cancel := context.WithTimeout(s.ctx, leavePeriod)
	defer cancel()
	<-noticed.Done()
	ctx, cancel := context.WithTimeout(s.ctx, finishPeriod)
	defer cancel()
	s.mu.RLock()
	listens := s.listens
	s.mu.RUnlock()
	var all sync.WaitGroup
	for _, l := range listens {
		all.Go(func() { _ = l.server.Shutdown(ctx) }) // what does not end in time is broken by Close
	}
	all.Wait()
}

// detach breaks connections, lets what this ends in the worlds that the server shares be written, and then nothing
// more: what is forgotten here is not forgotten by the others.
func (s *Server) detach(worlds map[string]*instance, listens []*listener) {
	for _, l := range listens {
		l.close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), brokenPeriod)
	defer cancel()
	for _, in := range worlds {
		for in.users.Load() > 0 && ctx.Err() == nil {
			pause(mostUnsure)
		}
		in.Outbound.Idle(ctx)
		in.keeper.turns.mark()
	}
}
