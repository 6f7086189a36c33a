package explore

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// Pruned is a part of the space that is not walked, and why.
type Pruned struct {
	Reason string `json:"reason"`
	Cells  int    `json:"cells"`
}

// space is what can be walked.
type space struct {
	cells  []*Cell
	pruned map[string]int // cells by reason
	all    int
	fits   map[string]bool // by operation and fault: whether the server makes such a rule
}

// exchange is a request that a client made in a flow that nothing disturbed.
type exchange struct {
	operation string // with its API
	after     int    // so many of the same operation before it
}

// exchanges lists what the client did between the first step that acts and the end of the flow, in order.
func exchanges(s *verdict.Scenario, from, to int64) []exchange {
	var out []exchange
	seen := map[string]int{}
	for _, e := range s.Entries {
		if e.Kind != journal.Exchange || e.Peer != journal.Client || e.Preflight() || e.Operation == "" ||
			e.Seq <= from || to > 0 && e.Seq > to {
			continue
		}
		operation := e.API + "." + e.Operation
		out = append(out, exchange{operation, seen[operation]})
		seen[operation]++
	}
	return out
}

// path names what a client did, so that two runs can be compared.
func path(of []exchange) string {
	var parts []string
	for _, x := range of {
		parts = append(parts, x.operation)
	}
	return strings.Join(parts, " ")
}

// Why cells are pruned.
const (
	unfit     = "the fault does not fit the operation"
	timeOnly  = "delay and hold only take time; held requests are walked with several calls at once"
	otherFlow = "the same exchange is walked in another flow"
)

// build makes the cells of depth 1 from the flows that the client went through undisturbed.
func (w *walk) build(flows []*ran) *space {
	s := &space{pruned: map[string]int{}, fits: map[string]bool{}}
	first := map[string]*ran{} // by exchange: the flow in which it is walked
	for _, f := range flows {
		for _, x := range f.exchanges {
			w.meet(s, f, x, first)
		}
	}
	for _, f := range w.carrying {
		s.add(&Cell{API: f.api, Flow: f.Name, flow: f, tier: carrying, place: len(s.cells)})
	}
	for _, c := range slices.Concat(w.repeats(), w.interrupted(), w.readings()) {
		s.add(c)
	}
	slices.SortStableFunc(s.cells, func(a, b *Cell) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(a.place, b.place))
	})
	return s
}

// meet adds the cells of one exchange.
func (w *walk) meet(s *space, f *ran, x exchange, first map[string]*ran) {
	operation := w.operation(x.operation)
	if operation == nil {
		return
	}
	known := first[fmt.Sprint(x)]
	if known == nil {
		first[fmt.Sprint(x)] = f
		s.prune(timeOnly, 2)
	}
	for i, fault := range faults(operation, w.codes(x.operation)) {
		if !w.fit(s, x.operation, &fault) {
			s.prune(unfit, 2)
			continue
		}
		for _, moment := range []Moment{Once, Every} {
			c := &Cell{API: f.flow.api, Flow: f.flow.Name, flow: f.flow, place: i,
				Hits: []Hit{{Operation: x.operation, After: x.after, Fault: fault, Moment: moment}}}
			if c.tier = tierOf(&fault, moment, x, known != nil); c.tier < 0 {
				s.prune(otherFlow, 1)
				continue
			}
			s.add(c)
		}
	}
}

// tierOf says when a cell is walked; below 0 it is not.
func tierOf(fault *Fault, moment Moment, x exchange, known bool) tier {
	switch {
	case known && (!fault.common || moment == Every || fault.slow):
		return -1
	case known:
		return repeated
	case fault.slow && (moment == Every || x.after > 0):
		return -1
	case fault.slow:
		return waiting
	case x.after > 0 && moment == Every, x.after > 0 && !fault.common:
		return -1 // every, from the first on, has met it
	case x.after > 0:
		return repeated
	case moment == Every && fault.advice != "": // the only cell that demands the vendor's advice
		return each
	case moment == Every:
		return lasting
	case fault.common:
		return telling
	}
	return each
}

func (s *space) add(c *Cell) {
	s.all++
	s.cells = append(s.cells, c)
}

func (s *space) prune(reason string, n int) {
	s.all += n
	s.pruned[reason] += n
}

// reasons lists what was pruned, the most first.
func (s *space) reasons() []Pruned {
	out := []Pruned{}
	for reason, n := range s.pruned {
		out = append(out, Pruned{reason, n})
	}
	slices.SortFunc(out, func(a, b Pruned) int {
		return cmp.Or(cmp.Compare(b.Cells, a.Cells), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}

// operation returns the operation of a name, nil if the server does not have it.
func (w *walk) operation(name string) *client.Operation {
	api, id, _ := strings.Cut(name, ".")
	operations := w.runner.Catalogue()[api].Operations
	if i := slices.IndexFunc(operations, func(o client.Operation) bool { return o.ID == id }); i >= 0 {
		return &operations[i]
	}
	return nil
}

// codes are the error codes of an operation's API.
func (w *walk) codes(operation string) []client.ErrorCode {
	api, _, _ := strings.Cut(operation, ".")
	return w.runner.Catalogue()[api].Errors
}

// fit reports whether the server makes a rule of a fault for an operation.
func (w *walk) fit(s *space, operation string, fault *Fault) bool {
	key := operation + " " + fault.String()
	known, asked := s.fits[key]
	if !asked {
		api, id, _ := strings.Cut(operation, ".")
		known = fault.Kind == "status" || fault.Kind == "error" || w.runner.Accepts(fault.request(api, id))
		s.fits[key] = known
	}
	return known
}
