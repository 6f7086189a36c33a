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
	"sparring/spec"
)

// exchange is a request to a fake on its way to a response. The stages of run hand their results to one another; only
// what several of them change is kept here.
type exchange struct {
	in       *instance
	fake     world.Fake
	router   *router
	w        http.ResponseWriter
	r        *http.Request
	request  message.Request // Path and BasePath are set by the caller, the rest by run
	outgoing bool            // called by the world itself
	peer     journal.Peer    // who sent it
	origin   string          // of the page that sent it, if the page may read the response
	judge    func(e *journal.Record)

	fetched fetched // the body, once it was read
	then    func()  // what follows when the step is kept: see step

	operation *spec.Operation // nil if none was found
	stream    *stream         // the response, if it is one
	entry     *journal.Handle
	halves    *halves // of the entry
	open      bool    // it is not closed
	preflight *preflight
	faults    []journal.Shaping
	why       []journal.Why
	findings  []journal.Finding // of the chain itself
}

// halves are the two messages of an entry. A step of an exchange that runs again has new ones: a reader may have these.
type halves struct{ request, response journal.Message }

// outcome is the response that the world meant.
type outcome struct {
	world.Answer
	arbitrary bool // written by a fault or an event, so that it is not judged
}

// run takes the request through the chain. A stream goes on after the chain: what that needed of the goroutine's stack
// is free.
func (x *exchange) run() {
	defer x.recoverPanic()
	x.pass()
	if x.stream != nil && x.turns() == nil {
		x.stream.run()
	}
}

// pass finds the operation, opens the entry, bounds and buffers the body, decides at most one fault, asks the fake,
// delivers and closes the entry.
func (x *exchange) pass() {
	to := x.route()
	x.openEntry(&to)
	if !x.readBody() {
		return
	}
	x.in.Clock.Settle() // what is due happens before the request is handled
	x.complete(&to)
	if refused := x.guard(&to); refused != nil {
		x.deliver(outcome{*refused, true}, to.Operation, nil)
		return
	}
	firing, refused := x.decide()
	if refused != nil {
		x.deliver(outcome{*refused, true}, to.Operation, nil)
		return
	}
	if out, ok := x.respond(&to, firing); ok {
		x.finish(out, &to, firing)
	}
}

// finish delivers the response, when there is one.
func (x *exchange) finish(out outcome, to *route, firing *fault.Firing) {
	if (out.LookUp != nil || out.Late) && x.waits(&out, to, firing) {
		return
	}
	out.arbitrary = out.arbitrary || out.Arbitrary && !x.outgoing
	x.deliver(out, to.Operation, firing)
}

// complete adds to the request what the fake and the fault rules read.
func (x *exchange) complete(to *route) {
	q := &x.request
	q.API, q.Context, q.Seq, q.Preflight = x.fake.API().Name, x.r.Context(), x.entry.Seq(), x.preflight != nil
	q.Method, q.Vars, q.RawQuery, q.Header = x.r.Method, to.Vars, x.r.URL.RawQuery, x.r.Header
	q.Host, q.TLS, q.Remote, q.Steps = x.r.Host, x.r.TLS != nil, x.r.RemoteAddr, x.turns() != nil
	if to.Operation != nil {
		q.Operation, q.Alias = to.Operation.ID, to.Alias
	}
}

// guard refuses a button on a page of ours that was not pressed on a page of this server: buttons do what events of the
// control API do.
func (x *exchange) guard(to *route) *world.Answer {
	op := to.Operation
	if op == nil || !op.Page || x.outgoing || op.Method == http.MethodGet {
		return nil
	}
	refused := x.in.server.pages(x.r, hostOf(x.in.URL(x.fake.API().Name)))
	if refused == nil {
		return nil
	}
	x.why = append(x.why, journal.Why{
		Code: strings.ReplaceAll(refused.Code(), "-", "_"), Text: refused.Title + ": " + refused.Detail,
	})
	return &world.Answer{Response: responseOf(refused)}
}

// faultHeader asks for a fault on this one request, if the server allows it.
const faultHeader = "X-Sparring-Fault"

// decide returns the fault that fires, nil if none does. A request that asks for an unknown fault is refused.
func (x *exchange) decide() (*fault.Firing, *world.Answer) {
	asked := ""
	if x.in.server.opts.HeaderFaults {
		asked = x.r.Header.Get(faultHeader)
	}
	if asked == "" && x.in.Faults.Idle() {
		return nil, nil
	}
	var firing *fault.Firing
	if asked == "" {
		firing = x.in.Faults.Decide(&x.request)
	} else {
		spec, err := fault.Parse(asked)
		if err == nil {
			firing, err = x.in.Faults.Once(spec, &x.request)
		}
		if err != nil {
			return nil, &world.Answer{Response: responseOf(
				problem.New(problem.BadFaultHeader, err.Error()).At("header/"+faultHeader).
					Hinted("GET /_sparring/v1/apis/%s lists codes and kinds", x.request.API))}
		}
	}
	if firing != nil {
		x.noteFault(firing)
	}
	return firing, nil
}

// noteFault keeps for the entry what the fault has done up to now. The list is made anew because readers may have the
// earlier one.
func (x *exchange) noteFault(firing *fault.Firing) {
	x.faults = []journal.Shaping{{Rule: firing.Rule, Kind: firing.Kind, Detail: firing.Detail}}
}

