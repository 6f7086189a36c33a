package control

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"sparring/mock/journal"
	"sparring/mock/problem"
	"sparring/mock/world"
)

// fake finds the API of the path, or of an event.
func (c *call) fake(api string) (world.Fake, error) {
	if f := c.world.Fake(api); f != nil {
		return f, nil
	}
	var known []string
	for _, f := range c.world.Fakes {
		known = append(known, f.API().Name)
	}
	return nil, problem.Unknown(problem.UnknownAPI, "API", api, known)
}

// getState returns all facts of one API, at a time when nothing is overdue.
func getState(c *call) (answer, error) {
	f, err := c.fake(c.vars["api"])
	if err != nil {
		return answer{}, err
	}
	c.world.Clock.Settle()
	return facts(f)
}

// facts shows what a fake knows. A client may have sent invalid UTF-8; it is shown as other readers of JSON can take
// it.
func facts(f world.Fake) (answer, error) {
	data, err := encode(f.State())
	if err != nil {
		return answer{}, err
	}
	return ok(json.RawMessage(trim(bytes.ToValidUTF8(data, []byte("\uFFFD")))))
}

// planted is what the journal keeps of a state: not the facts, which may be large and full of secrets.
type planted struct {
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// plantState replaces all facts of one API, all or nothing.
func plantState(c *call) (answer, error) {
	f, err := c.fake(c.vars["api"])
	if err != nil {
		return answer{}, err
	}
	body, err := c.body()
	if err != nil {
		return answer{}, err
	}
	sum := sha256.Sum256(body)
	_, _, err = c.record(journal.EventRaised, c.vars["api"], journal.OperationPlant,
		planted{len(body), hex.EncodeToString(sum[:])},
		func() (any, error) {
			if err := f.Plant(body); err != nil {
				return nil, badInput(err, problem.BadState)
			}
			c.world.Clock.Rearm()
			return nil, nil //nolint:nilnil // planting has no result
		})
	if err != nil {
		return answer{}, err
	}
	return facts(f)
}
