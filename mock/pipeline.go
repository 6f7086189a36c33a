package mock

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/problem"
	"sparring/mock/world"
)

// passage is one request on its way through the chain: the fields above the line are set by who starts it.
type passage struct {
	in       *instance
	fake     world.Fake
	router   *router
	base     string // path prefix that was cut off: "/w/x/bonder"
	path     string // what is left, as sent
	kind     string
	peer     string
	w        http.ResponseWriter
	r        *http.Request
	origin   string                 // of the page that sent the request, if it may read the response
	judge    func(e *journal.Entry) // the last word on the entry of an outgoing call; may be nil
	findings []journal.Finding      // of the chain itself

	entry    *journal.Handle
	found    found
	question string // of a preflight: what the browser asks
	target   found  // of a preflight: what the request that follows will find
	granted  bool   // the answer to a preflight lets the request follow
	nearest  string // id of the nearest operation, where none was found
	req      message.Request
	firing   *fault.Firing
	faults   []journal.Shaping
	why      []journal.Why
	written  int64 // bytes of a stream that a fault shapes
	noted    int64 // bytes of a stream's messages in the entry
	cut      bool  // not all of them are
	open     bool
}

// run takes the request through the chain. The order is the contract of the house: open the entry, bound and buffer the
// body, find the operation, decide at most one fault, ask the fake, deliver, close.
func (p *passage) run() {
	defer p.rescue()
	p.found = p.router.find(p.r.Method, p.path)
	p.begin()
	body, ok := p.readBody()
	if !ok {
		return
	}
	p.in.Clock.Settle() // no request meets a world that is late
	p.req = message.Request{
		API: p.fake.API().Name, Preflight: p.question != "", Context: p.r.Context(), Method: p.r.Method, Path: p.path, Vars: p.found.Vars, RawQuery: p.r.URL.RawQuery,
		Header: p.r.Header, Host: p.r.Host, Body: body, BasePath: p.base, TLS: p.r.TLS != nil, Seq: p.entry.Seq(),
	}
	if p.found.Operation != nil {
		p.req.Operation, p.req.Alias = p.found.Operation.ID, p.found.Alias
	}
	if refused := p.guard(); refused != nil {
		p.deliver(*refused, true)
		return
	}
	if refused := p.decide(); refused != nil {
		p.deliver(*refused, true)
		return
	}
	if answer, arbitrary, ok := p.answer(); ok {
		p.deliver(answer, arbitrary || answer.Arbitrary && p.kind == journal.Exchange)
	}
}

// guard lets only a page of this server press the buttons of its pages: they do what an event of the control API does.
func (p *passage) guard() *world.Answer {
	op := p.found.Operation
	if op == nil || !op.Page || p.kind != journal.Exchange || op.Method == http.MethodGet {
		return nil
	}
	refused := p.in.server.pages(p.r, hostOf(p.in.URL(p.fake.API().Name)))
	if refused == nil {
		return nil
	}
	p.why = append(p.why, journal.Why{
		Code: strings.ReplaceAll(refused.Code(), "-", "_"), Text: refused.Title + ": " + refused.Detail,
	})
	return &world.Answer{Response: responseOf(refused)}
}

// begin opens the journal entry.
func (p *passage) begin() {
	e := p.asked()
	method := p.r.Method
	if p.found.Operation == nil && p.kind == journal.Exchange && journal.IsPreflight(method, p.r.Header) {
		method = p.r.Header.Get("Access-Control-Request-Method")
		p.target = p.router.find(method, p.path)
		p.notePreflight(method)
	}
	if op := p.found.Operation; op != nil {
		e.Operation, e.Unjudged = op.ID, op.Page
	} else if p.target.Operation != nil {
		e.Unjudged = true
	} else {
		p.miss(method)
		e.Unmatched, e.Hint = true, p.nearest
		if len(e.Vars) == 0 {
			e.Vars = p.router.guess(p.path, p.nearest)
		}
	}
	p.entry = p.in.Journal.Open(e)
	p.open = true
}

