package driver

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

// PatienceVariable is set, in milliseconds, in the environment of a client process that is to wait for each whole
// response no longer than that: a scenario in which the server is silent then takes no longer. Other processes do not
// have it.
const PatienceVariable = "SPARRING_PATIENCE"

// Waiter is an Adapter that can be told how long to wait for a whole response.
type Waiter interface {
	Adapter
	// Wait is called before the first call.
	Wait(limit time.Duration)
}

// Timed is a Starter whose clients can be told how long to wait for a whole response.
type Timed interface {
	Starter
	// Within returns the starter whose sessions are told a limit.
	Within(limit time.Duration) Starter
}

// Within returns the command with the limit in the environment of its processes.
func (c Command) Within(limit time.Duration) Starter {
	c.Env = append(slices.Clone(c.Env), fmt.Sprintf("%s=%d", PatienceVariable, limit.Milliseconds()))
	return c
}

// Within returns the adapter with a limit. It means nothing to one that is not a Waiter.
func (l Local) Within(limit time.Duration) Starter {
	l.limit = limit
	return l
}

// Within returns what starts a process for each session: one that hurries is shared with no other scenario.
func (r *Reused) Within(limit time.Duration) Starter {
	if s, ok := r.Starter.(Timed); ok {
		return s.Within(limit)
	}
	return r.Starter
}

// waitIn tells an adapter its limit, if it takes one and there is one.
func waitIn(limit time.Duration, a Adapter) {
	if w, ok := a.(Waiter); ok && limit > 0 {
		w.Wait(limit)
	}
}

// wait is waitIn for an adapter that is a client process.
func wait(a Adapter) error {
	text := os.Getenv(PatienceVariable)
	if text == "" {
		return nil
	}
	limit, err := strconv.ParseInt(text, 10, 32)
	if err != nil || limit <= 0 {
		return fmt.Errorf("%s=%s: expected milliseconds", PatienceVariable, text)
	}
	waitIn(time.Duration(limit)*time.Millisecond, a)
	return nil
}

// Patience is the name under which reports count scenarios in which the client is told how long to wait.
const Patience = "(patience)"

// TakesNoLimit is the refusal of a client that cannot be told how long to wait.
func TakesNoLimit(why string) *Refusal {
	return &Refusal{
		Code: codeNoMethod, Abilities: []string{Patience}, Unasked: true, Known: why,
		Message: "the client does not have the ability to be told how long to wait for a response: " + why +
			"; what it does when none comes is judged by the scenarios with @slow alone",
	}
}
