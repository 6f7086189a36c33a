// Package provider judges an auth service of iQChannels that a bank has written: by asking it for cards as the chat
// server does, and by what its responses are.
//
// Judge asks the service through a world of a running Sparring, whose fake plays the chat server: the requests, the
// findings about the responses, and what the chat server does with each of them are the fake's and the document's.
// Here are only the demands that need several requests. Nothing of the service's secrets is in what Judge returns.
package provider

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// Feature is the name under which reports show the outcomes.
const Feature = "iQChannels auth service"

// Versions of the vendor's page, oldest first.
var Versions = []string{"1.0", "1.1", "1.2", "1.3"}

// Methods by which the chat server may ask.
const (
	Get  = "get"
	Post = "post"
)

// Options say which service is judged, and by what.
type Options struct {
	URL     string   // root of the service, or its URL up to /rest/chat/client/id/
	Known   []string // tokens for which it has a card
	Unknown []string // tokens that it does not know
	Version string   // of the page: one of Versions
	Methods []string // Get, Post or both
	Timeout time.Duration
}

// Result is what was asked and what came of each demand.
type Result struct {
	Steps   []*verdict.Step  // one for each request: what came, and what the chat server does with it
	Checks  []*verdict.Check // in a fixed order
	Entries []journal.Entry  // the requests, secrets marked
	World   string
}

// Check refuses options that contradict each other.
func (o *Options) Check() error {
	switch {
	case !slices.Contains(Versions, o.Version):
		return fmt.Errorf("version %q: expected one of 1.0, 1.1, 1.2, 1.3", o.Version)
	case slices.Contains(o.Methods, Post) && !o.since("1.3"):
		return fmt.Errorf("version %s has no method POST, which came with 1.3: judge it by get", o.Version)
	case o.Timeout < time.Millisecond:
		return fmt.Errorf("time limit %s: expected at least 1ms", o.Timeout)
	}
	for _, token := range o.Known {
		if slices.Contains(o.Unknown, token) {
			return fmt.Errorf("the same token is named as known and as unknown")
		}
	}
	if slices.Contains(o.Known, "") || slices.Contains(o.Unknown, "") {
		return fmt.Errorf("an empty token is never looked up: the chat server refuses it by itself")
	}
	return nil
}

// since reports whether the judged version has what came with another one.
func (o *Options) since(version string) bool {
	return slices.Index(Versions, o.Version) >= slices.Index(Versions, version)
}

// patience is how many time limits a first response may take before it counts as absent.
const patience = 6

// Judge asks the service and judges its responses. control drives the server whose fake asks. Errors are those of the
// server.
func Judge(ctx context.Context, control *client.Client, o Options) (*Result, error) {
	world, err := control.MakeWorld(ctx, client.WorldRequest{Switches: client.Switches{api: map[string]any{
		"authService": o.URL, "authTimeout": o.Timeout.String(), "consumer": o.consumer(),
	}}})
	if err != nil {
		return nil, err
	}
	a := &asker{control: control, world: world, options: o, http: &http.Client{}}
	defer a.http.CloseIdleConnections()
	seen, err := a.all(ctx)
	if err != nil {
		return nil, err
	}
	checks, err := judge(&o, seen)
	out := &Result{World: world.ID, Steps: a.steps(), Checks: checks}
	for _, e := range seen.entries() {
		out.Entries = append(out.Entries, *e)
	}
	return out, err
}

// consumer is the switch that says which fields the chat server misses.
func (o *Options) consumer() string {
	if o.since("1.3") {
		return "v13"
	}
	return "any"
}
