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
		p = wrong(client.BadClock, "/clock", "The clock's setting does not fit", err.Error())
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

func write(w http.ResponseWriter, p *Problem) {
	body, _ := encode(p) // texts and a number: can always be encoded
	send(w, p.Status, "application/problem+json", body)
}
