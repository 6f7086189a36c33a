package mock

import (
	"context"

	"sparring/mock/fault"
	"sparring/mock/message"
)

// What a kind of fault may do, in the order of the chain. Each kind has the methods of one of these.
type (
	// holder lets the request wait before it is handled.
	holder interface {
		Hold(ctx context.Context, f *fault.Firing) (end string, handled func())
		// Wait and Leave do the same in two steps.
		Wait(ctx context.Context, f *fault.Firing) (end string)
		Leave(f *fault.Firing, end string) (ended string, handled func())
	}
	// failer answers with an error code, which the fake writes.
	failer interface{ FailCode() string }
	// answerer answers instead of the fake. If bare, the body is the vendor's error for the status.
	answerer interface {
		Answer() (response message.Response, bare bool)
	}
	// leader answers with a place that the server plays.
	leader interface{ Elsewhere() bool }
	// breaker ends the connection instead of answering.
	breaker interface {
		Break(ctx context.Context, c *fault.Conn) fault.Sent
	}
	// expirer ends the credential of the request; the request goes on.
	expirer interface{ ExpireReason() string }
	// editor changes the finished response.
	editor interface {
		Edit(f *fault.Firing, response message.Response, edits []fault.Edit) message.Response
	}
	// shaper sends the finished response in its own way.
	shaper interface {
		Shape(ctx context.Context, c *fault.Conn, response message.Response) fault.Sent
	}
	// streamShaper is a shaper that also suits streams. The others make a finished response of what a stream has by
	// then.
	streamShaper interface {
		Begin(ctx context.Context, c *fault.Conn) (stay bool)
		Send(ctx context.Context, c *fault.Conn, message []byte) int64
	}
	// disturber changes a stream message by message.
	disturber interface{ Disturb() *fault.Disturbance }
)

// does returns the fault that fires if it has the methods of T.
func does[T any](f *fault.Firing) (T, bool) {
	if f == nil {
		var none T
		return none, false
	}
	k, ok := f.Fault.(T)
	return k, ok
}