// asked is the entry of the request: its URL is the one that was asked, also on an own port or host.
func (p *passage) asked() journal.Entry {
	api := p.fake.API().Name
	e := journal.Entry{
		Kind: p.kind, Peer: p.peer, API: api, Method: p.r.Method, HTTP: p.r.Proto, Path: p.path, Base: p.in.URL(api),
		Vars: p.found.Vars, Host: p.r.Host, Request: &journal.Message{Header: p.r.Header},
	}
	mark := ""
	if p.r.URL.RawQuery != "" || p.r.URL.ForceQuery {
		mark = "?"
	}
	switch {
	case p.kind != journal.Exchange || p.r.Host == "": // a call of our own, or a client of HTTP/1.0
		e.URL = e.Base + p.path + mark + p.r.URL.RawQuery
	case p.r.TLS != nil:
		e.URL = "https://" + p.r.Host + p.base + p.path + mark + p.r.URL.RawQuery
	default:
		e.URL = "http://" + p.r.Host + p.base + p.path + mark + p.r.URL.RawQuery
	}
	return e
}

// miss looks for what a request without an operation may have meant.
func (p *passage) miss(method string) {
	p.nearest = p.found.Beside
	if joined := singleSlashes(p.path); joined != p.path {
		text := "the path has a doubled slash"
		if f := p.router.find(method, joined); f.Operation != nil {
			text += "; without it this would be " + f.Operation.ID
			p.nearest = f.Operation.ID
		} else if p.nearest == "" {
			p.nearest = f.Beside
		}
		p.why = append(p.why, journal.Why{
			Code: "doubled_slash", Text: text + ": look at how base URL and path are joined",
		})
	}
	if p.nearest == "" {
		p.nearest = p.router.nearest(method, p.path)
	}
}

// end closes the entry, once.
func (p *passage) end(state string, f func(e *journal.Entry)) {
	if !p.open {
		return
	}
	p.open = false
	p.entry.Close(state, func(e *journal.Entry) {
		e.Why = append(e.Why, p.why...)
		if p.question != "" {
			e.Why = append(e.Why, journal.Why{Code: "cors_preflight", Text: p.question})
		}
		e.Faults = p.faults
		e.Findings = append(e.Findings, p.findings...)
		if f != nil {
			f(e)
		}
		if p.judge != nil {
			p.judge(e)
		}
	})
}

// faultHeader asks for a fault on this one request, where the server was told to allow it.
const faultHeader = "X-Sparring-Fault"

// decide asks the rules, and notes which one fires. It answers where the request asks for a fault that does not exist.
func (p *passage) decide() *world.Answer {
	asked := ""
	if p.in.server.opts.HeaderFaults {
		asked = p.r.Header.Get(faultHeader)
	}
	if asked == "" && p.in.Faults.Idle() {
		return nil
	}
	if asked != "" {
		fault, err := fault.Parse(asked)
		if err == nil {
			p.firing, err = p.in.Faults.Once(fault, &p.req)
		}
		if err != nil {
			return &world.Answer{Response: responseOf(problem.New(problem.BadFaultHeader, err.Error()).At("header/"+faultHeader).
				Hinted("GET /_sparring/v1/apis/%s lists codes and kinds", p.req.API))}
		}
	} else {
		p.firing = p.in.Faults.Decide(&p.req)
	}
	if p.firing != nil {
		p.note()
	}
	return nil
}

// note tells what the rule that fires has done so far. The list is made anew: the entry may show the earlier one to readers.
func (p *passage) note() {
	p.faults = []journal.Shaping{{Rule: p.firing.Rule(), Kind: p.firing.Kind(), Detail: p.firing.Detail()}}
}

