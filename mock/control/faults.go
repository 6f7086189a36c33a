package control

import (
	"fmt"
	"net/http"

	"sparring/mock/control/wire"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/problem"
)

// addFault makes a rule. One that could never fire is refused, naming what exists.
func addFault(c *call) (answer, error) {
	req, err := decode[wire.FaultRequest](c, false)
	if err != nil {
		return answer{}, err
	}
	if req.Fault.Kind == "" {
		p := wrong(problem.BadFault, "/fault/kind", "missing: a fault has a kind")
		for _, k := range fault.Kinds() {
			p.Known = append(p.Known, k.Kind)
		}
		return answer{}, p
	}
	var rule fault.Rule
	_, _, err = c.record(journal.Fault, req.Match.API, "add", req, func() (any, error) {
		var err error
		rule, err = c.world.Faults.Add(fault.Rule{Match: req.Match, After: req.After, Times: req.Times,
			Fault: req.Fault})
		return rule, c.ruleProblem(err, &req)
	})
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusCreated, body: rule,
		location: wire.Prefix + "/worlds/" + c.world.ID + "/faults/" + rule.ID}, nil
}

// listFaults lists the rules in order of creation, spent ones too.
func listFaults(c *call) (answer, error) {
	return ok(wire.Faults{Faults: full(c.world.Faults.List())})
}

func (c *call) rule() (fault.Rule, error) {
	id := c.vars["id"]
	rule, found := c.world.Faults.Get(id)
	if !found {
		return rule, problem.New(problem.UnknownFault, fmt.Sprintf("there is no rule %q", id)).
			Hinted("GET %s/worlds/%s/faults lists them", wire.Prefix, c.world.ID)
	}
	return rule, nil
}

// getFault returns one rule.
func getFault(c *call) (answer, error) {
	rule, err := c.rule()
	if err != nil {
		return answer{}, err
	}
	return ok(rule)
}

type ruleID struct {
	ID      string  `json:"id"`
	Entries []int64 `json:"entries,omitempty"`
}

// removeFault takes a rule away; what it held is released.
func removeFault(c *call) (answer, error) {
	rule, err := c.rule()
	if err != nil {
		return answer{}, err
	}
	_, _, err = c.record(journal.Fault, rule.Match.API, "remove", ruleID{ID: rule.ID}, func() (any, error) {
		if !c.world.Faults.Remove(rule.ID) { // another call was faster
			_, err := c.rule()
			return nil, err
		}
		return nil, nil //nolint:nilnil // removing has no result
	})
	return answer{}, err
}

// clearFaults takes all rules away.
func clearFaults(c *call) (answer, error) {
	_, _, err := c.record(journal.Fault, "", "clear", struct{}{}, func() (any, error) {
		c.world.Faults.Clear()
		return nil, nil //nolint:nilnil // clearing has no result
	})
	return answer{}, err
}

// releaseFault lets held requests go: all at once, or some one after the other, each handled before the next.
func releaseFault(c *call) (answer, error) {
	rule, err := c.rule()
	if err != nil {
		return answer{}, err
	}
	req, err := decode[wire.Release](c, true)
	if err != nil {
		return answer{}, err
	}
	_, result, err := c.record(journal.Fault, rule.Match.API, "release", ruleID{rule.ID, req.Entries},
		func() (any, error) {
			seqs, err := c.world.Faults.Release(c.r.Context(), rule.ID, req.Entries)
			if len(seqs) > 0 {
				err = nil // the caller left in the middle: the journal keeps what was released
			}
			return wire.Released{Released: full(seqs)}, c.faultProblem(err, problem.BadRelease)
		})
	if err != nil {
		return answer{}, err
	}
	return ok(result)
}
