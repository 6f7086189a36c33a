package fault

import (
	"context"
	"maps"
	"net/http"
	"sparring/mock/message"
	"time"
)

// Firing is one rule acting on one request. It belongs to the request's goroutine.
type Firing struct {
	set      *Set
	id, kind string
	act      action
	stage    Stage
	detail   string
	patience time.Duration
	parked   *parked    // of a hold
	held     []byte     // of a reordered stream
	closing  func(Sent) // told before the last byte leaves
}

// Rule is the id of the rule; Kind its fault's kind; Detail says what exactly was done (a code, an edit), for the journal.
func (f *Firing) Rule() string { return f.id }

// Kind of the fault.
func (f *Firing) Kind() string { return f.kind }

// Detail of what was done: complete after the firing acted.
func (f *Firing) Detail() string { return f.detail }

// Stage at which the firing acts.
func (f *Firing) Stage() Stage { return f.stage }

// Code is the error code to answer with, for kind error: the chain asks the fake to write it.
func (f *Firing) Code() string {
	a, _ := f.act.(errorAction)
	return a.code
}

// Reason is why the credential ends, for kind expire: "time", "count" or "revoked".
func (f *Firing) Reason() string {
	a, _ := f.act.(expireAction)
	return a.reason
}

// Instead returns the response of a fault at stage Instead other than error. If bare, its body is the vendor's error for
// the status. Not ok: timeout, reset and empty have no response, and Deliver ends their connection.
func (f *Firing) Instead() (reply message.Response, bare, ok bool) {
	a, ok := f.act.(instead)
	if !ok {
		return message.Response{}, false, false
	}
	reply, bare = a.answer(f)
	reply.Header = maps.Clone(reply.Header) // the rule's own stays as it was made
	return reply, bare, true
}

// Edit applies mutate to a finished answer, choosing among the edits proposed (called only for kind mutate).
func (f *Firing) Edit(reply message.Response, edits []Edit) message.Response {
	if a, ok := f.act.(mutateAction); ok {
		reply.Body, f.detail = a.change(reply.Body, edits, f.set.pick)
	}
	return reply
}

// Closing sets a function that Deliver calls once, just before the last byte, RST or FIN leaves: whoever closes an entry
// there has closed it before the client can know the outcome. It is called before a recorder's handler is aborted, too.
func (f *Firing) Closing(fn func(Sent)) { f.closing = fn }

func (f *Firing) tell(sent Sent) {
	if fn := f.closing; fn != nil {
		f.closing = nil
		fn(sent)
	}
}

// Deliver sends the reply the way the fault says (any stage but Stream) and tells what left. It hijacks the connection
// where it must; where w cannot be hijacked it aborts the handler by panic(http.ErrAbortHandler). It waits on ctx and on
// the request's own context: when the first ends alone (the world is closed) what is left is sent without further waits.
func (f *Firing) Deliver(ctx context.Context, w http.ResponseWriter, r *http.Request, reply message.Response) Sent {
	if reply.Status == 0 {
		reply.Status = http.StatusOK
	}
	return f.act.deliver(ctx, f, wire{w, r}, reply)
}
