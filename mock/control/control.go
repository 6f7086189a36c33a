// Package control is the server of the control API: what a test's author drives worlds with. It is described by
// spec/control.yaml, one file per resource.
//
// New makes the handler; it sees the server only through the interface Server, and a fake only through world.Fake. It
// is not a way around the chain: requests of clients never pass here.
package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"

	"sparring/mock/control/wire"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/message"
	"sparring/mock/problem"
	"sparring/mock/world"
)

// Problem is an error of the control API. What a Server's methods return of it is sent as it is.
type Problem = problem.Problem

// Server is what holds the worlds.
type Server interface {
	// Unready is why the server is not ready, one of wire's reasons; "" if it is.
	Unready() string
	APIs() []wire.API
	// Bounds are those of what belongs to no API.
	Bounds() []limit.Bound
	// Document returns an OpenAPI document as JSON; Documents lists the names.
	Document(name string) (json []byte, ok bool)
	Documents() []string
	// Make and Fork make a world, unless ctx ends before. Errors: *Problem, *world.SwitchError, *clock.SettingError,
	// and ctx's. The base is scheme and host of the call that asked for it, "" if it named none; a public URL goes
	// before it.
	Make(ctx context.Context, base string, req wire.WorldRequest) (*world.World, error)
	Fork(ctx context.Context, base, id string, req wire.ForkRequest) (*world.World, error)
	// Reserve asks for room in memory, held until done is called. Errors: *Problem.
	Reserve(bytes int64) (done func(), err error)
	// Worlds lists the worlds in order of their ids.
	Worlds() []*world.World
	World(id string) (*world.World, bool)
	Close(id string) (wire.Summary, error)
	Delete(id string) error
	Closed(id string) bool
	// Journal keeps what belongs to no world.
	Journal() *journal.Journal
	// WriteMetrics writes what the server counts in the text format of Prometheus.
	WriteMetrics(w io.Writer)
	// Authority is the certificate authority of the server as PEM, nil if it has none of its own.
	Authority() []byte
}

// Options of the control API.
type Options struct {
	Server  Server
	Version string
	Token   string       // demanded of every call as Authorization: Bearer; empty: none
	Origins []string     // under which the server is known beside loopback names: scheme and host of its public URL
	AnyHost bool         // answers under every name in Host
	Log     *slog.Logger // mistakes of our own, with their stack; nil logs nothing
	// Judge judges the clients of a world by its journal; nil: nobody does.
	Judge func(world, language string, page journal.Page) wire.Conduct
	// Record writes a journal as a scenario; nil: nobody does.
	Record func(world string, asked wire.RecordRequest, page journal.Page) wire.Recorded
	// Say returns a text for people in a language other than English; nil: texts are English.
	Say func(language, text string) string
}

// MetricsPath is where monitoring looks for what the server counts. It is below wire.Prefix, too.
const MetricsPath = "/_sparring/metrics"

// New makes the handler of everything under wire.Prefix, and of MetricsPath.
func New(opts Options) http.Handler {
	s := &server{Options: opts}
	r := mux.NewRouter().UseEncodedPath().SkipClean(true)
	for path, methods := range s.routes() {
		r.Path(wire.Prefix + path).Handler(s.methods(methods))
	}
	r.Path(MetricsPath).Handler(s.methods(map[string]route{"GET": {handle: getMetrics}}))
	r.NotFoundHandler = s.guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		write(w, problem.New(problem.UnknownPath, "there is no "+r.URL.Path))
	}), false)
	return r
}

type server struct {
	Options
	readers atomic.Int64 // calls that read a journal
}

// route answers one method of one path.
type route struct {
	handle  func(c *call) (answer, error)
	query   []string // parameters that it reads
	changes bool     // it changes its world, which must not be closed
	open    bool     // needs no token
}

// answer is the result of a handler. The zero answer is 204.
type answer struct {
	status   int
	body     any
	location string
	written  bool // the handler has written everything itself
}

func ok(body any) (answer, error) { return answer{status: http.StatusOK, body: body}, nil }

// call is one request.
type call struct {
	*server
	w     http.ResponseWriter
	r     *http.Request
	vars  map[string]string
	world *world.World // if the path names one
	done  func()       // frees the memory that was reserved for the body
}

