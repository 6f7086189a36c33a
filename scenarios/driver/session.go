package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// exchange is the state that sessions over a pair of streams share: calls awaiting their answer, notifications, and
// the failure that ended it all.
type exchange struct {
	oddities
	mu       sync.Mutex
	next     int64
	waiting  map[string]chan *incoming // by id as written
	given    map[string]bool           // ids whose caller has stopped waiting
	answered bool                      // hello, the first of all calls
	notes    []Note
	failed   *Failure
	dead     chan struct{} // closed with failed set
}

func newExchange() *exchange {
	return &exchange{waiting: map[string]chan *incoming{}, given: map[string]bool{}, dead: make(chan struct{})}
}

// open reserves an id.
func (x *exchange) open() (int64, chan *incoming) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.next++
	answer := make(chan *incoming, 1)
	x.waiting[strconv.FormatInt(x.next, 10)] = answer
	return x.next, answer
}

// calls counts the calls that are not answered.
func (x *exchange) calls() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.waiting)
}

// unanswered counts the calls whose caller has stopped waiting and whose answer has not come.
func (x *exchange) unanswered() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.given)
}

// begun reports whether hello was answered, taken or not.
func (x *exchange) begun() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.answered
}

func callsOf(n int) string {
	if n == 1 {
		return "a call"
	}
	return fmt.Sprintf("%d calls", n)
}

// leave stops waiting for an id; a late answer to it is not a breach.
func (x *exchange) leave(id int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	key := strconv.FormatInt(id, 10)
	delete(x.waiting, key)
	x.given[key] = true
}

// take sorts a message in. A failure means that the client broke the protocol.
func (x *exchange) take(m *incoming) *Failure {
	x.mu.Lock()
	defer x.mu.Unlock()
	if m.Method != "" {
		if len(x.notes) >= maxNotes {
			return failure(Flood, "more than %d notifications", maxNotes)
		}
		x.notes = append(x.notes, m.note())
		x.inNote(m, func(call string) bool { return idUpTo(x.next, call) })
		return nil
	}
	key := idKey(m.ID)
	answer, ok := x.waiting[key]
	if !ok {
		if x.given[key] {
			delete(x.given, key)
			x.answered = true
			return nil
		}
		return failure(Breach, "an answer to the call %s, which was never made or has been answered already", key)
	}
	delete(x.waiting, key)
	x.answered = true
	answer <- m
	return nil
}

// idKey takes 7, 7.0 and "7" for the same id: some languages cannot tell them apart.
func idKey(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var number float64
	if json.Unmarshal(raw, &number) == nil {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return string(raw)
}

// fail ends the exchange: all that wait get the failure. Only the first counts.
func (x *exchange) fail(f *Failure) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.failed == nil {
		x.failed = f
		close(x.dead)
	}
}

func (x *exchange) failure() *Failure {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.failed
}

// Heard returns the notifications so far.
func (x *exchange) Heard() []Note { return x.allNotes() }

func (x *exchange) allNotes() []Note {
	x.mu.Lock()
	defer x.mu.Unlock()
	return append([]Note(nil), x.notes...)
}

// await waits for the answer to a call.
func (x *exchange) await(
	ctx context.Context,
	id int64,
	method string,
	answer chan *incoming,
	began time.Time,
	hint func() string,
) (*incoming, error) {
	select {
	case m := <-answer:
		return m, nil
	case <-x.dead:
		select { // an answer that came before the end counts
		case m := <-answer:
			return m, nil
		default:
		}
		return nil, x.failure()
	case <-ctx.Done():
		x.leave(id)
		return nil, late(ctx, method, began, hint())
	}
}

func noHint() string { return "" }

// late returns a failure if a client did not answer in time, and another if the run is being stopped.
func late(ctx context.Context, method string, began time.Time, hint string) error {
	var failure *Failure
	if errors.As(context.Cause(ctx), &failure) {
		return &Failure{Kind: failure.Kind, Message: failure.Message + hint, Undecided: failure.Undecided}
	}
	if ctx.Err() == context.DeadlineExceeded {
		return Hung(false, "no answer to %s within %s%s", method, Rounded(time.Since(began)), hint)
	}
	return ctx.Err()
}
