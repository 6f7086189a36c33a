package control

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"sparring/mock/journal"
	"sparring/mock/message"
)

const eventStream = "text/event-stream"

// heartbeat is how long a stream is silent at most: wire time.
const heartbeat = 15 * time.Second

// stream sends entries as server-sent events, in order of revs, again whenever one changes: "event: entry, id: rev". It
// ends with "event: end" when end is done or the limit is reached; "event: truncated" means that entries were evicted
// before they were read.
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
	left, bounded := f.Limit, f.Limit > 0
	for c.r.Context().Err() == nil {
		ended := end.Err() != nil // before the query: nothing is missed
		ctx, cancel := context.WithTimeout(c.r.Context(), heartbeat)
		stop := context.AfterFunc(end, cancel)
		found := j.Await(ctx, f)
		stop()
		cancel()
		if f.Limit = streamPage; bounded {
			f.Limit = min(left, streamPage)
		}
		here := true
		f.Since = j.Follow(f, func(page journal.Page) bool {
			left -= len(page.Entries)
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

// streamPage bounds how many entries are chosen at once. They are read and written in pieces.
const streamPage = 1024

// frames writes the entries of a page as events.
func frames(page journal.Page, f journal.Filter) []byte {
	var b bytes.Buffer
	if page.Truncated && f.Since > 0 {
		fmt.Fprintf(&b, "event: truncated\ndata: {\"since\":%d}\n\n", f.Since)
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
