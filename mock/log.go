package mock

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/clock"
	"sparring/mock/excerpt"
	"sparring/mock/journal"
)

// logger prints a line for each finished entry, and one for all that is wrong with it. One goroutine reads the entries,
// which costs several times what the request did: so it rests under load, and logs how many it left out. The journal
// has all of them.
type logger struct {
	out     *slog.Logger
	entries chan logged
	resting atomic.Bool
	skipped atomic.Int64
	ctx     context.Context
	stop    context.CancelFunc
	done    sync.WaitGroup
	// the state in which the last entries were logged: one may end again, when its client leaves
	told map[logged]journal.State
}

// logged names a finished entry of a world, or of the server's own journal.
type logged struct {
	journal *journal.Journal
	world   string
	seq     int64
}

const (
	logBurst = 256         // entries that may wait for the log, and that are logged in a logSpan; more are load
	logSpan  = time.Second // how long the log rests at least
)

func newLogger(out *slog.Logger) *logger {
	l := &logger{out: out, entries: make(chan logged, logBurst), told: map[logged]journal.State{}}
	l.ctx, l.stop = context.WithCancel(context.Background())
	if out != nil {
		l.done.Add(1)
		go l.read()
	}
	return l
}

// notify is called by a journal; it never waits. The world is empty if the request belongs to none.
func (l *logger) notify(j *journal.Journal, world string, seq int64) {
	if l.out == nil {
		return
	}
	if !l.resting.Load() {
		select {
		case l.entries <- logged{j, world, seq}:
			return
		default:
		}
	}
	l.skipped.Add(1)
}

func (l *logger) read() {
	defer l.done.Done()
	span, stop := clock.Ticker(logSpan)
	defer stop()
	told := 0
	for {
		select {
		case e := <-l.entries:
			if told++; told > logBurst || l.skipped.Load() > 0 {
				l.rest()
			}
			if l.resting.Load() {
				l.skipped.Add(1)
			} else {
				l.tell(e)
			}
		case <-span:
			told = 0
			l.ease()
		case <-l.ctx.Done():
			l.finish()
			return
		}
	}
}

// rest leaves out what comes, and what waits.
func (l *logger) rest() {
	l.resting.Store(true)
	for range len(l.entries) {
		<-l.entries
		l.skipped.Add(1)
	}
}

// ease ends a rest when fewer entries come.
func (l *logger) ease() {
	if l.left() <= logBurst {
		l.resting.Store(false)
	}
}

// finish logs what still waits when the server ends.
func (l *logger) finish() {
	for {
		select {
		case e := <-l.entries:
			l.tell(e)
		default:
			l.left()
			return
		}
	}
}

// left logs how many entries were skipped, and returns the number.
func (l *logger) left() int64 {
	n := l.skipped.Swap(0)
	if n > 0 {
		l.out.Warn("the log left out what came faster than it reads, or was forgotten meanwhile", "entries", n)
	}
	return n
}

func (l *logger) tell(of logged) {
	// The first entry after a rest waits for the secrets of all that came meanwhile, unless load comes again.
	for from, all := of.journal.Learn(0); !all; from, all = of.journal.Learn(from) {
		if l.skipped.Load() > 0 {
			l.skipped.Add(1)
			return
		}
	}
	e, ok := of.journal.Peek(of.seq)
	if !ok {
		l.skipped.Add(1)
		return
	}
	before := l.told[of]
	if before == e.State {
		return
	}
	if len(l.told) >= logBurst {
		clear(l.told)
	}
	l.told[of] = e.State
	l.out.Info(string(e.Kind), entryFacts(of.world, &e)...)
	if before != "" {
		return
	}
	where := []any{"world", of.world, "entry", e.Seq, "api", e.API, "operation", e.Operation}
	for _, f := range e.Wrong() {
		if f.Kind == journal.Defect {
			l.out.Error(f.String(), where...)
		} else {
			l.out.Warn(f.String(), where...)
		}
	}
}

// entryFacts returns the attributes of an entry's line.
func entryFacts(world string, e *journal.Entry) []any {
	var codes, texts []string
	for _, f := range e.Faults {
		codes = append(codes, "fault "+f.Rule+" "+f.Kind)
	}
	for _, w := range e.Why {
		codes = append(codes, w.Code)
		texts = append(texts, w.Text)
	}
	switch e.State {
	case journal.Aborted:
		texts = append(texts, "the client left before it had the response")
	case journal.Late:
		texts = append(texts, "the world was closed before")
	}
	if e.Error != "" {
		texts = append(texts, e.Error)
	}
	api := e.API
	switch e.Kind {
	case journal.EventRaised, journal.ClockMove, journal.Fault:
		texts = append(texts, toldTo(e.Event))
	}
	if e.Kind == journal.Fault {
		api = "" // the operation says what was done with the rule
	}
	return []any{
		"world", world, "entry", e.Seq, "method", e.Method, "path", calledAs(e), "api", api, "operation", e.Operation,
		"status", e.Outcome(), "code", e.Code, "why", strings.Join(codes, ", "), "duration_ms", *e.DurationMS,
		"text", strings.Join(texts, "; "),
	}
}

// calledAs returns the path that a client called, with its world; of an outgoing call the whole URL.
func calledAs(e *journal.Entry) string {
	if e.Kind == journal.Outgoing {
		return e.URL
	}
	_, rest, _ := strings.Cut(e.URL, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return e.Path
}

// toldTo returns what a control call asked for. Planted facts are too long for a line.
func toldTo(c *journal.Command) string {
	if c == nil {
		return ""
	}
	return excerpt.Of(c.Asked, 200)
}

// close ends the log after all that waits was logged.
func (l *logger) close() {
	l.stop()
	l.done.Wait()
}

func (s *Server) logPanic(text string) {
	if s.opts.Log != nil {
		s.opts.Log.Error("a fake panicked: this is a defect of Sparring", "panic", text)
	}
}
