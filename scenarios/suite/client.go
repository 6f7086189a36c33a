package suite

import (
	"context"
	"crypto/tls"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// Client is the reference client of several APIs: an adapter that hands each call to the client of its API. Make one
// for each session.
type Client struct {
	abilities []string
	parts     map[string]reference.Client
}

// Client makes the reference client, or the mutant or liberty of a name.
func (all APIs) Client(mutant string) *Client {
	c := &Client{parts: map[string]reference.Client{}}
	for _, api := range all {
		c.parts[api.Name] = api.Client(mutant)
	}
	for _, a := range all.Abilities("") {
		c.abilities = append(c.abilities, a.Name)
	}
	return c
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
		for _, p := range c.parts {
			p.Trust(config)
		}
		return c
	}
	return starter
}

// Hello says who the client is: it has every ability that is declared.
func (c *Client) Hello() driver.Hello {
	return driver.Hello{
		Name:      reference.Name,
		Version:   reference.Version,
		Abilities: append([]string(nil), c.abilities...),
		Keeps:     true,
	}
}

// Keep lets the client keep what must outlive it in a folder.
func (c *Client) Keep(folder string) error {
	store, err := reference.OpenStore(folder)
	if err != nil {
		return err
	}
	for _, p := range c.parts {
		p.Keep(store)
	}
	return nil
}

// Call does what is asked.
func (c *Client) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	api, _, _ := strings.Cut(call.Method, ".")
	p, ok := c.parts[api]
	if !ok {
		return driver.Result{}, driver.ErrNoAbility
	}
	return p.Call(ctx, call)
}

// Close ends the client's connections.
func (c *Client) Close() error {
	for _, p := range c.parts {
		p.Close()
	}
	return nil
}
