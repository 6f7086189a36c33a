// Package reference is the correct client of every API, in Go, and its mutants: the same client with one named mistake.
// The reference must pass every scenario; a mutant must fail those it names, for the reason it names. One file an API.
//
// It is a client under test like any other: it knows the vendors' documents and a base URL, and nothing of scenarios or of
// the server behind. It is not a library for production.
package reference

import (
	"context"
	"crypto/tls"
	"slices"
	"strings"

	"sparring/scenarios/driver"
)

// Name and Version are what the reference client says of itself.
const (
	Name    = "sparring reference client"
	Version = "1"
)

// Trip is a scenario that a mutant must fail, and why.
type Trip struct {
	Scenario string // name of the scenario; * stands for any text
	Reason   string // id of the check that must decide: "client.advice", "bonder.renew-once", "unasked.violation"
}

// Mutant is the reference client with one mistake.
type Mutant struct {
	Name  string // "bonder-trusts-http-200"
	Doc   string // the mistake in a sentence
	Trips []Trip
}

// Mutants lists the mutants of all APIs: one file each.
func Mutants() []Mutant {
	return slices.Concat(bonderMutants(), iqchannelsMutants(), radistMutants(), timconnectMutants())
}

// part is the client of one API. Abilities it does not know are driver.ErrNoAbility.
type part interface {
	call(ctx context.Context, c driver.Call) (driver.Result, error)
}

// Client is the reference client. Make one with New for each session.
type Client struct {
	parts map[string]part
}

// New makes the correct client, or the mutant of a name.
func New(mistake string) *Client {
	return &Client{parts: map[string]part{
		"bonder": newBonder(mistake), "iqchannels": newIQChannels(mistake), "radist": newRadist(mistake), "timconnect": newTIMConnect(mistake),
	}}
}

// Starter starts the correct client, or a mutant, in this process.
func Starter(mistake string) driver.Local {
	name := "built-in reference client"
	if mistake != "" {
		name = "mutant " + mistake
	}
	return driver.Local{Name: name, New: func() driver.Adapter { return New(mistake) }}
}

// Trusting starts the correct client; it takes the certificates that config lets pass, nil for those that the system trusts.
func Trusting(config *tls.Config) driver.Local {
	starter := Starter("")
	if config == nil {
		return starter
	}
	starter.New = func() driver.Adapter {
		c := New("")
		for _, p := range c.parts {
			if w, ok := p.(interface{ trust(*tls.Config) }); ok {
				w.trust(config)
			}
		}
		return c
	}
	return starter
}

// Hello says who the client is: it has every ability that is declared.
func (c *Client) Hello() driver.Hello {
	h := driver.Hello{Name: Name, Version: Version}
	for _, a := range driver.Abilities("") {
		h.Abilities = append(h.Abilities, a.Name)
	}
	return h
}

// Call does what is asked.
func (c *Client) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	api, _, _ := strings.Cut(call.Method, ".")
	p, ok := c.parts[api]
	if !ok {
		return driver.Result{}, driver.ErrNoAbility
	}
	return p.call(ctx, call)
}

// Close ends the client's connections.
func (c *Client) Close() error {
	for _, p := range c.parts {
		if w, ok := p.(interface{ close() }); ok {
			w.close()
		}
	}
	return nil
}