// answer gives the answer meant: the fault's, where it stands in for the fake, or the fake's. Arbitrary says that it was
// written by a fault and breaks the document on purpose. ok is false where there is nothing to deliver any more.
func (p *passage) answer() (a world.Answer, arbitrary, ok bool) {
	if p.firing == nil {
		return p.handle(), false, true
	}
	switch p.firing.Stage() {
	case fault.Before:
		return p.hold()
	case fault.Instead:
		if p.firing.Kind() == "error" {
			return p.fake.Fail(&p.req, p.firing.Code()), false, true
		}
		reply, bare, has := p.firing.Instead()
		a = world.Answer{Response: reply}
		if bare {
			own := p.fake.Refuse(&p.req, reply.Status)
			a.Body = own.Body
			for name, values := range own.Header {
				if a.Header[name] == nil {
					a.Header[name] = values
				}
			}
		}
		if reply.Status >= http.StatusOK {
			return a, true, true
		}
		if has { // an interim status: net/http would go on to an empty 200
			p.entry.Update(func(e *journal.Entry) { p.meant(e, a, true) })
		}
		p.shape(reply)
		return a, true, false
	case fault.With:
		if err := p.fake.Expire(&p.req, p.firing.Reason()); err != nil {
			p.why = append(p.why, journal.Why{Code: "fault_expire_idle", Text: "no credential was ended: " + err.Error()})
		}
	}
	return p.handle(), false, true
}

// handle asks the fake. Whatever it changes is changed from here on, however late the answer leaves.
func (p *passage) handle() world.Answer {
	a := p.ask()
	if !a.Arbitrary && a.Stream == nil {
		protect(a.Header, a.Body)
	}
	return a
}

func (p *passage) ask() world.Answer {
	if p.found.Operation != nil {
		return p.fake.Handle(&p.req)
	}
	a := p.fake.Miss(&p.req, world.Miss{
		Allow: p.found.Allow, Nearest: p.nearest,
		Match: func(method, path string) (string, []string) {
			f := p.router.find(method, path)
			if f.Operation == nil {
				return "", f.Allow
			}
			return f.Operation.ID, f.Allow
		},
	})
	if p.question != "" {
		a = p.answerPreflight(a)
	}
	return a
}

// hold parks the request; released or timed out, it goes on.
func (p *passage) hold() (a world.Answer, arbitrary, ok bool) {
	p.entry.Update(func(e *journal.Entry) { e.Faults = p.faults })
	end := p.firing.Hold(p.r.Context())
	defer p.firing.Handled()
	p.note()
	p.why = append(p.why, journal.Why{Code: "hold_" + strings.ReplaceAll(end, " ", "_"), Text: "held by fault rule " + p.firing.Rule() + ": " + end})
	if end == "gone" {
		p.end(journal.Aborted, nil)
		return a, false, false
	}
	p.in.Clock.Settle()
	return p.handle(), false, true
}

// shape delivers by a fault that acts on the connection. The entry is closed with what really left before the client can
// know how it ended.
func (p *passage) shape(reply message.Response) {
	ctx, cancel := context.WithCancel(p.r.Context())
	defer cancel()
	defer context.AfterFunc(p.in.Context(), cancel)()
	p.firing.Closing(func(sent fault.Sent) {
		p.note()
		p.end(p.ended(), func(e *journal.Entry) {
			e.Unjudged = e.Unjudged || reply.Status == 0
			e.Sent = &journal.Sent{Status: sent.Status, Header: sent.Header, Body: sent.Body, Bytes: int64(len(sent.Body)), End: sent.End}
		})
	})
	p.firing.Deliver(ctx, p.w, p.r, reply)
	p.end(p.ended(), nil)
}

// ended is the state of an entry that is finished now. A call of our own is never aborted: its entry names the error.
func (p *passage) ended() string {
	if p.kind == journal.Exchange && p.r.Context().Err() != nil {
		return journal.Aborted
	}
	return journal.Closed
}

// rescue keeps the server alive when a fake panics: the entry names the defect, the client gets a 500.
func (p *passage) rescue() {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler { //nolint:errorlint // the sentinel that net/http compares by identity
		p.end(journal.Closed, nil)
		panic(v)
	}
	text := fmt.Sprint(v)
	p.in.server.logPanic(p.in.Journal.Secrets().Hide(text))
	p.findings = append(p.findings, journal.Finding{
		Kind: journal.Defect, By: journal.ByFake, Code: "panic", Expected: "an answer", Actual: text,
		Message: "The fake panicked; please report it with this entry.", Provenance: journal.Derived,
	})
	if p.open {
		p.end(journal.Closed, func(e *journal.Entry) { e.Response = &journal.Message{Status: http.StatusInternalServerError} })
		sendProblem(p.w, responseOf(problem.New(problem.Panic, text)))
	}
}
