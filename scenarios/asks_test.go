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
	mu    *sync.Mutex
	asked map[string][]string // by the name of the world
}

func (l *listening) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	_, world, _ := strings.Cut(c.Params.BaseURL, "/w/")
	world, _, _ = strings.Cut(world, "/")
	if !strings.HasSuffix(c.Method, ".answer") {
		l.mu.Lock()
		l.asked[world] = append(l.asked[world], c.Method)
		l.mu.Unlock()
	}
	return l.Client.Call(ctx, c)
}

// authorising are the abilities that a scenario may ask for because the client has advised its caller to authorise
// again.
var authorising = []string{"iqchannels.signIn", "iqchannels.signInAnonymously", "timconnect.registerByDigest"}

// TestNeeds: what the steps of every scenario say that they ask for is what the client is asked for, no more and no
// less.
func TestNeeds(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := map[string][]string{}
	o := Options{Seed: 1, Tags: []string{"not @slow"}, Client: driver.Local{Name: "listening",
		New: func() driver.Adapter {
			return &listening{APIs().Client(""), &mu, asked}
		}}}
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s, cases, err := prepare(&o)
	if err != nil {
		t.Fatal(err)
	}
	for i, result := range r.Scenarios {
		if result.Verdict != verdict.Passed {
			t.Errorf("%s: %s: %s", result.Address, result.Verdict, result.Reason)
			continue
		}
		needs := cases[i].needs(s.words)
		for _, choice := range needs {
			if !slices.ContainsFunc(choice, func(name string) bool {
				return slices.Contains(asked[result.World],
					name)
			}) {
				t.Errorf("%s says that it asks for %q, the client was asked for %q", result.Address, choice,
					asked[result.World])
			}
		}
		for _, name := range asked[result.World] {
			if slices.Contains(authorising, name) { // may be advised by the client
				continue
			}
			if !slices.ContainsFunc(needs, func(choice []string) bool { return slices.Contains(choice, name) }) {
				t.Errorf("%s asks for %s, its steps say only %q", result.Address, name, needs)
			}
		}
	}
}
