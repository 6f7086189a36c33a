package scenarios

import (
	"fmt"
	"slices"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
	"sparring/scenarios/vocabulary"
)

// firstPatience is how long a client is told to wait for a response, so that scenarios with a silent server are short.
// On a busy machine an ordinary response may take as long: what is not passed is run once more with secondPatience.
const (
	firstPatience  = 400 * time.Millisecond
	secondPatience = 4 * firstPatience
)

// hurries reports whether a step of a test case tells the client how long to wait.
func (c *testCase) hurries(v *vocabulary.Vocabulary) bool {
	return slices.ContainsFunc(c.steps, func(st step) bool { return v.Hurries(st.written()) })
}

// hurriable returns the refusal of a client that cannot be told how long to wait, if a step does so; nil otherwise.
func (s *runner) hurriable(c *testCase) error {
	_, can := s.Client.(driver.Timed)
	switch {
	case !c.hurries(s.words):
		return nil
	case !can:
		return driver.TakesNoLimit("it runs already, and is not Sparring's to start")
	case !s.hello.Patience:
		return driver.TakesNoLimit(`its hello does not say "patience": true`)
	}
	return nil
}

// executePatiently runs scenarios, and once more those in which a client may have had too little time.
func (s *runner) executePatiently(cases []*testCase) error {
	s.patience, s.again = firstPatience, nil
	if err := s.execute(cases); err != nil || len(s.again) == 0 || s.ctx.Err() != nil {
		return err
	}
	s.patience = secondPatience
	s.cases = map[string]*testCase{}
	for _, c := range s.again {
		s.cases[key(c.file.name, c.line)] = c
	}
	if err := s.execute(s.again); err != nil {
		return err
	}
	passed := 0
	for _, c := range s.again {
		if r := s.results[c]; r != nil && r.Verdict == verdict.Passed {
			passed++
		}
	}
	if passed > 0 {
		s.report.Notes = append(s.report.Notes, fmt.Sprintf("%d of the scenarios in which the client waits only a "+
			"short time were passed with a limit of %s, not of %s: client or machine may be slow", passed,
			secondPatience, firstPatience))
	}
	return nil
}

// moreTime puts the test case among those that are run again, if the client was told to hurry and did not pass.
func (g *hooks) moreTime() bool {
	lingered := g.out.Cause == "client."+string(driver.Lingering) && g.out.Verdict == verdict.Warned
	wrong := []verdict.Verdict{verdict.Warned, verdict.NotExercised, verdict.Inconclusive, verdict.Failed}
	if g.scenario.Client.Within != firstPatience || lingered || g.ctx.Err() != nil ||
		!slices.Contains(wrong, g.out.Verdict) {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.again = append(g.again, g.test)
	return true
}
