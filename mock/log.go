package mock

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
)

// logger prints findings as they are found: one goroutine reads finished entries, and skips under load, so that a log
// costs the requests nothing. It says how many it skipped; the journal has them all.
type logger struct {
	out     *slog.Logger
	entries chan logged
	skipped atomic.Int64
	ctx     context.Context
	done    sync.WaitGroup
}

type logged struct {
	journal *journal.Journal
	world   string
	seq     int64
}

func newLogger(s *Server, out *slog.Logger) *logger {
	l := &logger{out: out, ctx: s.ctx, entries: make(chan logged, 64)}
	if out != nil {
		l.done.Add(1)
		go l.read()
	}
	return l
}

// notify is the hook of a world's journal, nil where nothing is logged.
func (l *logger) notify(in *instance) func(seq int64) {
	if l.out == nil {
		return nil
	}
	return func(seq int64) {
		select {
		case l.entries <- logged{in.Journal, in.ID, seq}:
		default:
			l.skipped.Add(1)
		}
	}
}

func (l *logger) read() {
	defer l.done.Done()
	rest, stop := clock.Ticker(100 * time.Millisecond)
	defer stop()
	for {
		select {
		case e := <-l.entries:
			l.tell(e)
		case <-l.ctx.Done():
			return
		}
		if n := l.skipped.Swap(0); n > 0 {
			l.out.Warn("the log skipped entries under load; the journal has them", "entries", n)
			select { // under load the requests go first
			case <-rest:
			case <-l.ctx.Done():
				return
			}
		}
	}
}

func (l *logger) tell(of logged) {
	e, ok := of.journal.Get(of.seq)
	if !ok {
		return
	}
	where := []any{"world", of.world, "entry", e.Seq, "api", e.API, "operation", e.Operation}
	if e.Unmatched {
		l.out.Warn(fmt.Sprintf("unmatched: %s %s (nearest operation: %s)", e.Method, e.URL, orNone(e.Hint)), "world", of.world, "entry", e.Seq)
	}
	for _, f := range e.Findings {
		text := fmt.Sprintf("%s by %s: %s at %s: %s (expected %s, got %s)", f.Kind, f.By, f.Code, orNone(f.Pointer), f.Message, orNone(f.Expected), orNone(f.Actual))
		if f.Kind == journal.Defect {
			l.out.Error(text, where...)
		} else {
			l.out.Warn(text, where...)
		}
	}
}

func orNone(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (l *logger) close() { l.done.Wait() }

func (s *Server) logPanic(text string) {
	if s.opts.Log != nil {
		s.opts.Log.Error("a fake panicked: this is a defect of Sparring", "panic", text)
	}
}
