package mock

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/world"
)

// Captured is an exchange that was recorded elsewhere, between a client and a real server.
type Captured struct {
	API       string
	Path      string // behind the API's address, escaped: "/v2/companies/1"
	URL       string // as it was called
	Method    string
	HTTP      string // "HTTP/1.1"
	Request   journal.Message
	Response  *journal.Message // nil: none came
	Began     time.Time
	Took      time.Duration
	NoRequest bool // the body of the request was not recorded: it is not judged
	NoAnswer  bool // the body of the response was not recorded: it is not judged
}

// Judge makes journal entries of exchanges that were captured elsewhere, with their operations, findings, the vendor's
// codes and secrets marked, as those of a world have. Why a server answered so, and its state, are known to it alone.
// It is for one goroutine.
type Judge struct {
	apis    []*world.API
	routers map[string]*router
	journal *journal.Journal
	now     time.Time
}

// judgedBytes bounds the journal of captured exchanges: what is beyond is forgotten, and the journal says so.
const judgedBytes = 1 << 30

// NewJudge returns an empty judge. The error is one of our own documents.
func NewJudge() (*Judge, error) {
	j := &Judge{apis: fakes(), routers: map[string]*router{}}
	for _, a := range j.apis {
		r, err := routerOf(a.Name)
		if err != nil {
			return nil, err
		}
		j.routers[a.Name] = r
	}
	server := &Server{apis: j.apis}
	wire := func() time.Time { return j.now }
	plans := secretPlans(j.apis)
	j.journal = journal.New(journal.Options{
		Now: wire, Wire: wire, Check: server.check, Code: server.code, Values: secret.New(nil), Secrets: plans,
		Limits: journal.Limits{Entries: 1 << 30, Bytes: judgedBytes},
	})
	return j, nil
}

// Base is the path that the address of an API ends with, as its clients are configured: "/v2" for Radist.
func (j *Judge) Base(api string) (base string, known bool) {
	i := slices.IndexFunc(j.apis, func(a *world.API) bool { return a.Name == api })
	if i < 0 {
		return "", false
	}
	return j.apis[i].Base, true
}

// Add adds an exchange. They are added in the order of their times.
func (j *Judge) Add(c Captured) {
	router := j.routers[c.API]
	if router == nil {
		return
	}
	to := router.find(c.Method, c.Path)
	e := journal.Record{
		Vars: to.Vars, Passed: true, Arbitrary: c.NoAnswer, Unjudged: c.NoRequest,
		Entry: journal.Entry{
			Kind: journal.Exchange, Peer: journal.Client, API: c.API, Method: c.Method, HTTP: c.HTTP, Path: c.Path,
			URL: c.URL, Request: &c.Request,
		},
	}
	switch {
	case to.Operation != nil:
		e.Operation, e.Unjudged = to.Operation.ID, e.Unjudged || to.Operation.Page
	case journal.IsPreflight(c.Method, c.Request.Header):
		e.Unjudged = true
	default:
		e.Unmatched, e.Hint = true, router.nearest(c.Method, c.Path)
		if to.Beside != "" {
			e.Hint = to.Beside
		}
	}
	j.now = c.Began
	entry := j.journal.Open(e)
	j.now = c.Began.Add(c.Took)
	state := journal.Closed
	if c.Response == nil {
		state = journal.Aborted
	}
	entry.Close(state, func(e *journal.Record) {
		e.Response = c.Response
		if c.Response != nil && to.Operation != nil && to.Operation.Stream {
			e.Messages = messagesOf(c.Response, c.Began)
			e.Response = &journal.Message{Status: c.Response.Status, Header: c.Response.Header}
		}
	})
}

// messagesOf cuts the body of a stream into its messages.
func messagesOf(m *journal.Message, at time.Time) []journal.StreamMessage {
	if !strings.HasPrefix(m.Header.Get("Content-Type"), "text/event-stream") {
		return nil
	}
	var out []journal.StreamMessage
	body := bytes.ReplaceAll(m.Body, []byte("\r\n"), []byte("\n"))
	for part := range bytes.SplitSeq(body, []byte("\n\n")) {
		if text := string(part); strings.TrimSpace(text) != "" {
			out = append(out, journal.StreamMessage{WorldTime: at, Data: text + "\n\n"})
		}
	}
	return out
}

// Entries returns the entries so far, secrets marked and findings complete.
func (j *Judge) Entries() journal.Page { return j.journal.Query(journal.Filter{}) }
