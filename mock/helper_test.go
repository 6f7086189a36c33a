package mock_test

import "sparring/mock/fault"

func matchOp(api, operation string) fault.Match { return fault.Match{API: api, Operation: operation} }

func faultOf(kind string, parameters ...any) fault.Spec {
	s := fault.Spec{Kind: kind, Parameters: map[string]any{}}
	for i := 0; i < len(parameters); i += 2 {
		s.Parameters[parameters[i].(string)] = parameters[i+1]
	}
	return s
}
