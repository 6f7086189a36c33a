package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"sparring/mock/limit"
)

// Health reports whether the server is ready, and to callers with the token its version. A server that is not ready is
// not an error.
func (c *Client) Health(ctx context.Context) (Health, error) {
	return get[Health](ctx, c, "/health")
}

// Authority returns the certificate authority of a server with --tls as PEM.
func (c *Client) Authority(ctx context.Context) ([]byte, error) {
	return c.call(ctx, http.MethodGet, "/ca.pem", nil)
}

// APIs returns the catalogue of what is faked.
func (c *Client) APIs(ctx context.Context) ([]API, error) {
	list, err := get[APIs](ctx, c, "/apis")
	return list.APIs, err
}

// Bounds lists what is kept at most of what belongs to no API; each API has its own.
func (c *Client) Bounds(ctx context.Context) ([]limit.Bound, error) {
	list, err := get[APIs](ctx, c, "/apis")
	return list.Bounds, err
}

// API returns one API of the catalogue.
func (c *Client) API(ctx context.Context, name string) (API, error) {
	return get[API](ctx, c, "/apis/"+url.PathEscape(name))
}

// Document returns an OpenAPI document as JSON.
func (c *Client) Document(ctx context.Context, name string) (json.RawMessage, error) {
	return get[json.RawMessage](ctx, c, "/documents/"+url.PathEscape(name)+".json")
}

// MakeWorld makes a world.
func (c *Client) MakeWorld(ctx context.Context, r WorldRequest) (World, error) {
	return do[World](ctx, c, http.MethodPost, "/worlds", r)
}

// Worlds lists all worlds.
func (c *Client) Worlds(ctx context.Context) ([]World, error) {
	list, err := get[Worlds](ctx, c, "/worlds")
	return list.Worlds, err
}

// World returns one world.
func (c *Client) World(ctx context.Context, id string) (World, error) {
	return get[World](ctx, c, at(id))
}

// SetSwitches changes switches, all or nothing.
func (c *Client) SetSwitches(ctx context.Context, id string, s Switches) (World, error) {
	return do[World](ctx, c, http.MethodPatch, at(id), WorldChange{Switches: s})
}

// SetLabel changes what people call a world; an empty label takes it away.
func (c *Client) SetLabel(ctx context.Context, id, label string) (World, error) {
	return do[World](ctx, c, http.MethodPatch, at(id), WorldChange{Label: &label})
}

// Record returns what was done in a world as a scenario.
func (c *Client) Record(ctx context.Context, id string, r RecordRequest) (Recorded, error) {
	return do[Recorded](ctx, c, http.MethodPost, at(id, "record"), r)
}

// DeleteWorld forgets a world. The world default is made again, as the server was told.
func (c *Client) DeleteWorld(ctx context.Context, id string) error {
	return c.none(ctx, http.MethodDelete, at(id))
}

// Fork copies a world: state, clock, chance, switches and faults; not the journal, the outbox, streams and held
// requests.
func (c *Client) Fork(ctx context.Context, id string, r ForkRequest) (World, error) {
	return do[World](ctx, c, http.MethodPost, at(id, "fork"), r)
}

// Close lets nothing new into a world and judges it. Its journal stays readable until it is deleted.
func (c *Client) Close(ctx context.Context, id string) (Summary, error) {
	return do[Summary](ctx, c, http.MethodPost, at(id, "close"), nil)
}

// Clock returns world time.
func (c *Client) Clock(ctx context.Context, id string) (Clock, error) {
	return get[Clock](ctx, c, at(id, "clock"))
}

// ChangeClock moves a clock or sets its mode. It answers when all that was due has fired and the calls it caused have
// ended, or 5 s of wire time have passed.
func (c *Client) ChangeClock(ctx context.Context, id string, change ClockChange) (Clock, error) {
	return do[Clock](ctx, c, http.MethodPatch, at(id, "clock"), change)
}

