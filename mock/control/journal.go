package control

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/control/wire"
	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/problem"
)

// maxWait bounds a long poll: wire time.
const maxWait = 10 * time.Minute

// getJournal returns the entries that match, waits for the first, or streams them.
func getJournal(c *call) (answer, error) {
	return c.journal(c.world.Journal, c.world.Context())
}

// getEntry returns one entry.
func getEntry(c *call) (answer, error) {
	seq, err := strconv.ParseInt(c.vars["seq"], 10, 64)
	if err == nil {
		if e, found := c.world.Journal.Get(seq); found {
			sayEntry(&e, c.saying())
			return ok(&e)
		}
	}
	return answer{}, problem.New(problem.UnknownEntry, fmt.Sprintf("there is no entry %q", c.vars["seq"])).
		Hinted("GET %s/worlds/%s/journal lists those that are kept", wire.Prefix, c.world.ID)
}

// serverJournal does the same for what belongs to no world.
func serverJournal(c *call) (answer, error) {
	return c.journal(c.Server.Journal(), context.Background())
}

// clearJournal forgets all entries.
func clearJournal(c *call) (answer, error) {
	c.world.Journal.Clear()
	return answer{}, nil
}

// getHAR exports the exchanges that match.
func getHAR(c *call) (answer, error) {
	f, _, err := c.filter()
	if err != nil {
		return answer{}, err
	}
	leave, err := c.reader()
	if err != nil {
		return answer{}, err
	}
	defer leave()
	c.w.Header().Set("Content-Disposition", `attachment; filename="`+c.world.ID+`.har"`)
	return c.export(c.world.Journal, f)
}

// journal reads one journal. end is done when nothing more will come.
func (c *call) journal(j *journal.Journal, end context.Context) (answer, error) {
	f, wait, err := c.filter()
	if err != nil {
		return answer{}, err
	}
	leave, err := c.reader()
	if err != nil {
		return answer{}, err
	}
	defer leave()
	if message.Negotiate(c.r.Header, "application/json", eventStream) == eventStream {
		if wait > 0 {
			return answer{}, wrong(problem.BadQuery, "query/wait", "a stream waits anyway: leave wait out")
		}
		if id := c.r.Header.Get("Last-Event-ID"); id != "" {
			if f.Since, err = strconv.ParseInt(id, 10, 64); err != nil || f.Since < 0 {
				detail := fmt.Sprintf("Last-Event-ID: expected a rev, got %q", id)
				return answer{}, wrong(problem.BadQuery, "header/Last-Event-ID", detail)
			}
		}
		c.stream(j, f, end)
		return answer{written: true}, nil
	}
	if f.Brief {
		return answer{}, wrong(problem.BadQuery, "query/view", "view: brief is for a stream: Accept: text/event-stream")
	}
	if wait > 0 {
		ctx, cancel := context.WithTimeout(c.r.Context(), wait)
		defer cancel()
		defer context.AfterFunc(end, cancel)()
		j.Await(ctx, f)
	}
	return c.list(j, f)
}

// filter reads the query. What no entry can match is refused.
func (c *call) filter() (f journal.Filter, wait time.Duration, err error) {
	q := c.r.URL.Query()
	f = journal.Filter{
		API: q.Get("api"), Operation: q.Get("operation"), Kind: journal.Kind(q.Get("kind")),
		Canonical: q.Get("view") == "canonical", Line: q.Get("view") == "line" || q.Get("view") == "brief",
		Brief: q.Get("view") == "brief",
	}
	views := []string{"full", "canonical", "line", "brief"}
	if q.Has("view") && !slices.Contains(views, q.Get("view")) {
		return f, 0, unknownIn(q, "view", views)
	}
	if err := c.matchable(q, &f); err != nil {
		return f, 0, err
	}
	if f.Since, err = number(q, "since"); err != nil {
		return f, 0, err
	}
	if f.First, f.Last, err = numbers(q); err != nil {
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
			return f, 0, wrong(problem.BadQuery, "query/wait",
				fmt.Sprintf("wait: expected a duration such as \"5s\", at most %s, got %q", maxWait, q.Get("wait")))
		}
	}
	return f, wait, nil
}

