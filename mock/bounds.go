package mock

import (
	"sparring/mock/control"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/limit"
	"sparring/mock/outbound"
)

// bounds are those of what belongs to no API: shown in the catalogue.
func (s *Server) bounds() []limit.Bound {
	out := []limit.Bound{{
		Name: "worlds", Limit: int64(s.opts.MaxWorlds), Unit: limit.Count, Beyond: limit.Refused, Per: limit.PerServer,
		Doc: "Worlds that exist at the same time.",
	}, {
		Name: "worlds' bytes", Limit: s.memory.Max, Unit: limit.Bytes, Beyond: limit.Refused, Per: limit.PerServer,
		Doc: "What all worlds hold beside their journals (--max-memory); beyond it none is made, forked or planted.",
	}}
	out = append(out, journal.Bounds(s.opts.Journal, s.opts.JournalBytes)...)
	out = append(out, messageBounds()...)
	for i := range out {
		out[i] = shown(out[i])
	}
	for _, b := range [...]limit.Bound{control.Bound(), fault.Bound(), outbound.Bound()} {
		out = append(out, shown(b))
	}
	return out
}
