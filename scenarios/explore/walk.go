package explore

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"sparring/scenarios/verdict"
)

// walk is one walk through the space.
type walk struct {
	Options
	ctx     context.Context
	runner  Runner
	began   time.Time
	until   time.Time // zero without a bound
	left    int       // cells that may still be walked; below 0 without a bound
	flows   []*ran
	alone   []*ran // those that are walked by themselves
	broken  int    // flows that do not succeed undisturbed
	untried int    // flows for which there was no time
	// carrying are the flows that carry values.
	carrying []*flow
	space    *space
	result   *Result

	mu     sync.Mutex
	done   int
	failed map[string]bool
	err    error // of the runner
}

// ran is a flow that the client went through undisturbed.
type ran struct {
	flow      *flow
	exchanges []exchange
	path      string
}

func newWalk(ctx context.Context, r Runner, o Options) *walk {
	w := &walk{
		Options: o, ctx: ctx, runner: r, began: time.Now(), left: -1, failed: map[string]bool{},
		result: &Result{Schema: Schema, Seed: o.Seed, Depth: o.Depth},
	}
	if o.Cells > 0 {
		w.left = o.Cells
	}
	if o.Time > 0 {
		w.until = w.began.Add(o.Time)
	}
	return w
}

// prepare runs each flow by itself and builds the space.
func (w *walk) prepare() error {
	hello := w.runner.Client()
	var chosen []*Cell
	w.space = &space{pruned: map[string]int{}}
	lacking := 0
	for _, f := range w.Options.Flows {
		p := parse(f)
		if len(w.APIs) > 0 && !slices.Contains(w.APIs, p.api) {
			continue
		}
		if !hello.Has(f.Ability) {
			lacking++
			continue
		}
		if f.Carries {
			w.carrying = append(w.carrying, p)
			continue
		}
		chosen = append(chosen, &Cell{API: p.api, Flow: f.Name, flow: p})
	}
	if len(chosen) == 0 {
		return &EmptyError{fmt.Sprintf("the client has none of the abilities that %s use", flowsOf(lacking))}
	}
	w.report("flows", len(chosen))
	if w.left >= 0 {
		w.left = max(0, w.left-len(chosen))
	}
	found := w.run(chosen, w.Jobs)
	if w.err != nil && w.ctx.Err() == nil {
		return w.err
	}
	for _, s := range found {
		if s == nil {
			w.untried++
			continue
		}
		w.result.take(s)
		if f := (&ran{s.cell.flow, s.after, path(s.after)}); s.scenario.Verdict > verdict.Warned {
			w.broken++
		} else if s.cell.flow.Alone {
			w.alone = append(w.alone, f)
		} else {
			w.flows = append(w.flows, f)
		}
	}
	w.asOne(found)
	w.space = w.build(w.flows)
	if lacking > 0 {
		w.space.prune("the client lacks the ability", lacking)
	}
	if w.broken > 0 {
		w.space.prune("the flow does not succeed undisturbed", w.broken)
	}
	return nil
}

// asOne makes one failure of those of a client that goes through no flow, for the same reason, and sends no request: it
// does not speak the protocol, and nothing further is walked.
func (w *walk) asOne(found []*seen) {
	if len(found) < 2 || slices.ContainsFunc(found, func(s *seen) bool {
		return s == nil || !s.fails() || s.scenario.Cause != found[0].scenario.Cause || len(s.after) > 0
	}) {
		return
	}
	for _, s := range found {
		s.whole = true
	}
	w.carrying = nil
}

func flowsOf(n int) string {
	if n == 1 {
		return "the one flow"
	}
	return fmt.Sprintf("the %d flows", n)
}

// all walks the space in order: one fault at one exchange, several calls at once, the same at other places, two faults.
// Cells that wait are walked beside all others.
func (w *walk) all() error {
	first, slow, rest := part(w.space.cells)
	w.report("faults", w.bounded(len(w.space.cells)))
	first, slow = w.afford(first), w.afford(slow)
	var waited []*seen
	var waits sync.WaitGroup
	waits.Go(func() { waited = w.run(slow, 4*w.Jobs) })
	w.take(w.run(first, w.Jobs))
	if w.Depth > 1 {
		w.walk(w.together(), w.Jobs)
	}
	w.walk(rest, w.Jobs)
	if w.Depth > 1 {
		w.walk(w.deeper(), w.Jobs)
	}
	waits.Wait()
	w.take(waited)
	if w.err != nil && w.ctx.Err() == nil {
		return w.err
	}
	return nil
}

