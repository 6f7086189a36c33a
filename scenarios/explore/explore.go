// Package explore asks what no author thought of: it runs every ability of a client once, counts its exchanges, and
// runs it again with a fault at each of them. A cell of this space is a scenario like any other, so what verify judges
// unasked is judged here: fidelity, honest success, no second effect, no hang, no crash, no leak, no request that the
// document does not know, and one ordinary call afterwards. Walk is the one way to use it.
package explore

import (
	"context"
	"time"

	"sparring/mock/control/client"
	"sparring/scenarios/catalogue"
	"sparring/scenarios/driver"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// Runner runs scenarios that are written while it runs. Its methods are safe for concurrent use.
type Runner interface {
	// Run runs the one scenario of a feature; file is its name. optional says by line which steps the
	// client need not come to. The steps of the result say how far the journal was before them.
	Run(file, text string, optional map[int]suite.May) (*verdict.Scenario, error)
	// Accepts reports whether the server makes such a fault rule.
	Accepts(client.FaultRequest) bool
	Catalogue() catalogue.Catalogue
	Client() driver.Hello
	// Ended returns why no further scenario can be judged, nil if one can.
	Ended() error
	// Gone returns why the server does not answer any more, nil if it does.
	Gone() error
}

// Options of a walk.
type Options struct {
	APIs  []string // none means all that the client can do
	Flows []suite.Flow
	// Cells and Time bound the walk; 0 does not.
	Cells int
	Time  time.Duration
	Depth int // 1 or 2
	Jobs  int // cells at a time
	Seed  uint64
	Known []string         // ids of failures that are known
	Only  func(*Cell) bool // if set: which cells are walked, beside the flows
	// Between are the steps, by API, that end what a client holds while its requests are under way.
	Between map[string][]string
	// Switches are those that were set for the whole walk: API.NAME=VALUE.
	Switches []string
	// Readings are, by API, values of switches under which the flows succeed, too: NAME=VALUE.
	Readings map[string][]string
	Asked    []string          // ids of the rules that verify judges only if a step demands it
	Renews   []string          // those of them that hold whenever a credential was refused
	Renewal  map[string]string // by API: the rule on several calls whose credential has ended
	// Fresh runs each scenario with a client of its own, where the runner of the walk keeps one for many; may be nil.
	Fresh Runner
	// Reference runs the reference client; nil if that is the client that is explored.
	Reference Runner
	// Mistakes are those that are known of clients of an API, and Mend says how a failure is mended; for the causes.
	Mistakes func(api string) []Mistake
	Mend     func(of, rule string) string
	Progress func(Progress)
}

// Mistake is the reference client with a mistake.
type Mistake struct {
	Name, Text string
	Open       func() (r Runner, end func(), err error)
}

// Progress is how far a walk has come.
type Progress struct {
	Phase  string // "flows", "faults", "smallest"
	Done   int
	Total  int
	Failed int // distinct failures so far
}

// EmptyError says that there is nothing to walk: exit code 3.
type EmptyError struct{ Reason string }

// Error returns the reason.
func (e *EmptyError) Error() string { return "nothing to explore: " + e.Reason }

// Space returns the space without walking it: only the flows are run.
func Space(ctx context.Context, r Runner, o Options) (*Result, error) {
	w := newWalk(ctx, r, o)
	if err := w.prepare(); err != nil {
		return nil, err
	}
	w.result.finish(w)
	return w.result, nil
}

// Walk explores a client. What was found until ctx ended is in the result. Errors: *EmptyError if there is nothing to
// walk, and those of the runner.
func Walk(ctx context.Context, r Runner, o Options) (*Result, error) {
	w := newWalk(ctx, r, o)
	if err := w.prepare(); err != nil {
		return nil, err
	}
	if err := w.all(); err != nil {
		return nil, err
	}
	w.smallest()
	w.causes()
	w.result.finish(w)
	return w.result, nil
}