func (s *server) routes() map[string]map[string]route {
	filter := []string{"api", "operation", "kind", "since", "seq", "limit"}
	read := append([]string{"wait", "view"}, filter...)
	return map[string]map[string]route{
		"/health":                {"GET": {handle: health, open: true}},
		"/metrics":               {"GET": {handle: getMetrics}},
		"/ca.pem":                {"GET": {handle: getAuthority}},
		"/apis":                  {"GET": {handle: listAPIs}},
		"/apis/{api}":            {"GET": {handle: getAPI}},
		"/documents/{name}.json": {"GET": {handle: getDocument}},
		"/journal":               {"GET": {handle: serverJournal, query: read}},
		"/worlds":                {"GET": {handle: listWorlds}, "POST": {handle: createWorld}},
		"/worlds/{world}": {
			"GET": {handle: getWorld}, "PATCH": {handle: changeWorld, changes: true}, "DELETE": {handle: deleteWorld},
		},
		"/worlds/{world}/fork":        {"POST": {handle: forkWorld, changes: true}},
		"/worlds/{world}/close":       {"POST": {handle: closeWorld}},
		"/worlds/{world}/clock":       {"GET": {handle: getClock}, "PATCH": {handle: changeClock, changes: true}},
		"/worlds/{world}/state/{api}": {"GET": {handle: getState}, "PUT": {handle: plantState, changes: true}},
		"/worlds/{world}/events":      {"POST": {handle: raiseEvent, changes: true}},
		"/worlds/{world}/faults": {
			"GET": {handle: listFaults}, "POST": {handle: addFault, changes: true},
			"DELETE": {handle: clearFaults, changes: true},
		},
		"/worlds/{world}/faults/{id}": {
			"GET": {handle: getFault}, "DELETE": {handle: removeFault, changes: true},
		},
		"/worlds/{world}/journal": {
			"GET": {handle: getJournal, query: read}, "DELETE": {handle: clearJournal},
		},
		"/worlds/{world}/journal/{seq}":       {"GET": {handle: getEntry}},
		"/worlds/{world}/journal.har":         {"GET": {handle: getHAR, query: filter}},
		"/worlds/{world}/outbox":              {"GET": {handle: getOutbox}},
		"/worlds/{world}/conduct":             {"GET": {handle: getConduct, query: []string{"language"}}},
		"/worlds/{world}/record":              {"POST": {handle: recordScenario}},
		"/worlds/{world}/marks":               {"POST": {handle: findMarks}},
		"/worlds/{world}/faults/{id}/release": {"POST": {handle: releaseFault, changes: true}},
	}
}

// methods chooses the route of a path by method. A path with GET also takes HEAD: net/http leaves the body out.
func (s *server) methods(routes map[string]route) http.Handler {
	if get, ok := routes[http.MethodGet]; ok {
		routes[http.MethodHead] = get
	}
	allow := slices.Sorted(maps.Keys(routes))
	return s.guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chosen, found := routes[r.Method]
		if !found {
			w.Header().Set("Allow", strings.Join(allow, ", "))
			write(w, problem.New(problem.MethodNotAllowed, r.Method+" "+r.URL.Path).Knowing(allow...))
			return
		}
		c, err := s.call(w, r, chosen)
		var a answer
		if err == nil {
			defer func() { c.done() }() // a panic goes on to the guard
			a, err = chosen.handle(c)
		}
		switch {
		case a.written:
		case err != nil && r.Context().Err() != nil: // nobody reads it
		case err != nil:
			s.refuse(w, r, problemOf(err))
		default:
			s.answer(w, a)
		}
	}), routes[http.MethodGet].open)
}

// call checks what is the same for all routes.
func (s *server) call(w http.ResponseWriter, r *http.Request, to route) (*call, error) {
	c := &call{server: s, w: w, r: r, vars: map[string]string{}, done: func() {}}
	for name, value := range mux.Vars(r) {
		c.vars[name] = unescape(value)
	}
	if err := checkQuery(r, to.query); err != nil {
		return nil, err
	}
	id, named := c.vars["world"]
	if !named {
		return c, nil
	}
	found, exists := s.Server.World(id)
	if !exists {
		return nil, problem.New(problem.UnknownWorld, fmt.Sprintf("there is no world %q", id))
	}
	c.world = found
	if to.changes && s.Server.Closed(id) {
		return nil, problem.New(problem.WorldClosed,
			fmt.Sprintf("the world %q is closed: nothing in it changes any more", id))
	}
	return c, nil
}

func (s *server) answer(w http.ResponseWriter, a answer) {
	if a.body == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	body, err := encode(a.body)
	if err != nil {
		write(w, s.mistake(fmt.Sprintf("an answer that is not JSON: %v", err), nil))
		return
	}
	if a.location != "" {
		w.Header().Set("Location", a.location)
	}
	send(w, a.status, "application/json", body)
}

// mistake reports an error of our own.
func (s *server) mistake(detail string, stack []byte) *Problem {
	if s.Log != nil {
		s.Log.Error("control API: "+detail, "stack", string(stack))
	}
	return problem.New(problem.Internal, detail)
}

// recovered answers a panic with a problem, unless an answer has begun.
func (s *server) recovered(w *tracked) {
	if v := recover(); v != nil {
		p := s.mistake(fmt.Sprint(v), debug.Stack())
		if !w.begun {
			write(w, p)
		}
	}
}

// tracked knows whether an answer has begun.
type tracked struct {
	http.ResponseWriter
	begun bool
}

// WriteHeader begins an answer.
func (t *tracked) WriteHeader(status int) {
	t.begun = true
	t.ResponseWriter.WriteHeader(status)
}

// Write goes on with it.
func (t *tracked) Write(b []byte) (int, error) {
	t.begun = true
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController through.
func (t *tracked) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// encode writes JSON without escaping <, > and &, which the journal would be unreadable with.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

func send(w http.ResponseWriter, status int, contentType string, body []byte) {
	message.Deadline(w)
	wire := http.NewResponseController(w)
	_, err := message.Write(w, "", message.Response{Status: status, Body: body, Header: http.Header{
		"Content-Type": {contentType}, "Cache-Control": {"no-store"}, "X-Content-Type-Options": {"nosniff"},
		"Content-Security-Policy": {"default-src 'none'; frame-ancestors 'none'; sandbox"},
	}})
	if err == nil { // else the caller is gone
		_ = wire.Flush()
	}
	_ = wire.SetWriteDeadline(time.Time{})
}
