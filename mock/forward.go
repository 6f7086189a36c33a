package mock

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"sparring/mock/clock"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/outbound"
	"sparring/mock/problem"
	"sparring/mock/proxy"
	"sparring/mock/world"
	"sparring/spec"
)

// assemble makes the list of the APIs: all fakes, or the real servers that requests are passed on to.
func (s *Server) assemble() error {
	all := fakes()
	if len(s.opts.Upstream) == 0 {
		s.apis = all
		return nil
	}
	transport := proxy.Transport(s.opts.UpstreamCA)
	for _, a := range all {
		address, ok := s.opts.Upstream[a.Name]
		if !ok {
			continue
		}
		p, err := proxy.New(address, a.Base, transport, s.opts.UpstreamTimeout)
		if err != nil {
			return &OptionError{"Upstream", fmt.Errorf("%s=%w", a.Name, err)}
		}
		s.apis = append(s.apis, forwarded(a, p))
	}
	for name := range s.opts.Upstream {
		if !slices.ContainsFunc(all, func(a *world.API) bool { return a.Name == name }) {
			return &OptionError{"Upstream", errors.New(
				problem.Unknown(problem.UnknownAPI, "API", name, spec.APIs()).Detail + "; there are " +
					strings.Join(spec.APIs(), ", "))}
		}
	}
	return nil
}

// forwarded returns an API whose requests are passed on. What needs the fake's facts is not there.
func forwarded(a *world.API, p *proxy.Proxy) *world.API {
	out := &world.API{
		Name: a.Name, Secrets: a.Secrets, Base: a.Base, Operations: a.Operations, Warnings: a.Warnings, Code: a.Code,
		Passed: true,
	}
	out.New = func(w *world.World) world.Fake {
		return &forward{api: out, proxy: p, vendor: a.New(aside(w, a)), end: w.Context()}
	}
	return out
}

// aside makes a world that nobody sees, for a fake that only writes the vendor's errors: its facts and their secrets
// are no part of the real world.
func aside(of *world.World, a *world.API) *world.World {
	w := world.New(of.Context(), of.ID, of.Seed)
	w.Clock, w.Ledger = of.Clock, limit.NewLedger(nil)
	w.Switches = world.NewSwitches([]*world.API{a}, 0)
	w.Journal = journal.New(journal.Options{Now: of.Now, Wire: clock.Wire})
	w.Outbound = outbound.New(w.Context(), w.Clock, w.Journal, outbound.NewClient(nil))
	w.Faults = fault.NewSet(catalogue{[]*world.API{a}}, w.Clock.Now, w.Chance("fault").IntN)
	w.URLs[a.Name] = of.URL(a.Name)
	return w
}

// forward stands in the place of a fake and passes requests on to a real server. It has no facts.
type forward struct {
	api    *world.API
	proxy  *proxy.Proxy
	vendor world.Fake // writes errors in the vendor's form for faults
	end    context.Context
}

// API describes what is passed on.
func (f *forward) API() *world.API { return f.api }

// NextDue says that nothing is due: time passes on the real server.
func (f *forward) NextDue() (time.Time, bool) { return time.Time{}, false }

// Fire has nothing to do.
func (f *forward) Fire(time.Time) int { return 0 }

// Pending counts nothing.
func (f *forward) Pending() int { return 0 }

// Handle passes the request on.
func (f *forward) Handle(r *world.Request) world.Answer {
	ctx, cancel := context.WithCancel(r.Context)
	stop := context.AfterFunc(f.end, cancel) // the world's end ends what is under way
	sent := *r
	sent.Context = ctx
	got, err := f.proxy.Pass(&sent)
	if got.Stream == nil || err != nil {
		stop()
		cancel()
	}
	if err != nil {
		return f.failed(err)
	}
	a := world.Answer{Response: got.Response, Passed: true, Why: []journal.Why{{
		Code: "upstream", Text: fmt.Sprintf("passed on to %s, which answered %d", f.proxy.Server(), got.Status),
	}}}
	if got.Redirect != "" {
		a.Why = append(a.Why, journal.Why{
			Code: "upstream_redirect", Text: "the real server redirects to " + got.Redirect + "; it is not followed",
		})
	}
	if got.Stream != nil {
		a.Stream = &world.Stream{Wake: got.Stream.Wake, Pull: got.Stream.Pull, Close: func() {
			stop()
			got.Stream.Close()
			cancel()
		}}
	}
	return a
}

