package explore

import (
	"cmp"
	"slices"
	"time"

	"sparring/scenarios/verdict"
)

// Schema names the form of the JSON result.
const Schema = "sparring.explore/1"

// Result is what a walk found. Its lists are in the order of the walk, which the seed and the client decide.
type Result struct {
	Schema     string         `json:"schema"`
	Version    string         `json:"version,omitempty"`
	Judged     string         `json:"judged"`
	Client     verdict.Client `json:"client"`
	Seed       uint64         `json:"seed"`
	Depth      int            `json:"depth"`
	Budget     string         `json:"budget,omitempty"`
	Started    time.Time      `json:"started"`
	DurationMS float64        `json:"duration_ms"`
	Stopped    bool           `json:"stopped,omitempty"` // by the user
	Space      SpaceCounts    `json:"space"`
	Pruned     []Pruned       `json:"pruned"`
	Untried    int            `json:"untried,omitempty"` // flows for which there was no time, their cells not counted
	Tiers      []Tier         `json:"tiers"`
	Operations []string       `json:"operations"` // those that were met, in order
	Failures   []*Failure     `json:"failures"`
	Warnings   []*Failure     `json:"warnings"`
	Cells      []Walked       `json:"cells"`
	Stale      []string       `json:"stale,omitempty"` // known to fail, and not found
	Compared   *Compared      `json:"compared,omitempty"`

	Causes      []verdict.Cause       `json:"causes,omitempty"`
	Unexplained []verdict.Unexplained `json:"unexplained,omitempty"`
	ExitCode    int                   `json:"exit_code"`

	phase   string
	total   int
	seen    []*seen
	planned []string
}

// SpaceCounts are cells. Whole is the space with what was pruned; Left are those that the budget left out.
type SpaceCounts struct {
	Whole    int `json:"whole"`
	Pruned   int `json:"pruned"`
	Chosen   int `json:"chosen"`
	Walked   int `json:"walked"`
	Left     int `json:"left"`
	Passed   int `json:"passed"`
	Warned   int `json:"warned"`
	Failed   int `json:"failed"`
	Unmet    int `json:"unmet"`   // the fault met no request
	Skipped  int `json:"skipped"` // the client lacks an ability
	Doubtful int `json:"doubtful"`
}

// Tier is a part of the space that is walked together.
type Tier struct {
	Name   string `json:"name"`
	Cells  int    `json:"cells"`
	Walked int    `json:"walked"`
}

// tierNames say what is walked together, in the order of the walk.
var tierNames = []string{
	"the flows undisturbed", "each kind of fault once per operation", "values of every field",
	"the flows again", "other readings of the vendor's text", "several calls at once", "each value of each kind",
	"every exchange meets it",
	"the same exchanges in other flows", "two faults", "the client waits for its own limit",
}

// Walked is one cell and what came of it.
type Walked struct {
	Cell      string `json:"cell"`
	Flow      string `json:"flow"`
	Operation string `json:"operation,omitempty"`
	Fault     string `json:"fault,omitempty"`
	Moment    Moment `json:"moment,omitempty"`
	Hits      []Hit  `json:"hits,omitempty"`
	Outcome   string `json:"outcome"` // a verdict, or "not met"
	Failure   string `json:"failure,omitempty"`
	Reason    string `json:"reason,omitempty"`  // why the cell was not judged
	Changed   bool   `json:"changed,omitempty"` // the client made other requests than undisturbed
}

// Failure is one thing that a client does wrong: a rule, at an operation, under a kind of fault.
type Failure struct {
	ID        string          `json:"id"`
	Rule      string          `json:"rule"` // id of the check
	Operation string          `json:"operation,omitempty"`
	Kind      string          `json:"kind"`
	Verdict   verdict.Verdict `json:"verdict"`
	Text      string          `json:"text"` // what was expected, and what came
	Source    string          `json:"source,omitempty"`
	Cells     int             `json:"cells"` // that show it
	Smallest  string          `json:"smallest"`
	Feature   string          `json:"feature"` // text of the smallest reproduction
	File      string          `json:"file,omitempty"`
	Reproduce string          `json:"reproduce,omitempty"`
	Known     bool            `json:"known_failing,omitempty"`
	// Doubtful says that nothing is held against the client, and Why why not.
	Doubtful bool   `json:"doubtful,omitempty"`
	Why      string `json:"why,omitempty"`
	// Unsteady says that the reproduction does not fail in every run.
	Unsteady bool              `json:"unsteady,omitempty"`
	Scenario *verdict.Scenario `json:"-"` // of the reproduction

	first *seen
}