// matchable checks that there can be entries of the kind, of the API and with the operation that a filter names. An
// alias of an operation is replaced by its id.
func (c *call) matchable(q url.Values, f *journal.Filter) error {
	if kinds := journal.Kinds(); q.Has("kind") && !slices.Contains(kinds, f.Kind) {
		return unknownIn(q, "kind", texts(kinds))
	}
	if !q.Has("api") && !q.Has("operation") { // which is what is asked most often
		return nil
	}
	all := c.Server.APIs()
	var apis []string
	for _, a := range all {
		apis = append(apis, a.Name)
	}
	if q.Has("api") && !slices.Contains(apis, f.API) {
		return unknownIn(q, "api", apis)
	}
	if q.Has("api") && f.Kind == journal.ClockMove {
		return wrong(problem.BadQuery, "query/api", "api: entries of kind clock belong to no API")
	}
	if !q.Has("operation") {
		return nil
	}
	names := controlNames(f)
	for _, a := range all {
		if q.Has("api") && a.Name != f.API {
			continue
		}
		if f.Kind == "" || f.Kind == journal.Exchange || f.Kind == journal.Outgoing {
			for _, op := range a.Operations {
				names = append(names, op.ID)
				if slices.Contains(op.Aliases, f.Operation) {
					f.Operation = op.ID
				}
			}
		}
		if f.Kind == "" || f.Kind == journal.EventRaised {
			for _, e := range a.Events {
				names = append(names, e.Name)
			}
		}
	}
	if slices.Contains(names, f.Operation) {
		return nil
	}
	return unknownIn(q, "operation", names)
}

// controlNames are the operations of control entries that a filter by kind and API can match.
func controlNames(f *journal.Filter) []string {
	var names []string
	if f.Kind == "" || f.Kind == journal.EventRaised {
		names = append(names, journal.OperationPlant)
		if f.API == "" {
			names = append(names, journal.OperationSwitches)
		}
	}
	if (f.Kind == "" || f.Kind == journal.ClockMove) && f.API == "" {
		names = append(names, "advance", "set", "mode")
	}
	if f.Kind == "" || f.Kind == journal.Fault {
		names = append(names, "add", "remove", "release")
		if f.API == "" {
			names = append(names, "clear")
		}
	}
	return names
}

// unknownIn is the problem of a query parameter that names what does not exist.
func unknownIn(q url.Values, name string, known []string) error {
	return problem.Unknown(problem.BadQuery, name, q.Get(name), known).At("query/" + name)
}

func number(q url.Values, name string) (int64, error) {
	if !q.Has(name) {
		return 0, nil
	}
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil || n < 0 {
		detail := fmt.Sprintf("%s: expected a whole number from 0 to %d, got %q", name, int64(math.MaxInt64),
			q.Get(name))
		return 0, wrong(problem.BadQuery, "query/"+name, detail)
	}
	return n, nil
}

// numbers reads which entries are meant: "12", or "12-40".
func numbers(q url.Values) (first, last int64, err error) {
	if !q.Has("seq") {
		return 0, 0, nil
	}
	from, to, both := strings.Cut(q.Get("seq"), "-")
	if !both {
		to = from
	}
	first, err = strconv.ParseInt(from, 10, 64)
	if err == nil {
		last, err = strconv.ParseInt(to, 10, 64)
	}
	if err != nil || first < 1 || last < first {
		return 0, 0, wrong(problem.BadQuery, "query/seq", fmt.Sprintf(
			"seq: expected the number of an entry such as \"12\", or two such as \"12-40\", got %q", q.Get("seq")))
	}
	return first, last, nil
}

// texts returns values of a named type as texts.
func texts[T ~string](values []T) []string {
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}
