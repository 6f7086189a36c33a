package mock

import (
	"time"

	"sparring/mock/clock"
)

// expiryPeriod is how often worlds are looked for that nobody has used for their TTL.
const expiryPeriod = 500 * time.Millisecond

// touch notes that the world is used now.
func (in *instance) touch() {
	if in.TTL > 0 || in.server.shared != nil {
		in.used.Store(clock.Wire().UnixNano())
	}
}

// unused reports whether nobody has used the world for its TTL.
func (in *instance) unused() bool {
	return in.TTL > 0 && in.users.Load() == 0 && clock.Wire().UnixNano()-in.used.Load() > int64(in.TTL)
}

// expireLater begins to look for worlds that nobody uses, with the first that may expire. s.mu is held, or the server
// is not yet used.
func (s *Server) expireLater(in *instance) {
	if in.TTL > 0 && !s.expires && s.shared == nil { // what several servers share expires in the store
		s.expires = true
		s.ends.Go(s.expireRegularly)
	}
}

func (s *Server) expireRegularly() {
	ticks, stop := clock.Ticker(expiryPeriod)
	defer stop()
	for {
		select {
		case <-ticks:
			s.expire()
		case <-s.ctx.Done():
			return
		}
	}
}

// expire deletes the worlds that nobody has used for their TTL.
func (s *Server) expire() {
	var unused []string
	s.mu.RLock()
	for id, in := range s.worlds {
		if in.unused() {
			unused = append(unused, id)
		}
	}
	s.mu.RUnlock()
	for _, id := range unused {
		err := controlled{s}.Delete(id)
		if s.opts.Log == nil {
			continue
		}
		if err != nil {
			s.opts.Log.Error("a world that nobody uses cannot be deleted", "world", id, "error", err.Error())
		} else {
			s.opts.Log.Info("a world was deleted: nobody used it for its ttl", "world", id)
		}
	}
}
