package scenarios

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"sparring/scenarios/driver"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// listening is the reference client; it notes for each world what it was asked for.
type listening struct {
	*suite.Client
	in *Listening
}

func (l *listening) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	_, world, _ := strings.Cut(c.Params.BaseURL, "/w/")
	world, _, _ = strings.Cut(world, "/")
	if !strings.HasSuffix(c.Method, ".answer") {
		l.in.mu.Lock()
		if l.in.asked == nil {
			l.in.asked = map[string][]string{}
		}
		l.in.asked[world] = append(l.in.asked[world], c.Method)
		l.in.mu.Unlock()
	}
	return l.Client.Call(ctx, c)
}

// authorizing are the abilities that a scenario may ask for because the client has advised its caller to authorize
// again.
var authorizing = []string{"iqchannels.signIn", "iqchannels.signInAnonymously", "timconnect.registerByDigest"}

// Listening starts the reference client, and notes what each scenario asked it for: see Needs.
type Listening struct {
	mu    sync.Mutex
	asked map[string][]string // by the name of the world
}

// Starter starts the client under the name of the built-in one.
func (l *Listening) Starter() driver.Local {
	return driver.Local{Name: Reference, New: func() driver.Adapter {
		return &listening{APIs().Client(""), l}
	}}
}

// Needs checks that what the steps of every scenario say that they ask for is what the client was asked for in a run
// with these options, no more and no less.
func (l *Listening) Needs(t *testing.T, o Options, r verdict.Report) {
	t.Helper()
	s, cases, err := prepare(&o)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) != len(r.Scenarios) {
		t.Fatalf("%d scenarios were run, expected %d", len(r.Scenarios), len(cases))
	}
	for i, result := range r.Scenarios {
		if result.Verdict != verdict.Passed { // it may have ended early
			continue
		}
		asked, needs := l.asked[result.World], cases[i].needs(s.words)
		for _, choice := range needs {
			if !slices.ContainsFunc(choice, func(name string) bool { return slices.Contains(asked, name) }) {
				t.Errorf("%s says that it asks for %q, the client was asked for %q", result.Address, choice, asked)
			}
		}
		for _, name := range asked {
			if slices.Contains(authorizing, name) { // may be advised by the client
				continue
			}
			if !slices.ContainsFunc(needs, func(choice []string) bool { return slices.Contains(choice, name) }) {
				t.Errorf("%s asks for %s, its steps say only %q", result.Address, name, needs)
			}
		}
	}
}
