package control

import (
	"context"
	"fmt"
	"time"

	"sparring/mock/clock"
	"sparring/mock/control/wire"
	"sparring/mock/journal"
	"sparring/mock/problem"
	"sparring/mock/world"
)

// settleTime bounds how long a clock change waits for the calls that it caused: wire time.
const settleTime = 5 * time.Second

func showClock(w *world.World, fired int) wire.Clock {
	mode, scale := w.Clock.Setting()
	return wire.Clock{Now: w.Clock.Now(), Mode: string(mode), Scale: scale, Fired: fired, Pending: w.Clock.Pending()}
}

// getClock returns world time, and what is due.
func getClock(c *call) (answer, error) {
	out := showClock(c.world, 0)
	for _, p := range c.world.Clock.Planned() {
		out.Due = append(out.Due, wire.Due{API: p.Name, At: p.At, Pending: p.Pending})
	}
	return ok(out)
}

// changeClock sets the mode, then moves the clock, and answers when all that was due has fired and the calls it caused
// have ended or 5 s of wire time have passed.
func changeClock(c *call) (answer, error) {
	change, err := decode[wire.ClockChange](c, false)
	if err != nil {
		return answer{}, err
	}
	operation, err := c.checkClock(change)
	if err != nil {
		return answer{}, err
	}
	_, result, err := c.record(journal.ClockMove, "", operation, change, func() (any, error) {
		fired, err := c.moveClock(change)
		if err != nil {
			return nil, problemOf(err).At("/" + operation)
		}
		ctx, cancel := context.WithTimeout(c.r.Context(), settleTime)
		defer cancel()
		c.world.Outbound.Idle(ctx)
		return showClock(c.world, fired), nil
	})
	if err != nil {
		return answer{}, err
	}
	return ok(result)
}

func (c *call) moveClock(change wire.ClockChange) (fired int, err error) {
	w := c.world.Clock
	mode, scale := w.Setting()
	if change.Mode != "" || change.Scale != nil {
		set, by := mode, scale
		if change.Mode != "" {
			set, by = clock.Mode(change.Mode), 1
		}
		if change.Scale != nil {
			by = *change.Scale
		}
		fired = w.Settle()
		if err := w.SetMode(set, by); err != nil {
			return 0, err
		}
	}
	var n int
	switch {
	case change.Advance != nil:
		n, err = w.Advance(time.Duration(*change.Advance))
	case change.Set != nil:
		n, err = w.Set(*change.Set)
	default:
		n = w.Settle()
	}
	if err != nil { // all or nothing
		_ = w.SetMode(mode, scale) // was in force before
		return 0, err
	}
	return fired + n, nil
}

// checkClock names the operation.
func (c *call) checkClock(change wire.ClockChange) (operation string, err error) {
	to := c.world.Clock.Now()
	switch {
	case change.Advance != nil && change.Set != nil:
		return "", wrong(problem.BadClock, "/set", "/set: two moves at once; give advance or set, not both")
	case change.Advance != nil:
		operation, to = "advance", to.Add(time.Duration(*change.Advance))
	case change.Set != nil:
		operation, to = "set", *change.Set
	case change.Mode != "" || change.Scale != nil:
		operation = "mode"
	default:
		return "", problem.New(problem.BadClock, "nothing to change: give advance, set, mode or scale")
	}
	if !clock.InSpan(to) {
		return "", wrong(problem.BadClock, "/"+operation,
			fmt.Sprintf("/%s: world time runs %s, asked for %s", operation, clock.Span, to.Format(time.RFC3339)))
	}
	mode := change.Mode
	if mode == "" {
		mode = wire.RunningMode // keeps the present one
	}
	if change.Scale != nil && *change.Scale == 0 {
		return "", badScale(0, "/scale")
	}
	return operation, checkMode(mode, change.Scale, "/mode", "/scale")
}

// checkMode refuses an unknown mode, and a scale at which no clock can run; a scale of 0 was not given.
func checkMode(mode string, scale *float64, modeAt, scaleAt string) error {
	if mode != wire.FrozenMode && mode != wire.RunningMode {
		return problem.Unknown(problem.BadClock, "mode", mode,
			[]string{wire.FrozenMode, wire.RunningMode}).At(modeAt)
	}
	if scale != nil && *scale != 0 && !clock.IsScale(*scale) {
		return badScale(*scale, scaleAt)
	}
	return nil
}

func badScale(scale float64, at string) error {
	return wrong(problem.BadClock, at, fmt.Sprintf("%s: expected a number %s, got %v", at, clock.Scales, scale))
}
