package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/verdict"
	"sparring/scenarios/vocabulary"
)

// opened is a session with what the client answered to hello, or with the error that came instead.
type opened struct {
	driver.Session
	hello driver.Hello
	took  time.Duration
	err   error
}

// startClient starts the client and asks who it is.
func (s *runner) startClient(ctx context.Context) (*opened, error) { return s.startBy(ctx, s.Client) }

func (s *runner) startBy(ctx context.Context, client driver.Starter) (*opened, error) {
	session, err := client.Start(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := driver.Limited(ctx, session, "hello", s.Timeout)
	defer cancel()
	o, had := &opened{Session: session}, driver.NewWatch(session)
	o.hello, o.err = session.Hello(ctx)
	o.took = had.Elapsed()
	if o.err == nil {
		s.answered.Store(true)
	}
	return o, nil
}

// reachDirectly lets the client's process reach the server without a proxy. Worlds may have URLs at another host than
// ours.
func (s *runner) reachDirectly(base string, world client.World) {
	starter, ok := s.Client.(interface {
		Directly(hosts ...string) driver.Starter
	})
	if !ok {
		return
	}
	var hosts []string
	for _, text := range append(slices.Collect(maps.Values(world.URLs)), base) {
		if u, err := url.Parse(text); err == nil && u.Hostname() != "" && !slices.Contains(hosts, u.Hostname()) {
			hosts = append(hosts, u.Hostname())
		}
	}
	slices.Sort(hosts)
	s.Client = starter.Directly(hosts...)
}

// begin starts the client before the report begins, and learns once what it can do. It is an error if the client
// cannot be started, ends, or stays silent instead of answering hello, since the next one would do the same. The
// first scenario takes the session.
func (s *runner) begin() error {
	first, err := s.startClient(s.ctx)
	if err != nil {
		return err
	}
	if failure := s.hopeless(first.err); failure != nil {
		_ = first.Close() // nothing is judged by it
		return failure
	}
	s.hello = first.hello
	if first.err != nil { // its abilities are not known
		s.hello = driver.Hello{Untold: true}
	}
	s.first <- first
	return nil
}

// hopeless returns the failure after which no scenario needs to be tried: no session of the run has answered hello,
// and this one has ended or was silent.
func (s *runner) hopeless(err error) *driver.Failure {
	var failure *driver.Failure
	if !errors.As(err, &failure) {
		return nil
	}
	final := failure.Final || failure.Kind == driver.Exit || failure.Kind == driver.Crash || failure.Kind == driver.Hang
	if failure.Kind == driver.CannotStart || final && !s.answered.Load() {
		return failure
	}
	return nil
}

// session opens a session for a scenario.
func (g *hooks) session() (*opened, error) {
	restarts, hurries := g.test.restarts(g.words), g.test.hurries(g.words)
	if !restarts && !hurries {
		return g.runner.session()
	}
	client := g.Client
	if hurries {
		client, g.scenario.Client.Within = client.(driver.Timed).Within(g.patience), g.patience // hurriable has looked
	}
	if restarts {
		return g.renewable(client)
	}
	return g.startBy(g.ctx, client)
}

// session opens a session for a scenario that starts its client once.
func (s *runner) session() (*opened, error) {
	select {
	case first := <-s.first:
		return first, nil
	default:
		return s.startClient(s.ctx)
	}
}

// unused ends the first session if no scenario took it.
func (s *runner) unused() {
	select {
	case first := <-s.first:
		s.stop(nil)
		_ = first.Close() // nothing is judged by it
	default:
	}
}

// endShared ends the client processes that scenarios have shared, and notes how many there were.
func (s *runner) endShared() {
	shared, ok := s.Client.(*driver.Reused)
	if !ok {
		return
	}
	if err := shared.Close(); err != nil && s.ctx.Err() == nil {
		s.report.Warnings = append(s.report.Warnings, "after the last scenario: "+err.Error())
	}
	s.report.Notes = append(s.report.Notes, shared.Saved())
}

// lacking returns the refusal of a client that does not have what a scenario asks for, nil if it has it all.
func (s *runner) lacking(c *testCase) error {
	if err := cmp.Or(s.restartable(c), s.hurriable(c)); err != nil {
		return err
	}
	if lacking := c.needs(s.words).Lacking(&s.hello); len(lacking) > 0 {
		return driver.Lacks(lacking...)
	}
	return nil
}

// needs returns the abilities that a scenario asks for.
func (c *testCase) needs(v *vocabulary.Vocabulary) vocabulary.Needs {
	var written []vocabulary.Written
	for _, st := range c.steps {
		written = append(written, st.written())
	}
	return v.Needs(c.api, written)
}

// introduce writes into the report what the client says of itself, and warns of what is odd about it.
func (s *runner) introduce() {
	s.report.Client = verdict.Client{Name: s.hello.Name, Version: s.hello.Version, Abilities: s.hello.Abilities}
	var known []string
	for _, a := range APIs().Abilities("") {
		known = append(known, a.Name)
	}
	if declared := s.hello.TimeoutS; declared != nil && *declared > run.LongestTimeout.Seconds() {
		s.warning("the client's hello declares timeout_s %v; it is taken as %v, the longest that a scenario waits",
			*declared, run.LongestTimeout.Seconds())
	}
	for _, name := range s.hello.Abilities {
		if !slices.Contains(known, name) {
			s.warning("the client's hello lists the ability %q, which does not exist; "+
				"the nearest is %s (sparring abilities lists them)",
				name, feature.Nearest(name, known))
		}
	}
}

// mostWarnings is how many warnings about a client a report has.
const mostWarnings = 50

// warning keeps what is odd about the client, once.
func (s *runner) warning(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text := fmt.Sprintf(format, args...); !slices.Contains(s.report.Warnings, text) &&
		len(s.report.Warnings) < mostWarnings {
		s.report.Warnings = append(s.report.Warnings, text)
	}
}

// warn warns of what is odd about a client's messages. A name that the protocol does not know may be a client's own,
// unless it looks like a known one.
func (s *runner) warn(odd []driver.Oddity) {
	for _, o := range odd {
		if nearest, ok := feature.Misspelt(o.Name, o.Known); ok {
			s.warning("the client uses %q in %s, which the protocol does not know; the nearest is %s", o.Name,
				o.Where, nearest)
		} else if o.Text != "" {
			s.warning("%s", o.Text)
		}
	}
}
