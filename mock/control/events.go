package control

import (
	"encoding/json"

	"sparring/mock/control/wire"
	"sparring/mock/journal"
	"sparring/mock/problem"
)

// raiseEvent lets something happen outside HTTP. What is refused has changed nothing.
func raiseEvent(c *call) (answer, error) {
	req, err := decode[wire.Event](c, false)
	if err != nil {
		return answer{}, err
	}
	for name, value := range map[string]string{"/api": req.API, "/event": req.Event} {
		if value == "" {
			return answer{}, wrong(problem.BadValue, name, name+": missing")
		}
	}
	f, err := c.fake(req.API)
	if err != nil {
		return answer{}, err
	}
	events := f.API().Events
	known := []string{}
	for i := range events {
		known = append(known, events[i].Name)
		if events[i].Name != req.Event {
			continue
		}
		args, err := events[i].Check(req.Args)
		if err != nil {
			return answer{}, aboutEvent(err, req.API)
		}
		c.world.Clock.Settle() // an event never meets a world that is late
		seq, result, err := c.record(journal.EventRaised, req.API, req.Event, req, func() (any, error) {
			value, err := f.Event(req.Event, args)
			if err == nil && value == nil {
				value = struct{}{}
			}
			return value, err
		})
		if err != nil {
			return answer{}, aboutEvent(err, req.API)
		}
		return ok(wire.EventResult{Seq: seq, Result: json.RawMessage(trim(result))})
	}
	return answer{}, problem.Unknown(problem.UnknownEvent, "event", req.Event, known).
		Hinted("%s", aboutAPI(req.API, "events and their arguments"))
}

// aboutEvent hints at the list of an API's events and their arguments.
func aboutEvent(err error, api string) error {
	p := problemOf(err)
	if p.Code() == problem.BadArgument {
		p.Hint = aboutAPI(api, "events and their arguments")
	}
	return p
}
