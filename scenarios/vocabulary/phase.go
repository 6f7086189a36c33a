package vocabulary

import (
	"errors"
	"reflect"

	"github.com/cucumber/godog"

	"sparring/scenarios/run"
)

// phased returns a step's handler for godog, which ends a scenario with the first error. A Then that is not kept is
// noted in the scenario instead, so that all Thens of a phase are evaluated. After a broken one nothing acts any
// more, since its result would be judged by a state that the scenario does not mean. A Then that only warns, or was
// not exercised, changes nothing.
func phased(s *run.Scenario, keyword Keyword, handler any) any {
	call := reflect.ValueOf(handler)
	return reflect.MakeFunc(call.Type(), func(args []reflect.Value) []reflect.Value {
		if s.Wrong() && keyword != Then {
			return result(godog.ErrSkip)
		}
		out := call.Call(args)
		err, _ := out[0].Interface().(error)
		var unkept *run.Failed
		if keyword != Then || !errors.As(err, &unkept) {
			return out
		}
		s.NotKept(unkept)
		return result(nil)
	}).Interface()
}

// Act runs a step as godog would: the error of a step that was not run is godog.ErrSkip.
func (v *Vocabulary) Act(s *run.Scenario, w Written) error {
	if s.Wrong() && w.Keyword != Then {
		return godog.ErrSkip
	}
	err := v.run(s, w)
	var unkept *run.Failed
	if w.Keyword != Then || !errors.As(err, &unkept) {
		return err
	}
	s.NotKept(unkept)
	return nil
}

// result returns the results of a handler.
func result(err error) []reflect.Value {
	value := reflect.New(reflect.TypeFor[error]()).Elem()
	if err != nil {
		value.Set(reflect.ValueOf(err))
	}
	return []reflect.Value{value}
}
