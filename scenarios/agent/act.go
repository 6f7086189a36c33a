package agent

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"sparring/mock/control/client"
	"sparring/mock/fault"
)

type faultArguments struct {
	worldArguments
	API       string `json:"api" jsonschema:"bonder, iqchannels, radist or timconnect"`
	Operation string `json:"operation" jsonschema:"such as saveCard"`
	Fault     string `json:"fault" jsonschema:"a code or kind: DATABASE_ERROR, delay duration=2s"`
	Times     *int   `json:"times,omitempty" jsonschema:"how often; once if left out, 0 has no end"`
	After     int    `json:"after,omitempty" jsonschema:"requests that are let through first"`
}

type removeArguments struct {
	worldArguments
	Fault string `json:"fault,omitempty" jsonschema:"id of a rule; all are removed if it is left out"`
}

type releaseArguments struct {
	worldArguments
	Fault   string  `json:"fault" jsonschema:"id of a rule of the kind hold"`
	Entries []int64 `json:"entries,omitempty" jsonschema:"seqs, let go one after the other; all if left out"`
}

type clockArguments struct {
	worldArguments
	By string `json:"by" jsonschema:"how far, such as 1h, 90s or 15d"`
}

type eventArguments struct {
	worldArguments
	API   string         `json:"api" jsonschema:"bonder, iqchannels, radist or timconnect"`
	Event string         `json:"event" jsonschema:"such as account.suspended; describe_api lists them"`
	Args  map[string]any `json:"args,omitempty" jsonschema:"arguments; an object left out is the newest"`
}

// addActs adds the tools that change what happens in a world.
func (t *tools) addActs(s *mcp.Server) {
	acts(s, "add_fault", "Break an operation on demand: an error code of the vendor, or a kind such as reset, "+
		"lose_reply, delay, hold, status, expire.", t.addFault)
	reads(s, "list_faults", "List the fault rules of a world, spent ones too, with their hits and who waits.",
		func(ctx context.Context, in worldArguments) (any, error) {
			rules, err := t.Control.Faults(ctx, in.World)
			return result("faults", append([]client.FaultRule{}, rules...)), err
		})
	acts(s, "remove_faults", "Remove a fault rule, or all of a world. Requests that they hold go on.",
		func(ctx context.Context, in removeArguments) (any, error) {
			if in.Fault == "" {
				return result("removed", "all"), t.Control.ClearFaults(ctx, in.World)
			}
			return result("removed", in.Fault), t.Control.RemoveFault(ctx, in.World, in.Fault)
		})
	acts(s, "release_held", "Let requests go that a fault of the kind hold keeps, in an order of your choice.",
		func(ctx context.Context, in releaseArguments) (any, error) {
			released, err := t.Control.Release(ctx, in.World, in.Fault, in.Entries...)
			return result("released", append([]int64{}, released...)), err
		})
	acts(s, "advance_clock", "Move world time forward: tokens, sessions and QR codes expire, what is due happens. "+
		"Real time does not pass.", t.advance)
	acts(s, "raise_event", "Let something happen outside HTTP: a user scans a QR, an operator writes, an account is "+
		"suspended, a callback is sent.", func(ctx context.Context, in eventArguments) (any, error) {
		return t.Control.Raise(ctx, in.World, client.Event{API: in.API, Event: in.Event, Args: in.Args})
	})
}

func (t *tools) addFault(ctx context.Context, in faultArguments) (any, error) {
	words := strings.Fields(in.Fault)
	if len(words) == 0 {
		return nil, missing("fault", "an error code or a kind, such as DATABASE_ERROR or delay duration=2s")
	}
	spec, err := fault.ParseWords(words)
	if err != nil {
		return nil, fmt.Errorf("fault %q: %w", in.Fault, err)
	}
	return t.Control.AddFault(ctx, in.World, client.FaultRequest{
		Match: fault.Match{API: in.API, Operation: in.Operation}, Times: in.Times, After: in.After, Fault: spec,
	})
}

func (t *tools) advance(ctx context.Context, in clockArguments) (any, error) {
	by := in.By
	if days, is := strings.CutSuffix(by, "d"); is {
		n, err := time.ParseDuration(days + "h")
		if err != nil {
			return nil, noDuration(in.By)
		}
		by = (24 * n).String()
	}
	d, err := time.ParseDuration(by)
	if err != nil {
		return nil, noDuration(in.By)
	}
	return t.Control.Advance(ctx, in.World, d)
}

func noDuration(by string) error {
	return fmt.Errorf("by: expected a duration such as 1h, 90s or 15d, got %q", by)
}