// Advance moves world time by d.
func (c *Client) Advance(ctx context.Context, id string, d time.Duration) (Clock, error) {
	by := Duration(d)
	return c.ChangeClock(ctx, id, ClockChange{Advance: &by})
}

// SetClock moves world time to t.
func (c *Client) SetClock(ctx context.Context, id string, t time.Time) (Clock, error) {
	return c.ChangeClock(ctx, id, ClockChange{Set: &t})
}

// Freeze stops world time.
func (c *Client) Freeze(ctx context.Context, id string) (Clock, error) {
	return c.ChangeClock(ctx, id, ClockChange{Mode: FrozenMode})
}

// Run lets world time run at a scale; 0 means 1.
func (c *Client) Run(ctx context.Context, id string, scale float64) (Clock, error) {
	if scale == 0 {
		scale = 1
	}
	return c.ChangeClock(ctx, id, ClockChange{Mode: RunningMode, Scale: &scale})
}

// State reads the facts of one API into out.
func (c *Client) State(ctx context.Context, id, api string, out any) error {
	data, err := c.call(ctx, http.MethodGet, at(id, "state", api), nil)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, out)
}

// Plant replaces all facts of one API, all or nothing, and returns them as they now are.
func (c *Client) Plant(ctx context.Context, id, api string, state any) (json.RawMessage, error) {
	return do[json.RawMessage](ctx, c, http.MethodPut, at(id, "state", api), state)
}

// Raise lets something happen outside HTTP.
func (c *Client) Raise(ctx context.Context, id string, e Event) (EventResult, error) {
	return do[EventResult](ctx, c, http.MethodPost, at(id, "events"), e)
}

// AddFault makes a fault rule.
func (c *Client) AddFault(ctx context.Context, id string, r FaultRequest) (FaultRule, error) {
	return do[FaultRule](ctx, c, http.MethodPost, at(id, "faults"), r)
}

// Faults lists the rules in order of creation, spent ones too.
func (c *Client) Faults(ctx context.Context, id string) ([]FaultRule, error) {
	list, err := get[Faults](ctx, c, at(id, "faults"))
	return list.Faults, err
}

// Fault returns one rule.
func (c *Client) Fault(ctx context.Context, id, rule string) (FaultRule, error) {
	return get[FaultRule](ctx, c, at(id, "faults", rule))
}

// RemoveFault takes a rule away and releases what it holds.
func (c *Client) RemoveFault(ctx context.Context, id, rule string) error {
	return c.none(ctx, http.MethodDelete, at(id, "faults", rule))
}

// ClearFaults takes all rules away.
func (c *Client) ClearFaults(ctx context.Context, id string) error {
	return c.none(ctx, http.MethodDelete, at(id, "faults"))
}

// Release lets held requests go: all at once, or those of the entries named, one after the other. It returns the seqs
// of those let go.
func (c *Client) Release(ctx context.Context, id, rule string, entries ...int64) ([]int64, error) {
	out, err := do[Released](ctx, c, http.MethodPost, at(id, "faults", rule, "release"), Release{Entries: entries})
	return out.Released, err
}

// Marks returns the marks by which the journal shows values, in their order; empty for a value that is not a secret.
func (c *Client) Marks(ctx context.Context, id string, values ...string) ([]string, error) {
	out, err := do[Marks](ctx, c, http.MethodPost, at(id, "marks"), Values{Values: values})
	return out.Marks, err
}

// Outbox returns the SMS and pushes that were sent, oldest first.
func (c *Client) Outbox(ctx context.Context, id string) (Outbox, error) {
	return get[Outbox](ctx, c, at(id, "outbox"))
}

// Conduct judges how the clients of a world have behaved, as far as its journal shows.
func (c *Client) Conduct(ctx context.Context, id string) (Conduct, error) {
	return get[Conduct](ctx, c, at(id, "conduct"))
}
