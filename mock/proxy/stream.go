package proxy

import (
	"bytes"
	"context"
	"sync"
)

// Bounds of a stream: of one message, and of those that the client has not read yet.
const (
	maxMessage = 1 << 20
	maxWaiting = 4 << 20
)

// Stream is a response of server-sent events that goes on. Pull returns what came since the last call; Wake has an
// element when there may be more.
type Stream struct {
	Wake chan struct{}

	cancel  context.CancelFunc
	mu      sync.Mutex
	room    *sync.Cond
	pending []byte // the beginning of a message
	waiting [][]byte
	size    int // of waiting
	ended   bool
}

func newStream(cancel context.CancelFunc) *Stream {
	s := &Stream{Wake: make(chan struct{}, 1), cancel: cancel}
	s.room = sync.NewCond(&s.mu)
	return s
}

// add takes a piece of the stream and waits while the client is too far behind.
func (s *Stream) add(b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.size > maxWaiting && !s.ended {
		s.room.Wait()
	}
	if s.ended {
		return context.Canceled
	}
	s.pending = append(s.pending, b...)
	for {
		n := messageEnd(s.pending)
		if n == 0 && len(s.pending) > maxMessage {
			n = len(s.pending) // no message is so long: its parts are passed on as they come
		}
		if n == 0 {
			break
		}
		s.put(n)
	}
	s.wake()
	return nil
}

// put makes the first n pending bytes a message. The lock is held.
func (s *Stream) put(n int) {
	s.waiting = append(s.waiting, bytes.Clone(s.pending[:n]))
	s.size += n
	s.pending = s.pending[n:]
}

// messageEnd returns where the first message ends: behind an empty line; 0 if it is not whole.
// Source: the HTML standard, "Server-sent events".
func messageEnd(b []byte) int {
	end := 0
	for _, blank := range []string{"\n\n", "\r\n\r\n", "\r\r"} {
		if i := bytes.Index(b, []byte(blank)); i >= 0 && (end == 0 || i+len(blank) < end) {
			end = i + len(blank)
		}
	}
	return end
}

// end says that nothing more comes: what is pending is the last message.
func (s *Stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pending) > 0 {
		s.put(len(s.pending))
	}
	s.ended = true
	s.room.Broadcast()
	s.wake()
}

// wake says that there may be something new. The lock is held.
func (s *Stream) wake() {
	select {
	case s.Wake <- struct{}{}:
	default:
	}
}

// Pull returns the messages that came, and whether they are the last.
func (s *Stream) Pull() (messages [][]byte, end bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	messages, s.waiting, s.size = s.waiting, nil, 0
	s.room.Broadcast()
	return messages, s.ended
}

// Close ends the stream and its connection.
func (s *Stream) Close() {
	s.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.room.Broadcast()
}