// part splits cells into what is walked before several calls at once, of that what takes no time but the client's own,
// and the rest.
func part(cells []*Cell) (first, slow, rest []*Cell) {
	for _, c := range cells {
		switch {
		case c.tier == waiting:
			slow = append(slow, c)
		case c.tier < together:
			first = append(first, c)
		default:
			rest = append(rest, c)
		}
	}
	return first, slow, rest
}

func (w *walk) bounded(n int) int {
	if w.left >= 0 {
		return min(n, w.left)
	}
	return n
}

// walk runs cells as far as the budget allows, and takes what was seen.
func (w *walk) walk(cells []*Cell, jobs int) {
	w.take(w.run(w.afford(cells), jobs))
}

// afford are those of some cells that are chosen and within the budget.
func (w *walk) afford(cells []*Cell) []*Cell {
	if w.Only != nil {
		cells = slices.DeleteFunc(slices.Clone(cells), func(c *Cell) bool { return !w.Only(c) })
	}
	cells = cells[:w.bounded(len(cells))]
	if w.left >= 0 {
		w.left -= len(cells)
	}
	return cells
}

func (w *walk) take(seen []*seen) {
	for _, s := range seen {
		if s != nil {
			w.result.take(s)
		}
	}
}

// ended returns why no further cell is walked.
func (w *walk) ended() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.err != nil:
		return w.err
	case w.ctx.Err() != nil:
		return w.ctx.Err()
	case !w.until.IsZero() && time.Now().After(w.until):
		return context.DeadlineExceeded
	}
	return w.runner.Ended()
}

// run runs cells, so many at a time. What was not run is nil. The order of the results is that of the cells.
func (w *walk) run(cells []*Cell, jobs int) []*seen {
	out := make([]*seen, len(cells))
	next := make(chan int)
	var running sync.WaitGroup
	for range max(1, jobs) {
		running.Go(func() {
			for i := range next {
				s, err := w.cell(cells[i])
				w.mu.Lock()
				if err != nil && w.err == nil && w.ctx.Err() == nil {
					w.err = err
				}
				w.mu.Unlock()
				if out[i] = s; s != nil {
					w.note(s)
				}
			}
		})
	}
	for i := range cells {
		if w.ended() != nil {
			break
		}
		next <- i
	}
	close(next)
	running.Wait()
	return out
}

func (w *walk) note(s *seen) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	if s.fails() {
		w.failed[s.distinct()] = true
	}
	if w.Progress != nil {
		w.Progress(Progress{Phase: w.result.phase, Done: w.done, Total: w.result.total, Failed: len(w.failed)})
	}
}

// report begins a phase.
func (w *walk) report(phase string, total int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.result.phase, w.result.total, w.done = phase, total, 0
}

// cell runs one cell.
func (w *walk) cell(c *Cell) (*seen, error) {
	script := c.script()
	text, optional, lines := script.text(head(c.API))
	out, err := w.runner.Run(file(c), text, optional)
	if err != nil || out.Verdict == verdict.Cancelled { // what was stopped is not judged
		return nil, err
	}
	if out.Verdict == verdict.Error {
		if err := w.runner.Gone(); err != nil {
			return nil, err
		}
	}
	w.onlyAlways(c, out)
	s := &seen{cell: c, scenario: out, met: fired(out) >= len(c.Hits)}
	s.script = script.performed(out, lines)
	from, to := bounds(script, out)
	s.after = exchanges(out, from, to)
	if f := w.flowOf(c); f != nil {
		s.changed = path(s.after) != f.path
	}
	if !s.fails() && out.Verdict != verdict.Warned { // the journal is large, and nobody will look at it
		out.Entries, out.Steps = nil, nil
	}
	return s, nil
}

func (w *walk) flowOf(c *Cell) *ran {
	i := slices.IndexFunc(w.flows, func(r *ran) bool { return r.flow == c.flow })
	if i < 0 {
		return nil
	}
	return w.flows[i]
}
