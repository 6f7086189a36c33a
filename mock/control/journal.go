package control

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// maxWait bounds a long poll: wire time.
const maxWait = 10 * time.Minute

// getJournal gives the entries that match, waits for the first, or streams them.
func getJournal(c *call) (answer, error) {
	known := []string{}
	for _, f := range c.world.Fakes {
		known = append(known, f.API().Name)
	}
	return c.journal(c.world.Journal, known, c.world.Context())
}

// serverJournal does the same for what belongs to no world.
func serverJournal(c *call) (answer, error) {
	return c.journal(c.Server.Journal(), nil, context.Background())
}

// clearJournal forgets all entries.
func clearJournal(c *call) (answer, error) {
	c.world.Journal.Clear()
	return answer{}, nil
}

// getHAR exports the exchanges that match.
func getHAR(c *call) (answer, error) {
	f, _, err := c.filter(nil)
	if err != nil {
		return answer{}, err
	}
	c.w.Header().Set("Content-Disposition", `attachment; filename="`+c.world.ID+`.har"`)
	return ok(journal.NewArchive(c.world.Journal.Query(f).Entries, c.Version))
}

// journal reads one journal. end is done when nothing more will come.
func (c *call) journal(j *journal.Journal, apis []string, end context.Context) (answer, error) {
	f, wait, err := c.filter(apis)
	if err != nil {
		return answer{}, err
	}
	if strings.Contains(c.r.Header.Get("Accept"), "text/event-stream") {
		if wait > 0 {
			return answer{}, wrong(client.BadQuery, "query/wait", "A stream waits anyway", "leave wait out")
		}
		if id := c.r.Header.Get("Last-Event-ID"); id != "" {
			if f.Since, err = strconv.ParseInt(id, 10, 64); err != nil || f.Since < 0 {
				return answer{}, wrong(client.BadQuery, "header/Last-Event-ID", "Last-Event-ID does not fit", fmt.Sprintf("expected a rev, got %q", id))
			}
		}
		c.stream(j, f, end)
		return answer{written: true}, nil
	}
	if wait == 0 {
		return ok(j.Query(f))
	}
	ctx, cancel := context.WithTimeout(c.r.Context(), wait)
	defer cancel()
	defer context.AfterFunc(end, cancel)()
	return ok(j.Wait(ctx, f))
}

// filter reads the query. apis are those that exist; none means any.
func (c *call) filter(apis []string) (f journal.Filter, wait time.Duration, err error) {
	q := c.r.URL.Query()
	f = journal.Filter{API: q.Get("api"), Operation: q.Get("operation"), Kind: q.Get("kind"), Canonical: q.Get("view") == "canonical"}
	kinds := []string{journal.Exchange, journal.Outgoing, journal.Event, journal.ClockMove, journal.Fault}
	for _, choice := range []struct {
		name  string
		known []string
	}{{"api", apis}, {"kind", kinds}, {"view", []string{"full", "canonical"}}} {
		if value := q.Get(choice.name); q.Has(choice.name) && choice.known != nil && !slices.Contains(choice.known, value) {
			p := wrong(client.BadQuery, "query/"+choice.name, "A query parameter does not fit", fmt.Sprintf("%s: there is no %q", choice.name, value))
			p.Known = choice.known
			return f, 0, p
		}
	}
	if f.Since, err = number(q, "since"); err != nil {
		return f, 0, err
	}
	limit, err := number(q, "limit")
	if err != nil {
		return f, 0, err
	}
	f.Limit = int(min(limit, 1<<31-1))
	if q.Has("wait") {
		wait, err = time.ParseDuration(q.Get("wait"))
		if err != nil || wait < 0 || wait > maxWait {
			return f, 0, wrong(client.BadQuery, "query/wait", "A query parameter does not fit",
				fmt.Sprintf("wait: expected a duration such as \"5s\", at most %s, got %q", maxWait, q.Get("wait")))
		}
	}
	return f, wait, nil
}

func number(q url.Values, name string) (int64, error) {
	if !q.Has(name) {
		return 0, nil
	}
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0, wrong(client.BadQuery, "query/"+name, "A query parameter does not fit", fmt.Sprintf("%s: expected a number of at least 0, got %q", name, q.Get(name)))
	}
	return n, nil
}
