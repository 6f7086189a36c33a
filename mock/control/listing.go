package control

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"sparring/mock/journal"
	"sparring/mock/journal/har"
	"sparring/mock/limit"
	"sparring/mock/message"
	"sparring/mock/problem"
)

// maxReaders bounds how many read journals at the same time: each holds a connection and a piece of a page.
const maxReaders = 1000

// Bound is that of the readers of journals.
func Bound() limit.Bound {
	return limit.Bound{
		Name: "readers", Limit: maxReaders, Unit: limit.Count, Beyond: limit.Refused, Per: limit.PerServer,
		Doc: "Calls that read a journal at the same time: lists, exports, waits and streams.",
	}
}

// reader lets one more reader in, until leave is called.
func (s *server) reader() (leave func(), err error) {
	if s.readers.Add(1) > maxReaders {
		s.readers.Add(-1)
		return nil, problem.New(problem.Full, fmt.Sprintf("%d calls are reading journals", maxReaders)).
			Hinted("end streams and waits that nobody needs, then try again")
	}
	return func() { s.readers.Add(-1) }, nil
}

// partSize is how much of a long answer is written at once.
const partSize = 256 << 10

// listing writes one JSON text that holds a list. A short one is sent whole, a long one in parts, so that it costs its
// reader and the server no more than a part.
type listing struct {
	c       *call
	wire    *http.ResponseController
	b       bytes.Buffer
	items   int
	begun   bool
	stopped bool // the caller has left, or wants no body
}

func (c *call) listing(head string) *listing {
	l := &listing{c: c, wire: http.NewResponseController(c.w)}
	l.b.WriteString(head)
	return l
}

// add writes an item, and reports whether somebody still reads.
func (l *listing) add(item any) bool {
	text, err := encode(item)
	if err != nil { // an entry can always be encoded
		return !l.stopped
	}
	if l.items++; l.items > 1 {
		l.b.WriteByte(',')
	}
	l.b.Write(trim(text))
	if l.b.Len() >= partSize {
		l.flush()
	}
	return !l.stopped
}

func (l *listing) flush() {
	if l.stopped {
		return
	}
	if !l.begun {
		l.begun = true
		h := l.c.w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		l.c.w.WriteHeader(http.StatusOK)
		l.stopped = l.c.r.Method == http.MethodHead
	}
	if l.stopped = l.stopped || l.c.r.Context().Err() != nil; l.stopped {
		return
	}
	message.Deadline(l.c.w)
	if _, err := l.c.w.Write(l.b.Bytes()); err != nil {
		l.stopped = true
	}
	l.b.Reset()
}

// end writes what follows the list.
func (l *listing) end(tail string) (answer, error) {
	l.b.WriteString(tail)
	if !l.begun {
		send(l.c.w, http.StatusOK, "application/json", l.b.Bytes())
		return answer{written: true}, nil
	}
	l.flush()
	_ = l.wire.Flush()
	_ = l.wire.SetWriteDeadline(time.Time{})
	return answer{written: true}, nil
}

// list writes the entries that a query chooses.
func (c *call) list(j *journal.Journal, f journal.Filter) (answer, error) {
	l := c.listing(`{"entries":[`)
	next, truncated := j.Walk(f, func(piece []journal.Entry) bool {
		for i := range piece {
			if !l.add(&piece[i]) {
				return false
			}
		}
		return c.r.Context().Err() == nil
	})
	return l.end(fmt.Sprintf("],\"next\":%d,\"truncated\":%v}\n", next, truncated))
}

// export writes an HTTP Archive of the entries that a query chooses.
func (c *call) export(j *journal.Journal, f journal.Filter) (answer, error) {
	head, tail, err := har.New(nil, c.Version).Around()
	if err != nil {
		return answer{}, err
	}
	l := c.listing(head)
	j.Walk(f, func(piece []journal.Entry) bool {
		for i := range piece {
			if e, has := har.Of(&piece[i]); has && !l.add(e) {
				return false
			}
		}
		return c.r.Context().Err() == nil
	})
	return l.end(tail + "\n")
}
