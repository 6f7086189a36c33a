package run

import (
	"time"

	"sparring/scenarios/driver"
)

// Client is the client under test.
type Client struct {
	Session driver.Session // nil until it has started
	Hello   driver.Hello
	Timeout time.Duration // of one call of an ability, unless the client declares its own
	Started time.Duration // how long it took to start
	// Within is how long it was told to wait for a whole response; 0 if it was not told.
	Within time.Duration
	// Again ends the client and starts it again with what it has kept; between is called between the two. It is nil
	// unless a step of the scenario starts the client again.
	Again func(between func()) error

	time *Time
}

// Watch returns a new watch on the client. It leaves out the stalls that any wait of the scenario notices.
func (c *Client) Watch() *driver.Watch { return driver.NewWatchOf(c.Session, &c.time.stalls) }

// limit is how long a client may do nothing in a call: the time limit that it declares and a little more, else that
// of the run; more for a client that took long to start.
func (c *Client) limit() time.Duration {
	limit := c.Timeout
	if declared := c.Hello.TimeoutS; declared != nil && *declared > 0 {
		limit = allowance + min(time.Duration(*declared*float64(time.Second)), LongestTimeout)
	}
	return max(limit, starts*c.Started)
}
