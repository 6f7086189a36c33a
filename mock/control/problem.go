package control

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/clock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/world"
)

func problem(code string, status int, title, detail, hint string) *Problem {
	return &Problem{Type: client.URN + code, Status: status, Title: title, Detail: detail, Hint: hint}
}

// wrong is a problem of a value: 422.
func wrong(code, field, title, detail string) *Problem {
	p := problem(code, http.StatusUnprocessableEntity, title, detail, "")
	p.Field = field
	return p
}

// unknown is a problem of a name that does not exist: 404, naming those that do.
func unknown(code, title, name string, known []string) *Problem {
	p := problem(code, http.StatusNotFound, title, fmt.Sprintf("there is no %q", name), "")
	p.Known = known
	return p
}

// problemOf turns the errors of the core into problems. Others are a mistake of ours.
func problemOf(err error) *Problem {
	var p *Problem
	var sw *world.SwitchError
	var arg *world.ArgError
	var impossible *world.Refusal
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &sw):
		p = wrong(client.BadSwitch, "/switches/"+sw.API+"/"+sw.Name, "A switch does not fit", sw.Reason)
		p.Known = sw.Known
	case errors.As(err, &arg):
		p = wrong(client.BadArgument, "/args/"+arg.Arg, "An argument does not fit", fmt.Sprintf("argument %q: %s", arg.Arg, arg.Reason))
		p.Known = arg.Known
	case errors.As(err, &impossible):
		p = problem(client.ImpossibleEvent, http.StatusConflict, "Impossible in this state", impossible.Message, "nothing has changed")
	case errors.Is(err, clock.ErrPast):
		p = wrong(client.ClockPast, "", "World time never goes back", strings.TrimPrefix(err.Error(), clock.ErrPast.Error()+": "))
	case errors.Is(err, clock.ErrSetting):
		p = wrong(client.BadClock, "/clock", "The clock's setting does not fit", strings.TrimPrefix(err.Error(), clock.ErrSetting.Error()+": "))
	default:
		p = problem(client.Internal, http.StatusInternalServerError, "Mistake of this server", err.Error(), "this is a bug of Sparring, not of the caller")
	}
	return p
}

// faultProblem turns a refusal of a fault rule, or of a release, into a problem; bad is the code for what does not fit.
func faultProblem(err error, bad string) error {
	var refusal *fault.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	p := wrong(bad, refusal.Field, "The fault rule does not fit", refusal.Reason)
	if refusal.Absent {
		p.Type, p.Status, p.Title = client.URN+client.UnknownFault, http.StatusNotFound, "Unknown fault rule"
	}
	p.Known = refusal.Known
	return p
}

// hint says what to do about a problem, where whoever found it did not.
func hint(code string) string {
	const apis = "GET " + client.Prefix + "/apis"
	switch code {
	case client.UnknownAPI:
		return apis + " lists them"
	case client.UnknownDocument:
		return apis + " names the documents of each API"
	case client.UnknownEvent, client.BadArgument:
		return apis + "/{api} lists events and their arguments"
	case client.BadSwitch:
		return apis + "/{api} lists switches and their values"
	case client.BadFault:
		return apis + "/{api} lists operations, codes, and kinds of faults with their parameters"
	case client.BadRelease:
		return "GET the rule: waiting names the entries that are held"
	case client.BadClock:
		return `a clock is "frozen", "running" or {"mode","scale"}; a duration is like "1h30m", a time like "2030-01-01T00:00:00Z"`
	case client.ClockPast:
		return "make another world for an earlier time: POST " + client.Prefix + "/worlds with at"
	case client.BadState:
		return "GET the state first: what it answers can be planted"
	case client.MethodNotAllowed:
		return "use one of the methods in Allow"
	case client.BodyTooLarge:
		return "send a smaller body"
	default:
		return "GET " + client.Prefix + "/documents/control.json describes every path, parameter and body"
	}
}

func write(w http.ResponseWriter, p *Problem) {
	if p.Hint == "" {
		p.Hint = hint(p.Code())
	}
	body, _ := encode(p) // texts and a number: can always be encoded
	send(w, p.Status, "application/problem+json", body)
}
