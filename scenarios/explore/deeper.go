package explore

import "slices"

// again are the kinds of a second fault: those after which a client does something else.
var again = []string{"error", "status", "reset", "lose_reply", "malform", "expire"}

// mostAfter is how many exchanges behind a fault meet a second one.
const mostAfter = 2

// deeper makes the cells with two faults: only where one has changed what the client does, and at what it did then.
func (w *walk) deeper() []*Cell {
	var out []*Cell
	for _, s := range w.result.seen {
		if s.cell.tier != telling || !s.met || !s.changed || s.fails() {
			continue
		}
		for _, x := range behind(s) {
			out = append(out, w.second(s, x, len(out))...)
		}
	}
	w.space.cells = append(w.space.cells, out...)
	w.mu.Lock()
	w.result.total += w.bounded(len(out))
	w.mu.Unlock()
	return out
}

// behind are the exchanges that followed the fault.
func behind(s *seen) []exchange {
	h := s.cell.Hits[0]
	at := slices.Index(s.after, exchange{h.Operation, h.After})
	if at < 0 {
		return nil
	}
	rest := s.after[at+1:]
	return rest[:min(len(rest), mostAfter)]
}

func (w *walk) second(s *seen, x exchange, place int) []*Cell {
	operation := w.operation(x.operation)
	if operation == nil {
		return nil
	}
	var out []*Cell
	for _, fault := range faults(operation, w.codes(x.operation)) {
		if !fault.common || !slices.Contains(again, fault.Kind) || !w.fit(w.space, x.operation, &fault) {
			continue
		}
		hit := Hit{Operation: x.operation, After: x.after, Fault: fault, Moment: Once}
		out = append(out, &Cell{
			API: s.cell.API, Flow: s.cell.Flow, flow: s.cell.flow, tier: doubled, place: place + len(out),
			Hits: append(slices.Clone(s.cell.Hits), hit),
		})
	}
	return out
}
