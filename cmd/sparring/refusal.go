package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"

	"sparring/mock/control/client"
)

// explain says in words of the command line why a command did not do what it should, and what to do.
func (r *remote) explain(err error) error {
	var refused *client.Problem
	var foreign *client.ForeignError
	var call *url.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return errors.New("interrupted")
	case errors.As(err, &refused):
		return refusal(refused)
	case untrusted(r.server, err) != nil:
		return untrusted(r.server, err)
	case errors.As(err, &foreign) && strings.Contains(foreign.Body, "HTTP request to an HTTPS server"):
		return fmt.Errorf("the server at %s got an HTTP request to an HTTPS server: name it with https:// in --server", r.server)
	case errors.As(err, &foreign):
		return fmt.Errorf("what answers at %s is no Sparring server (%s): name another with --server", r.server, foreign.Status)
	case errors.As(err, &call):
		return fmt.Errorf("no server answers at %s (%s): start one with \"sparring serve\", or name another with --server", r.server, cause(call.Err))
	}
	return err
}

// cause says why a connection could not be made.
func cause(err error) string {
	var name *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.As(err, &name):
		return "there is no host " + name.Name
	case strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return "it speaks HTTP, not HTTPS"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	}
	return err.Error()
}

// mostKnown bounds how many names a refusal lists: the nearest come first.
const mostKnown = 16

// refusal is a problem of the control API as the caller of a command reads it: with places and commands for pointers and
// paths.
func refusal(p *client.Problem) error {
	message := p.Title
	if p.Detail != "" {
		if where := place(p); where != "" {
			message += ": " + where
		}
		message += ": " + p.Detail
	}
	if len(p.Known) > 0 {
		known := strings.Join(p.Known[:min(len(p.Known), mostKnown)], ", ")
		if more := len(p.Known) - mostKnown; more > 0 {
			known += fmt.Sprintf(" and %d more", more)
		}
		message += "; known: " + known
	}
	if hint := whatToDo[p.Code()]; hint != "" {
		message += " (" + hint + ")"
	}
	return errors.New(message)
}

// place is where the value was given that does not fit, empty if the detail says it, and takes what stands for it out of the
// detail.
func place(p *client.Problem) string {
	last := p.Field[strings.LastIndexByte(p.Field, '/')+1:]
	for _, named := range []string{p.Field + ": ", last + ": "} {
		p.Detail = strings.TrimPrefix(p.Detail, named)
	}
	if strings.HasPrefix(p.Detail, "there is no") {
		return ""
	}
	switch p.Code() {
	case client.BadQuery:
		return "--" + last
	case client.BadFault:
		switch p.Field {
		case "/after", "/times":
			return "--" + last
		case "/match/api", "/match/operation":
			return strings.ToUpper(last)
		}
		return last
	case client.BadState:
		return p.Field
	case client.BadValue, client.BadClock:
		switch p.Field {
		case "/at", "/clock":
			return "--" + last
		case "/id":
			return last
		}
	}
	return ""
}

// whatToDo are the commands that help, by the code of a problem.
var whatToDo = map[string]string{
	client.Unauthorized:    "give the token that the server was started with: --control-token",
	client.ForeignOrigin:   "only pages of the server itself may drive it",
	client.ForeignHost:     "give --server the address that the server printed when it started",
	client.UnknownWorld:    `"sparring worlds" lists them, "sparring worlds make" makes one`,
	client.UnknownAPI:      `"sparring event list" shows what each API has`,
	client.UnknownDocument: `"sparring spec" lists them`,
	client.UnknownEvent:    `"sparring event list" lists events and their arguments`,
	client.BadArgument:     `"sparring event list" lists events and their arguments`,
	client.UnknownFault:    `"sparring fault list" lists them`,
	client.BadFault:        `"sparring fault --help" has the kinds of faults and their parameters`,
	client.BadRelease:      `"sparring fault list" shows who waits`,
	client.BadSwitch:       `"sparring switch" lists switches and their values`,
	client.ClockPast:       "make another world for an earlier time: sparring worlds make --at TIME",
	client.BadState:        `"sparring state API" prints facts as they are planted`,
	client.WorldTaken:      "choose another ID, leave it out, or remove that world first: sparring worlds rm ID",
	client.WorldClosed:     "its journal can be read; make another world: sparring worlds make",
	client.ImpossibleEvent: "nothing has changed",
	client.NoAuthority:     "the server signs certificates only with --tls and without --tls-cert",
	client.Internal:        "this is a bug of Sparring: please report it",
	client.NotReady:        "start it again: sparring serve",
	client.MachineLimit:    "raise the limit, or remove worlds that have ports of their own: sparring worlds rm ID",
	client.Full:            "delete worlds that are done: sparring worlds rm ID",
}
