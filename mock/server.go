// Package mock is the server: an http.Handler that fakes Bonder, iQChannels, Radist.Online and TIM Connect
// in as many isolated worlds as asked for, with the control API beside them.
//
// Use New and serve the Handler (package mocktest does it in one line for a test), or Listen for own ports. It is for
// tests only: it knows every secret it hands out.
package mock

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/bonder"
	"sparring/mock/clock"
	"sparring/mock/console"
	"sparring/mock/control"
	"sparring/mock/control/wire"
	"sparring/mock/iqchannels"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/limit"
	"sparring/mock/outbound"
	"sparring/mock/problem"
	"sparring/mock/radist"
	"sparring/mock/store"
	"sparring/mock/timconnect"
	"sparring/mock/world"
)

// Version of this build; set by the linker for a release.
var Version = "dev"

// Options of a server. The zero value is useful.
type Options struct {
	PublicURL    string                    // base of all URLs shown to clients; default: see baseOf
	Seed         uint64                    // of worlds made without one; 0 draws one for each world
	At           time.Time                 // world time at which worlds start; zero means the wall clock's now
	Clock        clock.Mode                // default running
	Switches     map[string]map[string]any // api → name → value, as JSON has them
	ControlToken string                    // demanded of control calls; empty: none
	HeaderFaults bool                      // let a request ask for a fault by the header X-Sparring-Fault
	CORS         []string                  // origins whose pages may call the APIs, exactly as a browser sends them
	AnyHost      bool                      // answer control calls with any Host header (needs a token)
	MaxWorlds    int                       // default 10,000
	// bytes of all worlds together, measured in this process; default: only what their stores count is bounded
	MaxMemory    int64
	JournalBytes int64          // of all journals together; default 256 MiB
	Journal      journal.Limits // of one journal
	MaxBody      int64          // bytes of a request's body; default DefaultMaxBody
	Log          *slog.Logger   // a line an entry (info), findings and errors; nil logs nothing
	// signs the server's certificates; clients can fetch its own; nil: another one does
	Authority *Authority
	// Made is told of each world before the one that asked for it is; from is the world that it copies, or empty.
	// It may call the control API. Nil: nobody is told.
	Made func(world, from string)
	// Left is told what the journal of a world is about to forget: the world is deleted, or its journal cleared. Nil:
	// nobody is told.
	Left func(world string, page journal.Page)
	// Conduct judges the clients of a world by its journal, for the control API; nil: nobody does.
	Conduct func(world, language string, page journal.Page) wire.Conduct
	// Record writes the journal of a world as a scenario, for the control API; nil: nobody does.
	Record func(world string, asked wire.RecordRequest, page journal.Page) wire.Recorded
	// Say returns a text of the control API in a language other than English, for callers that ask for it by
	// Accept-Language; nil: texts are English.
	Say        func(language, text string) string
	UpstreamCA *x509.CertPool // trusted by outgoing calls; nil: what the machine trusts
	ServerLog  *log.Logger    // of net/http, on broken connections; nil means its default
	// Store keeps the worlds beyond the life of the server, which does not close it. Nil: they are in memory only.
	Store store.Store
	// Upstream are the real servers that requests are passed on to, by API: URLs as a client of theirs is configured
	// with. If there are any, there is no other API.
	Upstream        map[string]string
	UpstreamTimeout time.Duration // how long these have for a response; default one minute
}

// fakes returns all fakes.
func fakes() []*world.API {
	return []*world.API{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()}
}

// Server serves all worlds. Make one with New, end it with Close.
type Server struct {
	opts    Options
	apis    []*world.API
	routers map[string]*router
	// the defaults
	switches *world.Switches
	control  http.Handler
	console  *console.Console
	pages    func(r *http.Request, known string) *problem.Problem // why a button of a page may not be pressed
	// has an element for each large body that is being read
	large   chan struct{}
	origins []string // of Options.CORS, in lower case
	client  *http.Client
	budget  *journal.Budget
	memory  limit.Total      // of what the worlds keep beside their journals
	room    *memory          // of all that the worlds need
	journal *journal.Journal // requests that belong to no world
	renewed *journal.Journal // what open pages ask again and again: kept by nobody
	secrets *secret.Plans

	storeError atomic.Pointer[error] // nil if the store takes changes
	sharing

	catalogued func() []wire.API
	log        *logger
	meters     *meters

	ctx    context.Context
	cancel context.CancelFunc

	addressee atomic.Pointer[addressee] // of the last request

	base    atomic.Pointer[string]
	mu      sync.RWMutex
	worlds  map[string]*instance
	making  map[string]bool // ids taken by worlds being made
	expires bool            // worlds that nobody uses are looked for
	named   int             // for the ids of worlds made without one
	listens []*listener
	// plays another host; nil until a redirect leads there
	elsewhere *listener
	tls       *tls.Config // of the first port; own ports of worlds have the same
	ends      sync.WaitGroup
}

