package agent

import (
	"context"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"sparring/mock/control/client"
)

type makeArguments struct {
	Label    string                    `json:"label,omitempty" jsonschema:"what people call the world"`
	Seed     uint64                    `json:"seed,omitempty" jsonschema:"of chance; drawn if it is left out"`
	At       string                    `json:"at,omitempty" jsonschema:"world time: 2030-01-01T00:00:00Z"`
	Frozen   bool                      `json:"frozen,omitempty" jsonschema:"world time stands still until it is moved"`
	Switches map[string]map[string]any `json:"switches,omitempty" jsonschema:"by API and name"`
}

type worldArguments struct {
	World string `json:"world" jsonschema:"id of a world"`
}

type forkArguments struct {
	worldArguments
	Label string `json:"label,omitempty" jsonschema:"what people call the copy"`
}

type closeArguments struct {
	worldArguments
	Forget bool `json:"forget,omitempty" jsonschema:"delete it afterwards, with its journal"`
}

// worldView is what a client and its developer need of a world; describe_api lists the switches.
type worldView struct {
	ID          string                       `json:"id"`
	Label       string                       `json:"label,omitempty"`
	Seed        uint64                       `json:"seed"`
	URLs        map[string]string            `json:"urls"`
	Credentials map[string]map[string]string `json:"credentials"`
	Now         time.Time                    `json:"now"`
	Frozen      bool                         `json:"frozen"`
	Closed      bool                         `json:"closed"`
}

func view(w client.World) worldView {
	return worldView{
		ID: w.ID, Label: w.Label, Seed: w.Seed, URLs: w.URLs, Credentials: w.Credentials,
		Now: w.Clock.Now, Frozen: w.Clock.Mode == client.FrozenMode, Closed: w.Closed,
	}
}

// addWorlds adds the tools that make and end worlds.
func (t *tools) addWorlds(s *mcp.Server) {
	acts(s, "make_world", "Make a world: fresh state of all APIs, isolated from other worlds. Returns the url of each "+
		"API and the credentials that a client is configured with.", t.makeWorld)
	reads(s, "list_worlds", "List the worlds of the server.", func(ctx context.Context, _ noArguments) (any, error) {
		worlds, err := t.Control.Worlds(ctx)
		views := []worldView{}
		for _, w := range worlds {
			views = append(views, view(w))
		}
		return result("worlds", views), err
	})
	acts(s, "fork_world", "Copy a world: state, clock, chance, switches and faults, with an empty journal.",
		func(ctx context.Context, in forkArguments) (any, error) {
			world, err := t.Control.Fork(ctx, in.World, client.ForkRequest{})
			if err == nil && in.Label != "" {
				world, err = t.Control.SetLabel(ctx, world.ID, in.Label)
			}
			return view(world), err
		})
	acts(s, "close_world", "Close a world: nothing new is let in, and a summary counts entries, violations, defects, "+
		"unmatched requests and faults that nobody met. Its journal stays readable unless it is forgotten.",
		func(ctx context.Context, in closeArguments) (any, error) {
			summary, err := t.Control.Close(ctx, in.World)
			if err == nil && in.Forget {
				err = t.Control.DeleteWorld(ctx, in.World)
			}
			return summary, err
		})
	reads(s, "judge_world", "Judge the clients of a world by the rules that traffic can answer, each with the entries "+
		"that prove it, and list which operations and codes the traffic met.",
		func(ctx context.Context, in worldArguments) (any, error) { return t.Control.Conduct(ctx, in.World) })
}

func (t *tools) makeWorld(ctx context.Context, in makeArguments) (any, error) {
	req := client.WorldRequest{Label: in.Label, Switches: in.Switches}
	if in.Seed != 0 {
		req.Seed = &in.Seed
	}
	if in.At != "" {
		at, err := time.Parse(time.RFC3339, in.At)
		if err != nil {
			return nil, missing("a time in at", "such as 2030-01-01T00:00:00Z")
		}
		req.At = &at
	}
	if in.Frozen {
		req.Clock = client.Frozen()
	}
	world, err := t.Control.MakeWorld(ctx, req)
	return view(world), err
}
