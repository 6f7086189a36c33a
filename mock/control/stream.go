package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/message"
)

const eventStream = "text/event-stream"

// heartbeat is how long a stream is silent at most: wire time.
const heartbeat = 15 * time.Second

// stream sends entries as server-sent events, in order of revs, again whenever one changes: "event: entry, id: rev", or
// "event: brief" if the reader wants that and there are too many. It ends with "event: end" when end is done or the
// limit is reached; "event: truncated" means that entries were evicted before they were read.
func (c *call) stream(j *journal.Journal, f journal.Filter, end context.Context) {
	wire := http.NewResponseController(c.w)
	h := c.w.Header()
	h.Set("Content-Type", eventStream)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	c.w.WriteHeader(http.StatusOK)
	if c.r.Method == http.MethodHead {
		return
	}
	defer func() { _ = wire.SetWriteDeadline(time.Time{}) }()
	write := func(text []byte) bool {
		message.Deadline(c.w)
		_, err := c.w.Write(text)
		return err == nil && wire.Flush() == nil
	}
	if !write([]byte(": journal\n\n")) {
		return
	}
	brief, spare := f.Brief, allowance{left: whole}
	left, bounded := f.Limit, f.Limit > 0
	for c.r.Context().Err() == nil {
		ended := end.Err() != nil // before the query: nothing is missed
		ctx, cancel := context.WithTimeout(c.r.Context(), heartbeat)
		stop := context.AfterFunc(end, cancel)
		found := j.Await(ctx, f)
		stop()
		cancel()
		if f.Line && found && !ended {
			c.gather(end)
		}
		f.Brief = brief && !spare.take(j.Rev()-f.Since)
		if f.Limit = streamPage; bounded {
			f.Limit = min(left, streamPage)
		}
		here := true
		f.Since = j.Follow(f, func(page journal.Page) bool {
			left -= len(page.Entries) + len(page.Brief)
			here = write(frames(page, f)) && c.r.Context().Err() == nil
			f.Since = page.Next
			return here
		})
		if !here || !found && !write([]byte(": nothing new\n\n")) {
			return
		}
		if bounded && left <= 0 || ended && !found {
			write([]byte("event: end\ndata: {}\n\n"))
			return
		}
	}
}

// gathering is how long lines are gathered before they are written together: nobody reads faster, and writing each by
// itself costs the server as much as the request.
const gathering = 50 * time.Millisecond

// gather waits a moment, unless the reader leaves or nothing more will come.
func (c *call) gather(end context.Context) {
	ctx, cancel := context.WithTimeout(c.r.Context(), gathering)
	defer cancel()
	defer context.AfterFunc(end, cancel)()
	<-ctx.Done()
}

// whole is how many entries a second a brief reader gets as lines. To make one costs several times what the request
// did.
const whole = 100

// allowance says how many lines may be made.
type allowance struct {
	left float64
	at   time.Time
}

// take reports whether so many lines may be made now. If not, those that would have been made are gone: a reader that
// cannot keep up with the requests gets no line until they become fewer.
func (a *allowance) take(n int64) bool {
	now := clock.Wire()
	a.left = min(whole, a.left+whole*now.Sub(a.at).Seconds())
	a.at = now
	left := a.left - float64(n)
	a.left = max(0, left)
	return left >= 0
}

// streamPage bounds how many entries are chosen at once. They are read and written in pieces.
const streamPage = 1024

// frames writes the entries of a page as events.
func frames(page journal.Page, f journal.Filter) []byte {
	var b bytes.Buffer
	if page.Truncated && f.Since > 0 {
		fmt.Fprintf(&b, "event: truncated\ndata: {\"since\":%d}\n\n", f.Since)
	}
	for i := range page.Brief {
		data, err := json.Marshal(&page.Brief[i])
		if err != nil { // it can always be encoded
			continue
		}
		fmt.Fprintf(&b, "id: %d\nevent: brief\ndata: %s\n\n", page.Brief[i].Rev, data)
	}
	entries := page.Entries
	for i := range entries {
		data, err := encode(&entries[i])
		if err != nil { // an entry can always be encoded
			continue
		}
		if rev := entries[i].Rev; rev > 0 {
			fmt.Fprintf(&b, "id: %d\n", rev)
		} else if i == len(entries)-1 { // the canonical view has no revs
			fmt.Fprintf(&b, "id: %d\n", page.Next)
		}
		fmt.Fprintf(&b, "event: entry\ndata: %s\n\n", trim(data))
	}
	return b.Bytes()
}
