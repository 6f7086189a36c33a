package suite

import (
	"bytes"
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"

	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/reference"
)

// Mistakes returns the mutants that are made from the declarations of an API; of all, if api is empty.
func (all APIs) Mistakes(api string) []fidelity.Mistake {
	var out []fidelity.Mistake
	for _, a := range all {
		if api == "" || a.Name == api {
			out = append(out, fidelity.Mistakes(a.Wire, a.typeOf)...)
		}
	}
	return out
}

// typeOf returns the type of an argument or a value of an ability.
func (a API) typeOf(ability string, side fidelity.Side, name string) string {
	for _, b := range a.Abilities {
		fields := b.Values
		if side == fidelity.Request {
			fields = b.Args
		}
		for _, f := range fields {
			if b.Name == ability && f.Name == name {
				return f.Type
			}
		}
	}
	return ""
}

// Mistaken starts the reference client with a mistake, in this process. made counts how often the mistake has changed
// something.
func (all APIs) Mistaken(m fidelity.Mistake, made *atomic.Int64) driver.Local {
	return driver.Local{Name: "mutant " + m.Name(), New: func() driver.Adapter {
		c := all.Client("")
		c.wrap = func(part reference.Client) reference.Client {
			return &mistaken{Client: part, mistake: m, made: made}
		}
		return c
	}}
}

// mistaken is the reference client of an API with a mistake between it and its caller.
type mistaken struct {
	reference.Client
	mistake fidelity.Mistake
	made    *atomic.Int64

	mu     sync.Mutex
	memory fidelity.Memory
}

// Call does what is asked, with the mistake.
func (c *mistaken) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	if call.Method != c.mistake.Ability {
		return c.Client.Call(ctx, call)
	}
	args := call.Params.Args
	if c.mistake.Side == fidelity.Request {
		call.Params.Args = c.wrong(args, args)
		return c.Client.Call(ctx, call)
	}
	r, err := c.Client.Call(ctx, call)
	if err == nil && r.OK {
		r.Values = c.wrong(plain(r.Values), args)
	}
	return r, err
}

func (c *mistaken) wrong(values, args map[string]any) map[string]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	changed, ok := c.mistake.Make(values, args, &c.memory)
	if ok {
		c.made.Add(1)
	}
	return changed
}

// plain returns values as they are after a way through JSON.
func plain(values map[string]any) map[string]any {
	data, err := json.Marshal(values)
	if err != nil {
		return values
	}
	var out map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if d.Decode(&out) != nil {
		return values
	}
	return out
}
