package iqchannels

import (
	"context"
	"crypto/tls"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// client is a client of iQChannels: an SDK of the chat, and a consumer of the Auth API. What it decides is in its
// policies, after the vendor's text, its API readme of 2017, and what its own clients were seen to do.
type client struct {
	*reference.Wire
	policies
	handle   reference.Handler
	listener *http.Client // for streams: patient once the response has begun
	network  *http.Transport

	mu        sync.Mutex
	accounts  map[string]*account
	anonymous map[string]bool // by base URL and channel: who signed in last
	streams   sync.WaitGroup
}

// newClient returns the reference client, or the mutant or liberty of a name.
func newClient(name string) reference.Client {
	c := &client{
		Wire:      reference.NewWire(),
		policies:  reference.Patched(documented(), name, mutants, liberties),
		accounts:  map[string]*account{},
		anonymous: map[string]bool{},
	}
	c.Time(c.Wire)
	c.Use(c.Seams)
	c.network = &http.Transport{ResponseHeaderTimeout: c.Patience, DisableCompression: true}
	c.listener = &http.Client{Transport: c.network, CheckRedirect: c.HTTP.CheckRedirect}
	if c.Transport != nil {
		c.listener.Transport = c.Transport(c.network)
	}
	c.handle = c.Handler(c.do)
	return c
}

// Trust sets which certificates of servers are accepted.
func (c *client) Trust(config *tls.Config) {
	c.Wire.Trust(config)
	c.network.TLSClientConfig = config.Clone()
}

// Limit sets how long a whole response is waited for at most, and the head of a stream.
func (c *client) Limit(most time.Duration) {
	c.Wire.Limit(most)
	c.network.ResponseHeaderTimeout = c.Patience
}

// Close waits for the streams, which end with the session's context.
func (c *client) Close() {
	c.streams.Wait()
	c.network.CloseIdleConnections()
	c.Wire.Close()
}

// Call does what is asked. Errors: driver.ErrNoAbility.
func (c *client) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	if !slices.ContainsFunc(abilities(), func(a driver.Ability) bool { return a.Name == call.Method }) {
		return driver.Result{}, driver.ErrNoAbility
	}
	return c.handle(ctx, call), nil
}

// do does what one ability asks for.
func (c *client) do(ctx context.Context, call driver.Call) driver.Result {
	switch call.Method {
	case "iqchannels.signIn":
		return c.signIn(ctx, call.Params)
	case "iqchannels.signInAnonymously":
		return c.signInAnonymously(ctx, call)
	case "iqchannels.send":
		return c.sendText(ctx, call.Params, call.Arg("text"))
	case "iqchannels.history":
		return c.history(ctx, call.Params)
	case "iqchannels.listen":
		return c.listen(ctx, call)
	default: // iqchannels.resolveToken
		return c.resolveToken(ctx, call)
	}
}

// channel is where the client chats.
func channel(p driver.Params) string { return p.Credentials["channel"] }

// address returns the URL of a path of the chat server.
func address(p driver.Params, path string) string {
	return strings.TrimSuffix(p.BaseURL, "/") + "/public/api/v1" + path
}
