package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sparring/mock/journal"
)

// Journal returns the entries that match.
func (c *Client) Journal(ctx context.Context, id string, q Query) (journal.Page, error) {
	return get[journal.Page](ctx, c, at(id, "journal")+q.encode(0))
}

// WaitJournal waits up to wait (wire time) for the first change after q.Since that matches. The page is empty where
// nothing came.
func (c *Client) WaitJournal(ctx context.Context, id string, q Query, wait time.Duration) (journal.Page, error) {
	return get[journal.Page](ctx, c, at(id, "journal")+q.encode(wait))
}

// Entry returns one entry. Errors: a *Problem of the type unknown-entry, if it is not kept.
func (c *Client) Entry(ctx context.Context, id string, seq int64) (journal.Entry, error) {
	return get[journal.Entry](ctx, c, at(id, "journal", strconv.FormatInt(seq, 10)))
}

// Await waits until an entry that matches q satisfies accept, and returns it. It ends with ctx's error when ctx ends.
// Entries that change are looked at again.
func (c *Client) Await(
	ctx context.Context, id string, q Query, accept func(journal.Entry) bool,
) (journal.Entry, error) {
	for {
		page, err := c.WaitJournal(ctx, id, q, 10*time.Second)
		if err != nil {
			return journal.Entry{}, err
		}
		for _, e := range page.Entries {
			if accept(e) {
				return e, nil
			}
		}
		q.Since = page.Next
	}
}

// ServerJournal returns what reached no world.
func (c *Client) ServerJournal(ctx context.Context, q Query) (journal.Page, error) {
	return get[journal.Page](ctx, c, "/journal"+q.encode(0))
}

// ClearJournal forgets all entries; seq and rev go on.
func (c *Client) ClearJournal(ctx context.Context, id string) error {
	return c.none(ctx, http.MethodDelete, at(id, "journal"))
}

// HAR returns the exchanges as an HTTP Archive.
func (c *Client) HAR(ctx context.Context, id string, q Query) (json.RawMessage, error) {
	return get[json.RawMessage](ctx, c, at(id, "journal.har")+q.encode(0))
}

// ErrStreamTruncated is what StreamJournal ends with when entries were evicted before they could be sent.
var ErrStreamTruncated = errors.New("the journal has forgotten entries before they were read")

// maxEvent bounds one event of a stream, in bytes.
const maxEvent = 64 << 20

// StreamJournal calls each for every entry that matches, now and later, again whenever one changes, until the world is
// closed or deleted (nil), ctx ends, each returns an error (that error), or entries were lost (ErrStreamTruncated).
func (c *Client) StreamJournal(ctx context.Context, id string, q Query, each func(journal.Entry) error) error {
	resp, err := c.send(ctx, http.MethodGet, at(id, "journal")+q.encode(0), nil, "text/event-stream")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 0, 64<<10), maxEvent)
	var event, data string
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			event = value
		case "data":
			data += value
		case "": // an empty line ends an event; a comment is a heartbeat
			if lines.Text() != "" {
				continue
			}
			switch event {
			case "end":
				return nil
			case "truncated":
				return ErrStreamTruncated
			case "entry":
				var e journal.Entry
				if err := json.Unmarshal([]byte(data), &e); err != nil {
					return fmt.Errorf("journal stream: %w", err)
				}
				if err := each(e); err != nil {
					return err
				}
			}
			event, data = "", ""
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("journal stream: %w", err)
	}
	return io.ErrUnexpectedEOF
}

// Query chooses journal entries. The zero Query chooses all. One that no entry can match is refused.
type Query struct {
	API, Operation string
	Kind           journal.Kind
	Since          int64 // only entries changed after this rev
	Limit          int   // at most so many; 0 means all
	Canonical      bool  // leave out what differs from run to run
	Line           bool  // leave out headers, bodies and messages
}
