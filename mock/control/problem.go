package control

import (
	"errors"
	"net/http"
	"strings"

	"sparring/mock/clock"
	"sparring/mock/control/wire"
	"sparring/mock/fault"
	"sparring/mock/input"
	"sparring/mock/pointer"
	"sparring/mock/problem"
	"sparring/mock/world"
)

// wrong is a problem of a value at a place.
func wrong(code, field, detail string) *Problem { return problem.New(code, detail).At(field) }

// problemOf turns the errors of the core into problems. Others are a mistake of ours.
func problemOf(err error) *Problem {
	var p *Problem
	var sw *world.SwitchError
	var arg *world.ArgError
	var impossible *world.Refusal
	var past *clock.PastError
	var setting *clock.SettingError
	switch {
	case errors.As(err, &p):
	case errors.As(err, &sw):
		p = wrong(problem.BadSwitch, "/switches"+sw.Pointer(), sw.Detail())
		_ = p.Near(sw.Asked(), sw.Known)
		if sw.Asked() != sw.API {
			p.Hint = aboutAPI(sw.API, "switches and their values")
		}
	case errors.As(err, &arg):
		p = wrong(problem.BadArgument, "/args"+arg.Pointer(), arg.Error())
		if p.Known = arg.Known; arg.Unknown {
			_ = p.Near(arg.Arg, arg.Known)
		}
	case errors.As(err, &impossible):
		p = problem.New(problem.ImpossibleEvent, impossible.Message)
	case errors.As(err, &past):
		p = problem.New(problem.ClockPast, past.Detail())
	case errors.As(err, &setting):
		p = wrong(problem.BadClock, "/clock", setting.Detail())
	default:
		p = problem.New(problem.Internal, err.Error())
	}
	return p
}

// aboutAPI is the hint to look something up in the catalogue of an API.
func aboutAPI(api, what string) string {
	return "GET /_sparring/v1/apis/" + api + " lists " + what
}

// badInput turns what is wrong with a text into a problem; code is that of a value that does not fit.
func badInput(err error, code string) *Problem {
	var at *input.Error
	if !errors.As(err, &at) {
		return problem.New(code, err.Error())
	}
	switch {
	case at.Pointer == "":
		return problem.New(problem.MalformedJSON, at.Reason)
	case at.Unknown && code == problem.BadValue:
		code = problem.UnknownField
	}
	p := wrong(code, at.Pointer, at.Error())
	if p.Known = at.Known; at.Unknown {
		if tokens, err := pointer.Parse(at.Pointer); err == nil && len(tokens) > 0 {
			_ = p.Near(tokens[len(tokens)-1], at.Known)
		}
	}
	return p
}

// faultProblem turns a refusal of a fault rule, or of a release, into a problem; bad is the code for what does not fit.
func (c *call) faultProblem(err error, bad string) error {
	var refusal *fault.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	if refusal.Full {
		return problem.New(problem.Full, refusal.Reason).
			Hinted("remove fault rules that are done: DELETE %s/worlds/%s/faults/ and the id", wire.Prefix,
				c.world.ID)
	}
	if refusal.Absent {
		return problem.New(problem.UnknownFault, refusal.Reason)
	}
	p := wrong(bad, refusal.Field, refusal.Reason)
	p.Known = refusal.Known
	return p
}

// ruleProblem is faultProblem for a rule that was asked for: it says which name may have been meant.
func (c *call) ruleProblem(err error, asked *wire.FaultRequest) error {
	var p *Problem
	if err == nil || !errors.As(c.faultProblem(err, problem.BadFault), &p) {
		return err
	}
	if c.world.Fake(asked.Match.API) != nil {
		p.Hint = aboutAPI(asked.Match.API, "operations, codes, and kinds of faults with their parameters")
	}
	name := ""
	switch p.Field {
	case "/match/api":
		name = asked.Match.API
	case "/match/operation":
		name = asked.Match.Operation
	case "/match/method":
		name = asked.Match.Method
	case "/match/path":
		name = asked.Match.Path
		if behind, ok := strings.CutPrefix(name, "/"+asked.Match.API); ok && strings.HasPrefix(behind, "/") {
			name = behind
		}
	case "/fault/kind":
		name = asked.Fault.Kind
	default:
		tokens, _ := pointer.Parse(p.Field) // as package fault writes it
		if len(tokens) == 2 && tokens[0] == "fault" {
			if text, ok := asked.Fault.Parameters[tokens[1]].(string); ok {
				name = text
			}
		}
	}
	if len(p.Known) > 0 {
		_ = p.Near(name, p.Known)
	}
	return p
}

// write sends a problem.
func write(w http.ResponseWriter, p *Problem) {
	body, _ := encode(p) // texts and a number: can always be encoded
	send(w, p.Status, problem.MediaType, body)
}
