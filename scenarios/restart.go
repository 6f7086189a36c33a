package scenarios

import (
	"fmt"
	"os"
	"slices"

	"sparring/scenarios/driver"
	"sparring/scenarios/vocabulary"
)

// restarts reports whether a step of a test case starts the client again.
func (c *testCase) restarts(v *vocabulary.Vocabulary) bool {
	return slices.ContainsFunc(c.steps, func(st step) bool { return v.Restarts(st.written()) })
}

// restartable returns the refusal of a client that cannot be started again, if a step does so; nil otherwise.
func (s *runner) restartable(c *testCase) error {
	_, can := s.Client.(driver.Restarter)
	switch {
	case !c.restarts(s.words):
		return nil
	case !can:
		return driver.KeepsNothing("it runs already, and is not Sparring's to end")
	case !s.hello.Keeps:
		return driver.KeepsNothing(`its hello does not say "keeps": true`)
	}
	return nil
}

// renewable opens the session of a scenario that starts its client again. The client has a folder of the scenario.
func (g *hooks) renewable(client driver.Starter) (*opened, error) {
	folder, err := os.MkdirTemp("", "sparring-client-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the client: %w", err)
	}
	g.folder = folder
	client = client.(driver.Restarter).In(folder) // restartable has looked
	first, err := g.startBy(g.ctx, client)
	if err != nil {
		g.removeFolder()
		return nil, err
	}
	session := driver.NewRenewable(first.Session)
	first.Session = session
	g.scenario.Client.Again = func(between func()) error {
		ended := session.End()
		between()
		if ended != nil {
			return ended
		}
		next, err := g.startBy(g.ctx, client)
		if err != nil {
			return err
		}
		session.Renew(next.Session)
		return next.err
	}
	return first, nil
}

// removeFolder removes the folder of the scenario's client.
func (g *hooks) removeFolder() {
	if g.folder != "" {
		_ = os.RemoveAll(g.folder) // what is left is in the folder for temporary files
		g.folder = ""
	}
}