// DefaultWorld is the world that is addressed without a name.
const DefaultWorld = "default"

// OptionError is returned for an option that does not fit.
type OptionError struct {
	Option string // the field of Options
	Err    error
}

// Error is the reason.
func (e *OptionError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *OptionError) Unwrap() error { return e.Err }

// New makes a server. Errors: *OptionError.
func New(opts Options) (*Server, error) {
	if opts.MaxWorlds <= 0 {
		opts.MaxWorlds = 10_000
	}
	if opts.JournalBytes <= 0 {
		opts.JournalBytes = 256 << 20
	}
	if opts.MaxBody <= 0 {
		opts.MaxBody = DefaultMaxBody
	}
	if opts.Clock == "" {
		opts.Clock = clock.Running
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		opts:    opts,
		routers: map[string]*router{}, worlds: map[string]*instance{}, making: map[string]bool{},
		large: make(chan struct{}, maxLarge), client: outbound.NewClient(opts.UpstreamCA),
		budget: &journal.Budget{Max: opts.JournalBytes}, ctx: ctx, cancel: cancel,
	}
	s.share()
	if err := s.assemble(); err != nil {
		cancel()
		return nil, err
	}
	s.catalogued = sync.OnceValue(func() []wire.API {
		out := make([]wire.API, 0, len(s.apis))
		for _, a := range s.apis {
			out = append(out, describe(a))
		}
		return out
	})
	s.memory.Max = cmp.Or(opts.MaxMemory, WorldMemory())
	s.room = newMemory(opts.MaxMemory, s.budget.Used)
	s.secrets = secretPlans(s.apis)
	s.journal = journal.New(journal.Options{
		Limits: journal.Limits{Entries: strayEntries, Bytes: s.opts.Journal.Bytes}, Budget: s.budget,
		Secrets: s.secrets,
		Notify:  func(seq int64) { s.log.notify(s.journal, "", seq) },
	})
	s.renewed = journal.New(journal.Options{Limits: journal.Limits{Entries: 1}, Budget: s.budget, Secrets: s.secrets})
	for _, a := range s.apis {
		r, err := routerOf(a.Name)
		if err != nil {
			cancel()
			return nil, fmt.Errorf("routes of %s: %w", a.Name, err)
		}
		s.routers[a.Name] = r
	}
	if err := s.checkOptions(); err != nil {
		cancel()
		return nil, err
	}
	s.log = newLogger(opts.Log)
	s.meters = newMeters(s)
	driven := control.Options{
		Server: controlled{s}, Token: opts.ControlToken, Version: Version, AnyHost: opts.AnyHost, Log: opts.Log,
		Origins: publicOrigin(opts.PublicURL), Judge: opts.Conduct, Record: opts.Record,
		Say: opts.Say,
	}
	s.console = console.New()
	s.control, s.pages = control.New(driven), control.Pages(driven)
	if err := s.restoreAll(); err != nil {
		for _, in := range s.worlds { // what cannot be read is not changed
			_ = in.keeper.stop(false)
		}
		_ = s.Close()
		return nil, &OptionError{"Store", err}
	}
	switch {
	case s.shared != nil:
		s.follow()
	case opts.Store != nil:
		s.ends.Go(s.flushRegularly)
	}
	return s, nil
}

// checkOptions checks the options and parses those that are texts.
func (s *Server) checkOptions() error {
	s.switches = world.NewSwitches(s.apis, s.opts.MaxBody)
	switches := s.switches.Copy()
	if err := cmp.Or(switches.Set(s.opts.Switches), switches.Check()); err != nil {
		return &OptionError{"Switches", err}
	}
	if _, err := clock.New(s.opts.At, clock.Frozen, 1); err != nil {
		return &OptionError{"At", err}
	}
	if _, err := clock.New(s.opts.At, s.opts.Clock, 1); err != nil {
		return &OptionError{"Clock", err}
	}
	if s.opts.PublicURL != "" {
		if err := s.setBase(s.opts.PublicURL); err != nil {
			return &OptionError{"PublicURL", err}
		}
	}
	var err error
	if s.origins, err = corsOrigins(s.opts.CORS); err != nil {
		return &OptionError{"CORS", err}
	}
	return nil
}