// respond returns the response as meant: the fake's, or that of a fault that answers instead of it. Not ok: the
// exchange has ended.
func (x *exchange) respond(to *route, firing *fault.Firing) (out outcome, ok bool) {
	if firing == nil {
		return x.handle(to), true
	}
	switch k := firing.Fault.(type) {
	case holder:
		return x.hold(to, firing, k)
	case failer:
		return outcome{Answer: x.fake.Fail(&x.request, k.FailCode())}, true
	case answerer:
		return x.instead(firing, k)
	case breaker:
		x.breakLater(firing, k)
		return out, false
	case expirer:
		if err := x.fake.Expire(&x.request, k.ExpireReason()); err != nil {
			x.why = append(x.why, journal.Why{
				Code: "fault_expire_idle", Text: "no credential was ended: " + err.Error(),
			})
		}
	}
	return x.handle(to), true
}

// instead returns the response of a fault. With an interim one the exchange ends: net/http would follow it with an
// empty 200.
func (x *exchange) instead(firing *fault.Firing, k answerer) (out outcome, ok bool) {
	response, bare := k.Answer()
	out = outcome{world.Answer{Response: response}, true}
	if bare {
		vendor := x.fake.Refuse(&x.request, response.Status)
		out.Body = vendor.Body
		for name, values := range vendor.Header {
			if out.Header[name] == nil {
				out.Header[name] = values
			}
		}
	}
	if to, leads := k.(leader); leads && to.Elsewhere() {
		location, refused := x.in.elsewhere(x.fake.API().Name)
		if refused != nil {
			out.Response = responseOf(refused)
			return out, true
		}
		out.Header.Set("Location", location)
	}
	if response.Status >= http.StatusOK {
		return out, true
	}
	x.entry.Update(func(e *journal.Record) { x.writeMeant(e, &out) })
	x.interimLater(response, firing)
	return out, false
}

func (x *exchange) interimLater(response message.Response, firing *fault.Firing) {
	x.later(func() {
		x.shape(response, firing, func(ctx context.Context, c *fault.Conn) fault.Sent {
			return c.Interim(ctx, response)
		})
	})
}

func (x *exchange) breakLater(firing *fault.Firing, k breaker) {
	x.later(func() { x.shape(message.Response{}, firing, k.Break) })
}

// handle asks the fake. What it changes is changed when it returns, however late the response leaves.
func (x *exchange) handle(to *route) outcome {
	return x.protected(x.ask(to))
}

// protected is the fake's answer.
func (x *exchange) protected(a world.Answer) outcome {
	if !a.Arbitrary && !a.Passed && a.Stream == nil {
		protect(a.Header, a.Body)
	}
	return outcome{Answer: a}
}

func (x *exchange) ask(to *route) world.Answer {
	if to.Operation != nil {
		return x.fake.Handle(&x.request)
	}
	a := x.fake.Miss(&x.request, world.Miss{
		Allow: to.Allow, Nearest: to.nearest,
		Match: func(method, path string) (string, []string) {
			f := x.router.find(method, path)
			if f.Operation == nil {
				return "", f.Allow
			}
			return f.Operation.ID, f.Allow
		},
	})
	if x.preflight != nil {
		return x.answerPreflight(a)
	}
	x.explainMiss(to, &a)
	return a
}

// hold keeps the request waiting; when it is released, or its time is over, the request is handled.
func (x *exchange) hold(to *route, firing *fault.Firing, k holder) (out outcome, ok bool) {
	x.entry.Update(func(e *journal.Record) { e.Faults = x.faults })
	if x.turns() != nil {
		x.holdInSteps(*to, firing, k)
		return out, false
	}
	_ = x.in.keeper.flush() // a request that waits is in the store
	end, handled := k.Hold(x.r.Context(), firing)
	defer handled()
	if !x.held(firing, end) {
		return out, false
	}
	x.in.Clock.Settle()
	return x.handle(to), true
}

// held notes how a request stopped waiting. It returns false if the client left.
func (x *exchange) held(firing *fault.Firing, end string) bool {
	x.noteFault(firing)
	why := journal.Why{
		Code: "hold_" + strings.ReplaceAll(end, " ", "_"), Text: "held by fault rule " + firing.Rule + ": " + end,
	}
	if end == fault.Gone && x.in.server.ctx.Err() != nil { // not the client has left
		why = serverEnded()
	}
	x.why = append(x.why, why)
	if end == fault.Gone {
		x.closeEntry(journal.Aborted, nil)
		return false
	}
	return true
}

// recoverPanic keeps the server running if a fake panics: the entry names the defect, and the client gets a 500.
func (x *exchange) recoverPanic() {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler { //nolint:errorlint // the sentinel that net/http compares by identity
		x.closeEntry(journal.Closed, nil)
		panic(v)
	}
	text := fmt.Sprint(v)
	x.in.server.logPanic(x.in.Journal.Secrets().Hide(text))
	x.findings = append(x.findings, journal.Finding{
		Kind: journal.Defect, By: journal.ByFake, Code: "panic", Expected: "an answer", Actual: text,
		Message: "The fake panicked; please report it with this entry.", Provenance: journal.Derived,
	})
	if x.open {
		x.closeEntry(journal.Closed, func(e *journal.Record) {
			e.Response = &journal.Message{Status: http.StatusInternalServerError}
		})
		sendProblem(x.w, x.r, responseOf(problem.New(problem.Panic, text)))
	}
}
