package vocabulary

import (
	"errors"
	"reflect"

	"github.com/cucumber/godog"

	"sparring/scenarios/run"
)

// phased is a step's handler for godog, which ends a scenario with the first error. Here every Then is evaluated: one
// that is not kept is told to the scene alone. After a broken one the Thens beside it are evaluated, too, but nothing
// acts any more: what came of it would be judged by a state that the scenario does not mean. One that only warns, or
// was not exercised, changes nothing.
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

// result is what a handler returns.
func result(err error) []reflect.Value {
	value := reflect.New(reflect.TypeFor[error]()).Elem()
	if err != nil {
		value.Set(reflect.ValueOf(err))
	}
	return []reflect.Value{value}
}
