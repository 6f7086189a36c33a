package mock

import (
	"net/http"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/world"
	"sparring/spec"
)

// route is what the router knows about a request: its operation, or else the nearest one.
type route struct {
	found
	nearest string // id of the nearest operation if none was found
}

// route finds the operation of the request. Of a preflight, the nearest operation is that of the request that follows.
func (x *exchange) route() route {
	to := route{found: x.router.find(x.r.Method, x.request.Path)}
	if to.Operation != nil {
		return to
	}
	method := x.r.Method
	if !x.outgoing && journal.IsPreflight(method, x.r.Header) {
		method = x.r.Header.Get("Access-Control-Request-Method")
		x.preflight = x.newPreflight(method)
		if x.preflight.target != nil {
			return to
		}
	}
	to.nearest = x.nearest(&to, method)
	return to
}

// nearest returns the operation that a request without one may have meant.
func (x *exchange) nearest(to *route, method string) string {
	nearest := to.Beside
	if joined := singleSlashes(x.request.Path); joined != x.request.Path {
		text := "the path has a doubled slash"
		if f := x.router.find(method, joined); f.Operation != nil {
			text += "; without it this would be " + f.Operation.ID
			nearest = f.Operation.ID
		} else if nearest == "" {
			nearest = f.Beside
		}
		x.why = append(x.why, journal.Why{
			Code: "doubled_slash", Text: text + ": look at how base URL and path are joined",
		})
	}
	if nearest == "" {
		nearest = x.router.nearest(method, x.request.Path)
	}
	return nearest
}

// explainMiss says why no operation fits the request, if neither the fake nor the doubled slash of its path does.
func (x *exchange) explainMiss(to *route, a *world.Answer) {
	path := x.request.Path
	if bare := strings.TrimSuffix(path, "/"); bare != path && a.Status/100 != 3 {
		if f := x.router.find(x.r.Method, bare); f.Operation != nil || f.Beside != "" {
			meant := f.Beside
			if f.Operation != nil {
				meant = f.Operation.ID
			}
			a.Why = append(a.Why, journal.Why{
				Code: "trailing_slash", Text: "the path ends in a slash; without it, it is that of " + meant,
			})
			return
		}
	}
	switch {
	case len(a.Why)+len(x.why) > 0:
	case len(to.Allow) > 0:
		text := x.r.Method + " is not taken here, but " + strings.Join(to.Allow, ", ")
		a.Why = append(a.Why, journal.Why{Code: "method_not_allowed", Text: text})
	default:
		text := "no operation has this path"
		if op, ok := spec.Find(x.fake.API().Name, to.nearest); ok {
			text += "; the nearest is " + op.ID + ": " + op.Method + " " + op.Path
		}
		a.Why = append(a.Why, journal.Why{Code: "path_unknown", Text: text})
	}
}

// openEntry opens the journal entry.
func (x *exchange) openEntry(to *route) {
	e := x.newEntry(to)
	switch {
	case to.Operation != nil:
		e.Operation, e.Unjudged = to.Operation.ID, to.Operation.Page
	case x.preflight != nil && x.preflight.target != nil:
		e.Unjudged = true
	default:
		e.Unmatched, e.Hint = true, to.nearest
		if len(e.Vars) == 0 {
			e.Vars = x.router.guess(x.request.Path, to.nearest)
		}
	}
	into := x.in.Journal
	if x.renews(to) {
		into = x.in.server.renewed
	}
	x.entry = into.Open(e)
	x.open, x.operation = true, to.Operation
}

// renewHeader is what an open page of the fake sends when it asks for itself anew.
const renewHeader = "X-Sparring-Page"

// renews reports whether an open page asks for itself again: every two seconds, which nobody wants to read.
func (x *exchange) renews(to *route) bool {
	op := to.Operation
	return op != nil && op.Page && op.Method == http.MethodGet && !x.outgoing && x.r.Header.Get(renewHeader) == "renew"
}

// newEntry returns the entry of the request. Its URL is the one that the client used, also on an own port or host.
func (x *exchange) newEntry(to *route) journal.Record {
	api := x.fake.API().Name
	x.halves = &halves{request: journal.Message{Header: x.r.Header}}
	e := journal.Record{
		Base: x.in.URL(api), Vars: to.Vars, Host: x.r.Host,
		Entry: journal.Entry{
			Kind: journal.Exchange, Peer: x.peer, API: api, Method: x.r.Method, HTTP: x.r.Proto, Path: x.request.Path,
			Request: &x.halves.request,
		},
	}
	if x.outgoing {
		e.Kind = journal.Outgoing
	}
	scheme, host, base := "http://", x.r.Host, x.request.BasePath
	switch {
	case x.outgoing || x.r.Host == "": // a client of HTTP/1.0 may send no Host
		scheme, host, base = "", "", e.Base
	case x.r.TLS != nil:
		scheme = "https://"
	}
	if x.r.URL.RawQuery == "" && !x.r.URL.ForceQuery {
		e.URL = scheme + host + base + x.request.Path
	} else {
		e.URL = scheme + host + base + x.request.Path + "?" + x.r.URL.RawQuery
	}
	return e
}

// closeEntry closes the entry, once.
func (x *exchange) closeEntry(state journal.State, f func(e *journal.Record)) {
	if !x.open {
		return
	}
	x.open = false
	x.entry.Close(state, func(e *journal.Record) {
		e.Why = append(e.Why, x.why...)
		if x.preflight != nil {
			e.Why = append(e.Why, journal.Why{Code: "cors_preflight", Text: x.preflight.text})
		}
		e.Faults = x.faults
		e.Findings = append(e.Findings, x.findings...)
		if f != nil {
			f(e)
		}
		if x.judge != nil {
			x.judge(e)
		}
		x.count(e, state)
	})
}

// endState returns the state of an entry that is complete now. An outgoing call is never aborted: its entry names the
// error.
func (x *exchange) endState() journal.State {
	if !x.outgoing && x.r.Context().Err() != nil {
		return journal.Aborted
	}
	return journal.Closed
}

// writeMeant writes the response as meant into the entry.
func (x *exchange) writeMeant(e *journal.Record, out *outcome) {
	x.halves.response = journal.Message{Status: out.Status, Header: out.Header, Body: out.Body}
	e.Response = &x.halves.response
	e.Why = append(e.Why, out.Why...)
	e.Findings = append(e.Findings, out.Findings...)
	e.Arbitrary, e.Passed = out.arbitrary, out.Passed
	if e.Unmatched && out.Passed { // the real server may know more than the document, which is no mistake of the client
		e.Unmatched = !slices.ContainsFunc(out.Findings, func(f journal.Finding) bool {
			return f.Code == "unknown_operation"
		})
	}
	if x.preflight != nil && x.preflight.granted { // the request itself follows, and is judged
		e.Unmatched, e.Hint, e.Unjudged = false, "", true
	}
	if out.Operation != "" && e.Unmatched {
		e.Operation, e.Unmatched, e.Hint, e.Unjudged = out.Operation, false, "", true
	}
}
