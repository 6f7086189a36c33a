package explore

import (
	"fmt"
	"slices"
	"strings"
)

// orders are those in which held requests of two and of three calls are released.
var orders = [][]int{{1, 2}, {2, 1}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}}

// mostShared is for how many abilities an operation may occur and still be one of them: logins occur for more.
const mostShared = 2

// together makes the cells of several calls at once: the requests of one operation are held and released in every
// order, and with two calls what the client holds ends before or between the two releases.
func (w *walk) together() []*Cell {
	shared := map[string]map[string]bool{}
	for _, f := range w.flows {
		for _, operation := range f.operations() {
			if shared[operation] == nil {
				shared[operation] = map[string]bool{}
			}
			shared[operation][f.flow.Ability] = true
		}
	}
	var out []*Cell
	for _, f := range w.flows {
		if f.flow.Start == "" {
			continue
		}
		for _, operation := range f.operations() {
			if len(shared[operation]) <= mostShared {
				out = append(out, w.released(f, operation, len(out))...)
			}
		}
	}
	w.space.cells = append(w.space.cells, out...)
	w.mu.Lock()
	w.result.total += w.bounded(len(out))
	w.mu.Unlock()
	return out
}

// operations are those of a flow, each once.
func (f *ran) operations() []string {
	var out []string
	for _, x := range f.exchanges {
		if x.after == 0 {
			out = append(out, x.operation)
		}
	}
	return out
}

func (w *walk) released(f *ran, operation string, place int) []*Cell {
	var out []*Cell
	add := func(order []int, between string, early, other bool) {
		hold := Fault{Kind: "hold", parameters: []parameter{{"count", fmt.Sprint(len(order))}}}
		out = append(out, &Cell{
			API: f.flow.api, Flow: f.flow.Name, flow: f.flow, tier: together, place: place + len(out), Order: order,
			Between: between, Early: early, Other: other, Rule: w.rule(f, early),
			Hits: []Hit{{Operation: operation, Fault: hold, Moment: Once}},
		})
	}
	for _, order := range orders {
		add(order, "", false, false)
		if len(order) == 2 && f.flow.Other != "" {
			add(order, "", false, true)
		}
		if len(order) == 2 {
			for _, between := range w.Between[f.flow.api] {
				add(order, between, false, false)
				if order[0] == 1 {
					add(order, between, true, false)
				}
			}
		}
	}
	return out
}

// rule is what cells demand in which a credential ends before all requests are released.
func (w *walk) rule(f *ran, early bool) string {
	if !early {
		return ""
	}
	return w.Renewal[f.flow.api]
}

// atOnce writes the steps of several calls at once.
func (c *Cell) atOnce() []line {
	var out []line
	add := func(text string) {
		out = append(out, line{text: strings.Split("When "+text, "\n"), acts: true})
	}
	n := len(c.Order)
	if c.Other {
		add(fmt.Sprintf(c.flow.Start, 1))
		add(c.flow.Other)
	} else {
		add(fmt.Sprintf(c.flow.Start, n))
	}
	add(fmt.Sprintf("%d requests are held", n))
	switch {
	case c.Early:
		add(c.Between)
		add("the held requests are released")
	case c.Between == "":
		add(fmt.Sprintf("the held requests are released in the order %q", order(c.Order)))
	default:
		add(fmt.Sprintf("the held requests are released in the order \"%d\"", c.Order[0]))
		add(c.Between)
		add("the held requests are released")
	}
	add("the client has finished")
	if c.Rule != "" {
		out = append(out, line{text: []string{fmt.Sprintf("Then the rule %q is kept", c.Rule)}, acts: true})
	}
	return out
}

// restart ends the client's process. One that keeps nothing is not asked to.
const restart = "the client is started again"

// ends are the steps that end what a client holds, its process, and both.
func (w *walk) ends(api string) []string {
	out := append(slices.Clone(w.Between[api]), restart)
	for _, between := range w.Between[api] {
		out = append(out, between+"\n"+restart)
	}
	return out
}

// interrupted makes the cells in which what the client holds ends between two steps of a flow.
func (w *walk) interrupted() []*Cell {
	var out []*Cell
	for _, f := range slices.Concat(w.flows, w.alone) {
		for at := range f.flow.places {
			for _, between := range w.ends(f.flow.api) {
				out = append(out, &Cell{API: f.flow.api, Flow: f.flow.Name, flow: f.flow, tier: anew, place: len(out),
					Between: between, At: at + 1})
			}
		}
	}
	return out
}

// readings makes the cells of the flows under other readings of the vendor's text.
func (w *walk) readings() []*Cell {
	var out []*Cell
	for _, f := range slices.Concat(w.flows, w.alone) {
		for _, value := range w.Readings[f.flow.api] {
			out = append(out, &Cell{API: f.flow.api, Flow: f.flow.Name, flow: f.flow, tier: reading, place: len(out),
				Reading: value})
		}
	}
	return out
}

// repeats makes the cells in which a flow is gone through again, before and after what the client holds has ended.
func (w *walk) repeats() []*Cell {
	var out []*Cell
	for _, f := range w.flows {
		if f.flow.Start == "" { // what can be done several times at once can be done several times
			continue
		}
		for _, between := range append([]string{""}, w.ends(f.flow.api)...) {
			out = append(out, &Cell{API: f.flow.api, Flow: f.flow.Name, flow: f.flow, tier: anew, place: len(out),
				Between: between, Again: true})
		}
	}
	return out
}

// repeated writes the steps of a flow three times.
func (c *Cell) repeated() []line {
	var out []line
	for i := range 3 {
		if i > 0 && c.Between != "" {
			out = append(out, c.between()...)
		}
		out = append(out, c.acted()...)
	}
	return out
}
