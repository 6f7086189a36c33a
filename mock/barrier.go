package mock

import (
	"bufio"
	"errors"
	"net"
	"net/http"
	"strings"

	"sparring/mock/problem"
)

// barrier lets a response begin when all that has happened in the world is in the store. If that fails, the connection
// breaks: the client learns nothing that may be lost.
type barrier struct {
	http.ResponseWriter

	flush func() error
	begun bool
}

// wait is called before the first byte.
func (b *barrier) wait() {
	if b.begun {
		return
	}
	b.begun = true
	b.check()
}

func (b *barrier) check() {
	if b.flush() != nil {
		panic(http.ErrAbortHandler)
	}
}

// WriteHeader begins the response.
func (b *barrier) WriteHeader(status int) {
	b.wait()
	b.ResponseWriter.WriteHeader(status)
}

// Write begins the response, or goes on with it.
func (b *barrier) Write(p []byte) (int, error) {
	b.wait()
	return b.ResponseWriter.Write(p)
}

// FlushError sends what was written. A stream is in the store up to here.
func (b *barrier) FlushError() error {
	b.begun = true
	b.check()
	return http.NewResponseController(b.ResponseWriter).Flush()
}

// Hijack hands over the connection, on which a fault answers.
func (b *barrier) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	b.wait()
	return http.NewResponseController(b.ResponseWriter).Hijack()
}

// Unwrap lets http.ResponseController through.
func (b *barrier) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// refuseDown answers that the store takes no changes. Nothing was handled.
func refuseDown(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Set("Retry-After", "1")
	p, ok := errors.AsType[*problem.Problem](err)
	if !ok {
		p = notStored(err)
	}
	sendProblem(w, r, responseOf(p))
}

// serveControl answers a call of the control API. One that changes something is refused while the store takes nothing.
func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	if s.shared != nil {
		s.controlShared(w, r)
		return
	}
	if s.opts.Store != nil {
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		if err := s.storeDown(); err != nil && !reads {
			refuseDown(w, r, err)
			return
		}
		w = s.behindStore(w, r, reads)
	}
	s.control.ServeHTTP(w, r)
}

// behindStore returns a writer for a control call whose response begins when all that it changed is in the store. A
// call that only reads is answered all the same.
func (s *Server) behindStore(w http.ResponseWriter, r *http.Request, reads bool) http.ResponseWriter {
	id := worldOf(r.URL.Path)
	return &barrier{ResponseWriter: w, flush: func() error {
		s.mu.RLock()
		in := s.worlds[id]
		s.mu.RUnlock()
		var err error
		if in != nil {
			err = in.keeper.flush()
		}
		if reads {
			return nil
		}
		s.flushStale() // a world that was made
		if down := s.storeError.Load(); err == nil && down != nil {
			err = *down
		}
		return err
	}}
}

// worldOf returns the world that the path of a control call names.
func worldOf(path string) string {
	_, rest, _ := strings.Cut(path, "/worlds/")
	id, _, _ := strings.Cut(rest, "/")
	return id
}