// publicOrigin returns the origin of the public URL, under which the control API may be called, too.
func publicOrigin(text string) []string {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return nil
	}
	return []string{u.Scheme + "://" + u.Host}
}

// Close ends all worlds, own ports and goroutines.
func (s *Server) Close() error {
	s.cancel()
	s.log.close() // before the journals forget
	s.mu.Lock()
	worlds, listens := s.worlds, s.listens
	s.worlds, s.listens = map[string]*instance{}, nil
	s.mu.Unlock()
	var kept error
	if s.shared != nil {
		s.detach(worlds, listens)
	}
	for _, in := range worlds {
		kept = errors.Join(kept, in.keeper.stop(true))
		in.end()
		in.Faults.Sync()
	}
	for _, l := range listens {
		l.close()
	}
	s.ends.Wait()
	s.client.CloseIdleConnections()
	return kept
}

// Handler is the server itself.
func (s *Server) Handler() http.Handler { return s }

// serveAPI takes a request through the chain of one API of one world.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, id, api, base, path string) {
	origin := s.allowed(r)
	if origin != "" {
		share(w.Header(), origin) // the server's own refusals, too
	}
	rt := s.routers[api]
	if rt == nil {
		s.refuseAPI(w, r, api, path)
		return
	}
	if path == "" {
		path = "/"
	}
	if s.shared != nil {
		s.serveShared(w, r, target{id, api, base, path, origin})
		return
	}
	in, err := s.instance(id)
	if err != nil {
		s.refuseWorld(w, r, id, api, path, err)
		return
	}
	if in.keeper != nil {
		if err := s.storeDown(); err != nil {
			refuseDown(w, r, err)
			return
		}
		w = &barrier{ResponseWriter: w, flush: in.keeper.flush}
		defer func() { _ = in.keeper.flush() }() // how the exchange ended
	}
	x := new(exchange) // a literal would be made on the stack first
	x.in, x.fake, x.router, x.peer, x.w, x.r, x.origin = in, in.Fake(api), rt, journal.Client, w, r, origin
	x.request.Path, x.request.BasePath = path, base
	if !in.enter() {
		x.refuseLate()
		return
	}
	defer in.leave()
	x.run()
}

// refuseAPI answers a request for an API that there is not.
func (s *Server) refuseAPI(w http.ResponseWriter, r *http.Request, api, path string) {
	s.refuse(w, r, "", path, problem.Unknown(problem.UnknownAPI, "API", api, s.apiNames()).
		Hinted("the first segment of the path names one of %s, or is w/ and a world, or _sparring/",
			strings.Join(s.apiNames(), ", ")))
}

// refuseWorld answers a request for a world that there is not, or for the default one if it cannot be made.
func (s *Server) refuseWorld(w http.ResponseWriter, r *http.Request, id, api, path string, err error) {
	if !errors.Is(err, errUnknownWorld) {
		refuseDown(w, r, err)
		return
	}
	s.refuse(w, r, api, path, problem.New(problem.UnknownWorld, fmt.Sprintf("there is no world %q", id)))
}

// refuseLate answers a request that came after its world was closed.
func (x *exchange) refuseLate() {
	answer := responseOf(problem.New(problem.Late, fmt.Sprintf("the world %q is closed", x.in.ID)))
	to := route{found: x.router.find(x.r.Method, x.request.Path)}
	e := x.newEntry(&to)
	e.State, e.Response = journal.Late, journal.MessageOf(answer)
	e.Why = []journal.Why{{Code: "world_closed", Text: "the world was closed before this request"}}
	if to.Operation != nil {
		e.Operation = to.Operation.ID
	}
	x.in.Journal.Open(e)
	x.in.server.meters.count(to.Operation, e.API, status5xx)
	sendProblem(x.w, x.r, answer)
}

func (s *Server) apiNames() []string {
	names := make([]string, len(s.apis))
	for i, a := range s.apis {
		names[i] = a.Name
	}
	return names
}

// cutSegment splits "/a/b/c" into "a" and "/b/c".
func cutSegment(path string) (first, rest string) {
	path = strings.TrimPrefix(path, "/")
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, ""
}
