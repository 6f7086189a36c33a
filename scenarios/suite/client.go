package suite

import (
	"context"
	"crypto/tls"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// Client is the reference client of several APIs: an adapter that hands each call to the client of its API. Make one
// for each session.
type Client struct {
	apis   APIs
	mutant string
	trust  *tls.Config
	store  *reference.Store                        // nil if it keeps nothing
	limit  time.Duration                           // of the wait for a response; 0 is the clients' own
	wrap   func(reference.Client) reference.Client // nil if nothing stands before the clients

	mu    sync.Mutex
	parts map[string]reference.Client // of the APIs that it was asked about
}

// Client makes the reference client, or the mutant or liberty of a name.
func (all APIs) Client(mutant string) *Client {
	return &Client{apis: all, mutant: mutant, parts: map[string]reference.Client{}}
}

// part returns the client of an API; nil if no API has the name.
func (c *Client) part(name string) reference.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.apis, func(api API) bool { return api.Name == name })
	if i < 0 || c.parts[name] != nil {
		return c.parts[name]
	}
	p := c.apis[i].Client(c.mutant)
	if c.trust != nil {
		p.Trust(c.trust)
	}
	if c.store != nil {
		p.Keep(c.store)
	}
	if c.limit > 0 {
		p.Limit(c.limit)
	}
	if c.wrap != nil {
		p = c.wrap(p)
	}
	c.parts[name] = p
	return p
}

// Starter starts the reference client, or a mutant or liberty, in this process.
func (all APIs) Starter(mutant string) driver.Local {
	name := "built-in reference client"
	if mutant != "" {
		name = "mutant " + mutant
	}
	return driver.Local{Name: name, New: func() driver.Adapter { return all.Client(mutant) }}
}

// Trusting starts the reference client. It accepts the certificates that config accepts; those that the system trusts,
// if config is nil.
func (all APIs) Trusting(config *tls.Config) driver.Local {
	starter := all.Starter("")
	if config == nil {
		return starter
	}
	starter.New = func() driver.Adapter {
		c := all.Client("")
		c.trust = config
		return c
	}
	return starter
}

// Hello says who the client is: it has every ability that is declared.
func (c *Client) Hello() driver.Hello {
	hello := driver.Hello{Name: reference.Name, Version: reference.Version, Keeps: true, Patience: true}
	for _, api := range c.apis {
		for i := range api.Abilities {
			hello.Abilities = append(hello.Abilities, api.Abilities[i].Name)
		}
	}
	return hello
}

// Keep lets the client keep what must outlive it in a folder.
func (c *Client) Keep(folder string) error {
	store, err := reference.OpenStore(folder)
	if err != nil {
		return err
	}
	c.store = store
	return nil
}

// Wait lets the client wait for a whole response no longer than the limit.
func (c *Client) Wait(limit time.Duration) { c.limit = limit }

// Call does what is asked.
func (c *Client) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	api, _, _ := strings.Cut(call.Method, ".")
	p := c.part(api)
	if p == nil {
		return driver.Result{}, driver.ErrNoAbility
	}
	return p.Call(ctx, call)
}

// Close ends the client's connections.
func (c *Client) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.parts {
		p.Close()
	}
	return nil
}
