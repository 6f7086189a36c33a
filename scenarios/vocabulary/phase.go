package vocabulary

import (
	"errors"

	"sparring/scenarios/run"
)

// ErrSkip is the error of a step that was not run.
var ErrSkip = errors.New("the step was not run")

// Act runs a step. A Then that is not kept is no error: it is noted in the scenario, so that all Thens of a phase are
// evaluated. After a broken one nothing acts any more, since its result would be judged by a state that the scenario
// does not mean: the error is ErrSkip. A Then that only warns, or was not exercised, changes nothing.
func (v *Vocabulary) Act(s *run.Scenario, w Written) error {
	if s.Wrong() && w.Keyword != Then {
		return ErrSkip
	}
	err := v.run(s, w)
	var unkept *run.Failed
	if w.Keyword != Then || !errors.As(err, &unkept) {
		return err
	}
	s.NotKept(unkept)
	return nil
}
