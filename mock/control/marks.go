package control

import "sparring/mock/control/wire"

// findMarks returns the marks by which the journal shows values that are secrets of the world. The caller knows the
// values already; a report needs the marks to name them as the journal does.
func findMarks(c *call) (answer, error) {
	asked, err := decode[wire.Values](c, false)
	if err != nil {
		return answer{}, err
	}
	marks := make([]string, len(asked.Values))
	for i, value := range asked.Values {
		marks[i], _ = c.world.Journal.Secrets().Mark(value)
	}
	return ok(wire.Marks{Marks: marks})
}
