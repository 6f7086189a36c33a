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
	"sparring/mock/problem"
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
	case errors.As(err, &refused) && refused.Code() == client.UnknownAPI && r.beneath() != "":
		return fmt.Errorf("no control API answers at %s: give --server the address without %s", r.server, r.beneath())
	case errors.As(err, &refused):
		return refusal(refused)
	case untrusted(r.server, err) != nil:
		return untrusted(r.server, err)
	case errors.As(err, &foreign) && strings.Contains(foreign.Body, "HTTP request to an HTTPS server"):
		return fmt.Errorf("%s got an HTTP request to an HTTPS server: name it with https:// in --server", r.server)
	case errors.As(err, &foreign):
		return fmt.Errorf("what answers at %s is not a Sparring server (%s): name another with --server",
			r.server, foreign.Status)
	case errors.As(err, &call):
		return fmt.Errorf("no server answers at %s (%s): start one with \"sparring serve\", or name another with "+
			"--server",
			r.server, cause(call.Err))
	}
	return err
}

// beneath is the path of the server's address, empty if it has none.
func (r *remote) beneath() string {
	u, err := url.Parse(r.server)
	if err != nil || u.Path == "/" {
		return ""
	}
	return u.Path
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

// mostKnown bounds how many names a refusal lists, the nearest first, and fewKnown if one of them was probably meant.
const (
	mostKnown = 16
	fewKnown  = 5
)

// refusal is a problem of the control API as the caller of a command reads it: with places and commands for pointers
// and paths.
func refusal(p *client.Problem) error {
	message, detail := p.Title, p.Detail
	where, detail := place(p.Code(), p.Field, detail)
	if p.Code() == client.BadQuery {
		message = "" // it is about flags here
	}
	for _, part := range []string{where, detail} {
		if message != "" && part != "" {
			message += ": "
		}
		message += part
	}
	if len(p.Known) > 0 {
		most := mostKnown
		if strings.Contains(detail, "; the nearest is ") {
			most = fewKnown
		}
		message += "; known: " + strings.Join(p.Known[:min(len(p.Known), most)], ", ")
		if more := len(p.Known) - most; more > 0 {
			message += fmt.Sprintf(" and %d more", more)
		}
	}
	if hint := whatToDo[p.Code()]; hint != "" {
		message += " (" + hint + ")"
	}
	return errors.New(message)
}

// place returns the place of the value that does not fit, empty if the detail names it, and the detail without the
// place in the control API's terms.
func place(code, field, detail string) (where, rest string) {
	last := field[strings.LastIndexByte(field, '/')+1:]
	for _, named := range []string{field + ": ", last + ": "} {
		detail = strings.TrimPrefix(detail, named)
	}
	if code == client.BadQuery && field != "" {
		return "--" + last, detail
	}
	if strings.HasPrefix(detail, "there is no") {
		return "", detail
	}
	switch code {
	case client.BadFault:
		switch field {
		case "/fault", "":
			return "", detail
		case "/after", "/times":
			return "--" + last, detail
		case "/match/api", "/match/operation", "/fault/kind":
			return strings.ToUpper(last), detail
		}
		return last, detail
	case client.BadState:
		return field, detail
	case client.BadValue, client.BadClock:
		switch field {
		case "/at", "/clock":
			return "--" + last, detail
		case "/id":
			return last, detail
		}
	}
	return "", detail
}

// suggest sorts what a problem knows by how much it is like a name that was given, and names the one that was meant.
func suggest(p *client.Problem, name string) {
	p.Known = problem.Nearest(name, p.Known)
	if meant, ok := problem.Meant(name, p.Known); ok && !strings.Contains(p.Detail, "; the nearest is ") {
		p.Detail += fmt.Sprintf("; the nearest is %q", meant)
	}
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
	client.UnknownEntry:    `"sparring journal" lists them`,
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
