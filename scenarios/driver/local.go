package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Adapter is a client in Go: what an adapter in another language is behind stdin and stdout.
type Adapter interface {
	// Hello says who the client is and what it can do.
	Hello() Hello
	// Call does what is asked. Errors: ErrNoAbility. Calls may overlap. ctx ends with the session. An adapter that is
	// an io.Closer is closed after the last call.
	Call(ctx context.Context, c Call) (Result, error)
}

// Call is one call as an Adapter sees it.
type Call struct {
	ID     int64
	Method string
	Params Params
	notify func(method string, params map[string]any)
	crash  func(*Failure) // nil in a process of its own, which a panic ends
}

// Show gives the caller something to show: a QR code, a text.
func (c *Call) Show(what string, value any) {
	c.notify("show", map[string]any{"call": c.ID, "what": what, "value": value})
}

// Ask asks the caller for a code or a password; the answer comes as a call of <api>.answer.
func (c *Call) Ask(what string) {
	c.notify("ask", map[string]any{"call": c.ID, "what": what})
}

// Received passes on to the caller what has come from the other side.
func (c *Call) Received(what string, value any) {
	c.notify("received", map[string]any{"what": what, "value": value})
}

// Guarded returns work for a goroutine that goes on when the call has ended, as listening does. In the process of the
// scenarios its panic ends the client, and nothing else.
func (c *Call) Guarded(work func()) func() {
	return func() {
		if c.crash != nil {
			defer func() {
				if r := recover(); r != nil {
					c.crash(crashed(c.Method, r))
				}
			}()
		}
		work()
	}
}

// Arg returns an argument as text, "" if it was not given.
func (c *Call) Arg(name string) string {
	switch v := c.Params.Args[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case nil:
		return ""
	default:
		return fmt.Sprint(v)
	}
}

// Local runs an adapter in this process: the reference client and its mutants, or a client in a Go test.
type Local struct {
	Name string
	New  func() Adapter // one a session

	folder string        // to keep things in; may be ""
	limit  time.Duration // of the wait for a response; 0 is the client's own
}

// String names the client.
func (l Local) String() string { return l.Name }

// Start makes a new adapter.
func (l Local) Start(ctx context.Context) (Session, error) {
	adapter := l.New()
	if err := keepIn(l.folder, adapter); err != nil {
		return nil, err
	}
	waitIn(l.limit, adapter)
	ctx, cancel := context.WithCancel(ctx)
	return &local{exchange: newExchange(), adapter: adapter, ctx: ctx, cancel: cancel}, nil
}

type local struct {
	*exchange
	adapter Adapter
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
}

// Hello asks the adapter.
func (l *local) Hello(context.Context) (Hello, error) { return l.adapter.Hello(), nil }

// Call runs the adapter's call; values go through JSON, as they would over a wire.
func (l *local) Call(ctx context.Context, method string, params Params) (Result, error) {
	if f := l.failure(); f != nil {
		return Result{}, f
	}
	id, answer := l.open()
	noted(ctx, id)
	began := time.Now()
	l.running.Go(func() {
		m, err := run(l.ctx, l.adapter, Call{
			ID: id, Method: method, Params: params, notify: l.notify, crash: l.fail,
		})
		if err != nil {
			l.fail(err)
			return
		}
		if wrong := l.take(m); wrong != nil {
			l.fail(wrong)
		}
	})
	m, err := l.await(ctx, id, method, answer, began, noHint)
	if err != nil {
		return Result{}, err
	}
	r, err := m.result(method)
	if err == nil {
		l.inResult(m, method, r)
	}
	return r, err
}

func (l *local) notify(method string, params map[string]any) {
	data, err := json.Marshal(params)
	if err != nil {
		l.fail(failure(Breach, "a notification that is not JSON: %v", err))
		return
	}
	if wrong := l.take(&incoming{Version: "2.0", Method: method, Params: data}); wrong != nil {
		l.fail(wrong)
	}
}

// Notes returns the notifications so far.
func (l *local) Notes(context.Context) ([]Note, error) { return l.allNotes(), nil }

// Log is empty: an adapter in this process has no stderr of its own.
func (l *local) Log() string { return "" }

// Close ends the adapter's calls.
func (l *local) Close() error {
	before := l.failure()
	l.cancel()
	done := make(chan struct{})
	go func() {
		l.running.Wait()
		close(done)
	}()
	if ended, crowded := NewWatch(l).within(grace, done); !ended {
		return Hung(crowded, "a call did not end within %s after its session", grace)
	}
	if c, ok := l.adapter.(io.Closer); ok {
		_ = c.Close() // an adapter's own affair
	}
	if before != nil {
		return before
	}
	if f := l.failure(); f != nil && f.Kind == Crash { // a call that was open
		return f
	}
	return nil
}

// run makes one call of an adapter; a panic is the crash of a client.
func run(ctx context.Context, a Adapter, c Call) (m *incoming, failed *Failure) {
	defer func() {
		if r := recover(); r != nil {
			failed = crashed(c.Method, r)
		}
	}()
	id, _ := json.Marshal(c.ID) // an integer
	m = &incoming{Version: "2.0", ID: id}
	result, err := a.Call(ctx, c)
	var refusal *Refusal
	switch {
	case errors.Is(err, ErrNoAbility):
		m.Error = &Refusal{Code: codeNoMethod, Message: "no such ability: " + c.Method}
	case errors.As(err, &refusal):
		m.Error = refusal
	case err != nil:
		m.Error = &Refusal{Code: codeInternal, Message: err.Error()}
	default:
		data, err := json.Marshal(result)
		if err != nil {
			return nil, failure(Breach, "a result of %s that is not JSON: %v", c.Method, err)
		}
		m.Result = data
	}
	return m, nil
}

// crashed is the failure of a client that panics.
func crashed(method string, r any) *Failure {
	at := strings.Split(string(debug.Stack()), "\n")
	return failure(Crash, "panic in %s: %v%s", method, r, panicked(at))
}

// panicked finds the line of the panic in a stack.
func panicked(stack []string) string {
	for i, line := range stack {
		if strings.HasPrefix(line, "panic(") && i+3 < len(stack) {
			return " at " + strings.TrimSpace(stack[i+3])
		}
	}
	return ""
}