func (r *Result) take(s *seen) { r.seen = append(r.seen, s) }

// finish counts.
func (r *Result) finish(w *walk) {
	r.Started, r.Judged = w.began.UTC(), cmp.Or(r.Judged, w.runner.Client().Name)
	hello := w.runner.Client()
	r.Client = verdict.Client{Name: hello.Name, Version: hello.Version, Abilities: hello.Abilities}
	r.DurationMS = float64(time.Since(w.began)) / float64(time.Millisecond)
	r.Stopped = w.ctx.Err() != nil
	r.Pruned = w.space.reasons()
	r.Cells = []Walked{}
	flows := len(w.flows) + len(w.alone) + w.broken + w.untried
	r.Untried = w.untried
	r.Space.Chosen = len(w.space.cells) + flows
	for _, n := range w.space.pruned {
		r.Space.Pruned += n
	}
	r.Space.Whole = r.Space.Chosen + r.Space.Pruned
	r.Tiers = make([]Tier, len(tierNames))
	for i, name := range tierNames {
		r.Tiers[i].Name = name
	}
	r.Tiers[undisturbed].Cells = flows
	r.planned = nil
	for _, c := range w.space.cells {
		r.Tiers[c.tier].Cells++
		r.planned = append(r.planned, c.Key())
	}
	for _, s := range r.seen {
		r.Tiers[s.cell.tier].Walked++
		r.count(s)
	}
	r.Stale = slices.DeleteFunc(slices.Clone(w.Known), func(id string) bool {
		return slices.ContainsFunc(r.Failures, func(f *Failure) bool { return f.ID == id })
	})
	r.Space.Left = max(0, r.Space.Chosen-r.Space.Walked)
	r.Operations = r.operations(w)
	if r.Failures == nil {
		r.Failures, r.Warnings = []*Failure{}, []*Failure{}
	}
	r.ExitCode = r.exit()
}

func (r *Result) count(s *seen) {
	r.Space.Walked++
	out := Walked{Cell: s.cell.Key(), Flow: s.cell.Flow, Hits: s.cell.Hits, Changed: s.changed,
		Outcome: s.scenario.Verdict.String()}
	if len(s.cell.Hits) > 0 {
		h := s.cell.Hits[0]
		out.Operation, out.Fault, out.Moment = h.Operation, h.Fault.String(), h.Moment
	}
	switch v := s.scenario.Verdict; {
	case !s.met:
		out.Outcome = "not met"
		r.Space.Unmet++
	case v == verdict.Passed:
		r.Space.Passed++
	case v == verdict.Warned:
		r.Space.Warned++
	case v == verdict.Skipped:
		r.Space.Skipped++
	case s.fails():
		r.Space.Failed++
	default:
		r.Space.Doubtful++
		out.Reason = s.scenario.Reason
	}
	for _, f := range slices.Concat(r.Failures, r.Warnings) {
		if (s.fails() || s.scenario.Verdict == verdict.Warned) && f.ID == s.distinct() {
			out.Failure = f.ID
		}
	}
	r.Cells = append(r.Cells, out)
}

// operations lists what was met, by the catalogue's order.
func (r *Result) operations(w *walk) []string {
	out := []string{}
	for _, f := range w.flows {
		for _, x := range f.exchanges {
			if !slices.Contains(out, x.operation) {
				out = append(out, x.operation)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (r *Result) exit() int {
	code := verdict.ExitGood
	for _, f := range r.Failures {
		switch {
		case f.Known, f.Doubtful:
		case f.Verdict == verdict.Error:
			return verdict.ExitError
		default:
			code = verdict.ExitBad
		}
	}
	if r.Stopped {
		return verdict.ExitInterrupted
	}
	if code == verdict.ExitGood && r.Space.Passed+r.Space.Warned == 0 {
		return verdict.ExitNothing
	}
	return code
}

// Rate returns cells a second.
func (r *Result) Rate() float64 {
	if r.DurationMS == 0 {
		return 0
	}
	return float64(r.Space.Walked) / r.DurationMS * 1000
}