// failed is Sparring's own answer if the real server gave none.
func (f *forward) failed(err error) world.Answer {
	var failure *proxy.Failure
	if !errors.As(err, &failure) {
		failure = &proxy.Failure{Kind: "unreachable", Text: err.Error()}
	}
	kind := problem.Upstream
	if failure.Late {
		kind = problem.UpstreamTimeout
	}
	return world.Answer{
		Response: responseOf(problem.New(kind, failure.Text)), Arbitrary: true, Passed: true,
		Why: []journal.Why{{Code: "upstream_" + failure.Kind, Text: failure.Text}},
		Findings: []journal.Finding{{
			Kind: journal.Violation, By: journal.ByService, Code: "no_response",
			Expected: "a response that can be passed on", Actual: "none", Message: failure.Text,
			Provenance: journal.Derived, Source: "sparring",
		}},
	}
}

// Miss passes on a request that fits no operation of the document. If the real server knows it, the document is at
// fault, and not the client.
func (f *forward) Miss(r *world.Request, _ world.Miss) world.Answer {
	a := f.Handle(r)
	unknown := []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}
	if a.Arbitrary || r.Preflight || slices.Contains(unknown, a.Status) {
		return a
	}
	a.Findings = append(a.Findings, journal.Finding{
		Kind: journal.Violation, By: journal.ByService, Code: "unknown_operation", Pointer: "path",
		Expected: "404 or 405: the document has no such operation", Actual: fmt.Sprint(a.Status),
		Message:    "the real server answers " + r.Method + " of a path that the document does not have",
		Provenance: journal.Derived, Source: "sparring",
	})
	return a
}

// Fail writes the vendor's answer for an error code.
func (f *forward) Fail(r *world.Request, code string) world.Answer { return f.vendor.Fail(r, code) }

// Refuse writes the vendor's error for a status.
func (f *forward) Refuse(r *world.Request, status int) world.Answer {
	return f.vendor.Refuse(r, status)
}

var errNoFacts = errors.New("requests are passed on to a real server, which keeps its own facts")

// Expire ends nothing: the credentials are the real server's.
func (f *forward) Expire(*world.Request, string) error { return errNoFacts }

// Event raises nothing.
func (f *forward) Event(string, world.Args) (any, error) {
	return nil, &world.Refusal{Message: errNoFacts.Error()}
}

// State is empty.
func (f *forward) State() any { return map[string]any{} }

// Plant takes the empty state only.
func (f *forward) Plant(state json.RawMessage) error {
	var facts map[string]any
	if err := json.Unmarshal(state, &facts); err != nil || len(facts) > 0 {
		return fmt.Errorf("expected {}, because %w; got %s", errNoFacts,
			strings.Join(slices.Sorted(maps.Keys(facts)), ", "))
	}
	return nil
}

// CopyTo copies nothing: the facts are on the real server.
func (f *forward) CopyTo(world.Fake) error { return nil }

// Held returns 0.
func (f *forward) Held() int64 { return 0 }

// Credentials are the user's own.
func (f *forward) Credentials() map[string]string { return map[string]string{} }

// unknownCode is the finding about an error code that a document does not list for an operation.
func unknownCode(op spec.Operation, code string) journal.Finding {
	return journal.Finding{
		Kind: journal.Violation, By: journal.ByService, Code: "unknown_code", Pointer: "code",
		Expected: "one of " + strings.Join(op.Errors, ", "), Actual: code,
		Message:    "the document does not list this error code for " + op.ID,
		Provenance: journal.Derived, Source: op.Source,
	}
}
