package mock

import (
	"fmt"

	"sparring/mock/control"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/outbound"
)

// bounds returns the bounds of what belongs to no API, for the catalogue.
func (s *Server) bounds() []limit.Bound {
	out := []limit.Bound{{
		Name: "worlds", Limit: int64(s.opts.MaxWorlds), Unit: limit.Count, Beyond: limit.Refused, Per: limit.PerServer,
		Doc: "Worlds that exist at the same time.",
	}, {
		Name: "worlds' bytes", Limit: s.memory.Max, Unit: limit.Bytes, Beyond: limit.Refused, Per: limit.PerServer,
		Doc: "What all worlds hold beside their journals (--max-memory); beyond it none is made, forked or planted.",
	}}
	out = append(out, journal.Bounds(s.opts.Journal, s.opts.JournalBytes)...)
	out = append(out, limit.Bound{
		Name: "stray entries", Limit: strayEntries, Unit: limit.Count, Beyond: limit.Forgotten, Per: limit.PerServer,
		Doc: "Entries of the server's own journal, of requests that reach no world; its bytes are bounded like a " +
			"world's.",
	})
	out = append(out, limit.Bound{
		Name: "large bodies", Limit: maxLarge, Unit: limit.Count, Beyond: limit.Refused, Per: limit.PerServer,
		Doc: fmt.Sprintf("Bodies of more than %d bytes that are read at the same time.", freeBody),
	})
	out = append(out, messageBounds()...)
	out = append(out, outbound.Bounds()...)
	out = append(out, control.Bound(), fault.Bound())
	for i := range out {
		out[i] = shown(out[i])
	}
	return out
}

// strayEntries bounds the server's own journal.
const strayEntries = 1000
