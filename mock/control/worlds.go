package control

import (
	"errors"
	"fmt"
	"net/http"
	"time"
	"unicode/utf8"

	"sparring/mock/clock"
	"sparring/mock/control/wire"
	"sparring/mock/journal"
	"sparring/mock/problem"
	"sparring/mock/world"
)

// checkID refuses an id that could not be part of a host name and of every path.
func checkID(id string) error {
	if id == "" || world.IsID(id) {
		return nil
	}
	return wrong(problem.BadValue, "/id", fmt.Sprintf("/id: expected %s; got %q", world.IDs, id))
}

// maxLabel bounds the label of a world, in characters.
const maxLabel = 200

func checkLabel(label string) error {
	if n := utf8.RuneCountInString(label); n > maxLabel {
		return wrong(problem.BadValue, "/label", fmt.Sprintf("/label: expected at most %d characters, got %d",
			maxLabel, n))
	}
	return nil
}

// createWorld makes a world; what the request leaves out takes the server's defaults.
func createWorld(c *call) (answer, error) {
	req, err := decode[wire.WorldRequest](c, true)
	if err != nil {
		return answer{}, err
	}
	if err := checkID(req.ID); err != nil {
		return answer{}, err
	}
	if req.At != nil && !clock.InSpan(*req.At) {
		return answer{}, wrong(problem.BadValue, "/at",
			"/at: expected a time "+clock.Span+", got "+req.At.Format(time.RFC3339))
	}
	if req.Clock != nil {
		if err := checkMode(req.Clock.Mode, &req.Clock.Scale, "/clock"+req.Clock.ModeAt(), "/clock/scale"); err != nil {
			return answer{}, err
		}
	}
	if err := checkLabel(req.Label); err != nil {
		return answer{}, err
	}
	if req.TTL != nil && time.Duration(*req.TTL) < time.Second {
		return answer{}, wrong(problem.BadValue, "/ttl",
			fmt.Sprintf("/ttl: expected a duration of at least 1s, got %s", time.Duration(*req.TTL)))
	}
	made, err := c.Server.Make(c.r.Context(), base(c.r), req)
	if err == nil {
		made.SetLabel(req.Label)
	}
	return c.created(made, err)
}

// forkWorld copies a world: state with its due times, clock, chance, switches, faults.
func forkWorld(c *call) (answer, error) {
	req, err := decode[wire.ForkRequest](c, true)
	if err != nil {
		return answer{}, err
	}
	if err := checkID(req.ID); err != nil {
		return answer{}, err
	}
	made, err := c.Server.Fork(c.r.Context(), base(c.r), c.world.ID, req)
	return c.created(made, err)
}

func (c *call) created(made *world.World, err error) (answer, error) {
	if err == nil && c.r.Context().Err() != nil { // it went while the world was put into service
		err = errors.Join(c.r.Context().Err(), c.Server.Delete(made.ID))
	}
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusCreated, body: c.show(made), location: wire.Prefix + "/worlds/" + made.ID}, nil
}

// show is a world as its test's author sees it.
func (c *call) show(w *world.World) wire.World {
	out := wire.World{
		ID: w.ID, Label: w.Label(), Seed: w.Seed,
		URLs: map[string]string{}, Credentials: map[string]map[string]string{},
		Clock: showClock(w, 0), Switches: w.Switches.All(), Closed: c.Server.Closed(w.ID),
	}
	if w.TTL > 0 {
		out.TTL = new(wire.Duration)
		*out.TTL = wire.Duration(w.TTL)
	}
	for _, f := range w.Fakes {
		a := f.API()
		out.URLs[a.Name] = w.URL(a.Name) + a.Base
		out.Credentials[a.Name] = f.Credentials()
	}
	return out
}

// listWorlds lists the worlds in order of their ids.
func listWorlds(c *call) (answer, error) {
	list := wire.Worlds{Worlds: []wire.World{}}
	for _, w := range c.Server.Worlds() {
		list.Worlds = append(list.Worlds, c.show(w))
	}
	return ok(list)
}

// getWorld returns one world.
func getWorld(c *call) (answer, error) { return ok(c.show(c.world)) }

// changeWorld changes switches and label, all or nothing. The label changes nothing for clients: it is no entry of the
// journal.
func changeWorld(c *call) (answer, error) {
	change, err := decode[wire.WorldChange](c, false)
	if err != nil {
		return answer{}, err
	}
	if change.Switches == nil && change.Label == nil {
		return answer{}, wrong(problem.BadValue, "/switches",
			`nothing to change: expected switches such as {"bonder":{"regexMode":"literal"}}, or a label`)
	}
	if change.Label != nil {
		if err := checkLabel(*change.Label); err != nil {
			return answer{}, err
		}
	}
	if change.Switches != nil {
		asked := wire.WorldChange{Switches: change.Switches}
		_, _, err = c.record(journal.EventRaised, "", journal.OperationSwitches, asked, func() (any, error) {
			return nil, c.world.Switches.Set(change.Switches)
		})
		if err != nil {
			return answer{}, err
		}
	}
	if change.Label != nil {
		c.world.SetLabel(*change.Label)
	}
	return ok(c.show(c.world))
}

// deleteWorld forgets a world.
func deleteWorld(c *call) (answer, error) { return answer{}, c.Server.Delete(c.world.ID) }

// closeWorld lets nothing new in and judges. Closing twice judges again.
func closeWorld(c *call) (answer, error) {
	if _, err := decode[struct{}](c, true); err != nil {
		return answer{}, err
	}
	summary, err := c.Server.Close(c.world.ID)
	if err != nil {
		return answer{}, err
	}
	summary.UnfiredRules = full(summary.UnfiredRules)
	return ok(summary)
}
